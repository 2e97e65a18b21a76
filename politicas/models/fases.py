"""Lo que cada quien terminó de su fase, en las políticas que se hacen por relevo."""

from django.db import models

from mipg.restricciones import pares
from politicas.models.comunes import PERSONA
from politicas.models.responsabilidades import ResponsabilidadPolitica
from politicas.models.vigencias import Vigencia


class FaseCumplida(models.Model):
    """Quien responde de una fase la dio por terminada en una vigencia. Al reabrirla se borra; queda en la bitácora."""

    responsabilidad = models.ForeignKey(ResponsabilidadPolitica, on_delete=models.PROTECT, related_name="cumplidas")
    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="+")
    terminada_en = models.DateTimeField("terminada")
    terminada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "fase cumplida"
        verbose_name_plural = "fases cumplidas"
        ordering = ["-vigencia__anio", "responsabilidad__orden", "id"]
        constraints = [
            pares("politicas_fasecumplida", "terminada", "terminación"),
            models.UniqueConstraint(
                fields=["responsabilidad", "vigencia"],
                name="politicas_fasecumplida_unica",
                violation_error_message="Esa fase ya se dio por terminada.",
            ),
        ]

    def __str__(self):
        return f"{self.responsabilidad.fase} · {self.vigencia}"
