"""Cuándo se formulan y envían los planes de una vigencia."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import orden, pares, uno_de
from mipg.usuarios.models import Dependencia
from planes.models.planes import ClasePlan
from planes.querysets import VentanaFormulacionQuerySet
from politicas.models import Vigencia

PERSONA = settings.AUTH_USER_MODEL


class VentanaFormulacion(models.Model):
    """Días en que se envían por primera vez los planes de una vigencia.

    Sin dependencia vale para todas, y sin clase, para cualquier plan. Un plan está en ventana si hoy cae en alguna de
    las suyas: la de una dependencia le da más tiempo, nunca menos.
    """

    Clase = ClasePlan

    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="ventanas")
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dependencia",
        help_text="En blanco, vale para todas.",
    )
    clase = models.CharField("clase de plan", max_length=20, choices=Clase, blank=True)
    abre = models.DateField("abre")
    cierra = models.DateField("cierra")
    motivo = models.CharField("motivo", max_length=500, blank=True)
    creada_en = models.DateTimeField("creada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = VentanaFormulacionQuerySet.as_manager()

    class Meta:
        verbose_name = "ventana de formulación"
        verbose_name_plural = "ventanas de formulación"
        ordering = ["-vigencia__anio", "abre", "id"]
        constraints = [
            uno_de("planes_ventanaformulacion", "clase", ClasePlan, vacio=True),
            orden("planes_ventanaformulacion", "abre", "cierra", "La ventana cierra antes de abrir."),
            pares("planes_ventanaformulacion", "creada", "creación"),
            models.CheckConstraint(
                name="planes_ventanaformulacion_con_motivo",
                condition=Q(dependencia=None) | ~Q(motivo=""),
                violation_error_message="Diga por qué esa dependencia tiene otra ventana.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "dependencia", "clase"],
                name="planes_ventanaformulacion_unica",
                violation_error_message="Esa dependencia ya tiene ventana para esos planes: amplíela.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "clase"],
                condition=Q(dependencia=None),
                name="planes_ventanaformulacion_general_unica",
                violation_error_message="La vigencia ya tiene ventana general para esos planes: amplíela.",
            ),
        ]

    def __str__(self):
        de = self.dependencia or "todas las dependencias"
        return f"{self.vigencia} · {self.get_clase_display() or 'Todos los planes'} · {de}"
