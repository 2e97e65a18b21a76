"""Dos personas deciden a la vez el mismo cambio de cuenta: se aplica una vez, deja un suceso, o queda detenido."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import cambios
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.roles import Operacion
from tests import fabricas
from tests.concurrencia import a_la_vez, tomar_sin_guarda
from tests.mipg.cambios import pedido

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]


def confirmar(cambio, por):
    return partial(cambios.confirmar_cambio, cambio=cambio, por=por, ahora=timezone.now())


def efectos_de(cambio) -> int:
    return Suceso.objects.de(cambio.afectado).filter(verbo="cambiar correo").count()


def test_dos_confirman_a_la_vez_y_se_aplica_una_vez():
    cambio = pedido()
    resultados = a_la_vez(*(confirmar(cambio, fabricas.persona("administrador")) for _ in range(2)))
    assert sorted(isinstance(uno, ReglaIncumplida) for uno in resultados) == [False, True], resultados
    assert Suceso.objects.de(cambio).filter(verbo="confirmar").count() == efectos_de(cambio) == 1


def test_se_confirma_mientras_se_detiene_y_gana_la_persona_afectada():
    cambio, otra = pedido(), fabricas.persona("administrador")
    resultados = a_la_vez(confirmar(cambio, otra), partial(cambios.detener_cambio, cambio=cambio, ahora=timezone.now()))
    cambio.refresh_from_db()
    cambio.afectado.refresh_from_db()
    # Si se confirmó primero, el correo aplicado también se detiene: en los dos órdenes queda el de siempre.
    assert (cambio.estado, cambio.afectado.email) == (CambioDeCuenta.Estado.DETENIDO, "jefa@ejemplo.test"), resultados
    assert not isinstance(resultados[1], Exception)


def test_control_sin_las_guardas_se_aplica_dos_veces(monkeypatch):
    # El final del vínculo, que puesto dos veces queda igual: nada más lo impediría.
    cambio = pedido(operacion=Operacion.VINCULO, hasta=date(2099, 12, 31))
    personas = [fabricas.persona("administrador") for _ in range(2)]
    monkeypatch.setattr(cambios, "tomar", tomar_sin_guarda)
    resultados = a_la_vez(*(confirmar(cambio, persona) for persona in personas))
    confirmados = Suceso.objects.de(cambio).filter(verbo="confirmar").count()
    assert confirmados == sum(not isinstance(uno, Exception) for uno in resultados) == 2, (
        connection.vendor,
        resultados,
    )
