"""Avance: el reporte de una actividad en un corte, y lo que se observó al devolverlo."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import pares, rango, uno_de
from planes.models import Actividad
from seguimiento.models.cortes import Corte
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import hechos

PERSONA = settings.AUTH_USER_MODEL


class EstadoAvance(models.TextChoices):
    """Flujo del reporte."""

    PENDIENTE = "PENDIENTE", "Sin empezar"
    BORRADOR = "BORRADOR", "Borrador"
    ENVIADO = "ENVIADO", "Enviado"
    AVALADO = "AVALADO", "Avalado"
    ACEPTADO = "ACEPTADO", "Aceptado"
    DEVUELTO = "DEVUELTO", "Devuelto"


class SituacionAvance(models.TextChoices):
    """Qué pasó en el periodo. «No reportó» no es una situación: es la ausencia de reporte."""

    AVANCE = "AVANCE", "Con avance"
    SIN_AVANCE = "SIN_AVANCE", "Sin avance"
    SIN_DEMANDA = "SIN_DEMANDA", "Sin demanda"


class Avance(models.Model):
    """Reporte de una actividad en un corte: cantidad **del periodo**, textos, situación y quién respondió.

    Lo crea la apertura del corte (esperado) o quien adelanta; nadie lo borra.
    """

    Estado = EstadoAvance
    Situacion = SituacionAvance

    # Sin índice propio: el de contar y el de unicidad empiezan por ellos.
    corte = models.ForeignKey(Corte, on_delete=models.PROTECT, related_name="avances", db_index=False)
    actividad = models.ForeignKey(Actividad, on_delete=models.PROTECT, related_name="avances", db_index=False)
    esperado = models.BooleanField("esperado", help_text="Había programación en el trimestre.")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    situacion = models.CharField("situación", max_length=12, choices=Situacion, blank=True)
    cantidad = models.DecimalField("cantidad del periodo", max_digits=16, decimal_places=4, null=True, blank=True)
    texto = models.TextField("avance cualitativo", max_length=4000, blank=True)
    dificultades = models.TextField("dificultades", max_length=4000, blank=True)
    motivo = models.TextField("motivo (sin avance o sin demanda)", max_length=1000, blank=True)
    reserva = models.CharField(
        "soporte reservado",
        max_length=300,
        blank=True,
        help_text="«Reposa en… radicado…» cuando no se puede adjuntar.",
    )
    version = models.PositiveIntegerField("número de cambio", default=0)
    plazo = models.DateField("plazo propio", null=True, blank=True, help_text="Para corregir lo devuelto.")
    autores = models.ManyToManyField(PERSONA, blank=True, related_name="+", verbose_name="escribieron en él")
    creado_en = models.DateTimeField("creado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    reportado_en = models.DateTimeField("reportado", null=True, blank=True)
    reportado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    avalado_en = models.DateTimeField("avalado", null=True, blank=True)
    avalado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aceptado_en = models.DateTimeField("aceptado", null=True, blank=True)
    aceptado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sin_aval = models.CharField(
        "por qué no lleva aval",
        max_length=300,
        blank=True,
        help_text="El jefe reportó, o venció el plazo del aval.",
    )
    misma_dependencia = models.BooleanField(
        "misma dependencia", default=False, help_text="Lo aceptó otra persona de la dependencia que reportó."
    )

    objects = AvanceQuerySet.as_manager()

    class Meta:
        verbose_name = "avance"
        verbose_name_plural = "avances"
        ordering = ["corte", "actividad__plan", "actividad__orden", "id"]
        constraints = [
            uno_de("seguimiento_avance", "estado", EstadoAvance),
            models.CheckConstraint(
                name="seguimiento_avance_situacion_valida",
                condition=Q(situacion__in=["", *SituacionAvance.values]),
                violation_error_message="La situación no es una de las opciones.",
            ),
            models.UniqueConstraint(
                fields=["actividad", "corte"],
                name="seguimiento_avance_unico",
                violation_error_message="La actividad ya tiene reporte en el corte.",
            ),
            rango("seguimiento_avance", "cantidad", 0, None, "La cantidad no puede ser negativa."),
            pares("seguimiento_avance", "creado", "creación"),
            pares("seguimiento_avance", "reportado", "remisión"),
            pares("seguimiento_avance", "avalado", "aval"),
            pares("seguimiento_avance", "aceptado", "aceptación"),
            models.CheckConstraint(
                name="seguimiento_avance_aceptado_completo",
                condition=Q(estado="ACEPTADO", aceptado_en__isnull=False, reportado_en__isnull=False)
                | (~Q(estado="ACEPTADO") & Q(aceptado_en=None)),
                violation_error_message="Un avance aceptado dice quién lo reportó y quién lo aceptó.",
            ),
            models.CheckConstraint(
                name="seguimiento_avance_enviado_completo",
                condition=hechos.EDITABLE.q
                | (Q(reportado_en__isnull=False, cantidad__isnull=False) & ~Q(situacion=""))
                | Q(reportado_en__isnull=False, situacion="SIN_DEMANDA", cantidad=None),
                violation_error_message="Un avance enviado dice situación y cantidad.",
            ),
            models.CheckConstraint(
                name="seguimiento_avance_avalado_o_dicho",
                condition=~Q(estado__in=["AVALADO", "ACEPTADO"]) | Q(avalado_en__isnull=False) | ~Q(sin_aval=""),
                violation_error_message="Sin aval hace falta decir por qué.",
            ),
            models.CheckConstraint(
                name="seguimiento_avance_segregado",
                condition=(Q(avalado_por=None) | Q(reportado_por=None) | ~Q(avalado_por=models.F("reportado_por")))
                & (Q(aceptado_por=None) | ~Q(aceptado_por=models.F("reportado_por")))
                & (Q(aceptado_por=None) | Q(avalado_por=None) | ~Q(aceptado_por=models.F("avalado_por"))),
                violation_error_message="Nadie avala ni acepta lo que reportó, ni acepta lo que avaló.",
            ),
        ]
        indexes = [
            models.Index(fields=["corte", "estado"], name="seguimiento_avance_bandeja"),
            # Lo que miran los hechos, de las actividades en su orden: contar un corte no lee sus reportes.
            models.Index(
                fields=["corte", "actividad", "esperado", "estado", "sin_aval"], name="seguimiento_avance_cuentas"
            ),
        ]

    def __str__(self):
        return f"{self.actividad} · {self.corte}"

    @property
    def es_editable(self) -> bool:
        """La primera línea todavía puede escribir en él."""
        return hechos.EDITABLE(self)

    @property
    def esta_devuelto(self) -> bool:
        """Volvió a la primera línea para que corrija lo observado."""
        return hechos.DEVUELTO(self)

    @property
    def verbo(self) -> str:
        """Lo que le falta hacer a quien puede escribir en él: «Reportar» o «Corregir»."""
        return hechos.verbo_de(self)

    @property
    def espera_aval(self) -> bool:
        """El jefe todavía no lo avala y nada lo dispensa."""
        return hechos.ESPERA_AVAL(self)

    @property
    def por_que_no_cuenta(self) -> str:
        """Por qué no está en la cifra oficial: «No reportó», «Falta por reportar», «Devuelto»…"""
        return hechos.por_que_no_cuenta(self, cerrado=self.corte.esta_cerrado)

    @property
    def estado_dicho(self) -> str:
        """Su estado, en palabras: lo que no se empezó falta por reportar y, cerrado el corte, en qué quedó cada uno."""
        dicho = self.corte.esta_cerrado or self.estado == self.Estado.PENDIENTE
        return (dicho and self.por_que_no_cuenta) or self.get_estado_display()

    @property
    def exige_soporte(self) -> bool:
        """Un avance mayor que cero se acepta con soporte o con su reserva motivada."""
        return bool(self.cantidad) and not self.reserva

    def vence(self, ampliacion: date | None = None) -> date:
        """Último día para reportar: el plazo propio, el de la ampliación o el cierre de la captura."""
        return max(filter(None, [self.plazo, ampliacion, self.corte.cierra]))


class CampoObservacionAvance(models.TextChoices):
    """Campos que se pueden devolver."""

    CANTIDAD = "cantidad", "Cantidad"
    SITUACION = "situacion", "Situación"
    TEXTO = "texto", "Avance cualitativo"
    DIFICULTADES = "dificultades", "Dificultades"
    MOTIVO = "motivo", "Motivo"
    SOPORTES = "soportes", "Soportes"


class ObservacionAvance(models.Model):
    """Comentario de una devolución sobre un campo exacto del reporte; al volver sólo se reabre ese campo."""

    Campo = CampoObservacionAvance

    avance = models.ForeignKey(Avance, on_delete=models.PROTECT, related_name="observaciones")
    campo = models.CharField("campo", max_length=12, choices=Campo)
    texto = models.TextField("observación")
    valor = models.TextField("valor observado", blank=True)
    creada_en = models.DateTimeField("hecha")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    resuelta_en = models.DateTimeField("resuelta", null=True, blank=True)
    resuelta_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "observación de avance"
        verbose_name_plural = "observaciones de avance"
        ordering = ["avance_id", "id"]
        constraints = [
            uno_de("seguimiento_observacionavance", "campo", CampoObservacionAvance),
            pares("seguimiento_observacionavance", "creada", "observación"),
            pares("seguimiento_observacionavance", "resuelta", "resolución"),
        ]

    def __str__(self):
        return f"{self.get_campo_display()}: {self.texto[:60]}"
