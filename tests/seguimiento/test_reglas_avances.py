"""Decisiones puras sobre el reporte: qué se abre, qué le falta, quién decide."""

from datetime import date
from decimal import Decimal as D
from types import SimpleNamespace

import pytest

from mipg.usuarios.reglas import Papel, Perfil
from seguimiento.reglas import avances as reglas

HOY = date(2026, 7, 6)


def _actividad(tipo="ACUMULADA", sentido="ASCENDENTE", enlace=None):
    return SimpleNamespace(
        tipo_meta=tipo, sentido=sentido, dependencia_id=1, enlace_id=enlace, plan=SimpleNamespace(dependencia_id=2)
    )


def _avance(situacion="AVANCE", cantidad=D(3), texto="Se hizo.", motivo="", **resto):
    actividad = _actividad(**resto)
    return SimpleNamespace(situacion=situacion, cantidad=cantidad, texto=texto, motivo=motivo, actividad=actividad)


@pytest.mark.parametrize(
    ("avance", "campos"),
    [
        (_avance(), []),
        (_avance(situacion=""), ["situacion"]),
        (_avance(cantidad=None), ["cantidad"]),
        (_avance(texto="  "), ["texto"]),
        (_avance(cantidad=D(0)), ["situacion"]),
        (_avance(cantidad=D(0), tipo="CONSTANTE"), []),
        (_avance(cantidad=D(2), tipo="HITO"), ["cantidad"]),
        (_avance(cantidad=D(1), tipo="HITO"), []),
        (_avance(situacion="SIN_AVANCE", cantidad=None, texto="", motivo="No hubo presupuesto."), []),
        (_avance(situacion="SIN_AVANCE", cantidad=D(0), texto=""), ["motivo"]),
        (_avance(situacion="SIN_AVANCE", cantidad=D(3), motivo="x"), ["cantidad"]),
        (_avance(situacion="SIN_DEMANDA", cantidad=None, motivo="Nadie pidió."), ["situacion"]),
        (_avance(situacion="SIN_DEMANDA", cantidad=D(9), motivo="Nadie pidió.", tipo="CONSTANTE"), []),
        (_avance(situacion="SIN_DEMANDA", cantidad=None, tipo="CONSTANTE"), ["motivo"]),
        (
            _avance(situacion="SIN_AVANCE", cantidad=None, motivo="x", tipo="CONSTANTE", sentido="DESCENDENTE"),
            ["situacion"],
        ),
        (_avance(cantidad=D(0), tipo="CONSTANTE", sentido="DESCENDENTE"), []),
    ],
)
def test_lo_que_falta_para_enviar(avance, campos):
    assert [p.campo for p in reglas.problemas_para_enviar(avance)] == campos


@pytest.mark.parametrize(
    ("devuelto", "abiertos"),
    [
        ("texto", {"texto"}),
        ("dificultades", {"dificultades"}),
        ("motivo", {"motivo"}),
        ("soportes", {"soportes", "reserva"}),
        ("cantidad", {"cantidad", "situacion", "motivo"}),
        ("situacion", {"situacion", "motivo", "cantidad", "texto"}),
    ],
)
def test_una_devolucion_abre_solo_lo_que_hace_falta_para_corregirla(devuelto, abiertos):
    assert reglas.campos_abiertos(SimpleNamespace(estado="DEVUELTO"), {devuelto: "3"}) == abiertos


@pytest.mark.parametrize(
    ("devuelto", "decia", "corregido"),
    [
        # Lo que dijo con avance en realidad no lo tuvo, y al revés.
        ("cantidad", "3", {"cantidad": D(0), "situacion": "SIN_AVANCE", "motivo": "No se entregó."}),
        ("cantidad", "", {"cantidad": D(2), "situacion": "AVANCE", "texto": "Sí hubo 2."}),
        ("cantidad", "0", {"cantidad": D(2), "situacion": "AVANCE", "texto": "Sí hubo 2."}),
        ("situacion", "Con avance", {"cantidad": None, "situacion": "SIN_AVANCE", "motivo": "No se entregó."}),
        ("situacion", "Sin avance", {"cantidad": D(3), "situacion": "AVANCE", "texto": "Sí se hizo."}),
    ],
)
def test_ninguna_devolucion_deja_sin_salida_a_quien_corrige(devuelto, decia, corregido):
    avance = _avance(**corregido)
    assert reglas.problemas_para_enviar(avance) == []
    assert set(corregido) <= reglas.campos_abiertos(SimpleNamespace(estado="DEVUELTO"), {devuelto: decia})


