"""Leer una tabla grande fila por fila, sin tenerla entera en la memoria: mil veces mil celdas pasan de a una fila."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from .formato import Topes, es_xlsx
from .lector import Combinacion, abrir_xlsx, celdas_de, filas_de_texto, nombre_de_hoja, si_falla_esta_danado
from .libro import ArchivoInvalido, Celda, Fila
from .notas import VACIO
from .textos import limpiar


@dataclass(frozen=True)
class HojaPorFilas:
    """Una hoja que se lee de a una fila, cuantas veces se quiera. `cuantas`: sus filas, a lo sumo."""

    nombre: str
    oculta: bool
    cuantas: int
    leer: Callable[[], Iterator[Fila]]


def abrir(nombre: str, contenido: bytes, topes: Topes) -> list[HojaPorFilas]:
    """Las hojas de un xlsx, o la única de un texto separado. Lanza `ArchivoInvalido` como `lector.leer`.

    Lo mal armado de una hoja lo dice, con la misma excepción, quien la lee.
    """
    if not es_xlsx(contenido, topes.descomprimido):
        renglones = contenido.count(b"\n") + 1
        return [HojaPorFilas(nombre_de_hoja(nombre), False, renglones, lambda: filas_de_texto(contenido, topes))]
    with si_falla_esta_danado():
        libro, xml = abrir_xlsx(contenido)
        return [_hoja(hoja, xml[hoja._worksheet_path], topes) for hoja in libro.worksheets]


def _hoja(hoja, xml: bytes, topes: Topes) -> HojaPorFilas:
    def leer() -> Iterator[Fila]:
        with si_falla_esta_danado():
            lector, combinaciones, por_fila = celdas_de(hoja, xml, VACIO, topes)
            ultima = 0
            for van, (numero, celdas) in enumerate(_con_lo_combinado(por_fila, combinaciones), start=1):
                if numero <= ultima or van > topes.filas or max(celdas) > topes.columnas:
                    raise ArchivoInvalido(_por_que_no(hoja.title, numero, ultima, van, topes))
                ultima = numero
                oculta = lector.row_dimensions.pop(str(numero), VACIO).get("hidden") in ("1", "true")
                yield Fila(numero, celdas, oculta)

    return HojaPorFilas(limpiar(hoja.title), hoja.sheet_state != "visible", xml.count(b"<row"), leer)


def _por_que_no(hoja: str, numero: int, ultima: int, van: int, topes: Topes) -> str:
    if numero <= ultima:
        return f"En la hoja «{hoja}» la fila {numero} está después de la {ultima}. Guárdela de nuevo en Excel y súbala."
    if van > topes.filas:
        return f"La hoja «{hoja}» tiene más de {topes.filas} filas con datos."
    return f"La hoja «{hoja}», fila {numero}, tiene datos después de la columna {topes.columnas}. Bórrelos."


def _con_lo_combinado(
    por_fila: Iterator[tuple[int, dict[int, Celda]]], combinaciones: list[Combinacion]
) -> Iterator[tuple[int, dict[int, Celda]]]:
    """Las filas con valor. De lo combinado sólo vale la primera celda y, hacia abajo, para todas sus filas."""
    por_venir, abiertas = deque(sorted(combinaciones, key=attrgetter("fila"))), {}
    for numero, celdas in por_fila:
        while por_venir and por_venir[0].fila <= numero:
            rango = por_venir.popleft()
            suya = celdas.get(rango.columna) if rango.fila == numero else None
            abiertas[rango] = suya and replace(suya, combinada_desde=numero)
        abiertas = {rango: celda for rango, celda in abiertas.items() if rango.ultima_fila >= numero}
        for rango in abiertas:
            for columna in [c for c in celdas if rango.columna <= c <= rango.ultima_columna]:
                if (numero, columna) != (rango.fila, rango.columna):
                    del celdas[columna]
        if celdas:
            repetidas = {r.columna: celda for r, celda in abiertas.items() if celda and numero > r.fila}
            yield numero, repetidas | celdas
