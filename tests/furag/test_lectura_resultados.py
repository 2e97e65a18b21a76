"""El archivo oficial de resultados, limpio y sucio: exacto, preguntado o rechazado con su fila y su columna."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from furag.lectura.dicho import LecturaDeResultados
from furag.lectura.resultados import TOPES, leer_resultados
from mipg.libros.por_filas import abrir
from tests.furag.oficiales import CHAIRA, NOMBRE, NOMBRES, NUESTRA, OTRA, TITULOS, tabla, texto, xlsx


def leer(contenido: bytes, nombre: str = NOMBRE, anio: int = 2025, **elecciones) -> LecturaDeResultados:
    """Lo leído de un archivo, para la medición de ese año."""
    hojas = abrir(nombre, contenido, TOPES)
    return leer_resultados(nombre, hojas, anio=anio, nombres=NOMBRES, elecciones=elecciones)


def puntajes(lectura: LecturaDeResultados, nombre: str) -> dict[str, float]:
    """De código a puntaje, lo medido de una entidad."""
    (entidad,) = [una for una in lectura.entidades if una.datos["nombre"] == nombre]
    return {c.codigo: v / 10_000 for c, v in zip(lectura.columnas, entidad.valores, strict=True) if v >= 0}


def poner(fila: int, columna: str, valor):
    """Cambia una celda, nombrada como en Excel."""

    def cambiar(filas: list[list]) -> None:
        filas[fila - 1][ord(columna) - ord("A")] = valor

    return cambiar


def titular(viejo: str, nuevo: str):
    """Cambia un título."""
    return lambda filas: filas[2].__setitem__(filas[2].index(viejo), nuevo)


def quitar(titulo: str):
    """Quita una columna entera."""

    def cambiar(filas: list[list]) -> None:
        cual = filas[2].index(titulo)
        for fila in filas[2:]:
            del fila[cual]

    return cambiar


def con_columna(titulo: str | None, valores: list):
    """Añade una columna al final."""

    def cambiar(filas: list[list]) -> None:
        for fila, valor in zip(filas[2:], [titulo, *valores], strict=True):
            fila.append(valor)

    return cambiar


def test_lo_oficial_se_lee_como_esta_escrito():
    lectura = leer(xlsx(tabla()))
    assert lectura.se_puede
    assert (lectura.hoja, lectura.ambito, lectura.fila_encabezado) == ("Territorio", "TERRITORIO", 3)
    assert [entidad.fila for entidad in lectura.entidades] == [4, 5, 6, 7]
    assert [entidad.datos["codigo_sigep"] for entidad in lectura.entidades] == ["0567", "0954", "1200", "1301"]
    assert [(c.codigo, c.letra) for c in lectura.columnas][:3] == [("IDI", "I"), ("D1", "J"), ("D2", "K")]
    assert {"D3", "I23", "POL07"} <= {c.codigo for c in lectura.columnas}
    # El cero de verdad es un puntaje; lo vacío no se midió y no está.
    nuestra = puntajes(lectura, "ALCALDIA DE CARTAGENA DE INDIAS")
    assert (nuestra["D3"], nuestra["IDI"], "D4" in nuestra, "I23" in nuestra) == (0, 63.41, False, False)
    assert puntajes(lectura, "CONCEJO DISTRITAL DE CARTAGENA") == {"POL19": 77.7}


def test_una_dimension_y_un_indice_se_pueden_llamar_igual():
    nombres = NOMBRES | {"D6": "Gestión del conocimiento y la innovación", "I29": "Gestión del conocimiento"}
    hojas = abrir(NOMBRE, xlsx(tabla()), TOPES)
    assert leer_resultados(NOMBRE, hojas, anio=2025, nombres=nombres, elecciones={"faltan": True}).errores == []


IGUALES = {
    "CSV en Latin-1": (texto(tabla()), "resultados_vig2025_territorio.csv"),
    "CSV en UTF-8": (texto(tabla(), "utf-8-sig"), "resultados_vig2025_territorio.csv"),
    "CSV con coma": (texto(tabla(), "utf-8", ","), "resultados_vig2025_territorio.csv"),
    "CSV con tabulador": (texto(tabla(), "cp1252", "\t"), "resultados_vig2025_territorio.csv"),
    "encabezado en la primera fila": (xlsx(tabla(lambda filas: filas.__delitem__(slice(0, 2)))), NOMBRE),
    "encabezado en la novena": (xlsx([[None], ["Membrete"], *[["x"]] * 4, *tabla()]), NOMBRE),
    "mayúsculas y minúsculas": (xlsx(tabla(titular(TITULOS[-3], "i1 Calidad de la planeación"))), NOMBRE),
    "código con ceros de texto": (xlsx(tabla(poner(4, "A", "0567"))), NOMBRE),
    "código con decimales de CSV": (xlsx(tabla(poner(5, "A", "954,0"))), NOMBRE),
    "coma decimal escrita": (xlsx(tabla(poner(4, "I", "63,41"))), NOMBRE),
    "tres decimales con punto": (xlsx(tabla(poner(4, "I", "63.410"))), NOMBRE),
    "tres decimales con coma": (xlsx(tabla(poner(4, "I", "63,410"))), NOMBRE),
    "ruido de Excel": (xlsx(tabla(poner(4, "I", 63.410000000000004))), NOMBRE),
    "en porcentaje": (xlsx(tabla(poner(4, "I", 0.6341)), formatos={"I4": "0.00%"}), NOMBRE),
    "espacios de sobra": (xlsx(tabla(poner(4, "B", "  ALCALDIA DE  CARTAGENA DE INDIAS "))), NOMBRE),
    "filas vacías en medio": (xlsx([*tabla()[:5], [], [], *tabla()[5:]]), NOMBRE),
    "hojas que no son": (xlsx(tabla(), Notas=[["Metodología"], ["Entidad", "Observación"]]), NOMBRE),
    "una repetida igual": (xlsx([*tabla(), list(NUESTRA)]), NOMBRE),
    "los títulos otra vez": (xlsx([*tabla()[:5], TITULOS, *tabla()[5:]]), NOMBRE),
    "promedio y máximo al pie": (
        xlsx(
            [
                *tabla(),
                [None, "PROMEDIO", *[None] * 6, 55.0],
                [None, "MÁXIMO GRUPO 4", *[None] * 4, NUESTRA[6], None, 90],
            ]
        ),
        NOMBRE,
    ),
    "la fuente al pie": (xlsx([*tabla(), [], ["Fuente: Función Pública"]]), NOMBRE),
    "filas en otro orden": (xlsx([*tabla()[:3], *reversed(tabla()[3:])]), NOMBRE),
}


@pytest.mark.parametrize("como", IGUALES)
def test_lo_mismo_dicho_de_otra_manera_se_lee_igual(como):
    contenido, nombre = IGUALES[como]
    oficial, otro = leer(xlsx(tabla())), leer(contenido, nombre)
    assert otro.errores == otro.preguntas == []
    de_antes = {entidad.clave: entidad.huella for entidad in oficial.entidades}
    assert {entidad.clave: entidad.huella for entidad in otro.entidades} == de_antes
    assert otro.ambito == "TERRITORIO"


# Qué se cambia, qué código de error, y en qué fila y columna se dice.
RECHAZADAS = {
    "texto por puntaje": (poner(4, "J", "alto"), "texto_por_puntaje", 4, "J"),
    "dos cifras en una celda": (poner(5, "K", "51 / 52"), "texto_por_puntaje", 5, "K"),
    "fuera de rango por arriba": (poner(4, "I", 100.5), "fuera_de_rango", 4, "I"),
    "miles": (poner(4, "I", 6341), "fuera_de_rango", 4, "I"),
    "negativo": (poner(5, "J", -3), "fuera_de_rango", 5, "J"),
    "fecha por puntaje": (poner(5, "L", datetime.date(2025, 3, 12)), "texto_por_puntaje", 5, "L"),
    "verdadero por puntaje": (poner(5, "L", True), "texto_por_puntaje", 5, "L"),
    "error de Excel": (poner(6, "S", "#¡REF!"), "celda_con_error", 6, "S"),
    "fórmula sin valor": (poner(4, "I", "=J4"), "celda_con_error", 4, "I"),
    "columna angosta": (poner(4, "I", "####"), "celda_con_error", 4, "I"),
    "letra O por cero": (poner(4, "I", "6O,41"), "texto_por_puntaje", 4, "I"),
    "la misma columna dos veces": (titular(TITULOS[-2], "I1 Otro"), "columna_repetida", 3, "U"),
    "dos columnas de entidad": (titular("Municipio", "Nombre de la entidad"), "columna_repetida", 3, "F"),
    "sin IDI": (quitar("Índice de Desempeño Institucional"), "columna_ausente", 3, ""),
    "el código de una y el nombre de otra": (titular("POL07 Gobierno Digital", "POL01 X"), "columna_repetida", 3, "R"),
    "nombre de otra dimensión": (titular(TITULOS[9], "D1 Evaluación de Resultados"), "codigo_y_nombre", 3, "J"),
    "nombre de otra política": (
        titular("POL07 Gobierno Digital", "POL07 Índice de Control Interno"), "codigo_y_nombre", 3, "R",
    ),
    "repetida con otro puntaje": (
        lambda filas: filas.append([*NUESTRA[:8], 12.5, *NUESTRA[9:]]), "entidad_repetida", 8, "B",
    ),
    "sin código y repetida con otro puntaje": (
        lambda filas: filas.extend([None, *OTRA[1:8], idi, *OTRA[9:]] for idi in (50, 51)), "entidad_repetida", 9, "B",
    ),
    "sin nombre": (poner(5, "B", None), "sin_nombre", 5, "B"),
    "nota en dos celdas": (lambda filas: filas.append(["Fuente:", "Función Pública"]), "no_es_entidad", 8, "B"),
    "código con decimales": (poner(5, "A", 954.5), "codigo_ilegible", 5, "A"),
    "nombre que no cabe": (poner(5, "B", "A" * 301), "texto_largo", 5, "B"),
    "nombre con error": (poner(5, "B", "#N/A"), "celda_con_error", 5, "B"),
    "sin ninguna entidad": (lambda filas: filas.__delitem__(slice(3, None)), "sin_entidades", 3, ""),
    "una columna de 0 a 1, menos una celda": (
        lambda filas: [filas.append([f"9{n}", f"ALCALDIA {n}", *OTRA[2:8], n + 50, *[0.55 if n else 100] * 13])
                       for n in range(60)], "otra_escala", 3, "J",
    ),
    "de 0 a 1": (
        lambda filas: [f.__setitem__(n, f[n] / 100) for f in filas[3:] for n in range(8, 22) if f[n]],
        *("otra_escala", 3, ""),
    ),
}  # fmt: skip


def test_lo_que_se_deja_de_lado_se_dice_con_su_fila():
    pie = [list(NUESTRA), TITULOS, [None, "PROMEDIO", *[None] * 6, 55.0]]
    avisos = leer(xlsx([*tabla(), *pie])).avisos
    dejadas = [("fila_repetida", 8), ("encabezado_repetido", 9), ("fila_de_cuentas", 10)]
    assert [(nota.codigo, nota.fila) for nota in avisos if nota.fila > 7] == dejadas


def test_la_repetida_con_otros_datos_dice_las_dos_filas_y_en_que_difieren():
    (error,) = leer(xlsx([*tabla(), [*NUESTRA[:8], 12.5, *NUESTRA[9:]]])).errores
    assert error.fila == 8
    assert "fila 4, con otros datos: IDI 63,41 y 12,5." in error.mensaje


@pytest.mark.parametrize("que", RECHAZADAS)
def test_lo_que_no_puede_ser_se_rechaza_en_su_celda(que):
    cambiar, codigo, fila, columna = RECHAZADAS[que]
    lectura = leer(xlsx(tabla(cambiar)))
    assert (codigo, fila, columna) in [(nota.codigo, nota.fila, nota.columna) for nota in lectura.errores]
    assert not lectura.se_puede
    assert all(nota.mensaje for nota in lectura.errores)


def test_una_celda_combinada_no_reparte_su_puntaje():

    libro, salida = load_workbook(io.BytesIO(xlsx(tabla()))), io.BytesIO()
    libro["Territorio"].merge_cells("J4:J5")
    libro.save(salida)
    lectura = leer(salida.getvalue())
    assert [(nota.codigo, nota.fila, nota.columna) for nota in lectura.errores] == [("combinada", 5, "J")]


AJENOS = {
    "recomendaciones": ([["Política", "Recomendación", "Política relacionada"], ["A", "B", "C"]], "recomendaciones"),
    "diccionario": ([["", "Nombre", "Código"], ["", "Planeación", "POL01"], ["", "Calidad", "I01"]], "diccionario"),
    "otra cosa": ([["Actividad", "Meta"], ["Capacitar", 3]], "no es el archivo de resultados"),
    "encabezado muy abajo": ([*[["x"]] * 20, *tabla()], "primeras 20 filas"),
}  # fmt: skip


@pytest.mark.parametrize("que", AJENOS)
def test_lo_que_no_son_resultados_se_reconoce(que):
    filas, dice = AJENOS[que]
    (error,) = leer(xlsx(filas)).errores
    assert dice in error.mensaje


# Qué se cambia, en qué archivo, qué se pregunta y qué se contesta.
PREGUNTADAS = {
    "otra vigencia en el nombre": (tabla(), "Resultados_vig2024_territorio.xlsx", "vigencia", True),
    "otra vigencia encima": (tabla(poner(2, "A", "Resultados vigencia 2023")), NOMBRE, "vigencia", True),
    "falta una dimensión": (tabla(quitar("D4 Evaluación de Resultados")), NOMBRE, "faltan", True),
    "falta el grupo par": (tabla(quitar("Grupo par")), NOMBRE, "faltan", True),
    "falta el código SIGEP": (tabla(quitar("Código\nSigep")), NOMBRE, "faltan", True),
    "falta un índice": (tabla(quitar("I63 Ambiente propicio")), NOMBRE, "faltan", True),
    "columna de más": (tabla(con_columna("Quintil", [1, 2, 3, 4])), NOMBRE, "sobran", True),
    "N/A por puntaje": (tabla(poner(4, "M", "N/A")), NOMBRE, "sin_medir", True),
    "guion por puntaje": (tabla(poner(4, "M", "-")), NOMBRE, "sin_medir", True),
    "de la nación, dice el nombre": (tabla(), "Resultados_vig2025_nacion.xlsx", "ambito", "TERRITORIO"),
    "grupos de la nación": (
        tabla(lambda filas: [fila.__setitem__(6, "NACIÓN - MIPG") for fila in filas[3:]]), NOMBRE, "ambito", "NACION",
    ),
}  # fmt: skip


@pytest.mark.parametrize("que", PREGUNTADAS)
def test_lo_dudoso_se_pregunta_y_con_la_respuesta_se_lee(que):
    filas, nombre, clave, respuesta = PREGUNTADAS[que]
    lectura = leer(xlsx(filas), nombre)
    assert [pregunta.clave for pregunta in lectura.preguntas] == [clave]
    assert not lectura.se_puede
    contestada = leer(xlsx(filas), nombre, **{clave: respuesta})
    assert contestada.se_puede
    assert len(contestada.entidades) == 4


def test_sin_ambito_en_el_nombre_ni_en_la_hoja_se_pregunta():
    lectura = leer(xlsx(tabla(), "Hoja1"), "resultados vig 2025.xlsx")
    assert [pregunta.clave for pregunta in lectura.preguntas] == ["ambito"]


def test_con_resultados_en_dos_hojas_se_elige_una():
    contenido = xlsx(tabla(), Otra=tabla(poner(4, "I", 12.5)))
    (pregunta,) = leer(contenido).preguntas
    assert (pregunta.clave, pregunta.opciones) == ("hoja", (("Territorio", "Territorio"), ("Otra", "Otra")))
    assert puntajes(leer(contenido, hoja="Otra"), NUESTRA[1])["IDI"] == 12.5


def test_lo_raro_que_entra_como_viene_se_avisa():
    def ensuciar(filas: list[list]) -> None:
        poner(6, "I", 40.0)(filas)
        con_columna(None, [1, 2, 3, 4])(filas)
        con_columna("I99 Un índice que no está en el modelo", [5, 6, None, 8])(filas)

    lectura = leer(xlsx([*tabla(ensuciar), ["Fuente: Función Pública"]]))
    assert lectura.se_puede
    avisos = {(nota.codigo, nota.fila, nota.columna) for nota in lectura.avisos}
    assert avisos == {
        ("meci_con_indices", 6, "I"), ("columna_sin_nombre", 3, ""), ("codigo_ajeno", 3, "X"), ("fila_suelta", 8, "A"),
    }  # fmt: skip
    assert puntajes(lectura, CHAIRA[1])["I99"] == 8


def test_con_demasiados_errores_se_deja_de_leer():
    malas = [[n, f"ENTIDAD {n}", *NUESTRA[2:8], *["mal"] * 14] for n in range(2000, 2060)]
    errores = leer(xlsx([*tabla(), *malas])).errores
    assert errores[-1].codigo == "muchos_errores"
    assert len(errores) < 420
