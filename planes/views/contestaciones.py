"""Páginas de lo que se contesta a un requerimiento: responder, corregir, adelantar, prorrogar y anular lo anotado."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mipg.leidos import MotivoDeLoLeidoForm, con_formulario
from mipg.reglas import desde
from mipg.usuarios.permisos import requiere
from planes.acciones import actuaciones
from planes.acciones import requerimientos as acciones
from planes.forms.informes_de_ley import CorregirSalidaForm, SalidaForm
from planes.forms.requerimientos import AdelantarForm, ProrrogarForm
from planes.models import Actuacion, Requerimiento
from planes.reglas import de_ley as reglas
from planes.views.informes_de_ley import FORMULARIO, LLEVAN
from planes.views.requerimientos import PENDIENTE, TABLA, cargar, con_requerimiento, migas_de


@require_http_methods(FORMULARIO)
def requerimiento_responder(request, pk: int):
    """Registra la respuesta, con su radicado y su soporte."""
    requerimiento = cargar(request, pk, reglas.responde)
    return con_requerimiento(
        request,
        requerimiento,
        SalidaForm(request.POST or None, request.FILES or None, leido=requerimiento),
        en=desde(TABLA, "responder"),
        accion=acciones.responder,
        hecho="El requerimiento quedó respondido.",
        plantilla="planes/requerimiento_responder.html",
        miga="Responder",
        boton="Registrar la respuesta",
        vencido=requerimiento.vence < request.hoy,
    )


@require_http_methods(FORMULARIO)
def requerimiento_corregir(request, pk: int):
    """Corrige el radicado de la respuesta o su fecha."""
    requerimiento = cargar(request, pk, reglas.responde)
    inicial = {"radicado": requerimiento.radicado_salida, "fecha": requerimiento.fecha_salida}
    return con_requerimiento(
        request,
        requerimiento,
        CorregirSalidaForm(request.POST or None, request.FILES or None, initial=inicial, leido=requerimiento),
        en=(Requerimiento.Estado.RESPONDIDO,),
        accion=acciones.corregir_respuesta,
        hecho="La respuesta quedó corregida. La historia conserva lo que decía.",
        plantilla="planes/requerimiento_corregir.html",
        miga="Corregir la respuesta",
        boton="Corregir",
    )


@require_http_methods(FORMULARIO)
def requerimiento_adelantar(request, pk: int):
    """Registra una respuesta parcial: lo demás se sigue debiendo."""
    requerimiento = cargar(request, pk, reglas.responde)
    return con_requerimiento(
        request,
        requerimiento,
        AdelantarForm(request.POST or None, request.FILES or None, leido=requerimiento),
        en=PENDIENTE,
        accion=actuaciones.adelantar_respuesta,
        hecho="La respuesta parcial quedó registrada. El requerimiento sigue pendiente.",
        plantilla="planes/requerimiento_adelantar.html",
        miga="Respuesta parcial",
        boton="Registrar la respuesta parcial",
    )


@require_http_methods(FORMULARIO)
def requerimiento_prorrogar(request, pk: int):
    """Registra la prórroga que concedió quien pide."""
    requerimiento = cargar(request, pk, reglas.responde)
    return con_requerimiento(
        request,
        requerimiento,
        ProrrogarForm(request.POST or None, request.FILES or None, leido=requerimiento),
        en=PENDIENTE,
        accion=actuaciones.prorrogar,
        hecho="La prórroga quedó registrada: ya rige la nueva fecha.",
        plantilla="planes/requerimiento_prorrogar.html",
        miga="Prórroga",
        boton="Registrar la prórroga",
    )


@requiere(*LLEVAN)
@require_http_methods(FORMULARIO)
def actuacion_anular(request, pk: int):
    """Anula una respuesta parcial o una prórroga que se registró por error."""
    visibles = Requerimiento.objects.visibles_para(request.perfil).order_by()
    filas = Actuacion.objects.select_related("requerimiento__dependencia")
    actuacion = get_object_or_404(filas.filter(requerimiento__in=visibles.values("pk")), pk=pk)
    requerimiento = actuacion.requerimiento
    if not reglas.lleva(requerimiento, request.perfil):
        raise PermissionDenied
    pagina = reverse("planes:requerimiento_detalle", args=[requerimiento.pk])
    if actuacion.anulada_en and request.method != "POST":
        messages.warning(request, "Ya estaba anulada.")
        return redirect(pagina)
    form = MotivoDeLoLeidoForm(request.POST or None, rotulo="Por qué se anula", leido=requerimiento)
    return con_formulario(
        request,
        form,
        leido={"actuacion": actuacion},
        filas=filas,
        version=lambda fila: fila.requerimiento,
        accion=actuaciones.anular_actuacion,
        hecho="Quedó anulada.",
        plantilla="planes/actuacion_anular.html",
        volver=pagina,
        migas=migas_de(requerimiento, ("Anular una actuación", None)),
        boton="Anular",
    )
