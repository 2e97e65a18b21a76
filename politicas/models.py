"""Catálogo versionado del modelo, responsabilidades, instancias, normas, estrategias y la Vigencia."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from mipg.buscador.funciones import EnEspanol
from mipg.enlaces import CampoEnlace, enlace_valido
from mipg.fechas import fin_de_trimestre
from mipg.restricciones import orden, pares, rango, uno_de
from mipg.usuarios.models import Dependencia
from politicas.querysets import (
    EnlacePoliticaQuerySet,
    PoliticaQuerySet,
    ResponsabilidadPoliticaQuerySet,
    VigenciaQuerySet,
)

PERSONA = settings.AUTH_USER_MODEL


class ConClaveNatural(models.Manager):
    """Gestor cuyos registros se buscan por los campos de `CLAVE` del modelo (claves naturales)."""

    def get_by_natural_key(self, *valores):
        """Busca por la clave natural del modelo."""
        return self.get(**dict(zip(self.model.CLAVE, valores, strict=True)))


def _sin_repetir(fila: models.Model, otras: models.QuerySet, campo: str) -> None:
    """Lanza `ValidationError` si otra de `otras` ya tiene ese valor: lo que una restricción de una tabla no alcanza."""
    if otra := otras.filter(**{campo: getattr(fila, campo)}).exclude(pk=fila.pk).first():
        raise ValidationError({campo: f"Ya es de «{otra}», de la misma versión del modelo."})


class VersionModelo(models.Model):
    """Versión del manual operativo MIPG (v6: 7 dimensiones y 19 políticas)."""

    CLAVE = ("nombre",)

    nombre = models.CharField("versión", max_length=10, unique=True)
    titulo = models.CharField("título", max_length=200)
    vigente_desde = models.DateField("vigente desde", null=True, blank=True)
    activa = models.BooleanField("activa", default=False)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "versión del modelo"
        verbose_name_plural = "versiones del modelo"
        ordering = [EnEspanol("nombre")]
        constraints = [
            models.UniqueConstraint(
                fields=["activa"],
                condition=Q(activa=True),
                name="politicas_versionmodelo_una_activa",
                violation_error_message="Ya hay otra versión del modelo activa: desactívela antes.",
            )
        ]

    def __str__(self):
        return f"MIPG {self.nombre}"

    def natural_key(self):
        return (self.nombre,)


class Dimension(models.Model):
    """Dimensión del modelo."""

    CLAVE = ("version__nombre", "codigo")

    version = models.ForeignKey(
        VersionModelo, on_delete=models.PROTECT, related_name="dimensiones", verbose_name="versión del modelo"
    )
    codigo = models.CharField("código FURAG", max_length=4)
    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("nombre", max_length=150)
    nombre_furag = models.CharField("nombre en los resultados FURAG", max_length=150)
    proposito = models.TextField("propósito", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "dimensión"
        verbose_name_plural = "dimensiones"
        ordering = ["version", "orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "codigo"],
                name="politicas_dimension_codigo_unico",
                violation_error_message="La versión del modelo ya tiene una dimensión con ese código.",
            ),
            models.UniqueConstraint(
                fields=["version", "orden"],
                name="politicas_dimension_orden_unico",
                violation_error_message="Otra dimensión de la misma versión ya ocupa ese lugar.",
            ),
        ]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.version.nombre, self.codigo)

    natural_key.dependencies = ["politicas.versionmodelo"]


class Politica(models.Model):
    """Política de gestión y desempeño. `numero_plan` y `codigo_furag` difieren en 15 y 16."""

    CLAVE = ("dimension__version__nombre", "codigo_furag")

    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="politicas", verbose_name="dimensión"
    )
    codigo_furag = models.CharField("código FURAG", max_length=5)
    numero_plan = models.PositiveSmallIntegerField("número en el plan")
    nombre = models.CharField("nombre", max_length=200)
    nombre_plan = models.CharField("nombre en el plan de la entidad", max_length=200, blank=True)
    lider_nacional = models.CharField("líder nacional", max_length=200, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(PoliticaQuerySet)()

    class Meta:
        verbose_name = "política"
        verbose_name_plural = "políticas"
        ordering = ["numero_plan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "codigo_furag"],
                name="politicas_politica_codigo_unico",
                violation_error_message="La dimensión ya tiene una política con ese código FURAG.",
            )
        ]

    def __str__(self):
        return f"{self.numero_plan}. {self.nombre}"

    def natural_key(self):
        return (self.dimension.version.nombre, self.codigo_furag)

    natural_key.dependencies = ["politicas.dimension"]

    def clean(self):
        """El número y el código no se repiten en la versión del modelo, aunque sean de dimensiones distintas."""
        super().clean()
        if self.dimension_id:
            de_la_version = Politica.objects.filter(dimension__version=self.dimension.version_id)
            for campo in ("numero_plan", "codigo_furag"):
                _sin_repetir(self, de_la_version, campo)


class Indice(models.Model):
    """Índice desagregado de una política en los resultados FURAG (I01…I70)."""

    CLAVE = ("politica__dimension__version__nombre", "codigo")

    politica = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="indices", verbose_name="política")
    codigo = models.CharField("código", max_length=4)
    nombre = models.CharField("nombre", max_length=250)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "índice desagregado"
        verbose_name_plural = "índices desagregados"
        ordering = ["politica__numero_plan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["politica", "codigo"],
                name="politicas_indice_codigo_unico",
                violation_error_message="La política ya tiene un índice con ese código.",
            )
        ]

    def __str__(self):
        return f"{self.codigo} · {self.nombre}"

    def natural_key(self):
        return (self.politica.dimension.version.nombre, self.codigo)

    natural_key.dependencies = ["politicas.politica"]

    def clean(self):
        """El código no se repite en la versión del modelo, aunque sea de políticas distintas."""
        super().clean()
        if self.politica_id:
            de_la_version = Indice.objects.filter(politica__dimension__version=self.politica.dimension.version_id)
            _sin_repetir(self, de_la_version, "codigo")


class Instancia(models.Model):
    """Comité, comisión o secretaría técnica, con su función y su norma."""

    CLAVE = ("nombre",)

    nombre = models.CharField("nombre", max_length=200, unique=True)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    funcion = models.TextField("composición y función", blank=True)
    norma = models.CharField("norma", max_length=200, blank=True)
    secretaria_tecnica = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="secretaría técnica",
    )
    fuente = models.CharField("fuente", max_length=300, blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "instancia"
        verbose_name_plural = "instancias"
        ordering = [EnEspanol("nombre")]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    natural_key.dependencies = ["usuarios.dependencia"]


class Actor(models.Model):
    """Fila de la tabla «Actores que participan» del documento fuente, con su texto literal."""

    CLAVE = ("nombre",)

    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("actor", max_length=200, unique=True)
    descripcion = models.TextField("descripción")
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dependencia",
    )
    instancia = models.ForeignKey(
        Instancia, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instancia"
    )
    fuente = models.CharField("fuente", max_length=300)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "actor"
        verbose_name_plural = "actores"
        ordering = ["orden"]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    natural_key.dependencies = ["politicas.instancia", "usuarios.dependencia"]


class RolResponsabilidadPolitica(models.TextChoices):
    """Papel en la política."""

    LIDER = "LIDER", "Líder"
    COLIDER = "COLIDER", "Colíder"
    APOYO = "APOYO", "Apoyo"
    FASE = "FASE", "Fase"
    OPERATIVIZA = "OPERATIVIZA", "Operativiza"


class FuenteResponsabilidadPolitica(models.TextChoices):
    """Tabla del documento de donde sale."""

    POLITICAS = "POLITICAS", "Plan de acción MIPG 2025, §7 actividad 2 (tabla de políticas)"
    ACTORES = "ACTORES", "Plan de acción MIPG 2025, §4 (tabla de actores)"


class ResponsabilidadPolitica(models.Model):
    """Quién responde por una política según un documento. Las contradicciones se conservan, con su fuente."""

    Rol = RolResponsabilidadPolitica
    Fuente = FuenteResponsabilidadPolitica

    politica = models.ForeignKey(
        Politica, on_delete=models.PROTECT, related_name="responsabilidades", verbose_name="política"
    )
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="responsabilidades"
    )
    instancia = models.ForeignKey(
        Instancia, on_delete=models.PROTECT, null=True, blank=True, related_name="responsabilidades"
    )
    rol = models.CharField("rol", max_length=12, choices=Rol)
    orden = models.PositiveSmallIntegerField("orden", default=1, help_text="Orden de la fase o de aparición.")
    texto = models.TextField("texto literal")
    fase = models.CharField("fase", max_length=200, blank=True)
    fuente = models.CharField("fuente", max_length=12, choices=Fuente)
    nota = models.TextField("nota", blank=True)

    objects = ResponsabilidadPoliticaQuerySet.as_manager()

    class Meta:
        verbose_name = "responsabilidad"
        verbose_name_plural = "responsabilidades"
        ordering = ["politica__numero_plan", "fuente", "orden", "id"]
        constraints = [
            uno_de("politicas_responsabilidad", "rol", RolResponsabilidadPolitica),
            uno_de("politicas_responsabilidad", "fuente", FuenteResponsabilidadPolitica),
            models.CheckConstraint(
                name="politicas_responsabilidad_de_alguien",
                condition=Q(dependencia__isnull=False, instancia__isnull=True)
                | Q(dependencia__isnull=True, instancia__isnull=False)
                | Q(rol="OPERATIVIZA", dependencia__isnull=True, instancia__isnull=True),
                violation_error_message="Responde una dependencia o una instancia; «operativiza» puede ser de todas.",
            ),
            models.UniqueConstraint(
                fields=["politica", "fuente", "orden"],
                name="politicas_responsabilidad_unica",
                violation_error_message="La política ya tiene un responsable en ese orden y con esa fuente.",
            ),
        ]

    def __str__(self):
        return f"{self.politica} · {self.get_rol_display()} · {self.responsable}"

    @property
    def responsable(self) -> str:
        """Nombre de quien responde; «Todas las dependencias» cuando operativiza toda la entidad."""
        return str(self.dependencia or self.instancia or "Todas las dependencias")


class TipoPlan(models.Model):
    """Uno de los 12 planes institucionales del Decreto 612 de 2018."""

    CLAVE = ("numero",)

    numero = models.PositiveSmallIntegerField("número", unique=True)
    nombre = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="+", verbose_name="responsable")
    responsable_texto = models.CharField("responsable, texto literal", max_length=200)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "tipo de plan institucional"
        verbose_name_plural = "tipos de plan institucional (D. 612)"
        ordering = ["numero"]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.numero,)

    natural_key.dependencies = ["usuarios.dependencia"]


class AmbitoNorma(models.TextChoices):
    """Quién la expidió y a quién obliga."""

    NACIONAL = "NACIONAL", "Nacional"
    DISTRITAL = "DISTRITAL", "Distrital (Cartagena de Indias)"
    OTRA_ENTIDAD = "OTRA_ENTIDAD", "De otra entidad"


class Norma(models.Model):
    """Norma del marco MIPG, atribuida a la entidad que la expidió."""

    CLAVE = ("nombre",)

    Ambito = AmbitoNorma

    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("norma", max_length=150, unique=True)
    ambito = models.CharField("ámbito", max_length=15, choices=Ambito)
    entidad = models.CharField("entidad que la expide", max_length=200)
    materia = models.TextField("materia")
    url = CampoEnlace("enlace oficial", max_length=500, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

    class Meta:
        verbose_name = "norma"
        verbose_name_plural = "marco normativo"
        ordering = ["orden"]
        constraints = [uno_de("politicas_norma", "ambito", AmbitoNorma), enlace_valido("politicas_norma", "url")]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)


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
    responsables_texto = models.TextField("responsables, texto literal")
    responsables = models.ManyToManyField(Dependencia, blank=True, related_name="+", verbose_name="responsables")
    fecha_inicio = models.DateField("inicio", null=True, blank=True)
    fecha_fin = models.DateField("fin", null=True, blank=True)
    fecha_texto = models.CharField("fecha, texto literal", max_length=100, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural()

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

    def natural_key(self):
        return (self.anio, self.numero)

    natural_key.dependencies = ["usuarios.dependencia"]


class EnlacePolitica(models.Model):
    """Enlace de una dependencia para una política: a quién se le pide lo de MIPG (estrategia 6)."""

    politica = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="enlaces", verbose_name="política")
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="enlaces")
    persona = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="enlaces")
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)

    objects = EnlacePoliticaQuerySet.as_manager()

    class Meta:
        verbose_name = "enlace de política"
        verbose_name_plural = "enlaces de política"
        ordering = ["politica__numero_plan", "dependencia", "-desde"]
        constraints = [
            orden("politicas_enlacepolitica", "desde", "hasta", "La fecha final es anterior a la inicial."),
            models.UniqueConstraint(
                fields=["politica", "dependencia"],
                condition=Q(hasta=None),
                name="politicas_enlacepolitica_uno_abierto",
                violation_error_message="Esa dependencia ya tiene un enlace sin fecha final para la política.",
            ),
        ]

    def __str__(self):
        return f"{self.politica} · {self.dependencia} · {self.persona}"
