"""Los 12 planes institucionales del Decreto 612."""

from django.db import models
from django.db.models import F, Q

from mipg.usuarios.models import Dependencia
from politicas.models.comunes import ConClaveNatural
from politicas.querysets import TipoPlanQuerySet


class TipoPlan(models.Model):
    """Uno de los planes institucionales del Decreto 612 de 2018 (son 12 mientras no cambie).

    Se pide en las vigencias de `desde` a `hasta` (años, ambos inclusive; sin `hasta`, se sigue pidiendo).
    """

    CLAVE = ("numero",)

    numero = models.PositiveSmallIntegerField("número", unique=True)
    nombre = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="+", verbose_name="responsable")
    responsable_texto = models.CharField("responsable, texto literal", max_length=200)
    desde = models.PositiveSmallIntegerField(
        "se pide desde", help_text="Primer año en que se pide: los años de antes se leen sin él."
    )
    hasta = models.PositiveSmallIntegerField(
        "se pide hasta", null=True, blank=True, help_text="Último año en que se pide; en blanco, se sigue pidiendo."
    )
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(TipoPlanQuerySet)()

    class Meta:
        verbose_name = "tipo de plan institucional"
        verbose_name_plural = "tipos de plan institucional (D. 612)"
        ordering = ["numero"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__isnull=True) | Q(hasta__gte=F("desde")),
                name="politicas_tipoplan_desde_hasta",
                violation_error_message="El último año en que se pide va después del primero.",
            )
        ]

    def __str__(self):
        return self.nombre

    @property
    def con_sigla(self) -> str:
        """El nombre y la sigla con que se lo conoce: «Plan Institucional de Archivos de la Entidad (PINAR)»."""
        return f"{self.nombre} ({self.sigla})" if self.sigla else self.nombre

    def natural_key(self):
        return (self.numero,)

    natural_key.dependencies = ["usuarios.dependencia"]
