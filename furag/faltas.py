"""Lo que le falta a un plan de mejoramiento por lo suyo: lo que contesta furag cuando planes pregunta."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count
from django.urls import reverse

from furag.models import AccionMejora
from furag.reglas.mejoras import problemas_de_mejora
from mipg.reglas import Problema
from planes.models import Plan


def faltas_de(plan: Plan, actividades: Sequence) -> list[Problema]:
    """De cada actividad vigente, qué le falta a su acción de mejora y en qué página se completa. Una consulta."""
    if plan.clase != Plan.Clase.MEJORAMIENTO or not actividades:
        return []
    suyas = AccionMejora.objects.filter(actividad__plan=plan.pk).annotate(n_recomendaciones=Count("atenciones"))
    mejoras = {mejora.actividad_id: mejora for mejora in suyas.order_by()}
    return [problema for actividad in actividades for problema in _de_una(actividad, mejoras.get(actividad.pk))]


def _de_una(actividad, mejora: AccionMejora | None) -> list[Problema]:
    donde = {"donde": f"Actividad {actividad.numero}", "de": actividad.pk}
    url = (
        reverse("furag:mejora_editar", args=[mejora.pk])
        if mejora
        else reverse("furag:mejora_completar", args=[actividad.pk])
    )
    problemas = problemas_de_mejora(
        mejora,
        recomendaciones=mejora.n_recomendaciones if mejora else 0,
        indicador=getattr(actividad, "indicador", None),
    )
    # El indicador es de la actividad, y se escribe en su página.
    return [replace(p, url="" if p.campo == "indicador" else url, **donde) for p in problemas]


def contestar(sender, *, plan: Plan, actividades: Sequence, **_) -> list[Problema]:
    """Receptor de `planes.acciones.planes.que_mas_le_falta`."""
    return faltas_de(plan, actividades)
