"""Lo que el documento del plan de implementación de un año dice de sí mismo."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from politicas.models.comunes import ConClaveNatural
from politicas.querysets import PlanteamientoQuerySet


class PlanteamientoDelAnio(models.Model):
    """Qué es el modelo, para qué, cómo se mide, con qué objetivo y con qué alcance, según el documento de un año.

    Rige en su año y en los siguientes hasta que haya otro (`que_rige`). Un párrafo se separa del otro con un renglón
    en blanco; `resultados` lleva uno por renglón.
    """

    CLAVE = ("anio",)

    anio = models.PositiveSmallIntegerField(
        "vigencia", unique=True, validators=[MinValueValidator(2018), MaxValueValidator(2100)]
    )
    documento = models.CharField("documento", max_length=200, help_text="Cómo se cita.")
    modelo = models.TextField("qué es el modelo")
    afirmacion = models.TextField(
        "lo que el documento afirma de la entidad",
        blank=True,
        help_text="Literal: se muestra siempre como cita, porque afirma lo que las cifras importadas deben probar.",
    )
    proposito = models.TextField("propósito")
    resultados = models.TextField("qué busca la entidad con él", blank=True, help_text="Uno por renglón.")
    medicion = models.TextField("cómo se mide")
    objetivo = models.TextField("objetivo del plan")
    alcance = models.TextField("alcance del plan")
    estrategias = models.TextField("qué se hará", blank=True, help_text="Lo que antecede a las estrategias.")
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(PlanteamientoQuerySet)()

    class Meta:
        verbose_name = "planteamiento del año"
        verbose_name_plural = "planteamientos del año"
        ordering = ["-anio"]

    def __str__(self):
        return self.documento

    def natural_key(self):
        return (self.anio,)
