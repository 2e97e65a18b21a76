"""Decidir un cambio de cuenta se le debe a quien puede confirmarlo, en cinco días hábiles."""

from datetime import date

from mipg.usuarios.obligaciones import pendientes
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.fabricas import AHORA, HOY
from tests.mipg.cambios import pedido


def a_quien(hoy=HOY):
    return {o.persona for o in pendientes(hoy)}


def test_se_le_debe_a_quien_puede_confirmarlo_y_no_a_quien_lo_pidio(db):
    otra, auditora = fabricas.persona("administrador"), fabricas.persona("control_interno")
    cambio = pedido(ahora=AHORA)
    debe = list(pendientes(HOY))
    assert [(o.persona, o.url) for o in debe] == [(otra.pk, f"/personas/cambios/{cambio.pk}/")]
    assert debe[0].vence == date(2026, 7, 14)  # el 13 de julio es festivo
    assert not list(pendientes(HOY, auditora.pk)) and len(list(pendientes(HOY, otra.pk))) == 1


def test_lo_que_se_aplica_solo_no_se_le_debe_a_nadie(db):
    fabricas.persona("administrador")
    pedido(fabricas.persona("enlace"), ahora=AHORA)
    assert a_quien() == set()


def test_si_nadie_puede_se_dice_y_si_quien_pidio_se_fue_lo_rechaza_otra(db):
    auditora = fabricas.persona("control_interno")
    cambio = pedido(auditora, fabricas.persona("administrador"), Operacion.DESACTIVAR, ahora=AHORA)
    assert a_quien() == {None}
    otra_auditora = fabricas.persona("control_interno")
    assert a_quien() == {otra_auditora.pk}
    cambio.pedido_por.asignaciones.update(hasta=date(2026, 7, 1))
    assert a_quien() == {None}
    otra = fabricas.persona("administrador")
    assert a_quien() == {otra.pk}


def test_las_consultas_no_dependen_de_cuantos_haya(db, consultas):
    fabricas.persona("administrador")

    def cuantas():
        with consultas() as hechas:
            assert list(pendientes(HOY))
        return len(hechas)

    pedido(ahora=AHORA)
    con_uno = cuantas()
    for _ in range(4):
        pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR, ahora=AHORA)
    assert cuantas() == con_uno
