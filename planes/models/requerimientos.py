"""Requerimientos: lo que otra entidad pide, en qué plazo, y con qué radicado se le respondió."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mipg.restricciones import con_motivo, orden, pares, rango, uno_de
from mipg.usuarios.models import Dependencia
from planes.querysets.de_ley import RequerimientoQuerySet
from planes.reglas import de_ley

PERSONA = settings.AUTH_USER_MODEL
PLAZO_MAXIMO = 365


class EstadoRequerimiento(models.TextChoices):
    """Vida de un requerimiento."""

    PENDIENTE = "PENDIENTE", "Pendiente"
    RESPONDIDO = "RESPONDIDO", "Respondido"
    CERRADO = "CERRADO", "Cerrado"
    ANULADO = "ANULADO", "Anulado"


class ClasePlazo(models.TextChoices):
    """Cómo se cuenta el plazo que dio quien pide."""

    HABILES = "HABILES", "Días hábiles"
    CALENDARIO = "CALENDARIO", "Días calendario"
    FECHA = "FECHA", "Una fecha fija"


class Requerimiento(models.Model):
    """Lo que una entidad pide. `plazo`, en días; `vence`, calculado con él y con las prórrogas que concedieron.

    `de_control`: es gestión de Control Interno, y sólo Control Interno lo registra y lo cambia. `devuelto_…`: la
    dependencia dijo que no es de su competencia, y espera a que se traslade.
    """

    Estado = EstadoRequerimiento
    Clase = ClasePlazo

    quien_pide = models.CharField("quién pide", max_length=200)
    radicado = models.CharField("radicado de entrada", max_length=100)
    asunto = models.TextField("qué pide", max_length=2000)
    recibido = models.DateField("recibido")
    clase_plazo = models.CharField("plazo", max_length=10, choices=ClasePlazo, default=ClasePlazo.HABILES)
    plazo = models.PositiveSmallIntegerField("días de plazo", null=True, blank=True)
    vence = models.DateField("vence")
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, related_name="requerimientos", verbose_name="dependencia que responde"
    )
    de_control = models.BooleanField("de Control Interno", default=False)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    radicado_salida = models.CharField("radicado de la respuesta", max_length=100, blank=True)
    fecha_salida = models.DateField("fecha de la respuesta", null=True, blank=True)
    salida_nota = models.TextField("nota de la respuesta", max_length=2000, blank=True)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    creado_en = models.DateTimeField("registrado")
    creado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    respondido_en = models.DateTimeField("registrado como respondido", null=True, blank=True)
    respondido_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cerrado_en = models.DateTimeField("cerrado", null=True, blank=True)
    cerrado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cerrado_motivo = models.CharField("por qué se cerró", max_length=500, blank=True)
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    anulado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulado_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)
    devuelto_en = models.DateTimeField("devuelto", null=True, blank=True)
    devuelto_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    devuelto_motivo = models.CharField("por qué no es de su competencia", max_length=500, blank=True)

    objects = RequerimientoQuerySet.as_manager()

    class Meta:
        verbose_name = "requerimiento"
        verbose_name_plural = "requerimientos"
        ordering = ["vence", "id"]
        constraints = [
            uno_de("planes_requerimiento", "estado", EstadoRequerimiento),
            uno_de("planes_requerimiento", "clase_plazo", ClasePlazo),
            rango("planes_requerimiento", "plazo", 1, PLAZO_MAXIMO, f"El plazo va de 1 a {PLAZO_MAXIMO} días."),
            orden("planes_requerimiento", "recibido", "vence", "Vence antes de haberse recibido."),
            orden("planes_requerimiento", "recibido", "fecha_salida", "Se respondió antes de recibirlo."),
            *(
                pares("planes_requerimiento", verbo, rotulo)
                for verbo, rotulo in (
                    ("creado", "registro"),
                    ("respondido", "respuesta"),
                    ("cerrado", "cierre"),
                    ("anulado", "anulación"),
                    ("devuelto", "devolución"),
                )
            ),
            models.CheckConstraint(
                name="planes_requerimiento_plazo_de_su_clase",
                condition=Q(clase_plazo="FECHA", plazo=None) | (~Q(clase_plazo="FECHA") & Q(plazo__isnull=False)),
                violation_error_message="Diga el plazo en días, o la fecha que fijó quien pide.",
            ),
            models.CheckConstraint(
                name="planes_requerimiento_respondido_con_radicado",
                condition=(
                    Q(estado__in=["RESPONDIDO", "CERRADO"], respondido_en__isnull=False, fecha_salida__isnull=False)
                    & ~Q(radicado_salida="")
                )
                | (~Q(estado="RESPONDIDO") & Q(respondido_en=None, fecha_salida=None, radicado_salida="")),
                violation_error_message="Lo respondido dice su radicado y su fecha.",
            ),
            models.CheckConstraint(
                name="planes_requerimiento_cerrado_con_motivo",
                condition=(Q(estado="CERRADO", cerrado_en__isnull=False) & ~Q(cerrado_motivo=""))
                | (~Q(estado="CERRADO") & Q(cerrado_en=None, cerrado_motivo="")),
                violation_error_message="Un requerimiento se cierra diciendo por qué.",
            ),
            models.CheckConstraint(
                name="planes_requerimiento_anulado_con_motivo",
                condition=(Q(estado="ANULADO", anulado_en__isnull=False) & ~Q(anulado_motivo=""))
                | (~Q(estado="ANULADO") & Q(anulado_en=None, anulado_motivo="")),
                violation_error_message="Un requerimiento se anula con su motivo.",
            ),
            models.CheckConstraint(
                name="planes_requerimiento_devuelto_con_motivo",
                condition=Q(devuelto_en=None, devuelto_motivo="")
                | (Q(devuelto_en__isnull=False, estado="PENDIENTE") & ~Q(devuelto_motivo="")),
                violation_error_message="Diga por qué no es de su competencia.",
            ),
            models.UniqueConstraint(
                Lower("quien_pide"),
                Lower("radicado"),
                condition=~Q(estado="ANULADO"),
                name="planes_requerimiento_unico",
                violation_error_message="Ese radicado de quien pide ya está registrado.",
            ),
        ]
        indexes = [models.Index(fields=["estado", "vence"], name="planes_requerimiento_vencen")]

    def __str__(self):
        return f"{self.quien_pide} · {self.radicado}"

    def situacion(self, hoy) -> de_ley.Situacion:
        """Cómo va frente a su plazo."""
        return de_ley.situacion(self, hoy)


class ClaseActuacion(models.TextChoices):
    """Lo que pasa con un requerimiento antes de la respuesta final."""

    PARCIAL = "PARCIAL", "Respuesta parcial"
    PRORROGA = "PRORROGA", "Prórroga concedida"


class Actuacion(models.Model):
    """Una respuesta parcial, o más plazo que concedió quien pide: de éste, hasta cuándo iba y hasta cuándo va."""

    Clase = ClaseActuacion

    requerimiento = models.ForeignKey(Requerimiento, on_delete=models.PROTECT, related_name="actuaciones")
    clase = models.CharField("clase", max_length=10, choices=ClaseActuacion)
    radicado = models.CharField("radicado", max_length=100)
    fecha = models.DateField("fecha")
    texto = models.TextField("qué dice", max_length=2000, blank=True)
    vencia = models.DateField("vencía", null=True, blank=True)
    vence = models.DateField("vence", null=True, blank=True)
    creada_en = models.DateTimeField("registrada")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    anulada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulada_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    class Meta:
        verbose_name = "actuación"
        verbose_name_plural = "actuaciones"
        ordering = ["fecha", "id"]
        constraints = [
            uno_de("planes_actuacion", "clase", ClaseActuacion),
            pares("planes_actuacion", "creada", "registro"),
            pares("planes_actuacion", "anulada", "anulación"),
            models.CheckConstraint(
                name="planes_actuacion_prorroga_con_fecha",
                condition=Q(clase="PARCIAL", vencia=None, vence=None)
                | Q(clase="PRORROGA", vencia__isnull=False, vence__gt=models.F("vencia")),
                violation_error_message="La prórroga vence después de lo que vencía.",
            ),
            con_motivo("planes_actuacion", "anulada", "Una actuación se anula con su motivo."),
            models.UniqueConstraint(
                "requerimiento",
                "clase",
                Lower("radicado"),
                condition=Q(anulada_en=None),
                name="planes_actuacion_unica",
                violation_error_message="Ya está registrada con ese radicado.",
            ),
        ]

    def __str__(self):
        return f"{self.get_clase_display()} · {self.radicado}"
