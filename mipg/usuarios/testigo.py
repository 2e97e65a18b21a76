"""El testigo de los enlaces con que se pone la contraseña."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator


class _ConSello(PasswordResetTokenGenerator):
    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.sello}"


class _DeInvitacion(_ConSello):
    """El mismo, mirado como si fuera antes: Django sólo conoce un plazo."""

    def _now(self) -> datetime:
        return super()._now() - timedelta(seconds=settings.INVITACION_VALE - settings.PASSWORD_RESET_TIMEOUT)


class Testigo(_ConSello):
    """Deja de valer al usarse, al cambiar el correo y cuando se cortan los accesos de la persona (su sello).

    Vale lo que `PASSWORD_RESET_TIMEOUT`; el de una cuenta que nadie ha usado, que es el de la invitación, lo que
    `INVITACION_VALE`. En su propio módulo: los formularios de allauth lo cargan mientras se cargan ellos.
    """

    def check_token(self, user, token):
        """Si sirve todavía para esa persona."""
        if super().check_token(user, token):
            return True
        return user is not None and not user.usada and _DeInvitacion().check_token(user, token)
