"""Lo que el informe de un corte dice además de las cifras: planes aprobados tarde y prórrogas que rigen."""

from planes.models import Prorroga, VersionPlan
from planes.querysets import ProrrogaQuerySet, VersionPlanQuerySet
from seguimiento.models import Corte


def aprobados_tarde(corte: Corte) -> VersionPlanQuerySet:
    """Las aprobaciones que decidieron qué hacer con cortes ya cerrados; de un corte cerrado, las de hasta entonces."""
    tardias = VersionPlan.objects.filter(plan__vigencia=corte.vigencia_id).exclude(tardia="")
    hasta = tardias.filter(aprobado_en__lte=corte.cerrado_en) if corte.cerrado_en else tardias
    return hasta.select_related("plan").defer("foto").order_by("aprobado_en", "pk")


def prorrogadas(corte: Corte) -> ProrrogaQuerySet:
    """Las prórrogas que cambiaron una fecha; de un corte cerrado, las de hasta entonces."""
    suyas = Prorroga.objects.filter(actividad__plan__vigencia=corte.vigencia_id).que_rigen()
    hasta = suyas.filter(decidida_en__lte=corte.cerrado_en) if corte.cerrado_en else suyas
    return hasta.select_related("actividad__plan")
