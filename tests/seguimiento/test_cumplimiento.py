"""La definición única del cumplimiento: el ejemplo de la norma, los tres tipos de meta y SQL = función pura."""

from datetime import date, timedelta
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planes.models import Actividad
from planes.reglas.medida import Trimestre, agregar, cuales_cuentan, media, medir, porcentaje
from seguimiento.cumplimiento import con_cumplimiento, con_semaforo, por_grupo
from seguimiento.models import Avance
from seguimiento.reglas.cumplimiento import Plazo, Semaforo, estado_de_plazo, semaforo
from tests import fabricas as f


def _medir(tipo, meta, programado, ejecutado, corte, sentido="ASCENDENTE", sin_demanda=(), cerrado=True):
    return medir(
        tipo_meta=tipo,
        sentido=sentido,
        meta=D(meta),
        corte=corte,
        cerrado=cerrado,
        trimestres=[
            Trimestre(None if p is None else D(str(p)), None if e is None else D(str(e)), sin_demanda=t in sin_demanda)
            for t, (p, e) in enumerate(zip(programado, ejecutado, strict=True), start=1)
        ],
    )


def test_el_ejemplo_de_la_especificacion_da_58_75_con_cobertura_80_y_anual_23_50():
    acumulada = _medir("ACUMULADA", 10, (2, 3, 3, 2), (2, None, None, None), 2)
    constante = _medir("CONSTANTE", 100, (100,) * 4, (100, 80, None, None), 2)
    hito = _medir("HITO", 1, (None, None, None, 1), (None,) * 4, 2)

    assert porcentaje(acumulada.cumplimiento) == D("40.00")
    assert porcentaje(constante.cumplimiento) == D("90.00")
    assert hito.cumplimiento is None
    plan = agregar([(D(50), acumulada), (D(30), constante), (D(20), hito)])
    assert porcentaje(plan.cumplimiento) == D("58.75")
    assert porcentaje(plan.cobertura) == D("80.00")
    assert porcentaje(plan.anual) == D("23.50")


@pytest.mark.parametrize(
    ("caso", "esperado"),
    [
        (_medir("ACUMULADA", 10, (5, 5, None, None), (5, 6, None, None), 2), (D("1.1"), D(1))),
        (_medir("ACUMULADA", 10, (None, None, 5, 5), (3, None, None, None), 2), (None, D("0.3"))),
        (_medir("CONSTANTE", 100, (100,) * 4, (100, None, None, None), 2, sin_demanda={2}), (D(1), D(1) / 3)),
        (_medir("CONSTANTE", 100, (100,) * 4, (None,) * 4, 2, sin_demanda={1, 2}), (None, D(0))),
        (
            _medir("CONSTANTE", 5, (5, 5, None, None), (4, 10, None, None), 2, "DESCENDENTE"),
            (D("0.75"), D("0.75")),
        ),
        (
            _medir("CONSTANTE", 0, (0, 0, None, None), (0, 2, None, None), 2, "DESCENDENTE"),
            (D("0.5"), D("0.5")),
        ),
        (
            _medir("CONSTANTE", 5, (5, 5, None, None), (None, None, None, None), 2, "DESCENDENTE"),
            (D(0), D(0)),
        ),
        (_medir("HITO", 1, (None, 1, None, None), (None, None, None, None), 2), (D(0), D(0))),
        (_medir("HITO", 1, (None, 1, None, None), (None, None, 1, None), 3), (D(1), D(1))),
        (_medir("HITO", 1, (None, None, None, 1), (None, 1, None, None), 2), (None, D(1))),
    ],
    ids=[
        "acumulada por encima de lo programado",
        "acumulada adelantada: sin programación, con avance",
        "constante sin demanda en un trimestre",
        "constante sin demanda en todos",
        "descendente: la mitad de bien vale la mitad",
        "descendente con meta cero",
        "descendente sin reporte vale cero",
        "hito no entregado",
        "hito entregado tarde",
        "hito adelantado",
    ],
)
def test_cada_tipo_de_meta(caso, esperado):
    assert (caso.cumplimiento, caso.anual) == esperado


def test_con_la_ventana_abierta_lo_que_falta_no_cuenta_como_cero():
    cerrado = _medir("ACUMULADA", 10, (5, 5, None, None), (5, None, None, None), 2)
    abierto = _medir("ACUMULADA", 10, (5, 5, None, None), (5, None, None, None), 2, cerrado=False)

    assert cerrado.cumplimiento == D("0.5")
    assert abierto.cumplimiento == D(1)
    assert _medir("HITO", 1, (None, 1, None, None), (None,) * 4, 2, cerrado=False).cumplimiento is None


