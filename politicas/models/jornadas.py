"""Jornadas: reuniones con una audiencia, de sensibilización sobre el modelo o de socialización de resultados."""

from django.db import models
from django.db.models import Q

from mipg.restricciones import pares, uno_de
from mipg.usuarios.models import Dependencia
from politicas.models.comunes import PERSONA
from politicas.models.modelo import Politica
from politicas.models.vigencias import Vigencia
from politicas.querysets import JornadaQuerySet


class TipoJornada(models.TextChoices):
    """Para qué es."""

    SENSIBILIZACION = "SENSIBILIZACION", "Sensibilización"
    SOCIALIZACION = "SOCIALIZACION", "Socialización de resultados FURAG"


class ModalidadJornada(models.TextChoices):
    """Cómo se hace."""

    PRESENCIAL = "PRESENCIAL", "Presencial"
    VIRTUAL = "VIRTUAL", "Virtual"
    MIXTA = "MIXTA", "Presencial y virtual"


class EstadoJornada(models.TextChoices):
    """Vida de una jornada."""

    PROGRAMADA = "PROGRAMADA", "Programada"
    REALIZADA = "REALIZADA", "Realizada"
    ANULADA = "ANULADA", "Anulada"


class Jornada(models.Model):
    """Una jornada con su audiencia. El material y las listas de asistencia están en el expediente.

    `vigencia_medida`: en las de socialización, de qué medición son los resultados (año). `asistentes`: cuántas personas
    fueron, cuando ya se hizo.
    """

    Tipo = TipoJornada
    Modalidad = ModalidadJornada
    Estado = EstadoJornada

    tipo = models.CharField("tipo", max_length=16, choices=TipoJornada)
    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="jornadas")
    vigencia_medida = models.PositiveSmallIntegerField("vigencia medida", null=True, blank=True)
    titulo = models.CharField("de qué trata", max_length=200)
    fecha = models.DateField("fecha")
    modalidad = models.CharField("modalidad", max_length=10, choices=ModalidadJornada)
    lugar = models.CharField("lugar o enlace", max_length=300, blank=True)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="jornadas", verbose_name="dependencia que la hace"
    )
    publico = models.CharField("a quiénes se dirige", max_length=300)
    dependencias = models.ManyToManyField(
        Dependencia, blank=True, related_name="jornadas_recibidas", verbose_name="dependencias convocadas"
    )
    politicas = models.ManyToManyField(Politica, blank=True, related_name="jornadas", verbose_name="políticas tratadas")
    asistentes = models.PositiveIntegerField("personas que asistieron", null=True, blank=True)
    estado = models.CharField("estado", max_length=10, choices=EstadoJornada, default=EstadoJornada.PROGRAMADA)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creada_en = models.DateTimeField("creada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    realizada_en = models.DateTimeField("registrada como realizada", null=True, blank=True)
    realizada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    anulada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulada_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = JornadaQuerySet.as_manager()

    class Meta:
        verbose_name = "jornada"
        verbose_name_plural = "jornadas"
        ordering = ["-fecha", "-id"]
        constraints = [
            uno_de("politicas_jornada", "tipo", TipoJornada),
            uno_de("politicas_jornada", "modalidad", ModalidadJornada),
            uno_de("politicas_jornada", "estado", EstadoJornada),
            pares("politicas_jornada", "creada", "creación"),
            pares("politicas_jornada", "realizada", "realización"),
            pares("politicas_jornada", "anulada", "anulación"),
            models.CheckConstraint(
                name="politicas_jornada_realizada_con_asistentes",
                condition=Q(estado="REALIZADA", realizada_en__isnull=False, asistentes__isnull=False)
                | (~Q(estado="REALIZADA") & Q(realizada_en=None, asistentes=None)),
                violation_error_message="Una jornada realizada dice cuántas personas asistieron.",
            ),
            models.CheckConstraint(
                name="politicas_jornada_anulada_con_motivo",
                condition=(Q(estado="ANULADA", anulada_en__isnull=False) & ~Q(anulada_motivo=""))
                | (~Q(estado="ANULADA") & Q(anulada_en=None, anulada_motivo="")),
                violation_error_message="Una jornada se anula con su motivo.",
            ),
            models.CheckConstraint(
                name="politicas_jornada_socializa_una_medicion",
                condition=Q(tipo="SOCIALIZACION", vigencia_medida__isnull=False)
                | (~Q(tipo="SOCIALIZACION") & Q(vigencia_medida=None)),
                violation_error_message="Una socialización dice de qué vigencia medida son los resultados.",
            ),
        ]

    def __str__(self):
        return f"{self.titulo} ({self.fecha:%d/%m/%Y})"

    def falta_registrar(self, hoy) -> bool:
        """Ya pasó y nadie ha dicho si se hizo."""
        return self.estado == self.Estado.PROGRAMADA and self.fecha < hoy
