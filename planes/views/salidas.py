"""Páginas con que un plan sale de una equivocación: corregir sus datos y trasladarlo."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import Problema
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes import reglas as de_planes
from planes.acciones import salidas as acciones
from planes.forms.salidas import EditarForm, SobreElPlanForm, TrasladarForm
from planes.models import Plan
from planes.reglas import salidas as reglas
from planes.views.comunes import Accion, cargar_plan, exigir_decidir, exigir_formular, migas_de

FORMULARIO = ["GET", "HEAD", "POST"]


def acciones_del_plan(plan: Plan, perfil: Perfil, hoy: date) -> Iterator[Accion]:
    """Las salidas que hoy tiene el plan para la persona."""
    if not de_planes.puede_formular(perfil, plan.dependencia_id) or plan.vigencia.cerrada_en:
        return
    if not reglas.problemas_para_editar(perfil, estado=plan.estado, coordinadora=plan.dependencia_id):
        yield Accion("Corregir el nombre o la fecha límite", reverse("planes:plan_editar", args=[plan.pk]))
    if not plan.esta_aprobado and perfil.puede(Permiso.PLAN_DECIDIR):
        yield Accion("Trasladar a otra dependencia", reverse("planes:plan_trasladar", args=[plan.pk]))


def tramitar(
    request,
    plan: Plan,
    form: SobreElPlanForm,
    accion: Callable[..., Plan],
    plantilla: str,
    *,
    hecho: Callable[[Plan], str],
    miga: str,
    problemas: Iterable[Problema] = (),
    **contexto,
):
    """La página de una decisión sobre un plan: la hace y vuelve a él, o vuelve al formulario con lo que no cuadra.

    Con `problemas` ni se ofrece: vuelve al plan y los dice.
    """
    if request.method == "POST":
        if form.is_valid():
            try:
                resultado = accion(plan=plan, **form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, hecho(resultado))
                return redirect("planes:plan_detalle", pk=plan.pk)
    elif problemas := list(problemas):
        messages.warning(request, " ".join(map(str, problemas)))
        return redirect("planes:plan_detalle", pk=plan.pk)
    contexto |= {
        "form": form,
        "plan": plan,
        "cancelar_url": reverse("planes:plan_detalle", args=[plan.pk]),
        "migas": migas_de(plan, (miga, None)),
    }
    return render(request, plantilla, contexto, status=estado_http(form))


@require_http_methods(FORMULARIO)
def plan_editar(request, pk: int):
    """Corrige el nombre y la fecha límite de un plan que no se ha aprobado."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    return tramitar(
        request,
        plan,
        EditarForm(request.POST or None, plan=plan, perfil=request.perfil),
        acciones.editar_plan,
        "planes/plan_editar.html",
        hecho=lambda editado: f"«{editado.nombre}» quedó guardado.",
        miga="Corregir",
        problemas=reglas.problemas_para_editar(request.perfil, estado=plan.estado, coordinadora=plan.dependencia_id),
    )


@require_http_methods(FORMULARIO)
def plan_trasladar(request, pk: int):
    """Cambia la dependencia que coordina un plan que no se ha aprobado."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    return tramitar(
        request,
        plan,
        TrasladarForm(request.POST or None, plan=plan, perfil=request.perfil),
        acciones.trasladar,
        "planes/plan_trasladar.html",
        hecho=lambda trasladado: f"El plan lo coordina ahora {trasladado.dependencia}.",
        miga="Trasladar",
        problemas=[Problema("El plan ya se aprobó: no se traslada.")] if plan.esta_aprobado else (),
        boton="Trasladar",
    )
