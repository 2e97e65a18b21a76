"""Formularios de planes: filtrar, crear, devolver, aprobar y completar el acto."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from mipg.buscador.funciones import EnEspanol, que_contiene
from mipg.consultas import armada_una_vez
from mipg.formularios import CampoFecha, opciones
from mipg.libros.notas import VACIO
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones.implementacion import quien_lo_coordina
from planes.acciones.planes import lideres_de_politica
from planes.campos import CAMPOS_COMPARADOS, POR_NOMBRE
from planes.models import Actividad, Plan, VersionPlan
from politicas.models import Politica, ResponsabilidadPolitica, TipoPlan, Vigencia
from politicas.reglas import vigencia_actual

COLUMNAS = {
    "plan": ("Plan", EnEspanol("nombre")),
    "coordina": ("Dependencia coordinadora", EnEspanol("dependencia__nombre")),
    "actividades": ("Actividades", "n_actividades"),
    "limite": ("Fecha límite", "fecha_limite"),
}


@armada_una_vez
def _coordinan(perfil: Perfil) -> QuerySet[Dependencia]:
    visibles = Plan.objects.visibles_para(perfil).order_by()
    return Dependencia.objects.filter(pk__in=visibles.values("dependencia")).only("nombre")


class FiltroPlanesForm(forms.Form):
    """Filtros de la lista de planes; viven en la URL. Sin `?vigencia=`, la vigencia en curso."""

    q = forms.CharField(label="Nombre o política", required=False, max_length=100)
    vigencia = forms.ChoiceField(label="Vigencia", required=False)
    clase = forms.ChoiceField(label="Clase", required=False, choices=[("", "Todas"), *Plan.Clase.choices])
    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todos"), *Plan.Estado.choices])
    dependencia = forms.ChoiceField(label="Dependencia coordinadora", required=False)
    envio = forms.ChoiceField(
        label="Envío", required=False, choices=[("", "Todos"), ("extemporaneo", "Sólo los extemporáneos")]
    )

    def __init__(self, data, *, perfil: Perfil, vigencias: Sequence[Vigencia], **kwargs):
        actual = vigencia_actual(vigencias, perfil.hoy)
        if "vigencia" not in data and actual:
            data = data.copy()
            data["vigencia"] = actual.pk
        super().__init__(data, **kwargs)
        self._vigencias = {str(vigencia.pk): vigencia for vigencia in vigencias}
        self.fields["vigencia"].choices = opciones("Todas", vigencias)
        self.fields["dependencia"].choices = opciones("Todas", _coordinan(perfil))

    @property
    def vigencia_elegida(self) -> Vigencia | None:
        """La vigencia por la que se filtra."""
        return self._vigencias.get(self.cleaned_data["vigencia"]) if self.is_valid() else None

    def filtrar(self, planes: QuerySet) -> QuerySet:
        """Los planes que cumplen los filtros; un filtro que no se entiende no filtra."""
        self.is_valid()
        datos = self.cleaned_data
        for campo in ("vigencia", "clase", "estado", "dependencia"):
            if datos.get(campo):
                planes = planes.filter(**{campo: datos[campo]})
        if datos.get("envio"):
            planes = planes.filter(extemporaneo=True)
        if texto := datos.get("q"):
            planes = que_contiene(planes, texto, "nombre", "politica__nombre", "tipo__nombre")
        return planes


class PoliticaField(forms.ModelChoiceField):
    """Política; dice su versión del modelo cuando hay vigencias abiertas con versiones distintas."""

    con_version = False

    def label_from_instance(self, politica: Politica) -> str:
        """El nombre, y su versión si hace falta distinguirla."""
        return f"{politica} ({politica.dimension.version})" if self.con_version else str(politica)


class PlanForm(forms.Form):
    """Plan nuevo. Sin dependencia, se propone la responsable según el documento."""

    clase = forms.ChoiceField(label="Clase de plan", choices=Plan.Clase.choices, widget=forms.RadioSelect)
    vigencia = forms.ModelChoiceField(Vigencia.objects.abiertas(), label="Vigencia", empty_label=None)
    politica = PoliticaField(
        Politica.objects.none(),
        label="Política",
        required=False,
        empty_label="Ninguna",
        help_text="En los planes de acción de política y de mejoramiento.",
    )
    tipo = forms.ModelChoiceField(
        TipoPlan.objects.all(),
        label="Plan institucional",
        required=False,
        empty_label="Ninguno",
        help_text="Cuál de los doce del Decreto 612 de 2018.",
    )
    vigencia_medida = forms.IntegerField(
        label="Medición de origen",
        required=False,
        min_value=2018,
        max_value=2100,
        help_text="Sólo en los de mejoramiento: el año que midió el FURAG.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="Dependencia coordinadora",
        required=False,
        empty_label="Elija una",
        help_text="Quien formula y envía el plan.",
    )

    def __init__(self, *args, perfil: Perfil, politicas: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.hoy = perfil.hoy
        self.fields["politica"].queryset = politicas
        vigencias = dict(self.fields["vigencia"].queryset.values_list("anio", "version"))
        self.fields["politica"].con_version = len(set(vigencias.values())) > 1
        vigentes = Dependencia.objects.vigentes(perfil.hoy)
        if perfil.puede(Permiso.PLAN_FORMULAR_TODOS):
            self.fields["dependencia"].empty_label = "La responsable según el documento"
            self.fields["dependencia"].help_text += " En blanco, queda la que el documento señala como responsable."
        else:
            suyas = perfil.dependencias(Permiso.PLAN_FORMULAR)
            vigentes = vigentes.filter(pk__in=suyas)
            self.fields["clase"].choices = [c for c in Plan.Clase.choices if c[0] != Plan.Clase.IMPLEMENTACION]
            formulan = ResponsabilidadPolitica.objects.filter(
                dependencia__in=suyas, rol__in=ResponsabilidadPolitica.QUE_RESPONDEN
            )
            de_las_suyas = Q(pk__in=[])
            for anio, version in vigencias.items():
                de_las_suyas |= Q(dimension__version=version, pk__in=formulan.que_rigen(anio).values("politica"))
            self.fields["politica"].queryset = politicas.filter(de_las_suyas)
            self.fields["politica"].help_text += " Aquí están las que su dependencia lidera, colidera o desarrolla."
            self.fields["tipo"].queryset = TipoPlan.objects.filter(dependencia__in=suyas)
            self.fields["dependencia"].required = True
            self.fields["dependencia"].help_text += " Usted formula sólo los de su dependencia."
            if len(vigentes) == 1:
                self.fields["dependencia"].empty_label = None
        self.fields["dependencia"].queryset = vigentes

    def clean(self):
        datos = super().clean()
        clase = datos.get("clase")
        de_politica = clase in (Plan.Clase.ACCION_POLITICA, Plan.Clase.MEJORAMIENTO)
        politica, vigencia = datos.get("politica"), datos.get("vigencia")
        if de_politica and not politica:
            self.add_error("politica", "Elija la política del plan.")
        elif de_politica and vigencia and politica.dimension.version_id != vigencia.version_id:
            self.add_error("politica", f"Esa política no es de la versión del modelo que rige en {vigencia}.")
        if clase == Plan.Clase.INSTITUCIONAL and not datos.get("tipo"):
            self.add_error("tipo", "Elija cuál de los planes institucionales es.")
        elif clase == Plan.Clase.INSTITUCIONAL and vigencia and not _se_pide(datos["tipo"], vigencia):
            self.add_error("tipo", f"Ese plan no se pide en {vigencia}.")
        if clase == Plan.Clase.MEJORAMIENTO and not datos.get("vigencia_medida"):
            self.add_error("vigencia_medida", "Escriba el año de la medición que origina el plan.")
        # Lo que no es de la clase no se guarda, aunque haya quedado elegido.
        datos["politica"] = datos.get("politica") if de_politica else None
        datos["tipo"] = datos.get("tipo") if clase == Plan.Clase.INSTITUCIONAL else None
        if clase != Plan.Clase.MEJORAMIENTO:
            datos["vigencia_medida"] = None
        if "dependencia" in datos and not datos["dependencia"] and not self.errors:
            if clase == Plan.Clase.IMPLEMENTACION:
                datos["dependencia"] = quien_lo_coordina(datos["vigencia"], self.hoy)
            else:
                datos["dependencia"] = responsable_sugerido(
                    datos["vigencia"], datos["politica"], datos["tipo"], self.hoy
                )
            if not datos["dependencia"]:
                self.add_error("dependencia", "El documento no señala una dependencia responsable: elija una.")
        return datos


def _se_pide(tipo: TipoPlan, vigencia: Vigencia) -> bool:
    return TipoPlan.objects.que_se_piden(vigencia.anio).filter(pk=tipo.pk).exists()


def responsable_sugerido(
    vigencia: Vigencia, politica: Politica | None, tipo: TipoPlan | None, hoy: date
) -> Dependencia | None:
    """La dependencia que el documento hace responsable del plan, o quien la sucedió; `None` si hoy no es de nadie."""
    if tipo:
        return tipo.dependencia.de_hoy(hoy)
    return lideres_de_politica(vigencia, hoy).get(politica.pk) if politica else None


class DevolverForm(forms.Form):
    """Una observación por renglón: sobre qué actividad, en qué campo y qué hay que corregir."""

    RENGLONES = 3
    MAXIMO = 50

    version = forms.IntegerField(widget=forms.HiddenInput)
    renglones = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MAXIMO)

    def __init__(self, *args, actividades, renglones: int = RENGLONES, **kwargs):
        super().__init__(*args, **kwargs)
        self.cuantos = max(1, min(renglones, self.MAXIMO))
        self.initial["renglones"] = self.cuantos
        sobre = [("", "El plan en general"), *((a.pk, f"{a.numero}. {a.nombre[:70]}") for a in actividades)]
        campos = [("", "Toda la actividad"), *((c, nombre_de_campo(c)) for c in CAMPOS_COMPARADOS)]
        for n in range(1, self.cuantos + 1):
            self.fields[f"actividad_{n}"] = forms.TypedChoiceField(
                label="Sobre", choices=sobre, coerce=int, empty_value=None, required=False
            )
            self.fields[f"campo_{n}"] = forms.ChoiceField(label="Campo", choices=campos, required=False)
            self.fields[f"texto_{n}"] = forms.CharField(
                label=f"Observación {n}",
                required=False,
                max_length=2000,
                strip=True,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def filas(self):
        """Los tres campos de cada renglón, para pintarlos juntos."""
        for n in range(1, self.cuantos + 1):
            yield n, self[f"actividad_{n}"], self[f"campo_{n}"], self[f"texto_{n}"]

    @property
    def observaciones(self) -> list[dict]:
        """Los renglones con texto, como los espera la acción."""
        datos = self.cleaned_data
        return [
            {"actividad": datos[f"actividad_{n}"], "campo": datos[f"campo_{n}"], "texto": datos[f"texto_{n}"]}
            for n in range(1, self.cuantos + 1)
            if datos[f"texto_{n}"]
        ]

    def clean(self):
        datos = super().clean()
        for n in range(1, self.cuantos + 1):
            if datos.get(f"actividad_{n}") and not datos.get(f"texto_{n}"):
                self.add_error(f"texto_{n}", "Escriba qué hay que corregir en esta actividad.")
        return datos


def nombre_de_campo(campo: str) -> str:
    """El nombre de un campo de la actividad como se lee en pantalla."""
    nombre = Actividad._meta.get_field(campo).verbose_name
    return nombre[:1].upper() + nombre[1:]


def valor_de_campo(campo: str, valor, dependencias: Mapping[int, str] = VACIO) -> str:
    """Un valor de un campo de la actividad como se lee; `dependencias` va de clave a nombre."""
    return POR_NOMBRE[campo].escribir(valor, dict(Actividad._meta.get_field(campo).choices or dependencias))


class ActoForm(forms.Form):
    """El acto con que se aprobó un plan que estaba con «acta pendiente»."""

    acto = forms.ChoiceField(
        label="Acto de aprobación",
        choices=[c for c in Plan.Acto.choices if c[0] != Plan.Acto.PENDIENTE],
        widget=forms.RadioSelect,
    )
    acto_numero = forms.CharField(
        label="Número del acto",
        max_length=60,
        required=False,
        help_text="Sólo el número: «1234». Si es otro acto, diga también cuál: «Acuerdo 05».",
    )
    acto_fecha = CampoFecha(label="Fecha del acto", required=False)


class AprobarForm(ActoForm):
    """La aprobación de la versión leída, con su acto o con «acta pendiente»."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, cerrado: int | None = None, **kwargs):
        """`cerrado`: hasta qué trimestre se cerró (0–4), si hay que decidir qué pasa con lo programado en él."""
        super().__init__(*args, **kwargs)
        if cerrado is not None:
            self.fields |= campos_de_lo_tardio(cerrado)
        self.fields["acto"].choices = Plan.Acto.choices
        self.fields["acto"].help_text = "Con «Acta pendiente» el plan rige ya y el número se completa después."


def campos_de_lo_tardio(cerrado: int) -> dict[str, forms.Field]:
    """Lo que se decide al aprobar con cantidades en cortes cerrados, y hasta cuál se había cerrado al leerlo."""
    conservar, mover = VersionPlan.Tardia.CONSERVAR, VersionPlan.Tardia.MOVER
    opciones = [mover, conservar] if cerrado < 4 else [conservar]
    return {
        "tardia": forms.ChoiceField(
            label="Qué se hace con lo programado en cortes cerrados",
            choices=[(opcion.value, opcion.label) for opcion in opciones],
            widget=forms.RadioSelect,
        ),
        "tardia_motivo": forms.CharField(
            label="Por qué",
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Obligatorio si se conserva en cero. Sale en el informe del corte.",
        ),
        "trimestre_cerrado": forms.IntegerField(widget=forms.HiddenInput, initial=cerrado),
    }
