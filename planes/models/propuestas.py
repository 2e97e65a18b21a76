"""Propuesta de modificar un plan aprobado: sus líneas se formulan aparte mientras la vigente sigue rigiendo."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mipg.restricciones import pares, uno_de
from planes.models.actividades import Actividad, DatosDeActividad
from planes.models.planes import ActoPlan, Plan
from planes.models.versiones import VersionPlan
from planes.querysets import ActividadPropuestaQuerySet, PropuestaQuerySet
from planes.reglas import PROPUESTAS_ABIERTAS, PROPUESTAS_EDITABLES
from planes.reglas.actos import citar

PERSONA = settings.AUTH_USER_MODEL


class EstadoPropuesta(models.TextChoices):
    """Ciclo de la propuesta."""

    BORRADOR = "BORRADOR", "Borrador"
    EN_REVISION = "EN_REVISION", "En revisión"
    DEVUELTA = "DEVUELTA", "Devuelta"
    APROBADA = "APROBADA", "Aprobada"
    DESISTIDA = "DESISTIDA", "Desistida"


class Propuesta(models.Model):
    """Modificación de un plan aprobado, desde que se propone hasta que se aprueba o se desiste.

    Se formula como un plan: es una *hoja*, con los mismos nombres. `resultado` es la versión que produjo; no hay si lo
    que cambió fue menor.
    """

    Estado = EstadoPropuesta

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="propuestas")
    base = models.ForeignKey(
        VersionPlan, on_delete=models.PROTECT, related_name="+", verbose_name="versión de que parte"
    )
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.BORRADOR)
    motivo = models.TextField("motivo", max_length=2000, blank=True)
    frase = models.CharField(
        "qué cambió y por qué, en una frase", max_length=300, blank=True, help_text="La lee el público."
    )
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    autores = models.ManyToManyField(PERSONA, blank=True, related_name="+", verbose_name="escribieron en ella")
    creada_en = models.DateTimeField("creada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    enviada_en = models.DateTimeField("enviada", null=True, blank=True)
    enviada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aprobada_en = models.DateTimeField("aprobada", null=True, blank=True)
    aprobada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sin_segregacion = models.CharField("por qué la aprobó quien la formuló", max_length=300, blank=True)
    acto = models.CharField("acto de aprobación", max_length=12, choices=ActoPlan, blank=True)
    acto_numero = models.CharField("número del acto", max_length=60, blank=True)
    acto_fecha = models.DateField("fecha del acto", null=True, blank=True)
    resultado = models.OneToOneField(
        VersionPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="propuesta",
        verbose_name="versión que produjo",
    )
    desistida_en = models.DateTimeField("desistida", null=True, blank=True)
    desistida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    desistida_motivo = models.CharField("por qué se desistió", max_length=500, blank=True)

    objects = PropuestaQuerySet.as_manager()

    class Meta:
        verbose_name = "propuesta de modificación"
        verbose_name_plural = "propuestas de modificación"
        ordering = ["-creada_en", "-id"]
        constraints = [
            uno_de("planes_propuesta", "estado", EstadoPropuesta),
            pares("planes_propuesta", "creada", "creación"),
            pares("planes_propuesta", "enviada", "remisión"),
            pares("planes_propuesta", "aprobada", "aprobación"),
            pares("planes_propuesta", "desistida", "desistimiento"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(estado__in=PROPUESTAS_ABIERTAS),
                name="planes_propuesta_una_abierta",
                violation_error_message="El plan ya tiene una modificación en curso.",
            ),
            models.CheckConstraint(
                name="planes_propuesta_aprobada_con_fecha",
                condition=Q(estado="APROBADA", aprobada_en__isnull=False)
                | (~Q(estado="APROBADA") & Q(aprobada_en=None, resultado=None)),
                violation_error_message="Sólo una propuesta aprobada dice quién la aprobó y qué versión produjo.",
            ),
            models.CheckConstraint(
                name="planes_propuesta_version_con_acto",
                condition=Q(resultado=None, acto="")
                | Q(resultado__isnull=False, acto="PENDIENTE")
                | (Q(resultado__isnull=False) & ~Q(acto="") & ~Q(acto_numero="")),
                violation_error_message="Lo que produce una versión cita su acto con número, o «acta pendiente».",
            ),
            models.CheckConstraint(
                name="planes_propuesta_desistida_con_motivo",
                condition=(Q(estado="DESISTIDA", desistida_en__isnull=False) & ~Q(desistida_motivo=""))
                | (~Q(estado="DESISTIDA") & Q(desistida_en=None, desistida_motivo="")),
                violation_error_message="Una propuesta desistida dice quién, cuándo y por qué.",
            ),
            models.CheckConstraint(
                name="planes_propuesta_segregada",
                condition=Q(aprobada_por=None)
                | Q(enviada_por=None)
                | ~Q(aprobada_por=F("enviada_por"))
                | ~Q(sin_segregacion=""),
                violation_error_message="Nadie aprueba la propuesta que envió, salvo que se diga por qué no pudo otro.",
            ),
        ]

    def __str__(self):
        return f"Modificación de {self.plan}"

    @staticmethod
    def historial_de(pk: int) -> str:
        """El historial de la bitácora en que se cuenta lo que pasa en una propuesta y en sus líneas."""
        return f"planes.propuesta:{pk}"

    @property
    def historial(self) -> str:
        """El suyo."""
        return self.historial_de(self.pk)

    @property
    def es_editable(self) -> bool:
        """Se puede formular: borrador o devuelta."""
        return self.estado in PROPUESTAS_EDITABLES

    @property
    def acto_texto(self) -> str:
        """Acto de aprobación como se cita; vacío si no está aprobada o lo que cambió fue menor."""
        return citar(self.get_acto_display() if self.acto else "", self.acto_numero)

    @property
    def acto_citado(self) -> str:
        """El acto con su fecha; vacío si no lo hay."""
        return citar(self.get_acto_display() if self.acto else "", self.acto_numero, self.acto_fecha)

    @property
    def esta_abierta(self) -> bool:
        """Ni aprobada ni desistida: ocupa el único lugar del plan."""
        return self.estado in PROPUESTAS_ABIERTAS

    @property
    def nombre(self) -> str:
        """El del plan."""
        return self.plan.nombre

    @property
    def clase(self) -> str:
        """La del plan."""
        return self.plan.clase

    @property
    def vigencia(self):
        """La del plan."""
        return self.plan.vigencia

    @property
    def politica(self):
        """La del plan."""
        return self.plan.politica

    @property
    def politica_id(self) -> int | None:
        """Clave de la política del plan."""
        return self.plan.politica_id

    @property
    def dependencia_id(self) -> int:
        """Clave de la dependencia que coordina el plan."""
        return self.plan.dependencia_id


class ActividadPropuesta(DatosDeActividad):
    """Línea de una propuesta: una actividad que rige, con lo que se propone cambiarle, o una nueva.

    `base` es lo que decía la que rige cuando se propuso (`{campo: valor fotografiado}`); vacío en una nueva.
    """

    propuesta = models.ForeignKey(Propuesta, on_delete=models.PROTECT, related_name="actividades")
    actividad = models.ForeignKey(
        Actividad,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="propuestas",
        verbose_name="actividad que rige",
    )
    base = models.JSONField("lo que decía", null=True, blank=True)
    se_retira = models.BooleanField("se retira", default=False)

    objects = ActividadPropuestaQuerySet.as_manager()

    class Meta(DatosDeActividad.Meta):
        verbose_name = "actividad propuesta"
        verbose_name_plural = "actividades propuestas"
        ordering = ["propuesta", "orden", "id"]
        constraints = [
            *DatosDeActividad.Meta.constraints,
            models.UniqueConstraint(
                fields=["propuesta", "numero"],
                condition=Q(se_retira=False),
                name="planes_actividadpropuesta_numero_unico",
                violation_error_message="Ya hay una actividad con ese número en la propuesta.",
            ),
            models.UniqueConstraint(
                fields=["propuesta", "actividad"],
                name="planes_actividadpropuesta_una_por_actividad",
                violation_error_message="La propuesta ya trae esa actividad.",
            ),
            models.UniqueConstraint(
                fields=["propuesta", "clave"],
                name="planes_actividadpropuesta_clave_unica",
                violation_error_message="Esa fila ya se guardó con otra actividad: vuelva a cargar la página.",
            ),
            models.CheckConstraint(
                name="planes_actividadpropuesta_se_retira_la_que_rige",
                condition=Q(se_retira=False) | Q(actividad__isnull=False),
                violation_error_message="Sólo se retira una actividad que rige; la nueva se elimina.",
            ),
        ]

    @property
    def historial(self) -> str:
        """El de su propuesta: ahí se cuenta lo que le pasa."""
        return Propuesta.historial_de(self.propuesta_id)

    @property
    def plan(self) -> Plan:
        """El plan que se modifica."""
        return self.propuesta.plan

    @property
    def hoja(self) -> Propuesta:
        """En lo que se formula."""
        return self.propuesta
