"""El testigo de los enlaces con que se pone la contraseña."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class Testigo(PasswordResetTokenGenerator):
    """Deja de valer al usarse, al cambiar el correo y cuando se cortan los accesos de la persona (su sello).

    En su propio módulo: los formularios de allauth lo cargan mientras se cargan ellos.
    """

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.sello}"
