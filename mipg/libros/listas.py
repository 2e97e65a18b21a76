"""Una lista sencilla —unas pocas columnas conocidas, una fila por cosa—: encontrarla, leer sus celdas y anotar sus
errores. Todo puro.

Quien importa trae su `Vocabulario` y dice qué es cada fila, heredando de `LectorDeLista`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from mipg.reglas import EstadoCambiado, Problema, exigir

from .columnas import Tabla, buscar_tablas
from .libro import Celda, Fila, Libro
from .notas import VACIO, Elecciones, Nota
from .textos import en_una_linea, sin_valor
from .vocabulario import Vocabulario

FILAS_MAXIMAS = 2_000


@dataclass(frozen=True)
class LecturaDeLista:
    """Lo que dice una lista, en el orden de sus filas (cada una sabe si `cambia` algo). Con `errores` no se aplica."""

    filas: tuple = ()
    errores: tuple[Nota, ...] = ()
    avisos: tuple[Nota, ...] = ()

    @property
    def se_puede(self) -> bool:
        """Si hay algo que añadir y nada que corregir."""
        return not self.errores and any(fila.cambia for fila in self.filas)

    def exigir_que_se_pueda(self) -> None:
        """Lanza `ReglaIncumplida` con cada error en su celda y `EstadoCambiado` si ya no hay nada que añadir."""
        exigir([Problema(nota.mensaje, donde=nota.donde) for nota in self.errores])
        if not self.se_puede:
            raise EstadoCambiado("El archivo ya no añade nada: todo lo que dice ya está.")


@dataclass
class LectorDeLista:
    """El recorrido de una lista: `filas` son las que dicen algo; `errores`, lo que se va encontrando en ellas."""

    tabla: Tabla
    errores: list[Nota] = field(default_factory=list, kw_only=True)

    @property
    def filas(self) -> list[Fila]:
        """Las filas con algo escrito en alguna columna conocida."""
        return [fila for fila in self.tabla.filas if any(self.celda(fila, campo) for campo in self.tabla.indices)]

    def celda(self, fila: Fila, campo: str) -> Celda | None:
        """La celda de un campo; nula si está vacía o dice que no hay dato."""
        celda = fila.celdas.get(self.tabla.indices.get(campo, 0))
        return celda if celda and (celda.error or not sin_valor(celda.texto)) else None

    def texto(self, fila: Fila, campo: str) -> str:
        """Lo escrito en una celda, en una línea; vacío si no hay nada que leer."""
        celda = self.celda(fila, campo)
        return en_una_linea(celda.texto) if celda and not celda.error else ""

    def error(self, codigo: str, fila: Fila, campo: str, mensaje: str) -> None:
        """Anota algo que impide importar."""
        self.errores.append(self.tabla.nota_de(codigo, fila, campo, mensaje))

    def exigir_sanas(self, fila: Fila) -> None:
        """Anota las celdas con un error de Excel o una fórmula sin resultado."""
        for campo in self.tabla.indices:
            if (celda := self.celda(fila, campo)) and celda.error:
                self.error("celda_con_error", fila, campo, celda.error)


def leer_lista(
    libro: Libro, vocabulario: Vocabulario, obligatorias: tuple[str, ...], leer: Callable[[Tabla], LecturaDeLista]
) -> LecturaDeLista:
    """Lo que da `leer` con la tabla que trae la lista o, si ninguna puede serlo, una lectura con el porqué."""
    tabla = buscar_tablas(libro, vocabulario, VACIO, Elecciones())[0]
    ausentes = [f"«{vocabulario.sinonimos[campo][0]}»" for campo in obligatorias if campo not in tabla.indices]
    if ausentes:
        que = "No se encontró la columna" if len(ausentes) == 1 else "No se encontraron las columnas"
        fila = tabla.encabezado.fila if tabla.encabezado and tabla.indices else 0
        return _negar(tabla, "columna_ausente", f"{que} {', '.join(ausentes)}.", fila)
    if not LectorDeLista(tabla).filas:
        return _negar(tabla, "lista_vacia", f"El archivo no trae {vocabulario.que} debajo del encabezado.")
    if len(tabla.filas) > FILAS_MAXIMAS:
        return _negar(tabla, "muchas_filas", f"El archivo tiene más de {FILAS_MAXIMAS} filas. Súbalo por partes.")
    return leer(tabla)


def _negar(tabla: Tabla, codigo: str, mensaje: str, fila: int = 0) -> LecturaDeLista:
    return LecturaDeLista(errores=(Nota(codigo, tabla.hoja.nombre, fila, "", "", mensaje),), avisos=tabla.avisos)
