"""Compromisos que salen de una sesión y se siguen hasta cerrarse."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import pares, uno_de
from mipg.usuarios.models import Dependencia
from planes.models.sesiones import Sesion
from planes.querysets import CompromisoQuerySet

PERSONA = settings.AUTH_USER_MODEL


class EstadoCompromiso(models.TextChoices):
    """Vida de un compromiso."""

    ABIERTO = "ABIERTO", "Abierto"
    CUMPLIDO = "CUMPLIDO", "Cumplido"
    CANCELADO = "CANCELADO", "Cancelado"


class Compromiso(models.Model):
    """Lo que una persona o una dependencia quedó de hacer en una sesión.

    `fecha`, la que se acordó, si se acordó; `vence`, el último día para cumplirlo: también lo que no tiene fecha
    envejece. Los soportes de lo cumplido están en el expediente.
    """

    Estado = EstadoCompromiso

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="compromisos", verbose_name="sesión")
    texto = models.TextField("compromiso", max_length=2000)
    persona = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="compromisos")
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="compromisos"
    )
    fecha = models.DateField("fecha acordada", null=True, blank=True)
    vence = models.DateField("último día para cumplirlo")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.ABIERTO)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creado_en = models.DateTimeField("acordado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    cumplido_en = models.DateTimeField("cumplido", null=True, blank=True)
    cumplido_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cumplido_nota = models.TextField("cómo se cumplió", max_length=2000, blank=True)
    cancelado_en = models.DateTimeField("cancelado", null=True, blank=True)
    cancelado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelado_motivo = models.CharField("por qué se canceló", max_length=500, blank=True)

    objects = CompromisoQuerySet.as_manager()

    class Meta:
        verbose_name = "compromiso"
        verbose_name_plural = "compromisos"
        ordering = ["vence", "id"]
        constraints = [
            uno_de("planes_compromiso", "estado", EstadoCompromiso),
            pares("planes_compromiso", "creado", "acuerdo"),
            pares("planes_compromiso", "cumplido", "cumplimiento"),
            pares("planes_compromiso", "cancelado", "cancelación"),
            models.CheckConstraint(
                name="planes_compromiso_de_alguien",
                condition=Q(persona__isnull=False, dependencia=None) | Q(persona=None, dependencia__isnull=False),
                violation_error_message="Un compromiso es de una persona o de una dependencia, y sólo de una.",
            ),
            models.CheckConstraint(
                name="planes_compromiso_vence_en_su_fecha",
                condition=Q(fecha=None) | Q(vence=models.F("fecha")),
                violation_error_message="Un compromiso con fecha vence ese día.",
            ),
            models.CheckConstraint(
                name="planes_compromiso_cumplido_con_nota",
                condition=(Q(estado="CUMPLIDO", cumplido_en__isnull=False) & ~Q(cumplido_nota=""))
                | (~Q(estado="CUMPLIDO") & Q(cumplido_en=None, cumplido_nota="")),
                violation_error_message="Diga cómo se cumplió.",
            ),
            models.CheckConstraint(
                name="planes_compromiso_cancelado_con_motivo",
                condition=(Q(estado="CANCELADO", cancelado_en__isnull=False) & ~Q(cancelado_motivo=""))
                | (~Q(estado="CANCELADO") & Q(cancelado_en=None, cancelado_motivo="")),
                violation_error_message="Un compromiso se cancela con su motivo.",
            ),
        ]
        indexes = [models.Index(fields=["estado", "vence"], name="planes_compromiso_vencen")]

    def __str__(self):
        return self.texto[:100]

    @property
    def responsable(self) -> str:
        """Quién responde: la persona o la dependencia."""
        return str(self.persona if self.persona_id else self.dependencia)

    def esta_vencido(self, hoy) -> bool:
        """Sigue abierto y pasó su último día."""
        return self.estado == EstadoCompromiso.ABIERTO and self.vence < hoy
