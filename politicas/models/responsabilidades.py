"""Quién responde por cada política, según cada fuente."""

from datetime import date

from django.db import models
from django.db.models import Q

from mipg.restricciones import uno_de
from mipg.usuarios.models import Dependencia
from politicas.models.fuentes import Fuente
from politicas.models.instancias import Instancia
from politicas.models.modelo import Politica
from politicas.querysets import ResponsabilidadPoliticaQuerySet
from politicas.reglas import QUE_RESPONDEN


class RolResponsabilidadPolitica(models.TextChoices):
    """Papel en la política."""

    LIDER = "LIDER", "Líder"
    COLIDER = "COLIDER", "Colíder"
    APOYO = "APOYO", "Apoyo"
    FASE = "FASE", "Fase"
    OPERATIVIZA = "OPERATIVIZA", "Operativiza"


class ResponsabilidadPolitica(models.Model):
    """Quién responde por una política según una fuente. Las contradicciones se conservan, cada una con la suya."""

    Rol = RolResponsabilidadPolitica
    QUE_RESPONDEN = QUE_RESPONDEN

    politica = models.ForeignKey(
        Politica, on_delete=models.PROTECT, related_name="responsabilidades", verbose_name="política"
    )
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="responsabilidades"
    )
    instancia = models.ForeignKey(
        Instancia, on_delete=models.PROTECT, null=True, blank=True, related_name="responsabilidades"
    )
    rol = models.CharField("rol", max_length=12, choices=Rol)
    orden = models.PositiveSmallIntegerField("orden", default=1, help_text="Orden de la fase o de aparición.")
    texto = models.TextField("texto literal")
    fase = models.CharField("fase", max_length=200, blank=True)
    fuente = models.ForeignKey(
        Fuente, on_delete=models.PROTECT, related_name="responsabilidades", verbose_name="fuente"
    )
    nota = models.TextField("nota", blank=True)
    heredada = models.BooleanField(
        "heredada", default=False, editable=False, help_text="De su equivalente, al empezar un año con otra versión."
    )

    objects = ResponsabilidadPoliticaQuerySet.as_manager()

    class Meta:
        verbose_name = "responsabilidad"
        verbose_name_plural = "responsabilidades"
        ordering = ["politica__numero_plan", "-fuente__desde", "fuente__orden", "fuente", "orden", "id"]
        constraints = [
            uno_de("politicas_responsabilidad", "rol", RolResponsabilidadPolitica),
            models.CheckConstraint(
                name="politicas_responsabilidad_de_alguien",
                condition=Q(dependencia__isnull=False, instancia__isnull=True)
                | Q(dependencia__isnull=True, instancia__isnull=False)
                | Q(rol="OPERATIVIZA", dependencia__isnull=True, instancia__isnull=True),
                violation_error_message="Responde una dependencia o una instancia; «operativiza» puede ser de todas.",
            ),
            models.UniqueConstraint(
                fields=["politica", "fuente", "orden"],
                name="politicas_responsabilidad_unica",
                violation_error_message="La política ya tiene un responsable en ese orden y con esa fuente.",
            ),
        ]

    def __str__(self):
        return f"{self.politica} · {self.get_rol_display()} · {self.responsable}"

    def de_hoy(self, hoy: date) -> Dependencia | None:
        """La dependencia que en la fecha responde por ella o, si nadie la sucedió, la que dice la fuente.

        Nula si responde una instancia o son todas.
        """
        return self.dependencia and (self.dependencia.de_hoy(hoy) or self.dependencia)

    @property
    def responsable(self) -> str:
        """Nombre de quien responde; «Todas las dependencias» cuando operativiza toda la entidad."""
        return str(self.dependencia or self.instancia or "Todas las dependencias")
