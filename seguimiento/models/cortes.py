"""Corte trimestral, su ventana de captura y las ampliaciones por dependencia."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from mipg.consultas import armada_una_vez
from mipg.restricciones import orden, pares, rango, uno_de
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from politicas.models import Vigencia

PERSONA = settings.AUTH_USER_MODEL


class CorteQuerySet(models.QuerySet):
    """Cortes trimestrales."""

    def visibles_para(self, perfil: Perfil) -> "CorteQuerySet":
        """Todos: las fechas de captura las conoce quien tenga sesión."""
        return self

    def de_vigencia(self, vigencia) -> "CorteQuerySet":
        """Los de una vigencia, de T1 a T4."""
        return self.filter(vigencia=vigencia).order_by("trimestre")

    def abierto(self) -> "Corte | None":
        """El que se está capturando; `None` si no hay."""
        return self.filter(estado=Corte.Estado.ABIERTO).select_related("vigencia").first()

    def ultimo_cerrado(self) -> "Corte | None":
        """El cerrado más reciente."""
        return (
            self.filter(estado=Corte.Estado.CERRADO)
            .select_related("vigencia")
            .order_by("-vigencia__anio", "-trimestre")
            .first()
        )


class EstadoCorte(models.TextChoices):
    """Vida del corte."""

    PROGRAMADO = "PROGRAMADO", "Programado"
    ABIERTO = "ABIERTO", "Abierto"
    CERRADO = "CERRADO", "Cerrado"


class Corte(models.Model):
    """Trimestre de una vigencia: cuándo se corta y, aparte, entre qué días se captura."""

    Estado = EstadoCorte

    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="cortes")
    trimestre = models.PositiveSmallIntegerField("trimestre")
    fecha_corte = models.DateField("fecha de corte")
    abre = models.DateField("la captura abre")
    cierra = models.DateField("la captura cierra")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PROGRAMADO)
    abierto_en = models.DateTimeField("abierto", null=True, blank=True)
    abierto_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cerrado_en = models.DateTimeField("cerrado", null=True, blank=True)
    cerrado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField("huella de las cifras", max_length=64, blank=True)

    objects = CorteQuerySet.as_manager()

    class Meta:
        verbose_name = "corte"
        verbose_name_plural = "cortes"
        ordering = ["-vigencia__anio", "-trimestre"]
        constraints = [
            uno_de("seguimiento_corte", "estado", EstadoCorte),
            rango("seguimiento_corte", "trimestre", 1, 4, "El trimestre va de 1 a 4."),
            orden("seguimiento_corte", "abre", "cierra", "La captura cierra antes de abrir."),
            orden(
                "seguimiento_corte",
                "fecha_corte",
                "cierra",
                "La captura cierra después de la fecha de corte.",
            ),
            pares("seguimiento_corte", "abierto", "apertura"),
            pares("seguimiento_corte", "cerrado", "cierre"),
            models.UniqueConstraint(
                fields=["vigencia", "trimestre"],
                name="seguimiento_corte_unico",
                violation_error_message="Ese trimestre ya tiene corte en la vigencia.",
            ),
            models.UniqueConstraint(
                fields=["estado"],
                condition=Q(estado="ABIERTO"),
                name="seguimiento_corte_uno_abierto",
                violation_error_message="Ya hay un corte abierto: ciérrelo antes de abrir otro.",
            ),
            models.CheckConstraint(
                name="seguimiento_corte_cerrado_con_huella",
                condition=(Q(estado="CERRADO", cerrado_en__isnull=False) & ~Q(sha256=""))
                | (~Q(estado="CERRADO") & Q(cerrado_en=None, sha256="")),
                violation_error_message="Un corte cerrado lleva fecha, autor y huella.",
            ),
        ]

    def __str__(self):
        return f"T{self.trimestre} de {self.vigencia}"

    @property
    def esta_abierto(self) -> bool:
        """Se está capturando."""
        return self.estado == self.Estado.ABIERTO

    @property
    def esta_cerrado(self) -> bool:
        """Sus cifras están congeladas."""
        return self.estado == self.Estado.CERRADO

    @property
    def hasta_aqui(self) -> dict[int, int]:
        """Los cortes de su vigencia hasta este: la clave de cada uno, por trimestre."""
        return {corte.trimestre: corte.pk for corte in self._hasta_aqui}

    @property
    def cambio_despues(self) -> bool:
        """Alguna actividad cambió después de su fecha y se mide como regía (`Regia`)."""
        return any(corte.con_regias for corte in self._hasta_aqui if corte.pk == self.pk)

    @cached_property
    def _hasta_aqui(self) -> list["Corte"]:
        return list(_hasta(self.vigencia_id, self.trimestre))

    def captura_en(self, hoy: date, hasta: date | None = None) -> bool:
        """La ventana está abierta ese día (`hasta` es el plazo de una ampliación)."""
        return self.esta_abierto and self.abre <= hoy <= max(self.cierra, hasta or self.cierra)


@armada_una_vez
def _hasta(vigencia: int, trimestre: int) -> models.QuerySet[Corte]:
    regias = Corte._meta.get_field("regias").related_model.objects.filter(corte=models.OuterRef("pk"))
    hasta = Corte.objects.de_vigencia(vigencia).filter(trimestre__lte=trimestre).only("trimestre")
    return hasta.annotate(con_regias=models.Exists(regias))


class Ampliacion(models.Model):
    """Plazo mayor de captura para una sola dependencia, con motivo."""

    corte = models.ForeignKey(Corte, on_delete=models.PROTECT, related_name="ampliaciones")
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, related_name="+")
    cierra = models.DateField("cierra para la dependencia")
    motivo = models.CharField("motivo", max_length=300)
    creada_en = models.DateTimeField("concedida")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ampliación"
        verbose_name_plural = "ampliaciones"
        ordering = ["-cierra"]
        constraints = [
            pares("seguimiento_ampliacion", "creada", "concesión"),
            models.UniqueConstraint(
                fields=["corte", "dependencia"],
                name="seguimiento_ampliacion_unica",
                violation_error_message="Esa dependencia ya tiene ampliación en el corte.",
            ),
        ]

    def __str__(self):
        return f"{self.dependencia} hasta {self.cierra:%d/%m/%Y}"
