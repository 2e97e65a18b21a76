"""La lista de cambios de cuentas: por decidir, los propios y los decididos, con las mismas consultas siempre."""

from mipg.usuarios.acciones.cambios import desistir_cambio
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido

URL = "/personas/cambios/"


def test_marca_solo_lo_que_quien_mira_puede_confirmar(cliente_de):
    una, otra = fabricas.persona("planeacion"), fabricas.persona("administrador")
    suyo, de_auditora = pedido(por=una), pedido(fabricas.persona("control_interno"), otra, Operacion.DESACTIVAR)
    marcables = {}
    for quien in (una, otra, fabricas.persona("control_interno")):
        filas = cliente_de(quien).get(URL).context["filas"]
        marcables[quien] = {cambio.pk for cambio, _, puede in filas if puede}
    assert list(marcables.values()) == [set(), {suyo.pk}, {de_auditora.pk}]


def test_cada_pestana_muestra_lo_suyo(cliente_de, ahora):
    una = fabricas.persona("planeacion")
    cliente = cliente_de(una)
    abierto, cerrado = pedido(por=una), pedido(fabricas.persona("jefe"), fabricas.persona("administrador"),
                                               Operacion.DESACTIVAR)  # fmt: skip
    desistir_cambio(cambio=cerrado, por=cerrado.pedido_por, ahora=ahora)
    for ver, debe in (("", abierto), ("mios", abierto), ("decididos", cerrado)):
        assert [c.pk for c, *_ in cliente.get(URL, {"ver": ver}).context["filas"]] == [debe.pk], ver


def test_se_llega_desde_el_inicio_y_desde_personas(cliente_de):
    for rol in ("planeacion", "administrador", "control_interno"):
        assert f'href="{URL}"' in cliente_de(fabricas.persona(rol)).get("/inicio/").text, rol
    assert f'href="{URL}"' in cliente_de(fabricas.persona("administrador")).get("/personas/").text


def test_el_numero_de_consultas_no_depende_de_cuantos_haya(cliente_de, consultas):
    cliente = cliente_de(fabricas.persona("administrador"))
    cliente.get(URL)

    def cuantas():
        with consultas() as hechas:
            assert cliente.get(URL).status_code == 200
        return len(hechas)

    for _ in range(2):
        pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR)
    con_dos = cuantas()
    for _ in range(8):
        pedido(fabricas.persona("jefe"), operacion=Operacion.DESACTIVAR)
    assert cuantas() == con_dos
