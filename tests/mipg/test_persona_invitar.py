"""La invitación de punta a punta: correo en la bandeja, enlace de un solo uso, contraseña e ingreso."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.usuarios.acciones import efectos
from tests import fabricas

OTRO_ROL = {"rol": "comite", "desde": date(2026, 1, 1)}
CLAVE_NUEVA = "velero-girasol-monte-lluvia"


@pytest.fixture
def invitada(db):
    persona = fabricas.persona("enlace", nombre="Ana O'Higgins & Cía", email="ana@ejemplo.test")
    persona.set_password(None)
    persona.save()
    return persona


@pytest.fixture
def enlace(cliente_de, invitada) -> str:
    respuesta = cliente_de(fabricas.persona("planeacion")).post(f"/personas/{invitada.pk}/invitar/")
    assert respuesta["Location"] == f"/personas/{invitada.pk}/"
    mensaje = Mensaje.objects.get(clase="invitacion")
    return urlsplit(re.search(r"https?://\S+/cuenta/\S+", mensaje.texto).group()).path


def poner_clave(cliente, enlace, clave=CLAVE_NUEVA):
    formulario = cliente.get(enlace)
    destino = formulario["Location"] if formulario.status_code == 302 else enlace
    return cliente.post(destino, {"password1": clave, "password2": clave})


def test_el_correo_queda_en_la_bandeja_para_ella_sin_escapes_de_html(enlace, invitada):
    mensaje = Mensaje.objects.get(clase="invitacion")
    assert (mensaje.destino, mensaje.persona) == ("ana@ejemplo.test", invitada)
    assert "Ana O'Higgins & Cía" in mensaje.texto
    assert "Ana O&#x27;Higgins &amp; Cía" in mensaje.html
    assert enlace in mensaje.html


def test_el_enlace_pone_la_clave_y_el_ingreso_llega_al_inicio(enlace):
    cliente = Client()
    assert poner_clave(cliente, enlace).status_code == 302
    entrada = cliente.post("/cuenta/login/", {"login": "ana@ejemplo.test", "password": CLAVE_NUEVA})
    assert (entrada.status_code, entrada["Location"]) == (302, "/inicio/")
    assert cliente.get("/inicio/").status_code == 200


def test_el_enlace_sirve_una_sola_vez(enlace):
    poner_clave(Client(), enlace)
    poner_clave(Client(), enlace, "otra-clave-muy-distinta-99")
    assert Client().login(email="ana@ejemplo.test", password=CLAVE_NUEVA)


@pytest.mark.parametrize(("horas", "sirve"), [(71, True), (73, False)])
def test_la_invitacion_vale_tres_dias(enlace, time_machine, horas, sirve):
    assert "vence en 3 días" in Mensaje.objects.get(clase="invitacion").texto
    time_machine.move_to(timezone.localtime() + timedelta(hours=horas))
    poner_clave(Client(), enlace)
    assert Client().login(email="ana@ejemplo.test", password=CLAVE_NUEVA) is sirve


def test_a_la_cuenta_usada_no_le_vale_tres_dias_el_enlace_de_recuperar(enlace, invitada, time_machine):
    invitada.set_password("cobre-jirafa-molino-tenaza")
    invitada.save()
    Client().post("/cuenta/password/reset/", {"email": invitada.email})
    suyo = urlsplit(re.search(r"https?://\S+/cuenta/\S+", Mensaje.objects.latest("pk").texto).group()).path
    time_machine.move_to(timezone.localtime() + timedelta(hours=2))
    poner_clave(Client(), suyo)
    assert not Client().login(email="ana@ejemplo.test", password=CLAVE_NUEVA)


def test_una_clave_debil_se_rechaza(enlace):
    respuesta = poner_clave(Client(), enlace, "alcaldia2026")
    assert respuesta.status_code == 200
    assert respuesta.context["form"].errors


def test_invitar_deja_constancia_y_no_guarda_el_enlace_en_la_bitacora(enlace, invitada):
    suceso = Suceso.objects.de(invitada).con_verbo().get()
    assert suceso.verbo == "invitar"
    clave = enlace.rstrip("/").rpartition("-")[2]
    assert not [s for s in Suceso.objects.all() if clave in str(s.changes) or clave in s.nota]
    invitada.refresh_from_db()
    assert invitada.invitada_en


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"vinculo_hasta": "2020-01-01"}])
def test_a_quien_no_puede_entrar_no_se_le_invita(cliente_de, invitada, cambio):
    type(invitada).objects.filter(pk=invitada.pk).update(**cambio)
    cliente_de(fabricas.persona("planeacion")).post(f"/personas/{invitada.pk}/invitar/")
    assert not Mensaje.objects.exists()


@pytest.mark.parametrize("la_primera", ["PENDIENTE", "ENVIANDO"])
def test_un_doble_clic_no_manda_dos_invitaciones(cliente_de, invitada, la_primera):
    planeacion = cliente_de(fabricas.persona("planeacion"))
    planeacion.post(f"/personas/{invitada.pk}/invitar/")
    Mensaje.objects.update(estado=la_primera)
    pagina = planeacion.post(f"/personas/{invitada.pk}/invitar/", follow=True).text
    assert "Ya hay una invitación por salir" in pagina
    assert Mensaje.objects.filter(clase="invitacion").count() == 1
    assert Suceso.objects.filter(verbo="invitar").count() == 1


def sirve(enlace) -> bool:
    return "venció o ya se usó" not in Client().get(enlace, follow=True).text


@pytest.mark.parametrize(
    ("lo_que_pasa", "sigue"),
    [
        (lambda quien, que: efectos.dar_rol(**quien, **OTRO_ROL, dependencia=fabricas.dependencia(), **que), True),
        (lambda quien, que: efectos.cambiar_datos(**quien, nuevos={"vinculo_hasta": date(2030, 1, 1)}, **que), True),
        (lambda quien, que: efectos.cambiar_datos(**quien, nuevos={"email": "otro@ejemplo.test"}, **que), False),
        (lambda quien, que: efectos.activar(**quien, a=False, **que), False),
        (lambda quien, que: efectos.anular_rol(asignacion=quien["persona"].asignaciones.get(), **que), False),
    ],
    ids=["le dan un rol", "cambia su vínculo", "corrigen su correo", "la desactivan", "le quitan un rol"],
)
def test_la_invitacion_muere_con_lo_que_era_y_no_por_lo_que_le_dan(enlace, invitada, lo_que_pasa, sigue):
    assert sirve(enlace)
    lo_que_pasa({"persona": invitada}, {"por": None, "ahora": timezone.now()})
    assert sirve(enlace) is sigue


def test_al_corregir_el_correo_la_persona_vuelve_a_estar_sin_invitar(cliente_de, enlace, invitada):
    datos = {"nombre": "Ana", "email": "bien@ejemplo.test", "motivo": "Estaba mal.", "visto": invitada.huella}
    ficha = cliente_de(fabricas.persona("planeacion")).post(f"/personas/{invitada.pk}/editar/", datos, follow=True).text
    assert "Sin invitar" in ficha and "envíele otra" in ficha
    invitada.refresh_from_db()
    assert (invitada.email, invitada.invitada_en) == ("bien@ejemplo.test", None)
