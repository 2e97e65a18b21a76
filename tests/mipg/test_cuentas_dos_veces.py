"""Pedir dos veces lo mismo, en cada vista de cuentas: nunca es un 500 y lo segundo se explica."""

import pytest

from mipg.usuarios.models import CambioDeCuenta
from tests import fabricas
from tests.mipg.cambios import pedido


@pytest.fixture
def planeacion(cliente_de):
    return cliente_de(fabricas.persona("planeacion"))


def dos_veces(cliente, url, datos):
    return [cliente.post(url, datos).status_code, (segunda := cliente.post(url, datos)).status_code], segunda


@pytest.mark.parametrize(
    ("url", "datos"),
    [
        ("/personas/{p}/editar/", {"nombre": "Jefa", "email": "otra@ejemplo.test", "vinculo_hasta": "2030-01-01"}),
        ("/personas/{p}/desactivar/", {}),
        ("/personas/{p}/factor/reiniciar/", {}),
        ("/personas/{p}/asignaciones/crear/", {"rol": "comite", "dependencia": "{d}", "desde": "2030-01-01"}),
        ("/personas/asignaciones/{a}/terminar/", {"hasta": "2030-01-31"}),
        ("/personas/asignaciones/{a}/anular/", {}),
    ],
)
def test_pedir_dos_veces_lo_mismo_vuelve_al_formulario(planeacion, url, datos):
    jefa = fabricas.persona("jefe", nombre="Jefa")
    suya = jefa.asignaciones.get()
    suya.desde = "2029-01-01"
    suya.save()
    claves = {"p": jefa.pk, "a": suya.pk, "d": suya.dependencia_id}
    datos = {c: v.format(**claves) for c, v in datos.items()} | {"motivo": "Por oficio.", "visto": jefa.huella}
    estados, segunda = dos_veces(planeacion, url.format(**claves), datos)
    assert estados == [302, 422]
    assert "Ya hay un cambio igual por decidir" in segunda.text


def test_reactivar_dos_veces_lo_dice_en_la_ficha(planeacion):
    jefa = fabricas.persona("jefe", is_active=False)
    estados, _ = dos_veces(planeacion, f"/personas/{jefa.pk}/reactivar/", {"motivo": "Volvió."})
    assert estados == [302, 302]
    assert "Ya hay un cambio igual por decidir" in planeacion.get(f"/personas/{jefa.pk}/").text


@pytest.mark.parametrize("verbo", ["confirmar", "rechazar", "desistir"])
def test_decidir_dos_veces_lo_explica(cliente_de, verbo):
    cambio = pedido()
    quien = cambio.pedido_por if verbo == "desistir" else fabricas.persona("administrador")
    estados, _ = dos_veces(cliente_de(quien), f"/personas/cambios/{cambio.pk}/{verbo}/", {"respuesta": "No."})
    assert estados == [302, 422 if verbo == "rechazar" else 302]
    assert CambioDeCuenta.objects.get().estado != "SOLICITADO"
