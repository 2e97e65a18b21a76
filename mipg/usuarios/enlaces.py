"""El enlace firmado con que la persona afectada mira y detiene un cambio de su cuenta, sin ingresar."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.resguardo import problemas_de_detener

VIGENCIA = timedelta(days=30)
_FIRMA = signing.TimestampSigner(salt="mipg.usuarios.cambio.detener")


def enlace_para_detener(cambio: int) -> str:
    """Dirección completa, para un correo, de la página en que se detiene el cambio (su clave primaria)."""
    return f"{settings.BASE_URL}{reverse('usuarios:cambio_detener', args=[_FIRMA.sign(cambio)])}"


def cambio_del_testigo(testigo: str) -> int | None:
    """La clave primaria del cambio que el testigo nombra; nada si está mal copiado o ya venció."""
    try:
        return int(_FIRMA.unsign(testigo, max_age=VIGENCIA))
    except (signing.BadSignature, ValueError):
        return None


def camino_para_detener(cambio: CambioDeCuenta, ahora: datetime) -> str:
    """La ruta con que lo detiene la persona afectada, sin el servidor; vacía si ya no se puede."""
    return "" if problemas_de_detener(cambio, ahora) else enlace_para_detener(cambio.pk).removeprefix(settings.BASE_URL)
