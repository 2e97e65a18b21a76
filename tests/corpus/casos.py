"""Los casos del corpus: un archivo escrito como texto y, debajo, lo que se espera leer en él.

Un caso (`casos/*.txt`) tiene tres partes separadas por una línea `---`: datos (`archivo`, `separador`, `codificacion`,
`ocultas`, `omitir_ocultas`, `recordadas`: «Valor = meta; Peso = -»), la cuadrícula y lo esperado. En la cuadrícula una
línea es una fila y `|` separa las celdas; `.` es una fila vacía, `~` al principio la oculta y `[Nombre]` abre una hoja.
En un xlsx, `12,5` es texto, `12.5` un número, `1.10` uno con formato de dos decimales, `25%` una celda de porcentaje,
`2025-01-31` una fecha, `2025-06` una con formato de mes, `=A1` una fórmula sin resultado guardado, `'12` el texto «12»;
`▓` está pintada y sin valor; `Título >3v2` combina tres columnas y dos filas.

Lo esperado: `columnas:` con un campo por columna (`-` si no se importa, `?` si se debe preguntar), `filas:` con los
nombres de lo que se compara y una línea por fila (`4: …`, o `4: ?` si se debe preguntar).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mipg.texto import normalizar
from tests.planes.importacion.disposiciones import DISPOSICIONES
from tests.planes.importacion.libros import (
    ESENCIAL,
    Combinada,
    ConDecimales,
    Formula,
    Mes,
    Pagina,
    Pintada,
    Porcentaje,
    excel,
    sin_valores_guardados,
    texto,
)

CARPETA = Path(__file__).parent / "casos"
_COMBINADA = re.compile(r"(.*?) ?(?:>(\d+))?(?:v(\d+))?$")
_HOJA = re.compile(r"\[(.+?)( oculta)?\]")
_PREGUNTA = "?"


@dataclass(frozen=True)
class Esperado:
    """La lectura correcta: el campo de cada columna (desde A) y, por número de fila, lo que dice cada campo."""

    columnas: tuple[str, ...] = ()
    filas: dict[int, dict[str, str] | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Caso:
    """Un archivo del corpus. `esperado.filas` lleva nulo donde la única lectura correcta es preguntar."""

    nombre: str
    archivo: str
    contenido: bytes
    esperado: Esperado
    omitir_ocultas: bool = False
    recordadas: dict[str, str] = field(default_factory=dict)


def casos() -> Iterator[Caso]:
    """Los del corpus: primero las disposiciones que comparten el mismo plan y luego los de `casos/`, por nombre."""
    for nombre, archivo, construir, trimestres in DISPOSICIONES:
        yield Caso(f"mismo_plan_{nombre}", archivo, construir(), _del_mismo_plan(construir, trimestres))
    for ruta in sorted(CARPETA.glob("*.txt")):
        yield leer_caso(ruta.stem, ruta.read_text(encoding="utf-8"))


def _del_mismo_plan(construir, trimestres) -> Esperado:
    """Lo esperado de una disposición, por el orden de sus actividades (la clave es negativa: no se sabe la fila)."""
    filas = {}
    for orden, (esencial, programado) in enumerate(zip(ESENCIAL, trimestres, strict=True), start=1):
        nombre, meta, tipo, inicio, fin, dependencia = esencial
        filas[-orden] = {
            "nombre": nombre, "meta": str(meta), "tipo": tipo[0], "inicio": str(inicio), "fin": str(fin),
            "dependencia": str(dependencia), "trimestres": " ".join("-" if p is None else str(p) for p in programado),
        }  # fmt: skip
    return Esperado(filas=filas)


def leer_caso(nombre: str, escrito: str) -> Caso:
    """El caso que describe el texto de un archivo de `casos/`."""
    datos, cuadricula, esperado = re.split(r"^---\n", escrito, flags=re.MULTILINE)
    opciones = {
        clave.strip(): valor.strip() for clave, _, valor in (linea.partition(":") for linea in datos.splitlines())
    }
    archivo = opciones.get("archivo", "plan.xlsx")
    contenido = _xlsx(cuadricula, opciones) if archivo.endswith(".xlsx") else _csv(cuadricula, opciones)
    pares = (par.partition("=") for par in opciones.get("recordadas", "").split(";") if par.strip())
    recordadas = {normalizar(titulo): campo.strip().strip("-") for titulo, _, campo in pares}
    return Caso(nombre, archivo, contenido, _esperado(esperado), "omitir_ocultas" in opciones, recordadas)


def _xlsx(cuadricula: str, opciones: dict[str, str]) -> bytes:
    paginas, lineas = [], cuadricula.splitlines()
    if not lineas or not _HOJA.fullmatch(lineas[0]):
        lineas.insert(0, "[Plan]")
    for linea in lineas:
        if hoja := _HOJA.fullmatch(linea):
            ocultas = opciones.get("ocultas", "").split()
            paginas.append(Pagina([], hoja[1], [], bool(hoja[2]), ocultas))
            continue
        pagina = paginas[-1]
        if linea.startswith("~"):
            pagina.ocultas.append(len(pagina.filas) + 1)
        pagina.filas.append([] if linea.strip() == "." else [_celda(c) for c in _celdas(linea.removeprefix("~"))])
    contenido = excel(*paginas)
    return sin_valores_guardados(contenido, b"<v></v>") if "| =" in cuadricula else contenido


def _csv(cuadricula: str, opciones: dict[str, str]) -> bytes:
    filas = [[] if linea.strip() == "." else _celdas(linea) for linea in cuadricula.splitlines()]
    separador = {"tab": "\t"}.get(opciones.get("separador", ";"), opciones.get("separador", ";"))
    return texto(filas, separador, opciones.get("codificacion", "utf-8"))


def _celdas(linea: str) -> list[str]:
    return [celda.strip().replace("\\n", "\n") for celda in linea.split("|")]


def _celda(escrita: str) -> object:
    contenido, ancho, alto = _COMBINADA.fullmatch(escrita.replace("\n", "\\n")).groups()
    valor = _valor(contenido.replace("\\n", "\n"))
    return Combinada(valor, int(alto or 1), int(ancho or 1)) if ancho or alto else valor


def _valor(escrito: str) -> object:
    if escrito == "▓":
        return Pintada()
    if escrito.startswith("'"):
        return escrito[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", escrito):
        return date.fromisoformat(escrito)
    if re.fullmatch(r"\d{4}-\d\d", escrito):
        return Mes(date.fromisoformat(f"{escrito}-01"))
    if escrito.startswith("="):
        return Formula(escrito, None)
    if re.fullmatch(r"-?\d+(\.\d+)?%", escrito):
        return Porcentaje(float(escrito[:-1]) / 100)
    if re.fullmatch(r"\d+\.\d0", escrito):
        return ConDecimales(float(escrito))
    if re.fullmatch(r"-?\d+(\.\d+)?", escrito):
        return float(escrito) if "." in escrito else int(escrito)
    return escrito or None


def _esperado(escrito: str) -> Esperado:
    columnas, nombres, filas = (), [], {}
    for linea in filter(str.strip, escrito.splitlines()):
        clave, _, valor = linea.partition(":")
        if clave == "columnas":
            columnas = tuple(valor.split())
        elif clave == "filas":
            nombres = valor.split()
        else:
            valores = _celdas(valor)
            filas[int(clave)] = None if valores == [_PREGUNTA] else dict(zip(nombres, valores, strict=True))
    return Esperado(columnas, filas)
