"""El cumplimiento en SQL: la misma definición de `reglas.cumplimiento`, para miles de actividades en una consulta.

Se calcula en coma flotante (SQLite no tiene otra) y se redondea una sola vez, con `porcentaje`.
"""

from datetime import date, timedelta

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Expression,
    F,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, Least

from mipg.fechas import inicio_de_trimestre
from planes.models import Actividad, Plan
from seguimiento.models import Avance, Corte
from seguimiento.reglas.cumplimiento import Plazo, Semaforo

ACEPTADA = (Avance.Estado.ACEPTADO,)
REPORTADA = (Avance.Estado.ENVIADO, Avance.Estado.AVALADO, Avance.Estado.ACEPTADO)
_CERO = Value(0.0, output_field=FloatField())
_UNO = Value(1.0, output_field=FloatField())
# El error de la coma flotante al sumar fracciones exactas como 0,1 + 0,2.
EPSILON = 1e-9


def actividades_medidas(corte: Corte) -> QuerySet[Actividad]:
    """Actividades que cuentan en un corte: las vigentes de los planes aprobados de su vigencia."""
    return Actividad.objects.filter(
        plan__in=Plan.objects.de_vigencia(corte.vigencia_id).aprobados().values("pk")
    ).vigentes()


def _numero(expresion) -> Expression:
    return Cast(expresion, FloatField())


def _caso(*cuandos: When, si_no=None, campo=FloatField) -> Case:
    return Case(*cuandos, default=si_no, output_field=campo())


