"""Desistir de un cambio de cuenta: sólo quien lo pidió."""

from tests import fabricas
from tests.mipg.cambios import pedido


def test_desiste_quien_lo_pidio_y_nadie_mas(cliente_de):
    cambio = pedido()
    url = f"/personas/cambios/{cambio.pk}/desistir/"
    assert "Sólo desiste quien lo pidió" in cliente_de(fabricas.persona("administrador")).post(url, follow=True).text
    cliente_de(cambio.pedido_por).post(url)
    cambio.refresh_from_db()
    assert cambio.estado == cambio.Estado.DESISTIDO
