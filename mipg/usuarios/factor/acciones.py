"""Verbos sobre el segundo factor: activar, agregar una llave, quitar, generar códigos, usar uno y reiniciar.

Activar, agregar, reemplazar o quitar un factor corta las demás sesiones: quien llama conserva la suya
(`sesiones.conservar`). Los códigos de recuperación se muestran sólo al generarlos, y mueren al quitar o reemplazar un
factor: quien se llevó la hoja vieja no entra con ella.
"""

from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet

from mipg.bitacora.acciones import registrar
from mipg.reglas import ReglaIncumplida, exigir
from mipg.usuarios.factor.adaptador import cifrador
from mipg.usuarios.factor.reglas import problemas_para_quitar
from mipg.usuarios.models import Usuario

_Tipo = Authenticator.Type


def de(persona: Usuario) -> QuerySet[Authenticator]:
    """Los factores de una persona: su aplicación y sus llaves, en el orden en que los puso. Los códigos no son uno."""
    return Authenticator.objects.filter(user=persona).exclude(type=_Tipo.RECOVERY_CODES).order_by("pk")


def codigos_de(persona: Usuario) -> Authenticator | None:
    """Los códigos de recuperación de una persona, si los generó."""
    return Authenticator.objects.filter(user=persona, type=_Tipo.RECOVERY_CODES).first()


def _tomar(persona: Usuario) -> None:
    # Dos pestañas a la vez dejarían sin ninguno a quien está obligado, o dos juegos de códigos vivos.
    Usuario.objects.select_for_update().get(pk=persona.pk)


def _matar_codigos(persona: Usuario) -> None:
    Authenticator.objects.filter(user=persona, type=_Tipo.RECOVERY_CODES).delete()


def _cortar(persona: Usuario) -> None:
    Usuario.objects.filter(pk=persona.pk).cortar_accesos()
    persona.refresh_from_db(fields=["sello"])


@transaction.atomic
def activar_aplicacion(*, semilla: str, por: Usuario, ahora: datetime) -> None:
    """Deja esa semilla como la aplicación de autenticación de `por`; la anterior y sus códigos dejan de servir."""
    _tomar(por)
    if reemplaza := de(por).filter(type=_Tipo.TOTP).delete()[0]:
        _matar_codigos(por)
    TOTP.activate(por, semilla)
    _cortar(por)
    verbo = "reemplazar aplicación de autenticación" if reemplaza else "activar aplicación de autenticación"
    registrar(por, verbo=verbo, por=por, ahora=ahora)
    get_adapter().send_notification_mail("mfa/email/totp_activated", por)


@transaction.atomic
def agregar_llave(*, nombre: str, credencial: dict, por: Usuario, ahora: datetime) -> None:
    """Agrega una llave de seguridad ya comprobada por el formulario."""
    _tomar(por)
    WebAuthn.add(por, nombre, credencial)
    _cortar(por)
    registrar(por, verbo="agregar llave de seguridad", por=por, ahora=ahora, nota=nombre)
    get_adapter().send_notification_mail("mfa/email/webauthn_added", por)


@transaction.atomic
def quitar(*, factor: Authenticator, exigido: bool, por: Usuario, ahora: datetime) -> None:
    """Quita un factor propio, y con él los códigos. Lanza `ReglaIncumplida` si su rol lo exige y es el único."""
    _tomar(por)
    exigir(problemas_para_quitar(exigido=exigido, otros=de(por).exclude(pk=factor.pk).count()))
    es_llave, nombre = factor.type == _Tipo.WEBAUTHN, str(factor)
    factor.delete()
    _matar_codigos(por)
    _cortar(por)
    verbo = "quitar llave de seguridad" if es_llave else "quitar aplicación de autenticación"
    registrar(por, verbo=verbo, por=por, ahora=ahora, nota=nombre if es_llave else "")
    plantilla = "mfa/email/webauthn_removed" if es_llave else "mfa/email/totp_deactivated"
    get_adapter().send_notification_mail(plantilla, por)


@transaction.atomic
def generar_codigos(*, por: Usuario, ahora: datetime) -> list[str]:
    """Códigos de recuperación nuevos, de un solo uso; los anteriores dejan de servir."""
    _tomar(por)
    if not de(por).exists():
        raise ReglaIncumplida("Active primero una aplicación de autenticación o una llave de seguridad.")
    _matar_codigos(por)
    codigos = RecoveryCodes.activate(por)
    registrar(por, verbo="generar códigos de recuperación", por=por, ahora=ahora)
    get_adapter().send_notification_mail("mfa/email/recovery_codes_generated", por)
    return codigos.get_unused_codes()


def anotar_codigo_usado(*, codigos: Authenticator, por: Usuario, ahora: datetime) -> int:
    """Deja dicho que entró con un código de recuperación; devuelve cuántos le quedan."""
    registrar(por, verbo="usar código de recuperación", por=por, ahora=ahora)
    return len(codigos.wrap().get_unused_codes())


@transaction.atomic
def recifrar() -> int:
    """Cifra otra vez todas las semillas con la clave de ahora; cuántas. Lanza `InvalidToken` si falta una clave."""
    cuantas, cifra = 0, cifrador()
    for fila in Authenticator.objects.select_for_update():
        for campo in {"secret", "seed"} & fila.data.keys():
            fila.data[campo] = cifra.rotate(fila.data[campo].encode()).decode()
            fila.save(update_fields=["data"])
            cuantas += 1
    return cuantas
