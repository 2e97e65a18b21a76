"""Archivos de plan para las pruebas de importación."""

import io
from datetime import date, datetime

import openpyxl
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

TITULOS = ("No.", "Actividad", "Meta", "Unidad de medida", "Fecha inicio", "Fecha fin", "Dependencia responsable")


def fila(numero, nombre: str, meta=2, unidad="informes", fin=None, dependencia="Secretaría de Hacienda") -> list:
    """Una actividad con las columnas de `TITULOS`."""
    return [numero, nombre, meta, unidad, date(2026, 1, 15), fin or date(2026, 12, 15), dependencia]


def excel(*filas, titulos=TITULOS) -> bytes:
    """Un xlsx de una hoja, «Plan»."""
    return con_hojas({"Plan": filas}, titulos)


def con_hojas(hojas: dict, titulos=TITULOS) -> bytes:
    """Un xlsx con las filas de cada hoja debajo de sus títulos."""
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for nombre, filas in hojas.items():
        pagina = libro.add_worksheet(nombre)
        for n, valores in enumerate([titulos, *filas]):
            for columna, valor in enumerate(valores):
                if isinstance(valor, date | datetime):
                    pagina.write_datetime(n, columna, valor)
                elif valor is not None:
                    pagina.write(n, columna, valor)
    libro.close()
    return salida.getvalue()


def subido(contenido: bytes, nombre: str = "plan.xlsx") -> dict:
    """Lo que envía el navegador al subir un archivo."""
    return {"archivo": SimpleUploadedFile(nombre, contenido)}


def celdas(contenido: bytes, hoja: str | None = None) -> list[list]:
    """Los valores de un xlsx, por filas."""
    libro = openpyxl.load_workbook(io.BytesIO(contenido))
    pagina = libro[hoja] if hoja else libro.worksheets[0]
    return [list(valores) for valores in pagina.iter_rows(values_only=True)]
