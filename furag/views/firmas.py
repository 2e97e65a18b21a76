"""Páginas de la firma de un plan de mejoramiento: suscribir la última versión y anular la firma equivocada."""

from types import SimpleNamespace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from furag.acciones import suscripciones as acciones
from furag.forms.mejoras import MotivoForm, SuscribirForm
from furag.models import AccionMejora, Suscripcion
from furag.reglas import mejoras as reglas
from furag.views.comunes import FORMULARIO, cargar_plan_de_mejoramiento, migas_de
from mipg.leidos import con_formulario
from mipg.usuarios.roles import Permiso
from planes.models import Plan


@require_http_methods(FORMULARIO)
def plan_suscribir(request, pk: int):
    """Firma ante Planeación la última versión del plan, viendo antes qué queda fijo."""
    plan = cargar_plan_de_mejoramiento(request, pk)
    if not reglas.puede_suscribir(request.perfil, plan.dependencia_id):
        raise PermissionDenied
    volver = reverse("furag:mejora_lista", args=[pk])
    version = acciones.ultima_version(plan)
    if request.method != "POST" and (problemas := acciones.problemas_para_suscribir(plan, version)):
        messages.warning(request, " ".join(map(str, problemas[:3])))
        return redirect(volver)
    mejoras = AccionMejora.objects.filter(actividad__plan=plan, actividad__retirada_en=None).select_related("actividad")
    return con_formulario(
        request,
        SuscribirForm(request.POST or None, initial={"version": acciones.huella_de_lo_que_se_firma(plan)}),
        leido={"plan": plan},
        filas=Plan.objects.all(),
        accion=acciones.suscribir,
        hecho="El plan quedó suscrito: sus acciones ya no se corrigen sin anular la suscripción.",
        plantilla="furag/plan_suscribir.html",
        volver=volver,
        version=lambda fila: SimpleNamespace(version=acciones.huella_de_lo_que_se_firma(fila)),
        version_que_se_firma=version,
        mejoras=list(mejoras.prefetch_related("recomendaciones")),
        boton="Suscribir",
        migas=migas_de(plan, ("Suscribir", None)),
    )


@require_http_methods(FORMULARIO)
def suscripcion_anular(request, pk: int):
    """Anula la última firma del plan, con su motivo."""
    visibles = Suscripcion.objects.visibles_para(request.perfil).defer("foto", "version__foto")
    suscripcion = get_object_or_404(visibles.select_related("version", "plan__vigencia"), pk=pk)
    plan = suscripcion.plan
    puede = request.perfil.puede(Permiso.FURAG_GESTIONAR) or reglas.puede_suscribir(request.perfil, plan.dependencia_id)
    if not puede:
        raise PermissionDenied
    volver = reverse("furag:mejora_lista", args=[plan.pk])
    if request.method != "POST" and (problemas := acciones.problemas_para_anular(suscripcion)):
        messages.warning(request, str(problemas[0]))
        return redirect(volver)
    return con_formulario(
        request,
        MotivoForm(request.POST or None, rotulo="Por qué se anula"),
        leido={"suscripcion": suscripcion},
        filas=Suscripcion.objects.select_related("version", "plan__vigencia"),
        accion=acciones.anular_suscripcion,
        hecho="La suscripción quedó anulada: sus acciones se pueden corregir, y el plan espera otra firma.",
        plantilla="furag/suscripcion_anular.html",
        volver=volver,
        version=lambda fila: fila.plan,
        boton="Anular la suscripción",
        migas=migas_de(plan, ("Anular la suscripción", None)),
    )
