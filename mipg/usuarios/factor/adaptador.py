"""Cómo se cifran las semillas y cómo se presenta la entidad ante una aplicación o una llave."""

import base64
import hashlib
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

registro = logging.getLogger(__name__)


def cifrador() -> MultiFernet:
    """Cifra con la primera clave de `CLAVES_DE_FACTORES` y descifra con cualquiera."""
    huellas = [hashlib.sha256(b"mipg.factor:" + clave.encode()).digest() for clave in settings.CLAVES_DE_FACTORES]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(huella)) for huella in huellas])


class Adaptador(DefaultMFAAdapter):
    """Semillas cifradas en la base y nombres en español."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ese código no es, ya se usó o se venció. Escriba el que se ve ahora.",
    }

    def encrypt(self, text: str) -> str:
        """La semilla como se guarda."""
        return cifrador().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """La semilla, o una cualquiera si se cifró con una clave que ya no está: ningún código suyo servirá."""
        try:
            return cifrador().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            registro.error("Un segundo factor se cifró con una clave que no está en MIPG_CLAVE_DE_FACTORES.")
            return generate_totp_secret()

    def generate_authenticator_name(self, user, type) -> str:
        """Con qué nombre se propone guardar una llave."""
        return "Llave de seguridad"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Ante la llave, la entidad es el anfitrión por el que se entró, que `ALLOWED_HOSTS` ya acotó."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}
