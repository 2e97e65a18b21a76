"""Los 12 planes institucionales del Decreto 612."""

from django.db import models

from mipg.usuarios.models import Dependencia
from politicas.models.comunes import ConClaveNatural


class TipoPlan(models.Model):
    """Uno de los 12 planes institucionales del Decreto 612 de 2018."""

    CLAVE = ("numero",)

    numero = models.PositiveSmallIntegerField("número", unique=True)
    nombre = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="+", verbose_name="responsable")
    responsable_texto = models.CharField("responsable, texto literal", max_length=200)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "tipo de plan institucional"
        verbose_name_plural = "tipos de plan institucional (D. 612)"
        ordering = ["numero"]

    def __str__(self):
        return self.nombre

    @property
    def con_sigla(self) -> str:
        """El nombre y la sigla con que se lo conoce: «Plan Institucional de Archivos de la Entidad (PINAR)»."""
        return f"{self.nombre} ({self.sigla})" if self.sigla else self.nombre

    def natural_key(self):
        return (self.numero,)

    natural_key.dependencies = ["usuarios.dependencia"]
