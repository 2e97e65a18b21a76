"""Corregir el acto mal escrito de una versión: se dice qué decía, y la foto no cambia."""

import pytest

from planes.acciones import actos
from planes.models import Propuesta
from tests import fabricas

DATOS = {"acto": "SESION", "acto_numero": "Acta 03", "acto_fecha": "2026-02-28", "motivo": "Se citó la resolución."}


@pytest.fixture
def aprobado(en_estado):
    plan = en_estado("APROBADO")
    fabricas.version(plan)
    return plan


def test_corrige_el_del_plan_y_el_de_su_version_y_dice_que_decia(quien, aprobado, sucesos):
    antes = aprobado.versiones.get()
    direccion = f"/planes/{aprobado.pk}/versiones/1/acto/corregir/"
    assert "Hoy cita «Resolución 1»" in quien.cliente.planeacion.get(direccion).text
    assert quien.cliente.planeacion.post(direccion, DATOS).status_code == 302
    aprobado.refresh_from_db()
    version = aprobado.versiones.get()
    assert aprobado.acto_texto == version.acto == "Sesión del Comité (acta) 03"
    assert version.acto_citado == "Sesión del Comité (acta) 03 del 28 de febrero de 2026"
    assert (version.foto, version.sha256) == (antes.foto, antes.sha256)
    assert sucesos(aprobado) == sucesos(version) == ["corregir acto"]
    leida = quien.cliente.jefe.get(f"/planes/{aprobado.pk}/versiones/1/").text
    assert "antes decía «Resolución 1». Se citó la resolución." in " ".join(leida.split())


def test_el_de_una_modificacion_es_el_de_su_propuesta_y_no_el_del_plan(quien, aprobado, ahora):
    segunda = fabricas.version(aprobado, 2)
    segunda.clase = "MODIFICACION"
    segunda.save()
    propuesta = Propuesta.objects.create(
        plan=aprobado, base=aprobado.versiones.get(numero=1), estado="APROBADA", creada_en=ahora,
        creada_por=quien.jefe, aprobada_en=ahora, aprobada_por=quien.planeacion, resultado=segunda, acto="PENDIENTE",
    )  # fmt: skip
    quien.cliente.planeacion.post(f"/planes/{aprobado.pk}/versiones/2/acto/corregir/", DATOS)
    aprobado.refresh_from_db()
    segunda.refresh_from_db()
    assert aprobado.acto_texto == "Resolución 1"
    propuesta.refresh_from_db()
    assert segunda.acto == propuesta.acto_texto == "Sesión del Comité (acta) 03"


def test_el_pendiente_se_completa_sin_pedir_motivo(quien, aprobado, sucesos):
    aprobado.versiones.update(acto="Acta pendiente")
    aprobado.acto, aprobado.acto_numero = "PENDIENTE", ""
    aprobado.save()
    version = aprobado.versiones.get()
    respuesta = quien.cliente.planeacion.post(
        f"/planes/{aprobado.pk}/versiones/1/acto/corregir/", DATOS | {"motivo": ""}
    )
    assert respuesta.status_code == 302
    assert sucesos(version) == ["completar acto"]
    assert "antes decía" not in quien.cliente.jefe.get(f"/planes/{aprobado.pk}/versiones/1/").text


def test_completar_el_del_plan_lo_pone_en_su_version(quien, aprobado, ahora):
    aprobado.versiones.update(acto="Acta pendiente")
    aprobado.acto, aprobado.acto_numero = "PENDIENTE", ""
    aprobado.save()
    actos.completar_acto(
        plan=aprobado, acto="RESOLUCION", acto_numero="44", acto_fecha=None, por=quien.planeacion, ahora=ahora
    )
    assert aprobado.versiones.get().acto == "Resolución 44"


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"motivo": ""}, "Diga qué estaba mal"),
        ({"acto_numero": ""}, "número del acto"),
        ({"acto": "RESOLUCION", "acto_numero": "1", "acto_fecha": ""}, "Es el mismo acto"),
        ({"acto": "PENDIENTE"}, "Escoja una opción válida"),
        ({"acto_fecha": "2031-01-01"}, "no ha llegado"),
    ],
)
def test_lo_que_no_cuadra_vuelve_lleno(quien, aprobado, sucesos, cambios, mensaje):
    respuesta = quien.cliente.planeacion.post(f"/planes/{aprobado.pk}/versiones/1/acto/corregir/", DATOS | cambios)
    assert respuesta.status_code == 422
    assert mensaje in respuesta.text
    assert sucesos(aprobado) == []


def test_quien(quien, aprobado):
    direccion = f"/planes/{aprobado.pk}/versiones/1/acto/corregir/"
    assert quien.cliente.ajeno.post(direccion, DATOS).status_code == 404
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.post(direccion, DATOS).status_code == 403
    assert quien.cliente.planeacion.get(f"/planes/{aprobado.pk}/versiones/9/acto/corregir/").status_code == 404
