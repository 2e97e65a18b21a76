"""Suceso: una fila de la bitácora, sea el verbo de una acción o el cambio de campos que la biblioteca registra."""

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from mipg.bitacora import contexto


class SucesoQuerySet(models.QuerySet):
    """Vocabulario de lectura de la bitácora."""

    def de(self, objeto: models.Model) -> "SucesoQuerySet":
        """Todo lo que le pasó a un objeto, lo último primero."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(objeto), object_pk=str(objeto.pk)
        ).select_related("actor")

    def del_historial(self, historial: str) -> "SucesoQuerySet":
        """Lo que se cuenta en un historial, sobre el registro que sea, lo último primero."""
        return self.filter(historial=historial)

    def con_verbo(self) -> "SucesoQuerySet":
        """Sólo los sucesos de las acciones, sin los cambios de campo."""
        return self.exclude(verbo="")


class SucesoManager(LogEntryManager.from_queryset(SucesoQuerySet)):
    """El gestor de la biblioteca, que además pone al autor del contexto vigente."""

    def log_create(self, instance, force_log: bool = False, **kwargs):
        """Anota un cambio de campos con el autor, el origen y la dirección del contexto."""
        return super().log_create(instance, force_log=force_log, **_del_contexto(), **kwargs)

    def log_m2m_changes(self, changed_queryset, instance, operation, field_name, **kwargs):
        """Anota un cambio en una relación de muchos a muchos, con lo mismo."""
        return super().log_m2m_changes(changed_queryset, instance, operation, field_name, **_del_contexto(), **kwargs)


def _del_contexto() -> dict:
    vigente = contexto.actual()
    autor = {"actor": vigente.por, "actor_email": vigente.por.email} if vigente.por is not None else {}
    return {"origen": vigente.origen, "remote_addr": vigente.direccion, **autor}


class Suceso(AbstractLogEntry):
    """Fila de la bitácora. `verbo` vacío: cambio de campos; con verbo: acción del dominio.

    `changes` es `{campo: [antes, después]}`. `historial` dice en qué historia se cuenta lo de cada parte de
    un registro («planes.plan:12» en una actividad de ese plan): sigue ahí aunque la parte se elimine. No se edita
    ni se borra: las personas y los tipos se protegen.
    """

    # Sin índice propio: el de «tipo y registro» le sirve, y con los dos SQLite elige éste y lee todo lo del tipo.
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="tipo de registro", db_index=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="autor",
    )
    verbo = models.CharField("verbo", max_length=40, blank=True, db_index=True)
    origen = models.CharField("origen", max_length=20, blank=True)
    nota = models.TextField("nota", blank=True)
    # Nulo y no vacío: así el índice sólo guarda lo que se cuenta en una historia.
    historial = models.CharField("historial", max_length=60, null=True, blank=True, editable=False)  # noqa: DJ001

    objects = SucesoManager()

    class Meta:
        verbose_name = "suceso"
        verbose_name_plural = "sucesos"
        ordering = ["-timestamp", "-id"]
        get_latest_by = "timestamp"
        indexes = [
            models.Index(fields=["content_type", "object_pk"], name="bitacora_suceso_objeto"),
            models.Index(
                fields=["historial", "-timestamp", "-id"],
                condition=models.Q(historial__isnull=False),
                name="bitacora_suceso_historial",
            ),
        ]

    def __str__(self):
        return f"{self.verbo or self.get_action_display()} · {self.object_repr}"
