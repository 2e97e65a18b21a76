"""Lo escrito cuando la sesión ya terminó: se recupera después de entrar, y nadie lo guarda por su cuenta."""

import pytest
from django.test import Client

from mipg import rescate
from tests import fabricas as f
from tests.seguimiento import escenario as e

CLAVE = "clave-de-prueba-9"
TEXTO = "Se publicaron tres informes.\n«Con comillas» & <etiquetas>."


@pytest.fixture
def vencida(db):
    """Un enlace con el formulario abierto y la sesión ya terminada: queda la galleta CSRF, no la de sesión."""
    quien = e.personas()
    e.aprobar_plan(quien, e.del_ejemplo())
    avance = e.de(e.abrir(quien, 1, e.EN_T1), "Publicar informes de gestión")
    quien.enlace.set_password(CLAVE)
    quien.enlace.save()
    return quien, avance


def entrar(cliente: Client, persona, destino: str):
    return cliente.post(destino, {"login": persona.email, "password": CLAVE}, follow=True)


def test_lo_escrito_sin_sesion_se_recupera_al_entrar_y_llega_entero(vencida):
    quien, avance = vencida
    cliente = Client()
    with e.detenido(e.EN_T1):
        pagina = f"/seguimiento/avances/{avance.pk}/editar/"
        enviado = {"csrfmiddlewaretoken": "x", "texto": TEXTO, "cantidad": "2", "situacion": "AVANCE"}
        ingreso = cliente.post(pagina, enviado, headers={"referer": f"http://otro.sitio{pagina}"})
        assert ingreso["Location"].endswith("next=/recuperar/")
        avance.refresh_from_db()
        assert avance.texto == ""

        recuperar = entrar(cliente, quien.enlace, ingreso["Location"])
        assert recuperar.redirect_chain[-1][0] == "/recuperar/"
        escrito = recuperar.context["escrito"]
        assert escrito.volver == escrito.destino == pagina
        assert dict(escrito.campos) == {"texto": TEXTO, "cantidad": "2", "situacion": "AVANCE"}
        assert "&lt;etiquetas&gt;" in recuperar.text and "csrfmiddlewaretoken" in recuperar.text

        assert cliente.post(escrito.destino, dict(escrito.campos)).status_code == 302
    avance.refresh_from_db()
    assert (avance.texto, avance.cantidad) == (TEXTO.replace("\n", "\r\n"), 2) or avance.texto == TEXTO


def test_sin_nada_que_recuperar_se_va_al_inicio(cliente_de):
    respuesta = cliente_de(f.persona("jefe")).get("/recuperar/", follow=True)
    assert respuesta.redirect_chain == [("/inicio/", 302)]
    assert "No hay nada por recuperar" in respuesta.text


def test_a_la_hora_ya_no_espera(vencida, time_machine):
    quien, avance = vencida
    cliente = Client()
    cliente.post(f"/seguimiento/avances/{avance.pk}/editar/", {"texto": TEXTO})
    cliente.force_login(quien.enlace)
    assert cliente.get("/recuperar/").status_code == 200
    sesion = cliente.session
    sesion[rescate.CLAVE] = sesion[rescate.CLAVE] | {"en": sesion[rescate.CLAVE]["en"] - rescate.DURA - 1}
    sesion.save()
    assert cliente.get("/recuperar/").status_code == 302


@pytest.mark.parametrize(("datos", "cabeceras"), [
    ({}, {}), ({"csrfmiddlewaretoken": "x"}, {}), ({"texto": "x" * (rescate.MAXIMO + 1)}, {}),
    ({"texto": "x"}, {"x-requested-with": "mipg-autoguardado"}),
])  # fmt: skip
def test_lo_que_no_se_rescata_va_al_ingreso_de_siempre(db, datos, cabeceras):
    cliente = Client()
    respuesta = cliente.post("/seguimiento/avances/1/editar/", datos, headers=cabeceras)
    assert respuesta["Location"] == "/cuenta/login/?next=/seguimiento/avances/1/editar/"
    assert rescate.CLAVE not in cliente.session


def test_sin_galleta_csrf_no_se_guarda_lo_que_mande_otro_sitio(db):
    cliente = Client(enforce_csrf_checks=True)
    assert cliente.post("/planes/crear/", {"nombre": "ajeno"}).status_code == 403
    assert rescate.CLAVE not in cliente.session
