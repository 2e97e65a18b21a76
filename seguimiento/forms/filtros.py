"""Filtros que viven en la URL y columnas por las que se ordena."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from mipg.buscador.funciones import EnEspanol, que_contiene
from mipg.hechos import Hecho
from mipg.usuarios.models import Dependencia
from planes.models import Actividad, Plan
from politicas.models import Dimension, Politica
from seguimiento.cumplimiento import con_semaforo
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos
from seguimiento.reglas.cumplimiento import Plazo, Semaforo

SIN_REPORTE = "SIN_REPORTE"
DEBIDOS = "DEBIDOS"
POR_REVISAR = "POR_REVISAR"
ENVIADOS = "ENVIADOS"
AVALADOS = "AVALADOS"
SIN_AVAL = "SIN_AVAL"
MISMA_DEPENDENCIA = "MISMA_DEPENDENCIA"
ADELANTADOS = "ADELANTADOS"
# Grupos que no son un solo estado: cómo se llaman y qué reportes son.
_GRUPOS: Mapping[str, tuple[str, Hecho]] = {
    SIN_REPORTE: ("No reportaron o faltan por reportar", hechos.NO_REPORTO),
    DEBIDOS: ("Por enviar (también lo devuelto y lo empezado)", hechos.DEBIDO),
    POR_REVISAR: ("Por revisar (enviados o avalados)", hechos.EN_REVISION),
    ENVIADOS: ("Ya enviados (también avalados y aceptados)", hechos.ENVIADO),
    AVALADOS: ("Ya avalados o sin necesidad de aval (también aceptados)", hechos.CON_AVAL),
    SIN_AVAL: ("Aceptados sin aval", hechos.ACEPTADO_SIN_AVAL),
    MISMA_DEPENDENCIA: ("Aceptados por la misma dependencia", hechos.DE_LA_MISMA_DEPENDENCIA),
    ADELANTADOS: ("Adelantados (no se esperaban)", ~hechos.ESPERADO),
}


COLUMNAS_DE_AVANCES = {
    "actividad": ("Actividad", EnEspanol("actividad__nombre")),
    "dependencia": ("Dependencia", EnEspanol("actividad__dependencia__nombre")),
    "cantidad": ("Cantidad", "cantidad"),
    "reporto": ("Reportó", "reportado_en"),
}
# Valen para la foto del cierre y para lo que se mide ahora: las dos traen estos nombres.
COLUMNAS_DE_ACTIVIDADES = {
    "actividad": ("Actividad", EnEspanol("nombre")),
    "peso": ("Peso", "peso"),
    "cumplimiento": ("Cumplimiento", "cumplimiento"),
    "anual": ("Avance anual", "anual"),
}

# Sólo lo que se lee en cada lista: los modelos enteros costaban más que escribirlas. La vigencia ya se conoce.
_DEL_PLAN = ("nombre", "vigencia")


def _cortes(cortes: Iterable[Corte]) -> list[tuple[int, str]]:
    return [(uno.pk, str(uno)) for uno in cortes]


class FiltroAvances(forms.Form):
    """Reportes de un corte."""

    corte = forms.ChoiceField(label="Corte", required=False)
    estado = forms.ChoiceField(label="Estado", required=False)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Dependencia", required=False, empty_label="Todas"
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Todos")
    q = forms.CharField(label="Buscar", required=False, max_length=100)
    esperado = forms.BooleanField(label="Sólo los esperados", required=False)

    def __init__(self, *args, corte: Corte, cortes: Iterable[Corte], visibles: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        # De cada plan basta una actividad con reporte: no hay que leerlos todos.
        suyos = visibles.order_by().filter(actividad=OuterRef("pk"))
        planes = corte.vigencia.planes
        con_reporte = Actividad.objects.order_by().filter(Exists(suyos))
        self.fields["corte"].choices = _cortes(cortes)
        self.fields["estado"].choices = [
            ("", "Todos"),
            *Avance.Estado.choices,
            *((codigo, rotulo) for codigo, (rotulo, _) in _GRUPOS.items()),
        ]
        self.fields["dependencia"].queryset = Dependencia.objects.filter(
            Exists(con_reporte.filter(dependencia=OuterRef("pk"), plan__in=planes.values("pk")))
        ).only("nombre")
        self.fields["plan"].queryset = planes.filter(Exists(con_reporte.filter(plan=OuterRef("pk")))).only(*_DEL_PLAN)

    def filtrar(self, avances: QuerySet) -> QuerySet:
        """Los reportes que cumplen lo pedido; un valor que no existe no filtra y se dice en su campo."""
        self.is_valid()
        datos = self.cleaned_data
        if datos.get("estado") in _GRUPOS:
            avances = avances.filter(_GRUPOS[datos["estado"]][1].q)
        elif datos.get("estado"):
            avances = avances.filter(estado=datos["estado"])
        if datos.get("dependencia"):
            avances = avances.filter(actividad__dependencia=datos["dependencia"])
        if datos.get("plan"):
            avances = avances.filter(actividad__plan=datos["plan"])
        if datos.get("esperado"):
            avances = avances.filter(hechos.ESPERADO.q)
        if datos.get("q"):
            avances = que_contiene(avances, datos["q"], "actividad__numero", "actividad__nombre")
        return avances


class FiltroActividades(forms.Form):
    """Actividades de un corte con su cumplimiento. Los mismos filtros para la foto y para lo provisional."""

    REPORTES = (
        ("esperados", "Se esperaba reporte"),
        ("aceptados", "Reporte aceptado"),
        ("en_revision", "En revisión"),
        ("devueltos", "Devuelto"),
        ("sin_reporte", "No reportaron o faltan por reportar"),
    )

    corte = forms.ChoiceField(label="Corte", required=False)
    q = forms.CharField(label="Buscar", required=False, max_length=100)
    semaforo = forms.ChoiceField(label="Semáforo", required=False, choices=[("", "Todos"), *Semaforo.choices])
    plazo = forms.ChoiceField(label="Plazo", required=False, choices=[("", "Todos"), *Plazo.choices])
    reporte = forms.ChoiceField(label="Reporte", required=False, choices=[("", "Todos"), *REPORTES])
    clase = forms.ChoiceField(label="Clase de plan", required=False, choices=[("", "Todas"), *Plan.Clase.choices])
    dimension = forms.ModelChoiceField(Dimension.objects.none(), label="Dimensión", required=False, empty_label="Todas")
    politica = forms.ModelChoiceField(Politica.objects.none(), label="Política", required=False, empty_label="Todas")
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.only("nombre"), label="Dependencia", required=False, empty_label="Todas"
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Todos")

    def __init__(self, *args, corte: Corte, cortes: Iterable[Corte], **kwargs):
        super().__init__(*args, **kwargs)
        version = corte.vigencia.version_id
        self.fields["corte"].choices = _cortes(cortes)
        self.fields["dimension"].queryset = Dimension.objects.filter(version=version).order_by("orden").only("nombre")
        self.fields["politica"].queryset = (
            Politica.objects.de_vigencia(corte.vigencia).select_related(None).only("numero_plan", "nombre")
        )
        self.fields["plan"].queryset = corte.vigencia.planes.aprobados().only(*_DEL_PLAN)

    def filtrar(self, filas: QuerySet, corte: Corte) -> QuerySet:
        """Filtra las filas de `tablero.actividades(corte)`; un valor que no existe no filtra y se dice en su campo."""
        self.is_valid()
        pedido = {campo: valor for campo, valor in self.cleaned_data.items() if valor and campo != "corte"}
        return self._congeladas(filas, pedido) if filas.model is Cifra else self._vivas(filas, pedido, corte)

    @staticmethod
    def _congeladas(filas: QuerySet, pedido: Mapping) -> QuerySet:
        campos = {
            "semaforo": "semaforo",
            "plazo": "plazo",
            "clase": "plan__clase",
            "dimension": "dimension",
            "politica": "politica",
            "dependencia": "dependencia",
            "plan": "plan",
            "q": "nombre__contiene",
        }
        filas = filas.filter(**{campos[c]: v for c, v in pedido.items() if c in campos})
        quedaron = {
            "esperados": Q(n_esperados=1),
            "aceptados": Q(n_aceptados=1),
            "en_revision": Q(pk=None),
            "devueltos": Cifra.CON_DEVUELTOS,
            "sin_reporte": Q(n_sin_reporte=1),
        }
        return filas.filter(quedaron[pedido["reporte"]]) if "reporte" in pedido else filas

    @staticmethod
    def _vivas(filas: QuerySet, pedido: Mapping, corte: Corte) -> QuerySet:
        campos = {
            "plazo": "plazo",
            "clase": "plan__clase",
            "dimension": "plan__politica__dimension",
            "politica": "plan__politica",
            "dependencia": "dependencia",
            "plan": "plan",
        }
        filas = filas.filter(**{campos[c]: v for c, v in pedido.items() if c in campos})
        if "semaforo" in pedido:
            filas = con_semaforo(filas, pedido["semaforo"], corte.vigencia)
        if "q" in pedido:
            filas = que_contiene(filas, pedido["q"], "numero", "nombre")
        if "reporte" in pedido:
            avances = Avance.objects.del_corte(corte).order_by()
            hecho = {"n_esperados": hechos.ESPERADO, **hechos.REPARTO_DE_ESPERADOS}[f"n_{pedido['reporte']}"]
            filas = filas.filter(pk__in=avances.filter(hecho.q).values("actividad"))
        return filas


class FiltroTablero(forms.Form):
    """Qué corte y qué parte del tablero se mira y, si acaso, qué semáforo tienen las políticas."""

    PARTES = (("", "Resumen"), ("politicas", "Políticas"), ("planes", "Otros planes"), ("dependencias", "Dependencias"))

    corte = forms.ChoiceField(label="Corte", required=False)
    ver = forms.ChoiceField(required=False, choices=PARTES, widget=forms.HiddenInput)
    semaforo = forms.ChoiceField(
        label="Políticas en semáforo", required=False, choices=[("", "Todos"), *Semaforo.choices]
    )

    def __init__(self, *args, corte: Corte, cortes: Iterable[Corte], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corte"].choices = _cortes(cortes)
        if self["ver"].value() != "politicas":
            del self.fields["semaforo"]
