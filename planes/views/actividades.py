"""Páginas de la actividad, y de la línea que la modifica: editar, eliminar y asignar enlace."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.bitacora.models import Suceso
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.models import Usuario
from planes import reglas
from planes.acciones import actividades as acciones
from planes.acciones.actividades import Linea
from planes.forms import ActividadForm, EnlaceForm
from planes.forms.actividades import personas_de
from planes.models import Actividad, ActividadPropuesta, Propuesta
from planes.views.comunes import (
    cargar_actividad,
    desvio_si_no_se_formula,
    exigir_formular,
    lugar_en_el_plan,
    migas_de,
    ya_lo_elimino,
)
from planes.views.hojas import intocable_de, migas_de_hoja, url_de
from planes.views.observaciones import sin_atender


def _avisar(request, form: ActividadForm) -> None:
    for aviso in form.avisos:
        messages.warning(request, aviso)


@require_http_methods(["GET", "HEAD", "POST"])
def actividad_editar(request, pk: int):
    """Cambia una actividad en formulación; si otra persona la guardó antes, muestra los dos valores."""
    return _editar(request, lambda: cargar_actividad(request, pk), "planes/actividad_editar.html")


@require_http_methods(["GET", "HEAD", "POST"])
def linea_editar(request, pk: int):
    """Lo mismo, de una línea de una modificación: lo que rige no se toca."""
    return _editar(request, lambda: _cargar_linea(request, pk), "planes/linea_editar.html")


def _cargar_linea(request, pk: int) -> ActividadPropuesta:
    visibles = Propuesta.objects.visibles_para(request.perfil)
    lineas = ActividadPropuesta.objects.vigentes().filter(propuesta__in=visibles)
    relacionados = ("propuesta__plan__vigencia", "propuesta__plan__politica", "dependencia", "enlace")
    return get_object_or_404(lineas.select_related(*relacionados), pk=pk)


def _editar(request, cargar: Callable[[], Linea], plantilla: str):
    actividad = cargar()
    hoja = actividad.hoja
    exigir_formular(request, hoja)
    choques, otra_persona = [], ""
    if request.method == "POST":
        form = ActividadForm(request.POST, instance=actividad, plan=hoja, hoy=request.hoy)
        if form.is_valid():
            enlace = actividad.enlace
            try:
                editada = acciones.editar_actividad(
                    actividad=actividad,
                    # Sin versión no se sabe qué leyó: se trata como si hubiera cambiado.
                    version=-1 if form.cleaned_data["version"] is None else form.cleaned_data["version"],
                    **form.datos,
                    por=request.user,
                    ahora=timezone.now(),
                )
            except EstadoCambiado as error:
                guardada = type(actividad).objects.filter(pk=actividad.pk).first()
                if guardada is None:
                    messages.error(request, str(error))
                    return redirect(url_de(hoja, "detalle"))
                choques, otra_persona = form.choques(guardada), _quien_guardo(guardada, request.user)
                # Lo escrito vuelve sobre la versión que ya está a la vista: guardar otra vez es decidir.
                form.data = form.data.copy()
                form.data["version"] = guardada.version
                anotar(form, error)
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, f"Se guardó la actividad {form.cleaned_data['numero']}.")
                _avisar(request, form)
                if enlace and not editada.enlace:
                    messages.warning(request, f"{enlace} no reporta por la nueva dependencia: asigne otro enlace.")
                return redirect(_su_lugar(editada))
    elif desvio := desvio_si_no_se_formula(request, hoja):
        return desvio
    else:
        form = ActividadForm(instance=actividad, initial={"version": actividad.version}, plan=hoja, hoy=request.hoy)
    guardada = cargar()
    contexto = {
        "form": form,
        "plan": hoja,
        "actividad": guardada,
        "choques": choques,
        "otra_persona": otra_persona,
        "faltas": [
            *reglas.problemas_de_fechas(guardada, hoja.vigencia.anio),
            *reglas.problemas_de_programacion(guardada, intocable_de(hoja, request.hoy)),
        ],
        "observaciones": sin_atender(actividad.observaciones.all()),
        "cancelar_url": _su_lugar(actividad),
        "migas": migas_de_hoja(hoja, (f"Actividad {guardada.numero}", None)),
    }
    return render(request, plantilla, contexto, status=estado_http(form))


def _su_lugar(actividad: Linea) -> str:
    return lugar_en_el_plan(actividad) if isinstance(actividad, Actividad) else url_de(actividad.hoja, "formular")


def _quien_guardo(actividad: Linea, quien: Usuario) -> str:
    ultimo = Suceso.objects.de(actividad).con_verbo().first()
    if ultimo and ultimo.actor == quien:
        return "usted en otra pestaña"
    return str(ultimo.actor) if ultimo and ultimo.actor else "otra persona"


@require_POST
def actividad_eliminar(request, pk: int):
    """Elimina una actividad de un plan en formulación."""
    if ya_lo_elimino(request, Actividad, pk):
        return redirect("planes:plan_lista")
    actividad = cargar_actividad(request, pk)
    exigir_formular(request, actividad.plan)
    try:
        acciones.eliminar_actividad(actividad=actividad, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as incumplida:
        messages.error(request, str(incumplida))
    else:
        messages.success(request, f"Se eliminó la actividad {actividad.numero}. La historia del plan la conserva.")
    return redirect("planes:plan_detalle", pk=actividad.plan_id)


@require_http_methods(["GET", "HEAD", "POST"])
def actividad_enlace_asignar(request, pk: int):
    """Dice quién reporta una actividad: es un cambio menor, también en planes aprobados."""
    actividad = cargar_actividad(request, pk)
    plan = actividad.plan
    if not reglas.puede_asignar_enlace(request.perfil, plan.dependencia_id, actividad.dependencia_id):
        raise PermissionDenied
    personas = personas_de(actividad.dependencia_id, request.hoy)
    if request.method == "POST":
        form = EnlaceForm(request.POST, personas=personas)
        if form.is_valid():
            try:
                acciones.asignar_enlace(
                    actividad=actividad, **form.cleaned_data, por=request.user, ahora=timezone.now()
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                enlace = form.cleaned_data["enlace"]
                quien = f"la reporta {enlace}" if enlace else "la reporta cualquiera de su dependencia"
                messages.success(request, f"Actividad {actividad.numero}: {quien}.")
                return redirect(lugar_en_el_plan(actividad))
    else:
        form = EnlaceForm(initial={"enlace": actividad.enlace_id}, personas=personas)
    contexto = {
        "form": form,
        "actividad": actividad,
        "hay_personas": personas.exists(),
        "boton": "Asignar enlace",
        "cancelar_url": lugar_en_el_plan(actividad),
        "migas": migas_de(plan, (f"Enlace de la actividad {actividad.numero}", None)),
    }
    return render(request, "planes/actividad_enlace_asignar.html", contexto, status=estado_http(form))
