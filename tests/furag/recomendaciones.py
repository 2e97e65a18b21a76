"""Archivos de recomendaciones como los que entrega Función Pública."""

import io

import xlsxwriter

TITULOS = ("Política", "Recomendación", "Política relacionada")
DIGITAL, TRANSPARENCIA = "Gobierno Digital", "Transparencia, Acceso a la Información y lucha contra la Corrupción"
NUESTRO = "ALCALDIA DE CARTAGENA DE INDIAS.xlsx"
MEMBRETE = ("FUNCIÓN PÚBLICA", "Recomendaciones de mejora · vigencia 2025", "")


def excel(*filas, titulos=TITULOS, membrete=MEMBRETE, hoja="Recomendaciones", combinadas=(), mas=()) -> bytes:
    """Un xlsx con el membrete, el encabezado y las filas. `combinadas`: (fila desde, fila hasta, columna, valor).

    `mas`: otras hojas, (nombre, filas).
    """
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"in_memory": True})
    for nombre, todas in ((hoja, [*([uno] for uno in membrete), titulos, *filas]), *mas):
        pagina = libro.add_worksheet(nombre)
        for n, valores in enumerate(todas):
            for columna, valor in enumerate(valores):
                if valor not in (None, ""):
                    pagina.write(n, columna, valor)
        if nombre == hoja:
            for desde, hasta, columna, valor in combinadas:
                pagina.merge_range(desde - 1, columna, hasta - 1, columna, valor)
    libro.close()
    return salida.getvalue()


def una(texto: str, politica: str = DIGITAL, relacionada: str = "POL07 Gobierno Digital") -> tuple:
    """Una fila."""
    return (politica, texto, relacionada)
