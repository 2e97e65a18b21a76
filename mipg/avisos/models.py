"""Bandeja de salida, registro de lo avisado y asuetos locales."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import uno_de


class DiaNoHabil(models.Model):
    """Asueto local: día que no cuenta como hábil además de los festivos nacionales."""

    fecha = models.DateField("fecha", unique=True)
    motivo = models.CharField("motivo", max_length=200)

    class Meta:
        verbose_name = "día no hábil"
        verbose_name_plural = "días no hábiles"
        ordering = ["fecha"]

    def __str__(self):
        return f"{self.fecha:%d/%m/%Y} · {self.motivo}"


class EstadoMensaje(models.TextChoices):
    """Vida de un mensaje."""

    PENDIENTE = "PENDIENTE", "Pendiente"
    ENVIANDO = "ENVIANDO", "Enviando"
    ENVIADO = "ENVIADO", "Enviado"
    FALLIDO = "FALLIDO", "Fallido"
    ANULADO = "ANULADO", "Anulado"


class Mensaje(models.Model):
    """Correo por salir. La fila es la verdad: se escribe con el cambio que lo causa y Celery sólo lo despacha.

    Quien lo despacha lo arrienda unos minutos; si muere, otro lo retoma con el mismo `Message-ID`.
    """

    Estado = EstadoMensaje

    clave = models.CharField("clave de unicidad", max_length=120, unique=True, null=True, blank=True)
    clase = models.CharField("clase", max_length=30)
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    destino = models.EmailField("destino")
    asunto = models.CharField("asunto", max_length=250)
    texto = models.TextField("texto")
    html = models.TextField("HTML", blank=True)
    identificador = models.UUIDField("Message-ID", default=uuid.uuid4, unique=True, editable=False)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    creado_en = models.DateTimeField("creado")
    disponible_en = models.DateTimeField("disponible desde")
    enviado_en = models.DateTimeField("enviado", null=True, blank=True)
    error = models.TextField("último error", blank=True)

    class Meta:
        verbose_name = "mensaje"
        verbose_name_plural = "bandeja de salida"
        ordering = ["-creado_en", "-id"]
        constraints = [
            uno_de("avisos_mensaje", "estado", EstadoMensaje),
            models.CheckConstraint(
                name="avisos_mensaje_enviado_con_fecha",
                condition=Q(estado="ENVIADO", enviado_en__isnull=False)
                | (~Q(estado="ENVIADO") & Q(enviado_en__isnull=True)),
                violation_error_message="Un mensaje enviado lleva la fecha en que salió.",
            ),
            models.CheckConstraint(
                name="avisos_mensaje_con_destino",
                condition=~Q(destino="") | Q(estado__in=["FALLIDO", "ANULADO"]),
                violation_error_message="Un mensaje lleva a quién se le escribe.",
            ),
        ]
        indexes = [models.Index(fields=["estado", "disponible_en"], name="avisos_mensaje_por_salir")]

    def __str__(self):
        return f"{self.asunto} → {self.destino}"


class Aviso(models.Model):
    """Constancia de que una obligación ya se avisó a una persona en un tramo de su plazo.

    `tramo` son los días hábiles que faltaban (5, 1, 0) o, en negativo, los que ya pasaron.
    """

    persona = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    obligacion = models.CharField("obligación", max_length=120)
    vence = models.DateField("vence")
    tramo = models.SmallIntegerField("tramo")
    mensaje = models.ForeignKey(Mensaje, on_delete=models.PROTECT, related_name="avisos")

    class Meta:
        verbose_name = "aviso"
        verbose_name_plural = "avisos"
        ordering = ["-mensaje_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "obligacion", "vence", "tramo"],
                name="avisos_aviso_unico",
                violation_error_message="Esa obligación ya se avisó en ese tramo.",
            )
        ]

    def __str__(self):
        return f"{self.obligacion} · {self.tramo}"
