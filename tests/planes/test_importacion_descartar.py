"""Descartar un archivo."""

from mipg.expediente.models import Importacion
from tests.planes.archivos import excel, fila, subido


def test_descarta_una_vez_y_el_plan_no_cambia(quien, plan, sucesos):
    quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(excel(fila(2, "Hacer talleres"))))
    importacion = Importacion.objects.get()
    url = f"/planes/importaciones/{importacion.pk}/"
    assert quien.cliente.jefe.get(f"{url}descartar/").status_code == 405
    for _ in range(2):
        assert quien.cliente.jefe.post(f"{url}descartar/").status_code == 302
    assert sucesos(importacion) == ["subir", "descartar"]
    assert "Este archivo se descartó" in quien.cliente.jefe.get(url).content.decode()
    assert quien.cliente.jefe.post(url, {}).status_code == 302
    assert plan.actividades.count() == 1
