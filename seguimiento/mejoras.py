"""Las acciones de mejora con lo que se deriva de su avance: lo que furag no sabe, porque no mira los reportes."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)

from furag.models import AccionMejora
from furag.reglas.situaciones import CASOS, Situacion
from seguimiento.cumplimiento import ACEPTADA
from seguimiento.formulas import COLUMNAS, TRIMESTRES, Formula, Medida
from seguimiento.models import Corte

_CENTESIMA = Decimal("0.01")
_COLUMNAS = {
    nombre: campo if campo[0] == "a" and campo[1].isdigit() else f"actividad__{campo}"
    for nombre, campo in COLUMNAS.items()
}
# Todo el año, con lo aceptado en cualquier corte.
_DEL_ANIO = Medida(4, frozenset(TRIMESTRES), cerrado=False, estados=ACEPTADA)


def con_situacion(hoy: date) -> QuerySet[AccionMejora]:
    """Todas las acciones de mejora, de cualquier vigencia, con su `situacion` y los hechos de que sale.

    Anota también `avance` (fracción de la meta del año que se ha aceptado; nula si no hay con qué). Una consulta corta,
    la de los cortes, y la que se le pida.
    """
    cortes = defaultdict(lambda: [0])
    for trimestre, pk in (
        Corte.objects.exclude(estado=Corte.Estado.PROGRAMADO).order_by().values_list("trimestre", "pk")
    ):
        cortes[trimestre].append(pk)
    # Los reportes de una actividad son todos de su vigencia: con cada trimestre coincide, a lo sumo, uno.
    avances = {
        f"a{t}": FilteredRelation("actividad__avances", condition=Q(actividad__avances__corte__in=cortes[t]))
        for t in TRIMESTRES
    }
    return (
        AccionMejora.objects.con_hechos()
        .annotate(**avances)
        .annotate(
            avance=Formula(_DEL_ANIO.anual, FloatField(), _COLUMNAS),
            completa=_si(Formula(_DEL_ANIO.terminada, BooleanField(), _COLUMNAS)),
            con_avance=_si(Formula(_DEL_ANIO.empezada, BooleanField(), _COLUMNAS)),
            vencio=_si(Q(actividad__fecha_fin__lt=hoy)),
        )
        .annotate(
            situacion=Case(
                *(When(hecho.q, then=Value(una.value)) for una, hecho in CASOS),
                default=Value(Situacion.SUSCRITA.value),
                output_field=CharField(),
            )
        )
    )


def por_ciento(avance: float | None) -> Decimal | None:
    """Un avance (fracción de la meta) en porcentaje, 0–100 y con dos decimales; nulo si no hay con qué medirlo."""
    if avance is None:
        return None
    # La base lo da en coma flotante: antes de redondear se le quita el error.
    return Decimal(repr(round(avance * 100, 6))).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)


def _si(condicion) -> Case:
    # Lo que no se puede medir no es cierto.
    return Case(When(condicion, then=Value(True)), default=Value(False), output_field=BooleanField())
