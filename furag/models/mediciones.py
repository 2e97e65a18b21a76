"""Qué se midió, cuándo y con qué archivo: la medición, lo cargado de ella y el nombre oficial de cada índice."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from furag.querysets import CargaQuerySet, DefinicionQuerySet, MedicionQuerySet
from mipg.expediente.models import Importacion
from mipg.restricciones import orden, pares, uno_de
from politicas.models import SerieMetodologica, VersionModelo

PERSONA = settings.AUTH_USER_MODEL
ANIOS = [MinValueValidator(2015), MaxValueValidator(2100)]


class Medicion(models.Model):
    """Medición del desempeño institucional de un año. La vigencia medida no es el año en que se captura.

    `abre` y `cierra`: la captura en el aplicativo nacional. Sin `serie` no se compara con ninguna otra.
    """

    anio = models.PositiveSmallIntegerField("vigencia medida", unique=True, validators=ANIOS)
    anio_captura = models.PositiveSmallIntegerField("año de captura", validators=ANIOS)
    version = models.ForeignKey(
        VersionModelo, on_delete=models.PROTECT, related_name="mediciones", verbose_name="versión del modelo medida"
    )
    serie = models.ForeignKey(
        SerieMetodologica,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mediciones",
        verbose_name="serie metodológica",
    )
    abre = models.DateField("la captura abre", null=True, blank=True)
    cierra = models.DateField("la captura cierra", null=True, blank=True)
    fecha_publicacion = models.DateField("resultados publicados el", null=True, blank=True)
    creada_en = models.DateTimeField("creada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = MedicionQuerySet.as_manager()

    class Meta:
        verbose_name = "medición"
        verbose_name_plural = "mediciones"
        ordering = ["-anio"]
        constraints = [
            pares("furag_medicion", "creada", "creación"),
            orden("furag_medicion", "abre", "cierra", "La captura cierra antes de abrir."),
            models.CheckConstraint(
                name="furag_medicion_captura_despues",
                condition=Q(anio_captura__gt=F("anio")),
                violation_error_message="Lo de un año se captura en uno posterior: la vigencia medida y el año de "
                "captura no son el mismo.",
            ),
        ]

    def __str__(self):
        return f"Medición de la vigencia {self.anio}"


class AmbitoCarga(models.TextChoices):
    """De qué entidades es el archivo de resultados."""

    TERRITORIO = "TERRITORIO", "Territorio"
    NACION = "NACION", "Nación"


class EstadoCarga(models.TextChoices):
    """Vida de lo cargado de un archivo de resultados."""

    PREPARADA = "PREPARADA", "Por confirmar"
    VIGENTE = "VIGENTE", "Vigente"
    REEMPLAZADA = "REEMPLAZADA", "Reemplazada"
    DESCARTADA = "DESCARTADA", "Descartada"


class Carga(models.Model):
    """Lo que traía un archivo de resultados, fila por fila. Nadie la ve hasta que una persona dice cuál fila es la
    nuestra; entonces rige, y la que regía queda reemplazada sin borrarse.

    `propia`: la fila de esta entidad; nula si en el archivo no está.
    """

    Ambito = AmbitoCarga
    Estado = EstadoCarga

    medicion = models.ForeignKey(Medicion, on_delete=models.PROTECT, related_name="cargas", verbose_name="medición")
    importacion = models.OneToOneField(
        Importacion, on_delete=models.PROTECT, related_name="carga", verbose_name="archivo"
    )
    ambito = models.CharField("ámbito", max_length=10, choices=AmbitoCarga)
    hoja = models.CharField("hoja", max_length=100)
    fila_encabezado = models.PositiveIntegerField("fila del encabezado")
    entidades = models.PositiveIntegerField("entidades", default=0)
    huella = models.CharField("huella de lo leído", max_length=64)
    propia = models.ForeignKey(
        "furag.EntidadMedida",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="la fila de esta entidad",
    )
    estado = models.CharField("estado", max_length=12, choices=EstadoCarga, default=EstadoCarga.PREPARADA)
    preparada_en = models.DateTimeField("leída")
    preparada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    confirmada_en = models.DateTimeField("confirmada", null=True, blank=True)
    confirmada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CargaQuerySet.as_manager()

    class Meta:
        verbose_name = "carga de resultados"
        verbose_name_plural = "cargas de resultados"
        ordering = ["-preparada_en", "-id"]
        constraints = [
            uno_de("furag_carga", "ambito", AmbitoCarga),
            uno_de("furag_carga", "estado", EstadoCarga),
            pares("furag_carga", "preparada", "lectura"),
            pares("furag_carga", "confirmada", "confirmación"),
            models.CheckConstraint(
                name="furag_carga_confirmada_si_rige",
                condition=Q(estado__in=["PREPARADA", "DESCARTADA"], confirmada_en=None)
                | Q(estado__in=["VIGENTE", "REEMPLAZADA"], confirmada_en__isnull=False),
                violation_error_message="Los resultados que rigen, o rigieron, dicen quién los confirmó y cuándo.",
            ),
            models.UniqueConstraint(
                fields=["medicion", "ambito"],
                condition=Q(estado="VIGENTE"),
                name="furag_carga_una_vigente",
                violation_error_message="Esa medición ya tiene resultados vigentes de ese ámbito.",
            ),
        ]

    def __str__(self):
        return f"{self.medicion} · {self.get_ambito_display()}"


class Columna(models.Model):
    """Una columna de puntajes de un archivo de resultados, con su título como está escrito.

    `codigo`: `IDI`, `D1`…, `POL01`… o `I01`….
    """

    carga = models.ForeignKey(Carga, on_delete=models.CASCADE, related_name="columnas")
    codigo = models.CharField("código", max_length=6)
    letra = models.CharField("columna", max_length=3)
    titulo = models.CharField("título", max_length=300)
    orden = models.PositiveSmallIntegerField("orden")

    class Meta:
        verbose_name = "columna de resultados"
        verbose_name_plural = "columnas de resultados"
        ordering = ["carga_id", "orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["carga", "codigo"],
                name="furag_columna_codigo_unico",
                violation_error_message="Dos columnas del archivo son del mismo índice.",
            )
        ]

    def __str__(self):
        return f"{self.codigo} ({self.letra})"


class Definicion(models.Model):
    """Cómo se llama y qué mide cada índice en una medición, según el diccionario oficial (hoja `Ind…`).

    La jerarquía la da el orden del archivo: `padre`, el código del que cuelga.
    """

    medicion = models.ForeignKey(
        Medicion, on_delete=models.PROTECT, related_name="definiciones", verbose_name="medición"
    )
    codigo = models.CharField("código", max_length=6)
    nombre = models.CharField("nombre", max_length=300)
    descripcion = models.TextField("qué mide", blank=True)
    padre = models.CharField("de qué cuelga", max_length=6, blank=True)
    orden = models.PositiveSmallIntegerField("orden")
    fila = models.PositiveIntegerField("fila")
    importacion = models.ForeignKey(
        Importacion, on_delete=models.PROTECT, related_name="definiciones", verbose_name="archivo"
    )

    objects = DefinicionQuerySet.as_manager()

    class Meta:
        verbose_name = "definición de índice"
        verbose_name_plural = "diccionario de índices"
        ordering = ["-medicion__anio", "orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["medicion", "codigo"],
                name="furag_definicion_codigo_unico",
                violation_error_message="Ese índice ya está definido en la medición.",
            )
        ]

    def __str__(self):
        return f"{self.codigo} · {self.nombre}"
