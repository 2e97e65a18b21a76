"""La columna de las estrategias del modelo: entra la que se entiende, y sólo en el plan de implementación."""

import pytest

from planes.importacion.estrategias import leer_estrategia
from planes.models import Actividad
from tests.planes.importacion.libros import excel, importar


@pytest.mark.parametrize(
    ("escrito", "es"),
    [
        *((una.value, una.value) for una in Actividad.Estrategia),
        *((una.label, una.value) for una in Actividad.Estrategia),
        *((una.label.partition(" ")[2], una.value) for una in Actividad.Estrategia),
        ("01", "1"),
        ("E5", "5"),
        ("Estrategia N.° 3", "3"),
        ("Estrategia Nº 3", "3"),
        ("Gran Líder – Reconocimiento Institucional", "5"),
        ("Autodiagnóstico o Reflexión Inicial", "9"),
        ("Formulación y aprobación de Planes de Mejoramiento", "8"),
        ("1 y 2", ""),
        ("7, 8 y 9", ""),
        ("1.1", ""),
        ("1 de marzo", ""),
        ("10", ""),
        ("3. Gran Líder", ""),
        ("Gran Líder y Sensibilización", ""),
        ("Formulación", ""),
        ("Fortalecer la gestión", ""),
    ],
)
def test_entra_la_que_se_entiende_y_ninguna_a_medias(escrito, es):
    assert leer_estrategia(escrito) == es


@pytest.mark.parametrize(
    "titulo", ["Estrategia", "Estrategias", "N° Estrategia", "Estrategia del plan", "Estrategia del modelo"]
)
def test_la_columna_va_solo_en_el_plan_de_implementacion(titulo):
    filas = [[titulo, "Actividad", "Meta", "Fecha fin"], ["1 y 2", "Formular", 3, "30/06/2025"],
             ["5", "Reconocer", 1, "30/06/2025"]]  # fmt: skip
    lectura = importar(excel(filas))
    assert [una.estrategia for una in lectura.actividades] == ["", "5"]
    (aviso,) = [nota for nota in lectura.avisos if nota.codigo == "estrategia_no_clara"]
    assert (aviso.fila, aviso.valor) == (2, "1 y 2")
    otra = importar(excel(filas), con_estrategias=False)
    assert {una.estrategia for una in otra.actividades} == {""} and len(otra.actividades) == 2
    assert [nota.codigo for nota in otra.avisos if "estrategia" in nota.mensaje] == ["estrategia_de_otro_plan"]
