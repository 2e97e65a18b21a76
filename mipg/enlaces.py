"""Direcciones que alguien escribe y otra persona abre: sólo `http` y `https`, al guardarlas y al imprimirlas."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import CheckConstraint, Q, URLField

_ESQUEMAS = ("http", "https")
# Nombres que sólo existen dentro de una red, o de un computador.
_DEL_COMPUTADOR = ("localhost", "localdomain")
_DE_LA_RED = ("local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")


def problema_de_enlace(direccion: str, *, publica: bool = False) -> str:
    """Por qué no se guarda: trae una clave, o sólo abre en un computador o, si es `publica`, en una red interna.

    Vacío si no lo hay. Si es o no una dirección lo dice `CampoEnlace`. No pregunta a la red: un nombre se juzga como
    está escrito.
    """
    partes = _partes(direccion)
    if partes is None:
        return ""
    if "@" in partes.netloc:
        return "La dirección trae un usuario o una clave antes del «@»: quítelos."
    if _termina_en(partes, _DEL_COMPUTADOR) or _es_ip(partes, "is_loopback", "is_unspecified"):
        return "Esa dirección sólo abre en un computador: escriba la de la página publicada."
    if publica and (_termina_en(partes, _DE_LA_RED) or _es_ip(partes, "is_private", "is_link_local", "is_reserved")):
        return "Esa dirección es de una red interna y la ciudadanía no la puede abrir: escriba la pública."
    return ""


def _partes(direccion: str) -> SplitResult | None:
    try:
        partes = urlsplit(direccion)
        return partes if partes.hostname else None
    except ValueError:
        return None


def _termina_en(partes: SplitResult, nombres: tuple[str, ...]) -> bool:
    return partes.hostname.rstrip(".").rpartition(".")[2] in nombres


def _es_ip(partes: SplitResult, *cuales: str) -> bool:
    try:
        ip = ip_address(partes.hostname)
    except ValueError:
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(getattr(ip, cual) for cual in cuales)


def exigir_que_abra(direccion: str) -> None:
    """Validador: lo que dice `problema_de_enlace`."""
    if problema := problema_de_enlace(direccion):
        raise ValidationError(problema)


def exigir_publica(direccion: str) -> None:
    """Validador: además, que la pueda abrir cualquiera."""
    if problema := problema_de_enlace(direccion, publica=True):
        raise ValidationError(problema)


class CampoEnlace(URLField):
    """Dirección de una página. `javascript:`, `data:`, `ftp:`… no pasan; `enlace_valido` lo exige en la base."""

    _es_direccion = URLValidator(
        schemes=_ESQUEMAS, message="Escriba una dirección completa, que empiece por http:// o https://."
    )
    default_validators = (_es_direccion, exigir_que_abra)


class CampoEnlacePublico(CampoEnlace):
    """Dirección que abre la ciudadanía: tampoco vale la de una red interna. Para la base es el mismo campo."""

    default_validators = (CampoEnlace._es_direccion, exigir_publica)

    def deconstruct(self):
        """El mismo de `CampoEnlace`: lo que cambia no se guarda."""
        nombre, _, args, kwargs = super().deconstruct()
        return nombre, "mipg.enlaces.CampoEnlace", args, kwargs


def enlace_valido(modelo: str, campo: str) -> CheckConstraint:
    """Exige que `campo`, si no está vacío, sea una dirección `http` o `https`. `modelo` es `app_modelo`."""
    condicion = Q(**{campo: ""})
    for esquema in _ESQUEMAS:
        condicion |= Q(**{f"{campo}__startswith": f"{esquema}://"})
    return CheckConstraint(
        name=f"{modelo}_{campo}_es_enlace",
        condition=condicion,
        violation_error_message="La dirección debe empezar por http:// o https://.",
    )


def es_enlace(direccion: str) -> bool:
    """Si se puede imprimir como enlace."""
    return direccion.startswith(tuple(f"{esquema}://" for esquema in _ESQUEMAS))
