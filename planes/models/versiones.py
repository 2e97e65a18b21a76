"""Foto de un plan al aprobarse."""

from django.conf import settings
from django.db import models

from mipg.restricciones import pares, rango, uno_de
from planes.models.planes import Plan
from planes.querysets import VersionPlanQuerySet
from planes.reglas import huella
from planes.reglas.actos import PENDIENTE, citar, es_de_un_punto

PERSONA = settings.AUTH_USER_MODEL


class ClaseVersionPlan(models.TextChoices):
    """Qué produjo la versión."""

    APROBACION = "APROBACION", "Aprobación"
    MODIFICACION = "MODIFICACION", "Modificación"
    PRORROGA = "PRORROGA", "Prórroga"


class TardiaVersionPlan(models.TextChoices):
    """Qué se decidió de lo programado en cortes ya cerrados."""

    MOVER = "MOVER", "Moverlo según el tipo de meta"
    CONSERVAR = "CONSERVAR", "Conservarlo en cero"


class VersionPlan(models.Model):
    """Foto íntegra de un plan al aprobarse. No cambia jamás: `sha256` es la huella de `foto`.

    Lo único que se corrige es el acto mal escrito, con su suceso; la foto conserva el que se escribió.
    """

    Clase = ClaseVersionPlan
    Tardia = TardiaVersionPlan

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versiones")
    numero = models.PositiveSmallIntegerField("versión")
    foto = models.JSONField("foto")
    sha256 = models.CharField("SHA-256", max_length=64)
    clase = models.CharField("qué la produjo", max_length=12, choices=Clase, default=Clase.APROBACION)
    motivo = models.TextField("motivo", blank=True)
    frase = models.CharField("qué cambió y por qué, en una frase", max_length=300, blank=True)
    rige_desde = models.DateField("rige desde", null=True, blank=True)
    trimestre_cerrado = models.PositiveSmallIntegerField(
        "trimestre cerrado", default=0, help_text="Hasta cuál se había cerrado la vigencia al aprobarla (0–4)."
    )
    tardia = models.CharField("qué se hizo con lo ya cerrado", max_length=10, choices=Tardia, blank=True)
    tardia_motivo = models.CharField("por qué", max_length=500, blank=True)
    acto = models.CharField("acto", max_length=120, blank=True)
    acto_fecha = models.DateField("fecha del acto", null=True, blank=True)
    punto = models.ForeignKey(
        "planes.Punto",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="versiones",
        verbose_name="punto de la sesión en que se aprobó",
    )
    aprobado_en = models.DateTimeField("aprobada")
    aprobado_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    objects = VersionPlanQuerySet.as_manager()

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
            uno_de("planes_versionplan", "clase", ClaseVersionPlan),
            uno_de("planes_versionplan", "tardia", TardiaVersionPlan, vacio=True),
            rango("planes_versionplan", "trimestre_cerrado", 0, 4, "El trimestre va de 0 a 4."),
            pares("planes_versionplan", "aprobado", "aprobación"),
        ]

    def __str__(self):
        return f"{self.plan} · V{self.numero}"

    @property
    def acto_citado(self) -> str:
        """El acto con su fecha."""
        return citar("", self.acto, self.acto_fecha)

    @property
    def acto_con_acta(self) -> str:
        """El acto con su fecha y, si cita un punto de una sesión, el acta de ésta. Cárguela `del_plan`."""
        if not self.acta_numero or not es_de_un_punto(self.acto):
            return self.acto_citado
        return f"{self.acto_citado} (Acta {self.acta_numero} de {self.acta_anio})"

    @property
    def acto_pendiente(self) -> bool:
        """Se aprobó con «acta pendiente» y no se ha completado."""
        return self.acto == PENDIENTE

    @property
    def sin_segregacion(self) -> str:
        """Por qué la aprobó quien la formuló; vacío si fue otra persona. Cárguela `con_decision`."""
        de_donde = {
            self.Clase.APROBACION: "plan",
            self.Clase.MODIFICACION: "propuesta",
            self.Clase.PRORROGA: "prorroga",
        }[self.Clase(self.clase)]
        # Las fábricas y los datos de antes pueden traer la versión sin lo que la produjo.
        return getattr(getattr(self, de_donde, None), "sin_segregacion", "")

    @property
    def esta_integra(self) -> bool:
        """La foto es la que se aprobó: da su misma huella."""
        return huella(self.foto) == self.sha256

    @property
    def lo_tardio(self) -> str:
        """Qué se decidió de lo programado en cortes ya cerrados, en una frase; vacía si no se aprobó tarde."""
        if not self.tardia:
            return ""
        movida = self.tardia == self.Tardia.MOVER
        que = "se movió a los que faltaban" if movida else "se conservó y vale cero"
        motivo = f": {self.tardia_motivo}" if self.tardia_motivo else "."
        return f"Se aprobó con cortes cerrados hasta T{self.trimestre_cerrado}; lo programado en ellos {que}{motivo}"
