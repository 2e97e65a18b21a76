"""Confirmar varios cambios a la vez, como tras importar jefes: se aplican los que se puede y se dice de los demás."""

from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido

URL = "/personas/cambios/confirmar/"


def test_aplica_los_marcados_y_explica_los_que_no(cliente_de):
    otra = fabricas.persona("administrador")
    suyos = [pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR) for _ in range(2)]
    sin_marcar = pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR)
    propio = pedido(fabricas.persona("jefe"), otra, Operacion.DESACTIVAR)
    datos = {"cambio": [*(c.pk for c in (*suyos, propio)), "no-es-numero", "9" * 30]}
    texto = cliente_de(otra).post(URL, datos, follow=True).text
    assert "Cambios confirmados y aplicados: 2." in texto
    assert f"{propio}: Usted lo pidió" in texto
    assert set(CambioDeCuenta.objects.por_decidir()) == {sin_marcar, propio}


def test_sin_marcar_ninguno_lo_dice(cliente_de):
    assert "Marque los cambios" in cliente_de(fabricas.persona("administrador")).post(URL, follow=True).text
