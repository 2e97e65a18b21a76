"""El motor con un vocabulario cualquiera: el de una lista de dependencias con su superior y sus otros nombres."""

from mipg.libros.columnas import buscar_tablas
from mipg.libros.lector import leer
from mipg.libros.notas import Elecciones
from mipg.libros.vocabulario import Reconocido, Vocabulario
from tests.planes.importacion.libros import Pagina, excel, texto

DEPENDENCIAS = Vocabulario(
    "dependencias",
    {
        "nombre": ("Dependencia", "Nombre de la dependencia"),
        "superior": ("Superior", "Depende de", "Dependencia superior"),
        "alias": ("Alias", "Sigla", "Otros nombres"),
    },
    principal="nombre",
    ajenas=frozenset({"correo", "telefono"}),
    primeras_palabras={"dependencia": "nombre"},
)


def tablas(contenido, recordadas=(), elecciones=None, nombre="lista.xlsx"):
    return buscar_tablas(leer(nombre, contenido), DEPENDENCIAS, dict(recordadas), elecciones or Elecciones())


def test_encuentra_el_encabezado_bajo_un_titulo_y_reparte_las_columnas():
    contenido = excel(
        Pagina([["Notas", "varias"], ["una", "dos"]], "Otra"),
        [
            ["ALCALDÍA DISTRITAL"],
            [],
            ["Depende de", "DEPENDENCIA", "Teléfono", "Sigla"],
            ["Despacho", "TIC", "1", "T"],
        ],
    )
    tabla = tablas(contenido)[0]
    assert tabla.encabezado.fila == 3
    assert tabla.indices == {"superior": 1, "nombre": 2, "alias": 4}
    assert [columna.campo for columna in tabla.columnas] == ["superior", "nombre", "", "alias"]
    assert [fila.numero for fila in tabla.filas] == [4]


def test_dos_columnas_iguales_se_dicen_y_lo_elegido_manda():
    contenido = texto([["Dependencia", "Sigla", "Alias"], ["Despacho", "D", "Alcaldía"]])
    tabla = tablas(contenido, nombre="lista.csv")[0]
    assert tabla.indices["alias"] == 3
    assert [nota.codigo for nota in tabla.avisos] == ["columna_sin_reconocer"]
    elegida = tablas(contenido, elecciones=Elecciones(columnas={"B": "alias"}), nombre="lista.csv")[0]
    assert elegida.indices["alias"] == 2


def test_lo_recordado_de_otro_archivo_se_reconoce_sin_ser_sinonimo():
    contenido = texto([["Dependencia", "Jefatura"], ["TIC", "Despacho"]])
    assert "superior" not in tablas(contenido, nombre="l.csv")[0].indices
    assert tablas(contenido, {"jefatura": "superior"}, nombre="l.csv")[0].indices["superior"] == 2


def test_las_palabras_de_un_vocabulario_no_son_las_de_otro():
    personas = Vocabulario("personas", {"nombre": ("Persona",), "correo": ("Correo",)}, principal="nombre")
    assert DEPENDENCIAS.reconocer(("Correo",)) == Reconocido("")
    assert personas.reconocer(("Correo",)) == Reconocido("correo")
    assert personas.reconocer(("Dependencia",)) is None


def test_una_errata_y_un_titulo_mas_largo_se_entienden():
    assert DEPENDENCIAS.reconocer(("Dependensia superior",)).campo == "superior"
    assert DEPENDENCIAS.reconocer(("Dependencia que suscribe",)).campo == "nombre"
    assert DEPENDENCIAS.reconocer(("Dependensia superior",), False) is None


def test_una_palabra_partida_en_dos_renglones_es_la_misma():
    assert DEPENDENCIAS.campo(("SUPE- RIOR",), parecidos=False) == "superior"
