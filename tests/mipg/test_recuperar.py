"""Lo escrito cuando la sesión ya terminó: lo recupera quien lo escribió, y nadie lo guarda por su cuenta."""

from collections.abc import Iterator

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from mipg import rescate
from tests import fabricas as f
from tests.seguimiento import escenario as e

TEXTO = "Se publicaron tres informes.\n«Con comillas» & <etiquetas>."
CREAR = "/personas/crear/"


@pytest.fixture
def vencida(db):
    """Un enlace con el formulario abierto y la sesión ya terminada: quedan el testigo y la galleta CSRF."""
    quien = e.personas()
    e.aprobar_plan(quien, e.del_ejemplo())
    avance = e.de(e.abrir(quien, 1, e.EN_T1), "Publicar informes de gestión")
    quien.enlace.set_password(f.CLAVE)
    quien.enlace.save()
    return quien, avance


def entrar(cliente: Client, persona, destino: str = "/cuenta/login/"):
    """El ingreso de verdad, que es el que da el testigo; devuelve la redirección."""
    return cliente.post(destino, {"login": persona.email, "password": f.CLAVE})


def vencer(cliente: Client) -> Client:
    """La sesión termina sola: el navegador ya no manda su galleta."""
    del cliente.cookies[settings.SESSION_COOKIE_NAME]
    return cliente


def de_sesion_vencida(persona) -> Client:
    cliente = Client()
    entrar(cliente, persona)
    return vencer(cliente)


def apartado(cliente: Client) -> dict | None:
    return cliente.session.get(rescate.CLAVE)


def test_lo_escrito_sin_sesion_se_recupera_al_entrar_y_llega_entero(vencida):
    quien, avance = vencida
    with e.detenido(e.EN_T1):
        cliente = de_sesion_vencida(quien.enlace)
        pagina = f"/seguimiento/avances/{avance.pk}/editar/"
        enviado = {
            "csrfmiddlewaretoken": "x",
            "pagina": "a" * 32,
            "initial-texto": "",
            "texto": TEXTO,
            "cantidad": "2",
            "situacion": "AVANCE",
        }
        ingreso = cliente.post(pagina, enviado, headers={"referer": f"http://otro.sitio{pagina}"})
        assert ingreso["Location"].endswith("next=/recuperar/")
        avance.refresh_from_db()
        assert avance.texto == ""

        assert entrar(cliente, quien.enlace, ingreso["Location"])["Location"] == "/recuperar/"
        recuperar = cliente.get("/recuperar/")
        escrito = recuperar.context["escrito"]
        assert escrito.volver == escrito.destino == pagina
        escondidos = {"pagina": "a" * 32, "initial-texto": ""}
        assert dict(escrito.campos) == escondidos | {"texto": TEXTO, "cantidad": "2", "situacion": "AVANCE"}
        assert recuperar.context["leidos"] == [
            ("Avance cualitativo", TEXTO),
            ("Cantidad del periodo", "2"),
            ("¿Qué pasó en el periodo?", "Con avance"),
        ]
        assert "&lt;etiquetas&gt;" in recuperar.text and "csrfmiddlewaretoken" in recuperar.text

        assert cliente.post(escrito.destino, dict(escrito.campos)).status_code == 302
        assert apartado(cliente) is None, "lo que ya llegó no espera más"
    avance.refresh_from_db()
    assert (avance.texto, avance.cantidad) == (TEXTO, 2)


def test_el_ingreso_dice_que_lo_escrito_esta_a_salvo(db):
    ingreso = de_sesion_vencida(f.persona("planeacion")).post(CREAR, {"nombre": "Ana"})["Location"]
    assert "Lo que escribió está a salvo" in Client().get(ingreso).text
    assert "está a salvo" not in Client().get("/cuenta/login/?next=/inicio/").text


def test_lo_que_la_misma_autora_autoguardo_no_choca_al_reenviar(vencida):
    quien, avance = vencida
    pagina = f"/seguimiento/avances/{avance.pk}/editar/"
    with e.detenido(e.EN_T1):
        cliente = Client()
        entrar(cliente, quien.enlace)
        abierta = cliente.get(pagina).context
        datos = {"pagina": abierta["pagina"], "texto": "Uno", "situacion": "AVANCE", "initial-texto": ""}
        guardado = cliente.post(pagina, datos, headers={"x-requested-with": "mipg-autoguardado"}).json()
        # El guion deja en la página lo que ya quedó guardado: es lo que la autora tiene delante.
        datos |= guardado["vistos"] | {"texto": "Uno y dos"}
        ingreso = vencer(cliente).post(pagina, datos)
        entrar(cliente, quien.enlace, ingreso["Location"])
        campos = dict(cliente.get("/recuperar/").context["escrito"].campos)
        assert cliente.post(pagina, campos).status_code == 302
    avance.refresh_from_db()
    assert avance.texto == "Uno y dos"


