"""Lo que dice del plan quien también lidera su política."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import pares, uno_de
from mipg.usuarios.models import Dependencia
from planes.models.planes import Plan

PERSONA = settings.AUTH_USER_MODEL


class SentidoConforme(models.TextChoices):
    """Qué dice la dependencia colíder."""

    CONFORME = "CONFORME", "Conforme"
    REPARO = "REPARO", "Con reparo"


class Conforme(models.Model):
    """Conforme o reparo de una dependencia colíder sobre lo que se envió a revisión. No bloquea y no se corrige: otro
    lo reemplaza.

    `envio` es cuándo se envió lo que leyó: si se vuelve a enviar, se ve que lo dijo de lo anterior.
    """

    Sentido = SentidoConforme

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="conformes")
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="+", verbose_name="colíder")
    sentido = models.CharField("sentido", max_length=10, choices=Sentido)
    texto = models.TextField("reparo u observación", max_length=2000, blank=True)
    envio = models.DateTimeField("envío que leyó")
    dado_en = models.DateTimeField("dado")
    dado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "conforme de colíder"
        verbose_name_plural = "conformes de colíder"
        ordering = ["plan_id", "-id"]
        constraints = [
            uno_de("planes_conforme", "sentido", SentidoConforme),
            pares("planes_conforme", "dado", "conforme"),
            models.CheckConstraint(
                name="planes_conforme_reparo_con_texto",
                condition=Q(sentido="CONFORME") | ~Q(texto=""),
                violation_error_message="Escriba el reparo: quien decide debe saber qué objeta.",
            ),
        ]

    def __str__(self):
        return f"{self.dependencia} · {self.get_sentido_display()}"
