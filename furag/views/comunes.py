"""Lo que comparten las páginas del mejoramiento: cargar lo visible y las migas."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from furag.models import AccionMejora, Atencion
from planes.models import Plan
from planes.views.comunes import cargar_plan
from planes.views.comunes import migas_de as migas_del_plan

FORMULARIO = ["GET", "HEAD", "POST"]


def cargar_plan_de_mejoramiento(request, pk: int) -> Plan:
    """El plan de mejoramiento, si la persona lo ve; si no, o si es de otra clase, 404."""
    plan = cargar_plan(request, pk)
    return get_object_or_404(Plan.objects.filter(clase=Plan.Clase.MEJORAMIENTO, pk=pk)) and plan


def cargar_mejora(request, pk: int) -> AccionMejora:
    """La acción con lo que decide su situación, si la persona ve su plan; si no, 404."""
    visibles = AccionMejora.objects.visibles_para(request.perfil)
    return get_object_or_404(visibles.en_lista().con_hechos(), pk=pk)


def migas_de(plan: Plan, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Planes › el plan › sus acciones de mejora › lo que siga."""
    lista = reverse("furag:mejora_lista", args=[plan.pk]) if finales else None
    return migas_del_plan(plan, ("Acciones de mejora", lista), *finales)


def migas_de_mejora(mejora: AccionMejora, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """… › la acción › lo que siga."""
    propia = reverse("furag:mejora_detalle", args=[mejora.pk]) if finales else None
    return migas_de(mejora.actividad.plan, (mejora.codigo, propia), *finales)


def pagina_de(mejora: AccionMejora) -> str:
    """Dirección de su página."""
    return reverse("furag:mejora_detalle", args=[mejora.pk])


def atenciones_de(mejora: AccionMejora) -> list[Atencion]:
    """Qué recomendaciones atiende, en su orden, con la constancia de cada una."""
    de_ella = mejora.atenciones.select_related("recomendacion__medicion", "recomendacion__politica", "decidida_por")
    return list(de_ella.order_by("recomendacion__numero"))
