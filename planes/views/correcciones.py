"""Páginas para corregir lo aprobado sin versión nueva: una errata de una actividad y un acto mal escrito."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import EstadoCambiado
from planes.acciones.actos import corregir_acto
from planes.acciones.correcciones import corregir_actividad
from planes.forms.correcciones import CorregirActoForm, CorregirForm
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import RIGEN
from planes.views.comunes import cargar_actividad, cargar_plan, exigir_decidir, lugar_en_el_plan, migas_de


@require_http_methods(["GET", "HEAD", "POST"])
def actividad_corregir(request, pk: int):
    """Corrige una errata de una actividad aprobada: queda su traza, y no hay versión nueva."""
    actividad = cargar_actividad(request, pk)
    plan, lugar = actividad.plan, lugar_en_el_plan(actividad)
    exigir_decidir(request)
    opciones = {"instance": actividad, "plan": plan, "hoy": request.hoy}
    if request.method == "POST":
        form = CorregirForm(request.POST, **opciones)
        if form.is_valid() and (corregida := _corregir(request, form, actividad.pk)):
            messages.success(request, f"Se corrigió la actividad {corregida.numero}. La historia dice qué y por qué.")
            return redirect(lugar)
    elif plan.estado not in RIGEN:
        messages.warning(
            request, f"El plan está {plan.get_estado_display().lower()}: sus actividades no se corrigen así."
        )
        return redirect(lugar)
    else:
        form = CorregirForm(initial={"version": actividad.version}, **opciones)
    contexto = {
        "form": form,
        "plan": plan,
        "actividad": cargar_actividad(request, pk),
        "boton": "Corregir",
        "cancelar_url": lugar,
        "migas": migas_de(plan, (f"Corregir la actividad {actividad.numero}", None)),
    }
    return render(request, "planes/actividad_corregir.html", contexto, status=estado_http(form))


def _corregir(request, form: CorregirForm, pk: int) -> Actividad | None:
    """La actividad corregida, o `None` con la razón anotada en el formulario."""
    datos = form.datos
    leida = form.cleaned_data["version"]
    try:
        return corregir_actividad(
            actividad=Actividad.objects.get(pk=pk),
            version=-1 if leida is None else leida,
            motivo=datos.pop("motivo"),
            vistos=form.vistos,
            **datos,
            por=request.user,
            ahora=timezone.now(),
        )
    except EstadoCambiado as cambio:
        # Lo que cambió vuelve sobre lo que ya está guardado, que se le dice: corregir otra vez es decidir.
        form.data = form.data.copy()
        form.data["version"] = Actividad.objects.get(pk=pk).version
        anotar(form, cambio)
    except NEGATIVAS as error:
        anotar(form, error)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def plan_acto_corregir(request, pk: int, numero: int):
    """Corrige el acto mal escrito de una versión, o completa el suyo si quedó pendiente; la foto no cambia."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    version = get_object_or_404(VersionPlan.objects.filter(plan=plan).defer("foto"), numero=numero)
    destino = reverse("planes:version_detalle", args=[plan.pk, numero])
    if request.method == "POST":
        form = CorregirActoForm(request.POST)
        if form.is_valid():
            try:
                corregida = corregir_acto(version=version, **form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, f"La versión {numero} cita ahora «{corregida.acto_citado}».")
                return redirect(destino)
    else:
        form = CorregirActoForm(initial={"acto": Plan.Acto.SESION, "acto_fecha": version.acto_fecha})
    contexto = {
        "form": form,
        "plan": plan,
        "version": version,
        "boton": "Completar el acto" if version.acto_pendiente else "Corregir el acto",
        "cancelar_url": destino,
        "migas": migas_de(plan, (f"Versión {numero}", destino), ("Corregir el acto", None)),
    }
    return render(request, "planes/plan_acto_corregir.html", contexto, status=estado_http(form))
