"""Páginas con que un plan sale de una equivocación o termina: corregir, trasladar, desistir, retirar y cerrar."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import Problema, desde
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes import reglas as de_planes
from planes.acciones import salidas as acciones
from planes.forms.salidas import EditarForm, MotivoForm, SobreElPlanForm, TrasladarForm
from planes.models import Plan
from planes.reglas import salidas as reglas
from planes.views.comunes import Accion, cargar_plan, exigir_decidir, exigir_formular, migas_de

FORMULARIO = ["GET", "HEAD", "POST"]


def acciones_del_plan(plan: Plan, perfil: Perfil, hoy: date) -> Iterator[Accion]:
    """Las salidas que hoy tiene el plan para la persona, de lo más corriente a lo que no se deshace."""
    decide = perfil.puede(Permiso.PLAN_DECIDIR)
    por_aprobar = plan.estado in reglas.POR_APROBAR
    lo_suyo = "Corregir el nombre" if plan.estado in de_planes.RIGEN else "Corregir el nombre o la fecha límite"
    abierta = plan.vigencia.cerrada_en is None
    formula = de_planes.puede_formular(perfil, plan.dependencia_id)
    ofrecidas = (
        ("plan_editar", lo_suyo, abierta and not _problemas_para_editar(plan, perfil)),
        ("plan_trasladar", "Trasladar a otra dependencia", abierta and decide and por_aprobar),
        ("plan_desistir", "Desistir del plan", formula and por_aprobar),
        ("plan_retirar", "Retirar de la publicación", decide and plan.publicado_en is not None),
        ("plan_cerrar", "Cerrar el plan", decide and plan.estado in desde(de_planes.TRANSICIONES, "cerrar")),
    )
    for nombre, texto, puede in ofrecidas:
        if puede:
            yield Accion(texto, reverse(f"planes:{nombre}", args=[plan.pk]))


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """De dónde salió ya: quién desistió de él, lo retiró de la publicación o lo cerró, cuándo y por qué."""
    for verbo, clase in (("desistido", "aviso"), ("retirado", "aviso"), ("cerrado", "")):
        if cuando := getattr(plan, f"{verbo}_en"):
            quien, motivo = getattr(plan, f"{verbo}_por"), getattr(plan, f"{verbo}_motivo", "")
            return {"verbo": verbo, "cuando": cuando, "quien": quien, "motivo": motivo, "clase": clase}
    return None


def _problemas_para_editar(plan: Plan, perfil: Perfil) -> list[Problema]:
    return reglas.problemas_para_editar(perfil, estado=plan.estado, coordinadora=plan.dependencia_id)


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
    """Corrige el nombre y la fecha límite de un plan que no se ha aprobado, y del aprobado, las erratas del nombre."""
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
        problemas=_problemas_para_editar(plan, request.perfil),
        aprobado=plan.estado in de_planes.RIGEN,
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
        problemas=reglas.problemas_por_estado(plan.estado),
        boton="Trasladar",
    )


@require_http_methods(FORMULARIO)
def plan_desistir(request, pk: int):
    """Desiste de un plan que no se ha aprobado, con su motivo."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    return tramitar(
        request,
        plan,
        MotivoForm(request.POST or None, plan=plan),
        acciones.desistir,
        "planes/plan_desistir.html",
        hecho=lambda desistido: f"Se desistió de «{desistido.nombre}». Queda guardado, con su motivo.",
        miga="Desistir",
        problemas=reglas.problemas_para_desistir(estado=plan.estado, motivo="-"),
        obligatorio=plan.clase in reglas.OBLIGATORIOS and plan.vigencia.cerrada_en is None,
    )


@require_http_methods(FORMULARIO)
def plan_retirar(request, pk: int):
    """Retira de la publicación un plan publicado por error, con su motivo."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    return tramitar(
        request,
        plan,
        MotivoForm(request.POST or None, plan=plan),
        acciones.retirar,
        "planes/plan_retirar.html",
        hecho=lambda _: "El plan se retiró de la publicación. Se puede volver a publicar cuando esté bien.",
        miga="Retirar de la publicación",
        problemas=reglas.problemas_para_retirar(publicado=plan.publicado_en is not None, motivo="-"),
    )


@require_http_methods(FORMULARIO)
def plan_cerrar(request, pk: int):
    """Cierra un plan que ya no tiene nada que medir; mientras tenga, dice qué falta."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    faltan = acciones.problemas_para_cerrar(plan)
    return tramitar(
        request,
        plan,
        SobreElPlanForm(request.POST or None, plan=plan),
        acciones.cerrar,
        "planes/plan_cerrar.html",
        hecho=lambda cerrado: f"«{cerrado.nombre}» quedó cerrado.",
        miga="Cerrar",
        problemas=faltan if plan.estado not in desde(de_planes.TRANSICIONES, "cerrar") else (),
        faltan=faltan,
    )
