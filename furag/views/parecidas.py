"""Página para decir qué recomendaciones atienden las acciones que entraron de un libro."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from furag.acciones.parecidas import ligar
from furag.forms.parecidas import LigarForm
from furag.parecidas import parecidas_de
from furag.views.comunes import FORMULARIO, cargar_plan_de_mejoramiento, migas_de
from mipg.etiquetas import contar
from mipg.formularios import NEGATIVAS, anotar, estado_http
from planes.views.comunes import exigir_formular


@require_http_methods(FORMULARIO)
def mejora_ligar(request, pk: int):
    """De los hallazgos que casi dicen lo que una recomendación acogida, si son lo mismo."""
    plan = cargar_plan_de_mejoramiento(request, pk)
    exigir_formular(request, plan)
    parecidas = parecidas_de(plan)
    if not parecidas:
        messages.info(request, "No hay hallazgos parecidos a una recomendación por decidir.")
        return redirect("furag:mejora_lista", pk=plan.pk)
    form = LigarForm(request.POST if request.method == "POST" else None, parecidas=parecidas)
    if request.method == "POST" and form.is_valid():
        try:
            ligadas = ligar(plan=plan, decididas=form.decididas, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            quedaron = contar(ligadas, "quedó ligada", "quedaron ligadas")
            messages.success(request, f"Se decidieron {len(form.decididas)}: {quedaron}.")
            return redirect("furag:mejora_lista", pk=plan.pk)
    contexto = {
        "form": form,
        "plan": plan,
        "boton": "Guardar lo decidido",
        "cancelar_url": reverse("furag:mejora_lista", args=[plan.pk]),
        "migas": migas_de(plan, ("Recomendaciones por ligar", None)),
    }
    return render(request, "furag/mejora_ligar.html", contexto, status=estado_http(form))
