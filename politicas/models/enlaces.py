"""Quién es el enlace de una dependencia para cada política."""

from django.db import models
from django.db.models import Q

from mipg.restricciones import orden
from mipg.usuarios.models import Dependencia
from politicas.models.comunes import PERSONA
from politicas.models.modelo import Politica
from politicas.querysets import EnlacePoliticaQuerySet


class EnlacePolitica(models.Model):
    """Enlace de una dependencia para una política: a quién se le pide lo de MIPG (estrategia 6)."""

    politica = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="enlaces", verbose_name="política")
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="enlaces")
    persona = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="enlaces")
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)
    heredado = models.BooleanField(
        "heredado", default=False, editable=False, help_text="De su equivalente, al empezar un año con otra versión."
    )

    objects = EnlacePoliticaQuerySet.as_manager()

    class Meta:
        verbose_name = "enlace de política"
        verbose_name_plural = "enlaces de política"
        ordering = ["politica__numero_plan", "dependencia", "-desde"]
        constraints = [
            orden("politicas_enlacepolitica", "desde", "hasta", "La fecha final es anterior a la inicial."),
            models.UniqueConstraint(
                fields=["politica", "dependencia"],
                condition=Q(hasta=None),
                name="politicas_enlacepolitica_uno_abierto",
                violation_error_message="Esa dependencia ya tiene un enlace sin fecha final para la política.",
            ),
        ]

    def __str__(self):
        return f"{self.politica} · {self.dependencia} · {self.persona}"
