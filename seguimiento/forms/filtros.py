"""Filtros que viven en la URL y columnas por las que se ordena."""

from collections.abc import Iterable, Iterator, Mapping

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from mipg.buscador.funciones import EnEspanol, que_contiene
from mipg.consultas import armada_una_vez
from mipg.formularios import opciones
from mipg.hechos import Hecho
from mipg.texto import entero
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad, Plan
from politicas.models import Dimension, Politica, Vigencia
from seguimiento.cumplimiento import con_semaforo
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas import hechos
from seguimiento.reglas.cumplimiento import Plazo, Semaforo

SIN_REPORTE = "SIN_REPORTE"
DEBIDOS = "DEBIDOS"
POR_REVISAR = "POR_REVISAR"
ESPERAN_AVAL = "ESPERAN_AVAL"
POR_ACEPTAR = "POR_ACEPTAR"
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
    ESPERAN_AVAL: ("Esperan el aval", hechos.ESPERA_AVAL),
    POR_ACEPTAR: ("Por aceptar (avalados o sin necesidad de aval)", hechos.POR_ACEPTAR),
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


# --- Qué se ofrece en cada lista -----------------------------------------------------------------------------


@armada_una_vez
def _dependencias() -> QuerySet[Dependencia]:
    return Dependencia.objects.only("nombre")


@armada_una_vez
def _dimensiones(version: int) -> QuerySet[Dimension]:
    return Dimension.objects.filter(version=version).order_by("orden").only("nombre")


@armada_una_vez
def _politicas(version: int) -> QuerySet[Politica]:
    return Politica.objects.filter(dimension__version=version).only("numero_plan", "nombre")


@armada_una_vez
def _planes_aprobados(vigencia: int) -> QuerySet[Plan]:
    return Plan.objects.de_vigencia(vigencia).aprobados().only("nombre", "vigencia")


@armada_una_vez
def _planes_con_reporte(vigencia: int, corte: int, perfil: Perfil) -> QuerySet[Plan]:
    suyas = _con_reporte(corte, perfil).filter(plan=OuterRef("pk"))
    return Plan.objects.de_vigencia(vigencia).filter(Exists(suyas)).only("nombre", "vigencia")


@armada_una_vez
def _dependencias_con_reporte(vigencia: int, corte: int, perfil: Perfil) -> QuerySet[Dependencia]:
    planes = Plan.objects.de_vigencia(vigencia).values("pk")
    suyas = _con_reporte(corte, perfil).filter(dependencia=OuterRef("pk"), plan__in=planes)
    return Dependencia.objects.filter(Exists(suyas)).only("nombre")


def _con_reporte(corte: int, perfil: Perfil) -> QuerySet[Actividad]:
    """De cada plan basta una actividad con reporte que la persona vea: no hay que leerlos todos."""
    suyos = Avance.objects.visibles_para(perfil).del_corte(corte).order_by().filter(actividad=OuterRef("pk"))
    return Actividad.objects.order_by().filter(Exists(suyos))


def _de_la_vigencia(vigencia: Vigencia, planes: Iterable[Plan]) -> Iterator[Plan]:
    """Los planes con su vigencia, que ya se conoce y está en su nombre."""
    for plan in planes:
        plan.vigencia = vigencia
        yield plan


def _cortes(cortes: Iterable[Corte]) -> list[tuple[int, str]]:
    return [(uno.pk, str(uno)) for uno in cortes]


# --- Filtros -------------------------------------------------------------------------------------------------


class FiltroAvances(forms.Form):
    """Reportes de un corte."""

    corte = forms.ChoiceField(label="Corte", required=False)
    estado = forms.ChoiceField(label="Estado", required=False)
    dependencia = forms.ChoiceField(label="Dependencia", required=False)
    plan = forms.ChoiceField(label="Plan", required=False)
    q = forms.CharField(label="Buscar", required=False, max_length=100)
    esperado = forms.BooleanField(label="Sólo los esperados", required=False)

    def __init__(self, *args, corte: Corte, cortes: Iterable[Corte], perfil: Perfil, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corte"].choices = _cortes(cortes)
        self.fields["estado"].choices = [
            ("", "Todos"),
            *Avance.Estado.choices,
            *((codigo, rotulo) for codigo, (rotulo, _) in _GRUPOS.items()),
        ]
        suyos = (corte.vigencia_id, corte.pk, perfil)
        self.fields["dependencia"].choices = opciones("Todas", _dependencias_con_reporte(*suyos))
        planes = _de_la_vigencia(corte.vigencia, _planes_con_reporte(*suyos))
        self.fields["plan"].choices = opciones("Todos", planes)

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
    dimension = forms.ChoiceField(
        label="Dimensión",
        required=False,
        error_messages={"invalid_choice": "No es de la versión del corte."},
    )
    politica = forms.ChoiceField(
        label="Política", required=False, error_messages={"invalid_choice": "No existía en la versión del corte."}
    )
    dependencia = forms.ChoiceField(label="Dependencia", required=False)
    plan = forms.ChoiceField(label="Plan", required=False)

    def __init__(self, data, *args, corte: Corte, cortes: Iterable[Corte], **kwargs):
        vigencia = corte.vigencia
        super().__init__(_en_la_version(data, vigencia.version_id), *args, **kwargs)
        self.fields["corte"].choices = _cortes(cortes)
        self.fields["dimension"].choices = opciones("Todas", _dimensiones(vigencia.version_id))
        self.fields["politica"].choices = opciones("Todas", _politicas(vigencia.version_id))
        self.fields["dependencia"].choices = opciones("Todas", _dependencias())
        planes = _de_la_vigencia(vigencia, _planes_aprobados(vigencia.pk))
        self.fields["plan"].choices = opciones("Todos", planes)

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


def _en_la_version(data, version: int):
    """Los datos del filtro; la política de otra versión del modelo, cambiada por la que en ésta es la misma."""
    pedida = entero(data.get("politica", ""))
    if not pedida or any(politica.pk == pedida for politica in _politicas(version)):
        return data
    politica = Politica.objects.select_related("dimension").filter(pk=pedida).first()
    misma = politica and Politica.objects.linea(politica).por_version.get(version)
    if not misma:
        return data
    data = data.copy()
    data["politica"] = str(misma.pk)
    return data


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
