"""Documento y sus versiones, dónde se usa; Emision (PDF) e Importacion (archivo que entró), con lo recordado."""

import hashlib
import json
import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from mipg.enlaces import CampoEnlace
from mipg.expediente.querysets import (
    ColumnaRecordadaQuerySet,
    DocumentoQuerySet,
    EmisionQuerySet,
    ImportacionQuerySet,
    UsoQuerySet,
)
from mipg.libros import Libro
from mipg.restricciones import pares, uno_de
from mipg.usuarios.models import Dependencia

PERSONA = settings.AUTH_USER_MODEL


def ruta_aleatoria(instancia: models.Model, nombre: str) -> str:
    """Ruta sin nada de lo que escribió quien sube: `<modelo>/ab/cdef…`."""
    azar = uuid.uuid4().hex
    return f"{instancia._meta.model_name}/{azar[:2]}/{azar[2:]}"


class ClaseDocumento(models.TextChoices):
    """Archivo o enlace."""

    ARCHIVO = "ARCHIVO", "Archivo"
    ENLACE = "ENLACE", "Enlace"


class Documento(models.Model):
    """Soporte: un archivo con versiones o un enlace. No se borra: se retira con motivo."""

    Clase = ClaseDocumento

    clase = models.CharField("clase", max_length=10, choices=Clase)
    titulo = models.CharField("título", max_length=200)
    url = CampoEnlace("dirección", max_length=500, blank=True)
    fecha_documento = models.DateField("fecha del documento")
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="documentos", verbose_name="dependencia"
    )
    serie_trd = models.CharField("serie TRD", max_length=120, blank=True)
    creado_en = models.DateTimeField("creado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    retirado_en = models.DateTimeField("retirado", null=True, blank=True)
    retirado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    motivo_retiro = models.CharField("motivo del retiro", max_length=300, blank=True)

    objects = DocumentoQuerySet.as_manager()

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        ordering = ["-creado_en", "-id"]
        constraints = [
            uno_de("expediente_documento", "clase", ClaseDocumento),
            pares("expediente_documento", "creado", "creación"),
            pares("expediente_documento", "retirado", "retirada"),
            models.CheckConstraint(
                name="expediente_documento_enlace_con_direccion",
                condition=(Q(clase="ENLACE") & (Q(url__startswith="http://") | Q(url__startswith="https://")))
                | Q(clase="ARCHIVO", url=""),
                violation_error_message="Un enlace necesita su dirección http o https; un archivo no la lleva.",
            ),
            models.CheckConstraint(
                name="expediente_documento_retirado_con_motivo",
                condition=Q(retirado_en=None) | ~Q(motivo_retiro=""),
                violation_error_message="Diga por qué se retira el documento.",
            ),
        ]

    def __str__(self):
        return self.titulo


class VersionDocumento(models.Model):
    """Archivo guardado, con su huella. Una versión nueva no borra la anterior."""

    documento = models.ForeignKey(Documento, on_delete=models.PROTECT, related_name="versiones")
    numero = models.PositiveSmallIntegerField("versión", default=1)
    archivo = models.FileField("archivo", upload_to=ruta_aleatoria)
    nombre = models.CharField("nombre original", max_length=200)
    tipo = models.CharField("tipo de contenido", max_length=120)
    tamano = models.PositiveBigIntegerField("tamaño en bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    creado_en = models.DateTimeField("subida")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "versión de documento"
        verbose_name_plural = "versiones de documento"
        ordering = ["documento_id", "-numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["documento", "numero"],
                name="expediente_version_unica",
                violation_error_message="Esa versión del documento ya existe.",
            ),
            pares("expediente_versiondocumento", "creado", "subida"),
        ]

    def __str__(self):
        return f"{self.nombre} (v{self.numero})"


class Uso(models.Model):
    """Dónde se usa un documento: sostiene un avance, un plan, una respuesta…"""

    documento = models.ForeignKey(Documento, on_delete=models.PROTECT, related_name="usos")
    tipo = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    objeto_id = models.PositiveBigIntegerField("registro")
    objeto = GenericForeignKey("tipo", "objeto_id")
    creado_en = models.DateTimeField("enlazado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = UsoQuerySet.as_manager()

    class Meta:
        verbose_name = "uso de documento"
        verbose_name_plural = "usos de documentos"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["documento", "tipo", "objeto_id"],
                name="expediente_uso_unico",
                violation_error_message="Ese documento ya está adjunto aquí.",
            ),
            pares("expediente_uso", "creado", "adjunción"),
        ]
        indexes = [models.Index(fields=["tipo", "objeto_id"], name="expediente_uso_objeto")]

    def __str__(self):
        return f"{self.documento} en {self.tipo} {self.objeto_id}"


