"""En qué hoja y en qué fila están los títulos de un archivo de resultados, y qué es cada columna."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from furag.lectura import titulos
from furag.reglas.arbol import RAIZ
from mipg.libros import Fila, Nota
from mipg.libros.libro import letra
from mipg.libros.por_filas import HojaPorFilas
from mipg.libros.textos import en_una_linea

FILAS_DE_BUSQUEDA = 20
_PUNTAJES_MINIMOS = 3


@dataclass(frozen=True)
class ColumnaDePuntaje:
    """Una columna de puntajes: su código, su índice en la hoja (A = 1) y su título, como está escrito."""

    codigo: str
    indice: int
    titulo: str

    @property
    def letra(self) -> str:
        """Cómo la llama Excel."""
        return letra(self.indice)


@dataclass(frozen=True)
class Encabezado:
    """Los títulos de una hoja de resultados. `campos`, de campo de la entidad a índice de columna.

    `sobran`: índice y título de las columnas que no se reconocen; `antes`, lo escrito encima.
    """

    hoja: HojaPorFilas
    fila: int
    campos: Mapping[str, int]
    puntajes: tuple[ColumnaDePuntaje, ...]
    sobran: Mapping[int, str]
    antes: str
    errores: tuple[Nota, ...] = ()

    def faltan(self, esperados: Iterable[str]) -> list[str]:
        """Los códigos de `esperados` y las columnas de la entidad que no están, con el nombre que tendrían."""
        tiene = {columna.codigo for columna in self.puntajes}
        de_la_entidad = [dichos[0] for campo, dichos in titulos.DE_LA_ENTIDAD.items() if campo not in self.campos]
        return de_la_entidad + [codigo for codigo in esperados if codigo not in tiene]


@dataclass
class _Titulos:
    """Lo que se va reconociendo en una fila."""

    campos: dict[str, int] = field(default_factory=dict)
    puntajes: dict[str, ColumnaDePuntaje] = field(default_factory=dict)
    sobran: dict[int, str] = field(default_factory=dict)
    repetidas: list[tuple[int, int, str]] = field(default_factory=list)

    def anotar(self, indice: int, titulo: str) -> None:
        codigo, campo = titulos.codigo_de(titulo), titulos.campo_de(titulo)
        if campo:
            self._primera(self.campos.setdefault(campo, indice), indice, titulo)
        elif codigo:
            columna = self.puntajes.setdefault(codigo, ColumnaDePuntaje(codigo, indice, titulo[:300]))
            self._primera(columna.indice, indice, codigo)
        else:
            self.sobran[indice] = titulo

    def _primera(self, primera: int, esta: int, que: str) -> None:
        if primera != esta:
            self.repetidas.append((primera, esta, que))

    @property
    def son_de_resultados(self) -> bool:
        return "nombre" in self.campos and (
            RAIZ in self.puntajes or len(self.puntajes) + len(self.repetidas) >= _PUNTAJES_MINIMOS
        )


def buscar(hoja: HojaPorFilas) -> Encabezado | None:
    """El encabezado de una hoja de resultados, en sus primeras filas; nulo si no es de estas."""
    antes: list[str] = []
    for fila in itertools.takewhile(lambda fila: fila.numero <= FILAS_DE_BUSQUEDA, hoja.leer()):
        leidos = _Titulos()
        for indice, celda in sorted(fila.celdas.items()):
            leidos.anotar(indice, en_una_linea(celda.texto))
        if leidos.son_de_resultados:
            puntajes = tuple(sorted(leidos.puntajes.values(), key=lambda columna: columna.indice))
            errores = tuple(_errores(hoja.nombre, fila, leidos))
            arriba = " · ".join(antes)
            return Encabezado(hoja, fila.numero, leidos.campos, puntajes, leidos.sobran, arriba, errores)
        antes += [celda.texto for celda in fila.celdas.values()]
    return None


def _errores(hoja: str, fila: Fila, leidos: _Titulos) -> Iterable[Nota]:
    for primera, esta, que in leidos.repetidas:
        mensaje = f"«{que}» está dos veces: en la columna {letra(primera)} y en la {letra(esta)}. Deje una sola."
        yield Nota("columna_repetida", hoja, fila.numero, letra(esta), que, mensaje)
    if RAIZ not in leidos.puntajes:
        mensaje = "Falta la columna «Índice de Desempeño Institucional»: sin ella no es el archivo de resultados."
        yield Nota("columna_ausente", hoja, fila.numero, "", "", mensaje)


def cambiados(encabezado: Encabezado, nombres: Mapping[str, str]) -> Iterable[Nota]:
    """Las columnas cuyo código es de una cosa y cuyo nombre es, letra por letra, el de otra de su clase.

    `nombres`: de código a nombre en el modelo.
    """
    llamado = titulos.por_nombre(nombres)
    for columna in encabezado.puntajes:
        otro = llamado(columna.codigo, columna.titulo)
        if otro and otro != columna.codigo and columna.codigo in nombres:
            mensaje = f"El código dice {columna.codigo} y el nombre es el de {otro}. Compruebe el archivo y súbalo."
            yield Nota(
                "codigo_y_nombre", encabezado.hoja.nombre, encabezado.fila, columna.letra, columna.titulo, mensaje
            )
