"""Lo que comparten los modelos del catálogo."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

PERSONA = settings.AUTH_USER_MODEL


class ConClaveNatural(models.Manager):
    """Gestor cuyos registros se buscan por los campos de `CLAVE` del modelo (claves naturales)."""

    def get_by_natural_key(self, *valores):
        """Busca por la clave natural del modelo."""
        return self.get(**dict(zip(self.model.CLAVE, valores, strict=True)))


def sin_repetir(fila: models.Model, otras: models.QuerySet, campo: str) -> None:
    """Lanza `ValidationError` si otra de `otras` ya tiene ese valor: lo que una restricción de una tabla no alcanza."""
    if otra := otras.filter(**{campo: getattr(fila, campo)}).exclude(pk=fila.pk).first():
        raise ValidationError({campo: f"Ya es de «{otra}», de la misma versión del modelo."})
