"""Hacer un seguimiento propio: de quién es, con su soporte, y qué pasa si no hay jefe o el año se cerró."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Uso
from mipg.usuarios.models import Dependencia
from planes.models import Plan
from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


@pytest.fixture
def suyo(quien):
    """Un seguimiento pendiente de un plan aprobado de `quien.propia`."""
    return f.seguimiento(f.institucional(dependencia=quien.propia, por=quien.jefe))


def deudas(persona, suyo) -> list[str]:
    return [o.clave for o in pendientes(f.HOY, persona.pk) if o.clave == f"seguimiento:{suyo.pk}:cumplir"]


def test_el_jefe_lo_hace_con_soporte_que_ve_quien_ve_el_plan(quien, suyo, sucesos):
    url = f"/planes/seguimientos/{suyo.pk}/cumplir/"
    assert deudas(quien.jefe, suyo)
    assert not deudas(quien.planeacion, suyo), "hay jefe: es suyo"
    assert not deudas(quien.otro, suyo)
    assert "Vencido" in quien.cliente.jefe.get(f"/planes/{suyo.plan_id}/").text
    datos = {"version": 0, "nota": "Se cumplió el 80 %", "url": "", "fecha_documento": "2026-07-01"}
    datos["archivo"] = SimpleUploadedFile("informe.txt", b"Informe")
    assert quien.cliente.jefe.post(url, datos | {"nota": " "}).status_code == 422
    assert quien.cliente.enlace.post(url, datos).status_code == 403
    assert quien.cliente.control.post(url, datos).status_code == 403
    assert "Otra persona lo cambió" in quien.cliente.jefe.post(url, {"version": 5, "nota": "x"}).text
    datos["archivo"] = SimpleUploadedFile("informe.txt", b"Informe")
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.cumplido_por) == ("CUMPLIDO", quien.jefe)
    assert sucesos(suyo.plan) == ["cumplir seguimiento"]
    documento = Uso.objects.de(suyo).get().documento
    assert quien.cliente.otro.get(f"/expediente/documentos/{documento.pk}/").status_code == 200, "ve el aprobado"
    assert quien.cliente.ajeno.get(f"/expediente/documentos/{documento.pk}/").status_code == 404
    assert "informe.txt" in quien.cliente.jefe.get(f"/planes/{suyo.plan_id}/").text
    assert quien.cliente.jefe.post(url, {"version": 1, "nota": "Otra vez"}).status_code == 422
    assert not deudas(quien.jefe, suyo)


def test_sin_jefe_es_de_planeacion_y_del_desistido_no_se_debe(quien, suyo):
    sola = f.seguimiento(f.institucional(dependencia=f.dependencia(), vigencia=suyo.plan.vigencia))
    assert deudas(quien.planeacion, sola)
    assert quien.cliente.planeacion.get(f"/planes/seguimientos/{sola.pk}/cumplir/").status_code == 200
    desistido = f.seguimiento(f.institucional("DESISTIDO", dependencia=quien.propia))
    assert not deudas(quien.jefe, desistido)
    assert [o.clave for o in pendientes(f.HOY)].count(f"seguimiento:{sola.pk}:cumplir") == 1


def test_cerrado_el_anio_lo_hace_quien_sucedio_a_la_que_lo_coordinaba(quien, suyo, ahora):
    f.cerrar(suyo.plan)
    Dependencia.objects.filter(pk=quien.propia.pk).update(
        vigente_hasta=f.HOY.replace(day=1), sucesora=quien.ajena, heredera=quien.ajena
    )
    assert Plan.objects.get(pk=suyo.plan_id).estado == "CERRADO"
    assert deudas(quien.otro, suyo)
    assert not deudas(quien.jefe, suyo)
    datos = {"version": 0, "nota": "Hecho"}
    assert quien.cliente.otro.post(f"/planes/seguimientos/{suyo.pk}/cumplir/", datos).status_code == 302
