"""Series metodológicas de la medición: de una a otra los puntajes no se comparan."""

from django.db import models

from mipg.restricciones import orden
from politicas.models.comunes import ConClaveNatural


class SerieMetodologica(models.Model):
    """Vigencias medidas (años, ambos inclusive) con el mismo método: sólo entre ellas hay variación."""

    CLAVE = ("nombre",)

    nombre = models.CharField("nombre", max_length=60, unique=True)
    desde = models.PositiveSmallIntegerField("desde la vigencia medida", unique=True)
    hasta = models.PositiveSmallIntegerField("hasta la vigencia medida", null=True, blank=True)
    fuente = models.CharField("fuente", max_length=300)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "serie metodológica"
        verbose_name_plural = "series metodológicas de la medición"
        ordering = ["desde"]
        constraints = [
            orden("politicas_seriemetodologica", "desde", "hasta", "La serie termina antes de empezar."),
        ]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)
