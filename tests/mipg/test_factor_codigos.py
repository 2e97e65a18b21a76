"""Los códigos de recuperación: de un solo uso, contados, y mueren con lo que recuperaban."""

import pytest

from mipg.bitacora.models import Suceso
from mipg.usuarios.factor import acciones
from tests import fabricas as f
from tests.factor import PAGINA, PEDIR, adentro, con_clave, con_todo, configurar, llave
from tests.sesiones import entrar


@pytest.mark.parametrize("que", ["reemplazar", "quitar", "regenerar"])
def test_los_codigos_viejos_mueren(con_factor, que):
    persona = con_factor()
    cliente = con_todo(persona)
    if que == "reemplazar":
        configurar(cliente)
    elif que == "quitar":
        llave(persona)
        cliente.post(f"{PAGINA}{acciones.de(persona).get(type='totp').pk}/quitar/")
        assert acciones.codigos_de(persona) is None
        return
    else:
        cliente.post(f"{PAGINA}codigos/")
    otro = con_clave(persona)
    otro.post(PEDIR, {"code": persona.codigos[0]})
    assert not adentro(otro)


def test_sin_factor_no_hay_codigos(db):
    persona = f.persona("enlace")
    assert entrar(persona).post(f"{PAGINA}codigos/")["Location"] == PAGINA
    assert acciones.codigos_de(persona) is None


def test_un_codigo_de_recuperacion_sirve_una_vez_y_se_cuentan_los_que_quedan(con_factor):
    persona = con_factor()
    cliente = con_clave(persona)
    respuesta = cliente.post(PEDIR, {"code": persona.codigos[0]}, follow=True)
    assert adentro(cliente)
    assert "le quedan 9" in respuesta.text
    assert Suceso.objects.filter(verbo="usar código de recuperación", actor=persona).count() == 1
    otro = con_clave(persona)
    otro.post(PEDIR, {"code": persona.codigos[0]})
    assert not adentro(otro)
