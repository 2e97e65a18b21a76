"""Carreras sobre el mejoramiento, cada una con su control negativo: sin la guarda, falla."""

from functools import partial

import pytest

from furag.acciones import conceptos, continuaciones, mejoras, recomendaciones, suscripciones, verificaciones
from furag.models import AccionMejora, ConceptoDeControl, Suscripcion, Verificacion
from mipg.bitacora.models import Suceso
from tests import fabricas as f
from tests.concurrencia import a_la_vez
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AHORA = f.AHORA


def _plan(*, suscrito: bool):
    """Un plan aprobado, con una acción sin recomendaciones; suscrito, si se pide."""
    de = m.gente()
    de.plan = f.plan("APROBADO", clase="MEJORAMIENTO", vigencia_medida=2025, dependencia=de.oficina)
    f.actividad(de.plan)
    ff.completar(de.plan)
    f.version(de.plan)
    if suscrito:
        ff.suscripcion(de.plan, de.jefe)
    de.mejora = AccionMejora.objects.get()
    return de


def _firmar(de):
    version = suscripciones.huella_de_lo_que_se_firma(de.plan)
    return partial(suscripciones.suscribir, plan=de.plan, version=version, por=de.jefe, ahora=AHORA)


def test_dos_firmas_a_la_vez_dejan_una():
    de = _plan(suscrito=False)
    a_la_vez(_firmar(de), _firmar(de))
    assert Suscripcion.objects.count() == 1
    assert Suceso.objects.de(de.mejora).filter(verbo="suscribir").count() == 1


def _verificar(de, por, cumplida):
    que = {"nota": "Se vio.", "constancias": {}, "version": de.mejora.version, "soporte": None}
    return partial(
        verificaciones.verificar, mejora=de.mejora, cumplida=cumplida, por=por, ahora=AHORA, **que
    )  # fmt: skip


def test_dos_que_la_verifican_a_la_vez_dejan_una_verificacion():
    de = _plan(suscrito=True)
    a_la_vez(_verificar(de, de.planea, False), _verificar(de, de.otra_planea, False))
    assert Verificacion.objects.en_pie().count() == 1
    assert AccionMejora.objects.get().estado == "NO_CUMPLIDA"


def test_verificar_y_anular_la_firma_a_la_vez_no_dejan_verificado_lo_que_nadie_firma():
    de = _plan(suscrito=True)
    anular = partial(
        suscripciones.anular_suscripcion, suscripcion=Suscripcion.objects.get(), motivo="No.", por=de.jefe, ahora=AHORA
    )
    a_la_vez(_verificar(de, de.planea, False), anular)
    quedo = AccionMejora.objects.get()
    assert (quedo.estado == "FORMULADA") is not Verificacion.objects.en_pie().exists()


def _conceptuar(de, favorable):
    que = {"clase": "CUMPLIMIENTO", "nota": "Se revisó.", "por": de.audita, "ahora": AHORA}
    return partial(conceptos.conceptuar, mejora=de.mejora, favorable=favorable, **que)


def test_dos_conceptos_a_la_vez_dejan_uno():
    de = _plan(suscrito=True)
    ff.verificacion(de.mejora)
    a_la_vez(_conceptuar(de, True), _conceptuar(de, False))
    assert ConceptoDeControl.objects.en_pie().count() == 1


def test_descartar_una_recomendacion_mientras_una_accion_la_toma_no_deja_las_dos_cosas():
    de = m.gente()
    plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, dependencia=de.oficina)
    acogida, actividad = ff.recomendacion(estado="ACOGIDA", politica=plan.politica), f.actividad(plan)
    dicho = {"causa": "No hay.", "hallazgo": "", "indice": "", "esperado": None, "sin_indice": "No hay índice."}
    tomarla = {"actividad": actividad, "recomendaciones": [acogida], "por": de.jefe, "ahora": AHORA}
    descartarla = {"recomendaciones": [acogida.pk], "motivo": "No.", "por": de.planea, "ahora": AHORA}
    a_la_vez(
        partial(mejoras.completar, **tomarla, **dicho),
        partial(recomendaciones.decidir, verbo="descartar", **descartarla),
    )
    acogida.refresh_from_db()
    assert (acogida.estado == "DESCARTADA") is not acogida.atenciones.exists()


def _continuar(de):
    return partial(continuaciones.continuar, mejora=de.mejora, por=de.planea, ahora=AHORA)


def _prorrogada():
    de = _plan(suscrito=True)
    f.vigencia(2027)
    m.prorrogar(de)
    return de


def test_dos_que_la_continuan_a_la_vez_dejan_una():
    de = _prorrogada()
    a_la_vez(_continuar(de), _continuar(de))
    assert AccionMejora.objects.filter(continua=de.mejora).count() == 1


def test_control_sin_la_regla_continua_dos_veces(monkeypatch):
    monkeypatch.setattr(continuaciones.reglas, "problemas_para_continuar", lambda **_: [])
    de = _prorrogada()
    una, otra = f.plan(**_destino(de, 2025)), f.plan(**_destino(de, 2024))
    a_la_vez(*(partial(_continuar(de), plan=plan) for plan in (una, otra)))
    assert AccionMejora.objects.filter(continua=de.mejora).count() == 2


def _destino(de, medida: int) -> dict:
    base = {"clase": "MEJORAMIENTO", "dependencia": de.oficina, "politica": de.plan.politica}
    return base | {"vigencia": f.vigencia(2027), "vigencia_medida": medida}
