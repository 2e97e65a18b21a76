"""Recomendaciones de Función Pública a esta entidad, y lo que se decidió de cada una."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from furag.models.mediciones import Medicion
from furag.querysets import RecomendacionQuerySet
from mipg.expediente.models import Importacion
from mipg.restricciones import pares, uno_de
from politicas.models import Indice, Politica

PERSONA = settings.AUTH_USER_MODEL
# Cómo se cita una, y con qué se busca lo citado.
REFERENCIA = "R-{medicion__anio}-{politica__codigo_furag}-{numero}"


class Agrupacion(models.Model):
    """Varias recomendaciones de una política que se atienden juntas."""

    medicion = models.ForeignKey(
        Medicion, on_delete=models.PROTECT, related_name="agrupaciones", verbose_name="medición"
    )
    politica = models.ForeignKey(
        Politica, on_delete=models.PROTECT, related_name="agrupaciones", verbose_name="política"
    )
    nombre = models.CharField("de qué tratan", max_length=200)
    creada_en = models.DateTimeField("creada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "agrupación de recomendaciones"
        verbose_name_plural = "agrupaciones de recomendaciones"
        ordering = ["medicion_id", "politica_id", "nombre"]
        constraints = [
            pares("furag_agrupacion", "creada", "creación"),
            models.UniqueConstraint(
                fields=["medicion", "politica", "nombre"],
                name="furag_agrupacion_nombre_unico",
                violation_error_message="La política ya tiene una agrupación con ese nombre.",
            ),
        ]

    def __str__(self):
        return self.nombre


class EstadoRecomendacion(models.TextChoices):
    """Qué se decidió de una recomendación."""

    PENDIENTE = "PENDIENTE", "Por decidir"
    ACOGIDA = "ACOGIDA", "Acogida"
    DESCARTADA = "DESCARTADA", "Descartada"


class PrioridadRecomendacion(models.TextChoices):
    """Qué tan pronto conviene atenderla."""

    ALTA = "ALTA", "Alta"
    MEDIA = "MEDIA", "Media"
    BAJA = "BAJA", "Baja"


class Recomendacion(models.Model):
    """Una recomendación del archivo de la entidad. Es la misma si es de la misma medición y política y dice lo mismo.

    `clave`: huella del texto sin mayúsculas, tildes ni puntuación. `numero`: consecutivo en su política, que no cambia.
    `falta_en`: la entrega posterior en que ya no vino. Los índices se ligan a mano: el archivo no los trae.
    """

    Estado = EstadoRecomendacion
    Prioridad = PrioridadRecomendacion

    medicion = models.ForeignKey(
        Medicion, on_delete=models.PROTECT, related_name="recomendaciones", verbose_name="medición"
    )
    politica = models.ForeignKey(
        Politica, on_delete=models.PROTECT, related_name="recomendaciones", verbose_name="política"
    )
    numero = models.PositiveSmallIntegerField("número")
    texto = models.TextField("recomendación", max_length=4000)
    clave = models.CharField("huella del texto", max_length=64, editable=False)
    importacion = models.ForeignKey(
        Importacion, on_delete=models.PROTECT, related_name="recomendaciones", verbose_name="archivo"
    )
    hoja = models.CharField("hoja", max_length=100)
    fila = models.PositiveIntegerField("fila")
    falta_en = models.ForeignKey(
        Importacion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="archivo en que ya no vino",
    )
    prioridad = models.CharField("prioridad", max_length=5, choices=PrioridadRecomendacion, blank=True)
    agrupacion = models.ForeignKey(
        Agrupacion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recomendaciones",
        verbose_name="agrupación",
    )
    indices = models.ManyToManyField(Indice, blank=True, related_name="recomendaciones", verbose_name="índices")
    estado = models.CharField(
        "estado", max_length=10, choices=EstadoRecomendacion, default=EstadoRecomendacion.PENDIENTE
    )
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    decidida_en = models.DateTimeField("decidida", null=True, blank=True)
    decidida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    motivo = models.CharField("por qué se descartó", max_length=500, blank=True)

    objects = RecomendacionQuerySet.as_manager()

    class Meta:
        verbose_name = "recomendación"
        verbose_name_plural = "recomendaciones"
        ordering = ["-medicion__anio", "politica__numero_plan", "numero", "id"]
        constraints = [
            uno_de("furag_recomendacion", "estado", EstadoRecomendacion),
            uno_de("furag_recomendacion", "prioridad", PrioridadRecomendacion, vacio=True),
            pares("furag_recomendacion", "decidida", "decisión"),
            models.UniqueConstraint(
                fields=["medicion", "politica", "clave"],
                name="furag_recomendacion_unica",
                violation_error_message="Esa recomendación ya está en la política.",
            ),
            models.UniqueConstraint(
                fields=["medicion", "politica", "numero"],
                name="furag_recomendacion_numero_unico",
                violation_error_message="Ya hay una recomendación con ese número en la política.",
            ),
            models.CheckConstraint(
                name="furag_recomendacion_decidida_con_fecha",
                condition=Q(estado="PENDIENTE", decidida_en=None)
                | (Q(decidida_en__isnull=False) & ~Q(estado="PENDIENTE")),
                violation_error_message="Una recomendación decidida dice quién y cuándo.",
            ),
            models.CheckConstraint(
                name="furag_recomendacion_descartada_con_motivo",
                condition=(Q(estado="DESCARTADA") & ~Q(motivo="")) | (~Q(estado="DESCARTADA") & Q(motivo="")),
                violation_error_message="Diga por qué se descarta.",
            ),
        ]
        indexes = [models.Index(fields=["medicion", "politica", "estado"], name="furag_recomendacion_estado")]

    def __str__(self):
        return f"{self.referencia}. {Truncator(self.texto).chars(80)}"

    @property
    def referencia(self) -> str:
        """Cómo se cita: «R-2025-POL07-12». Cárguela con su medición y su política."""
        return REFERENCIA.format(
            medicion__anio=self.medicion.anio, politica__codigo_furag=self.politica.codigo_furag, numero=self.numero
        )


class Redaccion(models.Model):
    """Cómo decía antes una recomendación que en otra entrega vino casi igual, y quién dijo que era la misma."""

    recomendacion = models.ForeignKey(
        Recomendacion, on_delete=models.PROTECT, related_name="redacciones", verbose_name="recomendación"
    )
    texto = models.TextField("como decía", max_length=4000)
    importacion = models.ForeignKey(
        Importacion, on_delete=models.PROTECT, related_name="+", verbose_name="archivo en que decía así"
    )
    reemplazada_en = models.DateTimeField("reemplazada")
    reemplazada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "redacción anterior"
        verbose_name_plural = "redacciones anteriores"
        ordering = ["-reemplazada_en", "-id"]
        constraints = [pares("furag_redaccion", "reemplazada", "reemplazo")]

    def __str__(self):
        return self.texto[:80]