UMBRALES = SimpleNamespace(umbral_satisfactorio=D(90), umbral_aceptable=D(80))


def test_lo_que_ya_completo_su_meta_cuenta_con_la_ventana_abierta():
    """Nadie espera otro reporte suyo: la cifra no salta al cerrar."""
    hito = (None, 1, None, None), (1, None, None, None)
    acumulada = (4, 4, 2, None), (10, None, None, None)

    for tipo, meta, (programado, ejecutado) in (("HITO", 1, hito), ("ACUMULADA", 10, acumulada)):
        abierto = _medir(tipo, meta, programado, ejecutado, 2, cerrado=False)
        assert abierto == _medir(tipo, meta, programado, ejecutado, 2)
        assert abierto.cumplimiento >= 1
    # La constante sin reportar sí se espera: todavía no existe.
    assert _medir("CONSTANTE", 1, (1, 1, 1, 1), (1, None, None, None), 2, cerrado=False).cumplimiento == 1


@pytest.mark.parametrize(
    ("tipo", "ejecutado", "corte", "cerrado", "cuentan"),
    [
        ("ACUMULADA", (2, None, None, None), 2, True, [True, True]),
        ("ACUMULADA", (2, None, None, None), 2, False, [True, False]),
        ("ACUMULADA", (None, 2, None, None), 2, False, [True, True]),
        ("ACUMULADA", (10, None, None, None), 2, False, [True, True]),
        ("CONSTANTE", (10, None, None, None), 2, False, [True, False]),
        ("ACUMULADA", (10, None, 3, None), 3, True, [True, True, False]),
    ],
    ids=["cerrado", "falta", "llegó", "ya completa", "constante", "sin programar"],
)
def test_que_trimestres_entran_en_la_cuenta(tipo, ejecutado, corte, cerrado, cuentan):
    programado = (5, 5, None, None)
    trimestres = [Trimestre(p and D(p), e and D(e)) for p, e in zip(programado, ejecutado, strict=True)]
    assert cuales_cuentan(trimestres, tipo_meta=tipo, meta=D(10), corte=corte, cerrado=cerrado) == cuentan


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        (D("90"), Semaforo.SATISFACTORIO),
        (D("89.99"), Semaforo.ACEPTABLE),
        (D("80"), Semaforo.ACEPTABLE),
        (D("79.99"), Semaforo.MINIMO),
        (None, Semaforo.GRIS),
    ],
)
def test_el_semaforo_se_decide_sobre_el_numero_redondeado(valor, esperado):
    assert semaforo(valor, UMBRALES) == esperado


def test_se_redondea_a_dos_decimales_mitad_hacia_arriba():
    assert porcentaje(D("0.899949")) == D("89.99")
    assert porcentaje(D("0.89995")) == D("90.00")
    assert porcentaje(0.1 + 0.2) == D("30.00")


def test_la_media_ignora_lo_que_no_tiene_valor():
    assert media([D("0.5"), None, D(1)]) == D("0.75")
    assert media([None, None]) is None


def _trimestres(programado, ejecutado, sin_demanda=()):
    return [
        Trimestre(programado[n], ejecutado[n] if n < len(ejecutado) else None, sin_demanda=n + 1 in sin_demanda)
        for n in range(4)
    ]


