"""Dependencia con sus alias y su historia: cuándo existió, quién la sucedió y con qué acto."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from mipg.buscador.funciones import EnEspanol
from mipg.restricciones import con_motivo, orden, pares, uno_de
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
    # Al final de la cadena: la sucesora pudo suprimirse después. Lo escribe quien escribe `sucesora`.
    heredera = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="heredadas",
        verbose_name="hoy responde por lo suyo",
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
            models.CheckConstraint(
                name="usuarios_dependencia_la_sucede_otra",
                condition=Q(sucesora=None, heredera=None)
                | (
                    Q(sucesora__isnull=False, heredera__isnull=False, vigente_hasta__isnull=False)
                    & ~Q(sucesora=F("pk"))
                    & ~Q(heredera=F("pk"))
                ),
                violation_error_message="Sólo a la que se suprimió la sucede otra, y no ella misma.",
            ),
        ]

    def __str__(self):
        return self.nombre

    def natural_key(self):
        return (self.nombre,)

    def existe(self, hoy: date) -> bool:
        """Existe en la fecha."""
        return (self.vigente_desde or hoy) <= hoy <= (self.vigente_hasta or hoy)

    def de_hoy(self, hoy: date) -> "Dependencia | None":
        """La que en la fecha responde por lo suyo: ella o, al final de la cadena, quien la sucedió; si no hay, nada."""
        if self.existe(hoy):
            return self
        return self.heredera if self.heredera and self.heredera.existe(hoy) else None

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


class Supresion(models.Model):
    """Una dependencia dejó de existir por un acto, qué tenía a cargo y a quién pasó; si fue un error, se deshizo.

    `pasaron`: por clase de lo que tenía a cargo (`Cargo.clave`), las claves primarias que pasaron a la sucesora; de las
    membresías, que terminan, también hasta cuándo iban y hasta cuándo quedaron.
    """

    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="supresiones", verbose_name="dependencia"
    )
    sucesora = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sucesora"
    )
    rige_desde = models.DateField("rige desde", help_text="Primer día en que ya no existe.")
    acto = models.CharField("acto administrativo", max_length=120)
    pasaron = models.JSONField("lo que pasó", default=dict)
    creada_en = models.DateTimeField("registrada")
    creada_por = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deshecha_en = models.DateTimeField("deshecha", null=True, blank=True)
    deshecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deshecha_motivo = models.CharField("por qué se deshizo", max_length=300, blank=True)

    class Meta:
        verbose_name = "supresión"
        verbose_name_plural = "supresiones"
        ordering = ["-creada_en", "-pk"]
        constraints = [
            pares("usuarios_supresion", "creada", "registro"),
            pares("usuarios_supresion", "deshecha", "vuelta atrás"),
            models.CheckConstraint(
                name="usuarios_supresion_dice_su_acto",
                condition=~Q(acto=""),
                violation_error_message="Diga el acto administrativo que la suprime.",
            ),
            con_motivo("usuarios_supresion", "deshecha", "Diga por qué se deshace."),
            models.UniqueConstraint(
                fields=["dependencia"],
                condition=Q(deshecha_en=None),
                name="usuarios_supresion_una_por_dependencia",
                violation_error_message="Esa dependencia ya se suprimió.",
            ),
        ]

    def __str__(self):
        return f"{self.dependencia} → {self.sucesora}" if self.sucesora else str(self.dependencia)
