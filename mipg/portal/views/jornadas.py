"""Las jornadas del año, para cualquiera: de qué tratan, para quiénes, cuándo y cuántas personas fueron."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mipg.portal.publico import publica
from politicas.eleccion import elegir_vigencia
from politicas.models import Jornada

JORNADAS_POR_PAGINA = 40


@publica
@require_safe
def jornada_publica_lista(request):
    """Las programadas y las realizadas de una vigencia (`?vigencia=`, su año), sin su material ni quiénes fueron."""
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), timezone.localdate())
    jornadas = Jornada.objects.filter(vigencia=vigencia).exclude(estado=Jornada.Estado.ANULADA)
    de_lista = jornadas.select_related("dependencia").prefetch_related("politicas")
    contexto = {
        "vigencia": vigencia,
        "anios": anios,
        "page_obj": Paginator(de_lista, JORNADAS_POR_PAGINA).get_page(request.GET.get("page")),
        "realizadas": jornadas.realizadas().count(),
        "asistieron": jornadas.aggregate(total=Sum("asistentes"))["total"] or 0,
        "migas": [("Ciclo MIPG", reverse("portal:ciclo_publico")), ("Jornadas", None)],
    }
    return render(request, "portal/jornada_publica_lista.html", contexto)
