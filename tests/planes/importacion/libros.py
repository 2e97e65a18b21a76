"""Libros de prueba: el mismo plan de cuatro actividades, escrito como lo llevan distintas entidades."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

from mipg.texto import normalizar
from planes.importacion import Lectura, interpretar, leer

VIGENCIA = 2025

TALENTO, GENERAL, PLANEACION, HACIENDA, JURIDICA, LOGISTICO, INFORMATICA, ARCHIVO, PARTICIPACION = range(1, 10)

# Nombres de una alcaldía, con una sigla y un alias.
DEPENDENCIAS = {
    normalizar(nombre): id_
    for nombre, id_ in (
        ("Dirección Administrativa de Talento Humano", TALENTO),
        ("DATH", TALENTO),
        ("Secretaría General", GENERAL),
        ("Secretaría de Planeación Distrital", PLANEACION),
        ("Secretaría de Hacienda", HACIENDA),
        ("Oficina Asesora Jurídica", JURIDICA),
        ("Dirección Administrativa de Apoyo Logístico", LOGISTICO),
        ("Oficina Asesora de Informática", INFORMATICA),
        ("Sistemas", INFORMATICA),
        ("Dirección de Archivo", ARCHIVO),
        ("Secretaría de Participación y Desarrollo Social", PARTICIPACION),
    )
}

# Con los que se pinta una celda: el del cronograma y el blanco, que no la pinta.
COLORES = VERDE, BLANCO = "#00B050", "#FFFFFF"

FORMULAR = "Formular el plan de acción de la política de Integridad"
TALLERES = "Realizar talleres del código de integridad"
ATENDER = "Responder las peticiones dentro del término"
INFORMES = "Publicar informes de seguimiento a conflictos de interés"


@dataclass(frozen=True)
class Formula:
    """Una fórmula con el valor que Excel dejó guardado."""

    expresion: str
    valor: object


@dataclass(frozen=True)
class Porcentaje:
    """Un número en celda con formato de porcentaje (0,25 se ve «25 %»)."""

    valor: float


@dataclass(frozen=True)
class Mes:
    """Una fecha en celda con formato de mes («jun-26»)."""

    dia: date


@dataclass(frozen=True)
class ConDecimales:
    """Un número en celda que siempre muestra dos decimales (1,1 se ve «1,10»)."""

    valor: float


@dataclass(frozen=True)
class Pintada:
    """Una celda con relleno de un color y sin valor."""

    color: str = VERDE


@dataclass(frozen=True)
class Combinada:
    """Un valor que ocupa varias filas y columnas desde su celda."""

    valor: object
    filas: int = 1
    columnas: int = 1


@dataclass(frozen=True)
class Pagina:
    """Una hoja para `excel`: filas de valores y qué filas (desde 1) y columnas (por letra) van ocultas."""

    filas: Sequence[Sequence[object]]
    nombre: str = "Plan"
    ocultas: Iterable[int] = ()
    oculta: bool = False
    columnas_ocultas: Iterable[str] = ()


def excel(*paginas: Pagina | Sequence[Sequence[object]]) -> bytes:
    """Un xlsx con las páginas dadas; una lista de filas es una página corriente."""
    destino = io.BytesIO()
    libro = xlsxwriter.Workbook(destino, {"in_memory": True})
    formatos = {
        "fecha": libro.add_format({"num_format": "dd/mm/yyyy"}),
        "porcentaje": libro.add_format({"num_format": "0%"}),
        "decimales": libro.add_format({"num_format": "0.00"}),
        "mes": libro.add_format({"num_format": "mmm-yy"}),
    }
    formatos |= {color: libro.add_format({"bg_color": color}) for color in COLORES}
    for pagina in paginas:
        pagina = pagina if isinstance(pagina, Pagina) else Pagina(pagina)
        hoja = libro.add_worksheet(pagina.nombre)
        for fila, valores in enumerate(pagina.filas):
            for columna, valor in enumerate(valores):
                _escribir(hoja, fila, columna, valor, formatos)
        for fila in pagina.ocultas:
            hoja.set_row(fila - 1, None, None, {"hidden": True})
        for columna in pagina.columnas_ocultas:
            hoja.set_column(f"{columna}:{columna}", None, None, {"hidden": True})
        if pagina.oculta:
            hoja.hide()
    visible = next((n for n, p in enumerate(paginas) if not (isinstance(p, Pagina) and p.oculta)), 0)
    libro.worksheets()[visible].activate()
    libro.worksheets()[visible].set_first_sheet()
    libro.close()
    return destino.getvalue()


def _escribir(hoja, fila: int, columna: int, valor: object, formatos: dict) -> None:
    match valor:
        case None | "":
            return
        case Combinada(contenido, filas, columnas):
            hoja.merge_range(fila, columna, fila + filas - 1, columna + columnas - 1, "")
            _escribir(hoja, fila, columna, contenido, formatos)
        case Formula(expresion, resultado):
            hoja.write_formula(fila, columna, expresion, None, resultado)
        case Mes(dia):
            hoja.write_datetime(fila, columna, dia, formatos["mes"])
        case Porcentaje(numero):
            hoja.write_number(fila, columna, numero, formatos["porcentaje"])
        case Pintada(color):
            hoja.write_blank(fila, columna, None, formatos[color])
        case ConDecimales(numero):
            hoja.write_number(fila, columna, numero, formatos["decimales"])
        case date():
            hoja.write_datetime(fila, columna, valor, formatos["fecha"])
        case bool() | int() | float() | Decimal():
            hoja.write(fila, columna, valor)
        case _:
            hoja.write_string(fila, columna, str(valor))


def texto(filas: Sequence[Sequence[object]], separador: str = ";", codificacion: str = "utf-8") -> bytes:
    """Un CSV; las celdas con separador o salto de línea van entre comillas."""

    def celda(valor: object) -> str:
        escrito = "" if valor is None else f"{valor:%d/%m/%Y}" if isinstance(valor, date) else str(valor)
        return f'"{escrito}"' if separador in escrito or "\n" in escrito else escrito

    return "\r\n".join(separador.join(map(celda, fila)) for fila in filas).encode(codificacion)


def partir(titulos: str) -> list[str]:
    """Los títulos separados por `|`."""
    return titulos.split("|")


def sin_valores_guardados(contenido: bytes, queda: bytes = b"") -> bytes:
    """El mismo xlsx con las fórmulas sin resultado, como las dejan los programas que no calculan.

    Unos quitan el valor y otros lo dejan vacío (`queda`).
    """
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenido)) as origen, zipfile.ZipFile(salida, "w") as copia:
        for miembro in origen.infolist():
            parte = origen.read(miembro)
            if "worksheets/" in miembro.filename:
                parte = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1" + queda, parte)
            copia.writestr(miembro.filename, parte)
    return salida.getvalue()


def con_hoja_cruda(xml: bytes) -> bytes:
    """Un xlsx cuya única hoja es `xml` tal cual."""
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel([["x"]]))) as origen,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as copia,
    ):
        for miembro in origen.infolist():
            es_hoja = miembro.filename == "xl/worksheets/sheet1.xml"
            copia.writestr(miembro.filename, xml if es_hoja else origen.read(miembro))
    return salida.getvalue()


def hoja_cruda(filas: bytes, cola: bytes = b"") -> bytes:
    """El XML de una hoja con esas filas y lo que vaya después de los datos."""
    espacio = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return (
        b'<?xml version="1.0"?><worksheet '
        + espacio
        + b"><sheetData>"
        + filas
        + b"</sheetData>"
        + cola
        + b"</worksheet>"
    )


def importar(contenido: bytes, nombre: str = "plan.xlsx", **opciones) -> Lectura:
    """Lee e interpreta con la vigencia y las dependencias de prueba."""
    opciones = {"vigencia": VIGENCIA, "dependencias": DEPENDENCIAS} | opciones
    return interpretar(leer(nombre, contenido), **opciones)


def mensajes(notas) -> str:
    """Las notas en un solo texto, para buscar en él."""
    return "\n".join(f"{nota.hoja}!{nota.columna}{nota.fila} {nota.valor}: {nota.mensaje}" for nota in notas)


# Lo que toda disposición debe dar: nombre, meta, tipo, inicio, fin, dependencia.
ESENCIAL = (
    (FORMULAR, 1, "ACUMULADA", date(2025, 2, 1), date(2025, 2, 28), TALENTO),
    (TALLERES, 4, "ACUMULADA", date(2025, 2, 15), date(2025, 11, 30), GENERAL),
    (ATENDER, 100, "CONSTANTE", date(2025, 1, 1), date(2025, 12, 31), GENERAL),
    (INFORMES, 2, "ACUMULADA", date(2025, 4, 1), date(2025, 12, 15), PLANEACION),
)
UNIDADES = ("plan", "talleres", "%", "informes")
APOYOS = ((), (TALENTO,), (), (HACIENDA, JURIDICA))
TRIMESTRES = ((1, None, None, None), (1, 1, 1, 1), (100, 100, 100, 100), (None, 1, None, 1))
SIN_TRIMESTRES = ((1, None, None, None), (None, None, None, 4), (100, 100, 100, 100), (None, None, None, 2))


def esencial(lectura: Lectura) -> tuple:
    """Lo de `ESENCIAL`, de una lectura."""
    return tuple(
        (a.nombre, a.meta, a.tipo_meta, a.fecha_inicio, a.fecha_fin, a.dependencia) for a in lectura.actividades
    )