def test_lo_que_escribio_una_persona_no_lo_ve_quien_entra_despues(db):
    autora, otra = f.persona("planeacion"), f.persona("planeacion")
    cliente = de_sesion_vencida(autora)
    ingreso = cliente.post(CREAR, {"nombre": "Escrito por la autora"})
    assert apartado(cliente)["de"] == autora.pk
    entrar(cliente, otra, ingreso["Location"])
    assert apartado(cliente) is None
    assert cliente.get("/recuperar/")["Location"] == "/inicio/"


def test_lo_que_quedo_abierto_de_una_persona_no_queda_a_nombre_de_la_siguiente(db):
    cliente = Client(enforce_csrf_checks=True)

    def de_la_pagina() -> dict:
        cliente.get("/cuenta/login/")
        return {"csrfmiddlewaretoken": cliente.cookies[settings.CSRF_COOKIE_NAME].value}

    def ingresar(persona):
        cliente.post("/cuenta/login/", de_la_pagina() | {"login": persona.email, "password": f.CLAVE})

    ingresar(f.persona("planeacion"))
    abierta = de_la_pagina()
    vencer(cliente)
    ingresar(f.persona("planeacion"))
    vencer(cliente)
    # La pestaña de la primera persona, con el testigo de la segunda en el navegador.
    assert cliente.post(CREAR, abierta | {"nombre": "De la primera"}).status_code == 403
    assert apartado(cliente) is None


def test_el_testigo_cambia_al_ingresar_y_muere_al_salir(db):
    autora, otra = f.persona("planeacion"), f.persona("planeacion")
    cliente = Client()
    entrar(cliente, autora)
    primero = cliente.cookies[settings.GALLETA_DE_RESCATE]
    assert primero["httponly"] and primero["samesite"] == "Lax" and primero.value.startswith(f"{autora.pk}:")
    entrar(vencer(cliente), otra)
    assert cliente.cookies[settings.GALLETA_DE_RESCATE].value.startswith(f"{otra.pk}:")
    cliente.post("/cuenta/logout/")
    assert cliente.cookies[settings.GALLETA_DE_RESCATE].value == ""
    cliente.post(CREAR, {"nombre": "Ana"})
    assert apartado(cliente) is None, "sin testigo no se sabe de quién es"


def test_un_testigo_escrito_a_mano_no_dice_de_quien_es(db):
    cliente = Client()
    cliente.cookies[settings.GALLETA_DE_RESCATE] = f"{f.persona('planeacion').pk}:AAAA:falso"
    cliente.post(CREAR, {"nombre": "Ana"})
    assert apartado(cliente) is None


@pytest.mark.parametrize(
    "pagina",
    [
        *("/cuenta/password/change/", "/cuenta/login/", "/cuenta/reauthenticate/", "/cuenta/segundo-factor/pedir/"),
        *("/cuenta/segundo-factor/aplicacion/", "/cuenta/segundo-factor/llave/", "/admin/usuarios/dependencia/add/"),
    ],
)
def test_de_la_cuenta_y_del_admin_no_se_guarda_nada(db, pagina):
    cliente = de_sesion_vencida(f.persona("administrador"))
    cliente.post(pagina, {"oldpassword": f.CLAVE, "password1": f.CLAVE, "code": "123456", "nombre": "x"})
    assert apartado(cliente) is None


def test_lo_secreto_de_un_formulario_cualquiera_tampoco_se_guarda(db):
    cliente = de_sesion_vencida(f.persona("planeacion"))
    secretos = dict.fromkeys(("csrfmiddlewaretoken", "password", "clave_nueva", "Contrasena", "otp-token"), "x")
    cliente.post(CREAR, secretos | {"nombre": "Ana"})
    assert apartado(cliente)["campos"] == [["nombre", "Ana"]]


