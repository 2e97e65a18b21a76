"""Prórroga: más plazo para una actividad, con quién lo pidió, por qué, hasta cuándo y quién lo decidió."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mipg.restricciones import pares, uno_de
from planes.models.actividades import Actividad
from planes.models.versiones import VersionPlan
from planes.querysets import ProrrogaQuerySet
from planes.reglas import PRORROGA_POR_DECIDIR

PERSONA = settings.AUTH_USER_MODEL


class EstadoProrroga(models.TextChoices):
    """Ciclo de la prórroga."""

    PEDIDA = "PEDIDA", "Pedida"
    CONCEDIDA = "CONCEDIDA", "Concedida"
    NEGADA = "NEGADA", "Negada"
    DESISTIDA = "DESISTIDA", "Desistida"


class Prorroga(models.Model):
    """Prórroga de una actividad. La fecha original queda aquí para siempre.

    `a_tiempo`: se pidió antes de vencer. Sólo entonces, al concederse, cambia la fecha de la actividad y deja una
    versión del plan.
    """

    Estado = EstadoProrroga

    actividad = models.ForeignKey(Actividad, on_delete=models.PROTECT, related_name="prorrogas")
    fecha_original = models.DateField("fecha original")
    fecha_nueva = models.DateField("fecha nueva")
    trimestre_original = models.PositiveSmallIntegerField("trimestre original", null=True, blank=True)
    trimestre_nuevo = models.PositiveSmallIntegerField("trimestre nuevo", null=True, blank=True)
    motivo = models.TextField("motivo", max_length=2000)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PEDIDA)
    a_tiempo = models.BooleanField("pedida a tiempo")
    pedida_en = models.DateTimeField("pedida")
    pedida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    decidida_en = models.DateTimeField("decidida", null=True, blank=True)
    decidida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_motivo = models.CharField("por qué se decidió así", max_length=500, blank=True)
    punto = models.ForeignKey(
        "planes.Punto",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decididas",
        verbose_name="punto de la sesión en que se decidió",
    )
    sin_segregacion = models.CharField("por qué la decidió quien la pidió", max_length=300, blank=True)
    version_plan = models.OneToOneField(
        VersionPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prorroga",
        verbose_name="versión que produjo",
    )

    objects = ProrrogaQuerySet.as_manager()

    class Meta:
        verbose_name = "prórroga"
        verbose_name_plural = "prórrogas"
        ordering = ["-pedida_en", "-id"]
        constraints = [
            uno_de("planes_prorroga", "estado", EstadoProrroga),
            pares("planes_prorroga", "pedida", "petición"),
            pares("planes_prorroga", "decidida", "decisión"),
            models.CheckConstraint(
                name="planes_prorroga_fecha_nueva_despues",
                condition=Q(fecha_nueva__gt=F("fecha_original")),
                violation_error_message="La fecha nueva va después de la original.",
            ),
            models.CheckConstraint(
                name="planes_prorroga_decidida_con_fecha",
                condition=Q(estado=PRORROGA_POR_DECIDIR, decidida_en=None)
                | Q(~Q(estado=PRORROGA_POR_DECIDIR), decidida_en__isnull=False),
                violation_error_message="Una prórroga decidida dice quién y cuándo.",
            ),
            models.UniqueConstraint(
                fields=["actividad"],
                condition=Q(estado=PRORROGA_POR_DECIDIR),
                name="planes_prorroga_una_pedida",
                violation_error_message="La actividad ya tiene una prórroga por decidir.",
            ),
        ]

    def __str__(self):
        return f"Prórroga de {self.actividad} hasta {self.fecha_nueva:%d/%m/%Y}"

    @property
    def esta_pedida(self) -> bool:
        """Nadie la ha decidido."""
        return self.estado == PRORROGA_POR_DECIDIR

    @property
    def en_palabras(self) -> str:
        """Qué pasó con lo pedido: lo que movió, por qué se negó, o que se pidió después de vencer."""
        partes = [] if self.a_tiempo else ["se pidió después de vencer"]
        if self.estado == self.Estado.CONCEDIDA and self.fecha_nueva.year > self.fecha_original.year:
            partes.append(f"continúa en el plan de {self.fecha_nueva.year}")
        elif self.estado == self.Estado.CONCEDIDA and self.a_tiempo:
            movido = self.trimestre_nuevo and f"el hito pasó de T{self.trimestre_original} a T{self.trimestre_nuevo}"
            partes.append(movido or "cambió la fecha de fin")
        elif self.estado == self.Estado.CONCEDIDA:
            partes.append("no movió nada")
        return "; ".join(filter(None, [*partes, self.decision_motivo, self.sin_segregacion]))
