"""Tablas que se descargan: XLSX con formato y CSV UTF-8. Ningún texto puede abrirse como fórmula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

TIPO_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIPO_CSV = "text/csv; charset=utf-8"
# Con qué empieza una celda que Excel, LibreOffice o Google Sheets tomarían por fórmula al abrir un CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ANCHO_MAXIMO = 60


@dataclass(frozen=True)
class Tabla:
    """Una hoja: nombre (hasta 31 letras), encabezados y filas de textos, números, fechas o `None`."""

    nombre: str
    columnas: Sequence[str]
    filas: Sequence[Sequence]


def sin_formula(texto: str) -> str:
    """El texto con un apóstrofo delante si una hoja de cálculo lo tomaría por fórmula."""
    return f"'{texto}" if texto.startswith(_FORMULA) else texto


def a_csv(tabla: Tabla) -> bytes:
    """CSV separado por comas, con punto decimal y marca UTF-8 (para que Excel lea las tildes)."""
    salida = io.StringIO()
    escritor = csv.writer(salida)
    escritor.writerow(tabla.columnas)
    escritor.writerows([_celda_csv(valor) for valor in fila] for fila in tabla.filas)
    return b"\xef\xbb\xbf" + salida.getvalue().encode()


def _celda_csv(valor):
    if valor is None:
        return ""
    if isinstance(valor, date):
        return valor.isoformat()
    if isinstance(valor, Decimal):
        return format(valor, "f")
    return sin_formula(valor) if isinstance(valor, str) else valor


def a_xlsx(tablas: Iterable[Tabla]) -> bytes:
    """Libro con una hoja por tabla: encabezado fijo con filtro; los números, como números."""
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True, "strings_to_formulas": False}) as libro:
        encabezado = libro.add_format({"bold": True, "bg_color": "#E5ECF8", "text_wrap": True, "valign": "top"})
        texto = libro.add_format({"text_wrap": True, "valign": "top"})
        numero = libro.add_format({"num_format": "#,##0.00##", "valign": "top"})
        fecha = libro.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        for tabla in tablas:
            hoja = libro.add_worksheet(tabla.nombre[:31])
            for n, columna in enumerate(tabla.columnas):
                hoja.write_string(0, n, columna, encabezado)
                largos = [len(str(fila[n])) for fila in tabla.filas[:200] if fila[n] is not None]
                hoja.set_column(n, n, min(max([len(columna), *largos]) + 2, _ANCHO_MAXIMO))
            for f, fila in enumerate(tabla.filas, start=1):
                for c, valor in enumerate(fila):
                    if isinstance(valor, str):
                        hoja.write_string(f, c, valor, texto)
                    elif isinstance(valor, Decimal | float):
                        hoja.write_number(f, c, float(valor), numero)
                    elif isinstance(valor, int):
                        hoja.write_number(f, c, valor)
                    elif isinstance(valor, date):
                        hoja.write_datetime(f, c, valor, fecha)
            hoja.freeze_panes(1, 0)
            hoja.autofilter(0, 0, len(tabla.filas), len(tabla.columnas) - 1)
    return salida.getvalue()
