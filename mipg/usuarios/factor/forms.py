"""El código del segundo factor: al entrar, al confirmar quién es y al activar la aplicación."""

import json
import struct

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import complete_authentication
from django import forms
from django.contrib import messages

from mipg.bitacora.middleware import direccion_de
from mipg.usuarios.factor.acciones import anotar_codigo_usado

_CONTROL = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


# Con qué revienta la biblioteca ante una credencial que ningún navegador arma.
_MAL_ARMADA = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


def _contar(persona) -> list[ratelimit.RateLimitUsage]:
    """Cuenta un intento con los topes de la contraseña: diez fallos por persona y dirección cada quince minutos, y otro
    por día desde todas. allauth los cuenta sólo por persona: quien sabe la clave ajena dejaría fuera a su dueña.
    """
    topes = {"login_failed": f"factor:{persona.pk}:{direccion_de(context.request)}"}
    topes["login_failed_cuenta"] = f"factor:{persona.pk}"
    intentos = [
        ratelimit.consume(context.request, app="allauth.account", action=cual, key=clave)
        for cual, clave in topes.items()
    ]
    if not all(intentos):
        raise get_account_adapter().validation_error("too_many_login_attempts")
    return intentos


def _devolver(intentos: list[ratelimit.RateLimitUsage]) -> None:
    """El acierto no gasta los topes."""
    for intento in intentos:
        intento.rollback()


class _ConTope:
    code = forms.CharField(
        label="Código",
        max_length=20,
        help_text="Los seis números de su aplicación, o uno de sus códigos de recuperación.",
        widget=forms.TextInput(_CONTROL),
    )

    def clean_code(self) -> str:
        intentos, codigo = _contar(self.user), self.cleaned_data["code"]
        # La aplicación primero: es la que casi siempre se escribe.
        for factor in Authenticator.objects.filter(user=self.user).exclude(type="webauthn").order_by("-type"):
            if factor.wrap().validate_code(codigo):
                factor.user, self.authenticator = self.user, factor
                _devolver(intentos)
                return codigo
        raise get_adapter().validation_error("incorrect_code")

    def save(self) -> None:
        """Anota el ingreso; si fue con un código de recuperación, lo dice y cuenta los que quedan."""
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            codigos = Authenticator.objects.get(pk=self.authenticator.pk)
            quedan = anotar_codigo_usado(codigos=codigos, por=self.user, ahora=self.authenticator.last_used_at)
            messages.warning(
                context.request,
                f"Usó un código de recuperación; le quedan {quedan}. "
                "Si perdió su aplicación o su llave, reemplácela en «Segundo factor».",
            )


class CodigoForm(_ConTope, AuthenticateForm):
    """El código al ingresar."""

    code = _ConTope.code


class ConfirmarCodigoForm(_ConTope, ReauthenticateForm):
    """El código al confirmar que quien está en la sesión es quien dice."""

    code = _ConTope.code


class _Credencial(forms.Field):
    widget = forms.HiddenInput

    def to_python(self, value):
        """El JSON que armó el navegador. El campo de Django revienta con números enormes y con anidados sin fondo."""
        try:
            return json.loads(value) if value else None
        except (RecursionError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None


class _ConLlave:
    def clean_credential(self) -> Authenticator:
        intentos = _contar(self.user)
        try:
            factor = complete_authentication(self.user, self.cleaned_data["credential"])
        except _MAL_ARMADA:
            raise get_adapter().validation_error("incorrect_code") from None
        _devolver(intentos)
        return factor


class UsarLlaveForm(_ConLlave, AuthenticateWebAuthnForm):
    """La llave al ingresar."""

    credential = _Credencial()


class ConfirmarLlaveForm(_ConLlave, ReauthenticateWebAuthnForm):
    """La llave al confirmar que quien está en la sesión es quien dice."""

    credential = _Credencial()


class LlaveForm(AddWebAuthnForm):
    """Una llave por agregar: lo que el navegador armó con ella, y cómo se llamará."""

    name = forms.CharField(
        label="Nombre",
        max_length=60,
        required=False,
        help_text="Para distinguirla si tiene varias: «la azul», «la de casa».",
    )

    credential = _Credencial()

    def clean(self):
        try:
            return super().clean()
        except _MAL_ARMADA:
            raise get_adapter().validation_error("incorrect_code") from None


class AplicacionForm(forms.Form):
    """El primer código de una aplicación recién configurada, que demuestra que quedó bien."""

    code = forms.CharField(
        label="Código que muestra la aplicación",
        max_length=20,
        help_text="Seis números; cambian cada medio minuto.",
        widget=forms.TextInput({**_CONTROL, "inputmode": "numeric"}),
    )

    def __init__(self, *args, aplicacion: Authenticator, **kwargs):
        super().__init__(*args, **kwargs)
        self.aplicacion = aplicacion

    def clean_code(self) -> str:
        # Comprobarlo lo gasta: quien lo alcanzó a ver no entra con él.
        if not self.aplicacion.wrap().validate_code(self.cleaned_data["code"]):
            raise get_adapter().validation_error("incorrect_code")
        return self.cleaned_data["code"]
