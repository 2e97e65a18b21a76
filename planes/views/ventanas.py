"""Páginas de las ventanas de formulación, y lo que el plan dice de la suya."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import EstadoCambiado
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes import reglas as de_planes
from planes.acciones import ventanas as acciones
from planes.forms import AmpliarVentanaForm, VentanaForm
from planes.models import Plan, VentanaFormulacion
from planes.reglas import ventanas as reglas
from planes.views.comunes import ya_lo_elimino
from politicas.models import Vigencia

FORMULARIO = ["GET", "HEAD", "POST"]


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Hasta cuándo se envía el plan que no se ha enviado, o qué pasa si es tarde; nada si no tiene ventanas."""
    formula = de_planes.puede_formular(perfil, plan.dependencia_id)
    if not plan.es_editable or plan.enviado_en or not formula:
        return None
    suyas = list(VentanaFormulacion.objects.del_plan(plan))
    if not suyas:
        return None
    abiertas = [ventana.cierra for ventana in suyas if ventana.abre <= hoy <= ventana.cierra]
    return {
        "hasta": max(abiertas, default=None),
        "extemporaneo": reglas.es_extemporaneo(suyas, hoy, clase=plan.clase),
        "problemas": reglas.problemas_de_ventana(suyas, hoy, clase=plan.clase, amplian=()),
    }


@requiere(Permiso.PLAN_FORMULAR, Permiso.TODO_VER)
@require_safe
def ventana_lista(request):
    """Las ventanas de las vigencias abiertas y cuántos planes se han enviado fuera de ellas."""
    ventanas = VentanaFormulacion.objects.filter(vigencia__in=Vigencia.objects.abiertas())
    fuera = Plan.objects.visibles_para(request.perfil).filter(extemporaneo=True, vigencia__cerrada_en=None)
    contexto = {
        "ventanas": ventanas.select_related("vigencia", "dependencia"),
        "edita": request.perfil.puede(Permiso.VIGENCIA_EDITAR),
        "hoy": request.hoy,
        "extemporaneos": fuera.count(),
        "migas": [("Planes", reverse("planes:plan_lista")), ("Ventanas de formulación", None)],
    }
    return render(request, "planes/ventana_lista.html", contexto)


def _migas(actual: str) -> list[tuple[str, str | None]]:
    lista = reverse("planes:ventana_lista")
    return [("Planes", reverse("planes:plan_lista")), ("Ventanas de formulación", lista), (actual, None)]


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(FORMULARIO)
def ventana_crear(request):
    """Crea una ventana; `?dependencia=` propone de quién."""
    inicial = {
        "vigencia": Vigencia.objects.actual(request.hoy),
        "dependencia": entero(request.GET.get("dependencia", "")),
    }
    form = VentanaForm(request.POST or None, initial=inicial, hoy=request.hoy)
    if request.method == "POST" and form.is_valid():
        try:
            ventana = acciones.crear_ventana(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La ventana va del {ventana.abre:%d/%m/%Y} al {ventana.cierra:%d/%m/%Y}.")
            return redirect("planes:ventana_lista")
    contexto = {
        "form": form,
        "boton": "Crear la ventana",
        "cancelar_url": reverse("planes:ventana_lista"),
        "migas": _migas("Crear"),
    }
    return render(request, "planes/ventana_crear.html", contexto, status=estado_http(form))


def _cargar(pk: int) -> VentanaFormulacion:
    abiertas = VentanaFormulacion.objects.filter(vigencia__in=Vigencia.objects.abiertas())
    return get_object_or_404(abiertas.select_related("vigencia", "dependencia"), pk=pk)


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(FORMULARIO)
def ventana_ampliar(request, pk: int):
    """Lleva el cierre de una ventana a un día posterior."""
    ventana = _cargar(pk)
    form = AmpliarVentanaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ampliada = acciones.ampliar_ventana(
                ventana=ventana, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La ventana va ahora hasta el {ampliada.cierra:%d/%m/%Y}.")
            return redirect("planes:ventana_lista")
    contexto = {
        "form": form,
        "ventana": ventana,
        "boton": "Ampliar",
        "cancelar_url": reverse("planes:ventana_lista"),
        "migas": _migas("Ampliar"),
    }
    return render(request, "planes/ventana_ampliar.html", contexto, status=estado_http(form))


@requiere(Permiso.VIGENCIA_EDITAR)
@require_POST
def ventana_eliminar(request, pk: int):
    """Elimina una ventana mal puesta."""
    if ya_lo_elimino(request, VentanaFormulacion, pk):
        return redirect("planes:ventana_lista")
    try:
        acciones.eliminar_ventana(ventana=_cargar(pk), por=request.user, ahora=timezone.now())
    except EstadoCambiado as cambio:
        messages.info(request, str(cambio))
    else:
        messages.success(request, "La ventana se eliminó. La bitácora conserva quién y cuándo.")
    return redirect("planes:ventana_lista")
