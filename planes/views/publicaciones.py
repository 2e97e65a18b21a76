"""Páginas del documento publicado de un plan institucional, y lo que el plan muestra de él."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import publicaciones as acciones
from planes.forms.institucionales import CorregirPublicacionForm, PublicacionForm, RetirarPublicacionForm
from planes.insignias import CLASES_DE_OPORTUNIDAD
from planes.models import Plan, PublicacionDePlan
from planes.reglas.institucionales import oportunidad, problemas_de_clase, sin_aprobar
from planes.views.comunes import cargar_plan, exigir_decidir, tramitar_lo_suyo

FORMULARIO = ["GET", "HEAD", "POST"]


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Los documentos publicados de un plan institucional y su oportunidad frente al límite de la vigencia."""
    if problemas_de_clase(plan.clase, plan.estado):
        return None
    todas = list(plan.publicaciones.con_documento().con_quien())
    vigentes = [una for una in todas if una.documento.retirado_en is None]
    primera = min((una.fecha_publicacion for una in vigentes), default=None)
    limite = plan.vigencia.fecha_limite_institucionales
    cual, texto = oportunidad(primera, limite, hoy)
    return {
        "publicaciones": todas,
        "limite": limite,
        "oportunidad": texto,
        "advertencia": sin_aprobar(primera, plan.aprobado_el),
        "clase": CLASES_DE_OPORTUNIDAD[cual],
        "puede": perfil.puede(Permiso.PLAN_DECIDIR),
    }


@requiere(Permiso.PLAN_DECIDIR)
@require_http_methods(FORMULARIO)
def publicacion_crear(request, pk: int):
    """Registra el documento de un plan institucional que ya se publicó en la web de la entidad."""
    plan = cargar_plan(request, pk)
    return tramitar_lo_suyo(
        request,
        plan,
        PublicacionForm(request.POST or None, request.FILES or None),
        acciones.registrar_publicacion,
        "planes/publicacion_crear.html",
        hecho="El documento quedó registrado, con su fecha de publicación.",
        miga="Registrar el documento publicado",
        problemas=problemas_de_clase(plan.clase, plan.estado),
        sobre={"plan": plan},
        boton="Registrar",
    )


def _cargar(request, pk: int) -> PublicacionDePlan:
    visibles = PublicacionDePlan.objects.visibles_para(request.perfil)
    publicacion = get_object_or_404(visibles.select_related("documento"), pk=pk)
    exigir_decidir(request)
    return publicacion


@require_http_methods(FORMULARIO)
def publicacion_corregir(request, pk: int):
    """Corrige cuándo o en qué sección se publicó un documento."""
    publicacion = _cargar(request, pk)
    dicho = {"fecha_publicacion": publicacion.fecha_publicacion, "seccion": publicacion.seccion}
    return tramitar_lo_suyo(
        request,
        cargar_plan(request, publicacion.plan_id),
        CorregirPublicacionForm(request.POST or None, initial=dicho, leido=publicacion),
        acciones.corregir_publicacion,
        "planes/publicacion_corregir.html",
        hecho="Quedó corregido. La historia del plan guarda lo que decía.",
        miga="Corregir la publicación",
        sobre={"publicacion": publicacion},
        boton="Corregir",
    )


@require_http_methods(FORMULARIO)
def publicacion_retirar(request, pk: int):
    """Retira un documento registrado por error."""
    publicacion = _cargar(request, pk)
    return tramitar_lo_suyo(
        request,
        cargar_plan(request, publicacion.plan_id),
        RetirarPublicacionForm(request.POST or None, leido=publicacion),
        acciones.retirar_publicacion,
        "planes/publicacion_retirar.html",
        hecho="El documento se retiró: ya no cuenta ni lo descarga el público. Sigue guardado en el expediente.",
        miga="Retirar el documento",
        sobre={"publicacion": publicacion},
        boton="Retirar",
    )
