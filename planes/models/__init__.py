"""Plan de cualquier clase, sus actividades, versiones aprobadas y observaciones."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator, capfirst

from mipg.buscador.funciones import ComienzoEnEspanol
from mipg.restricciones import orden, pares, rango, uno_de
from mipg.texto import normalizar
from mipg.usuarios.models import Dependencia
from planes.campos import FUERA_DE_LA_TABLA, LIMITES, Campo
from planes.querysets import ActividadQuerySet, PlanQuerySet
from planes.reglas import APROBADOS, EDITABLES, PUBLICADOS
from politicas.models import Indice, Politica, TipoPlan, Vigencia

PERSONA = settings.AUTH_USER_MODEL


class ClasePlan(models.TextChoices):
    """Naturaleza del plan."""

    INSTITUCIONAL = "INSTITUCIONAL", "Plan institucional (D. 612)"
    ACCION_POLITICA = "ACCION_POLITICA", "Plan de acción de política"
    MEJORAMIENTO = "MEJORAMIENTO", "Plan de mejoramiento"
    IMPLEMENTACION = "IMPLEMENTACION", "Plan de implementación"


class EstadoPlan(models.TextChoices):
    """Ciclo del plan."""

    BORRADOR = "BORRADOR", "Borrador"
    EN_REVISION = "EN_REVISION", "En revisión"
    DEVUELTO = "DEVUELTO", "Devuelto"
    APROBADO = "APROBADO", "Aprobado"
    PUBLICADO = "PUBLICADO", "Publicado"
    CERRADO = "CERRADO", "Cerrado"


class ActoPlan(models.TextChoices):
    """Con qué se aprueba."""

    SESION = "SESION", "Sesión del Comité (acta)"
    RESOLUCION = "RESOLUCION", "Resolución"
    OTRO = "OTRO", "Otro acto"
    PENDIENTE = "PENDIENTE", "Acta pendiente"


class Plan(models.Model):
    """Plan institucional, de política, de mejoramiento o de implementación.

    La clase decide qué lo identifica; la base de datos garantiza que cada clase tenga lo suyo.
    """

    Clase = ClasePlan
    Estado = EstadoPlan
    Acto = ActoPlan

    clase = models.CharField("clase", max_length=20, choices=Clase)
    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="planes")
    politica = models.ForeignKey(
        Politica,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planes",
        verbose_name="política",
    )
    tipo = models.ForeignKey(
        TipoPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planes",
        verbose_name="tipo (D. 612)",
    )
    vigencia_medida = models.PositiveSmallIntegerField("medición de origen (vigencia medida)", null=True, blank=True)
    nombre = models.CharField("nombre", max_length=250)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="planes", verbose_name="dependencia coordinadora"
    )
    fecha_limite = models.DateField("fecha límite", null=True, blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.BORRADOR)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creado_en = models.DateTimeField("creado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    enviado_en = models.DateTimeField("enviado", null=True, blank=True)
    enviado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aprobado_en = models.DateTimeField("aprobado", null=True, blank=True)
    aprobado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acto = models.CharField("acto de aprobación", max_length=12, choices=Acto, blank=True)
    acto_numero = models.CharField("número del acto", max_length=60, blank=True)
    acto_fecha = models.DateField("fecha del acto", null=True, blank=True)
    autores = models.ManyToManyField(PERSONA, blank=True, related_name="+", verbose_name="escribieron en él")
    sin_segregacion = models.CharField(
        "por qué lo aprobó quien lo formuló",
        max_length=300,
        blank=True,
        help_text="No había otra persona que pudiera aprobarlo.",
    )
    publicado_en = models.DateTimeField("publicado", null=True, blank=True)
    publicado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "planes"
        ordering = ["-vigencia__anio", "clase", "politica__numero_plan", "tipo__numero", "id"]
        constraints = [
            uno_de("planes_plan", "clase", ClasePlan),
            uno_de("planes_plan", "estado", EstadoPlan),
            pares("planes_plan", "creado", "creación"),
            pares("planes_plan", "enviado", "remisión"),
            pares("planes_plan", "aprobado", "aprobación"),
            pares("planes_plan", "publicado", "publicación"),
            models.CheckConstraint(
                name="planes_plan_cada_clase_lo_suyo",
                condition=Q(clase="INSTITUCIONAL", tipo__isnull=False, politica=None, vigencia_medida=None)
                | Q(clase="ACCION_POLITICA", politica__isnull=False, tipo=None, vigencia_medida=None)
                | Q(clase="MEJORAMIENTO", politica__isnull=False, vigencia_medida__isnull=False, tipo=None)
                | Q(clase="IMPLEMENTACION", politica=None, tipo=None, vigencia_medida=None),
                violation_error_message="Un plan institucional lleva tipo; uno de política, su política; uno de "
                "mejoramiento, su política y la medición de origen.",
            ),
            models.CheckConstraint(
                name="planes_plan_aprobado_con_acto",
                condition=Q(aprobado_en=None, acto="")
                | Q(aprobado_en__isnull=False, acto="PENDIENTE")
                | (Q(aprobado_en__isnull=False) & ~Q(acto="") & ~Q(acto_numero="")),
                violation_error_message="La aprobación cita su acto con número, o «acta pendiente».",
            ),
            models.CheckConstraint(
                name="planes_plan_estado_con_aprobacion",
                condition=Q(estado__in=APROBADOS, aprobado_en__isnull=False)
                | Q(estado__in=[uno for uno in EstadoPlan.values if uno not in APROBADOS], aprobado_en=None),
                violation_error_message="Sólo un plan aprobado tiene fecha de aprobación.",
            ),
            models.CheckConstraint(
                name="planes_plan_segregado",
                condition=Q(aprobado_por=None)
                | Q(enviado_por=None)
                | ~Q(aprobado_por=models.F("enviado_por"))
                | ~Q(sin_segregacion=""),
                violation_error_message="Nadie aprueba el plan que envió, salvo que se diga por qué no pudo otro.",
            ),
            models.CheckConstraint(
                name="planes_plan_sin_segregacion_aprobado",
                condition=Q(sin_segregacion="") | Q(aprobado_en__isnull=False),
                violation_error_message="Sólo un plan aprobado dice por qué lo aprobó quien lo formuló.",
            ),
            models.CheckConstraint(
                name="planes_plan_publicado_con_fecha",
                condition=reduce(
                    or_, (Q(estado=uno, publicado_en__isnull=False) for uno in PUBLICADOS if uno != "CERRADO")
                )
                | Q(estado="CERRADO")
                | (~Q(estado__in=PUBLICADOS) & Q(publicado_en=None)),
                violation_error_message="Un plan publicado lleva la fecha de publicación.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "tipo"],
                condition=Q(clase="INSTITUCIONAL"),
                name="planes_plan_institucional_unico",
                violation_error_message="Ya existe ese plan institucional en la vigencia.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "politica"],
                condition=Q(clase="ACCION_POLITICA"),
                name="planes_plan_de_politica_unico",
                violation_error_message="Esa política ya tiene plan de acción en la vigencia.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "politica", "vigencia_medida"],
                condition=Q(clase="MEJORAMIENTO"),
                name="planes_plan_de_mejoramiento_unico",
                violation_error_message="Esa política ya tiene plan de mejoramiento de esa medición.",
            ),
            models.UniqueConstraint(
                fields=["vigencia"],
                condition=Q(clase="IMPLEMENTACION"),
                name="planes_plan_de_implementacion_unico",
                violation_error_message="La vigencia ya tiene plan de implementación.",
            ),
        ]

    def __str__(self):
        return f"{self.nombre} ({self.vigencia})"

    @property
    def es_editable(self) -> bool:
        """Se puede formular: borrador o devuelto."""
        return self.estado in EDITABLES

    @property
    def esta_aprobado(self) -> bool:
        """Rige: aprobado, publicado o cerrado."""
        return self.estado in APROBADOS

    @property
    def acto_texto(self) -> str:
        """Acto de aprobación como se cita («Resolución 123 de…»); vacío si no está aprobado."""
        clase = self.get_acto_display() if self.acto else ""
        # «Resolución» y «Resolución 99» no son «Resolución Resolución 99».
        if clase and normalizar(self.acto_numero).startswith(normalizar(clase)):
            return self.acto_numero
        return " ".join(filter(None, [clase, self.acto_numero]))


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


class Actividad(models.Model):
    """Actividad de un plan con su meta del año y su programación por trimestre.

    Cantidades en la unidad de la meta; `ponderacion` en porcentaje 0–100 o vacía (todas iguales).
    Un trimestre vacío no está programado.
    """

    TipoMeta = TipoMetaActividad
    Sentido = SentidoActividad
    Fuente = FuenteActividad

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actividades")
    numero = models.CharField("número", max_length=LIMITES["numero"])
    orden = models.PositiveIntegerField("orden", default=0)
    nombre = models.TextField("actividad", max_length=LIMITES["nombre"])
    producto = models.TextField("producto o entregable", max_length=LIMITES["producto"], blank=True)
    indicador = models.CharField("indicador", max_length=LIMITES["indicador"], blank=True)
    formula = models.TextField("fórmula", max_length=LIMITES["formula"], blank=True)
    unidad = models.CharField("unidad de medida", max_length=LIMITES["unidad"], blank=True)
    linea_base = models.DecimalField("línea base", max_digits=16, decimal_places=4, null=True, blank=True)
    meta = models.DecimalField("meta", max_digits=16, decimal_places=4)
    tipo_meta = models.CharField("tipo de meta", max_length=10, choices=TipoMeta, default=TipoMeta.ACUMULADA)
    sentido = models.CharField("sentido", max_length=12, choices=Sentido, default=Sentido.ASCENDENTE)
    criterio = models.CharField("criterio diferenciador", max_length=LIMITES["criterio"], blank=True)
    ponderacion = models.DecimalField("ponderación (%)", max_digits=7, decimal_places=4, null=True, blank=True)
    presupuesto = models.DecimalField(
        "presupuesto apropiado (pesos)", max_digits=16, decimal_places=4, null=True, blank=True
    )
    fecha_inicio = models.DateField("inicio", null=True, blank=True)
    fecha_fin = models.DateField("fin", null=True, blank=True)
    dependencia = models.ForeignKey(
        Dependencia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actividades",
        verbose_name="dependencia responsable",
    )
    apoyos = models.ManyToManyField(Dependencia, blank=True, related_name="+", verbose_name="dependencias de apoyo")
    enlace = models.ForeignKey(
        PERSONA,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actividades",
        verbose_name="enlace",
    )
    fuente = models.CharField("fuente", max_length=16, choices=Fuente, default=Fuente.OTRA)
    indices = models.ManyToManyField(Indice, blank=True, related_name="+", verbose_name="índices FURAG")
    programado_t1 = models.DecimalField("programado T1", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t2 = models.DecimalField("programado T2", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t3 = models.DecimalField("programado T3", max_digits=16, decimal_places=4, null=True, blank=True)
    programado_t4 = models.DecimalField("programado T4", max_digits=16, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)
    retirada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActividadQuerySet.as_manager()

    class Meta:
        verbose_name = "actividad"
        verbose_name_plural = "actividades"
        ordering = ["plan", "orden", "id"]
        constraints = [
            uno_de("planes_actividad", "tipo_meta", TipoMetaActividad),
            uno_de("planes_actividad", "sentido", SentidoActividad),
            uno_de("planes_actividad", "fuente", FuenteActividad),
            pares("planes_actividad", "retirada", "retirada"),
            orden("planes_actividad", "fecha_inicio", "fecha_fin", "La actividad termina antes de empezar."),
            rango("planes_actividad", "meta", 0, None, "La meta no puede ser negativa."),
            rango("planes_actividad", "presupuesto", 0, None, "El presupuesto no puede ser negativo."),
            models.CheckConstraint(
                name="planes_actividad_ponderacion_en_rango",
                condition=Q(ponderacion=None) | Q(ponderacion__gt=0, ponderacion__lte=100),
                violation_error_message="La ponderación va de más de 0 a 100; si todas pesan igual, déjela vacía.",
            ),
            models.CheckConstraint(
                name="planes_actividad_meta_cero_solo_descendente",
                condition=Q(meta__gt=0) | Q(tipo_meta="CONSTANTE", sentido="DESCENDENTE"),
                violation_error_message="La meta 0 sólo vale en metas constantes de sentido descendente.",
            ),
            models.CheckConstraint(
                name="planes_actividad_descendente_solo_constante",
                condition=Q(sentido="ASCENDENTE") | Q(tipo_meta="CONSTANTE"),
                violation_error_message="El sentido descendente sólo vale en metas constantes.",
            ),
            models.CheckConstraint(
                name="planes_actividad_hito_meta_uno",
                condition=~Q(tipo_meta="HITO") | Q(meta=Decimal(1)),
                violation_error_message="Un hito tiene meta 1.",
            ),
            *(
                rango("planes_actividad", f"programado_t{t}", 0, None, "Lo programado no puede ser negativo.")
                for t in (1, 2, 3, 4)
            ),
            models.UniqueConstraint(
                fields=["plan", "numero"],
                condition=Q(retirada_en=None),
                name="planes_actividad_numero_unico",
                violation_error_message="Ya hay una actividad con ese número en el plan.",
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


@cache
def _rotulos() -> list[tuple[str, Campo]]:
    return [(capfirst(Actividad._meta.get_field(campo.nombre).verbose_name), campo) for campo in FUERA_DE_LA_TABLA]


class VersionPlan(models.Model):
    """Foto íntegra de un plan al aprobarse. No cambia jamás: `sha256` es la huella de `foto`."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versiones")
    numero = models.PositiveSmallIntegerField("versión")
    foto = models.JSONField("foto")
    sha256 = models.CharField("SHA-256", max_length=64)
    motivo = models.TextField("motivo", blank=True)
    acto = models.CharField("acto", max_length=120, blank=True)
    aprobado_en = models.DateTimeField("aprobada")
    aprobado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "versión aprobada"
        verbose_name_plural = "versiones aprobadas"
        ordering = ["plan_id", "-numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "numero"],
                name="planes_versionplan_unica",
                violation_error_message="El plan ya tiene una versión con ese número.",
            ),
            pares("planes_versionplan", "aprobado", "aprobación"),
        ]

    def __str__(self):
        return f"{self.plan} · V{self.numero}"


class Observacion(models.Model):
    """Comentario de una devolución sobre un campo del plan o de una actividad; se resuelve al reenviar."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="observaciones")
    actividad = models.ForeignKey(
        Actividad, on_delete=models.PROTECT, null=True, blank=True, related_name="observaciones"
    )
    campo = models.CharField("campo", max_length=40, blank=True)
    texto = models.TextField("observación")
    creada_en = models.DateTimeField("hecha")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    resuelta_en = models.DateTimeField("resuelta", null=True, blank=True)
    resuelta_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ["plan_id", "id"]
        constraints = [
            pares("planes_observacion", "creada", "observación"),
            pares("planes_observacion", "resuelta", "resolución"),
        ]

    def __str__(self):
        return self.texto[:80]
