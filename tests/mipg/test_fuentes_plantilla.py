"""La plantilla de un acto se llena y se vuelve a leer."""

import io

import openpyxl
import pytest

from mipg.libros import leer
from politicas.fuentes import COLUMNAS, entender
from politicas.models import VersionModelo
from tests import fabricas
from tests.planes.archivos import celdas


@pytest.mark.django_db
def test_lo_escrito_en_la_plantilla_se_entiende(cliente_de):
    politica, oficina = fabricas.politica(nombre="Integridad"), fabricas.dependencia("Oficina de Paz")
    plantilla = cliente_de(fabricas.persona("planeacion")).get("/politicas/fuentes/importar/plantilla/").content
    assert celdas(plantilla)[0] == [columna.titulos[0] for columna in COLUMNAS.values()]
    listas = celdas(plantilla, "Listas")[1:]
    assert listas[0][:2] == [politica.nombre, "Líder"]
    assert oficina.nombre in [fila[2] for fila in listas]
    libro = openpyxl.load_workbook(io.BytesIO(plantilla))
    libro.worksheets[0].append(["Integridad", "Líder", "Oficina de Paz", None, "La lidera Paz."])
    libro.save(lleno := io.BytesIO())
    lectura = entender(leer("acto.xlsx", lleno.getvalue()), version=VersionModelo.objects.get(), hoy=fabricas.HOY)
    assert [(fila.politica, fila.responsable, fila.texto) for fila in lectura.filas] == [
        (politica, "Oficina de Paz", "La lidera Paz.")
    ]
