"""El año de trabajo: sus parámetros, sus firmantes y sus estrategias."""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from mipg.fechas import fin_de_trimestre
from mipg.restricciones import orden, pares, rango
from mipg.usuarios.models import Dependencia
from politicas.models.comunes import PERSONA, ConClaveNatural
from politicas.models.modelo import VersionModelo
from politicas.querysets import EstrategiaQuerySet, VigenciaQuerySet


class Vigencia(models.Model):
    """Año de trabajo con su versión del modelo y sus parámetros. Nada de esto está escrito en el código.

    Umbrales en porcentaje 0–100; plazos en días hábiles.
    """

    CLAVE = ("anio",)

    anio = models.PositiveSmallIntegerField(
        "vigencia", unique=True, validators=[MinValueValidator(2018), MaxValueValidator(2100)]
    )
    version = models.ForeignKey(
        VersionModelo, on_delete=models.PROTECT, related_name="vigencias", verbose_name="versión del modelo"
    )
    fecha_limite_institucionales = models.DateField("límite de los planes institucionales (D. 612)")
    fecha_limite_politicas = models.DateField("límite de los planes de política")
    umbral_satisfactorio = models.DecimalField(
        "satisfactorio desde (%)", max_digits=5, decimal_places=2, default=Decimal("90")
    )
    umbral_aceptable = models.DecimalField("aceptable desde (%)", max_digits=5, decimal_places=2, default=Decimal("80"))
    exige_aval = models.BooleanField("exige aval del jefe", default=True)
    dias_sin_aval = models.PositiveSmallIntegerField(
        "días hábiles para aceptar sin aval",
        default=3,
        help_text="Días hábiles tras el envío, sin aval del jefe, para que Planeación pueda aceptar con motivo.",
    )
    dias_aviso = models.JSONField(
        "días hábiles de aviso",
        default=list,
        help_text="Días hábiles antes del vencimiento, p. ej. [15, 5, 1].",
    )
    dias_proxima = models.PositiveSmallIntegerField("días calendario para «próxima a vencer»", default=14)
    abierta_en = models.DateTimeField("abierta", null=True, blank=True)
    abierta_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cerrada_en = models.DateTimeField("cerrada", null=True, blank=True)
    cerrada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    trimestre_cerrado = models.PositiveSmallIntegerField(
        "trimestre cerrado",
        default=0,
        editable=False,
        help_text="Hasta cuál se cerró el corte; 0, ninguno.",
    )
    corte_t1 = models.DateField("fecha de corte T1", null=True, blank=True, editable=False)
    corte_t2 = models.DateField("fecha de corte T2", null=True, blank=True, editable=False)
    corte_t3 = models.DateField("fecha de corte T3", null=True, blank=True, editable=False)
    corte_t4 = models.DateField("fecha de corte T4", null=True, blank=True, editable=False)

    objects = ConClaveNatural.from_queryset(VigenciaQuerySet)()

    class Meta:
        verbose_name = "vigencia"
        verbose_name_plural = "vigencias"
        ordering = ["-anio"]
        constraints = [
            pares("politicas_vigencia", "abierta", "apertura"),
            pares("politicas_vigencia", "cerrada", "cierre"),
            rango("politicas_vigencia", "trimestre_cerrado", 0, 4, "El trimestre va de 0 a 4."),
            rango("politicas_vigencia", "umbral_satisfactorio", 0, 100, "El umbral va de 0 a 100."),
            rango("politicas_vigencia", "umbral_aceptable", 0, 100, "El umbral va de 0 a 100."),
            models.CheckConstraint(
                name="politicas_vigencia_umbrales_en_orden",
                condition=Q(umbral_aceptable__lt=F("umbral_satisfactorio")),
                violation_error_message="«Aceptable» debe empezar por debajo de «satisfactorio».",
            ),
        ]

    def __str__(self):
        return str(self.anio)

    @property
    def esta_abierta(self) -> bool:
        """Se abrió y no se ha cerrado."""
        return self.abierta_en is not None and self.cerrada_en is None

    def fecha_de_corte(self, trimestre: int) -> date:
        """La de su corte (1–4), si se programó; si no, el último día del trimestre."""
        return getattr(self, f"corte_t{trimestre}") or fin_de_trimestre(self.anio, trimestre)

    def trimestre_intocable(self, hoy: date) -> int:
        """Hasta qué trimestre (0–4) lo programado ya no cambia: se cerró, o ya pasó su fecha de corte."""
        pasados = [t for t in (1, 2, 3, 4) if self.fecha_de_corte(t) < hoy]
        return max(self.trimestre_cerrado, *pasados, 0)

    def natural_key(self):
        return (self.anio,)

    natural_key.dependencies = ["politicas.versionmodelo"]


class Firmante(models.Model):
    """Quien firma los documentos de una vigencia. Es dato, no plantilla."""

    CLAVE = ("anio", "orden")

    anio = models.PositiveSmallIntegerField("vigencia")
    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("nombre", max_length=150)
    cargo = models.CharField("cargo", max_length=150)
    fuente = models.CharField("fuente", max_length=300, blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "firmante"
        verbose_name_plural = "firmantes"
        ordering = ["-anio", "orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "orden"],
                name="politicas_firmante_unico",
                violation_error_message="Ese año ya tiene un firmante en ese orden.",
            )
        ]

    def __str__(self):
        return f"{self.nombre}, {self.cargo} ({self.anio})"

    def natural_key(self):
        return (self.anio, self.orden)


class Estrategia(models.Model):
    """Una de las nueve estrategias del plan de implementación, con las fechas que el documento sí trae."""

    CLAVE = ("anio", "numero")

    anio = models.PositiveSmallIntegerField("vigencia")
    numero = models.PositiveSmallIntegerField("número")
    nombre = models.CharField("nombre", max_length=200)
    descripcion = models.TextField("descripción")
    responde = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="responde en el plan",
        help_text="La única que la reporta; los responsables que nombra el documento la apoyan.",
    )
    soporte = models.TextField(
        "soporte esperado", blank=True, help_text="Lo propone el sistema: el documento no lo dice."
    )
    responsables_texto = models.TextField("responsables, texto literal")
    responsables = models.ManyToManyField(Dependencia, blank=True, related_name="+", verbose_name="responsables")
    toda_la_entidad = models.BooleanField(
        "de toda la entidad",
        default=False,
        help_text="La hacen todas las dependencias, y las que se creen después; «responsables» son las que la lideran.",
    )
    fecha_inicio = models.DateField("inicio", null=True, blank=True)
    fecha_fin = models.DateField("fin", null=True, blank=True)
    fecha_texto = models.CharField("fecha, texto literal", max_length=100, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(EstrategiaQuerySet)()

    class Meta:
        verbose_name = "estrategia"
        verbose_name_plural = "estrategias"
        ordering = ["-anio", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "numero"],
                name="politicas_estrategia_unica",
                violation_error_message="Ese año ya tiene una estrategia con ese número.",
            ),
            orden("politicas_estrategia", "fecha_inicio", "fecha_fin", "La estrategia termina antes de empezar."),
        ]

    def __str__(self):
        return f"{self.numero}. {self.nombre}"

    @property
    def de_toda_la_entidad(self) -> str:
        """«Toda la entidad; la reporta Planeación», igual donde se diga; vacío si la responden algunas dependencias."""
        if not self.toda_la_entidad:
            return ""
        return f"Toda la entidad; la reporta {self.responde}" if self.responde else "Toda la entidad"

    def natural_key(self):
        return (self.anio, self.numero)

    natural_key.dependencies = ["usuarios.dependencia"]
