"""«Los 12 planes del Decreto 612»: lo que la norma pide y lo que la entidad tiene, lado a lado."""

from collections import Counter

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.usuarios.roles import Permiso
from planes.insignias import CLASES_DE_PLAN
from planes.institucionales import los_doce
from planes.models import Plan
from politicas.eleccion import elegir_vigencia


@require_safe
def institucional_lista(request):
    """Los planes institucionales de una vigencia (`?vigencia=`, su año): cómo van y si se publicaron a tiempo."""
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy)
    filas = los_doce(vigencia, request.hoy) if vigencia else []
    visibles = Plan.objects.visibles_para(request.perfil).filter(pk__in=[f.plan.pk for f in filas if f.plan])
    ve = set(visibles.order_by().values_list("pk", flat=True))
    contexto = {
        "vigencia": vigencia,
        "anios": anios,
        "filas": [
            (
                fila,
                fila.plan if fila.plan and fila.plan.pk in ve else None,
                fila.plan and CLASES_DE_PLAN[fila.plan.estado],
            )
            for fila in filas
        ],
        "cuentas": Counter(fila.cual.value for fila in filas),
        "crea": bool(vigencia and not vigencia.cerrada_en) and request.perfil.puede(Permiso.PLAN_FORMULAR_TODOS),
        "registra": request.perfil.puede(Permiso.PLAN_DECIDIR),
        "migas": [("Planes", reverse("planes:plan_lista")), ("Los 12 planes del Decreto 612", None)],
    }
    return render(request, "planes/institucional_lista.html", contexto)
