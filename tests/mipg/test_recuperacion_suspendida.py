"""Recién cambiado el correo, por un día no se manda ningún enlace de contraseña; y la página no lo delata."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mipg.avisos.acciones import invitar
from mipg.avisos.models import Mensaje
from mipg.etiquetas import fecha_hora
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones.cambios import aplicar_vencidos, confirmar_cambio, detener_cambio
from mipg.usuarios.resguardo import suspendida_hasta
from mipg.usuarios.roles import ESPERA
from tests import fabricas
from tests.mipg.cambios import pedido


def pedir_enlace(correo):
    """La respuesta a «olvidé mi contraseña», y a cuántos se les mandó."""
    antes = Mensaje.objects.filter(clase="acceso").count()
    respuesta = Client().post("/cuenta/password/reset/", {"email": correo})
    return (respuesta.status_code, respuesta.get("Location")), Mensaje.objects.filter(clase="acceso").count() - antes


def test_no_se_manda_el_enlace_ni_la_invitacion_y_la_respuesta_es_la_misma(db, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    cambio = pedido(ahora=timezone.now() - timedelta(hours=20))
    confirmar_cambio(cambio=cambio, por=fabricas.persona("administrador"), ahora=timezone.now())
    suspendida, enviados = pedir_enlace("nueva@ejemplo.test")
    inexistente, _ = pedir_enlace("nadie@ejemplo.test")
    assert (suspendida, enviados) == (inexistente, 0)
    # A su dueño se le dice hasta cuándo; a quien mira la página, nada.
    carta = Mensaje.objects.get(asunto="Todavía no puede recuperar su contraseña MIPG")
    assert carta.destino == "nueva@ejemplo.test"
    assert f"desde el {fecha_hora(timezone.now() + ESPERA)}" in carta.texto
    with pytest.raises(ReglaIncumplida, match="por un día"):
        invitar(persona=cambio.afectado, por=cambio.pedido_por, ahora=timezone.now())
    # Se cuenta desde que se aplicó, no desde que se pidió.
    time_machine.shift(timedelta(hours=23))
    assert pedir_enlace("nueva@ejemplo.test") == (inexistente, 0)
    time_machine.shift(timedelta(hours=1))
    assert pedir_enlace("nueva@ejemplo.test") == (inexistente, 1)


def test_al_detenerlo_tampoco_por_un_dia(db, time_machine):
    """El enlace para detener pudo llegar a un extraño: con él no se abre además la puerta de la contraseña."""
    enlace, ahora = fabricas.persona("enlace", email="enlace@ejemplo.test"), timezone.now()
    cambio = pedido(enlace, ahora=ahora - timedelta(hours=25))
    aplicar_vencidos(ahora=ahora)
    detener_cambio(cambio=cambio, ahora=ahora)
    assert pedir_enlace("enlace@ejemplo.test")[1] == 0
    time_machine.move_to(ahora + timedelta(hours=25))
    assert pedir_enlace("enlace@ejemplo.test")[1] == 1


def test_el_dia_se_cuenta_desde_que_lo_detuvo_aunque_no_se_hubiera_aplicado(db):
    ahora, enlace = timezone.now(), fabricas.persona("enlace")
    detener_cambio(cambio=pedido(enlace, ahora=ahora - timedelta(hours=23)), ahora=ahora)
    assert suspendida_hasta(enlace, ahora) == ahora + timedelta(hours=24)
