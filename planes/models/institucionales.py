"""Lo que un plan institucional lleva además de sus actividades: su documento publicado y sus seguimientos propios."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from mipg.expediente.models import Documento
from mipg.restricciones import pares, uno_de
from planes.models.planes import Plan
from planes.querysets.institucionales import PublicacionQuerySet, SeguimientoDePlanQuerySet

PERSONA = settings.AUTH_USER_MODEL
# «4. Planeación, presupuesto e informes», 4.3 «Plan de Acción» (Resolución MinTIC 1519 de 2020, anexo 2).
SECCION = "4.3"


class PublicacionDePlan(models.Model):
    """Un documento de un plan institucional que la entidad publicó en su web, y cuándo.

    La fecha la dice quien lo registra y puede ser anterior: se publicó antes de cargarlo aquí. El que se registró por
    error se retira en el expediente, y entonces no cuenta. Sin retirar, el que rige es el que se publicó de último.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publicaciones")
    documento = models.OneToOneField(Documento, on_delete=models.PROTECT, related_name="publicacion")
    fecha_publicacion = models.DateField("fecha de publicación")
    seccion = models.CharField(
        "sección de transparencia",
        max_length=10,
        default=SECCION,
        validators=[RegexValidator(r"^\d+(\.\d+){0,2}$", "Escríbala como en el menú de transparencia: «4.3».")],
    )
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    registrada_en = models.DateTimeField("registrada")
    registrada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = PublicacionQuerySet.as_manager()

    class Meta:
        verbose_name = "publicación de un plan"
        verbose_name_plural = "publicaciones de planes"
        ordering = ["plan_id", "-fecha_publicacion", "-id"]
        constraints = [
            pares("planes_publicaciondeplan", "registrada", "registro"),
            models.CheckConstraint(
                name="planes_publicaciondeplan_con_seccion",
                condition=~Q(seccion=""),
                violation_error_message="Diga en qué sección de transparencia se publicó.",
            ),
        ]

    def __str__(self):
        return self.documento.titulo


class EstadoSeguimiento(models.TextChoices):
    """Vida de un seguimiento propio."""

    PENDIENTE = "PENDIENTE", "Pendiente"
    CUMPLIDO = "CUMPLIDO", "Hecho"
    CANCELADO = "CANCELADO", "Cancelado"


class SeguimientoDePlan(models.Model):
    """Un seguimiento que el propio plan institucional exige en una fecha (el del PTEP, por ejemplo). Es un deber de
    quien lo coordina y no un corte: no mide ni cambia cifras. Su soporte está en el expediente.
    """

    Estado = EstadoSeguimiento

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="seguimientos_propios")
    nombre = models.CharField("qué seguimiento es", max_length=120)
    fecha = models.DateField("último día para hacerlo")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creado_en = models.DateTimeField("programado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    cumplido_en = models.DateTimeField("hecho", null=True, blank=True)
    cumplido_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cumplido_nota = models.TextField("qué se encontró", max_length=2000, blank=True)
    cancelado_en = models.DateTimeField("cancelado", null=True, blank=True)
    cancelado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelado_motivo = models.CharField("por qué se canceló", max_length=500, blank=True)

    objects = SeguimientoDePlanQuerySet.as_manager()

    class Meta:
        verbose_name = "seguimiento propio de un plan"
        verbose_name_plural = "seguimientos propios de los planes"
        ordering = ["fecha", "id"]
        constraints = [
            uno_de("planes_seguimientodeplan", "estado", EstadoSeguimiento),
            pares("planes_seguimientodeplan", "creado", "programación"),
            pares("planes_seguimientodeplan", "cumplido", "cumplimiento"),
            pares("planes_seguimientodeplan", "cancelado", "cancelación"),
            models.CheckConstraint(
                name="planes_seguimientodeplan_cumplido_con_nota",
                condition=(Q(estado="CUMPLIDO", cumplido_en__isnull=False) & ~Q(cumplido_nota=""))
                | (~Q(estado="CUMPLIDO") & Q(cumplido_en=None, cumplido_nota="")),
                violation_error_message="Diga qué se encontró en el seguimiento.",
            ),
            models.CheckConstraint(
                name="planes_seguimientodeplan_cancelado_con_motivo",
                condition=(Q(estado="CANCELADO", cancelado_en__isnull=False) & ~Q(cancelado_motivo=""))
                | (~Q(estado="CANCELADO") & Q(cancelado_en=None, cancelado_motivo="")),
                violation_error_message="Un seguimiento se cancela con su motivo.",
            ),
            models.UniqueConstraint(
                fields=["plan", "fecha"],
                condition=~Q(estado="CANCELADO"),
                name="planes_seguimientodeplan_unico",
                violation_error_message="Este plan ya tiene un seguimiento en esa fecha.",
            ),
        ]
        indexes = [models.Index(fields=["estado", "fecha"], name="planes_seguimiento_vencen")]

    def __str__(self):
        return self.nombre

    def esta_vencido(self, hoy) -> bool:
        """Nadie lo ha hecho y pasó su último día."""
        return self.estado == EstadoSeguimiento.PENDIENTE and self.fecha < hoy
