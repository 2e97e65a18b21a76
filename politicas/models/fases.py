"""Lo que cada quien terminó de su fase, en las políticas que se hacen por relevo."""

from django.db import models
from django.db.models import Q

from mipg.restricciones import con_motivo, pares
from politicas.models.comunes import PERSONA
from politicas.models.responsabilidades import ResponsabilidadPolitica
from politicas.models.vigencias import Vigencia


class FaseCumplida(models.Model):
    """Quien responde de una fase la dio por terminada en una vigencia. La reabierta queda, con su motivo."""

    responsabilidad = models.ForeignKey(ResponsabilidadPolitica, on_delete=models.PROTECT, related_name="cumplidas")
    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="+")
    terminada_en = models.DateTimeField("terminada")
    terminada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    nota = models.TextField("nota", blank=True)
    reabierta_en = models.DateTimeField("reabierta", null=True, blank=True)
    reabierta_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reabierta_motivo = models.TextField("motivo de reabrirla", blank=True)

    class Meta:
        verbose_name = "fase cumplida"
        verbose_name_plural = "fases cumplidas"
        ordering = ["-vigencia__anio", "responsabilidad__orden", "id"]
        constraints = [
            pares("politicas_fasecumplida", "terminada", "terminación"),
            pares("politicas_fasecumplida", "reabierta", "reapertura"),
            con_motivo(
                "politicas_fasecumplida", "reabierta", "La fase reabierta dice su motivo; la que no lo está, no tiene."
            ),
            models.UniqueConstraint(
                fields=["responsabilidad", "vigencia"],
                condition=Q(reabierta_en=None),
                name="politicas_fasecumplida_unica",
                violation_error_message="Esa fase ya se dio por terminada.",
            ),
        ]

    def __str__(self):
        return f"{self.responsabilidad.fase} · {self.vigencia}"
