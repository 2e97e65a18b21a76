"""Actividad de un plan: qué se hará, cómo se mide, cuándo y quién responde."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator, capfirst

from mipg.buscador.funciones import ComienzoEnEspanol
from mipg.restricciones import orden, pares, rango, uno_de
from mipg.usuarios.models import Dependencia
from planes.campos import FUERA_DE_LA_TABLA, LIMITES, Campo
from planes.models.planes import Plan
from planes.querysets import ActividadQuerySet
from politicas.models import Indice

PERSONA = settings.AUTH_USER_MODEL


class TipoMetaActividad(models.TextChoices):
    """Cómo se cumple la meta."""

    ACUMULADA = "ACUMULADA", "Acumulada"
    CONSTANTE = "CONSTANTE", "Constante"
    HITO = "HITO", "Hito"


class SentidoActividad(models.TextChoices):
    """Hacia dónde es mejor."""

    ASCENDENTE = "ASCENDENTE", "Ascendente"
    DESCENDENTE = "DESCENDENTE", "Descendente"


class FuenteActividad(models.TextChoices):
    """De dónde sale la actividad."""

    AUTODIAGNOSTICO = "AUTODIAGNOSTICO", "Autodiagnóstico"
    FURAG = "FURAG", "FURAG"
    AUDITORIA = "AUDITORIA", "Auditoría"
    NORMA = "NORMA", "Norma"
    OTRA = "OTRA", "Otra"


class EstrategiaActividad(models.TextChoices):
    """Cuál de las nueve estrategias del modelo cumple una actividad del plan de implementación: el sistema la mide."""

    PLANES_INSTITUCIONALES = "1", "1. Formulación de planes institucionales"
    PLANES_DE_POLITICA = "2", "2. Formulación de planes de acción de política"
    SENSIBILIZACION = "3", "3. Sensibilización"
    MIPG_EN_ACCION = "4", "4. MIPG en Acción"
    GRAN_LIDER = "5", "5. Gran Líder"
    METODOLOGIA_FURAG = "6", "6. Metodología FURAG"
    SOCIALIZACION = "7", "7. Socialización de resultados FURAG"
    MEJORAMIENTO = "8", "8. Planes de mejoramiento"
    AUTODIAGNOSTICO = "9", "9. Autodiagnóstico"


# De cada opción que guarda una actividad o su foto, al nombre con que se lee.
OPCIONES: Mapping[str, str] = dict(
    [
        *TipoMetaActividad.choices,
        *SentidoActividad.choices,
        *FuenteActividad.choices,
        *EstrategiaActividad.choices,
    ],
)


# El nombre de cada restricción lleva el del modelo concreto.
PREFIJO = "%(app_label)s_%(class)s"


class DatosDeActividad(models.Model):
    """Lo que dice una actividad con su meta del año y su programación por trimestre, rija o esté propuesta.

    Cantidades en la unidad de la meta; `ponderacion` en porcentaje 0–100 o vacía (todas iguales).
    Un trimestre vacío no está programado. La meta puede faltar mientras se formula: sin ella no se envía.
    """

    TipoMeta = TipoMetaActividad
    Sentido = SentidoActividad
    Fuente = FuenteActividad
    Estrategia = EstrategiaActividad

    numero = models.CharField("número", max_length=LIMITES["numero"])
    orden = models.PositiveIntegerField("orden", default=0)
    nombre = models.TextField("actividad", max_length=LIMITES["nombre"])
    producto = models.TextField("producto o entregable", max_length=LIMITES["producto"], blank=True)
    indicador = models.CharField("indicador", max_length=LIMITES["indicador"], blank=True)
    formula = models.TextField("fórmula", max_length=LIMITES["formula"], blank=True)
    unidad = models.CharField("unidad de medida", max_length=LIMITES["unidad"], blank=True)
    numerador = models.CharField("numerador", max_length=LIMITES["numerador"], blank=True)
    denominador = models.CharField("denominador", max_length=LIMITES["denominador"], blank=True)
    linea_base = models.DecimalField("línea base", max_digits=16, decimal_places=4, null=True, blank=True)
    meta = models.DecimalField("meta", max_digits=16, decimal_places=4, null=True, blank=True)
    tipo_meta = models.CharField("tipo de meta", max_length=10, choices=TipoMeta, default=TipoMeta.ACUMULADA)
    sentido = models.CharField("sentido", max_length=12, choices=Sentido, default=Sentido.ASCENDENTE)
    criterio = models.CharField("criterio diferenciador", max_length=LIMITES["criterio"], blank=True)
    ponderacion = models.DecimalField("ponderación (%)", max_digits=7, decimal_places=4, null=True, blank=True)
    presupuesto = models.DecimalField(
        "presupuesto apropiado (pesos)", max_digits=16, decimal_places=4, null=True, blank=True
    )
    bpin = models.CharField("código BPIN", max_length=LIMITES["bpin"], blank=True)
    meta_pdd = models.TextField("meta del Plan de Desarrollo o proyecto", max_length=LIMITES["meta_pdd"], blank=True)
    fecha_inicio = models.DateField("inicio", null=True, blank=True)
    fecha_fin = models.DateField("fin", null=True, blank=True)
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dependencia responsable",
    )
    apoyos = models.ManyToManyField(Dependencia, blank=True, related_name="+", verbose_name="dependencias de apoyo")
    enlace = models.ForeignKey(
        PERSONA,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="enlace",
    )
    fuente = models.CharField("fuente", max_length=16, choices=Fuente, default=Fuente.OTRA)
    estrategia = models.CharField("estrategia del modelo", max_length=1, choices=Estrategia, blank=True)
    indices = models.ManyToManyField(Indice, blank=True, related_name="+", verbose_name="índices FURAG")
    programado_t1 = models.DecimalField("programado T1", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t2 = models.DecimalField("programado T2", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t3 = models.DecimalField("programado T3", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t4 = models.DecimalField("programado T4", max_digits=16, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    # Con ella la nombró la página en que nació: mandarla dos veces no la crea dos veces.
    clave = models.UUIDField("clave de la fila", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            uno_de(PREFIJO, "tipo_meta", TipoMetaActividad),
            uno_de(PREFIJO, "sentido", SentidoActividad),
            uno_de(PREFIJO, "fuente", FuenteActividad),
            uno_de(PREFIJO, "estrategia", EstrategiaActividad, vacio=True),
            orden(PREFIJO, "fecha_inicio", "fecha_fin", "La actividad termina antes de empezar."),
            rango(PREFIJO, "meta", 0, None, "La meta no puede ser negativa."),
            rango(PREFIJO, "presupuesto", 0, None, "El presupuesto no puede ser negativo."),
            models.CheckConstraint(
                name=f"{PREFIJO}_ponderacion_en_rango",
                condition=Q(ponderacion=None) | Q(ponderacion__gt=0, ponderacion__lte=100),
                violation_error_message="La ponderación va de más de 0 a 100; si todas pesan igual, déjela vacía.",
            ),
            models.CheckConstraint(
                name=f"{PREFIJO}_meta_cero_solo_descendente",
                condition=Q(meta__gt=0) | Q(tipo_meta="CONSTANTE", sentido="DESCENDENTE"),
                violation_error_message="La meta 0 sólo vale en metas constantes de sentido descendente.",
            ),
            models.CheckConstraint(
                name=f"{PREFIJO}_descendente_solo_constante",
                condition=Q(sentido="ASCENDENTE") | Q(tipo_meta="CONSTANTE"),
                violation_error_message="El sentido descendente sólo vale en metas constantes.",
            ),
            models.CheckConstraint(
                name=f"{PREFIJO}_hito_meta_uno",
                condition=~Q(tipo_meta="HITO") | Q(meta=Decimal(1)),
                violation_error_message="Un hito tiene meta 1.",
            ),
            *(
                rango(PREFIJO, f"programado_t{t}", 0, None, "Lo programado no puede ser negativo.")
                for t in (1, 2, 3, 4)
            ),
        ]

    def __str__(self):
        return f"{self.numero}. {Truncator(self.nombre).chars(80)}"

    @property
    def programacion(self) -> tuple[Decimal | None, ...]:
        """Cantidades programadas de T1 a T4; `None` donde no hay."""
        return (self.programado_t1, self.programado_t2, self.programado_t3, self.programado_t4)

    def datos(self, varios: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
        """Rótulo y texto de lo que no cabe en la tabla de actividades, sin lo vacío. `varios`: por campo, los
        nombres de sus relaciones.
        """
        return [(rotulo, texto) for rotulo, campo in _rotulos() if (texto := campo.mostrar(self, varios))]


class Actividad(DatosDeActividad):
    """Actividad de un plan. Su clave primaria la identifica en todas sus versiones; retirada, sigue en lo cerrado."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actividades")
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actividades",
        verbose_name="dependencia responsable",
    )
    enlace = models.ForeignKey(
        PERSONA,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actividades",
        verbose_name="enlace",
    )
    origen = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="siguientes",
        verbose_name="viene de",
        help_text="La actividad del año anterior de la que se copió.",
    )
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)
    retirada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActividadQuerySet.as_manager()

    class Meta(DatosDeActividad.Meta):
        verbose_name = "actividad"
        verbose_name_plural = "actividades"
        ordering = ["plan", "orden", "id"]
        constraints = [
            *DatosDeActividad.Meta.constraints,
            pares("planes_actividad", "retirada", "retirada"),
            models.UniqueConstraint(
                fields=["plan", "numero"],
                condition=Q(retirada_en=None),
                name="planes_actividad_numero_unico",
                violation_error_message="Ya hay una actividad con ese número en el plan.",
            ),
            models.UniqueConstraint(
                fields=["plan", "clave"],
                name="planes_actividad_clave_unica",
                violation_error_message="Esa fila ya se guardó con otra actividad: vuelva a cargar la página.",
            ),
        ]
        indexes = [
            # Lo que un plan suma y lo que se le mide se leen del índice, sin tocar las filas, que son anchas.
            models.Index(
                fields=[
                    *("plan", "retirada_en", "dependencia", "ponderacion", "tipo_meta", "sentido", "meta"),
                    *("fecha_inicio", "fecha_fin", *(f"programado_t{t}" for t in (1, 2, 3, 4))),
                ],
                name="planes_actividad_medida",
            ),
            # De qué dependencias son, en los planes de un año y sin pasar por los de los demás.
            models.Index(fields=["plan", "dependencia"], name="planes_actividad_de_quien"),
            models.Index(ComienzoEnEspanol("nombre"), "plan", "orden", "id", name="planes_actividad_por_nombre"),
        ]

    @property
    def historial(self) -> str:
        """Lo que le pasa se cuenta en la historia de su plan."""
        return Plan.historial_de(self.plan_id)

    @property
    def hoja(self) -> Plan:
        """En lo que se formula."""
        return self.plan

    def anteriores(self) -> Iterator["Actividad"]:
        """Las de los años anteriores de que viene, de la más reciente a la primera: una consulta por año."""
        una = self
        while una.origen_id:
            una = Actividad.objects.select_related("plan__vigencia").get(pk=una.origen_id)
            yield una


@cache
def _rotulos() -> list[tuple[str, Campo]]:
    return [(capfirst(Actividad._meta.get_field(campo.nombre).verbose_name), campo) for campo in FUERA_DE_LA_TABLA]
