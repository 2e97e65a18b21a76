"""Los resultados como datos abiertos: con su celda, y sin variación a través de la rotura."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from tests import fabricas as f
from tests.furag import fabricas

pytestmark = pytest.mark.django_db


def pedir(client, anio=2025, **consulta):
    client.force_login(f.persona("comite"))
    return client.get(reverse("furag:resultado_exportar", args=[anio]), consulta)


def en_filas(respuesta):
    return list(csv.DictReader(io.StringIO(respuesta.content.decode("utf-8-sig")), delimiter=";"))


def sembrar():
    for anio, valor in ((2021, 80), (2022, 50.5), (2024, 0)):
        filas = {n: {"IDI": valor, "POL07": None} for n in ("=N", *"ABCDE")}
        carga = fabricas.carga(filas, de=fabricas.medicion(anio), grupo="=GRUPO 2")
    carga.columnas.update(titulo="=1+1")
    return carga


def test_cada_renglon_trae_su_grupo_y_su_celda_y_ninguna_formula(client):
    carga = sembrar()
    idi, politica = en_filas(pedir(client, 2024, formato="csv"))
    assert (idi["Puntaje"], idi["Promedio del grupo"], idi["Posición"], idi["Entidades con puntaje (n)"]) == (
        *("0", "0", "1", "6"),
    )
    assert (idi["Fila"], idi["Columna"], idi["Archivo"]) == ("4", "AA", carga.importacion.nombre)
    assert (idi["Grupo par"], idi["Título de la columna"]) == ("'=GRUPO 2", "'=1+1")
    assert (politica["Puntaje"], politica["Promedio del grupo"], politica["Sin medir"]) == ("", "", "6")


def test_la_evolucion_no_cruza_la_rotura_ni_los_huecos_y_lo_dice(client):
    sembrar()
    filas = en_filas(pedir(client, 2024, formato="csv", tabla="evolucion"))
    idi = {fila["Vigencia medida"]: fila for fila in filas if fila["Código"] == "IDI"}
    assert list(idi) == ["2021", "2022", "2023", "2024"]
    assert {fila["Variación frente a la vigencia anterior"] for fila in idi.values()} == {""}
    assert "cambió la metodología" in idi["2022"]["Comparabilidad"]
    assert (idi["2023"]["Puntaje"], idi["2023"]["Comparabilidad"]) == ("", "Sin resultados.")
    assert idi["2024"]["Comparabilidad"] == "No se compara: no hay puntaje de 2023."


def test_el_libro_trae_las_dos_tablas_y_lo_que_no_hay_es_404(client):
    sembrar()
    libro = openpyxl.load_workbook(io.BytesIO(pedir(client, 2024).content))
    assert libro.sheetnames == ["Resultados 2024", "Evolución"]
    assert pedir(client, 2019).status_code == 404
    fabricas.medicion(2025)
    assert pedir(client, 2025).status_code == 404
