"""El mejoramiento: la acción y su causa, qué recomendaciones atiende, quién la suscribió y quién la verificó.

La acción es una `Actividad` de un plan de mejoramiento; aquí vive lo que sólo ella tiene. «En ejecución», «ejecutada»,
«vencida», «prorrogada» y «cerrada» no se guardan: se derivan.
"""

from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.db import models
from django.db.models import Q

from furag.models.recomendaciones import Recomendacion
from furag.querysets import (
    AccionMejoraQuerySet,
    AtencionQuerySet,
    ConceptoQuerySet,
    SuscripcionQuerySet,
    VerificacionQuerySet,
)
from furag.reglas.mejoras import concepto_dicho
from furag.reglas.situaciones import SIN_VERIFICAR, Situacion, situacion
from mipg.restricciones import con_motivo, pares, rango, uno_de
from planes.models import Actividad, Plan, VersionPlan

PERSONA = settings.AUTH_USER_MODEL


class Suscripcion(models.Model):
    """Quien responde por la política firma ante Planeación una versión congelada de su plan de mejoramiento.

    `foto`: lo que la versión del plan no trae de cada acción —causa, recomendaciones, índice, línea base y puntaje
    esperado—; `sha256`, su huella. No cambia jamás.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="suscripciones")
    version = models.ForeignKey(
        VersionPlan, on_delete=models.PROTECT, related_name="suscripciones", verbose_name="versión que se firma"
    )
    foto = models.JSONField("lo que se firmó de cada acción")
    sha256 = models.CharField("SHA-256", max_length=64)
    suscrita_en = models.DateTimeField("suscrita")
    suscrita_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    anulada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulada_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = SuscripcionQuerySet.as_manager()

    class Meta:
        verbose_name = "suscripción"
        verbose_name_plural = "suscripciones"
        ordering = ["-suscrita_en", "-id"]
        constraints = [
            pares("furag_suscripcion", "suscrita", "suscripción"),
            pares("furag_suscripcion", "anulada", "anulación"),
            con_motivo("furag_suscripcion", "anulada", "Diga por qué se anula la suscripción."),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(anulada_en=None),
                name="furag_suscripcion_una_por_version",
                violation_error_message="Esa versión ya está suscrita.",
            ),
        ]

    def __str__(self):
        return f"{self.version} suscrita"


class EstadoAccionMejora(models.TextChoices):
    """Lo que alguien decidió de una acción de mejora."""

    FORMULADA = "FORMULADA", "Formulada"
    SUSCRITA = "SUSCRITA", "Suscrita"
    CUMPLIDA = "CUMPLIDA", "Cumplida"
    NO_CUMPLIDA = "NO_CUMPLIDA", "No cumplida"


class AccionMejora(models.Model):
    """Lo propio de una actividad de mejoramiento. `codigo` la identifica también cuando continúa en otro año.

    `indice` («POL07», «I12»), `linea_base` y `esperado` (0–100) se fijan antes de firmar y no cambian: sin ellos no se
    puede decir después si fue efectiva. `continua`: la del año anterior, prorrogada; `reformula`: la que no fue
    efectiva. `decia`: el estado o el avance que traía el libro de donde entró; no cierra ni mide nada.
    """

    Estado = EstadoAccionMejora
    # Lo que se dice de ella: se formula, se firma y sigue con ella en otro año. La línea base la pone la medición.
    PROPIOS = ("causa", "hallazgo", "indice", "linea_base", "esperado", "sin_indice")

    # La actividad de un borrador se borra, y con ella lo suyo; lo firmado está en un plan que ya no se borra.
    actividad = models.OneToOneField(Actividad, on_delete=models.CASCADE, related_name="mejora")
    codigo = models.CharField("código", max_length=24)
    hallazgo = models.TextField("hallazgo o brecha", max_length=4000, blank=True)
    causa = models.TextField("causa", max_length=2000, blank=True)
    indice = models.CharField("índice que se espera mover", max_length=6, blank=True)
    linea_base = models.DecimalField("línea base", max_digits=7, decimal_places=4, null=True, blank=True)
    esperado = models.DecimalField("puntaje esperado", max_digits=7, decimal_places=4, null=True, blank=True)
    sin_indice = models.CharField("por qué no tiene índice o línea base", max_length=300, blank=True)
    estado = models.CharField("estado", max_length=12, choices=EstadoAccionMejora, default=EstadoAccionMejora.FORMULADA)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    suscripcion = models.ForeignKey(
        Suscripcion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acciones",
        verbose_name="suscripción",
    )
    # No es única: del plan en que seguía se pudo desistir, y entonces sigue en otro.
    continua = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="siguientes", verbose_name="continúa"
    )
    reformula = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reformulada", verbose_name="reformula"
    )
    decia = models.TextField("lo que el archivo decía de ella", max_length=2000, blank=True)
    no_atiende = models.ManyToManyField(
        Recomendacion, blank=True, related_name="+", verbose_name="recomendaciones que alguien dijo que no atiende"
    )
    recomendaciones = models.ManyToManyField(
        Recomendacion, through="Atencion", related_name="acciones", verbose_name="recomendaciones que atiende"
    )

    objects = AccionMejoraQuerySet.as_manager()

    class Meta:
        verbose_name = "acción de mejora"
        verbose_name_plural = "acciones de mejora"
        ordering = ["actividad__plan_id", "actividad__orden", "id"]
        constraints = [
            uno_de("furag_accionmejora", "estado", EstadoAccionMejora),
            rango("furag_accionmejora", "linea_base", 0, 100, "La línea base es un puntaje de 0 a 100."),
            rango("furag_accionmejora", "esperado", 0, 100, "El puntaje esperado va de 0 a 100."),
            models.UniqueConstraint(
                fields=["codigo"],
                condition=Q(continua=None),
                name="furag_accionmejora_codigo_unico",
                violation_error_message="Otra acción de mejora ya tiene ese código.",
            ),
            models.CheckConstraint(
                name="furag_accionmejora_suscrita_con_firma",
                condition=Q(estado="FORMULADA", suscripcion=None)
                | (~Q(estado="FORMULADA") & Q(suscripcion__isnull=False)),
                violation_error_message="Una acción suscrita dice en qué firma.",
            ),
        ]

    def __str__(self):
        return f"{self.codigo} · {self.actividad}"

    @property
    def esta_formulada(self) -> bool:
        """Nadie la ha firmado: todavía se corrige."""
        return self.estado == EstadoAccionMejora.FORMULADA

    def espera_verificacion(self, hoy: date) -> bool:
        """Terminó su plazo y nadie la ha verificado, prorrogado al otro año ni retirado; si venció o se ejecutó lo dice
        su avance. Cárguela `con_hechos`.
        """
        fin = self.actividad.fecha_fin
        return SIN_VERIFICAR(self) and fin is not None and fin < hoy and not (self.prorrogada or self.retirada)

    def situacion_sin_avance(self) -> Situacion:
        """En qué está por lo que se decidió. Nunca dice que se ejecuta ni que venció: eso sale de lo reportado, y lo
        sabe `seguimiento`. Cárguela `con_hechos`.
        """
        sin_reportes = {"completa": False, "con_avance": False, "vencio": False}
        return situacion(SimpleNamespace(**vars(self) | sin_reportes))


class Atencion(models.Model):
    """Una acción atiende una recomendación. Cada una tiene su propia constancia de si quedó cumplida: que la acción se
    cumpla no las cumple todas.
    """

    accion = models.ForeignKey(AccionMejora, on_delete=models.CASCADE, related_name="atenciones", verbose_name="acción")
    recomendacion = models.ForeignKey(
        Recomendacion, on_delete=models.PROTECT, related_name="atenciones", verbose_name="recomendación"
    )
    cumplida = models.BooleanField("quedó cumplida", null=True, blank=True)
    nota = models.TextField("constancia", max_length=2000, blank=True)
    decidida_en = models.DateTimeField("decidida", null=True, blank=True)
    decidida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AtencionQuerySet.as_manager()

    class Meta:
        verbose_name = "recomendación atendida"
        verbose_name_plural = "recomendaciones atendidas"
        ordering = ["accion_id", "recomendacion_id"]
        constraints = [
            pares("furag_atencion", "decidida", "constancia"),
            models.UniqueConstraint(
                fields=["accion", "recomendacion"],
                name="furag_atencion_unica",
                violation_error_message="La acción ya atiende esa recomendación.",
            ),
            models.CheckConstraint(
                name="furag_atencion_decidida_con_fecha",
                condition=Q(cumplida=None, decidida_en=None) | Q(cumplida__isnull=False, decidida_en__isnull=False),
                violation_error_message="La constancia de una recomendación dice quién y cuándo.",
            ),
        ]

    def __str__(self):
        return f"{self.accion_id} atiende {self.recomendacion_id}"

    @property
    def constancia(self) -> str:
        """Si la recomendación quedó cumplida con la acción; vacío si nadie lo ha dicho."""
        return {True: "Quedó cumplida", False: "No quedó cumplida", None: ""}[self.cumplida]


class Verificacion(models.Model):
    """Planeación dice si una acción se cumplió (eficacia), con qué evidencia. La equivocada se anula y se hace otra."""

    accion = models.ForeignKey(
        AccionMejora, on_delete=models.PROTECT, related_name="verificaciones", verbose_name="acción"
    )
    cumplida = models.BooleanField("se cumplió")
    nota = models.TextField("qué se verificó", max_length=2000)
    verificada_en = models.DateTimeField("verificada")
    verificada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    sin_segregacion = models.CharField("por qué la verificó quien la suscribió", max_length=300, blank=True)
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    anulada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulada_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = VerificacionQuerySet.as_manager()

    class Meta:
        verbose_name = "verificación de Planeación"
        verbose_name_plural = "verificaciones de Planeación"
        ordering = ["-verificada_en", "-id"]
        constraints = [
            pares("furag_verificacion", "verificada", "verificación"),
            pares("furag_verificacion", "anulada", "anulación"),
            con_motivo("furag_verificacion", "anulada", "Diga por qué se anula la verificación."),
            models.UniqueConstraint(
                fields=["accion"],
                condition=Q(anulada_en=None),
                name="furag_verificacion_una_en_pie",
                violation_error_message="La acción ya está verificada: anule esa verificación antes de hacer otra.",
            ),
        ]

    def __str__(self):
        return f"{self.accion.codigo}: {'cumplida' if self.cumplida else 'no cumplida'}"


class ClaseConcepto(models.TextChoices):
    """De qué se pronuncia Control Interno."""

    CUMPLIMIENTO = "CUMPLIMIENTO", "Verificación"
    EFECTIVIDAD = "EFECTIVIDAD", "Efectividad"


class ConceptoDeControl(models.Model):
    """Lo que Control Interno verifica por su cuenta de una acción; de aquí, y sólo de aquí, se deriva su cierre.

    `favorable`: conforme, en la verificación; efectiva, en la efectividad. Nunca cambia lo de la primera ni la segunda
    línea.
    """

    Clase = ClaseConcepto

    accion = models.ForeignKey(AccionMejora, on_delete=models.PROTECT, related_name="conceptos", verbose_name="acción")
    clase = models.CharField("de qué", max_length=12, choices=ClaseConcepto)
    favorable = models.BooleanField("conforme o efectiva")
    nota = models.TextField("en qué se funda", max_length=2000)
    impedimento = models.CharField("impedimento que se declara", max_length=300, blank=True)
    emitido_en = models.DateTimeField("emitido")
    emitido_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    anulado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    anulado_motivo = models.CharField("por qué se anuló", max_length=500, blank=True)

    objects = ConceptoQuerySet.as_manager()

    class Meta:
        verbose_name = "concepto de Control Interno"
        verbose_name_plural = "conceptos de Control Interno"
        ordering = ["-emitido_en", "-id"]
        constraints = [
            uno_de("furag_conceptodecontrol", "clase", ClaseConcepto),
            pares("furag_conceptodecontrol", "emitido", "emisión"),
            pares("furag_conceptodecontrol", "anulado", "anulación"),
            con_motivo("furag_conceptodecontrol", "anulado", "Diga por qué se anula el concepto."),
            models.UniqueConstraint(
                fields=["accion", "clase"],
                condition=Q(anulado_en=None),
                name="furag_conceptodecontrol_uno_en_pie",
                violation_error_message="Ya hay un concepto de eso en pie: anúlelo antes de emitir otro.",
            ),
        ]

    def __str__(self):
        return f"{self.get_clase_display()} de {self.accion_id}"

    @property
    def dicho(self) -> str:
        """En dos palabras: «Conforme», «No efectiva»…"""
        return concepto_dicho(self.clase, self.favorable)
