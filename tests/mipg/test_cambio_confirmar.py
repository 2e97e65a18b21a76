"""Confirmar un cambio de cuenta desde su página: se aplica, o se dice por qué no."""

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
