"""Lo que un archivo no dice, o dice de dos maneras, y contesta una persona."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pregunta:
    """Algo que hay que contestar antes de seguir. `clave`: con qué nombre se guarda la respuesta en las elecciones.

    `opciones`, (valor, rótulo); sin ellas se contesta que sí o se descarta el archivo.
    """

    clave: str
    texto: str
    opciones: tuple[tuple[str, str], ...] = ()
