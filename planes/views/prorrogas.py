"""Páginas de prórrogas: pedirla, decidirla, desistir y la lista; y su parte en la página del plan."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.consultas import armada_una_vez
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import prorrogas as acciones
from planes.acciones.planes import quienes_deciden
from planes.forms.prorrogas import DecidirProrrogaForm, FiltroProrrogasForm, PedirProrrogaForm
from planes.insignias import CLASES_DE_PRORROGA
from planes.models import Plan, Prorroga
from planes.querysets import ProrrogaQuerySet
from planes.reglas import prorrogas as reglas
from planes.views.comunes import cargar_actividad, exigir_decidir, lugar_en_el_plan, migas_de

POR_PAGINA = 30
FORMULARIO = ["GET", "HEAD", "POST"]


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Las prórrogas del plan, la última primero; `None` si no tiene o no se ha aprobado."""
    prorrogas = _del_plan(plan.pk) if plan.aprobado_en else []
    return {"filas": _filas(prorrogas, perfil)} if prorrogas else None


@armada_una_vez
def _del_plan(plan: int) -> ProrrogaQuerySet:
    prorrogas = Prorroga.objects.filter(actividad__plan=plan).select_related("actividad__plan", "version_plan")
    return prorrogas.annotate(pidio=nombre_de("pedida_por"), decidio=nombre_de("decidida_por")).defer(
        "version_plan__foto"
    )


def _filas(prorrogas: Iterable[Prorroga], perfil: Perfil) -> list[dict]:
    decide = perfil.puede(Permiso.PLAN_DECIDIR)
    return [
        {
            "prorroga": prorroga,
            "clase": CLASES_DE_PRORROGA[prorroga.estado],
            "decide": decide and prorroga.esta_pedida,
            "desiste": prorroga.esta_pedida and not reglas.problemas_para_desistir(prorroga, perfil),
        }
        for prorroga in prorrogas
    ]


@require_safe
def prorroga_lista(request):
    """Las prórrogas que la persona ve; las que esperan decisión, primero con el filtro «Pedida»."""
    filtro = FiltroProrrogasForm(request.GET)
    prorrogas = filtro.filtrar(Prorroga.objects.visibles_para(request.perfil)).en_lista()
    pagina = Paginator(prorrogas, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "filtra": bool(request.GET.get("estado")),
        "page_obj": pagina,
        "filas": _filas(pagina, request.perfil),
        "migas": [("Planes", reverse("planes:plan_lista")), ("Prórrogas", None)],
    }
    return render(request, "planes/prorroga_lista.html", contexto)


@require_http_methods(FORMULARIO)
def prorroga_pedir(request, pk: int):
    """Pide más plazo para una actividad de un plan que rige."""
    actividad = cargar_actividad(request, pk)
    plan, perfil = actividad.plan, request.perfil
    if not reglas.puede_pedir(perfil, coordinadora=plan.dependencia_id, responsable=actividad.dependencia_id):
        raise PermissionDenied
    pedida = actividad.prorrogas.por_decidir().exists()
    if problemas := reglas.problemas_para_pedir(actividad, perfil, pedida=pedida):
        messages.warning(request, str(problemas[0]))
        return redirect(lugar_en_el_plan(actividad))
    form = PedirProrrogaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acciones.pedir(actividad=actividad, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"Se pidió la prórroga de la actividad {actividad.numero}. La decide Planeación.")
            return redirect(lugar_en_el_plan(actividad))
    contexto = {
        "form": form,
        "actividad": actividad,
        "a_tiempo": reglas.es_a_tiempo(actividad.fecha_fin, request.hoy),
        "pasa": reglas.pasa_de_la_vigencia(plan.clase),
        "boton": "Pedir la prórroga",
        "cancelar_url": lugar_en_el_plan(actividad),
        "migas": migas_de(plan, (f"Prórroga de la actividad {actividad.numero}", None)),
    }
    return render(request, "planes/prorroga_pedir.html", contexto, status=estado_http(form))


def _cargar(request, pk: int) -> Prorroga:
    return get_object_or_404(Prorroga.objects.visibles_para(request.perfil).en_lista(), pk=pk)


@require_http_methods(FORMULARIO)
def prorroga_decidir(request, pk: int):
    """Concede o niega una prórroga, viendo antes lo que mueve."""
    prorroga = _cargar(request, pk)
    exigir_decidir(request)
    actividad = prorroga.actividad
    if not prorroga.esta_pedida:
        messages.warning(request, f"La prórroga está {prorroga.get_estado_display().lower()}: no hay nada que decidir.")
        return redirect(lugar_en_el_plan(actividad))
    form = DecidirProrrogaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accion = {"conceder": acciones.conceder, "negar": acciones.negar}[form.cleaned_data.pop("decision")]
        try:
            decidida = accion(prorroga=prorroga, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La prórroga quedó {decidida.get_estado_display().lower()}.")
            return redirect(lugar_en_el_plan(actividad))
    contexto = {
        "form": form,
        "prorroga": prorroga,
        "actividad": actividad,
        "problemas": reglas.problemas_para_decidir(prorroga, request.perfil, deciden=quienes_deciden(request.hoy)),
        "efecto": reglas.efecto(
            actividad,
            fecha_nueva=prorroga.fecha_nueva,
            a_tiempo=prorroga.a_tiempo,
            intocable=actividad.plan.vigencia.trimestre_intocable(request.hoy),
            anio=actividad.plan.vigencia.anio,
        ),
        "boton": "Decidir",
        "cancelar_url": lugar_en_el_plan(actividad),
        "migas": migas_de(actividad.plan, (f"Prórroga de la actividad {actividad.numero}", None)),
    }
    return render(request, "planes/prorroga_decidir.html", contexto, status=estado_http(form))


@require_POST
def prorroga_desistir(request, pk: int):
    """Retira una prórroga que nadie ha decidido."""
    prorroga = _cargar(request, pk)
    if reglas.problemas_para_desistir(prorroga, request.perfil):
        raise PermissionDenied
    try:
        acciones.desistir(prorroga=prorroga, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as incumplida:
        messages.error(request, str(incumplida))
    else:
        messages.success(request, "La prórroga se retiró: la actividad sigue con la fecha que tenía.")
    return redirect(lugar_en_el_plan(prorroga.actividad))
