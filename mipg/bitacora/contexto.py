"""Quién actúa ahora mismo: un único contexto, sin anidar, para petición, tarea o comando."""

import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Contexto:
    """Autor (o `None`), origen y dirección de lo que se está haciendo; `numero` une sus sucesos y cambios."""

    por: object | None = None
    origen: str = "comando"
    direccion: str | None = None
    numero: str = field(default_factory=lambda: uuid.uuid4().hex)

    def con_autor(self, por: object | None) -> "Contexto":
        """El mismo, ya con quien actúa."""
        return replace(self, por=por)


_actual: ContextVar[Contexto | None] = ContextVar("mipg_contexto", default=None)


def actual() -> Contexto:
    """Contexto vigente; uno anónimo si nadie lo abrió."""
    return _actual.get() or Contexto(numero="")


@contextmanager
def actuar(*, por=None, origen: str = "comando", direccion: str | None = None) -> Iterator[Contexto]:
    """Abre el contexto de una petición, tarea o comando. Al salir deja el que hubiera."""
    with vigente(Contexto(por=por, origen=origen, direccion=direccion)) as contexto:
        yield contexto


@contextmanager
def vigente(contexto: Contexto) -> Iterator[Contexto]:
    """Deja vigente ese contexto. Al salir queda el que hubiera."""
    ficha = _actual.set(contexto)
    try:
        yield contexto
    finally:
        _actual.reset(ficha)


def numero_de_peticion() -> str | None:
    """Identificador común de todo lo anotado en esta petición, tarea o comando (ajuste `AUDITLOG_CID_GETTER`)."""
    return actual().numero or None


class ConPeticion(logging.Filter):
    """Pone en cada línea del registro el número que la persona lee en la página de error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Añade `peticion`: el número vigente o una raya."""
        record.peticion = numero_de_peticion() or "-"
        return True


class EnUnaLinea(logging.Filter):
    """Lo que el sistema se niega a hacer se anota en una línea: ni traza ni renglones que escriba quien llama."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Quita la traza y los saltos de línea del mensaje."""
        record.msg, record.args = " ".join(record.getMessage().split()), None
        record.exc_info = record.exc_text = None
        return True


# Lo que el proxy calla de una dirección, con la misma medida; los nombres de archivo de una traza no son testigos.
_TESTIGO = re.compile(r"""(?<=[/?=])(?![^/?=\s"']*\.py\b)[^/?=\s"']{24,}""")


class SinTestigos(logging.Formatter):
    """Escribe la línea y su traza sin nada tan largo como el testigo de un enlace de acceso."""

    def format(self, record: logging.LogRecord) -> str:
        """La línea con «[testigo]» en vez de cada tramo o valor de dirección de 24 letras o más."""
        return _TESTIGO.sub("[testigo]", super().format(record))
