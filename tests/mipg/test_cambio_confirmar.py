"""Confirmar un cambio de cuenta desde su página: se aplica, o se dice por qué no."""

from datetime import date, timedelta

import pytest

from mipg.bitacora.acciones import registrar
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido


def test_confirma_y_aplica(cliente_de):
    cambio = pedido()
    respuesta = cliente_de(fabricas.persona("administrador")).post(f"/personas/cambios/{cambio.pk}/confirmar/")
    assert respuesta["Location"] == "/personas/cambios/"
    cambio.afectado.refresh_from_db()
    assert cambio.afectado.email == "nueva@ejemplo.test"


def test_quien_lo_pidio_y_control_interno_reciben_el_porque(cliente_de):
    cambio = pedido()
    for quien, frase in (
        (cambio.pedido_por, "Usted lo pidió"),
        (fabricas.persona("control_interno"), "lo confirma Planeación o Administración técnica"),
    ):
        respuesta = cliente_de(quien).post(f"/personas/cambios/{cambio.pk}/confirmar/", follow=True)
        assert frase in respuesta.text
    cambio.afectado.refresh_from_db()
    assert cambio.afectado.email == "jefa@ejemplo.test"


@pytest.mark.parametrize(("actua", "queda"), [(False, "07/07/2026"), (True, "08/07/2026")])
def test_terminar_confirmado_tarde_vale_desde_que_se_puede_y_se_dice(cliente_de, time_machine, ahora, actua, queda):
    time_machine.move_to(ahora, tick=False)
    jefa = fabricas.persona("jefe")
    suya = jefa.asignaciones.get()
    cambio = pedido(jefa, operacion=Operacion.TERMINAR_ROL, asignacion=suya, hasta=date(2026, 7, 6))
    time_machine.move_to(ahora + timedelta(days=2), tick=False)
    if actua:
        registrar(suya.dependencia, verbo="probar", por=jefa, ahora=ahora + timedelta(days=2))
    otra = cliente_de(fabricas.persona("administrador"))
    dicho = otra.post(f"/personas/cambios/{cambio.pk}/confirmar/", follow=True).text
    assert f"El último día que se pidió (06/07/2026) ya pasó: quedó el {queda}." in dicho
    suya.refresh_from_db()
    cambio.refresh_from_db()
    assert f"{suya.hasta:%d/%m/%Y}" == f"{cambio.hasta:%d/%m/%Y}" == queda


def test_un_rol_para_fechas_que_ya_pasaron_solo_se_rechaza(cliente_de, time_machine, ahora):
    time_machine.move_to(ahora, tick=False)
    que = {"rol": "jefe", "dependencia": fabricas.dependencia(), "desde": date(2026, 7, 6), "hasta": date(2026, 7, 7)}
    cambio = pedido(fabricas.persona(), operacion=Operacion.DAR_ROL, **que)
    time_machine.move_to(ahora + timedelta(days=2), tick=False)
    otra, url = cliente_de(fabricas.persona("administrador")), f"/personas/cambios/{cambio.pk}/"
    pagina = otra.get(url).text
    assert "esas fechas ya pasaron" in pagina and "Rechácelo" in pagina and f"{url}rechazar/" in pagina
    assert f"{url}confirmar/" not in pagina
    assert "esas fechas ya pasaron" in otra.post(f"{url}confirmar/", follow=True).text
    assert not cambio.afectado.asignaciones.exists()
