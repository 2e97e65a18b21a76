"""Lo que dicen las fuentes además de quién responde: cómo llaman a cada política y a quién dan cada artículo."""

from django.db import models

from mipg.usuarios.models import Dependencia
from politicas.models.fuentes import Fuente
from politicas.models.modelo import Politica
from politicas.models.normas import Norma
from politicas.querysets import DichoQuerySet


class NombrePolitica(models.Model):
    """Cómo llama una fuente a una política, literal."""

    politica = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="nombres", verbose_name="política")
    fuente = models.ForeignKey(Fuente, on_delete=models.PROTECT, related_name="nombres", verbose_name="fuente")
    nombre = models.CharField("nombre", max_length=200)
    heredado = models.BooleanField(
        "heredado", default=False, editable=False, help_text="De su equivalente, al empezar un año con otra versión."
    )

    objects = DichoQuerySet.as_manager()

    class Meta:
        verbose_name = "nombre de política"
        verbose_name_plural = "nombres de política"
        ordering = ["politica__numero_plan", "politica", "-fuente__desde", "fuente__orden", "fuente"]
        constraints = [
            models.UniqueConstraint(
                fields=["politica", "fuente"],
                name="politicas_nombrepolitica_uno_por_fuente",
                violation_error_message="Esa fuente ya tiene un nombre para la política.",
            )
        ]

    def __str__(self):
        return f"«{self.nombre}», según {self.fuente}"


class Atribucion(models.Model):
    """Qué encarga a una dependencia un artículo de una norma, según una fuente."""

    norma = models.ForeignKey(Norma, on_delete=models.PROTECT, related_name="atribuciones", verbose_name="norma")
    articulo = models.CharField("artículo", max_length=100, help_text="Como «artículo 18, numeral 5».")
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="atribuciones")
    texto = models.TextField("texto literal")
    fuente = models.ForeignKey(Fuente, on_delete=models.PROTECT, related_name="atribuciones", verbose_name="fuente")

    objects = DichoQuerySet.as_manager()

    class Meta:
        verbose_name = "atribución"
        verbose_name_plural = "atribuciones"
        ordering = ["norma__orden", "norma", "articulo", "-fuente__desde", "fuente__orden", "fuente", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["norma", "articulo", "dependencia", "fuente"],
                name="politicas_atribucion_unica",
                violation_error_message="Esa fuente ya le atribuye ese artículo a la dependencia.",
            )
        ]

    def __str__(self):
        return f"{self.norma}, {self.articulo}: {self.dependencia}"
