"""Lo que se observó al devolver un plan."""

from django.conf import settings
from django.db import models

from mipg.restricciones import pares
from planes.models.actividades import Actividad
from planes.models.planes import Plan

PERSONA = settings.AUTH_USER_MODEL


class Observacion(models.Model):
    """Comentario de una devolución sobre un campo del plan o de una actividad; se resuelve al reenviar."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="observaciones")
    actividad = models.ForeignKey(
        Actividad, on_delete=models.PROTECT, null=True, blank=True, related_name="observaciones"
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
        ]

    def __str__(self):
        return self.texto[:80]
