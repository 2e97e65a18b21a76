"""Una lista sencilla —unas pocas columnas conocidas, una fila por cosa—: encontrarla, leer sus celdas y anotar sus
errores. Todo puro."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from mipg.reglas import EstadoCambiado, Problema, exigir

from .columnas import Tabla, buscar_tablas
from .fechas import Orden, en_orden, leer_periodo, ordenes
from .libro import Celda, Fila, Libro
from .notas import VACIO, Elecciones, Nota
from .textos import ValorInvalido, en_una_linea, sin_valor
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


@dataclass(frozen=True)
class Columna:
    """Una columna: cómo la titulan, qué se dice que falta sin ella («el correo»; vacío, si es optativa) y su tope."""

    titulos: tuple[str, ...]
    falta: str = ""
    letras: int = 0


@dataclass
class LectorDeLista(ABC):
    """El recorrido de una lista. Quien importa hereda, trae sus columnas y dice qué es cada fila (`leidas`).

    `QUE` trae la lista («personas»), y `PRINCIPAL` es la columna sin la que una hoja no es de estas; `DE_TEXTO`, las
    que sólo pueden ser de una columna con letras. `errores` y `avisos`, lo que se va encontrando.
    """

    QUE: ClassVar[str]
    PRINCIPAL: ClassVar[str]
    COLUMNAS: ClassVar[Mapping[str, Columna]]
    DE_TEXTO: ClassVar[frozenset[str]] = frozenset()
    LECTURA: ClassVar[type[LecturaDeLista]] = LecturaDeLista
    VOCABULARIO: ClassVar[Vocabulario]

    tabla: Tabla
    errores: list[Nota] = field(default_factory=list, kw_only=True)
    avisos: list[Nota] = field(default_factory=list, kw_only=True)

    def __init_subclass__(cls):
        titulos = {campo: columna.titulos for campo, columna in cls.COLUMNAS.items()}
        cls.VOCABULARIO = Vocabulario(cls.QUE, titulos, cls.PRINCIPAL, de_texto=cls.DE_TEXTO)

    @classmethod
    def leer(cls, libro: Libro, **contexto) -> LecturaDeLista:
        """Lo que dice el libro o, si no trae una lista de estas, una lectura con el porqué."""
        tabla, *otras = buscar_tablas(libro, cls.VOCABULARIO, VACIO, Elecciones())
        lector = cls(tabla, **contexto)
        obligatorias = {campo: columna for campo, columna in cls.COLUMNAS.items() if columna.falta}
        ausentes = [f"«{columna.titulos[0]}»" for campo, columna in obligatorias.items() if campo not in tabla.indices]
        filas = [fila for fila in tabla.filas if any(lector.celda(fila, campo) for campo in tabla.indices)]
        leidas = ()
        if ausentes:
            que = "No se encontró la columna" if len(ausentes) == 1 else "No se encontraron las columnas"
            lector.negar("columna_ausente", f"{que} {', '.join(ausentes)}.", bool(tabla.indices))
        elif not filas:
            lector.negar("lista_vacia", f"El archivo no trae {cls.QUE} debajo del encabezado.")
        elif len(tabla.filas) > FILAS_MAXIMAS:
            lector.negar("muchas_filas", f"El archivo tiene más de {FILAS_MAXIMAS} filas. Súbalo por partes.")
        else:
            leidas = tuple(lector.leidas(filas))
            lector.avisar_de_lo_que_no_se_ve(filas, otras)
        return cls.LECTURA(leidas, tuple(lector.errores), (*tabla.avisos, *lector.avisos))

    @abstractmethod
    def leidas(self, filas: list[Fila]) -> Iterable:
        """Lo que dice cada fila (cada una sabe si `cambia` algo)."""

    def avisar_de_lo_que_no_se_ve(self, filas: list[Fila], otras: list[Tabla]) -> None:
        """Anota las filas ocultas, que también entran, y las demás hojas con una lista de estas, que no."""
        if ocultas := [str(fila.numero) for fila in filas if fila.oculta]:
            self.aviso("filas_ocultas", None, f"Estas filas están ocultas y también entran: {', '.join(ocultas)}.")
        if nombres := [f"«{otra.hoja.nombre}»" for otra in otras if self.PRINCIPAL in otra.indices]:
            mensaje = f"Sólo se lee la hoja «{self.tabla.hoja.nombre}». Suba aparte {', '.join(nombres)}."
            self.aviso("otras_hojas", None, mensaje)

    def celda(self, fila: Fila, campo: str) -> Celda | None:
        """La celda de un campo; nula si está vacía o dice que no hay dato."""
        celda = fila.celdas.get(self.tabla.indices.get(campo, 0))
        return celda if celda and (celda.error or not sin_valor(celda.texto)) else None

    def texto(self, fila: Fila, campo: str) -> str:
        """Lo escrito en una celda, en una línea; vacío si no hay nada que leer."""
        celda = self.celda(fila, campo)
        return en_una_linea(celda.texto) if celda and not celda.error else ""

    def textos(self, fila: Fila) -> dict[str, str]:
        """Lo escrito en cada columna. Anota lo que falta, lo que no cabe y las celdas con un error de Excel."""
        textos = {campo: self.texto(fila, campo) for campo in self.COLUMNAS}
        for campo, columna in self.COLUMNAS.items():
            celda = self.celda(fila, campo)
            if celda and celda.error:
                self.error("celda_con_error", fila, campo, celda.error)
            elif columna.falta and not textos[campo]:
                self.error("celda_vacia", fila, campo, f"Falta {columna.falta}.")
            elif columna.letras:
                self.exigir_que_quepa(fila, campo, textos[campo], columna.letras)
        return textos

    def ordenes_de(self, filas: Iterable[Fila], *campos: str) -> Mapping[str, Orden]:
        """Cómo están escritas las fechas de cada columna: deciden todas sus celdas."""
        return ordenes({campo: [c for fila in filas if (c := self.celda(fila, campo))] for campo in campos})

    def dia(self, fila: Fila, campo: str, *, anio: int, orden: Orden) -> date | None:
        """El día escrito en una celda; nulo si está vacía. Anota el que no se entiende o no es uno solo."""
        celda = self.celda(fila, campo)
        if celda is None or celda.error:
            return None
        celda = en_orden(celda, orden)
        try:
            if celda.error:
                raise ValorInvalido(celda.error, "fecha_ambigua")
            periodo = leer_periodo(celda, anio)
            # No se supone nada: «julio» o un número suelto se preguntan.
            if periodo.supuesto or not periodo.es_un_dia:
                raise ValorInvalido(f"«{celda.texto[:40]}» no es una fecha completa. Escríbala como 31/01/2026.")
        except ValorInvalido as error:
            self.error(error.codigo, fila, campo, error.mensaje)
            return None
        return periodo.inicio

    def exigir_que_quepa(self, fila: Fila, campo: str, texto: str, letras: int) -> None:
        """Anota un texto de más de `letras`."""
        if len(texto) > letras:
            self.error("texto_largo", fila, campo, f"Tiene {len(texto)} letras y caben {letras}. Acórtelo.")

    def error(self, codigo: str, fila: Fila, campo: str, mensaje: str) -> None:
        """Anota algo que impide importar."""
        self.errores.append(self.tabla.nota_de(codigo, fila, campo, mensaje))

    def aviso(self, codigo: str, fila: Fila | None, mensaje: str, campo: str = "") -> None:
        """Anota algo que conviene mirar antes de importar."""
        self.avisos.append(self.tabla.nota_de(codigo, fila, campo, mensaje))

    def negar(self, codigo: str, mensaje: str, en_el_encabezado: bool = False) -> None:
        """Anota por qué la hoja entera no se puede importar."""
        fila = self.tabla.encabezado.fila if en_el_encabezado else 0
        self.errores.append(Nota(codigo, self.tabla.hoja.nombre, fila, "", "", mensaje))
