"""Lo que se puede leer de dos maneras no se decide en silencio: se entiende, se anota o se pide."""

from tests.planes.importacion.libros import importar, mensajes, texto


def leido(titulos, *filas):
    return importar(texto([titulos, *filas]), "plan.csv")


def test_una_meta_que_no_empieza_por_su_cifra_se_anota_aunque_haya_unidad():
    lectura = leido(
        ["Actividad", "Meta", "Unidad"], ["Uno", "Talleres 4", "talleres"], ["Dos", "2 informes", "informes"],
        ["Tres", "1.250", "km"],
    )  # fmt: skip
    assert [a.meta for a in lectura.actividades] == [4, 2, 1250]
    anotadas = {nota.fila for nota in lectura.supuestos if "se entendió como" in nota.mensaje}
    assert anotadas == {2, 4}


def test_una_norma_en_la_meta_se_pide_en_su_celda():
    lectura = leido(["Actividad", "Meta"], ["Uno", "Cumplir la Ley 1712"])
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(2, "B")]


def test_un_ano_no_es_la_linea_base_y_una_frase_se_anota():
    lectura = leido(["Actividad", "Meta", "Línea base"], ["Uno", 1, "Informe 2024"], ["Dos", 1, "2024: 35 %"])
    assert [a.linea_base for a in lectura.actividades] == [None, 35]
    assert "línea base no es un número" in mensajes(lectura.avisos)
    assert "«2024: 35 %» se entendió como 35" in mensajes(lectura.supuestos)
