"""Un plan cuyas fechas son todas de otro año se importa sólo si la persona lo confirma."""

from datetime import date

from planes.forms.importaciones import CorregirForm
from planes.importacion import Elecciones
from planes.importacion.analisis import analizar
from planes.reglas import Diferencia
from tests.planes.importacion.libros import excel, importar

FILAS = [
    ["Actividad", "Meta", "Fecha inicio", "Fecha fin"],
    ["Revisar actas", 2, date(2024, 2, 1), date(2024, 6, 30)],
    ["Revisar planos", 2, date(2024, 2, 1), date(2024, 6, 30)],
]


def _formulario(lectura, **datos):
    return CorregirForm(datos, analisis=analizar(lectura, Diferencia(), {}), elecciones={}, dependencias=[])


def test_un_plan_entero_de_otro_anio_se_importa_si_se_confirma():
    lectura = importar(excel(FILAS))
    assert [nota.codigo for nota in lectura.errores] == ["plan_de_otro_anio"]
    form = _formulario(lectura, otra_vigencia="on")
    assert form.is_valid(), form.errors
    assert importar(excel(FILAS), elecciones=Elecciones(otra_vigencia=form.elegido["otra_vigencia"])).aceptable


def test_una_fecha_de_la_vigencia_no_pide_confirmar():
    lectura = importar(excel([*FILAS, ["Publicar", 1, date(2025, 2, 1), date(2025, 3, 1)]]))
    assert lectura.aceptable
    assert "otra_vigencia" not in _formulario(lectura).fields
