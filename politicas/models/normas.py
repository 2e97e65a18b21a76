"""El marco normativo."""

from django.db import models

from mipg.enlaces import CampoEnlacePublico, enlace_valido
from mipg.restricciones import uno_de
from politicas.models.comunes import ConClaveNatural


class AmbitoNorma(models.TextChoices):
    """Quién la expidió y a quién obliga."""

    NACIONAL = "NACIONAL", "Nacional"
    DISTRITAL = "DISTRITAL", "Distrital (Cartagena de Indias)"
    OTRA_ENTIDAD = "OTRA_ENTIDAD", "De otra entidad"


class Norma(models.Model):
    """Norma del marco MIPG, atribuida a la entidad que la expidió."""

    CLAVE = ("nombre",)

    Ambito = AmbitoNorma

    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("norma", max_length=150, unique=True)
    ambito = models.CharField("ámbito", max_length=15, choices=Ambito)
    entidad = models.CharField("entidad que la expide", max_length=200)
    materia = models.TextField("materia")
    url = CampoEnlacePublico("enlace oficial", max_length=500, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "norma"
        verbose_name_plural = "marco normativo"
        ordering = ["orden"]
        constraints = [uno_de("politicas_norma", "ambito", AmbitoNorma), enlace_valido("politicas_norma", "url")]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)
