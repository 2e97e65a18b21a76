"""El cumplimiento en SQL: la misma definición de `reglas.cumplimiento`, para miles de actividades en una consulta.

Se calcula en coma flotante (SQLite no tiene otra) y se redondea una sola vez, con `porcentaje`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import BooleanField, CharField, F, FilteredRelation, FloatField, Q, QuerySet

from planes.models import Actividad, Plan
from politicas.models import Vigencia
from seguimiento.formulas import COLUMNAS, TRIMESTRES, Formula, Medida, en_porcentaje
from seguimiento.models import Avance, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo, tramos

ACEPTADA = (Avance.Estado.ACEPTADO,)
REPORTADA = (Avance.Estado.ENVIADO, Avance.Estado.AVALADO, Avance.Estado.ACEPTADO)


def actividades_del(corte: Corte, entre: QuerySet[Actividad] | None = None) -> QuerySet[Actividad]:
    """Las que cuentan en un corte (`entre` unas o todas): las vigentes de los planes aprobados de su vigencia."""
    entre = Actividad.objects.all() if entre is None else entre
    return entre.filter(plan__in=Plan.objects.de_vigencia(corte.vigencia_id).aprobados().values("pk")).vigentes()


def actividades_medidas(corte: Corte, *, hoy: date, cerrado: bool | None = None) -> QuerySet[Actividad]:
    """Las que cuentan en un corte, con su medida. `cerrado`: como si ya lo estuviera (o todavía no)."""
    cerrado = corte.esta_cerrado if cerrado is None else cerrado
    return actividades_del(
        corte,
        con_cumplimiento(corte.vigencia, corte.hasta_aqui, hasta=corte.trimestre, cerrado=cerrado, hoy=hoy),
    )


def con_cumplimiento(
    vigencia: Vigencia, cortes: Mapping[int, int], *, hasta: int, cerrado: bool, hoy: date
) -> QuerySet[Actividad]:
    """Toda actividad con su medida hasta el trimestre `hasta` de la vigencia. `cortes`: su clave, por trimestre.

    Anota `cumplimiento`, `reportado` y `anual` (fracciones o nulo), `peso`, `plazo`, y por trimestre `e1`…`e4`
    (cantidad aceptada) y `situacion1`…`situacion4`. Todo mide lo aceptado, salvo `reportado`, que mide también lo
    enviado; y deja filtrar por `completa` y por `valor` (el cumplimiento en porcentaje redondeado). `cerrado`: lo que
    falta vale cero; si no, lo que falta por aceptar en el último trimestre no cuenta: ese trimestre todavía no existe.
    """
    aceptado = Medida(hasta, frozenset(cortes), cerrado, ACEPTADA)
    return _anotadas(aceptado, tuple(cortes.items()), hoy, vigencia.anio, vigencia.dias_proxima).all()


# Armar la medida cuesta más que consultarla, y una vigencia se mira muchas veces: se arma una por proceso.
@lru_cache(maxsize=32)
def _anotadas(
    aceptado: Medida, cortes: tuple[tuple[int, int], ...], hoy: date, anio: int, dias_proxima: int
) -> QuerySet[Actividad]:
    fraccion = FloatField()
    return (
        Actividad.objects.annotate(
            **{f"a{t}": FilteredRelation("avances", condition=Q(avances__corte=pk)) for t, pk in cortes}
        )
        .annotate(
            peso=Formula("COALESCE($ponderacion, 1.0)", fraccion),
            **{f"e{t}": Formula(aceptado.ejecutado(t), fraccion) for t in TRIMESTRES},
            **{f"situacion{t}": Formula(aceptado.situacion(t), CharField()) for t in TRIMESTRES},
            cumplimiento=Formula(aceptado.cumplimiento, fraccion),
            reportado=Formula(replace(aceptado, estados=REPORTADA).cumplimiento, fraccion),
            anual=Formula(aceptado.anual, fraccion),
            plazo=Formula(aceptado.plazo(hoy=hoy, anio=anio, dias_proxima=dias_proxima), CharField()),
        )
        # Para filtrar y sumar: en cada fila sería repetir la fórmula más larga.
        .alias(valor=Formula(aceptado.valor, fraccion), completa=Formula(aceptado.completa, BooleanField()))
    )


def con_semaforo(filas: QuerySet, semaforo: str, vigencia) -> QuerySet:
    """Filtra actividades ya medidas por su semáforo, sobre el porcentaje redondeado."""
    limites = {t.semaforo: {"gte": t.desde, "lt": t.hasta} for t in tramos(vigencia)}
    suyos = limites.get(Semaforo(semaforo), {"isnull": True})
    return filas.filter(**{f"valor__{como}": limite for como, limite in suyos.items() if limite is not None})


_MEDIDA = ("peso", "cumplimiento", "reportado", "anual", "plazo")
_VALOR = en_porcentaje("cumplimiento")
_SUELTAS = {columna: Formula(f"${columna}", FloatField()) for columna in COLUMNAS}


def _conteos_por_semaforo(vigencia) -> dict[str, str]:
    """`_SUMAS` de cuántas actividades hay en cada color."""
    de_cada_uno = {Semaforo.GRIS: "cumplimiento IS NULL"}
    for tramo in tramos(vigencia):
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
    # El ORM repetiría la definición entera dentro de cada suma (95 KB de SQL y una décima de segundo de armarlo): él
    # sólo trae las columnas, y la medida va encima, en texto. El límite, que nadie alcanza, hace que cada fila se mida
    # una sola vez: sin él las dos bases copian la fórmula en cada suma.
    medida = {nombre: filas.query.annotations[nombre] for nombre in _MEDIDA}
    columnas = {columna: f"de_{columna}" for formula in medida.values() for columna in formula.nombres}
    crudas = filas.order_by().values(
        **{f"por_{nombre}": F(campo) for nombre, campo in claves.items()},
        **{alias: _SUELTAS[columna] for columna, alias in columnas.items()},
    )
    sql, parametros = crudas.query.sql_with_params()
    grupos = ", ".join(f"por_{nombre}" for nombre in claves)
    medidas = ", ".join(f"{formula.con_columnas(columnas, connection)} AS {n}" for n, formula in medida.items())
    sumas = _SUMAS | _conteos_por_semaforo(vigencia)
    totales = ", ".join(f"{expresion} AS {nombre}" for nombre, expresion in sumas.items())
    una_vez = f"SELECT {grupos}, {medidas} FROM ({sql}) crudas LIMIT 1000000000"  # nosec B608
    consulta = f"SELECT {grupos}, {totales} FROM ({una_vez}) medida GROUP BY {grupos}"  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(consulta, parametros)
        return [dict(zip((*claves, *sumas), fila, strict=True)) for fila in cursor.fetchall()]
