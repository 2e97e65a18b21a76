"""Lo que le falta a un plan de mejoramiento por lo suyo: lo que contesta furag cuando planes pregunta."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse

from furag.models import AccionMejora, Puntaje
from furag.reglas.mejoras import problemas_de_mejora
from mipg.reglas import Problema
from planes.models import Plan

_DE_LA_ACTIVIDAD = ("indicador", "fecha_inicio")


def faltas_de(plan: Plan, actividades: Sequence) -> list[Problema]:
    """De cada actividad vigente, qué le falta a su acción de mejora y en qué página se completa. Dos consultas."""
    if plan.clase != Plan.Clase.MEJORAMIENTO or not actividades:
        return []
    suyas = AccionMejora.objects.filter(actividad__plan=plan.pk).annotate(n_recomendaciones=Count("atenciones"))
    mejoras = {mejora.actividad_id: mejora for mejora in suyas.order_by()}
    bases = _bases(plan, mejoras.values())
    return [p for actividad in actividades for p in _de_una(actividad, mejoras.get(actividad.pk), bases)]


def _bases(plan: Plan, mejoras: Iterable[AccionMejora]) -> dict[int, Decimal | None]:
    """Por acción sin firmar que mueve un índice, lo que de él dicen los resultados que hoy rigen."""
    suyas = {una.pk: una.indice for una in mejoras if una.indice and una.esta_formulada and not una.continua_id}
    if not suyas:
        return {}
    propios = Puntaje.objects.propios().filter(entidad__carga__medicion__anio=plan.vigencia_medida)
    valores = propios.de_codigos(suyas.values())
    return {pk: valores.get(indice) for pk, indice in suyas.items()}


def _de_una(actividad, mejora: AccionMejora | None, bases: Mapping[int, Decimal | None]) -> list[Problema]:
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
        con_inicio=getattr(actividad, "fecha_inicio", "") is not None,
    )
    if mejora and mejora.pk in bases and bases[mejora.pk] != mejora.linea_base:
        # Se cargaron otros resultados después de formularla: al guardarla se fija la de hoy.
        problemas.append(
            Problema("su línea base ya no es la de los resultados que rigen: guárdela otra vez.", "mejora")
        )
    # Lo de la actividad se escribe en su página.
    return [replace(p, url="" if p.campo in _DE_LA_ACTIVIDAD else url, **donde) for p in problemas]


def contestar(sender, *, plan: Plan, actividades: Sequence, **_) -> list[Problema]:
    """Receptor de `planes.acciones.planes.que_mas_le_falta`."""
    return faltas_de(plan, actividades)
