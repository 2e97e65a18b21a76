"""Comités, comisiones y actores que participan en el modelo."""

from django.db import models

from mipg.buscador.funciones import EnEspanol
from mipg.usuarios.models import Dependencia
from politicas.models.comunes import ConClaveNatural


class Instancia(models.Model):
    """Comité, comisión o secretaría técnica, con su función y su norma."""

    CLAVE = ("nombre",)

    nombre = models.CharField("nombre", max_length=200, unique=True)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    funcion = models.TextField("composición y función", blank=True)
    norma = models.CharField("norma", max_length=200, blank=True)
    secretaria_tecnica = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="secretaría técnica",
    )
    fuente = models.CharField("fuente", max_length=300, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "instancia"
        verbose_name_plural = "instancias"
        ordering = [EnEspanol("nombre")]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    natural_key.dependencies = ["usuarios.dependencia"]


class Actor(models.Model):
    """Fila de la tabla «Actores que participan» del documento fuente. Lo corregido lleva su literal en la nota."""

    CLAVE = ("nombre",)

    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("actor", max_length=200, unique=True)
    descripcion = models.TextField("descripción")
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dependencia",
    )
    instancia = models.ForeignKey(
        Instancia, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instancia"
    )
    fuente = models.CharField("fuente", max_length=300)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "actor"
        verbose_name_plural = "actores"
        ordering = ["orden"]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    natural_key.dependencies = ["politicas.instancia", "usuarios.dependencia"]
