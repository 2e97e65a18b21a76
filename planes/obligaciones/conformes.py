"""Decir si se está conforme con el plan en revisión de una política que también se lidera. No bloquea."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from mipg.fechas import en_bogota
from mipg.obligaciones import Obligacion
from planes.models import Conforme, Plan
from planes.obligaciones.papeles import Papeles
from planes.querysets import coliderados
from politicas.models import Vigencia

PLAZO = timedelta(days=7)


def de_conformes(papeles: Papeles) -> Iterator[Obligacion]:
    """Le toca al jefe de cada dependencia colíder, en los siete días que siguen al envío; si no lo hay, a nadie: el
    plan dice que falta y se decide igual.
    """
    if not papeles.jefes:
        return
    dicho = Conforme.objects.filter(
        plan=OuterRef("pk"), propuesta=None, dependencia=OuterRef("colider"), envio=OuterRef("enviado_en")
    )
    planes = (
        Plan.objects.filter(estado=Plan.Estado.EN_REVISION, vigencia__in=Vigencia.objects.abiertas())
        .filter(coliderados(list(papeles.jefes)))
        .annotate(colider=F("politica__responsabilidades__dependencia"))
        .exclude(colider=F("dependencia"))
        .filter(~Exists(dicho))
        .select_related("vigencia")
        .only("nombre", "enviado_en", "vigencia__anio", "vigencia__dias_aviso")
        .order_by("enviado_en", "pk")
        .distinct()
    )
    for plan in planes:
        for persona in papeles.jefes[plan.colider]:
            yield Obligacion(
                vence=en_bogota(plan.enviado_en) + PLAZO,
                verbo="Dar conforme",
                asunto=plan.nombre[:150],
                detalle=f"Vigencia {plan.vigencia}",
                clave=f"plan:{plan.pk}:conforme:{plan.colider}",
                url=reverse("planes:conforme_dar", args=[plan.pk]),
                persona=persona,
                dependencia=plan.colider,
                dias_aviso=tuple(plan.vigencia.dias_aviso),
            )
