"""Lo que otra app añade a los planes de una clase entra con el mismo archivo, sin que `planes` la conozca."""

from dataclasses import replace
from datetime import date

from planes.importacion.columnas import VOCABULARIO
from planes.importacion.propios import LectorPropio
from planes.propios import CampoPropio, distintos
from tests.planes.importacion.libros import Combinada, Pagina, excel, importar, mensajes

TITULOS = ["No.", "Falla", "Actividad", "Meta", "Responsable", "Fecha fin"]
FALLA = CampoPropio("falla", "Falla", ("Falla",))


class DeFallas(LectorPropio):
    vocabulario = replace(VOCABULARIO, sinonimos={**VOCABULARIO.sinonimos, "falla": ("Falla",)})
    agrupador = "falla"

    def impide(self, libro, tabla):
        return "Es de otra clase." if tabla.hoja.nombre == "Otra" else ""

    def leer(self, cuaderno, renglon):
        return (("falla", renglon.texto("falla")),)


def fila(numero, falla, nombre):
    return [numero, falla, nombre, 1, "Secretaría General", date(2025, 6, 30)]


def test_lo_propio_se_lee_y_el_numero_combinado_es_de_lo_que_agrupa():
    libro = excel([TITULOS, fila(Combinada(1, 2), Combinada("No hay catálogo", 2), "Inventariar"),
                   fila(None, None, "Publicar"), fila(2, "No hay política", "Adoptar")])  # fmt: skip
    lectura = importar(libro, propios=DeFallas())
    assert lectura.aceptable, mensajes(lectura.errores)
    assert [(a.numero, a.nombre, dict(a.propios)["falla"]) for a in lectura.actividades] == [
        ("1", "Inventariar", "No hay catálogo"),
        ("2", "Publicar", "No hay catálogo"),
        ("3", "Adoptar", "No hay política"),
    ]
    # Sin quien agrupe, el número combinado se sigue preguntando.
    assert "combinada" in mensajes(importar(libro).errores)


def test_el_numero_repetido_con_otra_falla_es_un_error():
    libro = excel([TITULOS, fila(1, "No hay catálogo", "Inventariar"), fila(1, "No hay política", "Adoptar")])
    assert "está repetido" in mensajes(importar(libro, propios=DeFallas()).errores)


def test_lo_que_se_impide_dice_por_que_y_nada_mas():
    lectura = importar(excel(Pagina([TITULOS, fila(1, "x", "Inventariar")], nombre="Otra")), propios=DeFallas())
    assert [nota.mensaje for nota in lectura.errores] == ["Es de otra clase."]
    assert not lectura.actividades


def test_lo_que_se_suma_nunca_pierde_nada():
    citas = CampoPropio("citas", "Citas", (), se_suma=True)
    antes = {"falla": "No hay", "citas": "R-1; R-2"}
    assert distintos(antes, {"falla": "No  hay", "citas": "R-2"}, (FALLA, citas)) == {}
    assert distintos(antes, {"falla": "", "citas": "R-3"}, (FALLA, citas)) == {
        "falla": ("No hay", ""),
        "citas": ("R-1; R-2", "R-1; R-2; R-3"),
    }
