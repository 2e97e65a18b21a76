"""Sesiones de una instancia, sus miembros, quién asistió y lo que se aclaró después del acta."""

from datetime import date

from django.conf import settings
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mipg.fechas import en_bogota
from mipg.restricciones import orden, pares, rango, uno_de
from mipg.texto import normalizar
from mipg.usuarios.models import Dependencia
from planes.querysets import MiembroQuerySet, SesionQuerySet
from planes.reglas.sesiones import ABIERTAS, DIAS_SIN_FECHA
from politicas.models import Instancia

PERSONA = settings.AUTH_USER_MODEL


class Miembro(models.Model):
    """Quien integra una instancia entre dos fechas: una persona con cuenta, o sólo su nombre; siempre con su cargo."""

    instancia = models.ForeignKey(Instancia, on_delete=models.PROTECT, related_name="miembros")
    persona = models.ForeignKey(
        PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona con cuenta"
    )
    nombre = models.CharField("nombre", max_length=150, blank=True)
    cargo = models.CharField("cargo con que integra la instancia", max_length=150)
    dependencia = models.ForeignKey(
        Dependencia, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dependencia"
    )
    con_voto = models.BooleanField("tiene voto", default=True)
    preside = models.BooleanField("preside", default=False)
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)

    objects = MiembroQuerySet.as_manager()

    class Meta:
        verbose_name = "miembro"
        verbose_name_plural = "miembros"
        ordering = ["-preside", "-con_voto", "cargo", "id"]
        constraints = [
            orden("planes_miembro", "desde", "hasta", "La fecha final es anterior a la inicial."),
            models.CheckConstraint(
                name="planes_miembro_quien_es",
                condition=Q(persona__isnull=False) | ~Q(nombre=""),
                violation_error_message="Diga quién es: elija una persona o escriba su nombre.",
            ),
            models.CheckConstraint(
                name="planes_miembro_con_cargo",
                condition=~Q(cargo=""),
                violation_error_message="Diga con qué cargo integra la instancia.",
            ),
            models.UniqueConstraint(
                fields=["instancia", "persona"],
                condition=Q(hasta=None, persona__isnull=False),
                name="planes_miembro_una_vez",
                violation_error_message="Esa persona ya es miembro, sin fecha final: termine antes esa membresía.",
            ),
            models.UniqueConstraint(
                fields=["instancia"],
                condition=Q(hasta=None, preside=True),
                name="planes_miembro_preside_uno",
                violation_error_message="Ya hay quien preside, sin fecha final: termine antes esa membresía.",
            ),
        ]

    def __str__(self):
        return f"{self.quien}, {self.cargo}"

    @property
    def quien(self) -> str:
        """Cómo se llama."""
        return str(self.persona) if self.persona_id else self.nombre

    @property
    def identidad(self) -> tuple:
        """Quién es, para contarlo una vez: su cuenta o, sin ella, su nombre y su cargo como se comparan."""
        return (self.persona_id,) if self.persona_id else (normalizar(self.nombre), normalizar(self.cargo))


class TipoSesion(models.TextChoices):
    """Por qué se reúnen."""

    ORDINARIA = "ORDINARIA", "Ordinaria"
    EXTRAORDINARIA = "EXTRAORDINARIA", "Extraordinaria"


class ModalidadSesion(models.TextChoices):
    """Cómo se reúnen."""

    PRESENCIAL = "PRESENCIAL", "Presencial"
    VIRTUAL = "VIRTUAL", "Virtual"
    MIXTA = "MIXTA", "Mixta"


class EstadoSesion(models.TextChoices):
    """Vida de una sesión."""

    CONVOCADA = "CONVOCADA", "Convocada"
    EN_CURSO = "EN_CURSO", "En curso"
    CERRADA = "CERRADA", "Cerrada"
    CANCELADA = "CANCELADA", "Cancelada"


# Entre cuánto y cuánto, y qué se dice si no: a la base llega lo mismo que al formulario.
_QUORUM = (1, 500, "El quórum es de 1 a 500 personas.")
_DIAS = (1, 365, "Un compromiso sin fecha tiene de 1 a 365 días hábiles para cumplirse.")


def _entre(minimo: int, maximo: int, mensaje: str) -> list[BaseValidator]:
    return [MinValueValidator(minimo, mensaje), MaxValueValidator(maximo, mensaje)]


