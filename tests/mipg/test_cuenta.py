"""De allauth sólo está lo que se usa: rol × URL × método. Nadie se registra ni cambia su correo."""

import pytest
from django.test import Client

from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Rol
from tests import fabricas

ROLES = ("anonimo", *Rol.values)
# ruta → (GET sin sesión, POST sin sesión, GET con sesión, POST con sesión); el POST va vacío.
TABLA = {
    "login/": (200, 200, 302, 302),
    "logout/": (302, 302, 200, 302),
    "inactive/": (200, 405, 200, 405),
    "reauthenticate/": (302, 302, 200, 200),
    "segundo-factor/pedir/": (302, 302, 302, 302),
    "segundo-factor/confirmar/": (302, 302, 302, 302),
    "segundo-factor/confirmar/llave/": (302, 302, 302, 302),
    "password/change/": (302, 302, 200, 200),
    "password/set/": (302, 302, 302, 302),
    "password/reset/": (200, 200, 200, 200),
    "password/reset/done/": (200, 405, 200, 405),
    "password/reset/key/1-x/": (200, 200, 200, 200),
    "password/reset/key/done/": (200, 405, 200, 405),
}
NO_ESTAN = ("email/", "signup/", "confirm-email/", "confirm-email/x/", "login/code/confirm/", "login/code/")


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ROLES)
def test_cada_rol_recibe_lo_declarado(rol):
    recibidos = {}
    for ruta in TABLA:
        codigos = []
        for metodo in ("get", "post"):
            cliente = Client()
            if rol != "anonimo":
                cliente.force_login(fabricas.persona(rol))
            codigos.append(getattr(cliente, metodo)(f"/cuenta/{ruta}").status_code)
        recibidos[ruta] = tuple(codigos)
    assert recibidos == {ruta: codigos[:2] if rol == "anonimo" else codigos[2:] for ruta, codigos in TABLA.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ROLES)
@pytest.mark.parametrize("ruta", NO_ESTAN)
def test_lo_demas_no_existe_para_nadie(rol, ruta):
    cliente = Client()
    if rol != "anonimo":
        cliente.force_login(fabricas.persona(rol))
    assert cliente.get(f"/cuenta/{ruta}").status_code == 404
    assert cliente.post(f"/cuenta/{ruta}", {"email": "otro@ejemplo.test", "action_add": ""}).status_code == 404


def test_control_interno_no_cambia_su_correo(cliente_de):
    persona = fabricas.persona("control_interno", email="ci@ejemplo.test")
    cliente_de(persona).post("/cuenta/email/", {"email": "otro@ejemplo.test", "action_add": ""})
    assert Usuario.objects.get(pk=persona.pk).email == "ci@ejemplo.test"
    assert not persona.emailaddress_set.filter(email="otro@ejemplo.test").exists()