HASTA_T2 = [D(5), D(5), None, None]
HITO_EN_T1 = {"tipo_meta": "HITO", "meta": D(1), "anual": D(1)}
FIN_DE_T2 = {"fecha_fin": date(2026, 6, 30), "hoy": date(2026, 6, 30)}
CONSTANTE = {"tipo_meta": "CONSTANTE", "meta": D(5)} | FIN_DE_T2


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, Plazo.EN_EJECUCION),
        ({"fecha_inicio": date(2026, 8, 1)}, Plazo.POR_INICIAR),
        ({"fecha_fin": date(2026, 7, 20)}, Plazo.PROXIMA),
        ({"fecha_fin": date(2026, 7, 5)}, Plazo.VENCIDA),
        (FIN_DE_T2, Plazo.PROXIMA),
        (FIN_DE_T2 | {"definitivo": True}, Plazo.VENCIDA),
        (FIN_DE_T2 | {"fecha_fin": date(2026, 7, 1), "definitivo": True}, Plazo.PROXIMA),
        ({"fecha_inicio": date(2026, 7, 7), "definitivo": True}, Plazo.POR_INICIAR),
        ({"anual": D(1), "trimestres": _trimestres(HASTA_T2, [D(5), D(5)])}, Plazo.CUMPLIDA),
        (
            {"anual": D(1), "trimestres": _trimestres(HASTA_T2, [D(5), D(5)]), "fecha_fin": date(2026, 3, 31)},
            Plazo.CUMPLIDA_CON_RETRASO,
        ),
        (HITO_EN_T1 | {"trimestres": _trimestres([D(1), None, None, None], [D(1)])}, Plazo.CUMPLIDA),
        (
            HITO_EN_T1 | {"trimestres": _trimestres([D(1), None, None, None], [None, None, D(1)]), "corte": 3},
            Plazo.CUMPLIDA_CON_RETRASO,
        ),
        (HITO_EN_T1 | {"trimestres": _trimestres([None, D(1), None, None], [D(1)])}, Plazo.CUMPLIDA),
        (CONSTANTE | {"definitivo": True}, Plazo.VENCIDA),
        (CONSTANTE | {"trimestres": _trimestres(HASTA_T2, [D(5), D(1)])}, Plazo.FINALIZADA),
        (CONSTANTE | {"trimestres": _trimestres(HASTA_T2, [D(5), D(5)]), "anual": D(1)}, Plazo.FINALIZADA),
        (CONSTANTE | {"trimestres": _trimestres(HASTA_T2, [D(5), None], sin_demanda={2})}, Plazo.FINALIZADA),
        (CONSTANTE | {"trimestres": _trimestres([D(5)] * 4, [D(5), D(5)]), "definitivo": True}, Plazo.VENCIDA),
    ],
)
def test_estado_de_plazo(cambios, esperado):
    base = {
        "anio": 2026,
        "fecha_inicio": date(2026, 1, 15),
        "fecha_fin": date(2026, 12, 15),
        "meta": D(10),
        "tipo_meta": "ACUMULADA",
        "anual": D("0.5"),
        "trimestres": _trimestres(HASTA_T2, [D(5)]),
        "corte": 2,
        "hoy": date(2026, 7, 6),
        "definitivo": False,
        "dias_proxima": 14,
    }
    assert estado_de_plazo(**{**base, **cambios}) == esperado


# --- SQL = función pura -------------------------------------------------------------------------------------

HOY = date(2026, 7, 6)
_cantidad = st.decimals(min_value=0, max_value=200, places=2)
_positiva = st.decimals(min_value=D("0.25"), max_value=200, places=2)


@st.composite
def _actividades(dibujar):
    tipo = dibujar(st.sampled_from(["ACUMULADA", "CONSTANTE", "HITO"]))
    sentido = dibujar(st.sampled_from(["ASCENDENTE", "DESCENDENTE"])) if tipo == "CONSTANTE" else "ASCENDENTE"
    trimestres = dibujar(st.sets(st.integers(1, 4), min_size=1))
    if tipo == "HITO":
        meta, programado = D(1), {max(trimestres): D(1)}
    elif tipo == "CONSTANTE":
        meta = dibujar(_cantidad if sentido == "DESCENDENTE" else _positiva)
        programado = dict.fromkeys(trimestres, meta)
    else:
        programado = {t: dibujar(_positiva) for t in trimestres}
        meta = sum(programado.values())
    reportes = {}
    for t in dibujar(st.sets(st.integers(1, 4))):
        situacion = dibujar(st.sampled_from(["AVANCE", "AVANCE", "SIN_AVANCE", "SIN_DEMANDA"]))
        if situacion == "SIN_DEMANDA" and tipo == "CONSTANTE":
            reportes[t] = ("SIN_DEMANDA", None)
        else:
            cantidad = dibujar(st.sampled_from([D(0), D(1)]) if tipo == "HITO" else _cantidad)
            reportes[t] = ("AVANCE", cantidad)
    peso = dibujar(st.integers(1, 100))
    fin = dibujar(st.one_of(st.dates(date(2026, 2, 1), date(2026, 12, 31)), st.just(HOY)))
    return tipo, sentido, meta, programado, reportes, peso, fin


