"""Páginas para traer un bloque de Excel: pegarlo y deshacer lo último que se pegó o importó."""

from dataclasses import asdict
from datetime import date

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.etiquetas import contar
from mipg.expediente.models import Importacion
from mipg.expediente.tasks import leer_ya_o_despues
from mipg.fechas import en_bogota
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.reglas import Perfil
from planes.acciones import importaciones, pegados
from planes.acciones.actividades import Hoja, problemas_para_formular
from planes.forms.hojas import lector_de_lo_recibido
from planes.forms.pegados import PegarForm, como_filas, sobre_celdas
from planes.importacion import ArchivoInvalido
from planes.models import Plan
from planes.reglas import puede_formular
from planes.views.comunes import INVALIDO, cargar_plan, desvio_si_no_se_formula, exigir_formular, migas_de
from planes.views.importaciones import cargar_importacion, volver_al_plan
from planes.views.propuestas import cargar_propuesta

DE_LA_REJILLA = "mipg-pegar"


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Lo último que la persona pegó o importó hoy, mientras lo pueda deshacer."""
    if problemas_para_formular(plan) or not puede_formular(perfil, plan.dependencia_id):
        return None
    suyas = Importacion.objects.sin_lo_leido().filter(
        destino=importaciones.DESTINO, objeto_id=plan.pk, aplicada_por=perfil.persona
    )
    ultima = suyas.order_by("-aplicada_en").first()
    if ultima is None or en_bogota(ultima.aplicada_en) != hoy or not pegados.se_puede_deshacer(ultima, plan):
        return None
    return {"importacion": ultima}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_pegar(request, pk: int):
    """Pega filas copiadas de Excel: si todo cabe y nada se supone, entran; si no, se muestra antes lo que harían."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    form = PegarForm(request.POST or None)
    if request.method == "POST" and es_de_la_rejilla(request):
        return _para_la_rejilla(request, plan, form)
    if request.method == "POST":
        if form.is_valid():
            try:
                importacion = pegados.pegar(
                    plan=plan, texto=form.cleaned_data["texto"], por=request.user, ahora=timezone.now()
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                leer_ya_o_despues(importacion, ahora=timezone.now())
                return _aplicar_o_mostrar(request, importacion, plan)
    elif desvio := desvio_si_no_se_formula(request, plan):
        return desvio
    contexto = {
        "form": form,
        "plan": plan,
        "boton": "Pegar",
        "cancelar_url": reverse("planes:plan_detalle", args=[plan.pk]),
        "migas": migas_de(plan, ("Pegar de Excel", None)),
    }
    return render(request, "planes/plan_pegar.html", contexto, status=estado_http(form))


@require_POST
def propuesta_pegar(request, pk: int):
    """Lo que se pega en la rejilla de una modificación."""
    propuesta = cargar_propuesta(request, pk)
    exigir_formular(request, propuesta)
    return _para_la_rejilla(request, propuesta, PegarForm(request.POST))


def es_de_la_rejilla(request) -> bool:
    """Si lo pide la página en que se formula, que pone lo pegado en sus celdas y lo guarda ella."""
    return request.headers.get("X-Requested-With") == DE_LA_REJILLA


def _para_la_rejilla(request, hoja: Hoja, form: PegarForm) -> JsonResponse:
    """Lo pegado, celda por celda, y lo que se debe decir antes de ponerlo. No guarda nada."""
    if problemas := problemas_para_formular(hoja):
        return JsonResponse({"error": " ".join(map(str, problemas))}, status=INVALIDO)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(form.errors.get("texto", ["No se pudo pegar."]))}, status=INVALIDO)
    texto, desde = form.cleaned_data["texto"], form.cleaned_data["desde"]
    lector = lector_de_lo_recibido(hoja, request.hoy)
    try:
        pegado = sobre_celdas(texto, desde, lector) if desde else como_filas(pegados.leer_filas(hoja, texto), lector)
    except (ArchivoInvalido, ReglaIncumplida) as error:
        return JsonResponse({"error": str(error)}, status=INVALIDO)
    return JsonResponse(asdict(pegado))


def _aplicar_o_mostrar(request, importacion: Importacion, plan: Plan):
    importacion.refresh_from_db()
    analisis = importaciones.lo_ultimo_leido(importacion)
    if analisis is None or not pegados.entra_sin_preguntar(importacion, analisis):
        return redirect("planes:importacion_detalle", pk=importacion.pk)
    try:
        importaciones.importar(
            importacion=importacion,
            plan=plan,
            version=plan.version,
            diferencia=analisis.huella,
            por=request.user,
            ahora=timezone.now(),
        )
    except NEGATIVAS as error:
        messages.error(request, f"No se pegó nada. {error}")
        return redirect("planes:importacion_detalle", pk=importacion.pk)
    messages.success(
        request, f"Se pegó: {contar(analisis.cuantas['nuevas'], 'actividad nueva', 'actividades nuevas')}."
    )
    return volver_al_plan(plan)


@require_POST
def importacion_deshacer(request, pk: int):
    """Deshace de una vez lo que se pegó o importó, si nadie lo ha cambiado después."""
    importacion, plan = cargar_importacion(request, pk)
    exigir_formular(request, plan)
    try:
        cuantas = pegados.deshacer(importacion=importacion, plan=plan, por=request.user, ahora=timezone.now())
    except NEGATIVAS as error:
        messages.error(request, f"No se deshizo. {error}")
        return redirect("planes:importacion_detalle", pk=pk)
    messages.success(request, f"Se deshizo «{importacion.nombre}»: {contar(cuantas, 'actividad', 'actividades')}.")
    return volver_al_plan(plan)
