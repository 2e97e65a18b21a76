"""Ingreso con la cuenta de la entidad (OIDC): sólo entra quien ya existe, por un correo que su proveedor comprobó."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from mipg.settings import proveedor_oidc
from mipg.usuarios.factor.acciones import activar_aplicacion
from mipg.usuarios.middleware import INICIO
from mipg.usuarios.models import Usuario
from mipg.usuarios.oidc import motivo_de_rechazo
from tests import fabricas

CORREO = "ana@alcaldia.test"
ENTRA = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
GOOGLE = "https://accounts.google.com"


# --- Qué se le cree al proveedor ----------------------------------------------------------------------------


def rechazo(emisor="https://sso.alcaldia.test", **cambios) -> str:
    datos = {"iss": emisor, "nonce": "n", "email": CORREO, "email_verified": True} | cambios
    return motivo_de_rechazo(datos, emisor=emisor, dominios=["alcaldia.test"], nonce="n")


def test_se_acepta_el_correo_comprobado_de_un_dominio_declarado():
    assert rechazo() == ""
    assert rechazo(email="ANA@Alcaldia.TEST") == ""


@pytest.mark.parametrize(
    ("cambios", "motivo"),
    [
        ({"email_verified": False}, "sin comprobar"),
        ({"email_verified": None}, "sin comprobar"),
        ({"email_verified": "false"}, "sin comprobar"),
        ({"email_verified": 1}, "sin comprobar"),
        ({"email": None}, "sin correo"),
        ({"email": ["ana@alcaldia.test"]}, "sin correo"),
        ({"email": None, "preferred_username": CORREO, "upn": CORREO}, "sin correo"),
        ({"email": "ana@otra.test"}, "otro dominio"),
        ({"email": "ana@alcaldia.test.otra.test"}, "otro dominio"),
        ({"email": "ana@otra.test@alcaldia.test"}, "sin correo"),
        ({"iss": "https://otro.test"}, "otro emisor"),
        ({"nonce": "otro"}, "otra petición"),
        ({"nonce": None}, "otra petición"),
    ],
)
def test_lo_demas_no(cambios, motivo):
    assert motivo in rechazo(**cambios)


def test_en_entra_el_correo_lo_escribe_cualquiera_y_no_basta():
    """El ataque «nOAuth»: otro inquilino pone en su directorio el correo de la víctima."""
    suyo = {"tid": "11111111-2222-3333-4444-555555555555", "email_verified": None, "xms_edov": True}
    assert rechazo(ENTRA, **suyo) == ""
    assert rechazo(ENTRA, **suyo | {"xms_edov": "1"}) == ""
    assert "otro directorio" in rechazo(ENTRA, **suyo | {"tid": "99999999-2222-3333-4444-555555555555"})
    assert "otro directorio" in rechazo(ENTRA, **suyo | {"tid": None})
    assert "sin comprobar" in rechazo(ENTRA, **suyo | {"xms_edov": None})
    assert "sin comprobar" in rechazo(ENTRA, **suyo | {"xms_edov": "0"})


def test_en_google_la_cuenta_es_de_la_organizacion_y_no_una_personal_con_ese_correo():
    assert rechazo(GOOGLE, hd="alcaldia.test") == ""
    assert "otra organización" in rechazo(GOOGLE)
    assert "otra organización" in rechazo(GOOGLE, hd="otra.test")


# --- El camino entero, contra un proveedor de verdad ---------------------------------------------------------


@pytest.fixture(scope="module")
def proveedor():
    """`proveedor(sub, **datos)` deja a esa persona en él; su dirección, en `.emisor`."""
    with run_server_in_thread() as servidor:
        emisor = f"http://localhost:{servidor.server_port}"

        def poner(**datos) -> None:
            requests.put(f"{emisor}/users/quien", json=datos, timeout=5).raise_for_status()

        poner.emisor = emisor
        yield poner


@pytest.fixture
def encendido(db, settings, proveedor):
    """El portal con ese proveedor configurado."""
    settings.OIDC, settings.SOCIALACCOUNT_PROVIDERS = proveedor_oidc(
        emisor=proveedor.emisor, nombre="Cuenta de la entidad", cliente="mipg", secreto="s", dominios=["alcaldia.test"]
    )
    return proveedor


def ir(cliente: Client, siguiente: str = "") -> str:
    """Pide ingresar; devuelve la dirección del proveedor a la que se va."""
    return cliente.post("/personas/oidc/", {"next": siguiente})["Location"]


def autorizar(destino: str) -> str:
    """La persona acepta allá; devuelve la ruta con que el proveedor la manda de vuelta."""
    vuelta = urlsplit(
        requests.post(destino, data={"sub": "quien"}, allow_redirects=False, timeout=5).headers["Location"]
    )
    return f"{vuelta.path}?{vuelta.query}"


def entrar(cliente: Client, siguiente: str = ""):
    return cliente.get(autorizar(ir(cliente, siguiente)))


def adentro(cliente: Client) -> bool:
    return "_auth_user_id" in cliente.session


@pytest.mark.servicios
def test_entra_quien_existe_y_no_queda_guardado_nada_suyo(encendido):
    fabricas.persona("enlace", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    cliente = Client()
    respuesta = entrar(cliente, "/planes/")
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/planes/")
    assert adentro(cliente)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


@pytest.mark.servicios
def test_sin_contrasena_se_confirma_por_alla_y_lo_escrito_no_se_pierde(encendido):
    persona = fabricas.persona("planeacion", email=CORREO)
    persona.set_unusable_password()
    persona.save()
    encendido(email=CORREO, email_verified=True)
    cliente = Client()
    entrar(cliente)
    cliente.get("/inicio/")
    sesion = cliente.session
    sesion[INICIO] -= 3600
    sesion[AUTHENTICATION_METHODS_SESSION_KEY] = []
    sesion.save()
    ida = cliente.post("/personas/crear/", {"nombre": "Ana de Ejemplo"})["Location"]
    pagina = cliente.get(ida)
    assert "Confirmar con Cuenta de la entidad" in pagina.text
    assert "password" not in pagina.text
    assert entrar(cliente, "/recuperar/")["Location"] == "/recuperar/"
    assert "Ana de Ejemplo" in cliente.get("/recuperar/").text
    assert cliente.get("/personas/crear/").status_code == 200


@pytest.mark.servicios
def test_a_quien_entra_por_alla_no_se_le_toca_su_contrasena(encendido):
    persona = fabricas.persona("enlace", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    entrar(Client())
    assert Client().login(email=persona.email, password=fabricas.CLAVE)


@pytest.mark.servicios
def test_no_salta_el_segundo_factor(encendido):
    persona = fabricas.persona("enlace", email=CORREO)
    activar_aplicacion(semilla="JBSWY3DPEHPK3PXP", por=persona, ahora=fabricas.AHORA)
    encendido(email=CORREO, email_verified=True)
    cliente = Client()
    assert entrar(cliente)["Location"] == "/cuenta/segundo-factor/pedir/"
    assert not adentro(cliente)


@pytest.mark.servicios
@pytest.mark.parametrize(
    ("datos", "cambio"),
    [
        ({"email": "nadie@alcaldia.test", "email_verified": True}, {}),
        ({"email": CORREO, "email_verified": False}, {}),
        ({"email": CORREO}, {}),
        ({"preferred_username": CORREO, "email_verified": True}, {}),
        ({"email": CORREO, "email_verified": True}, {"is_active": False}),
        ({"email": CORREO, "email_verified": True}, {"vinculo_hasta": "2020-01-01"}),
    ],
    ids=["no existe", "sin comprobar", "no dice", "sólo nombre de usuario", "desactivada", "sin vínculo"],
)
def test_los_demas_no_entran_y_leen_lo_mismo(encendido, datos, cambio):
    Usuario.objects.filter(pk=fabricas.persona("enlace", email=CORREO).pk).update(**cambio)
    encendido(**datos)
    cliente, antes = Client(), Usuario.objects.count()
    respuesta = entrar(cliente)
    assert respuesta.status_code == 403
    assert "No pudimos ingresar con su cuenta de la entidad" in respuesta.text
    assert not adentro(cliente)
    assert Usuario.objects.count() == antes


@pytest.mark.servicios
def test_otro_emisor_no_vale(encendido, settings):
    fabricas.persona("enlace", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    settings.OIDC = settings.OIDC | {"emisor": "https://otro.test"}
    cliente = Client()
    assert entrar(cliente).status_code == 403
    assert not adentro(cliente)


@pytest.mark.servicios
def test_la_vuelta_sirve_una_vez_y_solo_en_el_navegador_que_la_pidio(encendido):
    fabricas.persona("enlace", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    cliente, otro = Client(), Client()
    vuelta = autorizar(ir(cliente))
    ir(otro)
    assert otro.get(vuelta).status_code == 403, "la petición era de otro navegador"
    assert cliente.get(vuelta).status_code == 302
    cliente.post("/cuenta/logout/")
    assert cliente.get(vuelta).status_code == 403, "ya se usó"
    assert not adentro(cliente)


@pytest.mark.servicios
def test_el_testigo_de_otra_peticion_no_vale(encendido):
    """Quien logra que la vuelta traiga un código ajeno (otro nonce) no entra con él."""
    fabricas.persona("enlace", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    cliente = Client()
    ajeno = parse_qs(urlsplit(autorizar(ir(Client()))).query)["code"][0]
    propio = parse_qs(urlsplit(ir(cliente)).query)["state"][0]
    assert cliente.get("/personas/oidc/vuelta/", {"code": ajeno, "state": propio}).status_code == 403
    assert not adentro(cliente)


@pytest.mark.servicios
def test_nadie_conecta_otra_cuenta_ni_sale_del_portal(encendido):
    persona = fabricas.persona("enlace")
    fabricas.persona("planeacion", email=CORREO)
    encendido(email=CORREO, email_verified=True)
    cliente = Client()
    cliente.force_login(persona)
    cliente.get(autorizar(cliente.post("/personas/oidc/?process=connect", {"process": "connect"})["Location"]))
    assert not SocialAccount.objects.exists()
    assert entrar(Client(), "https://malo.example/")["Location"] == "/inicio/"


@pytest.mark.servicios
def test_la_ida_vuelve_a_la_direccion_del_portal_y_pide_lo_justo(encendido, settings):
    settings.ALLOWED_HOSTS = ["*"]
    destino = parse_qs(urlsplit(ir(Client(HTTP_HOST="malo.example"))).query)
    assert destino["redirect_uri"] == [f"{settings.BASE_URL}/personas/oidc/vuelta/"]
    assert sorted(destino["scope"][0].split()) == ["email", "openid"]
    assert destino["code_challenge_method"] == ["S256"]
    assert destino["nonce"]


@pytest.mark.servicios
def test_con_el_proveedor_caido_se_dice_y_se_entra_con_la_contrasena(encendido, settings):
    settings.OIDC, settings.SOCIALACCOUNT_PROVIDERS = proveedor_oidc(
        emisor="http://127.0.0.1:9", nombre="Entidad", cliente="mipg", secreto="s", dominios=["alcaldia.test"]
    )
    assert Client().post("/personas/oidc/").status_code == 403
