"""Plan de cualquier clase, con su ciclo."""

from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.fechas import en_bogota
from mipg.restricciones import pares, uno_de
from mipg.usuarios.models import Dependencia
from planes.querysets import PlanQuerySet
from planes.reglas import APROBADOS, EDITABLES, PUBLICADOS
from planes.reglas.actos import citar
from politicas.models import Politica, TipoPlan, Vigencia

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
    DESISTIDO = "DESISTIDO", "Desistido"


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
    retirado_en = models.DateTimeField("retirado de la publicación", null=True, blank=True)
    retirado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retirado_motivo = models.CharField("por qué se retiró de la publicación", max_length=500, blank=True)
    cerrado_en = models.DateTimeField("cerrado", null=True, blank=True)
    cerrado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    desistido_en = models.DateTimeField("desistido", null=True, blank=True)
    desistido_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    desistido_motivo = models.CharField("por qué se desistió", max_length=500, blank=True)
    extemporaneo = models.BooleanField(
        "extemporáneo", default=False, help_text="Se envió por primera vez fuera de su ventana de formulación."
    )

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
            pares("planes_plan", "retirado", "retiro"),
            models.CheckConstraint(
                name="planes_plan_retirado_sin_publicar",
                condition=Q(retirado_en=None, retirado_motivo="")
                | (Q(retirado_en__isnull=False, publicado_en=None) & ~Q(retirado_motivo="")),
                violation_error_message="Lo retirado de la publicación dice por qué y no sigue publicado.",
            ),
            pares("planes_plan", "cerrado", "cierre"),
            pares("planes_plan", "desistido", "desistimiento"),
            models.CheckConstraint(
                name="planes_plan_desistido_con_motivo",
                condition=(Q(estado="DESISTIDO", desistido_en__isnull=False) & ~Q(desistido_motivo=""))
                | (~Q(estado="DESISTIDO") & Q(desistido_en=None, desistido_motivo="")),
                violation_error_message="Un plan desistido dice quién, cuándo y por qué.",
            ),
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
                condition=Q(clase="INSTITUCIONAL") & ~Q(estado="DESISTIDO"),
                name="planes_plan_institucional_unico",
                violation_error_message="Ya existe ese plan institucional en la vigencia.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "politica"],
                condition=Q(clase="ACCION_POLITICA") & ~Q(estado="DESISTIDO"),
                name="planes_plan_de_politica_unico",
                violation_error_message="Esa política ya tiene plan de acción en la vigencia.",
            ),
            models.UniqueConstraint(
                fields=["vigencia", "politica", "vigencia_medida"],
                condition=Q(clase="MEJORAMIENTO") & ~Q(estado="DESISTIDO"),
                name="planes_plan_de_mejoramiento_unico",
                violation_error_message="Esa política ya tiene plan de mejoramiento de esa medición.",
            ),
            models.UniqueConstraint(
                fields=["vigencia"],
                condition=Q(clase="IMPLEMENTACION") & ~Q(estado="DESISTIDO"),
                name="planes_plan_de_implementacion_unico",
                violation_error_message="La vigencia ya tiene plan de implementación.",
            ),
        ]

    def __str__(self):
        return f"{self.nombre} ({self.vigencia})"

    @property
    def aprobado_el(self) -> date | None:
        """Cuándo se aprobó: el día del acto o, si no lo dice, el de su registro."""
        return self.acto_fecha or (self.aprobado_en and en_bogota(self.aprobado_en))

    @staticmethod
    def historial_de(pk: int) -> str:
        """El historial de la bitácora en que se cuenta lo que pasa en un plan y en sus actividades."""
        return f"planes.plan:{pk}"

    @property
    def historial(self) -> str:
        """El suyo."""
        return self.historial_de(self.pk)

    @property
    def es_editable(self) -> bool:
        """Se puede formular: borrador o devuelto."""
        return self.estado in EDITABLES

    @property
    def esta_aprobado(self) -> bool:
        """Se aprobó alguna vez, siga rigiendo o ya esté cerrado."""
        return self.estado in APROBADOS

    @property
    def acto_texto(self) -> str:
        """Acto de aprobación como se cita («Resolución 123 de…»); vacío si no está aprobado."""
        return citar(self.get_acto_display() if self.acto else "", self.acto_numero)

    @property
    def acto_citado(self) -> str:
        """El acto con su fecha; vacío si no lo hay."""
        return citar(self.get_acto_display() if self.acto else "", self.acto_numero, self.acto_fecha)
