"""Las brechas para descargar: los mismos números del tablero."""

import csv

import pytest
from django.urls import reverse

from tests import fabricas as f
from tests.seguimiento import mejoramiento


@pytest.mark.django_db
def test_descarga_las_brechas(en_t2, cliente_de):
    cliente, url = cliente_de(f.persona("planeacion")), reverse("seguimiento:brecha_exportar")
    assert cliente.get(url).status_code == 404, "sin mediciones no hay qué descargar"
    mejoramiento.mundo()
    filas = list(
        csv.DictReader(cliente.get(url, {"formato": "csv"}).content.decode("utf-8-sig").splitlines(), delimiter=";")
    )
    assert [(f["Código"], f["Recomendaciones abiertas"], f["Cumplidas (Planeación)"]) for f in filas] == [
        ("POL01", "2", "1"),
        ("POL02", "3", "0"),
    ]
    assert cliente.get(url)["Content-Disposition"].endswith('brechas-2025.xlsx"')
