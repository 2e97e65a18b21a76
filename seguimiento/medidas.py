"""Lo que el propio sistema mide de cada una de las nueve estrategias, al lado de lo que alguien reportó y se aceptó.

La cifra oficial es la aceptada; ésta la propone y, si difieren, lo dice. Un tema nuevo mide la suya aquí y sólo aquí:
una función con `@mide("3")` y un renglón menos en `FALTA`. Se cuenta a una fecha, y las consultas no dependen de
cuántos planes, políticas o actividades haya.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from furag.cifras import politicas_con_resultado
from furag.models import Carga, Medicion, Puntaje, Suscripcion
from mipg.etiquetas import cantidad, porcentaje
from mipg.fechas import fin_de_trimestre, fin_del_dia
from planes.acciones.implementacion import denominador
from planes.models import Actividad, Plan
from planes.reglas.formula import es_porcentaje
from planes.reglas.implementacion import MOLDES
from politicas.models import Jornada, Vigencia
from seguimiento.models import Avance, Corte, MedidaCongelada
from seguimiento.reglas import hechos

_NO_SE_GUARDO = "el corte cerró antes de que se guardara con él lo que el sistema mide."
_PLANES = Actividad.Estrategia.PLANES_INSTITUCIONALES.value
_POLITICAS = Actividad.Estrategia.PLANES_DE_POLITICA.value
_SOCIALIZACION = Actividad.Estrategia.SOCIALIZACION.value
_MEJORAMIENTO = Actividad.Estrategia.MEJORAMIENTO.value
_CENTESIMA = Decimal("0.01")
# Por qué no se mide todavía cada una: dice qué falta registrar, nunca 0.
FALTA: Mapping[str, str] = {
    "3": "las jornadas de sensibilización todavía no se registran aquí.",
    "4": "las fichas de las políticas y su revisión por el líder todavía no se registran aquí.",
    "5": "el reconocimiento y su acta todavía no se registran aquí.",
    "6": "las respuestas del FURAG todavía no se recolectan aquí.",
    "9": "los autodiagnósticos todavía no se diligencian aquí.",
}


@dataclass(frozen=True)
class Medida:
    """Lo que el sistema mide de una estrategia a una fecha.

    `hechos` de `de`: los que cumplen y todos; nulos si todavía no se mide. `porque`: qué se contó o qué falta para
    contarlo. `url`: dónde se ven, para quien tiene sesión. `se_guardo`: falso si el corte cerró sin guardarla.
    """

    estrategia: str
    hechos: int | None = None
    de: int | None = None
    porque: str = ""
    url: str = ""
    se_guardo: bool = True

    @property
    def se_mide(self) -> bool:
        """Si hay con qué medirla."""
        return self.hechos is not None

    @property
    def porcentaje(self) -> Decimal | None:
        """Hechos sobre todos, 0–100 con dos decimales; nulo si no se mide o no hay sobre qué."""
        if not self.se_mide or not self.de:
            return None
        return (Decimal(self.hechos) * 100 / self.de).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)

    def cantidad(self, unidad: str) -> Decimal | None:
        """La cantidad del año que propone para una actividad que se mide en `unidad`."""
        if es_porcentaje(unidad):
            return self.porcentaje
        return Decimal(self.hechos) if self.se_mide else None

    @property
    def texto(self) -> str:
        """«11 de 12 (91,67 %)», o por qué no se mide."""
        if not self.se_mide:
            return f"{'Todavía no se mide' if self.se_guardo else 'No se midió entonces'}: {self.porque}"
        proporcion = f" ({porcentaje(self.porcentaje)})" if self.de else ""
        return f"{cantidad(self.hechos)} de {cantidad(self.de)}{proporcion}"


Contar = Callable[[Vigencia, date], Medida]
_MIDEN: dict[str, Contar] = {}


def mide(estrategia: str) -> Callable[[Contar], Contar]:
    """Registra quién mide una estrategia (1–9): recibe la vigencia y hasta qué día se cuenta."""

    def registrar(contar: Contar) -> Contar:
        if estrategia in _MIDEN:
            raise ValueError(f"La estrategia {estrategia} ya la mide {_MIDEN[estrategia].__name__}.")
        _MIDEN[estrategia] = contar
        return contar

    return registrar


def medir(vigencia: Vigencia, hasta: date) -> dict[str, Medida]:
    """Las nueve, por su número, contando hasta el final del día."""
    return {estrategia: medir_una(estrategia, vigencia, hasta) for estrategia in MOLDES}


def medir_una(estrategia: str, vigencia: Vigencia, hasta: date) -> Medida:
    """Una sola."""
    if contar := _MIDEN.get(estrategia):
        return contar(vigencia, hasta)
    return Medida(estrategia, porque=FALTA[estrategia])


def medir_en(corte: Corte, hoy: date) -> dict[str, Medida]:
    """Las nueve a la fecha del corte: lo guardado si ya cerró; si no, lo que se cuenta ahora, sin pasar de `hoy`."""
    if not corte.esta_cerrado:
        return medir(corte.vigencia, min(corte.fecha_corte, hoy))
    guardadas = {una.estrategia: Medida(una.estrategia, una.hechos, una.de, una.porque) for una in corte.medidas.all()}
    return {e: guardadas.get(e) or Medida(e, porque=_NO_SE_GUARDO, se_guardo=False) for e in MOLDES}


def medir_una_en(corte: Corte, estrategia: str) -> Medida:
    """Una sola, a la fecha del corte: la guardada si ya cerró."""
    if corte.esta_cerrado:
        return medir_en(corte, corte.fecha_corte)[estrategia]
    return medir_una(estrategia, corte.vigencia, corte.fecha_corte)


def congeladas(corte: Corte) -> list[MedidaCongelada]:
    """Lo que se guarda al cerrar el corte, una fila por estrategia."""
    return [
        MedidaCongelada(corte=corte, estrategia=una.estrategia, hechos=una.hechos, de=una.de, porque=una.porque)
        for una in medir(corte.vigencia, corte.fecha_corte).values()
    ]


@mide(_PLANES)
def planes_institucionales(vigencia: Vigencia, hasta: date) -> Medida:
    """Los del Decreto 612 publicados, de todos."""
    publicados = Plan.objects.de_vigencia(vigencia).publicados().filter(publicado_en__lte=fin_del_dia(hasta))
    return _de_planes(_PLANES, vigencia, Plan.Clase.INSTITUCIONAL, publicados, "Planes institucionales publicados.")


@mide(_POLITICAS)
def planes_de_politica(vigencia: Vigencia, hasta: date) -> Medida:
    """Los de acción de política aprobados, de todas las políticas de la versión que rige."""
    aprobados = Plan.objects.de_vigencia(vigencia).aprobados().filter(aprobado_en__lte=fin_del_dia(hasta))
    return _de_planes(
        _POLITICAS, vigencia, Plan.Clase.ACCION_POLITICA, aprobados, "Planes de acción de política aprobados."
    )


def _de_planes(estrategia: str, vigencia: Vigencia, clase: str, cumplen: QuerySet[Plan], porque: str) -> Medida:
    return Medida(
        estrategia,
        hechos=cumplen.filter(clase=clase).count(),
        de=denominador(vigencia, MOLDES[estrategia].de),
        porque=porque,
        url=_lista_de_planes(vigencia, clase),
    )


@mide(_SOCIALIZACION)
def resultados_socializados(vigencia: Vigencia, hasta: date) -> Medida:
    """Las políticas cuyos resultados de la medición capturada en el año se socializaron, de las que tienen resultado.

    Sólo cuentan las que miden ese día: con resultados confirmados y en la versión que rige el año.
    """
    propios = Puntaje.objects.propios().order_by()
    # Se sabían ese día aunque después se corrigieran: lo que rige hoy se confirmó más tarde.
    ya = Carga.objects.filter(confirmada_en__lte=fin_del_dia(hasta), propia__isnull=False).order_by()
    capturada = Medicion.objects.filter(anio_captura=vigencia.anio, pk__in=propios.values("entidad__carga__medicion"))
    capturada = capturada.filter(pk__in=ya.values("medicion"))
    medicion = capturada.order_by("-anio").first()
    if medicion is None:
        return Medida(
            _SOCIALIZACION, porque=f"no hay resultados confirmados de la medición que se captura en {vigencia}."
        )
    codigos = propios.filter(entidad__carga__medicion=medicion).values("columna__codigo")
    con_resultado = politicas_con_resultado(codigos, medicion, vigencia)
    realizadas = Jornada.objects.realizadas().filter(tipo=Jornada.Tipo.SOCIALIZACION, vigencia_medida=medicion.anio)
    socializadas = realizadas.filter(fecha__lte=hasta).order_by().values("politicas")
    return Medida(
        _SOCIALIZACION,
        hechos=con_resultado.filter(pk__in=socializadas).count(),
        de=con_resultado.count(),
        porque=f"Políticas con sus resultados de {medicion.anio} socializados, de las que tienen resultado.",
        url=f"{reverse('politicas:jornada_lista')}?{urlencode({'vigencia': '', 'tipo': Jornada.Tipo.SOCIALIZACION})}",
    )


@mide(_MEJORAMIENTO)
def mejoramiento_suscrito(vigencia: Vigencia, hasta: date) -> Medida:
    """Las políticas con un plan de mejoramiento suscrito en la vigencia, de todas las de la versión que rige."""
    firmas = Suscripcion.objects.en_pie().filter(suscrita_en__lte=fin_del_dia(hasta))
    de_la_vigencia = Plan.objects.de_vigencia(vigencia).filter(clase=Plan.Clase.MEJORAMIENTO)
    suscritos = de_la_vigencia.filter(pk__in=firmas.order_by().values("plan")).order_by()
    return Medida(
        _MEJORAMIENTO,
        hechos=suscritos.aggregate(n=Count("politica", distinct=True))["n"],
        de=denominador(vigencia, MOLDES[_MEJORAMIENTO].de),
        porque="Políticas con su plan de mejoramiento suscrito.",
        url=_lista_de_planes(vigencia, Plan.Clase.MEJORAMIENTO),
    )


def _lista_de_planes(vigencia: Vigencia, clase: str) -> str:
    return f"{reverse('planes:plan_lista')}?{urlencode({'vigencia': vigencia.pk, 'clase': clase})}"


# --- Al lado de lo aceptado ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Renglon:
    """Una actividad del plan de implementación: lo aceptado en el año y lo que mide el sistema.

    `aceptado`: la suma de lo aceptado; nula si nadie ha reportado o no se ha aceptado nada.
    """

    actividad: Actividad
    medida: Medida
    aceptado: Decimal | None

    @property
    def difiere(self) -> bool:
        """Lo aceptado no es lo que el sistema mide."""
        propia = self.medida.cantidad(self.actividad.unidad)
        return propia is not None and self.aceptado is not None and propia != self.aceptado


def renglones(plan: Plan, corte: Corte | None, hoy: date) -> list[Renglon]:
    """Cada actividad con su estrategia, en el orden del plan: lo aceptado hasta el corte y lo medido en él.

    Sin corte, lo de todo el año. Vacío si el plan no es el de implementación. Las mismas consultas sean cuantas sean.
    """
    if plan.clase != Plan.Clase.IMPLEMENTACION:
        return []
    actividades = list(plan.actividades.vigentes().exclude(estrategia="").order_by("orden", "pk"))
    aceptado = aceptado_de(actividades, corte.trimestre if corte else 4)
    fin = fin_de_trimestre(plan.vigencia.anio, 4)
    medidas = medir_en(corte, hoy) if corte else medir(plan.vigencia, min(hoy, fin))
    return [Renglon(una, medidas[una.estrategia], aceptado.get(una.pk)) for una in actividades]


def aceptado_de(actividades: Iterable[Actividad], trimestre: int) -> dict[int, Decimal]:
    """Lo aceptado de cada actividad (clave) hasta ese trimestre; no está la que no tiene nada aceptado."""
    suyos = Avance.objects.filter(
        hechos.ACEPTADO.q,
        actividad__in=[una.pk for una in actividades],
        corte__trimestre__lte=trimestre,
        cantidad__isnull=False,
    )
    return dict(suyos.order_by().values_list("actividad").annotate(Sum("cantidad")))


def del_periodo(actividad: Actividad, medida: Medida, antes: Decimal) -> Decimal | None:
    """La cantidad que propone para el trimestre: lo medido menos lo aceptado `antes`; nula si no se mide."""
    propia = medida.cantidad(actividad.unidad)
    return None if propia is None else max(propia - antes, Decimal(0))
