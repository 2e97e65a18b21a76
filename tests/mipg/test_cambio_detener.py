"""El enlace que recibe la persona afectada: sin ingresar mira qué le van a cambiar, y sólo el POST lo detiene."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mipg.avisos.cuentas import cartas
from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.etiquetas import fecha_hora
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones.cambios import aplicar_vencidos, confirmar_cambio, detener_cambio
from mipg.usuarios.enlaces import VIGENCIA
from mipg.usuarios.models import Asignacion, CambioDeCuenta
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.mipg.cambios import pedido


def enlace_de(correo: Mensaje) -> str:
    return re.search(r"/personas/cambios/detener/\S+/", correo.texto).group()


def test_el_aviso_llega_al_correo_de_hoy_y_su_enlace_lo_detiene(db):
    cambio = pedido()
    correo = Mensaje.objects.get(destino="jefa@ejemplo.test")
    for dicho in ("Quien Pide pidió", "nueva@ejemplo.test", "Lo pidió por oficio.", "otra persona lo confirme"):
        assert dicho in correo.texto and dicho in correo.html
    url, cualquiera = enlace_de(correo), Client()
    pagina = cualquiera.get(url)
    assert (pagina.status_code, "no-store" in pagina["Cache-Control"]) == (200, True)
    cambio.refresh_from_db()
    # Un antivirus o un buscador de correo abre los enlaces: mirar no detiene.
    assert cambio.estado == cambio.Estado.SOLICITADO
    assert "quedó detenido" in cualquiera.post(url).text
    cambio.refresh_from_db()
    assert cambio.estado == cambio.Estado.DETENIDO
    assert Mensaje.objects.filter(destino=cambio.pedido_por.email, texto__contains="detuvo el cambio").exists()
    assert "Ya lo detuvo" in cualquiera.post(url).text


def test_la_pagina_dice_quien_lo_confirmo_y_hasta_cuando_se_detiene_de_verdad(db, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    cambio, otra = pedido(), fabricas.persona("administrador", nombre="Quien Confirma")
    correo = Mensaje.objects.get(destino="jefa@ejemplo.test")
    assert "hasta que otra persona lo confirme, y un día más después" in correo.texto
    assert "Hasta que otra persona lo confirme" in Client().get(enlace_de(correo)).text
    confirmar_cambio(cambio=cambio, por=otra, ahora=timezone.now())
    pagina = Client().get(enlace_de(correo)).text
    assert "Quien Confirma" in pagina
    assert f"Hasta el {fecha_hora(timezone.now() + timedelta(days=1))}" in pagina


def test_un_correo_recien_aplicado_se_detiene_un_dia_y_vuelve_el_anterior(db, time_machine):
    enlace, inicio = fabricas.persona("enlace", email="enlace@ejemplo.test"), timezone.now()
    pedido(enlace, ahora=inicio)
    aplicar_vencidos(ahora=inicio + timedelta(hours=24))
    aplicado = Mensaje.objects.get(destino="enlace@ejemplo.test", asunto="Cambió su cuenta MIPG")
    assert Mensaje.objects.filter(destino="nueva@ejemplo.test", texto__contains="con este correo").exists()
    time_machine.move_to(inicio + timedelta(hours=47))
    assert "quedó detenido" in Client().post(enlace_de(aplicado)).text
    enlace.refresh_from_db()
    assert enlace.email == "enlace@ejemplo.test"


@pytest.mark.parametrize("testigo", ["", "x", "1:x:y", "{suyo}z"])
def test_un_enlace_alterado_no_muestra_nada(db, testigo):
    pedido()
    suyo = enlace_de(Mensaje.objects.get(destino="jefa@ejemplo.test")).rstrip("/").rpartition("/")[2]
    respuesta = Client().get(f"/personas/cambios/detener/{testigo.format(suyo=suyo) or 'nada'}/")
    assert respuesta.status_code == 404
    assert "El enlace no sirve" in respuesta.text and "jefa@ejemplo.test" not in respuesta.text


def test_el_enlace_vence(db, time_machine):
    pedido()
    url = enlace_de(Mensaje.objects.get(destino="jefa@ejemplo.test"))
    time_machine.move_to(timezone.now() + VIGENCIA + timedelta(minutes=1))
    assert Client().post(url).status_code == 404


def test_detenido_un_correo_los_que_vinieron_despues_ni_se_detienen_ni_se_aplican(db, time_machine):
    enlace, inicio = fabricas.persona("enlace", email="suya@ejemplo.test"), timezone.now()
    pide = fabricas.persona("planeacion")
    pedido(enlace, pide, ahora=inicio, correo="ladron@ejemplo.test")
    aplicar_vencidos(ahora=inicio + timedelta(hours=24))
    # Antes de que ella lo detenga, otro cambio pasa la cuenta del primer ladrón al segundo, y se pide un tercero.
    segundo = pedido(enlace, pide, ahora=inicio + timedelta(hours=24), correo="ladron2@ejemplo.test")
    CambioDeCuenta.objects.filter(pk=segundo.pk).update(aplica_en=inicio + timedelta(hours=25))
    aplicar_vencidos(ahora=inicio + timedelta(hours=25))
    pedido(enlace, pide, ahora=inicio + timedelta(hours=26), correo="ladron3@ejemplo.test")
    # Los dos avisos le llegan a donde ella entró, y al ladrón ninguno con enlace.
    assert not Mensaje.objects.filter(destino__startswith="ladron", texto__contains="/detener/").exists()
    avisos = Mensaje.objects.filter(destino="suya@ejemplo.test", asunto="Cambió su cuenta MIPG")
    primero, ultimo = map(enlace_de, avisos.order_by("pk"))
    time_machine.move_to(inicio + timedelta(hours=27))
    assert "volvió a cambiar después" in Client().post(primero).text
    assert all("quedó detenido" in Client().post(url).text for url in (ultimo, primero))
    aplicar_vencidos(ahora=inicio + timedelta(hours=60))
    enlace.refresh_from_db()
    assert enlace.email == "suya@ejemplo.test"


def test_quien_lo_detiene_desde_su_cuenta_firma_en_la_bitacora(cliente_de, db):
    cambio = pedido()
    cliente_de(cambio.afectado).post(enlace_de(Mensaje.objects.get(destino="jefa@ejemplo.test")))
    hecho = Suceso.objects.filter(content_type__model="cambiodecuenta", object_id=cambio.pk).latest("timestamp")
    assert (hecho.actor, hecho.nota) == (cambio.afectado, "")


def test_a_quien_no_es_el_dueno_no_le_llega_con_que_recobrar_la_cuenta(db):
    """Dos personas ponen por error el correo de un extraño y luego lo corrigen: el enlace es para quien entró."""
    ahora = timezone.now()
    jefa = fabricas.persona("jefe", email="jefa@ejemplo.test", last_login=ahora - timedelta(days=3))
    otra = fabricas.persona("administrador")
    error = confirmar_cambio(cambio=pedido(jefa, correo="extrano@ejemplo.test", ahora=ahora), por=otra, ahora=ahora)
    despues = ahora + timedelta(hours=1)
    correcto = pedido(jefa, correo="jefa.buena@ejemplo.test", ahora=despues)
    confirmar_cambio(cambio=correcto, por=otra, ahora=despues)
    al_extrano = Mensaje.objects.filter(destino="extrano@ejemplo.test")
    assert al_extrano.count() == 3 and not al_extrano.filter(texto__contains="/detener/").exists()
    a_la_jefa = Mensaje.objects.filter(destino="jefa@ejemplo.test", texto__contains="/detener/")
    assert a_la_jefa.count() == 4
    with pytest.raises(ReglaIncumplida, match="volvió a cambiar"):
        detener_cambio(cambio=error, ahora=despues)
    jefa.refresh_from_db()
    assert jefa.email == "jefa.buena@ejemplo.test"
    detener_cambio(cambio=correcto, ahora=despues)
    detener_cambio(cambio=error, ahora=despues)
    jefa.refresh_from_db()
    assert jefa.email == "jefa@ejemplo.test"


def test_detener_lo_que_apenas_se_pidio_tambien_corta_los_accesos(db):
    cambio = pedido()
    sello = cambio.afectado.sello
    detener_cambio(cambio=cambio, ahora=timezone.now())
    cambio.afectado.refresh_from_db()
    assert cambio.afectado.sello == sello + 1
    assert Mensaje.objects.filter(destino="jefa@ejemplo.test", texto__contains="no se podrá recuperar").exists()


@pytest.mark.parametrize(
    ("afectado", "escriben"), [("jefe", {"control_interno"}), ("control_interno", {"control_interno", "comite"})]
)
def test_la_detencion_la_lee_quien_vigila(db, afectado, escriben):
    vigilan = {rol: fabricas.persona(rol).email for rol in ("control_interno", "comite")}
    cambio = pedido(fabricas.persona(afectado), fabricas.persona("administrador"))
    detener_cambio(cambio=cambio, ahora=timezone.now())
    leidos = Mensaje.objects.filter(asunto__contains="detuvo un cambio en su cuenta")
    assert {m.destino for m in leidos} == {vigilan[rol] for rol in escriben}
    Asignacion.objects.filter(rol="control_interno").update(hasta=date(2020, 1, 1), desde=date(2020, 1, 1))
    assert vigilan["comite"] in {carta.destino for carta in cartas(type(cambio).objects.get(pk=cambio.pk), "detenido")}


def test_detener_el_correo_dice_que_despues_solo_cabe_una_orden(db):
    correo, otro = pedido(), pedido(fabricas.persona("jefe", email="otra@ejemplo.test"), operacion=Operacion.DESACTIVAR)
    for cambio, dice in ((correo, True), (otro, False)):
        aviso = Mensaje.objects.get(destino=cambio.correo_anterior)
        assert ("orden en el servidor" in aviso.texto) == dice
        assert ("orden en el servidor" in Client().get(enlace_de(aviso)).text) == dice
