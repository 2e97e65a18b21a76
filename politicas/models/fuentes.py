"""De dónde sale quién responde por cada política, y qué años rige."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mipg.enlaces import CampoEnlacePublico, enlace_valido
from mipg.restricciones import con_motivo, orden, pares, uno_de
from politicas.models.comunes import PERSONA, ConClaveNatural
from politicas.querysets import FuenteQuerySet

_UN_ANIO = [MinValueValidator(2018), MaxValueValidator(2100)]


class ClaseFuente(models.TextChoices):
    """Qué es la fuente."""

    DOCUMENTO = "DOCUMENTO", "Documento"
    ACTO = "ACTO", "Acto administrativo"


class Fuente(models.Model):
    """Documento o acto que dice quién responde por unas políticas, desde un año y, si lo dice, hasta otro.

    La que se cargó por error se retira: deja de regir y queda, con su motivo. Las sembradas no dicen quién las cargó.
    """

    CLAVE = ("nombre", "seccion")
    Clase = ClaseFuente

    clase = models.CharField("clase", max_length=12, choices=ClaseFuente)
    nombre = models.CharField("nombre", max_length=200)
    seccion = models.CharField("sección", max_length=200, blank=True, help_text="Artículo, numeral o tabla.")
    desde = models.PositiveSmallIntegerField("rige desde la vigencia", validators=_UN_ANIO)
    hasta = models.PositiveSmallIntegerField(
        "rige hasta la vigencia",
        null=True,
        blank=True,
        validators=_UN_ANIO,
        help_text="En blanco, hasta que otra más nueva nombre la misma política.",
    )
    reparte = models.BooleanField(
        "reparte el trabajo",
        default=True,
        help_text="De ella sale a quién se le crea el plan de cada política que nombra.",
    )
    orden = models.PositiveSmallIntegerField("orden", default=1)
    url = CampoEnlacePublico("enlace oficial", max_length=500, blank=True)
    nota = models.TextField("nota", blank=True)
    cargada_en = models.DateTimeField("cargada", null=True, blank=True, editable=False)
    cargada_por = models.ForeignKey(
        PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    retirada_en = models.DateTimeField("retirada", null=True, blank=True, editable=False)
    retirada_por = models.ForeignKey(
        PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    retirada_motivo = models.TextField("motivo del retiro", blank=True, editable=False)

    objects = ConClaveNatural.from_queryset(FuenteQuerySet)()

    class Meta:
        verbose_name = "fuente"
        verbose_name_plural = "fuentes"
        ordering = ["-desde", "orden", "id"]
        constraints = [
            uno_de("politicas_fuente", "clase", ClaseFuente),
            orden("politicas_fuente", "desde", "hasta", "La fuente deja de regir antes de empezar."),
            pares("politicas_fuente", "cargada", "carga"),
            pares("politicas_fuente", "retirada", "retiro"),
            enlace_valido("politicas_fuente", "url"),
            con_motivo(
                "politicas_fuente", "retirada", "La fuente retirada dice su motivo; la que no lo está, no tiene."
            ),
            models.UniqueConstraint(
                fields=["nombre", "seccion"],
                condition=Q(retirada_en=None),
                name="politicas_fuente_unica",
                violation_error_message="Ya hay una fuente con ese nombre y esa sección.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, (self.nombre, self.seccion)))

    @property
    def anios(self) -> str:
        """Los que rige: «2027», «2025 a 2026», «desde 2025»."""
        if self.hasta is None:
            return f"desde {self.desde}"
        return str(self.desde) if self.hasta == self.desde else f"{self.desde} a {self.hasta}"

    def cubre(self, anio: int) -> bool:
        """Dice si el año está entre los que rige, y no se retiró."""
        return self.retirada_en is None and self.desde <= anio and (self.hasta is None or anio <= self.hasta)

    def natural_key(self):
        return (self.nombre, self.seccion)
