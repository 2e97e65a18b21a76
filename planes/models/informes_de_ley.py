"""Informes de ley: los que una norma manda presentar cada año, y cuándo vence cada uno."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mipg.restricciones import con_motivo, pares, uno_de
from mipg.usuarios.models import Dependencia
from planes.querysets.de_ley import InformeDeLeyQuerySet, VencimientoQuerySet
from planes.reglas import de_ley
from politicas.models import Vigencia

PERSONA = settings.AUTH_USER_MODEL


class Periodicidad(models.TextChoices):
    """Cada cuánto se presenta un informe."""

    ANUAL = "ANUAL", "Anual"
    SEMESTRAL = "SEMESTRAL", "Semestral"
    CUATRIMESTRAL = "CUATRIMESTRAL", "Cuatrimestral"
    TRIMESTRAL = "TRIMESTRAL", "Trimestral"
    BIMESTRAL = "BIMESTRAL", "Bimestral"
    MENSUAL = "MENSUAL", "Mensual"
    UNICO = "UNICO", "Una sola vez"


class InformeDeLey(models.Model):
    """Un informe que una norma manda presentar en una vigencia. `dependencia` es la que hoy lo debe.

    `de_control`: es gestión de Control Interno, y sólo Control Interno lo registra y lo cambia.
    """

    Periodicidad = Periodicidad

    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="informes_de_ley")
    nombre = models.CharField("informe", max_length=200)
    norma = models.CharField("norma que lo manda", max_length=300)
    ante = models.CharField("ante quién se presenta", max_length=200)
    periodicidad = models.CharField("periodicidad", max_length=14, choices=Periodicidad)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="informes_de_ley", verbose_name="dependencia que lo debe"
    )
    de_control = models.BooleanField("de Control Interno", default=False)
    nota = models.CharField("nota", max_length=500, blank=True)
    copiado_de = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="copiado de"
    )
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creado_en = models.DateTimeField("registrado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    anulado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulado_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = InformeDeLeyQuerySet.as_manager()

    class Meta:
        verbose_name = "informe de ley"
        verbose_name_plural = "informes de ley"
        ordering = ["-vigencia__anio", "nombre", "id"]
        constraints = [
            uno_de("planes_informedeley", "periodicidad", Periodicidad),
            pares("planes_informedeley", "creado", "registro"),
            pares("planes_informedeley", "anulado", "anulación"),
            con_motivo("planes_informedeley", "anulado", "Un informe se anula con su motivo."),
            models.UniqueConstraint(
                "vigencia",
                Lower("nombre"),
                condition=Q(anulado_en=None),
                name="planes_informedeley_unico",
                violation_error_message="Esa vigencia ya tiene un informe con ese nombre.",
            ),
        ]

    def __str__(self):
        return self.nombre


class EstadoVencimiento(models.TextChoices):
    """Vida de un vencimiento."""

    PENDIENTE = "PENDIENTE", "Pendiente"
    PRESENTADO = "PRESENTADO", "Presentado"
    ANULADO = "ANULADO", "Anulado"


class Vencimiento(models.Model):
    """Una presentación de un informe: su periodo, cuándo vence y con qué radicado salió.

    `dependencia`: la que lo debe o, ya presentado, la que lo presentó. Los soportes están en el expediente.
    """

    Estado = EstadoVencimiento

    informe = models.ForeignKey(InformeDeLey, on_delete=models.PROTECT, related_name="vencimientos")
    numero = models.PositiveSmallIntegerField("número")
    periodo = models.CharField("periodo", max_length=60)
    vence = models.DateField("vence")
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="vencimientos", verbose_name="dependencia que lo debe"
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    radicado_salida = models.CharField("radicado", max_length=100, blank=True)
    fecha_salida = models.DateField("fecha del radicado", null=True, blank=True)
    salida_nota = models.TextField("nota de la presentación", max_length=2000, blank=True)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    presentado_en = models.DateTimeField("registrado como presentado", null=True, blank=True)
    presentado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    anulado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulado_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = VencimientoQuerySet.as_manager()

    class Meta:
        verbose_name = "vencimiento"
        verbose_name_plural = "vencimientos"
        ordering = ["vence", "id"]
        constraints = [
            uno_de("planes_vencimiento", "estado", EstadoVencimiento),
            pares("planes_vencimiento", "presentado", "presentación"),
            pares("planes_vencimiento", "anulado", "anulación"),
            models.CheckConstraint(
                name="planes_vencimiento_presentado_con_radicado",
                condition=(
                    Q(estado="PRESENTADO", presentado_en__isnull=False, fecha_salida__isnull=False)
                    & ~Q(radicado_salida="")
                )
                | (~Q(estado="PRESENTADO") & Q(presentado_en=None, fecha_salida=None, radicado_salida="")),
                violation_error_message="Lo presentado dice su radicado y su fecha.",
            ),
            models.CheckConstraint(
                name="planes_vencimiento_anulado_con_motivo",
                condition=(Q(estado="ANULADO", anulado_en__isnull=False) & ~Q(anulado_motivo=""))
                | (~Q(estado="ANULADO") & Q(anulado_en=None, anulado_motivo="")),
                violation_error_message="Un vencimiento se anula con su motivo.",
            ),
            models.UniqueConstraint(
                fields=["informe", "numero"],
                name="planes_vencimiento_unico",
                violation_error_message="Ese informe ya tiene ese periodo.",
            ),
        ]
        indexes = [models.Index(fields=["estado", "vence"], name="planes_vencimiento_vencen")]

    def __str__(self):
        return f"{self.informe} · {self.periodo}"

    @property
    def de_control(self) -> bool:
        """Es gestión de Control Interno."""
        return self.informe.de_control

    def situacion(self, hoy) -> de_ley.Situacion:
        """Cómo va frente a su plazo."""
        return de_ley.situacion(self, hoy)
