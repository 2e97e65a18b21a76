"""Lo que regía de una actividad en la fecha de un corte que todavía no cierra, cuando cambió después."""

from decimal import Decimal

from django.db import models

from planes.models import Actividad
from seguimiento.models.cortes import Corte

# Lo que mira la medida y una modificación o una prórroga pueden cambiar. La dependencia no: reporta quien responde hoy.
MEDIDOS = (
    *("tipo_meta", "sentido", "meta", "ponderacion", "fecha_inicio", "fecha_fin"),
    *(f"programado_t{t}" for t in (1, 2, 3, 4)),
)


class Regia(models.Model):
    """Una actividad como se mide en un corte cuya fecha ya pasó, si después se aprobó otra cosa (P-25).

    Se deriva de las versiones del plan y se escribe con cada una; `cuenta` es falso si entonces no existía.
    """

    corte = models.ForeignKey(Corte, on_delete=models.CASCADE, related_name="regias")
    actividad = models.ForeignKey(Actividad, on_delete=models.PROTECT, related_name="regias")
    cuenta = models.BooleanField("cuenta", default=True)
    tipo_meta = models.CharField("tipo de meta", max_length=10, blank=True)
    sentido = models.CharField("sentido", max_length=12, blank=True)
    meta = models.DecimalField("meta", max_digits=16, decimal_places=4, null=True)
    ponderacion = models.DecimalField("ponderación (%)", max_digits=7, decimal_places=4, null=True)
    fecha_inicio = models.DateField("inicio", null=True)
    fecha_fin = models.DateField("fin", null=True)
    programado_t1 = models.DecimalField("programado T1", max_digits=16, decimal_places=4, null=True)
    programado_t2 = models.DecimalField("programado T2", max_digits=16, decimal_places=4, null=True)
    programado_t3 = models.DecimalField("programado T3", max_digits=16, decimal_places=4, null=True)
    programado_t4 = models.DecimalField("programado T4", max_digits=16, decimal_places=4, null=True)

    class Meta:
        verbose_name = "lo que regía"
        verbose_name_plural = "lo que regía en un corte"
        ordering = ["corte_id", "actividad_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["corte", "actividad"],
                name="seguimiento_regia_unica",
                violation_error_message="De cada actividad se guarda una sola cosa que regía en un corte.",
            )
        ]

    def __str__(self):
        return f"{self.actividad_id} en {self.corte_id}"

    @property
    def dice(self) -> tuple[bool, Decimal | str | None]:
        """Todo lo que guarda, para comparar dos."""
        return (self.cuenta, *(getattr(self, campo) for campo in MEDIDOS))

    def poner_en(self, actividad: Actividad) -> None:
        """Deja la instancia, que no se va a guardar, como se mide en el corte."""
        for campo in MEDIDOS:
            setattr(actividad, campo, getattr(self, campo))
