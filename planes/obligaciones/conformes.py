"""Decir si se está conforme con el plan en revisión de una política que también se lidera. No bloquea."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from mipg.fechas import en_bogota
from mipg.obligaciones import Obligacion
from planes.models import Conforme, Plan
from planes.obligaciones.papeles import Papeles
from politicas.models import ResponsabilidadPolitica, Vigencia

PLAZO = timedelta(days=7)


def de_conformes(papeles: Papeles) -> Iterator[Obligacion]:
    """Le toca al jefe de cada dependencia colíder, en los siete días que siguen al envío; si no lo hay, a nadie: el
    plan dice que falta y se decide igual.
    """
    if not papeles.jefes:
        return
    lideran = ResponsabilidadPolitica.objects.que_lideran(OuterRef("vigencia__anio"), papeles.hoy).order_by()
    suya = lideran.filter(politica=OuterRef("politica"), responde__in=list(papeles.jefes))
    planes = (
        Plan.objects.filter(estado=Plan.Estado.EN_REVISION, vigencia__in=Vigencia.objects.abiertas())
        .filter(Exists(suya))
        .select_related("vigencia")
        .only("nombre", "enviado_en", "politica", "dependencia", "vigencia__anio", "vigencia__dias_aviso")
        .order_by("enviado_en", "pk")
    )
    de_quien: dict[tuple[int, int], dict[int, None]] = defaultdict(dict)
    for anio in sorted({plan.vigencia.anio for plan in planes}):
        lideran = ResponsabilidadPolitica.objects.que_lideran(anio, papeles.hoy).order_by("orden")
        suyas = lideran.filter(responde__in=list(papeles.jefes)).values_list("politica", "responde")
        for politica, responde in suyas:
            de_quien[anio, politica][responde] = None
    de_este_envio = Conforme.objects.filter(plan__in=planes.order_by().values("pk"), envio=F("plan__enviado_en"))
    dichos = set(de_este_envio.values_list("plan", "dependencia"))
    deben = (
        (plan, colider)
        for plan in planes
        for colider in de_quien.get((plan.vigencia.anio, plan.politica_id), ())
        if colider != plan.dependencia_id and (plan.pk, colider) not in dichos
    )
    for plan, colider in deben:
        for persona in papeles.jefes[colider]:
            yield Obligacion(
                vence=en_bogota(plan.enviado_en) + PLAZO,
                verbo="Dar conforme",
                asunto=plan.nombre[:150],
                detalle=f"Vigencia {plan.vigencia}",
                clave=f"plan:{plan.pk}:conforme:{colider}",
                url=reverse("planes:conforme_dar", args=[plan.pk]),
                persona=persona,
                dependencia=colider,
                dias_aviso=tuple(plan.vigencia.dias_aviso),
            )
