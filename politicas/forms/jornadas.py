"""Formularios de las jornadas."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet

from mipg.buscador.funciones import que_contiene
from mipg.formularios import CampoFecha, opciones
from mipg.leidos import LARGO, SobreLoLeidoForm, SoporteForm
from mipg.usuarios.models import Dependencia
from politicas.models import Jornada, Politica, Vigencia
from politicas.reglas import vigencia_actual


class _VariasPoliticas(forms.ModelMultipleChoiceField):
    """Políticas por marcar; si hay de varias versiones del modelo, dice de cuál es cada una."""

    con_version = False

    def label_from_instance(self, politica: Politica) -> str:
        """Su número y su nombre."""
        return f"{politica} · {politica.dimension.version}" if self.con_version else str(politica)


class JornadaForm(forms.Form):
    """Una jornada que se programa."""

    tipo = forms.ChoiceField(label="Para qué es", choices=[("", "Elija una"), *Jornada.Tipo.choices])
    vigencia_medida = forms.IntegerField(
        label="Vigencia medida",
        required=False,
        min_value=2015,
        max_value=2100,
        help_text="Sólo si socializa resultados: el año que se midió, no el año en que se publicaron.",
    )
    titulo = forms.CharField(label="De qué trata", max_length=200)
    fecha = CampoFecha(label="Fecha")
    modalidad = forms.ChoiceField(label="Modalidad", choices=Jornada.Modalidad.choices)
    lugar = forms.CharField(label="Lugar o enlace", max_length=300, required=False)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Dependencia que la hace", empty_label="Elija una"
    )
    publico = forms.CharField(
        label="A quiénes se dirige", max_length=300, help_text="Por ejemplo: líderes de política y sus enlaces."
    )
    politicas = _VariasPoliticas(
        Politica.objects.none(),
        label="Políticas de que trata",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Una socialización dice de cuáles; una sensibilización sobre todo el modelo puede no marcar ninguna.",
    )
    dependencias = forms.ModelMultipleChoiceField(
        Dependencia.objects.none(),
        label="Dependencias convocadas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Las que deben ir. Ninguna marcada: toda la entidad.",
    )

    def __init__(self, *args, hoy: date, jornada: Jornada | None = None, **kwargs):
        """`jornada`: la que se corrige, que conserva lo suyo aunque ya no esté vigente."""
        super().__init__(*args, **kwargs)
        dependencias, versiones = Dependencia.objects.vigentes(hoy), Vigencia.objects.abiertas().values("version")
        politicas = Politica.objects.filter(dimension__version__in=versiones)
        if jornada:
            suyas = jornada.dependencias.order_by().values("pk")
            dependencias |= Dependencia.objects.filter(pk=jornada.dependencia_id)
            dependencias |= Dependencia.objects.filter(pk__in=suyas)
            politicas |= Politica.objects.filter(pk__in=jornada.politicas.order_by().values("pk"))
        politicas = politicas.select_related("dimension__version")
        self.fields["politicas"].con_version = len({una.dimension.version_id for una in politicas}) > 1
        self.fields["politicas"].queryset = politicas
        self.fields["dependencia"].queryset = self.fields["dependencias"].queryset = dependencias


class EditarJornadaForm(SobreLoLeidoForm, JornadaForm):
    """Lo que se corrige de una jornada; de la realizada, también cuántas personas asistieron."""

    asistentes = forms.IntegerField(label="Personas que asistieron", min_value=1, max_value=100_000)

    def __init__(self, *args, leido: Jornada, **kwargs):
        super().__init__(*args, leido=leido, jornada=leido, **kwargs)
        if leido.estado != Jornada.Estado.REALIZADA:
            del self.fields["asistentes"]

    @classmethod
    def inicial(cls, jornada: Jornada) -> dict:
        """Lo que la jornada dice ahora."""
        datos = {campo: getattr(jornada, campo) for campo in cls.base_fields if campo not in ("version", *_LISTAS)}
        return datos | {lista: list(getattr(jornada, lista).all()) for lista in _LISTAS}


_LISTAS = ("politicas", "dependencias")


class RealizarForm(SobreLoLeidoForm, SoporteForm):
    """Cuántas personas asistieron y con qué se prueba."""

    asistentes = forms.IntegerField(label="Personas que asistieron", min_value=1, max_value=100_000)
    nota = forms.CharField(
        label="Nota",
        max_length=2000,
        required=False,
        widget=LARGO,
        help_text="Si el material no se puede adjuntar, diga dónde reposa.",
    )
    field_order = ["version", "asistentes", "archivo", "url", "nota"]

    def __init__(self, *args, leido: Jornada, **kwargs):
        super().__init__(*args, leido=leido, **kwargs)
        self._fecha = leido.fecha
        self.fields["archivo"].label = "Material o lista de asistencia"
        self.fields["archivo"].help_text = "Después puede sumar otros. Nada de esto se publica."

    def argumentos(self) -> dict:
        """Lo que pide la acción; el material lleva la fecha de la jornada."""
        datos = {campo: self.cleaned_data[campo] for campo in ("version", "asistentes", "nota")}
        return datos | {"soporte": self.soporte(self._fecha)}


class MaterialForm(SoporteForm):
    """Un material que se suma a una jornada."""

    titulo = forms.CharField(label="Qué es", max_length=200, help_text="Presentación, lista de asistencia, fotos…")
    fecha_documento = CampoFecha(label="Fecha del documento", help_text="La que lleva el documento.")
    field_order = ["titulo", "archivo", "url", "fecha_documento"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].label = "Archivo"
        self.fields["archivo"].help_text = ""

    def clean(self):
        datos = super().clean()
        if not (datos.get("archivo") or datos.get("url") or self.errors):
            self.add_error("archivo", "Elija un archivo o escriba un enlace.")
        return datos

    def argumentos(self) -> dict:
        """Lo que pide la acción."""
        return {
            "titulo": self.cleaned_data["titulo"],
            "soporte": self.soporte(self.cleaned_data["fecha_documento"]),
        }


class FiltroJornadasForm(forms.Form):
    """Filtros de la lista; viven en la URL. Sin `?vigencia=`, la que corre."""

    q = forms.CharField(label="De qué trata", required=False, max_length=100)
    vigencia = forms.ChoiceField(label="Vigencia", required=False)
    tipo = forms.ChoiceField(label="Tipo", required=False, choices=[("", "Todas"), *Jornada.Tipo.choices])
    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todos"), *Jornada.Estado.choices])
    politica = forms.ChoiceField(label="Política", required=False)
    dependencia = forms.ChoiceField(label="Dependencia", required=False)

    def __init__(self, data, *, hoy: date, vigencias: Sequence[Vigencia], **kwargs):
        actual = vigencia_actual(vigencias, hoy)
        if "vigencia" not in data and actual:
            data = data.copy()
            data["vigencia"] = actual.pk
        super().__init__(data, **kwargs)
        self.fields["vigencia"].choices = opciones("Todas", vigencias)
        tratadas = Jornada.politicas.through.objects.values("politica")
        self.fields["politica"].choices = opciones("Todas", Politica.objects.filter(pk__in=tratadas))
        que_hacen = Dependencia.objects.filter(pk__in=Jornada.objects.order_by().values("dependencia"))
        convocadas = Dependencia.objects.filter(pk__in=Jornada.dependencias.through.objects.values("dependencia"))
        self.fields["dependencia"].choices = opciones("Todas", (que_hacen | convocadas).only("nombre"))

    def filtrar(self, jornadas: QuerySet) -> QuerySet:
        """Las que cumplen los filtros; un filtro que no se entiende no filtra. La dependencia, la que la hace o la que
        va.
        """
        self.is_valid()
        datos = self.cleaned_data
        for campo in ("vigencia", "tipo", "estado"):
            if datos.get(campo):
                jornadas = jornadas.filter(**{campo: datos[campo]})
        if datos.get("politica"):
            jornadas = jornadas.de_politica(int(datos["politica"]))
        if datos.get("dependencia"):
            jornadas = jornadas.que_tocan_a(int(datos["dependencia"]))
        if texto := datos.get("q"):
            jornadas = que_contiene(jornadas, texto, "titulo", "publico")
        return jornadas
