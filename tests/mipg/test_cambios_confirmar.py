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


def test_la_lista_los_marca_todos_y_antes_de_aplicar_dice_que_pasara(cliente_de):
    cliente = cliente_de(fabricas.persona("administrador"))
    suyos = [pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR) for _ in range(2)]
    lista = cliente.get("/personas/cambios/", {"marcar": "todos"}).text
    assert lista.count("checked") == len(suyos) and "Marcar los 2 que usted puede" in lista
    pagina = cliente.get(URL, {"cambio": [c.pk for c in suyos]}).text
    assert "se le cierran las sesiones" in pagina
    assert all(c.queda in pagina and f'name="cambio" value="{c.pk}"' in pagina for c in suyos)
    assert CambioDeCuenta.objects.por_decidir().count() == len(suyos)


def test_sin_nada_que_marcar_no_se_ofrece_confirmar(cliente_de):
    una = fabricas.persona("planeacion")
    pedido(por=una)
    assert "Confirmar los marcados" not in cliente_de(una).get("/personas/cambios/").text