@pytest.mark.parametrize("estado", ["ENVIADO", "AVALADO", "ACEPTADO"])
def test_lo_enviado_no_se_escribe(estado):
    assert reglas.campos_abiertos(SimpleNamespace(estado=estado), {"texto": ""}) == frozenset()


def _perfil(persona, *papeles):
    return Perfil(persona, HOY, tuple(Papel(rol, dependencia) for rol, dependencia in papeles))


@pytest.mark.parametrize(
    ("perfil", "enlace", "puede"),
    [
        (_perfil(1, ("enlace", 1)), None, True),
        (_perfil(1, ("enlace", 9)), None, False),
        (_perfil(1, ("enlace", 1)), 1, True),
        (_perfil(1, ("enlace", 1)), 2, False),
        (_perfil(1, ("jefe", 1)), 2, True),
        (_perfil(1, ("jefe", 2)), None, False),
        (_perfil(1, ("planeacion", 1)), None, False),
        # Quien se trasladó ya no reporta por la dependencia que dejó.
        (_perfil(1, ("enlace", 9)), 1, False),
        (_perfil(1), 1, False),
        # El permiso vale en la dependencia que lo da, no en otra donde tenga otro papel.
        (_perfil(1, ("enlace", 1), ("jefe", 9)), 2, False),
    ],
)
def test_quien_reporta(perfil, enlace, puede):
    assert reglas.puede_reportar(perfil, _asignada(enlace)) is puede


def _asignada(enlace, vinculada=True):
    actividad = _actividad(enlace=enlace)
    actividad.enlace = SimpleNamespace(esta_vinculada=lambda hoy: vinculada)
    return actividad


def test_si_el_enlace_ya_no_esta_vinculado_reporta_la_dependencia():
    assert reglas.puede_reportar(_perfil(1, ("enlace", 1)), _asignada(2, vinculada=False))
    assert not reglas.puede_reportar(_perfil(1, ("enlace", 9)), _asignada(2, vinculada=False))


def test_quien_esta_en_encargo_del_enlace_reporta_lo_suyo():
    encargado = Perfil(1, HOY, (Papel("enlace", 1, "Elena", 2),))

    assert reglas.puede_reportar(encargado, _asignada(2))
    assert not reglas.puede_reportar(encargado, _asignada(3))
    en_otra = Perfil(1, HOY, (Papel("enlace", 9, "Elena", 2), Papel("enlace", 1)))
    assert not reglas.puede_reportar(en_otra, _asignada(2))


@pytest.mark.parametrize(
    ("papeles", "puede"),
    [
        ([("jefe", 1)], True),
        ([("jefe", 2)], True),
        ([("jefe", 3)], False),
        ([("enlace", 1)], False),
        ([("planeacion", 1)], False),
    ],
)
def test_quien_avala(papeles, puede):
    assert reglas.puede_avalar(_perfil(1, *papeles), _actividad()) is puede


@pytest.mark.parametrize(
    ("tipo", "sentido", "ofrecidas"),
    [
        ("ACUMULADA", "ASCENDENTE", ["AVANCE", "SIN_AVANCE"]),
        ("HITO", "ASCENDENTE", ["AVANCE", "SIN_AVANCE"]),
        ("CONSTANTE", "ASCENDENTE", ["AVANCE", "SIN_AVANCE", "SIN_DEMANDA"]),
        ("CONSTANTE", "DESCENDENTE", ["AVANCE", "SIN_DEMANDA"]),
    ],
)
def test_situaciones_segun_la_meta(tipo, sentido, ofrecidas):
    assert reglas.situaciones(_actividad(tipo, sentido)) == ofrecidas


@pytest.mark.parametrize(("cantidad", "programado", "alerta"), [
    (D("1234.5"), D(3), True), (D(6), D(3), False), (D(9), None, False), (None, D(3), False),
])  # fmt: skip
def test_una_cantidad_desbordada_se_advierte_sin_impedir_el_envio(cantidad, programado, alerta):
    avance = _avance(situacion="AVANCE", cantidad=cantidad, texto="Se hizo.")
    avance.actividad.programacion = (None, programado, None, None)
    avance.corte = SimpleNamespace(trimestre=2)
    assert bool(reglas.alertas_de_cantidad(avance)) is alerta


def test_lo_devuelto_recuerda_que_hay_que_corregir_antes_de_marcarlo():
    avance = _avance(situacion="SIN_AVANCE", cantidad=None)
    avance.estado, avance.exige_soporte = "DEVUELTO", False
    avance.actividad.programacion, avance.corte = (None,) * 4, SimpleNamespace(trimestre=2)
    assert reglas.advertencias_para_enviar(avance, 1) == ["Se lo devolvieron: compruebe que corrigió lo observado."]
