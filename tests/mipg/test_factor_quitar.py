"""Quitar un factor: sólo el propio, y quien está obligado nunca el último."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator

from mipg.usuarios.factor import acciones
from tests import fabricas as f
from tests.factor import PAGINA, SEMILLA, adentro, con_clave, con_todo, llave
from tests.sesiones import entrar


@pytest.mark.parametrize("de", ["totp", "webauthn"])
def test_quien_esta_obligado_no_quita_el_ultimo_y_si_uno_de_dos(db, settings, de):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    persona = f.persona("control_interno")
    if de == "totp":
        acciones.activar_aplicacion(semilla=SEMILLA, por=persona, ahora=f.AHORA)
    else:
        llave(persona)
    cliente = con_todo(persona)
    suyo = acciones.de(persona).get()
    quitar = f"{PAGINA}{suyo.pk}/quitar/"
    assert "reemplácelo" in cliente.get(quitar).text
    assert cliente.post(quitar).status_code == 422
    assert acciones.de(persona).get() == suyo
    llave(persona)
    assert cliente.post(quitar).status_code == 302
    assert acciones.de(persona).count() == 1


def test_quien_no_esta_obligado_lo_quita_y_nadie_quita_el_de_otro(con_factor):
    persona, otra = con_factor(), f.persona("planeacion")
    quitar = f"{PAGINA}{acciones.de(persona).get().pk}/quitar/"
    assert entrar(otra).post(quitar).status_code == 404
    assert "al menos 15 letras" in con_todo(persona).get(quitar).text
    quitado = con_todo(persona).post(quitar, follow=True)
    assert "al menos 15 letras" in quitado.text, "la contraseña que bastaba con factor puede quedarse corta"
    assert not Authenticator.objects.filter(user=persona).exists()
    assert adentro(con_clave(persona))
