"""Puntos del orden del día, quién no puede intervenir en cada uno, y sus resultados."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from mipg.restricciones import pares, uno_de
from planes.models.compromisos import Compromiso
from planes.models.planes import Plan
from planes.models.propuestas import Propuesta
from planes.models.prorrogas import Prorroga
from planes.models.sesiones import Asistencia, Miembro, Sesion
from planes.querysets import PuntoQuerySet

PERSONA = settings.AUTH_USER_MODEL


class ClasePunto(models.TextChoices):
    """De qué se trata."""

    PLAN = "PLAN", "Plan"
    PROPUESTA = "PROPUESTA", "Modificación de un plan"
    PRORROGA = "PRORROGA", "Prórroga"
    COMPROMISO = "COMPROMISO", "Compromiso"
    OTRO = "OTRO", "Otro asunto"


class EstadoPunto(models.TextChoices):
    """Qué fue de él en su sesión."""

    PENDIENTE = "PENDIENTE", "En el orden del día"
    TRATADO = "TRATADO", "Tratado"
    APLAZADO = "APLAZADO", "Pasa a la siguiente"
    QUITADO = "QUITADO", "En el banco"
    SOLTADO = "SOLTADO", "No se tratará"


# Qué campo señala el asunto de cada clase; un tema suelto sólo tiene título.
OBJETO_DE = {
    ClasePunto.PLAN: "plan",
    ClasePunto.PROPUESTA: "propuesta",
    ClasePunto.PRORROGA: "prorroga",
    ClasePunto.COMPROMISO: "compromiso",
}


def _lo_suyo() -> Q:
    def de(clase: str, propio: str | None) -> Q:
        return Q(clase=clase, **{f"{campo}__isnull": campo != propio for campo in OBJETO_DE.values()})

    return reduce(or_, (de(clase.value, OBJETO_DE.get(clase)) for clase in ClasePunto))


class Punto(models.Model):
    """Un asunto en el orden del día de una sesión. `viene_de`: el punto de otra sesión que se dejó para ésta.

    El título es el de cuando entró: así lo dice el acta aunque el plan cambie de nombre.
    """

    Clase = ClasePunto
    Estado = EstadoPunto

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="puntos", verbose_name="sesión")
    orden = models.PositiveSmallIntegerField("orden")
    clase = models.CharField("clase", max_length=10, choices=Clase)
    titulo = models.CharField("título", max_length=300)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="puntos")
    propuesta = models.ForeignKey(Propuesta, on_delete=models.PROTECT, null=True, blank=True, related_name="puntos")
    prorroga = models.ForeignKey(
        Prorroga, on_delete=models.PROTECT, null=True, blank=True, related_name="puntos", verbose_name="prórroga"
    )
    compromiso = models.ForeignKey(Compromiso, on_delete=models.PROTECT, null=True, blank=True, related_name="puntos")
    viene_de = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="siguiente", verbose_name="viene de"
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    creado_en = models.DateTimeField("agregado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    soltado_en = models.DateTimeField("soltado", null=True, blank=True)
    soltado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    soltado_motivo = models.CharField("por qué no se tratará", max_length=500, blank=True)

    objects = PuntoQuerySet.as_manager()

    class Meta:
        verbose_name = "punto"
        verbose_name_plural = "puntos"
        ordering = ["sesion_id", "orden", "id"]
        constraints = [
            uno_de("planes_punto", "clase", ClasePunto),
            uno_de("planes_punto", "estado", EstadoPunto),
            pares("planes_punto", "creado", "agregación"),
            pares("planes_punto", "soltado", "descarte"),
            models.CheckConstraint(
                name="planes_punto_cada_clase_lo_suyo",
                condition=_lo_suyo(),
                violation_error_message="Cada punto señala el asunto de su clase y ningún otro.",
            ),
            models.CheckConstraint(name="planes_punto_con_titulo", condition=~Q(titulo="")),
            models.CheckConstraint(
                name="planes_punto_soltado_con_motivo",
                condition=(Q(estado="SOLTADO", soltado_en__isnull=False) & ~Q(soltado_motivo=""))
                | (~Q(estado="SOLTADO") & Q(soltado_en=None, soltado_motivo="")),
                violation_error_message="Un punto se suelta con su motivo.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[campo],
                    condition=Q(estado="PENDIENTE"),
                    name=f"planes_punto_{campo}_pendiente_una_vez",
                    violation_error_message="Ese asunto ya está en el orden del día de una sesión.",
                )
                for campo in OBJETO_DE.values()
            ),
        ]

    def __str__(self):
        return f"Punto {self.orden}. {self.titulo}"

    @property
    def objeto(self) -> Plan | Propuesta | Prorroga | Compromiso | None:
        """El asunto que se decide; ninguno si es un tema suelto."""
        campo = OBJETO_DE.get(self.clase)
        return getattr(self, campo) if campo else None

    @property
    def cita(self) -> str:
        """Cómo se cita lo que se decidió en él: «sesión del 05/02/2026, punto 3»."""
        return f"sesión del {self.sesion.fecha:%d/%m/%Y}, punto {self.orden}"


class Impedimento(models.Model):
    """Un miembro que no interviene en un punto, y por qué. No cuenta para su quórum."""

    punto = models.ForeignKey(Punto, on_delete=models.PROTECT, related_name="impedimentos")
    miembro = models.ForeignKey(Miembro, on_delete=models.PROTECT, related_name="+")
    motivo = models.CharField("motivo", max_length=300)

    class Meta:
        verbose_name = "impedimento"
        verbose_name_plural = "impedimentos"
        ordering = ["punto_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="planes_impedimento_con_motivo",
                condition=~Q(motivo=""),
                violation_error_message="Diga por qué está impedido.",
            ),
            models.UniqueConstraint(
                fields=["punto", "miembro"],
                name="planes_impedimento_unico",
                violation_error_message="Ese miembro ya se declaró impedido en el punto.",
            ),
        ]

    def __str__(self):
        return f"{self.miembro} · {self.punto}"


class ClaseResultado(models.TextChoices):
    """Qué salió del punto."""

    INFORMACION = "INFORMACION", "Información"
    DECISION = "DECISION", "Decisión"
    COMPROMISO = "COMPROMISO", "Compromiso"


class DecisionResultado(models.TextChoices):
    """Qué se decidió del asunto."""

    APROBAR = "APROBAR", "Se aprueba"
    DEVOLVER = "DEVOLVER", "Se devuelve con observaciones"
    CONCEDER = "CONCEDER", "Se concede"
    NEGAR = "NEGAR", "Se niega"
    CUMPLIR = "CUMPLIR", "Se da por cumplido"
    CANCELAR = "CANCELAR", "Se cancela"
    DECIDIR = "DECIDIR", "Se decide"


class Resultado(models.Model):
    """Lo que salió de un punto: una fila por cada cosa, que no se edita ni se quita.

    Lleva el quórum del momento, congelado: cuántos miembros tenían voto, cuántos estaban, cuántos de ellos podían votar
    y cuántos se exigían. Una decisión sin quórum no existe, y `contaron` dice quiénes estaban en ella.
    """

    Clase = ClaseResultado
    Decision = DecisionResultado

    punto = models.ForeignKey(Punto, on_delete=models.PROTECT, related_name="resultados")
    clase = models.CharField("clase", max_length=12, choices=Clase)
    decision = models.CharField("qué se decidió", max_length=10, choices=Decision, blank=True)
    texto = models.TextField("resultado", max_length=4000)
    compromiso = models.OneToOneField(
        Compromiso, on_delete=models.PROTECT, null=True, blank=True, related_name="resultado"
    )
    miembros = models.PositiveSmallIntegerField("miembros con voto")
    presentes = models.PositiveSmallIntegerField("presentes")
    con_voto = models.PositiveSmallIntegerField("presentes con voto")
    exigido = models.PositiveSmallIntegerField("quórum exigido")
    hubo_quorum = models.BooleanField("hubo quórum")
    contaron = models.ManyToManyField(Asistencia, related_name="decisiones", blank=True, editable=False)
    creado_en = models.DateTimeField("registrado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "resultado"
        verbose_name_plural = "resultados"
        ordering = ["punto_id", "id"]
        constraints = [
            uno_de("planes_resultado", "clase", ClaseResultado),
            uno_de("planes_resultado", "decision", DecisionResultado, vacio=True),
            models.CheckConstraint(
                name="planes_resultado_decision_dice_cual",
                condition=(Q(clase="DECISION") & ~Q(decision="")) | (~Q(clase="DECISION") & Q(decision="")),
                violation_error_message="Una decisión dice cuál fue.",
            ),
            pares("planes_resultado", "creado", "registro"),
            models.CheckConstraint(
                name="planes_resultado_decision_con_quorum",
                condition=~Q(clase="DECISION") | Q(hubo_quorum=True),
                violation_error_message="Sin quórum no se decide.",
            ),
            models.CheckConstraint(
                name="planes_resultado_quorum_calculado",
                condition=Q(hubo_quorum=True, exigido__gt=0, con_voto__gte=models.F("exigido"))
                | Q(hubo_quorum=False, con_voto__lt=models.F("exigido"))
                | Q(hubo_quorum=False, exigido=0),
                violation_error_message="Hay quórum cuando los presentes con voto llegan a los exigidos.",
            ),
            models.CheckConstraint(
                name="planes_resultado_compromiso_el_suyo",
                condition=Q(clase="COMPROMISO", compromiso__isnull=False)
                | (~Q(clase="COMPROMISO") & Q(compromiso=None)),
                violation_error_message="Un compromiso lleva el suyo, y lo demás ninguno.",
            ),
            models.UniqueConstraint(
                fields=["punto"],
                condition=Q(clase="DECISION"),
                name="planes_resultado_una_decision",
                violation_error_message="El punto ya se decidió: lo decidido no se cambia.",
            ),
        ]

    def __str__(self):
        return f"{self.get_clase_display()}: {self.texto[:80]}"
