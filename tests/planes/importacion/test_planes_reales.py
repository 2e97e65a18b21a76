"""El mismo plan, escrito de diez maneras, da las mismas actividades."""

import pytest

from tests.planes.importacion.disposiciones import DISPOSICIONES
from tests.planes.importacion.libros import APOYOS, ESENCIAL, UNIDADES, esencial, importar, mensajes

POR_NOMBRE = {nombre: (archivo, construir, programado) for nombre, archivo, construir, programado in DISPOSICIONES}


@pytest.mark.parametrize("nombre", POR_NOMBRE)
def test_toda_disposicion_da_las_mismas_actividades(nombre):
    archivo, construir, programado = POR_NOMBRE[nombre]
    lectura = importar(construir(), archivo)
    assert mensajes(lectura.errores) == ""
    assert esencial(lectura) == ESENCIAL
    assert tuple(a.programacion for a in lectura.actividades) == programado
    assert tuple(a.apoyos for a in lectura.actividades) == APOYOS
    assert tuple(a.unidad.replace("Porcentaje", "%") for a in lectura.actividades) == UNIDADES
    assert lectura.aceptable
