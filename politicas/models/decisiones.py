"""Lo que Planeación decidió donde las fuentes se contradicen."""

from django.db import models
from django.db.models import Q

from mipg.restricciones import con_motivo, pares, uno_de
from politicas.models.comunes import PERSONA
from politicas.models.vigencias import Vigencia
from politicas.querysets import DecisionCatalogoQuerySet
from politicas.reglas import Clase


class DecisionCatalogo(models.Model):
    """Qué se decidió de una contradicción, con qué fundamento, y lo que las fuentes decían entonces.

    Vale para esa vigencia y las que sigan mientras las fuentes digan lo mismo (`huella`) y no se revoque: si una
    cambia, la contradicción vuelve a estar por decidir y ésta queda como lo que se decidió. `opcion`: la que se
    escogió; vacía, si se decidió con otras palabras. `leido`: (fuente, lo que decía).
    """

    vigencia = models.ForeignKey(Vigencia, on_delete=models.PROTECT, related_name="decisiones")
    clase = models.CharField("clase", max_length=20, choices=Clase)
    clave = models.CharField("clave", max_length=150)
    huella = models.CharField("huella de lo leído", max_length=64)
    asunto = models.CharField("asunto", max_length=300)
    leido = models.JSONField("lo que decían las fuentes", default=list)
    opcion = models.CharField("opción", max_length=12, blank=True)
    decision = models.TextField("qué se decidió")
    fundamento = models.TextField("fundamento o acto")
    decidida_en = models.DateTimeField("decidida")
    decidida_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, related_name="+")
    revocada_en = models.DateTimeField("revocada", null=True, blank=True)
    revocada_por = models.ForeignKey(PERSONA, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revocada_motivo = models.TextField("por qué se revocó", blank=True)

    objects = DecisionCatalogoQuerySet.as_manager()

    class Meta:
        verbose_name = "decisión sobre el catálogo"
        verbose_name_plural = "decisiones sobre el catálogo"
        ordering = ["-decidida_en", "-id"]
        constraints = [
            uno_de("politicas_decisioncatalogo", "clase", Clase),
            pares("politicas_decisioncatalogo", "decidida", "decisión"),
            pares("politicas_decisioncatalogo", "revocada", "revocación"),
            models.CheckConstraint(
                name="politicas_decisioncatalogo_fundada",
                condition=~Q(decision="") & ~Q(fundamento=""),
                violation_error_message="Diga qué se decidió y con qué fundamento.",
            ),
            con_motivo("politicas_decisioncatalogo", "revocada", "Diga por qué se revoca."),
            models.UniqueConstraint(
                fields=["vigencia", "clave", "huella"],
                condition=Q(revocada_en=None),
                name="politicas_decisioncatalogo_una_vigente",
                violation_error_message="Eso ya se decidió.",
            ),
        ]

    def __str__(self):
        return f"{self.asunto}: {self.decision}"