@pytest.mark.django_db
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    planes=st.lists(st.tuples(_actividades(), _actividades(), _actividades()), min_size=1, max_size=2),
    q=st.integers(1, 4),
    abierto=st.booleans(),
    umbrales=st.sampled_from([(D(90), D(80)), (D("66.67"), D("33.33"))]),
)
def test_sql_dice_lo_mismo_que_la_funcion_pura(planes, q, abierto, umbrales):
    Avance.objects.all().delete()
    Actividad.objects.all().delete()
    vigencia = f.vigencia()
    vigencia.umbral_satisfactorio, vigencia.umbral_aceptable = umbrales
    vigencia.cortes.all().delete()
    cortes = {
        t: f.corte(t, "CERRADO" if t < q or not abierto else ("ABIERTO" if t == q else "PROGRAMADO"))
        for t in (1, 2, 3, 4)
    }
    persona, jefe, revisora = f.persona(), f.persona(), f.persona()
    esperado, agregados = {}, {}
    for grupo in planes:
        plan = f.plan("APROBADO", por=persona)
        partes = []
        for tipo, sentido, meta, programado, reportes, peso, fin in grupo:
            actividad = f.actividad(
                plan,
                tuple(programado.get(t) for t in (1, 2, 3, 4)),
                tipo_meta=tipo,
                sentido=sentido,
                meta=meta,
                ponderacion=D(peso),
                fecha_fin=fin,
            )
            for t, (situacion, cantidad) in reportes.items():
                f.avance(
                    actividad,
                    cortes[t],
                    "ACEPTADO",
                    cantidad,
                    situacion=situacion,
                    por=persona,
                    reportado_por=persona,
                    avalado_por=jefe,
                    aceptado_por=revisora,
                )
            trimestres = [
                Trimestre(
                    programado.get(t),
                    reportes.get(t, (None, None))[1],
                    sin_demanda=reportes.get(t, ("", None))[0] == "SIN_DEMANDA",
                )
                for t in (1, 2, 3, 4)
            ]
            r = medir(tipo_meta=tipo, sentido=sentido, meta=meta, trimestres=trimestres, corte=q, cerrado=not abierto)
            plazo = estado_de_plazo(
                anio=2026,
                fecha_inicio=date(2026, 1, 15),
                fecha_fin=fin,
                meta=meta,
                tipo_meta=tipo,
                anual=r.anual,
                trimestres=trimestres,
                corte=q,
                hoy=HOY,
                definitivo=not abierto,
                dias_proxima=14,
            )
            esperado[actividad.pk] = (porcentaje(r.cumplimiento), porcentaje(r.anual), plazo)
            partes.append((D(peso), r))
        agregados[plan.pk] = agregar(partes)

    hasta_q = {t: cortes[t].pk for t in range(1, q + 1)}
    filas = con_cumplimiento(vigencia, hasta_q, hasta=q, cerrado=not abierto, hoy=HOY).annotate(valor=F("valor"))
    assert {a.pk: (porcentaje(a.cumplimiento), porcentaje(a.anual), a.plazo) for a in filas} == esperado
    assert {a.pk: None if a.valor is None else D(str(round(a.valor, 6))) for a in filas} == {
        pk: valor[0] for pk, valor in esperado.items()
    }
    for fila in por_grupo(filas, vigencia=vigencia, plan="plan"):
        agregado = agregados[fila["plan"]]
        sql = fila["suma_ponderada"] / fila["suma_peso_con_valor"] if fila["suma_peso_con_valor"] else None
        assert porcentaje(sql) == porcentaje(agregado.cumplimiento)
        assert porcentaje((fila["suma_peso_con_valor"] or 0) / fila["suma_peso"]) == porcentaje(agregado.cobertura)
    for color in Semaforo:
        de_ese_color = {pk for pk, (valor, *_) in esperado.items() if semaforo(valor, vigencia) == color}
        assert set(con_semaforo(filas, color, vigencia).values_list("pk", flat=True)) == de_ese_color
        contadas = por_grupo(filas, vigencia=vigencia, plan="plan", dependencia="dependencia")
        assert sum(fila[f"semaforo_{color.lower()}"] for fila in contadas) == len(de_ese_color)


@pytest.mark.django_db
@pytest.mark.parametrize("dias", [5, 30])
def test_proxima_lo_dicen_los_dias_de_la_vigencia_con_el_ultimo_incluido(dias):
    vigencia, plan = f.vigencia(dias_proxima=dias), f.plan("APROBADO")
    borde, despues = (
        f.actividad(plan, (None, None, None, D(1)), meta=D(1), fecha_fin=HOY + timedelta(days=dias + n)) for n in (0, 1)
    )
    filas = con_cumplimiento(vigencia, {2: f.corte(2).pk}, hasta=2, cerrado=False, hoy=HOY)
    assert dict(filas.values_list("pk", "plazo")) == {borde.pk: Plazo.PROXIMA, despues.pk: Plazo.EN_EJECUCION}
