"""Los resultados de la medición, como datos abiertos."""

import csv
import io

import pytest

from tests.furag import fabricas

URL = "/micrositio/resultados/exportar/"
pytestmark = pytest.mark.django_db


def test_los_datos_abiertos_dicen_donde_no_se_compara(client):
    assert client.get(URL).status_code == 404
    for anio in (2021, 2022):
        fabricas.carga({n: {"IDI": anio - 1950} for n in "NABCDE"}, de=fabricas.medicion(anio))
    filas = csv.DictReader(
        io.StringIO(client.get(URL, {"tabla": "evolucion"}).content.decode("utf-8-sig")), delimiter=";"
    )
    antes, ahora = filas
    assert (antes["Puntaje"], ahora["Puntaje"], ahora["Variación frente a la vigencia anterior"]) == ("71", "72", "")
    assert ahora["Comparabilidad"].startswith("No comparable: cambió la metodología")
    assert "Promedio del grupo" in client.get(URL, {"vigencia": "2021"}).content.decode("utf-8-sig")
