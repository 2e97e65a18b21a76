"""El modelo versionado: versiones, dimensiones, políticas, índices desagregados y equivalencias."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from mipg.buscador.funciones import EnEspanol
from mipg.texto import normalizar
from politicas.models.comunes import ConClaveNatural, sin_repetir
from politicas.querysets import EquivalenciaQuerySet, IndiceQuerySet, PoliticaQuerySet, VersionModeloQuerySet


class VersionModelo(models.Model):
    """Versión del manual operativo MIPG (v6: 7 dimensiones y 19 políticas)."""

    CLAVE = ("nombre",)

    nombre = models.CharField("versión", max_length=10, unique=True)
    titulo = models.CharField("título", max_length=200)
    vigente_desde = models.DateField("vigente desde", null=True, blank=True)
    activa = models.BooleanField("activa", default=False)
    por_verificar = models.BooleanField(
        "por verificar", default=False, help_text="Su texto oficial no se ha leído: lo que se muestra de ella lo dice."
    )
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(VersionModeloQuerySet)()

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

    @property
    def rotulo(self) -> str:
        """Su manual y si está por verificar: así se ofrece al abrir un año."""
        return f"{self} · {self.titulo}{' · PENDIENTE DE VERIFICACIÓN' if self.por_verificar else ''}"

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
    nombre_furag = models.CharField("nombre en los resultados FURAG", max_length=150, blank=True)
    proposito = models.TextField("propósito", blank=True)
    nota = models.TextField("nota", blank=True)

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

    @property
    def otro_nombre(self) -> str:
        """Cómo la llama el plan de la entidad, si no es igual; vacío si sólo cambian mayúsculas o tildes."""
        return "" if normalizar(self.nombre_plan) == normalizar(self.nombre) else self.nombre_plan

    def natural_key(self):
        return (self.dimension.version.nombre, self.codigo_furag)

    natural_key.dependencies = ["politicas.dimension"]

    def clean(self):
        """El número y el código no se repiten en la versión del modelo, aunque sean de dimensiones distintas."""
        super().clean()
        if self.dimension_id:
            de_la_version = Politica.objects.filter(dimension__version=self.dimension.version_id)
            for campo in ("numero_plan", "codigo_furag"):
                sin_repetir(self, de_la_version, campo)


class Indice(models.Model):
    """Índice desagregado de una política en los resultados FURAG (I01…I70).

    `comparable_desde`: la primera vigencia medida de su serie, si con ese código antes se medía otra cosa.
    """

    CLAVE = ("politica__dimension__version__nombre", "codigo")

    politica = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="indices", verbose_name="política")
    codigo = models.CharField("código", max_length=4)
    nombre = models.CharField("nombre", max_length=250)
    comparable_desde = models.PositiveSmallIntegerField("se compara desde la vigencia medida", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(IndiceQuerySet)()

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
            sin_repetir(self, de_la_version, "codigo")


class Equivalencia(models.Model):
    """Una política de una versión sigue siendo la misma en otra posterior: por ella se heredan y cruzan las series.

    Qué cambió —el nombre, la dimensión— no se anota: se ve comparándolas.
    """

    CLAVE = (
        "de__dimension__version__nombre", "de__codigo_furag", "a__dimension__version__nombre", "a__codigo_furag"
    )  # fmt: skip

    de = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="siguen", verbose_name="en la anterior")
    a = models.ForeignKey(Politica, on_delete=models.PROTECT, related_name="vienen", verbose_name="en la nueva")
    nota = models.TextField("nota", blank=True)

    objects = ConClaveNatural.from_queryset(EquivalenciaQuerySet)()

    class Meta:
        verbose_name = "equivalencia"
        verbose_name_plural = "equivalencias entre versiones"
        ordering = ["de__numero_plan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["de", "a"],
                name="politicas_equivalencia_unica",
                violation_error_message="Esa equivalencia ya está.",
            ),
            models.CheckConstraint(
                name="politicas_equivalencia_de_otra",
                condition=~Q(de=F("a")),
                violation_error_message="Una política no equivale a ella misma.",
            ),
        ]

    def __str__(self):
        return f"{self.de} ({self.de.dimension.version.nombre}) → {self.a} ({self.a.dimension.version.nombre})"

    def natural_key(self):
        return (*self.de.natural_key(), *self.a.natural_key())

    natural_key.dependencies = ["politicas.politica"]

    def clean(self):
        """Las dos son de versiones distintas."""
        super().clean()
        if self.de_id and self.a_id and self.de.dimension.version_id == self.a.dimension.version_id:
            raise ValidationError({"a": "Es de la misma versión del modelo: una equivalencia cruza de una a otra."})
