"""Pedir en PDF una versión de un plan o la diferencia entre dos, o entre la que rige y una propuesta."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from mipg.expediente.acciones import pedir_emision
from mipg.expediente.models import Emision
from mipg.texto import entero
from mipg.usuarios.roles import Permiso
from planes.models import Plan, Propuesta, VersionPlan
from seguimiento import tasks
from seguimiento.informes import diferencia, version_plan


def _plan(request, pk: int) -> Plan:
    planes = Plan.objects.visibles_para(request.perfil).select_related("vigencia", "dependencia")
    return get_object_or_404(planes, pk=pk)


def _exigir_emitir(request) -> None:
    if not request.perfil.puede(Permiso.INFORME_EMITIR):
        raise PermissionDenied


def _pedir(request, plan: Plan, informe: str, titulo: str, parametros: dict):
    """A su página: la del que la persona ya tiene listo, que es el mismo documento, o la del que acaba de pedir."""
    lista = Emision.objects.filter(
        informe=informe, parametros=parametros, pedida_por=request.user, estado=Emision.Estado.LISTA
    ).last()
    if lista is None:
        lista = pedir_emision(
            informe=informe,
            titulo=titulo,
            parametros=parametros,
            dependencia=plan.dependencia,
            por=request.user,
            ahora=timezone.now(),
        )
        transaction.on_commit(partial(tasks.publicar, lista.pk))
    return redirect("expediente:emision_detalle", lista.pk)


@require_POST
def version_pedir(request, pk: int, numero: int):
    """Pide el PDF de una versión, la vigente o una ya reemplazada."""
    plan = _plan(request, pk)
    _exigir_emitir(request)
    version = get_object_or_404(VersionPlan.objects.filter(plan=plan), numero=numero)
    titulo, parametros = version_plan.titulo(plan, version), version_plan.parametros(version)
    return _pedir(request, plan, version_plan.INFORME, titulo, parametros)


@require_POST
def diferencia_pedir(request, pk: int):
    """Pide el anexo con lo que cambia de la versión `de` a la versión `a`."""
    plan = _plan(request, pk)
    _exigir_emitir(request)
    numeros = [entero(request.POST.get(cual, "")) for cual in ("de", "a")]
    versiones = {una.numero: una for una in VersionPlan.objects.del_plan(plan.pk) if una.numero in numeros}
    if any(numero not in versiones for numero in numeros):
        raise Http404
    de, a = (versiones[numero] for numero in numeros)
    titulo = diferencia.titulo(plan, f"De la versión {de.numero} a la {a.numero}")
    return _pedir(request, plan, diferencia.INFORME, titulo, diferencia.parametros(de, a))


@require_POST
def propuesta_diferencia_pedir(request, pk: int):
    """Pide el anexo con lo que una propuesta cambia frente a lo que rige."""
    visibles = Propuesta.objects.visibles_para(request.perfil).abiertas()
    propuesta = get_object_or_404(visibles.select_related("plan__vigencia", "plan__dependencia"), pk=pk)
    _exigir_emitir(request)
    titulo = diferencia.titulo(propuesta.plan, "Modificación propuesta")
    return _pedir(request, propuesta.plan, diferencia.INFORME, titulo, diferencia.parametros_de_propuesta(propuesta))
