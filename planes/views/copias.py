"""Página para copiar el plan del año pasado, línea por línea."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.etiquetas import contar
from mipg.formularios import NEGATIVAS
from mipg.texto import entero
from mipg.usuarios.reglas import Perfil
from planes.acciones import copias as acciones
from planes.acciones.actividades import problemas_para_formular
from planes.models import Plan
from planes.reglas import puede_formular
from planes.views.comunes import INVALIDO, cargar_plan, desvio_si_no_se_formula, exigir_formular, migas_de
from politicas.models import Politica


def parte(plan: Plan, perfil: Perfil, _hoy: date) -> dict | None:
    """De qué plan se puede copiar, mientras el plan se formula."""
    if problemas_para_formular(plan) or not puede_formular(perfil, plan.dependencia_id):
        return None
    anterior = acciones.planes_anteriores(plan).visibles_para(perfil).first()
    return {"anterior": anterior} if anterior else None


@require_http_methods(["GET", "HEAD", "POST"])
def plan_copiar(request, pk: int):
    """Muestra qué se copiaría de cada actividad del año pasado; con POST, copia las elegidas y dice qué pasó con cada
    una.
    """
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    anterior = acciones.planes_anteriores(plan).visibles_para(request.perfil).first()
    if desvio := desvio_si_no_se_formula(request, plan):
        return desvio
    if anterior is None:
        messages.warning(request, "No hay un plan aprobado de otro año de que copiar.")
        return redirect("planes:plan_detalle", pk=plan.pk)
    problema = ""
    if request.method == "POST":
        elegidas = {entero(clave) for clave in request.POST.getlist("actividad")}
        try:
            nuevas = acciones.copiar(plan=plan, de=anterior, elegidas=elegidas, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            problema = str(error)
        else:
            copiadas = contar(len(nuevas), "actividad copiada", "actividades copiadas")
            messages.success(request, f"{copiadas} de «{anterior}». Abajo se dice qué cambió en cada una.")
            return redirect("planes:plan_copiar", pk=plan.pk)
    lineas = acciones.lineas_de(plan, anterior, request.hoy)
    dichos = Politica.objects.linea(plan.politica).dichos if plan.politica else {}
    contexto = {
        "plan": plan,
        "anterior": anterior,
        "lineas": lineas,
        "otra_version": dichos.get(anterior.vigencia.version_id, ""),
        "por_copiar": sum(not (linea.copiada or linea.impide) for linea in lineas),
        "problema": problema,
        "cancelar_url": reverse("planes:plan_detalle", args=[plan.pk]),
        "migas": migas_de(plan, ("Copiar el plan del año pasado", None)),
    }
    return render(request, "planes/plan_copiar.html", contexto, status=INVALIDO if problema else 200)
