"""Las jornadas del año, para cualquiera: de qué tratan, para quiénes, cuándo y cuántas personas fueron."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from furag import cifras
from mipg.portal.publico import publica
from politicas.eleccion import elegir_vigencia
from politicas.models import Jornada, Politica

JORNADAS_POR_PAGINA = 40


@publica
@require_safe
def jornada_publica_lista(request):
    """Las programadas y las realizadas de una vigencia (`?vigencia=`, su año), sin su material ni quiénes fueron."""
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), timezone.localdate())
    jornadas = Jornada.objects.filter(vigencia=vigencia).exclude(estado=Jornada.Estado.ANULADA)
    de_lista = jornadas.select_related("dependencia").prefetch_related("politicas")
    pagina, hoy = Paginator(de_lista, JORNADAS_POR_PAGINA).get_page(request.GET.get("page")), timezone.localdate()
    medidas = cifras.politicas_medidas(cifras.cargas())
    contexto = {
        "vigencia": vigencia,
        "anios": anios,
        "page_obj": pagina,
        "filas": [
            (jornada, _tratadas(jornada, medidas.get(jornada.vigencia_medida, {})), jornada.falta_registrar(hoy))
            for jornada in pagina.object_list
        ],
        "realizadas": jornadas.realizadas().count(),
        "asistieron": jornadas.aggregate(total=Sum("asistentes"))["total"] or 0,
        "migas": [("Ciclo MIPG", reverse("portal:ciclo_publico")), ("Jornadas", None)],
    }
    return render(request, "portal/jornada_publica_lista.html", contexto)


def _tratadas(jornada: Jornada, medidas: Mapping[int, str]) -> list[tuple[Politica, str]]:
    """Sus políticas, cada una con el código de su ficha en la medición que se socializa; vacío si no la hay."""
    return [(politica, medidas.get(politica.pk, "")) for politica in jornada.politicas.all()]
