"""Vocabulario de lectura de la medición y del mejoramiento."""

from django.db import models
from django.db.models import F

from mipg.usuarios.reglas import Perfil


class DeTodos(models.QuerySet):
    """Lo que ve quien tenga sesión: los resultados y las recomendaciones son públicos."""

    def visibles_para(self, perfil: Perfil):
        """Todas."""
        return self


class MedicionQuerySet(DeTodos):
    """Mediciones, de la más reciente a la primera."""


class CargaQuerySet(DeTodos):
    """Lo cargado de los archivos de resultados."""

    def vigentes(self) -> "CargaQuerySet":
        """Las que rigen: una por medición y ámbito."""
        return self.filter(estado=self.model.Estado.VIGENTE)


class DefinicionQuerySet(DeTodos):
    """El diccionario de índices de cada medición."""


class EntidadMedidaQuerySet(DeTodos):
    """Filas de los archivos de resultados."""


class PuntajeQuerySet(DeTodos):
    """Puntajes de las entidades."""

    def propios(self) -> "PuntajeQuerySet":
        """Los de esta entidad en los resultados que rigen."""
        carga = self.model._meta.get_field("entidad").related_model._meta.get_field("carga").related_model
        return self.filter(entidad=F("entidad__carga__propia"), entidad__carga__estado=carga.Estado.VIGENTE)


class RecomendacionQuerySet(DeTodos):
    """Recomendaciones de Función Pública."""


class SuscripcionQuerySet(models.QuerySet):
    """Firmas de los planes de mejoramiento."""

    def en_pie(self) -> "SuscripcionQuerySet":
        """Las que no se anularon."""
        return self.filter(anulada_en=None)


class AccionMejoraQuerySet(models.QuerySet):
    """Acciones de mejora."""


class AtencionQuerySet(models.QuerySet):
    """Qué acción atiende qué recomendación."""
