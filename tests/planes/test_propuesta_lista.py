"""La bandeja de modificaciones."""

from planes.acciones import propuestas
from tests import fabricas as f


def test_cada_quien_ve_las_suyas_en_curso_a_un_clic(quien, enviada):
    for cliente, ve in ((quien.cliente.planeacion, True), (quien.cliente.jefe, True), (quien.cliente.otro, False)):
        texto = cliente.get("/planes/propuestas/").content.decode()
        assert (f"/planes/propuestas/{enviada.pk}/" in texto) is ve


def test_las_decididas_se_leen_desde_su_plan(quien, enviada):
    propuestas.desistir(propuesta=enviada, motivo="No.", por=quien.jefe, ahora=f.AHORA)
    assert "No hay modificaciones en curso" in quien.cliente.jefe.get("/planes/propuestas/").content.decode()
    assert "Desistida" in quien.cliente.jefe.get(f"/planes/propuestas/?plan={enviada.plan_id}").content.decode()