class Sesion(models.Model):
    """Reunión de una instancia. Al cerrarla recibe su número de acta, sin huecos en el año, y su foto no cambia jamás:
    `sha256` es la huella de `foto`.

    `quorum`: cuántos miembros con voto hacen falta para decidir; vacío, la mitad más uno de los que haya ese día.
    `dias_sin_fecha`: días hábiles en que se debe un compromiso que quedó sin fecha.
    """

    Estado = EstadoSesion
    Tipo = TipoSesion
    Modalidad = ModalidadSesion

    instancia = models.ForeignKey(Instancia, on_delete=models.PROTECT, related_name="sesiones")
    tipo = models.CharField("tipo", max_length=14, choices=Tipo, default=Tipo.ORDINARIA)
    fecha = models.DateField("fecha")
    hora = models.TimeField("hora")
    modalidad = models.CharField("modalidad", max_length=10, choices=Modalidad, default=Modalidad.PRESENCIAL)
    lugar = models.CharField("lugar o enlace", max_length=250)
    quorum = models.PositiveSmallIntegerField("quórum exigido", null=True, blank=True, validators=_entre(*_QUORUM))
    dias_sin_fecha = models.PositiveSmallIntegerField(
        "días hábiles para un compromiso sin fecha", default=DIAS_SIN_FECHA, validators=_entre(*_DIAS)
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.CONVOCADA)
    version = models.PositiveIntegerField("número de cambio", default=0, editable=False)
    acta_anio = models.PositiveSmallIntegerField("año del acta", null=True, blank=True)
    acta_numero = models.PositiveSmallIntegerField("número del acta", null=True, blank=True)
    foto = models.JSONField("foto del acta", null=True, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    convocada_en = models.DateTimeField("convocada")
    convocada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    iniciada_en = models.DateTimeField("iniciada", null=True, blank=True)
    iniciada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cerrada_en = models.DateTimeField("cerrada", null=True, blank=True)
    cerrada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelada_en = models.DateTimeField("cancelada", null=True, blank=True)
    cancelada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelada_motivo = models.CharField("por qué se canceló", max_length=500, blank=True)

    objects = SesionQuerySet.as_manager()

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        ordering = ["-fecha", "-hora", "-id"]
        constraints = [
            uno_de("planes_sesion", "tipo", TipoSesion),
            uno_de("planes_sesion", "modalidad", ModalidadSesion),
            uno_de("planes_sesion", "estado", EstadoSesion),
            pares("planes_sesion", "convocada", "convocatoria"),
            pares("planes_sesion", "iniciada", "inicio"),
            pares("planes_sesion", "cerrada", "cierre"),
            pares("planes_sesion", "cancelada", "cancelación"),
            rango("planes_sesion", "quorum", *_QUORUM),
            rango("planes_sesion", "dias_sin_fecha", *_DIAS),
            models.CheckConstraint(
                name="planes_sesion_cerrada_con_acta",
                condition=Q(
                    estado="CERRADA",
                    cerrada_en__isnull=False,
                    acta_anio__isnull=False,
                    acta_numero__gte=1,
                    foto__isnull=False,
                )
                | (~Q(estado="CERRADA") & Q(cerrada_en=None, acta_anio=None, acta_numero=None, sha256="")),
                violation_error_message="El número de acta se da al cerrar la sesión, con su foto y su fecha.",
            ),
            models.CheckConstraint(
                name="planes_sesion_iniciada_con_fecha",
                condition=Q(estado__in=["EN_CURSO", "CERRADA"], iniciada_en__isnull=False)
                | Q(estado="CONVOCADA", iniciada_en=None)
                | Q(estado="CANCELADA"),
                violation_error_message="Una sesión en curso dice cuándo empezó.",
            ),
            models.CheckConstraint(
                name="planes_sesion_cancelada_con_motivo",
                condition=(Q(estado="CANCELADA", cancelada_en__isnull=False) & ~Q(cancelada_motivo=""))
                | (~Q(estado="CANCELADA") & Q(cancelada_en=None, cancelada_motivo="")),
                violation_error_message="Una sesión se cancela con su motivo.",
            ),
            models.UniqueConstraint(
                fields=["instancia", "acta_anio", "acta_numero"],
                condition=Q(acta_numero__isnull=False),
                name="planes_sesion_acta_unica",
                violation_error_message="Ya hay un acta con ese número en el año.",
            ),
            models.UniqueConstraint(
                fields=["instancia", "fecha", "hora"],
                condition=~Q(estado="CANCELADA"),
                name="planes_sesion_una_a_esa_hora",
                violation_error_message="La instancia ya tiene una sesión ese día a esa hora: ábrala en «Sesiones». Si "
                "es otra, cambie la hora; si aquélla no va, cancélela.",
            ),
            models.UniqueConstraint(
                fields=["instancia"],
                condition=Q(estado="EN_CURSO"),
                name="planes_sesion_una_en_curso",
                violation_error_message="La instancia ya tiene una sesión en curso: ciérrela antes.",
            ),
        ]

    def __str__(self):
        return f"Sesión del {self.fecha:%d/%m/%Y}"

    @property
    def esta_abierta(self) -> bool:
        """Todavía recibe puntos: convocada o en curso."""
        return self.estado in ABIERTAS

    @property
    def registrada_despues(self) -> date | None:
        """El día en que se registró, si ya se había hecho."""
        registro = en_bogota(self.iniciada_en or self.convocada_en)
        return registro if registro > self.fecha else None

    @property
    def acta(self) -> str:
        """«Acta 3 de 2026»; vacío mientras no se cierra."""
        return f"Acta {self.acta_numero} de {self.acta_anio}" if self.acta_numero else ""


class SituacionAsistencia(models.TextChoices):
    """Si estuvo. Quien se retira no cuenta para los puntos que sigan."""

    PRESENTE = "PRESENTE", "Presente"
    RETIRADO = "RETIRADO", "Se retiró"
    AUSENTE = "AUSENTE", "No asistió"
    EXCUSADO = "EXCUSADO", "Se excusó"


class Asistencia(models.Model):
    """Un miembro en una sesión, con su nombre y su cargo de ese día: el acta no cambia si él cambia.

    Si va su delegado, cuenta como él.
    """

    Situacion = SituacionAsistencia

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="asistencias")
    miembro = models.ForeignKey(Miembro, on_delete=models.PROTECT, related_name="+")
    nombre = models.CharField("nombre", max_length=150)
    cargo = models.CharField("cargo", max_length=150)
    con_voto = models.BooleanField("tiene voto")
    preside = models.BooleanField("preside")
    situacion = models.CharField("asistencia", max_length=10, choices=Situacion, default=Situacion.AUSENTE)
    nota = models.CharField("nota", max_length=200, blank=True)
    delegado = models.CharField("asiste en su nombre", max_length=150, blank=True)
    delegacion = models.CharField("acto de delegación", max_length=150, blank=True)

    class Meta:
        verbose_name = "asistencia"
        verbose_name_plural = "asistencias"
        ordering = ["sesion_id", "-preside", "-con_voto", "cargo", "id"]
        constraints = [
            uno_de("planes_asistencia", "situacion", SituacionAsistencia),
            models.CheckConstraint(
                name="planes_asistencia_delegado_con_acto",
                condition=Q(delegado="", delegacion="") | (~Q(delegado="") & ~Q(delegacion="")),
                violation_error_message="De quien asiste por delegación diga su nombre y el acto que lo delega.",
            ),
            models.UniqueConstraint(
                fields=["sesion", "miembro"],
                name="planes_asistencia_unica",
                violation_error_message="Ese miembro ya está en la lista.",
            ),
        ]

    def __str__(self):
        return f"{self.nombre}, {self.cargo}"

    @property
    def por_delegado(self) -> str:
        """«Asiste Fulana (Resolución 12 de 2026)», si va en su nombre."""
        return f"Asiste {self.delegado} ({self.delegacion})" if self.delegado else ""

    @property
    def dicho(self) -> str:
        """Todo lo anotado, en una línea."""
        return ". ".join(filter(None, [self.get_situacion_display(), self.por_delegado, self.nota]))

    @property
    def identidad(self) -> tuple:
        """De quién es, para contarlo una vez aunque integre la instancia de dos modos."""
        return self.miembro.identidad

    @property
    def esta(self) -> bool:
        """Está en la sala ahora."""
        return self.situacion == SituacionAsistencia.PRESENTE


class Aclaracion(models.Model):
    """Corrección de un acta cerrada: se le agrega, con fecha y autor; lo que decía sigue diciendo lo mismo."""

    sesion = models.ForeignKey(Sesion, on_delete=models.PROTECT, related_name="aclaraciones")
    texto = models.TextField("aclaración", max_length=4000)
    creada_en = models.DateTimeField("hecha")
    creada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "aclaración"
        verbose_name_plural = "aclaraciones"
        ordering = ["sesion_id", "id"]
        constraints = [pares("planes_aclaracion", "creada", "aclaración")]

    def __str__(self):
        return self.texto[:80]