def con_cumplimiento(
    actividades: QuerySet[Actividad], corte: Corte, *, hoy: date, estados: tuple[str, ...] = ACEPTADA
) -> QuerySet[Actividad]:
    """Añade a cada actividad su medida al corte.

    Anota `cumplimiento` y `anual` (fracciones o nulo), `peso`, `valor` (porcentaje redondeado), `plazo`, y por
    trimestre `e1`…`e4` (cantidad que cuenta) y `situacion1`…`situacion4`. Mientras el corte está abierto, lo que falta
    por aceptar no cuenta como cero: su trimestre todavía no existe. `estados`: qué reportes cuentan (aceptados o
    reportados).
    """
    cortes = dict(
        Corte.objects.filter(vigencia=corte.vigencia_id, trimestre__lte=corte.trimestre).values_list("trimestre", "pk")
    )
    trimestres = sorted(cortes)
    filas = actividades.annotate(
        **{
            f"a{t}": FilteredRelation("avances", condition=Q(avances__corte=pk, avances__estado__in=estados))
            for t, pk in cortes.items()
        }
    ).annotate(
        peso=Coalesce(_numero("ponderacion"), _UNO),
        **{f"e{t}": _numero(f"a{t}__cantidad") if t in cortes else Value(None, FloatField()) for t in (1, 2, 3, 4)},
        **{f"situacion{t}": F(f"a{t}__situacion") if t in cortes else Value("") for t in (1, 2, 3, 4)},
    )

    def cuenta(t: int) -> Q:
        programado = Q(**{f"programado_t{t}__isnull": False})
        ya_llego = t < corte.trimestre or corte.esta_cerrado
        return programado if ya_llego else programado & Q(**{f"a{t}__isnull": False})

    def demandado(t: int) -> Q:
        sin_demanda = Q(**{f"a{t}__situacion": Avance.Situacion.SIN_DEMANDA, f"a{t}__isnull": False})
        return cuenta(t) & ~sin_demanda

    programado = sum((_caso(When(cuenta(t), then=_numero(f"programado_t{t}")), si_no=_CERO) for t in trimestres), _CERO)
    ejecutado = sum((Coalesce(F(f"e{t}"), _CERO) for t in trimestres), _CERO)
    terminos = sum(
        (
            _caso(
                When(~demandado(t) | Q(**{f"e{t}__isnull": True}), then=_CERO),
                When(
                    Q(sentido=Actividad.Sentido.DESCENDENTE, **{f"e{t}__lte": _numero(f"programado_t{t}")}),
                    then=_UNO,
                ),
                When(
                    sentido=Actividad.Sentido.DESCENDENTE,
                    then=_numero(f"programado_t{t}") / _caso(When(**{f"e{t}__gt": 0}, then=F(f"e{t}")), si_no=_UNO),
                ),
                When(
                    **{f"programado_t{t}__gt": 0},
                    then=Least(F(f"e{t}") / _numero(f"programado_t{t}"), _UNO),
                ),
                si_no=_CERO,
            )
            for t in trimestres
        ),
        _CERO,
    )
    n_demandados = sum((_caso(When(demandado(t), then=_UNO), si_no=_CERO) for t in trimestres), _CERO)
    n_anio = sum(
        (_caso(When(_programado_y_con_demanda(t, t in cortes), then=_UNO), si_no=_CERO) for t in (1, 2, 3, 4)),
        _CERO,
    )
    hito = Q(tipo_meta=Actividad.TipoMeta.HITO)
    a_tiempo = sum(
        (
            _caso(
                # Un hito entregado después de su trimestre se cumplió tarde.
                When(hito & Q(**{f"programado_t{k}__isnull": True for k in range(t, 5)}), then=_CERO),
                When(
                    Q(fecha_fin=None) | Q(fecha_fin__gte=inicio_de_trimestre(corte.vigencia.anio, t)),
                    then=Coalesce(F(f"e{t}"), _CERO),
                ),
                si_no=_CERO,
            )
            for t in trimestres
        ),
        _CERO,
    )
    filas = filas.annotate(
        _p=programado, _e=ejecutado, _terminos=terminos, _n=n_demandados, _n_anio=n_anio, _a_tiempo=a_tiempo
    )
    constante = Q(tipo_meta=Actividad.TipoMeta.CONSTANTE)
    todo_reportado = Q()
    for t in (1, 2, 3, 4):
        reportado = Q(**{f"a{t}__isnull": False}) if t in cortes else Q()
        todo_reportado &= Q(**{f"programado_t{t}__isnull": True}) | reportado
    filas = filas.annotate(
        cumplimiento=_caso(
            When(constante & Q(_n__gt=0), then=F("_terminos") / F("_n")),
            When(constante, then=None),
            When(_p__lte=0, then=None),
            When(hito & Q(_e__gte=1), then=_UNO),
            When(hito, then=_CERO),
            si_no=F("_e") / F("_p"),
        ),
        anual=_caso(
            When(constante & Q(_n_anio__gt=0), then=F("_terminos") / F("_n_anio")),
            When(constante, then=None),
            When(hito & Q(_e__gte=1), then=_UNO),
            When(hito, then=_CERO),
            When(meta__gt=0, then=Least(F("_e") / _numero("meta"), _UNO)),
        ),
    )
    dias = corte.vigencia.dias_proxima
    return filas.annotate(
        valor=_caso(
            When(cumplimiento__isnull=True, then=None),
            si_no=Floor(F("cumplimiento") * 10000 + 0.5 + 1e-5) / 100,
        ),
        plazo=_caso(
            When(constante & todo_reportado, then=Value(Plazo.FINALIZADA)),
            When(
                Q(anual__gte=1 - EPSILON) & Q(_a_tiempo__gte=_numero("meta") - EPSILON),
                then=Value(Plazo.CUMPLIDA),
            ),
            When(anual__gte=1 - EPSILON, then=Value(Plazo.CUMPLIDA_CON_RETRASO)),
            When(then=Value(Plazo.VENCIDA), **{"fecha_fin__lte" if corte.esta_cerrado else "fecha_fin__lt": hoy}),
            When(fecha_inicio__gt=hoy, then=Value(Plazo.POR_INICIAR)),
            When(fecha_fin__lte=hoy + timedelta(days=dias), then=Value(Plazo.PROXIMA)),
            si_no=Value(Plazo.EN_EJECUCION),
            campo=CharField,
        ),
    )


def _programado_y_con_demanda(t: int, con_corte: bool) -> Q:
    programado = Q(**{f"programado_t{t}__isnull": False})
    if not con_corte:
        return programado
    return programado & ~Q(**{f"a{t}__situacion": Avance.Situacion.SIN_DEMANDA, f"a{t}__isnull": False})


