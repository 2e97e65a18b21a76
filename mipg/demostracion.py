"""La demostración no pasa por verdad: lo que muestra, imprime o deja descargar lleva la misma marca."""

from django.conf import settings

MARCA = "DATO DE EJEMPLO"


def marca() -> str:
    """La marca; vacía si no es la demostración."""
    return MARCA if settings.DEMOSTRACION else ""