class EstadoEmision(models.TextChoices):
    """Vida de una emisión."""

    PEDIDA = "PEDIDA", "En espera"
    EN_CURSO = "EN_CURSO", "Generándose"
    LISTA = "LISTA", "Lista"
    FALLIDA = "FALLIDA", "Fallida"


class EstadoLectura(models.TextChoices):
    """Vida de la lectura de un archivo: los códigos de `EstadoEmision`, porque las dos colas se atienden igual."""

    PEDIDA = "PEDIDA", "En espera"
    EN_CURSO = "EN_CURSO", "Leyéndose"
    LISTA = "LISTA", "Lista"
    FALLIDA = "FALLIDA", "Fallida"


class Emision(models.Model):
    """PDF pedido y, cuando está listo, guardado para siempre. La fila es la verdad; Celery sólo despierta.

    Quien lo genera lo arrienda hasta `arrendado_hasta`; tras `INTENTOS_MAXIMOS` muertes deja de intentarse.
    """

    INTENTOS_MAXIMOS = 3

    Estado = EstadoEmision

    codigo = models.CharField("código de verificación", max_length=16, unique=True)
    informe = models.CharField("informe", max_length=40)
    titulo = models.CharField("título", max_length=250)
    parametros = models.JSONField("parámetros", default=dict)
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dependencia",
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PEDIDA)
    arrendado_hasta = models.DateTimeField("arrendado hasta", null=True, blank=True)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    error = models.TextField("error", blank=True)
    archivo = models.FileField("archivo", upload_to=ruta_aleatoria, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    paginas = models.PositiveIntegerField("páginas", null=True, blank=True)
    pedida_en = models.DateTimeField("pedida")
    pedida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    emitida_en = models.DateTimeField("emitida", null=True, blank=True)

    objects = EmisionQuerySet.as_manager()

    class Meta:
        verbose_name = "informe emitido"
        verbose_name_plural = "informes emitidos"
        ordering = ["-pedida_en", "-id"]
        constraints = [
            uno_de("expediente_emision", "estado", EstadoEmision),
            pares("expediente_emision", "pedida", "petición"),
            models.CheckConstraint(
                name="expediente_emision_lista_con_archivo",
                condition=(Q(estado="LISTA", emitida_en__isnull=False) & ~Q(sha256="") & ~Q(archivo=""))
                | (~Q(estado="LISTA") & Q(emitida_en__isnull=True)),
                violation_error_message="Un informe listo lleva su archivo, su huella y la fecha de emisión.",
            ),
        ]

    def __str__(self):
        return self.titulo

    @property
    def comprobacion(self) -> str:
        """Dirección de la página pública donde cualquiera comprueba su código; se imprime en el PDF."""
        return settings.BASE_URL + reverse("portal:verificacion")


class EstadoImportacion(models.TextChoices):
    """Vida de una importación."""

    SUBIDA = "SUBIDA", "Por revisar"
    APLICADA = "APLICADA", "Aplicada"
    DESCARTADA = "DESCARTADA", "Descartada"


class Importacion(models.Model):
    """Archivo que alguien subió para importar: se revisa, se corrige y se aplica todo o nada, una sola vez.

    Se lee una vez y lo entendido queda en `analisis` (lo que se ve), `paginas` (las filas que cambian) y `lo_leido`
    (todo, para aplicarlo); los dos últimos sólo se traen cuando hacen falta. `determinante` es la huella de lo que, si
    cambia, obliga a leer de nuevo. La fila es la verdad; Celery sólo despierta.
    """

    Estado = EstadoImportacion
    Lectura = EstadoLectura
    # Lo abierto en esta petición: un archivo que se acaba de subir no se abre otra vez para analizarlo.
    libro: Libro | None = None

    destino = models.CharField("qué se importa", max_length=40)
    objeto_id = models.PositiveBigIntegerField("registro de destino", null=True, blank=True)
    archivo = models.FileField("archivo", upload_to=ruta_aleatoria)
    nombre = models.CharField("nombre original", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    filas = models.PositiveIntegerField("filas con datos", default=0)
    elecciones = models.JSONField("correcciones de la persona", default=dict, blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.SUBIDA)
    lectura = models.CharField("estado de la lectura", max_length=10, choices=EstadoLectura, default="PEDIDA")
    arrendado_hasta = models.DateTimeField("arrendado hasta", null=True, blank=True)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    progreso = models.PositiveSmallIntegerField("progreso de la lectura (%)", default=0)
    error = models.TextField("error de la lectura", blank=True)
    determinante = models.CharField("huella de lo que determina la lectura", max_length=64, blank=True)
    analisis = models.JSONField("lo que se entendió", null=True, blank=True, editable=False)
    paginas = models.JSONField("la diferencia, por páginas", null=True, blank=True, editable=False)
    lo_leido = models.JSONField("todo lo leído", null=True, blank=True, editable=False)
    resumen = models.JSONField("resultado", default=dict, blank=True)
    creada_en = models.DateTimeField("subida")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    aplicada_en = models.DateTimeField("aplicada", null=True, blank=True)
    aplicada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ImportacionQuerySet.as_manager()

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        ordering = ["-creada_en", "-id"]
        constraints = [
            uno_de("expediente_importacion", "estado", EstadoImportacion),
            uno_de("expediente_importacion", "lectura", EstadoLectura),
            pares("expediente_importacion", "creada", "subida"),
            pares("expediente_importacion", "aplicada", "aplicación"),
            models.CheckConstraint(
                name="expediente_importacion_aplicada_con_fecha",
                condition=Q(estado="APLICADA", aplicada_en__isnull=False)
                | (~Q(estado="APLICADA") & Q(aplicada_en__isnull=True)),
                violation_error_message="Una importación aplicada lleva su fecha.",
            ),
        ]

    def __str__(self):
        return self.nombre

    @property
    def huella(self) -> str:
        """Huella del archivo con sus correcciones: quien confirma, confirma lo que vio."""
        correcciones = json.dumps(self.elecciones, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{self.sha256}\n{correcciones}".encode()).hexdigest()


class ColumnaRecordada(models.Model):
    """Encabezado de un archivo que una persona asoció a un campo; vale para los archivos siguientes de su `destino`."""

    destino = models.CharField("qué se importa", max_length=40)
    titulo = models.CharField("encabezado", max_length=200)
    clave = models.CharField("encabezado normalizado", max_length=200)
    campo = models.CharField("campo", max_length=40, blank=True, help_text="Vacío: la columna se deja de lado.")
    creada_en = models.DateTimeField("recordada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = ColumnaRecordadaQuerySet.as_manager()

    class Meta:
        verbose_name = "columna recordada"
        verbose_name_plural = "columnas recordadas"
        ordering = ["titulo"]
        constraints = [
            models.UniqueConstraint(
                fields=["destino", "clave"],
                name="expediente_columnarecordada_unica",
                violation_error_message="Ese encabezado ya está recordado para esos archivos.",
            ),
            pares("expediente_columnarecordada", "creada", "elección"),
        ]

    def __str__(self):
        return f"{self.titulo} → {self.campo or '(se deja de lado)'}"