def _formularios(clase: type = forms.BaseForm) -> Iterator[type]:
    for hija in clase.__subclasses__():
        yield hija
        yield from _formularios(hija)


def test_ningun_campo_de_clave_tiene_un_nombre_que_se_guarde():
    get_resolver().url_patterns  # noqa: B018 (carga todas las vistas y con ellas sus formularios)
    claves = {
        nombre
        for formulario in _formularios()
        for nombre, campo in getattr(formulario, "base_fields", {}).items()
        if isinstance(campo.widget, forms.PasswordInput)
    }
    assert {"password", "oldpassword", "password1"} <= claves
    assert {nombre for nombre in claves if not rescate.es_secreto(nombre)} == set()


def test_se_anotan_los_archivos_que_hay_que_volver_a_elegir(db):
    autora = f.persona("planeacion")
    cliente = de_sesion_vencida(autora)
    cliente.post("/personas/importar/", {"x": "1", "archivo": SimpleUploadedFile("gente.csv", b"a,b")})
    assert apartado(cliente)["archivos"] == [["archivo", "gente.csv"]]
    entrar(cliente, autora)
    respuesta = cliente.get("/recuperar/")
    assert respuesta.context["archivos"] == [("Archivo", "gente.csv")]
    assert "Vuelva a elegir" in respuesta.text


def test_se_lee_a_la_persona_y_no_su_numero_y_la_fecha_como_aqui(db):
    autora, afectada = f.persona("planeacion"), f.persona("enlace")
    hacienda = f.dependencia("Secretaría de Hacienda")
    pagina = f"/personas/{afectada.pk}/asignaciones/crear/"
    cliente = de_sesion_vencida(autora)
    datos = {"rol": "jefe", "dependencia": hacienda.pk, "desde": "2026-07-06"}
    cliente.post(pagina, datos, headers={"referer": f"http://testserver{pagina}?volver=1"})
    entrar(cliente, autora)
    respuesta = cliente.get("/recuperar/")
    assert respuesta.context["escrito"].volver == f"{pagina}?volver=1"
    assert ("Dependencia", "Secretaría de Hacienda") in respuesta.context["leidos"]
    assert ("Desde", "06/07/2026") in respuesta.context["leidos"]


@pytest.mark.parametrize(("anterior", "volver"), [
    ("https://x.test//malo.test/a?b=1", "/malo.test/a?b=1"), ("javascript:alert(1)", "/alert(1)"), ("", CREAR),
])  # fmt: skip
def test_la_vuelta_nunca_sale_del_sitio(db, anterior, volver):
    cliente = de_sesion_vencida(f.persona("planeacion"))
    cliente.post(CREAR, {"nombre": "Ana"}, headers={"referer": anterior})
    assert apartado(cliente)["volver"] == volver


def test_si_la_pagina_ya_no_se_abre_se_lee_lo_escrito_y_no_lo_de_la_pagina(db):
    autora = f.persona("planeacion")
    cliente = de_sesion_vencida(autora)
    cliente.post("/planes/99999/importar/", {"texto": "Lo mío", "cantidad": "3", "initial-texto": "z", "huella": "abc"})
    entrar(cliente, autora)
    assert cliente.get("/recuperar/").context["leidos"] == [("Lo que escribió", "Lo mío"), ("Lo que escribió", "3")]


def test_sin_nada_que_recuperar_se_va_al_inicio(cliente_de):
    respuesta = cliente_de(f.persona("jefe")).get("/recuperar/", follow=True)
    assert respuesta.redirect_chain == [("/inicio/", 302)]
    assert "No hay nada por recuperar" in respuesta.text


def test_a_la_hora_ya_no_espera(db):
    autora = f.persona("planeacion")
    cliente = de_sesion_vencida(autora)
    cliente.post(CREAR, {"nombre": "Ana"})
    entrar(cliente, autora)
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
    cliente = de_sesion_vencida(f.persona("enlace"))
    respuesta = cliente.post("/seguimiento/avances/1/editar/", datos, headers=cabeceras)
    assert respuesta["Location"] == "/cuenta/login/?next=/seguimiento/avances/1/editar/"
    assert apartado(cliente) is None


def test_sin_galleta_csrf_no_se_guarda_lo_que_mande_otro_sitio(db):
    cliente = Client(enforce_csrf_checks=True)
    assert cliente.post("/planes/crear/", {"nombre": "ajeno"}).status_code == 403
    assert apartado(cliente) is None
