"""El segundo factor: quién está obligado, cómo se configura, se pierde y se recupera, y qué no lo salta."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mipg.avisos.models import Mensaje
from mipg.portal.publico import es_publica
from mipg.usuarios.factor import acciones, reglas
from mipg.usuarios.factor.forms import LlaveForm
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import CON_SEGUNDO_FACTOR, Rol
from tests import fabricas as f
from tests.factor import PAGINA, PEDIR, SEMILLA, adentro, codigo, con_clave, con_todo, configurar
from tests.mipg import matriz
from tests.sesiones import entrar

HOY = date(2026, 7, 6)


# --- Reglas ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", Rol)
def test_se_exige_desde_la_fecha_a_los_roles_que_lo_llevan(rol):
    lleva = rol in CON_SEGUNDO_FACTOR
    assert lleva == (rol in {"planeacion", "control_interno", "administrador"})
    for desde, exigido, dias in ((None, False, None), (HOY, lleva, None), (HOY + timedelta(3), False, 3)):
        assert reglas.exigido({rol}, desde=desde, hoy=HOY) is exigido
        assert reglas.dias_para_exigirlo({rol}, desde=desde, hoy=HOY) == (dias if lleva else None)


def test_quien_esta_obligado_no_se_queda_sin_ninguno():
    assert reglas.problemas_para_quitar(exigido=True, otros=0)
    assert not reglas.problemas_para_quitar(exigido=True, otros=1)
    assert not reglas.problemas_para_quitar(exigido=False, otros=0)


# --- Obligatorio ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", sorted(CON_SEGUNDO_FACTOR))
def test_sin_factor_no_se_abre_nada_mas_que_la_cuenta(creado, settings, rol):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    cliente, abiertas = entrar(creado.personas[rol]), []
    urls = matriz.urls_del_sistema()
    for nombre in urls:
        if not matriz.es_nuestra(nombre):
            continue
        url = matriz.direccion(nombre, creado.argumentos, urls[nombre])
        for metodo in ("get", "post"):
            respuesta = getattr(cliente, metodo)(url)
            if respuesta.get("Location") != PAGINA and not es_publica(urls[nombre].callback):
                abiertas.append(url)
    abiertas += [u for u in matriz.paginas_del_admin() if cliente.get(u).get("Location") != PAGINA]
    assert {u for u in abiertas if not u.startswith(("/ayuda/", "/cuenta/", "/salud/"))} == set()
    assert PAGINA in abiertas


def test_a_los_demas_no_se_les_exige(creado, settings):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    assert entrar(creado.personas["jefe"]).get("/inicio/").status_code == 200


def test_antes_de_la_fecha_el_inicio_dice_cuantos_dias_faltan(creado, settings):
    planeacion, jefe = creado.personas["planeacion"], creado.personas["jefe"]
    settings.FACTOR_DESDE = date.max
    assert "segundo factor" in entrar(planeacion).get("/inicio/").text
    assert "su rol exige segundo factor" not in entrar(jefe).get("/inicio/").text.lower()
    acciones.activar_aplicacion(semilla=SEMILLA, por=planeacion, ahora=f.AHORA)
    assert "su rol exige segundo factor" not in entrar(planeacion).get("/inicio/").text.lower()


def test_lo_que_se_enviaba_espera_a_que_lo_configure(settings, db):
    planeacion = f.persona("planeacion")
    cliente = entrar(planeacion)
    cliente.get("/inicio/")
    settings.FACTOR_DESDE = date(2026, 1, 1)
    llevado = cliente.post("/personas/crear/", {"nombre": "Ana de Ejemplo", "email": "ana@ejemplo.test"})
    assert llevado["Location"] == PAGINA
    assert "no se perdió" in cliente.get(PAGINA).text
    configurar(cliente)
    assert "/recuperar/" in cliente.post(f"{PAGINA}codigos/").text
    assert "Ana de Ejemplo" in cliente.get("/recuperar/").text


# --- Ingresar -------------------------------------------------------------------------------------------------


def test_con_factor_la_contrasena_no_basta(con_factor):
    persona = con_factor()
    cliente = con_clave(persona)
    assert not adentro(cliente)
    assert cliente.post(PEDIR, {"code": "000000"}).status_code == 200
    assert not adentro(cliente)
    cliente.post(PEDIR, {"code": codigo()})
    assert adentro(cliente)


def test_sin_factor_un_enlace_entra_como_antes(db, settings):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    cliente = con_clave(f.persona("enlace"))
    assert adentro(cliente)
    assert cliente.get("/inicio/").status_code == 200


def _cambia_la_clave(persona):
    persona.set_password("ventana-tambor-limon-rio")
    persona.save()


def _se_cortan_sus_accesos(persona):
    Usuario.objects.filter(pk=persona.pk).cortar_accesos()


@pytest.mark.parametrize("pasa", [_cambia_la_clave, _se_cortan_sus_accesos])
def test_lo_que_cambia_entre_la_clave_y_el_codigo_obliga_a_ingresar_otra_vez(con_factor, pasa):
    persona = con_factor()
    cliente = con_clave(persona)
    pasa(persona)
    vuelta = cliente.post(PEDIR, {"code": codigo()}, follow=True)
    assert vuelta.redirect_chain == [("/cuenta/login/", 302)]
    assert "ingrese otra vez" in vuelta.text
    assert not adentro(cliente)
    assert cliente.get(PEDIR)["Location"] == "/cuenta/login/"


def test_la_clave_sola_vence_a_los_cinco_minutos(con_factor, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    persona = con_factor()
    a_tiempo, tarde = con_clave(persona), con_clave(persona)
    time_machine.shift(timedelta(minutes=4, seconds=59))
    a_tiempo.post(PEDIR, {"code": codigo()})
    assert adentro(a_tiempo)
    time_machine.shift(timedelta(minutes=1))
    assert tarde.post(PEDIR, {"code": codigo()})["Location"] == "/cuenta/login/"
    assert not adentro(tarde)


def test_un_codigo_de_la_aplicacion_no_sirve_dos_veces(con_factor):
    persona, el_codigo = con_factor(), codigo()
    con_clave(persona).post(PEDIR, {"code": el_codigo})
    otro = con_clave(persona)
    otro.post(PEDIR, {"code": el_codigo})
    assert not adentro(otro)


def test_recuperar_la_clave_no_salta_el_factor(con_factor):
    persona = con_factor()
    cliente = Client()
    cliente.post("/cuenta/password/reset/", {"email": persona.email})
    enlace = next(t for t in Mensaje.objects.latest("pk").texto.split() if "/password/reset/key/" in t)
    poner = cliente.get(enlace, follow=True)
    nueva = "ventana-tambor-limon-rio"
    poner = cliente.post(poner.request["PATH_INFO"], {"password1": nueva, "password2": nueva})
    assert poner.status_code == 302
    assert not adentro(cliente)
    entrada = cliente.post("/cuenta/login/", {"login": persona.email, "password": nueva})
    assert entrada["Location"] == PEDIR
    assert not adentro(cliente)
    assert acciones.de(persona).count() == 1


@pytest.mark.parametrize("bueno", ["aplicacion", "recuperacion"])
def test_diez_codigos_malos_y_el_bueno_ya_no_se_evalua_desde_ahi(con_factor, bueno):
    persona = con_factor()
    atacante = con_clave(persona, REMOTE_ADDR="190.0.0.1")
    for n in range(10):
        atacante.post(PEDIR, {"code": f"{n:06}"})
    atacante.post(PEDIR, {"code": codigo() if bueno == "aplicacion" else persona.codigos[0]})
    assert not adentro(atacante)
    suya = con_clave(persona, REMOTE_ADDR="190.0.0.2")
    suya.post(PEDIR, {"code": codigo()})
    assert adentro(suya), "quien sabe la clave ajena no deja fuera a su dueña"


def test_los_intentos_del_codigo_tienen_un_tope_por_cuenta_desde_todas_las_direcciones(con_factor, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_cuenta": "12/d/key"}
    persona = con_factor()
    for n in range(12):
        con_clave(persona, REMOTE_ADDR=f"190.0.1.{n}").post(PEDIR, {"code": "000000"})
    ultima = con_clave(persona, REMOTE_ADDR="190.0.2.1")
    ultima.post(PEDIR, {"code": codigo()})
    assert not adentro(ultima)


# --- Configurar, reemplazar, quitar ---------------------------------------------------------------------------


def _reemplazar(cliente, _persona):
    configurar(cliente)


def _agregar(cliente, _persona):
    cliente.post(f"{PAGINA}llave/", {"credential": '{"id": 1}', "name": "Azul"})


def _quitar(cliente, persona):
    cliente.post(f"{PAGINA}{acciones.de(persona).get().pk}/quitar/")


def _cambiar_la_clave(cliente, _persona):
    nueva = "ventana-tambor-limon-rio"
    cliente.post("/cuenta/password/change/", {"oldpassword": f.CLAVE, "password1": nueva, "password2": nueva})


@pytest.mark.parametrize("cambiar", [_reemplazar, _agregar, _quitar, _cambiar_la_clave])
def test_cambiar_el_factor_o_la_clave_corta_las_demas_sesiones_y_conserva_la_propia(con_factor, monkeypatch, cambiar):
    monkeypatch.setattr(LlaveForm, "clean", lambda form: {"name": "Azul", "credential": {}})
    persona = con_factor()
    esta, otra = con_todo(persona), con_todo(persona)
    cambiar(esta, persona)
    assert [esta.get("/inicio/").status_code, otra.get("/inicio/").status_code] == [200, 302]
    assert [s.es_esta for s in esta.get("/cuenta/").context["sesiones"]] == [True]


def test_activar_el_primer_factor_corta_las_sesiones_abiertas_sin_el(db):
    persona = f.persona("enlace")
    esta, otra = entrar(persona), entrar(persona)
    configurar(esta)
    assert [esta.get("/inicio/").status_code, otra.get("/inicio/").status_code] == [200, 302]
    assert esta.get(f"{PAGINA}aplicacion/").status_code == 200, "lo usó al activarlo"


def test_sin_haber_usado_el_factor_en_esa_sesion_no_se_toca(con_factor):
    persona = con_factor()
    cliente, suyo = entrar(persona), acciones.de(persona).get()
    sesion = cliente.session
    del sesion["account_authentication_methods"]
    sesion.save()
    for pagina in ("aplicacion/", "llave/", "codigos/", f"{suyo.pk}/quitar/"):
        for pedir in (cliente.get, cliente.post):
            assert pedir(f"{PAGINA}{pagina}")["Location"].startswith(f"{PAGINA}confirmar/")
    assert acciones.de(persona).get() == suyo
    cliente.post(f"{PAGINA}confirmar/", {"code": codigo()})
    assert cliente.get(f"{PAGINA}aplicacion/").status_code == 200


def test_el_codigo_con_que_se_activo_no_sirve_despues_para_entrar(db):
    persona = f.persona("enlace")
    cliente = entrar(persona)
    semilla = cliente.get(f"{PAGINA}aplicacion/").context["semilla"].replace(" ", "")
    el_codigo = codigo(semilla)
    cliente.post(f"{PAGINA}aplicacion/", {"code": el_codigo})
    otro = con_clave(persona)
    otro.post(PEDIR, {"code": el_codigo})
    assert not adentro(otro)


@pytest.mark.parametrize(("pasos", "sirve"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_un_codigo_vale_medio_minuto_mas_y_menos(con_factor, time_machine, pasos, sirve):
    time_machine.move_to(timezone.now(), tick=False)
    persona = con_factor()
    el_codigo = codigo(pasos=pasos)
    cliente = con_clave(persona)
    cliente.post(PEDIR, {"code": el_codigo})
    assert adentro(cliente) is sirve


def test_a_quien_se_le_exige_y_no_lo_tiene_la_ayuda_se_le_abre(db, settings):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    cliente = con_clave(f.persona("planeacion"))
    assert cliente.get("/inicio/")["Location"] == "/cuenta/segundo-factor/"
    ayuda = cliente.get("/ayuda/")
    assert ayuda.status_code == 200 and 'id="segundo_factor"' in ayuda.text
