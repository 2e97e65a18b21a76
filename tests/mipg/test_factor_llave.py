"""La llave de seguridad: lo que el navegador arma con ella se comprueba."""

import json

import pytest

from mipg.etiquetas import en_json
from tests import fabricas as f
from tests.factor import PAGINA, PEDIR, adentro, con_clave, con_todo
from tests.sesiones import entrar

ABSURDAS = ("9" * 5000, "[" * 90_000)


@pytest.mark.parametrize(
    "basura",
    ["", "1", "null", "[]", "{}", '"x"', '{"id": 1}', '{"response": {}}', "no es json", *ABSURDAS],
)
def test_una_credencial_mala_es_un_mensaje_y_nunca_un_500(con_factor, basura):
    persona = con_factor()
    agregar = con_todo(persona).post(f"{PAGINA}llave/", {"credential": basura, "name": "x"})
    assert agregar.status_code == 422
    llave_mala = con_clave(persona)
    assert llave_mala.post(PEDIR, {"credential": basura}).status_code == 200
    assert not adentro(llave_mala)


def test_las_opciones_de_la_llave_son_json(db):
    pagina = entrar(f.persona("enlace")).get(f"{PAGINA}llave/")
    assert json.loads(en_json(pagina.context["opciones"]))["publicKey"]["rp"]["id"] == "testserver"
