"""Lo que se observó al devolver un plan o una propuesta de modificarlo."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import pares
from planes.models.actividades import Actividad
from planes.models.planes import Plan
from planes.models.propuestas import ActividadPropuesta, Propuesta

PERSONA = settings.AUTH_USER_MODEL


class Observacion(models.Model):
    """Comentario de una devolución sobre un campo del plan o de una actividad; se resuelve al reenviar.

    Si es de una propuesta, la nombra, y `linea` es la suya; la que se elimina deja su observación en general.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="observaciones")
    actividad = models.ForeignKey(
        Actividad, on_delete=models.PROTECT, null=True, blank=True, related_name="observaciones"
    )
    propuesta = models.ForeignKey(
        Propuesta, on_delete=models.PROTECT, null=True, blank=True, related_name="observaciones"
    )
    linea = models.ForeignKey(
        ActividadPropuesta,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="observaciones",
        verbose_name="línea",
    )
    campo = models.CharField("campo", max_length=40, blank=True)
    texto = models.TextField("observación")
    creada_en = models.DateTimeField("hecha")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    resuelta_en = models.DateTimeField("resuelta", null=True, blank=True)
    resuelta_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ["plan_id", "id"]
        constraints = [
            pares("planes_observacion", "creada", "observación"),
            pares("planes_observacion", "resuelta", "resolución"),
            models.CheckConstraint(
                name="planes_observacion_del_plan_o_de_la_propuesta",
                condition=Q(propuesta=None, linea=None) | Q(propuesta__isnull=False, actividad=None),
                violation_error_message="Una observación es del plan o de una propuesta, y de lo suyo.",
            ),
        ]

    def __str__(self):
        return self.texto[:80]
