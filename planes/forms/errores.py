"""Lo que una acción se negó a hacer, puesto donde la persona lo lee."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from mipg.reglas import ReglaIncumplida

NEGATIVAS = (ReglaIncumplida, ValidationError, IntegrityError)


def anotar(form: forms.Form, error: Exception) -> None:
    """Lleva al formulario los problemas de una acción: cada uno a su campo, si el formulario lo tiene."""
    for campo, mensaje in _mensajes(error):
        form.add_error(campo if campo in form.fields else None, mensaje)


def _mensajes(error: Exception):
    if isinstance(error, ReglaIncumplida):
        yield from ((problema.campo, _frase(problema)) for problema in error.problemas)
    elif isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for campo, errores in error.message_dict.items():
            yield from ((None if campo == NON_FIELD_ERRORS else campo, mensaje) for mensaje in errores)
    elif isinstance(error, ValidationError):
        yield from ((None, mensaje) for mensaje in error.messages)
    else:
        # La base de datos llegó antes que la validación: dos personas guardaron lo mismo a la vez.
        yield None, "Otra persona guardó lo mismo en este momento. Vuelva a mirar antes de intentarlo."


def _frase(problema) -> str:
    return str(problema) if problema.donde else problema.mensaje
