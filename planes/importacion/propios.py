"""Cómo lee una app de encima lo suyo de un plan, y qué más le exige. Todo puro."""

from collections.abc import Sequence

from mipg.libros.libro import Libro

from .columnas import VOCABULARIO, Tabla, VocabularioDePlan
from .lectura import ActividadLeida, Elecciones
from .renglones import Cuaderno, Renglon


class LectorPropio:
    """Quien no añade nada; la app que añade hereda y dice lo suyo.

    `vocabulario`: los títulos que reconoce. `agrupador`: el campo que comparten varias actividades («hallazgo»), si el
    número repetido puede ser el suyo. `supone_fechas`: si la que falta se completa con la vigencia o queda vacía.
    `determina`: de qué depende lo que se entiende, para saber si hay que leer otra vez.
    """

    vocabulario: VocabularioDePlan = VOCABULARIO
    agrupador: str = ""
    supone_fechas: bool = True
    determina: tuple = ()

    def impide(self, libro: Libro, tabla: Tabla) -> str:
        """Por qué el archivo no se importa en esta clase de plan; vacío si se importa."""
        return ""

    def elegir(self, cuaderno: Cuaderno, renglones: list[Renglon]) -> list[Renglon]:
        """Los renglones que son de este plan; anota los demás en el cuaderno."""
        return renglones

    def leer(self, cuaderno: Cuaderno, renglon: Renglon) -> tuple[tuple[str, str], ...]:
        """Pares de campo propio y lo que dice el renglón; sólo los que el archivo trae."""
        return ()

    def revisar(
        self, libro: Libro, cuaderno: Cuaderno, actividades: Sequence[ActividadLeida], elecciones: Elecciones
    ) -> None:
        """Anota lo que sólo se ve con todas las actividades leídas, o en las demás hojas del libro."""


NADA_PROPIO = LectorPropio()
