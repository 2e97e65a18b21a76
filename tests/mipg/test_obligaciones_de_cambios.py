"""Decidir un cambio de cuenta se le debe a quien puede confirmarlo, en cinco días hábiles."""

from datetime import date, timedelta

from mipg.usuarios.acciones.cambios import confirmar_cambio
from mipg.usuarios.models import Usuario
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


def test_si_nadie_puede_es_de_quien_lo_pidio_con_la_orden_que_lo_aplica(db):
    auditora, admin = fabricas.persona("control_interno"), fabricas.persona("administrador")
    pedido(auditora, admin, Operacion.DESACTIVAR, ahora=AHORA)
    (debe,) = pendientes(HOY)
    assert debe.persona == admin.pk and "Nadie puede confirmarlo hoy" in debe.detalle
    assert f"manage.py cambiar_cuenta {auditora.email} desactivar --acto" in debe.detalle
    otra_auditora = fabricas.persona("control_interno")
    assert a_quien() == {otra_auditora.pk}


def test_lo_que_ya_nadie_confirma_es_de_quienes_lo_rechazan(db):
    cambio = pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR, ahora=AHORA)
    cambio.pedido_por.asignaciones.update(hasta=date(2026, 7, 1))
    assert a_quien() == {None}
    otra = fabricas.persona("administrador")
    assert [(o.persona, "ya no puede pedirlo" in o.detalle) for o in pendientes(HOY)] == [(otra.pk, True)]
    cambio.pedido_por.asignaciones.update(hasta=None)
    Usuario.objects.filter(pk=cambio.afectado_id).update(email="otro@ejemplo.test")
    assert [(o.persona, "El correo de la persona cambió" in o.detalle) for o in pendientes(HOY)] == [(otra.pk, True)]


def test_quien_controla_la_cuenta_no_lo_debe_porque_no_puede_confirmarlo(db):
    una, otra, tercera = (fabricas.persona("planeacion") for _ in range(3))
    jefa = fabricas.persona("jefe")
    confirmar_cambio(cambio=pedido(jefa, una, ahora=AHORA), por=otra, ahora=AHORA)
    rol = {"rol": "jefe", "dependencia": fabricas.dependencia(), "desde": HOY}
    pedido(jefa, tercera, Operacion.DAR_ROL, ahora=AHORA, **rol)
    assert a_quien() == {tercera.pk}  # nadie puede: lo debe quien lo pidió
    mes = AHORA + timedelta(days=31)
    assert a_quien(mes.date()) == {tercera.pk}  # el mes, sin haber entrado, no basta
    Usuario.objects.filter(pk=jefa.pk).update(last_login=AHORA + timedelta(hours=1))
    assert a_quien() == {tercera.pk}  # ni entrar sin que pase el mes
    assert a_quien(mes.date()) == {una.pk, otra.pk}


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
