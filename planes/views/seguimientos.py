"""Páginas de los seguimientos propios de un plan institucional, y lo que el plan muestra de ellos."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.etiquetas import contar
from mipg.leidos import MotivoDeLoLeidoForm
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import seguimientos as acciones
from planes.forms.institucionales import (
    CorregirSeguimientoForm,
    CumplirSeguimientoForm,
    SeguimientoForm,
)
from planes.insignias import CLASES_DE_SEGUIMIENTO
from planes.models import Plan, SeguimientoDePlan
from planes.reglas import puede_formular
from planes.reglas.institucionales import problemas_de_clase
from planes.views.comunes import cargar_plan, contar_negativa, exigir_decidir, exigir_formular, tramitar_lo_suyo

FORMULARIO = ["GET", "HEAD", "POST"]


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Los seguimientos propios de un plan institucional, y quién los programa, los hace y los corrige."""
    if problemas_de_clase(plan.clase, plan.estado):
        return None
    suyos = list(plan.seguimientos_propios.con_soporte())
    # Quien sucedió a la dependencia formula por ella: también del que se cerró siendo de la que suprimieron.
    formula = puede_formular(perfil, plan.dependencia_id)
    programa = formula and plan.vigencia.cerrada_en is None
    if not (suyos or programa):
        return None
    return {
        "filas": [(uno, CLASES_DE_SEGUIMIENTO[uno.estado], uno.esta_vencido(hoy)) for uno in suyos],
        "programa": programa,
        "cumple": formula,
        "decide": perfil.puede(Permiso.PLAN_DECIDIR),
    }


@require_http_methods(FORMULARIO)
def seguimiento_crear(request, pk: int):
    """Programa un seguimiento propio del plan, u ofrece los del año anterior."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    return tramitar_lo_suyo(
        request,
        plan,
        SeguimientoForm(request.POST or None),
        acciones.programar,
        "planes/seguimiento_crear.html",
        hecho="El seguimiento quedó programado.",
        miga="Programar un seguimiento",
        problemas=acciones.problemas_para_programar(plan),
        sobre={"plan": plan},
        boton="Programar",
        por_copiar=acciones.por_copiar(plan),
    )


@require_POST
def seguimiento_copiar(request, pk: int):
    """Programa de una vez los seguimientos del año anterior que al plan le faltan."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    try:
        nuevos = acciones.copiar(plan=plan, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as negada:
        contar_negativa(request, "No se copió ningún seguimiento", negada)
    else:
        cuantos = contar(len(nuevos), "seguimiento programado", "seguimientos programados")
        messages.success(request, f"{cuantos}." if nuevos else "El año anterior no tenía otros: no faltaba ninguno.")
    return redirect("planes:plan_detalle", pk=plan.pk)


def _cargar(request, pk: int) -> tuple[SeguimientoDePlan, Plan]:
    seguimiento = get_object_or_404(SeguimientoDePlan.objects.visibles_para(request.perfil), pk=pk)
    return seguimiento, cargar_plan(request, seguimiento.plan_id)


def _cargar_para_decidir(request, pk: int) -> tuple[SeguimientoDePlan, Plan]:
    seguimiento, plan = _cargar(request, pk)
    exigir_decidir(request)
    return seguimiento, plan


@require_http_methods(FORMULARIO)
def seguimiento_cumplir(request, pk: int):
    """Da por hecho un seguimiento, con lo que se encontró y su soporte."""
    seguimiento, plan = _cargar(request, pk)
    exigir_formular(request, plan)
    return tramitar_lo_suyo(
        request,
        plan,
        CumplirSeguimientoForm(request.POST or None, request.FILES or None, leido=seguimiento),
        acciones.cumplir,
        "planes/seguimiento_cumplir.html",
        hecho="El seguimiento quedó hecho.",
        miga="Hacer el seguimiento",
        problemas=acciones.problemas_para(seguimiento, "cumplir"),
        sobre={"seguimiento": seguimiento},
        boton="Dar por hecho",
    )


@require_http_methods(FORMULARIO)
def seguimiento_corregir(request, pk: int):
    """Corrige qué seguimiento es o para cuándo."""
    seguimiento, plan = _cargar_para_decidir(request, pk)
    dicho = {"nombre": seguimiento.nombre, "dia": seguimiento.fecha}
    return tramitar_lo_suyo(
        request,
        plan,
        CorregirSeguimientoForm(request.POST or None, initial=dicho, leido=seguimiento),
        acciones.corregir,
        "planes/seguimiento_corregir.html",
        hecho="El seguimiento quedó corregido.",
        miga="Corregir el seguimiento",
        problemas=acciones.problemas_para(seguimiento, "cancelar"),
        sobre={"seguimiento": seguimiento},
        boton="Corregir",
    )


@require_http_methods(FORMULARIO)
def seguimiento_cancelar(request, pk: int):
    """Cancela un seguimiento que no va."""
    seguimiento, plan = _cargar_para_decidir(request, pk)
    return tramitar_lo_suyo(
        request,
        plan,
        MotivoDeLoLeidoForm(request.POST or None, leido=seguimiento),
        acciones.cancelar,
        "planes/seguimiento_cancelar.html",
        hecho="El seguimiento quedó cancelado.",
        miga="Cancelar el seguimiento",
        problemas=acciones.problemas_para(seguimiento, "cancelar"),
        sobre={"seguimiento": seguimiento},
        boton="Cancelar el seguimiento",
    )


@require_http_methods(FORMULARIO)
def seguimiento_reabrir(request, pk: int):
    """Vuelve a deber un seguimiento que se dio por hecho sin estarlo."""
    seguimiento, plan = _cargar_para_decidir(request, pk)
    return tramitar_lo_suyo(
        request,
        plan,
        MotivoDeLoLeidoForm(request.POST or None, leido=seguimiento),
        acciones.reabrir,
        "planes/seguimiento_reabrir.html",
        hecho="El seguimiento se debe otra vez.",
        miga="Reabrir el seguimiento",
        problemas=acciones.problemas_para(seguimiento, "reabrir"),
        sobre={"seguimiento": seguimiento},
        boton="Reabrir",
    )
