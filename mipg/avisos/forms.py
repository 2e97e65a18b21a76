"""El formulario de recuperar la contraseña."""

from allauth.account.forms import ResetPasswordForm
from django.db import transaction

from mipg.usuarios.models import Usuario


class RecuperarForm(ResetPasswordForm):
    """Tarda lo mismo haya o no una cuenta con ese correo: el tiempo también diría quién la tiene."""

    def save(self, request, **kwargs):
        """Encola el enlace; si no hay a quién, hace la misma labor y la deshace."""
        if self.users:
            return super().save(request, **kwargs)
        with transaction.atomic():
            self.users = [Usuario(pk=0, email=self.cleaned_data["email"])]
            super().save(request, **kwargs)
            transaction.set_rollback(True)
        return self.cleaned_data["email"]
