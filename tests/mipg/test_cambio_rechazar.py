"""Rechazar un cambio de cuenta: con su porqué, que le llega a quien lo pidió."""

from mipg.avisos.models import Mensaje
from tests import fabricas
from tests.mipg.cambios import pedido


def test_rechaza_y_se_lo_cuenta_a_quien_lo_pidio(cliente_de):
    cambio = pedido()
    otra = cliente_de(fabricas.persona("administrador"))
    url = f"/personas/cambios/{cambio.pk}/rechazar/"
    assert otra.post(url, {"respuesta": " "}).status_code == 422
    assert otra.post(url, {"respuesta": "El oficio no está firmado."}).status_code == 302
    cambio.refresh_from_db()
    assert cambio.estado == cambio.Estado.RECHAZADO
    correo = Mensaje.objects.filter(destino=cambio.pedido_por.email).get()
    assert "El oficio no está firmado." in correo.texto


def test_quien_no_puede_lee_por_que(cliente_de):
    cambio = pedido()
    respuesta = cliente_de(cambio.pedido_por).post(f"/personas/cambios/{cambio.pk}/rechazar/", {"respuesta": "x"})
    assert respuesta.status_code == 422 and "desista de él" in respuesta.text
