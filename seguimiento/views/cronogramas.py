"""Páginas del cronograma: de un plan, de una dependencia y de una vigencia. Por páginas, y para imprimir apaisado."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.usuarios.models import Dependencia
from planes.models import Actividad, Plan
from politicas.eleccion import elegir_vigencia
from politicas.models import Vigencia
from seguimiento import cronogramas


def _pintar(request, plantilla: str, actividades: QuerySet[Actividad], vigencia: Vigencia | None, **contexto):
    """Una página del cronograma de unas actividades: las de cada plan seguidas, en su orden."""
    en_orden = actividades.vigentes().en_orden().only("pk")
    pagina = Paginator(en_orden, cronogramas.POR_PAGINA).get_page(request.GET.get("page"))
    filas = cronogramas.medidas(pagina.object_list, vigencia, request.hoy) if vigencia else []
    contexto |= {
        "vigencia": vigencia,
        "page_obj": pagina,
        "dibujos": list(cronogramas.dibujar(filas, anio=vigencia.anio, hoy=request.hoy)) if vigencia else [],
    }
    return render(request, plantilla, contexto)


def _aprobadas(request, vigencia: Vigencia | None) -> QuerySet[Actividad]:
    """Las de los planes aprobados de la vigencia: lo que la entidad se comprometió a hacer."""
    aprobados = Plan.objects.aprobados().filter(vigencia=vigencia).order_by()
    return Actividad.objects.visibles_para(request.perfil).filter(plan__in=aprobados.values("pk"))


@require_safe
def plan_cronograma(request, pk: int):
    """El cronograma de un plan, también del que se formula."""
    planes = Plan.objects.visibles_para(request.perfil).select_related("vigencia", "dependencia")
    plan = get_object_or_404(planes, pk=pk)
    return _pintar(
        request,
        "seguimiento/plan_cronograma.html",
        Actividad.objects.filter(plan=plan),
        plan.vigencia,
        plan=plan,
        migas=[
            ("Planes", reverse("planes:plan_lista")),
            (plan.nombre, reverse("planes:plan_detalle", args=[plan.pk])),
            ("Cronograma", None),
        ],
    )


@require_safe
def dependencia_cronograma(request, pk: int):
    """El de lo que una dependencia tiene a su cargo en los planes aprobados de una vigencia (`?vigencia=`, su año)."""
    dependencia = get_object_or_404(Dependencia, pk=pk)
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy)
    return _pintar(
        request,
        "seguimiento/dependencia_cronograma.html",
        _aprobadas(request, vigencia).filter(dependencia=dependencia),
        vigencia,
        dependencia=dependencia,
        anios=anios,
        migas=[(dependencia.nombre, None), ("Cronograma", None)],
    )


@require_safe
def vigencia_cronograma(request, pk: int):
    """El de toda la entidad en una vigencia: las actividades de sus planes aprobados."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas_alguna_vez(), pk=pk)
    return _pintar(
        request,
        "seguimiento/vigencia_cronograma.html",
        _aprobadas(request, vigencia),
        vigencia,
        migas=[("Planes", reverse("planes:plan_lista")), (f"Cronograma de {vigencia}", None)],
    )
