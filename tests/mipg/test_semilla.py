"""La semilla de un segundo factor y los códigos no salen: ni base, ni admin, ni bitácora, ni registros."""

import base64
import io
import logging

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from auditlog.registry import auditlog
from cryptography.fernet import InvalidToken
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from mipg.usuarios.factor import acciones
from tests import fabricas as f
from tests.factor import PAGINA, PEDIR, codigo
from tests.mipg import matriz
from tests.sesiones import entrar


@pytest.fixture(autouse=True)
def _limpio(db):
    cache.clear()


def volcado() -> str:
    """Todas las tablas, y las sesiones además como texto."""
    salida = []
    with connection.cursor() as cursor:
        for tabla in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{tabla}"')
            salida += map(repr, cursor.fetchall())
    salida += [repr(sesion.get_decoded()) for sesion in Session.objects.all()]
    return "\n".join(salida)


def formas(semilla: str) -> set[str]:
    """La semilla en claro, en base32, en hexadecimal y como la parte la página."""
    cruda = base64.b32decode(semilla)
    grupos = " ".join(semilla[n : n + 4] for n in range(0, len(semilla), 4))
    return {semilla, semilla.rstrip("="), cruda.hex(), base64.b64encode(cruda).decode(), grupos}


def test_ni_la_semilla_ni_los_codigos_estan_en_ninguna_salida(caplog):
    caplog.set_level(logging.DEBUG)
    persona = f.persona("planeacion")
    cliente = entrar(persona)
    semilla = cliente.get(f"{PAGINA}aplicacion/").context["semilla"].replace(" ", "")
    secretos = formas(semilla)
    assert not [s for s in secretos if s in volcado()], "mientras se configura, en la sesión"
    cliente.post(f"{PAGINA}aplicacion/", {"code": "000000"})
    cliente.post(f"{PAGINA}aplicacion/", {"code": codigo(semilla)})
    codigos = cliente.post(f"{PAGINA}codigos/").context["nuevos"]
    nuevo = Client()
    nuevo.post("/cuenta/login/", {"login": persona.email, "password": f.CLAVE})
    nuevo.post(PEDIR, {"code": codigos[0]})
    secretos |= set(codigos)

    salidas = {"base": volcado(), "registros": caplog.text}
    dicho = io.StringIO()
    call_command("dumpdata", stdout=dicho)
    salidas["dumpdata"] = dicho.getvalue()
    control = entrar(f.persona("control_interno"))
    paginas = [*matriz.paginas_del_admin(), f"/personas/{persona.pk}/", PAGINA]
    salidas |= {url: cliente.get(url).text for url in paginas}
    salidas |= {f"control {url}": control.get(url).text for url in matriz.paginas_del_admin()}
    assert {donde for donde, texto in salidas.items() if any(s in texto for s in secretos)} == set()
    assert Authenticator.objects.filter(user=persona).count() == 2


def test_el_factor_no_esta_en_el_admin_ni_lo_copia_la_bitacora():
    assert not admin.site.is_registered(Authenticator)
    assert not auditlog.contains(Authenticator)


def test_se_cambia_la_clave_de_cifrado_sin_perder_a_nadie(settings):
    persona = f.persona("enlace")
    settings.CLAVES_DE_FACTORES = ["vieja" * 8]
    acciones.activar_aplicacion(semilla="JBSWY3DPEHPK3PXP", por=persona, ahora=f.AHORA)
    codigos = acciones.generar_codigos(por=persona, ahora=f.AHORA)
    settings.CLAVES_DE_FACTORES = ["nueva" * 8, "vieja" * 8]
    assert acciones.codigos_de(persona).wrap().get_unused_codes() == codigos
    call_command("recifrar_factores", stdout=io.StringIO())
    settings.CLAVES_DE_FACTORES = ["nueva" * 8]
    assert acciones.codigos_de(persona).wrap().get_unused_codes() == codigos
    suya = acciones.de(persona).get().data["secret"]
    assert get_adapter().decrypt(suya) == "JBSWY3DPEHPK3PXP"


def test_sin_la_clave_ningun_codigo_sirve_y_se_dice(settings, caplog):
    persona = f.persona("enlace")
    acciones.activar_aplicacion(semilla="JBSWY3DPEHPK3PXP", por=persona, ahora=f.AHORA)
    settings.CLAVES_DE_FACTORES = ["otra" * 10]
    nuevo = Client()
    nuevo.post("/cuenta/login/", {"login": persona.email, "password": f.CLAVE})
    assert nuevo.post(PEDIR, {"code": codigo("JBSWY3DPEHPK3PXP")}).status_code == 200
    assert "MIPG_CLAVE_DE_FACTORES" in caplog.text
    with pytest.raises(InvalidToken):
        acciones.recifrar()
    with pytest.raises(CommandError, match="No se cambió nada"):
        call_command("recifrar_factores")
