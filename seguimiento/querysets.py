"""Vocabulario de lectura de los avances."""

from django.db import models
from django.db.models import Q

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Plan


class AvanceQuerySet(models.QuerySet):
    """Reportes de avance."""

    def visibles_para(self, perfil: Perfil) -> "AvanceQuerySet":
        """Los de actividades de sus dependencias y, de los planes que coordina, los ya enviados.

        El borrador de otra dependencia no se ve.
        """
        if perfil.puede(Permiso.TODO_VER):
            return self
        suyas = perfil.dependencias()
        return self.filter(
            Q(actividad__dependencia__in=suyas)
            | Q(actividad__enlace=perfil.persona)
            | Q(
                actividad__plan__in=Plan.objects.filter(dependencia__in=suyas).values("pk"),
                estado__in=["ENVIADO", "AVALADO", "ACEPTADO"],
            )
        )

    def del_corte(self, corte) -> "AvanceQuerySet":
        """Los de un corte."""
        return self.filter(corte=corte)

    def por_revisar(self) -> "AvanceQuerySet":
        """Los que esperan una decisión: enviados o avalados."""
        return self.filter(estado__in=["ENVIADO", "AVALADO"])

    def sin_enviar(self) -> "AvanceQuerySet":
        """Los que la primera línea todavía debe: sin reportar, en borrador o devueltos."""
        return self.filter(estado__in=["PENDIENTE", "BORRADOR", "DEVUELTO"])

    def con_todo(self) -> "AvanceQuerySet":
        """Con lo necesario para pintarlos en lista, en un número fijo de consultas."""
        return self.select_related(
            "corte__vigencia",
            "actividad__plan__politica",
            "actividad__plan__vigencia",
            "actividad__dependencia",
            "actividad__enlace",
            "reportado_por",
            "avalado_por",
            "aceptado_por",
        )
