"""Rechazar varios cambios a la vez, con un solo porqué que le llega a quien pidió cada uno."""

from mipg.avisos.models import Mensaje
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido

URL = "/personas/cambios/rechazar/"


def test_rechaza_los_marcados_con_el_mismo_porque(cliente_de):
    otra = fabricas.persona("administrador")
    suyos = [pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR) for _ in range(2)]
    propio = pedido(fabricas.persona("jefe"), otra, Operacion.DESACTIVAR)
    cliente, marcados = cliente_de(otra), {"cambio": [c.pk for c in (*suyos, propio)]}
    assert cliente.get(URL, marcados).text.count('name="cambio"') == 3
    sin_porque = cliente.post(URL, marcados)
    assert sin_porque.status_code == 422 and sin_porque.text.count('name="cambio"') == 3
    texto = cliente.post(URL, marcados | {"respuesta": "El oficio no está firmado."}, follow=True).text
    assert "Cambios rechazados: 2." in texto and f"{propio}: Usted lo pidió" in texto
    assert set(CambioDeCuenta.objects.por_decidir()) == {propio}
    for cambio in suyos:
        assert "no está firmado" in Mensaje.objects.filter(destino=cambio.pedido_por.email).get().texto