def _umbrales(vigencia) -> tuple[float, float]:
    return float(vigencia.umbral_satisfactorio), float(vigencia.umbral_aceptable)


def con_semaforo(filas: QuerySet, semaforo: str, vigencia) -> QuerySet:
    """Filtra actividades ya medidas por su semáforo, sobre el porcentaje redondeado."""
    satisfactorio, aceptable = _umbrales(vigencia)
    filtros = {
        Semaforo.SATISFACTORIO: Q(valor__gte=satisfactorio),
        Semaforo.ACEPTABLE: Q(valor__lt=satisfactorio, valor__gte=aceptable),
        Semaforo.MINIMO: Q(valor__lt=aceptable),
        Semaforo.GRIS: Q(valor__isnull=True),
    }
    return filas.filter(filtros[Semaforo(semaforo)])


_SUMAS = {
    "n": "count(*)",
    "n_con_valor": "count(cumplimiento)",
    "n_con_anual": "count(anual)",
    "suma_topada": "sum(CASE WHEN cumplimiento > 1 THEN 1.0 ELSE cumplimiento END)",
    "suma_ponderada": "sum(peso * CASE WHEN cumplimiento > 1 THEN 1.0 ELSE cumplimiento END)",
    "suma_peso_con_valor": "sum(CASE WHEN cumplimiento IS NOT NULL THEN peso END)",
    "suma_peso": "sum(peso)",
    "suma_anual": "sum(anual * peso)",
    "suma_peso_anual": "sum(CASE WHEN anual IS NOT NULL THEN peso END)",
    "suma_anual_simple": "sum(anual)",
    **{f"plazo_{p.value.lower()}": f"count(CASE WHEN plazo = '{p.value}' THEN 1 END)" for p in Plazo},
    # Los mismos cortes de `con_semaforo`; los dos números son los umbrales de la vigencia.
    "semaforo_satisfactorio": "count(CASE WHEN valor >= %s THEN 1 END)",
    "semaforo_aceptable": "count(CASE WHEN valor < %s AND valor >= %s THEN 1 END)",
    "semaforo_minimo": "count(CASE WHEN valor < %s THEN 1 END)",
    "semaforo_gris": "count(CASE WHEN valor IS NULL THEN 1 END)",
}
SUMAS = tuple(_SUMAS)


def por_grupo(filas: QuerySet[Actividad], *campos: str, vigencia) -> list[dict]:
    """Agrega actividades ya medidas por `campos` (`plan`, `dependencia`): una fila por valor, en una consulta.

    Devuelve dicts con cada campo (clave primaria) y las sumas de `SUMAS`: `n`, `n_con_valor`, `suma_topada`
    (Σ min(c, 1)), `suma_ponderada` (Σ w·min(c, 1)), `suma_peso_con_valor`, `suma_peso`, `suma_anual`,
    `suma_peso_anual`, `suma_anual_simple`, `n_con_anual` y un conteo por estado de plazo (`plazo_vencida`…) y por
    semáforo, con los umbrales de la `vigencia` (`semaforo_minimo`…). Todas se pueden volver a sumar.
    """
    # El ORM repetiría la definición entera dentro de cada suma (95 KB de SQL y una décima de segundo de armarlo):
    # con la medida como subconsulta se arma y se evalúa una sola vez.
    claves = {f"grupo{n}": F(campo) for n, campo in enumerate(campos)}
    medida = filas.order_by().annotate(**claves).values(*claves, "peso", "cumplimiento", "anual", "plazo", "valor")
    sql, parametros = medida.query.sql_with_params()
    grupos = ", ".join(claves)
    columnas = ", ".join(f"{expresion} AS {nombre}" for nombre, expresion in _SUMAS.items())
    consulta = " ".join(["WITH medida AS (", sql, ") SELECT", grupos, ",", columnas, "FROM medida GROUP BY", grupos])
    satisfactorio, aceptable = _umbrales(vigencia)
    with connection.cursor() as cursor:
        cursor.execute(consulta, (*parametros, satisfactorio, satisfactorio, aceptable, aceptable))
        return [dict(zip((*campos, *_SUMAS), fila, strict=True)) for fila in cursor.fetchall()]
