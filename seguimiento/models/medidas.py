"""Lo que el sistema midió de cada estrategia al cerrar un corte."""

from django.db import models
from django.db.models import Q

from mipg.restricciones import uno_de
from planes.models import Actividad
from seguimiento.models.cortes import Corte


class MedidaCongelada(models.Model):
    """Fila congelada al cerrar: `hechos` de `de`; nulos si entonces no se medía, y `porque` dice qué faltaba."""

    corte = models.ForeignKey(Corte, on_delete=models.PROTECT, related_name="medidas")
    estrategia = models.CharField("estrategia", max_length=1, choices=Actividad.Estrategia)
    hechos = models.PositiveIntegerField("hechos", null=True)
    de = models.PositiveIntegerField("de", null=True)
    porque = models.CharField("qué se contó o qué faltaba", max_length=300)

    class Meta:
        verbose_name = "medida congelada"
        verbose_name_plural = "medidas congeladas"
        ordering = ["corte_id", "estrategia"]
        constraints = [
            uno_de("seguimiento_medida", "estrategia", Actividad.Estrategia),
            models.UniqueConstraint(
                fields=["corte", "estrategia"],
                name="seguimiento_medida_unica",
                violation_error_message="El corte ya tiene lo que se midió de esa estrategia.",
            ),
            models.CheckConstraint(
                name="seguimiento_medida_hechos_de",
                condition=Q(hechos=None, de=None) | Q(hechos__isnull=False, de__isnull=False),
                violation_error_message="Lo medido lleva cuántos y de cuántos, o ninguno de los dos.",
            ),
        ]

    def __str__(self):
        return f"{self.corte} · estrategia {self.estrategia}"
