"""Tablas que se descargan: CSV y Excel con el formato de la casa. Ningún texto puede abrirse como fórmula.

En CSV los textos peligrosos llevan apóstrofo y en Excel son celdas de texto; los números siguen siendo números.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from mipg.demostracion import marca

TIPO_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIPO_CSV = "text/csv; charset=utf-8"
TIPOS = {"csv": TIPO_CSV, "xlsx": TIPO_XLSX}
# Con qué empieza una celda que Excel, LibreOffice o Google Sheets tomarían por fórmula al abrir un CSV; los anchos y
# los pequeños, en los Excel de Asia, y el menos tipográfico, en LibreOffice.
_INICIO = r"=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
# Lo que también separa celdas si el archivo se abre con otra lista de separadores o línea a línea.
_SEPARA = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029;,\t|"
# Lo que no se ve y una hoja de cálculo se salta; y las comillas, que a medio abrir tampoco la frenan.
_NO_SE_VE = (
    r"\x00-\x20\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f\""
)
_ANTES = rf"[{_NO_SE_VE}{_SEPARA}]"
_COMO_FORMULA = rf"'*+(?:[\t\r\n\x00]|{_ANTES}*+'*[{_INICIO}])"
_DENTRO = rf"(?<!{_ANTES})(?:(?![{_SEPARA}]){_ANTES})*+[{_SEPARA}]{_ANTES}*+"
_PELIGRA = re.compile(_COMO_FORMULA)
_PELIGRA_DENTRO = re.compile(rf"{_DENTRO}(?='*[{_INICIO}])")
_PROTEGIDA = re.compile(f"'(?={_COMO_FORMULA})")
_PROTEGIDA_DENTRO = re.compile(rf"({_DENTRO})'(?='*[{_INICIO}])")
_ANCHO = 18
_LARGO_MAXIMO = 32_767  # letras por celda de Excel

# Lo que puede traer una celda: los instantes, ya en la hora que se va a leer.
Valor = str | bool | int | float | Decimal | date | datetime | None


def texto_seguro(texto: str) -> str:
    """El texto con un apóstrofo donde una hoja de cálculo lo tomaría por fórmula: al comienzo o tras un separador."""
    # Quien ya empieza por apóstrofo también lleva el suyo: al leer se quita uno, y sólo uno.
    dentro = _PELIGRA_DENTRO.sub(r"\g<0>'", texto)
    return f"'{dentro}" if _PELIGRA.match(texto) else dentro


def texto_original(texto: str) -> str:
    """El texto que `texto_seguro` protegió, sin los apóstrofos que le puso."""
    return _PROTEGIDA_DENTRO.sub(r"\1", texto[1:] if _PROTEGIDA.match(texto) else texto)


def _en_csv(valor: Valor) -> str:
    if valor is None:
        return ""
    if isinstance(valor, bool):
        return "Sí" if valor else "No"
    if isinstance(valor, datetime):
        return f"{valor:%d/%m/%Y %H:%M}"
    if isinstance(valor, date):
        return f"{valor:%d/%m/%Y}"
    if isinstance(valor, float):
        valor = Decimal(str(valor))
    if isinstance(valor, Decimal):
        entero, _, decimales = f"{valor:f}".partition(".")
        decimales = decimales.rstrip("0")
        # «1,234» también puede ser mil doscientos: con cuatro decimales no hay duda.
        return f"{entero},{decimales.ljust(4, '0') if len(decimales) == 3 else decimales}" if decimales else entero
    return str(valor) if isinstance(valor, int) else texto_seguro(str(valor))


def en_csv(titulos: Sequence[str], filas: Iterable[Sequence[Valor]]) -> bytes:
    """CSV en UTF-8 con BOM y `;`, que es lo que Excel en español abre sin preguntar."""
    salida = io.StringIO()
    escritor = csv.writer(salida, delimiter=";", lineterminator="\r\n")
    escritor.writerow([texto_seguro(titulo) for titulo in titulos])
    for fila in filas:
        escritor.writerow([_en_csv(valor) for valor in fila])
    return salida.getvalue().encode("utf-8-sig")


class Libro:
    """Un xlsx con el formato de la casa; los textos nunca se vuelven fórmulas ni enlaces.

    `titulo`, `texto`, `numero`, `entero`, `fecha` e `instante` son sus formatos, por si una columna vacía los necesita.
    """

    def __init__(self):
        self._salida = io.BytesIO()
        self._libro = xlsxwriter.Workbook(
            self._salida, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        base = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#C9D2E3"}
        encabezado = {"bold": True, "bg_color": "#0943B5", "font_color": "#FFFFFF", "text_wrap": True}
        self.titulo = self._libro.add_format(base | encabezado | {"valign": "vcenter"})
        self.texto = self._libro.add_format(base | {"text_wrap": True, "num_format": "@"})
        self.numero = self._libro.add_format(base | {"num_format": "#,##0.####"})
        self.entero = self._libro.add_format(base | {"num_format": "#,##0"})
        self.fecha = self._libro.add_format(base | {"num_format": "dd/mm/yyyy", "align": "center"})
        self.instante = self._libro.add_format(base | {"num_format": "dd/mm/yyyy hh:mm", "align": "center"})

    def hoja(
        self,
        nombre: str,
        titulos: Sequence[str],
        filas: Iterable[Sequence[Valor]] = (),
        anchos: Sequence[int] = (),
    ):
        """Añade una hoja con encabezado fijo y filtro y la devuelve. `anchos`, en letras; si faltan, el corriente."""
        hoja = self._libro.add_worksheet(nombre[:31])
        hoja.set_landscape()
        hoja.set_paper(9)
        hoja.fit_to_pages(1, 0)
        hoja.repeat_rows(0)
        hoja.freeze_panes(1, 0)
        hoja.set_row(0, 32)
        for columna, titulo in enumerate(titulos):
            hoja.set_column(columna, columna, anchos[columna] if anchos else max(_ANCHO, len(titulo) + 2))
            hoja.write_string(0, columna, titulo, self.titulo)
        ultima = 0
        for ultima, fila in enumerate(filas, start=1):
            for columna, valor in enumerate(fila):
                self._celda(hoja, ultima, columna, valor)
        hoja.autofilter(0, 0, max(ultima, 1), len(titulos) - 1)
        return hoja

    def _celda(self, hoja, fila: int, columna: int, valor: Valor) -> None:
        if valor is None or valor == "":
            hoja.write_blank(fila, columna, None, self.texto)
        elif isinstance(valor, bool):
            hoja.write_string(fila, columna, "Sí" if valor else "No", self.texto)
        elif isinstance(valor, datetime):
            hoja.write_datetime(fila, columna, valor.replace(tzinfo=None), self.instante)
        elif isinstance(valor, date):
            hoja.write_datetime(fila, columna, valor, self.fecha)
        elif isinstance(valor, Decimal | float):
            hoja.write_number(fila, columna, valor, self.entero if valor == int(valor) else self.numero)
        elif isinstance(valor, int):
            hoja.write_number(fila, columna, valor)
        else:
            hoja.write_string(fila, columna, str(valor)[:_LARGO_MAXIMO], self.texto)

    def bytes(self) -> bytes:
        """El archivo terminado."""
        self._libro.close()
        return self._salida.getvalue()


@dataclass(frozen=True)
class Tabla:
    """Una hoja: nombre (hasta 31 letras), encabezados y filas de textos, números, fechas o `None`."""

    nombre: str
    columnas: Sequence[str]
    filas: Iterable[Sequence[Valor]]


def _marcada(tabla: Tabla) -> tuple[Sequence[str], Iterable[Sequence[Valor]]]:
    """Sus encabezados y sus filas; en la demostración, con una columna que lo dice en cada una."""
    if not (dice := marca()):
        return tabla.columnas, tabla.filas
    return (*tabla.columnas, "Demostración"), ((*fila, dice) for fila in tabla.filas)


def a_csv(tabla: Tabla) -> bytes:
    """CSV de una tabla."""
    return en_csv(*_marcada(tabla))


def a_xlsx(tablas: Iterable[Tabla]) -> bytes:
    """Libro con una hoja por tabla."""
    libro = Libro()
    for tabla in tablas:
        libro.hoja(tabla.nombre, *_marcada(tabla))
    return libro.bytes()
