"""Cifra: lo que un corte cerrado dice para siempre de la entidad, una política, un plan, una actividad…"""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.text import Truncator

from mipg.restricciones import uno_de
from mipg.usuarios.models import Dependencia
from planes.models import Actividad, Plan, VersionPlan
from politicas.models import Dimension, Politica
from seguimiento.models.avances import Avance
from seguimiento.models.cortes import Corte
from seguimiento.querysets import CifraQuerySet
from seguimiento.reglas import hechos
from seguimiento.reglas.fotos import FotoDeActividad, FotoDeConjunto


class AmbitoCifra(models.TextChoices):
    """De qué es la cifra."""

    ENTIDAD = "ENTIDAD", "Entidad"
    DIMENSION = "DIMENSION", "Dimensión"
    POLITICA = "POLITICA", "Política"
    PLAN = "PLAN", "Plan"
    DEPENDENCIA = "DEPENDENCIA", "Dependencia"
    ACTIVIDAD = "ACTIVIDAD", "Actividad"


class Cifra(models.Model):
    """Fila congelada al cerrar. Porcentajes 0–100 con dos decimales; nulo: sin programación (gris).

    `foto` guarda los textos y las personas tal como eran; los enlaces llevan a los registros vivos.
    """

    Ambito = AmbitoCifra
    # `n_devueltos` en la base, de lo congelado: allí ya nada está en revisión.
    CON_DEVUELTOS = Q(n_esperados__gt=F("n_aceptados") + F("n_sin_reporte"))

    corte = models.ForeignKey(Corte, on_delete=models.PROTECT, related_name="cifras")
    ambito = models.CharField("ámbito", max_length=12, choices=Ambito)
    clave = models.PositiveBigIntegerField(
        "registro", default=0, help_text="Clave primaria de lo medido; 0 la entidad."
    )
    orden = models.PositiveIntegerField("orden", default=0)
    nombre = models.CharField("nombre", max_length=1050)
    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="dimensión"
    )
    politica = models.ForeignKey(
        Politica, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="política"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(
        VersionPlan,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="versión con que midió",
        help_text="Sólo la del plan. Los cortes de antes de guardarla no la tienen: se deduce de las fechas.",
    )
    dependencia = models.ForeignKey(Dependencia, on_delete=models.PROTECT, null=True, related_name="+")
    actividad = models.ForeignKey(Actividad, on_delete=models.PROTECT, null=True, related_name="+")
    avance = models.ForeignKey(Avance, on_delete=models.PROTECT, null=True, related_name="+")
    cumplimiento = models.DecimalField("cumplimiento (%)", max_digits=24, decimal_places=2, null=True)
    reportado = models.DecimalField("cumplimiento reportado (%)", max_digits=24, decimal_places=2, null=True)
    cobertura = models.DecimalField("cobertura (%)", max_digits=6, decimal_places=2, null=True)
    anual = models.DecimalField("avance anual (%)", max_digits=6, decimal_places=2, null=True)
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True)
    n_partes = models.PositiveIntegerField("partes", default=0, help_text="Cuántas partes lo componen.")
    n_con_valor = models.PositiveIntegerField("partes con valor", default=0)
    n_esperados = models.PositiveIntegerField("reportes esperados", default=0)
    n_aceptados = models.PositiveIntegerField("reportes aceptados", default=0)
    n_sin_reporte = models.PositiveIntegerField("no reportaron", default=0)
    semaforo = models.CharField("semáforo", max_length=15)
    plazo = models.CharField("estado de plazo", max_length=25, blank=True)
    foto = models.JSONField("foto", default=dict)

    # No se guarda: al cerrar ya no queda ninguno por revisar.
    n_en_revision = 0

    objects = CifraQuerySet.as_manager()

    class Meta:
        verbose_name = "cifra congelada"
        verbose_name_plural = "cifras congeladas"
        ordering = ["corte_id", "ambito", "orden", "id"]
        constraints = [
            uno_de("seguimiento_cifra", "ambito", AmbitoCifra),
            models.UniqueConstraint(
                fields=["corte", "ambito", "clave"],
                name="seguimiento_cifra_unica",
                violation_error_message="El corte ya tiene esa cifra congelada.",
            ),
            models.CheckConstraint(
                name="seguimiento_cifra_version_solo_del_plan",
                condition=Q(version=None) | Q(ambito="PLAN"),
                violation_error_message="Sólo la cifra de un plan dice con qué versión se midió.",
            ),
            models.CheckConstraint(
                name="seguimiento_cifra_gris_es_nula",
                condition=Q(cumplimiento=None, semaforo="GRIS") | (Q(cumplimiento__isnull=False) & ~Q(semaforo="GRIS")),
                violation_error_message="Sin programación no hay porcentaje, y al revés.",
            ),
        ]
        indexes = [models.Index(fields=["corte", "ambito", "orden"], name="seguimiento_cifra_orden")]

    def __str__(self):
        return f"{self.corte} · {Truncator(self.nombre).chars(80)}"

    @cached_property
    def detalle(self) -> FotoDeActividad | FotoDeConjunto:
        """La foto, con sus tipos."""
        foto = FotoDeActividad if self.ambito == self.Ambito.ACTIVIDAD else FotoDeConjunto
        return foto.de_json(self.foto)

    @property
    def sin_reporte_en_palabras(self) -> str:
        """Cómo se llama lo que cuenta `n_sin_reporte`: «No reportaron» o, si aún pueden, «Faltan por reportar»."""
        return hechos.sin_reporte_en_palabras(cerrado=self.corte.esta_cerrado, plural=True)

    @property
    def n_devueltos(self) -> int:
        """Reportes esperados que se devolvieron y nadie ha vuelto a enviar: los que no están en otra cuenta."""
        return self.n_esperados - self.n_aceptados - self.n_en_revision - self.n_sin_reporte
