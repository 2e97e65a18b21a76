"""Dependencia con sus alias y su historia: cuándo existió, quién la sucedió y con qué acto."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mipg.buscador.funciones import EnEspanol
from mipg.restricciones import orden, uno_de
from mipg.texto import normalizar
from mipg.usuarios.querysets import DependenciaQuerySet


class TipoDependencia(models.TextChoices):
    """Naturaleza en la estructura distrital."""

    DESPACHO = "DESPACHO", "Despacho"
    SECRETARIA = "SECRETARIA", "Secretaría"
    DIRECCION = "DIRECCION", "Dirección"
    OFICINA = "OFICINA", "Oficina asesora"
    ALCALDIA_LOCAL = "ALCALDIA_LOCAL", "Alcaldía local"
    OTRA = "OTRA", "Otra"


class Dependencia(models.Model):
    """Oficina de la entidad. Conserva su historia: no se borra, se suprime o se fusiona en otra."""

    Tipo = TipoDependencia

    nombre = models.CharField("nombre", max_length=200, unique=True)
    sigla = models.CharField("sigla", max_length=20, blank=True)
    tipo = models.CharField("tipo", max_length=20, choices=Tipo, default=Tipo.OTRA)
    en_alcance = models.BooleanField(
        "en el alcance del plan",
        default=True,
        help_text="Dependencias del sector central (alcance del plan).",
    )
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="depende de"
    )
    vigente_desde = models.DateField("existe desde", null=True, blank=True)
    vigente_hasta = models.DateField("existe hasta", null=True, blank=True)
    sucesora = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="la sucede"
    )
    nota = models.TextField("nota", blank=True)

    objects = DependenciaQuerySet.as_manager()

    class Meta:
        verbose_name = "dependencia"
        verbose_name_plural = "dependencias"
        ordering = [EnEspanol("nombre")]
        constraints = [
            models.UniqueConstraint(
                Lower("sigla"),
                name="usuarios_dependencia_sigla_unica",
                condition=~Q(sigla=""),
                violation_error_message="Ya hay una dependencia con esa sigla.",
            ),
            uno_de("usuarios_dependencia", "tipo", TipoDependencia),
            orden(
                "usuarios_dependencia",
                "vigente_desde",
                "vigente_hasta",
                "La dependencia no puede suprimirse antes de existir.",
            ),
        ]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    @staticmethod
    def alias_de(dependencias) -> models.QuerySet:
        """Pares (alias normalizado, clave primaria) de un conjunto de dependencias."""
        return AliasDependencia.objects.filter(dependencia__in=dependencias).values_list("clave", "dependencia")


class AliasDependencia(models.Model):
    """Otra forma en que los documentos nombran a una dependencia («Talento Humano»)."""

    dependencia = models.ForeignKey(Dependencia, on_delete=models.CASCADE, related_name="alias")
    nombre = models.CharField("alias", max_length=200)
    clave = models.CharField("forma normalizada", max_length=200, unique=True, editable=False)
    fuente = models.CharField("fuente", max_length=200, blank=True)

    class Meta:
        verbose_name = "alias de dependencia"
        verbose_name_plural = "alias de dependencias"
        ordering = [EnEspanol("nombre")]

    def __str__(self):
        return self.nombre

    def save(self, *args, **kwargs):
        # La clave es función del nombre: nadie debe poder guardarlos distintos.
        self.clave = normalizar(self.nombre)
        super().save(*args, **kwargs)

    def clean(self):
        self.clave = normalizar(self.nombre)
        # La clave no está en el formulario, y Django sólo comprueba que sean únicos los campos que sí están.
        otro = AliasDependencia.objects.filter(clave=self.clave).exclude(pk=self.pk).first()
        if otro:
            raise ValidationError({"nombre": f"Ya es un alias de {otro.dependencia}: «{otro.nombre}»."})
