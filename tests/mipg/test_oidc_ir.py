"""La ida a la cuenta de la entidad: sólo existe si se configuró."""

from django.test import Client


def test_apagado_no_hay_boton_ni_rutas(db):
    assert "/personas/oidc/" not in Client().get("/cuenta/login/").text
    assert Client().post("/personas/oidc/").status_code == 404
    assert Client().get("/personas/oidc/vuelta/?code=x&state=y").status_code == 404


def test_encendido_el_ingreso_lo_ofrece(db, settings):
    settings.OIDC = {"emisor": "https://accounts.google.com", "nombre": "Google", "dominios": ["alcaldia.test"]}
    pagina = Client().get("/cuenta/login/?next=/planes/").text
    assert "Ingresar con Google" in pagina
    assert 'action="/personas/oidc/"' in pagina
