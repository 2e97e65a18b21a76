"""Foto de un plan al aprobarse."""

from django.conf import settings
from django.db import models

from mipg.restricciones import pares
from planes.models.planes import Plan

PERSONA = settings.AUTH_USER_MODEL


class VersionPlan(models.Model):
    """Foto íntegra de un plan al aprobarse. No cambia jamás: `sha256` es la huella de `foto`."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versiones")
    numero = models.PositiveSmallIntegerField("versión")
    foto = models.JSONField("foto")
    sha256 = models.CharField("SHA-256", max_length=64)
    motivo = models.TextField("motivo", blank=True)
    acto = models.CharField("acto", max_length=120, blank=True)
    aprobado_en = models.DateTimeField("aprobada")
    aprobado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "versión aprobada"
        verbose_name_plural = "versiones aprobadas"
        ordering = ["plan_id", "-numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "numero"],
                name="planes_versionplan_unica",
                violation_error_message="El plan ya tiene una versión con ese número.",
            ),
            pares("planes_versionplan", "aprobado", "aprobación"),
        ]

    def __str__(self):
        return f"{self.plan} · V{self.numero}"
