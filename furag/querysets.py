"""Vocabulario de lectura de la medición y del mejoramiento."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce

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

    def que_vienen(self) -> "RecomendacionQuerySet":
        """Las de la última entrega: sin las que ya no vinieron."""
        return self.filter(falta_en=None)

    def por_decidir(self) -> "RecomendacionQuerySet":
        """Las que vienen y nadie ha acogido ni descartado."""
        return self.que_vienen().filter(estado=self.model.Estado.PENDIENTE)

    def con_accion(self, *, la_tiene: bool = True) -> "RecomendacionQuerySet":
        """Las que atiende alguna acción en pie; con `la_tiene=False`, las demás."""
        tiene = models.Exists(self._atenciones().filter(recomendacion=models.OuterRef("pk")))
        return self.filter(tiene if la_tiene else ~tiene)

    def con_resumen(self) -> "RecomendacionQuerySet":
        """Con lo que muestra la lista: su medición, su política, su agrupación y `n_acciones`, las que la atienden."""
        atenciones = self._atenciones().filter(recomendacion=models.OuterRef("pk")).order_by()
        cuantas = atenciones.values("recomendacion").annotate(n=models.Count("pk")).values("n")
        return self.select_related("medicion", "politica", "agrupacion").annotate(
            n_acciones=Coalesce(models.Subquery(cuantas), 0)
        )

    def _atenciones(self) -> models.QuerySet:
        return self.model._meta.get_field("atenciones").related_model.objects.en_pie()


class SuscripcionQuerySet(models.QuerySet):
    """Firmas de los planes de mejoramiento."""

    def en_pie(self) -> "SuscripcionQuerySet":
        """Las que no se anularon."""
        return self.filter(anulada_en=None)


class AccionMejoraQuerySet(models.QuerySet):
    """Acciones de mejora."""


class AtencionQuerySet(models.QuerySet):
    """Qué acción atiende qué recomendación."""

    def en_pie(self) -> "AtencionQuerySet":
        """Las de acciones que no se retiraron, de planes de los que nadie desistió."""
        return self.filter(accion__actividad__retirada_en=None).exclude(accion__actividad__plan__estado="DESISTIDO")
