"""Lo que se leyó de un archivo de resultados: sus columnas, sus entidades y lo que falta por resolver."""

import hashlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from furag.lectura.encabezados import ColumnaDePuntaje
from furag.lectura.preguntas import Pregunta
from mipg.libros import Nota
from mipg.texto import normalizar


@dataclass(frozen=True, slots=True)
class EntidadLeida:
    """Una fila: quién es la entidad y, en el orden de las columnas, sus puntajes en diezmilésimas (-1, no se midió)."""

    fila: int
    datos: Mapping[str, str]
    valores: array
    huella: str

    @property
    def clave(self) -> tuple[str, ...]:
        """Por lo que se reconoce en otro archivo: su código o, si no lo trae, su nombre y de dónde es."""
        return clave_de(
            *(self.datos.get(campo, "") for campo in ("codigo_sigep", "nombre", "departamento", "municipio"))
        )


def clave_de(codigo: str, nombre: str, departamento: str, municipio: str) -> tuple[str, ...]:
    """Por lo que se reconoce una entidad de un archivo en otro."""
    return (codigo,) if codigo.isdecimal() else (normalizar(nombre), normalizar(departamento), normalizar(municipio))


@dataclass
class LecturaDeResultados:
    """Lo que dice el archivo. Con `errores` o `preguntas` no se guarda nada."""

    hoja: str = ""
    ambito: str = ""
    fila_encabezado: int = 0
    columnas: tuple[ColumnaDePuntaje, ...] = ()
    entidades: list[EntidadLeida] = field(default_factory=list)
    errores: list[Nota] = field(default_factory=list)
    preguntas: list[Pregunta] = field(default_factory=list)
    avisos: list[Nota] = field(default_factory=list)

    @property
    def se_puede(self) -> bool:
        """Si hay entidades y nada que corregir ni preguntar."""
        return bool(self.entidades) and not self.errores and not self.preguntas

    @property
    def huella(self) -> str:
        """SHA-256 de lo leído, sin importar en qué orden vengan las filas ni en qué formato el archivo."""
        columnas = sorted((columna.codigo, columna.titulo) for columna in self.columnas)
        filas = sorted(entidad.huella for entidad in self.entidades)
        return hashlib.sha256(repr((columnas, filas)).encode()).hexdigest()
