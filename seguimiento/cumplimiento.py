"""El cumplimiento en SQL: la misma definición de `planes.reglas.medida`, para miles de actividades en una consulta.

Se calcula en coma flotante (SQLite no tiene otra) y se redondea una sola vez, con `porcentaje`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, CharField, F, Field, FilteredRelation, FloatField, Q, QuerySet

from planes.models import Actividad, Plan
from politicas.models import Vigencia
from seguimiento.formulas import COLUMNAS, CON_LO_QUE_REGIA, TRIMESTRES, Formula, Medida, en_porcentaje
from seguimiento.models import Avance, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo, Tramo, tramos

ACEPTADA = (Avance.Estado.ACEPTADO,)
REPORTADA = (Avance.Estado.ENVIADO, Avance.Estado.AVALADO, Avance.Estado.ACEPTADO)


class Medicion(NamedTuple):
    """Qué se mide y cuándo, en claves y fechas: dos iguales se escriben con el mismo SQL.

    `fecha_corte`: la del que se mide; `regia_en`: su clave, si algo cambió después de ella.
    """

    vigencia: int
    anio: int
    dias_proxima: int
    cortes: tuple[tuple[int, int], ...]
    hasta: int
    cerrado: bool
    hoy: date
    fecha_corte: date | None = None
    regia_en: int | None = None

    @classmethod
    def de(cls, corte: Corte, *, hoy: date, cerrado: bool | None = None) -> "Medicion":
        """La de un corte. `cerrado`: como si ya lo estuviera (o todavía no)."""
        cerrado = corte.esta_cerrado if cerrado is None else cerrado
        de_la_vigencia = (corte.vigencia_id, corte.vigencia.anio, corte.vigencia.dias_proxima)
        regia_en = corte.pk if corte.cambio_despues else None
        cortes = tuple(corte.hasta_aqui.items())
        return cls(*de_la_vigencia, cortes, corte.trimestre, cerrado, hoy, corte.fecha_corte, regia_en)

    def actividades(self) -> QuerySet[Actividad]:
        """Las que cuentan, con su medida."""
        cuentan = _que_cuentan(_anotadas(self), self.vigencia, self.fecha_corte)
        return cuentan.filter(Q(r__pk=None) | Q(r__cuenta=True)) if self.regia_en else cuentan


def actividades_del(corte: Corte) -> QuerySet[Actividad]:
    """Las que cuentan en un corte: las de los planes aprobados de su vigencia, vigentes en su fecha de corte.

    La que se retira durante la captura cuenta todavía en ese corte: el retiro rige desde el trimestre en curso.
    """
    return _que_cuentan(Actividad.objects.all(), corte.vigencia_id, corte.fecha_corte)


def _que_cuentan(entre: QuerySet[Actividad], vigencia: int, fecha_corte: date) -> QuerySet[Actividad]:
    aprobados = Plan.objects.de_vigencia(vigencia).aprobados()
    return entre.filter(plan__in=aprobados.values("pk")).vigentes_al(fecha_corte)


def actividades_medidas(corte: Corte, *, hoy: date, cerrado: bool | None = None) -> QuerySet[Actividad]:
    """Las que cuentan en un corte, con su medida. `cerrado`: como si ya lo estuviera (o todavía no)."""
    return Medicion.de(corte, hoy=hoy, cerrado=cerrado).actividades()


def con_cumplimiento(
    vigencia: Vigencia, cortes: Mapping[int, int], *, hasta: int, cerrado: bool, hoy: date
) -> QuerySet[Actividad]:
    """Toda actividad con su medida hasta el trimestre `hasta` de la vigencia. `cortes`: su clave, por trimestre.

    Anota `cumplimiento`, `reportado` y `anual` (fracciones o nulo), `peso`, `plazo`, y por trimestre `e1`…`e4`
    (cantidad aceptada) y `situacion1`…`situacion4`. Todo mide lo aceptado, salvo `reportado`, que mide también lo
    enviado; y deja filtrar por `completa` y por `valor` (el cumplimiento en porcentaje redondeado). `cerrado`: lo que
    falta vale cero; si no, lo que falta por aceptar en el último trimestre no cuenta: ese trimestre todavía no existe.
    """
    de_la_vigencia = (vigencia.pk, vigencia.anio, vigencia.dias_proxima)
    return _anotadas(Medicion(*de_la_vigencia, tuple(cortes.items()), hasta, cerrado, hoy)).all()


# Armar la medida cuesta más que consultarla, y una vigencia se mira muchas veces: se arma una por proceso.
@lru_cache(maxsize=32)
def _anotadas(que: Medicion) -> QuerySet[Actividad]:
    fraccion = FloatField()
    columnas = CON_LO_QUE_REGIA if que.regia_en else COLUMNAS
    avances = {f"a{t}": FilteredRelation("avances", condition=Q(avances__corte=pk)) for t, pk in que.cortes}
    if que.regia_en:
        avances["r"] = FilteredRelation("regias", condition=Q(regias__corte=que.regia_en))

    def formula(sql: str, de: Field) -> Formula:
        return Formula(sql, de, columnas)

    aceptado = Medida(que.hasta, frozenset(dict(que.cortes)), que.cerrado, ACEPTADA)
    plazo = aceptado.plazo(hoy=que.hoy, anio=que.anio, dias_proxima=que.dias_proxima)
    return (
        Actividad.objects.annotate(**avances)
        .annotate(
            peso=formula("COALESCE($ponderacion, 1.0)", fraccion),
            **{f"e{t}": formula(aceptado.ejecutado(t), fraccion) for t in TRIMESTRES},
            **{f"situacion{t}": formula(aceptado.situacion(t), CharField()) for t in TRIMESTRES},
            cumplimiento=formula(aceptado.cumplimiento, fraccion),
            reportado=formula(replace(aceptado, estados=REPORTADA).cumplimiento, fraccion),
            anual=formula(aceptado.anual, fraccion),
            plazo=formula(plazo, CharField()),
        )
        # Para filtrar y sumar: en cada fila sería repetir la fórmula más larga.
        .alias(valor=formula(aceptado.valor, fraccion), completa=formula(aceptado.completa, BooleanField()))
    )


def con_semaforo(filas: QuerySet, semaforo: str, vigencia) -> QuerySet:
    """Filtra actividades ya medidas por su semáforo, sobre el porcentaje redondeado."""
    limites = {t.semaforo: {"gte": t.desde, "lt": t.hasta} for t in tramos(vigencia)}
    suyos = limites.get(Semaforo(semaforo), {"isnull": True})
    return filas.filter(**{f"valor__{como}": limite for como, limite in suyos.items() if limite is not None})


_MEDIDA = ("peso", "cumplimiento", "reportado", "anual", "plazo")
_VALOR = en_porcentaje("cumplimiento")


def _conteos_por_semaforo(colores: Iterable[Tramo]) -> dict[str, str]:
    """`_SUMAS` de cuántas actividades hay en cada color."""
    de_cada_uno = {Semaforo.GRIS: "cumplimiento IS NULL"}
    for tramo in colores:
        limites = ((">=", tramo.desde), ("<", tramo.hasta))
        de_cada_uno[tramo.semaforo] = " AND ".join(f"{_VALOR} {como} {n}" for como, n in limites if n is not None)
    return {f"semaforo_{s.lower()}": f"count(CASE WHEN {sql} THEN 1 END)" for s, sql in de_cada_uno.items()}


_SUMAS = {
    "n": "count(*)",
    "n_con_valor": "count(cumplimiento)",
    "n_con_anual": "count(anual)",
    "suma_topada": "sum(CASE WHEN cumplimiento > 1 THEN 1.0 ELSE cumplimiento END)",
    "suma_ponderada": "sum(peso * CASE WHEN cumplimiento > 1 THEN 1.0 ELSE cumplimiento END)",
    "reportado_topado": "sum(CASE WHEN reportado > 1 THEN 1.0 ELSE reportado END)",
    "reportado_ponderado": "sum(peso * CASE WHEN reportado > 1 THEN 1.0 ELSE reportado END)",
    "n_reportado": "count(reportado)",
    "peso_reportado": "sum(CASE WHEN reportado IS NOT NULL THEN peso END)",
    "suma_peso_con_valor": "sum(CASE WHEN cumplimiento IS NOT NULL THEN peso END)",
    "suma_peso": "sum(peso)",
    "suma_anual": "sum(anual * peso)",
    "suma_peso_anual": "sum(CASE WHEN anual IS NOT NULL THEN peso END)",
    "suma_anual_simple": "sum(anual)",
    **{f"plazo_{p.value.lower()}": f"count(CASE WHEN plazo = '{p.value}' THEN 1 END)" for p in Plazo},
}
SUMAS = (*_SUMAS, *(f"semaforo_{s.lower()}" for s in Semaforo))


def por_grupo(filas: QuerySet[Actividad], *, vigencia, **claves: str) -> list[dict]:
    """Agrega actividades ya medidas por `claves` (nombre y campo: `plan="plan"`): una fila por valor, en una consulta.

    Devuelve dicts con cada clave y las sumas de `SUMAS`: `n`, `n_con_valor`, `suma_topada` (Σ min(c, 1)),
    `suma_ponderada` (Σ w·min(c, 1)), `suma_peso_con_valor`, `suma_peso`, `suma_anual`, `suma_peso_anual`,
    `suma_anual_simple`, `n_con_anual` y un conteo por estado de plazo (`plazo_vencida`…) y por semáforo, con los
    umbrales de la `vigencia` (`semaforo_minimo`…). Todas se pueden volver a sumar.
    """
    return _leer(_agrupar(filas, tramos(vigencia), claves))


def sumadas(medicion: Medicion, alcance: Q, *, vigencia, **claves: str) -> list[dict]:
    """`por_grupo` de las actividades de una medición que están en el `alcance`, que sólo nombra claves y valores."""
    return _leer(_sumadas(medicion, alcance, tramos(vigencia), tuple(claves.items())))


@lru_cache(maxsize=256)
def _sumadas(medicion: Medicion, alcance: Q, colores: tuple[Tramo, ...], claves: tuple) -> "_Escrita":
    return _agrupar(medicion.actividades().filter(alcance), colores, dict(claves))


class _Escrita(NamedTuple):
    """Una consulta que ya sólo falta hacer, y cómo se llama cada columna."""

    sql: str
    parametros: tuple
    nombres: tuple[str, ...]


def _leer(escrita: _Escrita) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(escrita.sql, escrita.parametros)
        return [dict(zip(escrita.nombres, fila, strict=True)) for fila in cursor.fetchall()]


def _agrupar(filas: QuerySet[Actividad], colores: Iterable[Tramo], claves: Mapping[str, str]) -> _Escrita:
    # El ORM repetiría la definición entera dentro de cada suma (95 KB de SQL y una décima de segundo de armarlo): él
    # sólo trae las columnas, y la medida va encima, en texto. El límite, que nadie alcanza, hace que cada fila se mida
    # una sola vez: sin él las dos bases copian la fórmula en cada suma.
    medida = {nombre: filas.query.annotations[nombre] for nombre in _MEDIDA}
    columnas = {columna: f"de_{columna}" for formula in medida.values() for columna in formula.nombres}
    fuentes = medida["peso"].columnas
    crudas = filas.order_by().values(
        **{f"por_{nombre}": F(campo) for nombre, campo in claves.items()},
        **{alias: Formula(f"${columna}", FloatField(), fuentes) for columna, alias in columnas.items()},
    )
    sql, parametros = crudas.query.sql_with_params()
    grupos = ", ".join(f"por_{nombre}" for nombre in claves)
    medidas = ", ".join(f"{formula.con_columnas(columnas, connection)} AS {n}" for n, formula in medida.items())
    sumas = _SUMAS | _conteos_por_semaforo(colores)
    totales = ", ".join(f"{expresion} AS {nombre}" for nombre, expresion in sumas.items())
    una_vez = f"SELECT {grupos}, {medidas} FROM ({sql}) crudas LIMIT 1000000000"  # nosec B608
    consulta = f"SELECT {grupos}, {totales} FROM ({una_vez}) medida GROUP BY {grupos}"  # nosec B608
    return _Escrita(consulta, tuple(parametros), (*claves, *sumas))
