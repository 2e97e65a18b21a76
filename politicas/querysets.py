"""Vocabulario de lectura del catálogo."""

from django.db import models


class PoliticaQuerySet(models.QuerySet):
    """Políticas de gestión y desempeño."""

    def de_vigencia(self, vigencia) -> "PoliticaQuerySet":
        """Las de la versión del modelo que rige en la vigencia, en el orden del plan."""
        return self.filter(dimension__version=vigencia.version_id).select_related("dimension")


class VigenciaQuerySet(models.QuerySet):
    """Vigencias."""

    def abiertas(self) -> "VigenciaQuerySet":
        """Las que se abrieron y no se han cerrado."""
        return self.filter(abierta_en__isnull=False, cerrada_en=None)

    def actual(self):
        """La abierta más reciente; si no hay, la última; `None` si no hay ninguna."""
        return self.abiertas().first() or self.filter(abierta_en__isnull=False).first()
