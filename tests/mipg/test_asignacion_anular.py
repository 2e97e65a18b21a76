"""Anular un rol dado por error: el que nadie ha ejercido, con constancia; y terminar desde ya el que sí."""

from datetime import date

import pytest

from mipg.bitacora.acciones import registrar
from mipg.bitacora.models import Suceso
from mipg.usuarios.models import CambioDeCuenta
from tests import fabricas

HOY = fabricas.HOY


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def planeacion(cliente_de, db):
    return cliente_de(fabricas.persona("planeacion"))


def con_rol(desde: date, rol="enlace"):
    persona = fabricas.persona(rol)
    persona.asignaciones.update(desde=desde)
    return persona, persona.asignaciones.get()


def enviar(cliente, asignacion, verbo="anular", **datos):
    return cliente.post(f"/personas/asignaciones/{asignacion.pk}/{verbo}/", datos or {"motivo": "Era otra persona"})


@pytest.mark.parametrize("desde", [HOY, date(2026, 9, 1)])
def test_lo_que_nadie_ha_ejercido_se_anula_y_queda_dicho(planeacion, desde):
    persona, asignacion = con_rol(desde)
    assert f"/asignaciones/{asignacion.pk}/anular/" in planeacion.get(f"/personas/{persona.pk}/").text
    assert enviar(planeacion, asignacion).status_code == 302
    assert not persona.asignaciones.exists()
    assert persona.perfil(HOY).roles == frozenset()
    suceso = Suceso.objects.de(persona).con_verbo().get()
    assert (suceso.verbo, suceso.nota) == ("anular asignación", "Era otra persona")
    assert suceso.changes["desde"] == [desde.isoformat(), None]


def test_lo_que_ya_se_ejercio_no_se_anula(planeacion):
    persona, asignacion = con_rol(date(2026, 7, 5))
    assert "/anular/" not in planeacion.get(f"/personas/{persona.pk}/").text
    respuesta = enviar(planeacion, asignacion)
    assert respuesta.status_code == 422
    assert "se termina, no se anula" in respuesta.text
    assert persona.asignaciones.exists()


def test_el_rol_de_una_cuenta_que_nadie_ha_usado_siempre_se_anula(planeacion):
    persona, asignacion = con_rol(date(2026, 7, 1))
    persona.set_unusable_password()
    persona.save()
    assert enviar(planeacion, asignacion).status_code == 302
    assert not persona.asignaciones.exists()


def test_desde_ya_deja_de_valer_quien_hoy_no_ha_actuado(planeacion):
    persona, asignacion = con_rol(date(2024, 1, 1))
    assert enviar(planeacion, asignacion, "terminar", hasta="2026-07-05").status_code == 302
    assert persona.perfil(HOY).roles == frozenset()


def test_lo_hecho_hoy_no_se_queda_sin_rol(planeacion, ahora):
    persona, de_hoy = con_rol(HOY)
    _, de_antes = con_rol(date(2024, 1, 1))
    de_antes.persona = persona
    de_antes.save()
    registrar(persona, verbo="cerrar sesiones", por=persona, ahora=ahora)
    registrar(de_hoy.dependencia, verbo="probar", por=persona, ahora=ahora)
    for respuesta in (enviar(planeacion, de_hoy), enviar(planeacion, de_antes, "terminar", hasta="2026-07-05")):
        assert respuesta.status_code == 422
        assert "Hoy la persona ya actuó" in respuesta.text
    assert enviar(planeacion, de_antes, "terminar", hasta="2026-07-06").status_code == 302


def test_lo_que_hace_en_su_propia_cuenta_no_es_ejercer_un_rol(planeacion, ahora):
    persona, asignacion = con_rol(HOY)
    registrar(persona, verbo="cerrar sesiones", por=persona, ahora=ahora)
    assert enviar(planeacion, asignacion).status_code == 302


def test_el_de_un_rol_resguardado_lo_confirma_otra_persona(planeacion):
    persona, asignacion = con_rol(date(2026, 9, 1), "jefe")
    assert enviar(planeacion, asignacion).status_code == 302
    assert persona.asignaciones.exists()
    assert CambioDeCuenta.objects.get().operacion == "anular_rol"


def test_una_asignacion_que_no_existe_es_404(planeacion):
    assert planeacion.get("/personas/asignaciones/999/anular/").status_code == 404
