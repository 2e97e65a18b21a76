"""Páginas en que se formula una acción de mejora: crearla de unas recomendaciones, completarla y editarla."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from furag.acciones import mejoras as acciones
from furag.forms.mejoras import CrearMejoraForm, MejoraForm, MejoraQueContinuaForm
from furag.models import AccionMejora, Puntaje, Recomendacion
from furag.origenes import (
    Origen,
    acogidas,
    destinos_de,
    indices_que_mueve,
    leer_politica,
    por_atender,
    que_puede_atender,
)
from furag.reglas import mejoras as reglas
from furag.views.comunes import FORMULARIO, cargar_mejora, migas_de, migas_de_mejora, pagina_de
from mipg.etiquetas import puntaje
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.leidos import con_formulario
from mipg.texto import entero
from mipg.usuarios.models import Dependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from planes.reglas import puede_formular
from planes.views.comunes import cargar_actividad
from politicas.models import Politica


@requiere(Permiso.PLAN_FORMULAR, Permiso.PLAN_FORMULAR_TODOS)
@require_http_methods(FORMULARIO)
def mejora_crear(request):
    """Formula una acción desde recomendaciones acogidas (`?recomendacion=`, las que sean), desde un plan (`?plan=`) o
    para reformular otra (`?reformula=`). Sin nada, elige de qué política.
    """
    origen = _origen(request)
    if origen is None:
        contexto = {"grupos": por_atender(), "migas": [("Formular una acción de mejora", None)]}
        # Sin elegir de qué sale no hay nada que guardar.
        return render(request, "furag/mejora_crear.html", contexto, status=422 if request.method == "POST" else 200)
    destinos = destinos_de(origen, request.perfil, request.hoy)
    form = CrearMejoraForm(
        request.POST or None,
        initial={
            "recomendaciones": origen.elegidas,
            "hallazgo": _por_que(origen),
            "responsable": _quien_coordina(destinos),
            "fecha_inicio": request.hoy,
            **_desde_el_plan(request),
        },
        indices=_indices(origen.politica, origen.medida),
        recomendaciones=acogidas(origen.politica.pk, origen.medida),
        destinos=[(clave, rotulo) for clave, (rotulo, _) in destinos.items()],
        hoy=request.hoy,
    )
    if request.method == "POST" and form.is_valid():
        datos = dict(form.cleaned_data)
        _, donde = destinos[datos.pop("destino")]
        try:
            mejora = acciones.crear(
                **datos, **donde, reformula=origen.reformula, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La acción {mejora.codigo} quedó en «{mejora.actividad.plan.nombre}».")
            return redirect(pagina_de(mejora))
    contexto = {
        "form": form,
        "origen": origen,
        "destinos": destinos,
        "boton": "Formular la acción",
        "cancelar_url": pagina_de(origen.reformula) if origen.reformula else reverse("furag:mejora_crear"),
        "migas": [("Formular una acción de mejora", reverse("furag:mejora_crear")), (str(origen.politica), None)],
    }
    return render(request, "furag/mejora_crear.html", contexto, status=estado_http(form))


def _origen(request) -> Origen | None:
    """Lo que la URL elige; nulo si no elige nada que la persona vea."""
    if plan := _plan_de_la_url(request):
        return Origen(plan.politica, plan.vigencia_medida)
    visibles = AccionMejora.objects.visibles_para(request.perfil).en_lista().con_hechos()
    if reformula := visibles.filter(pk=entero(request.GET.get("reformula", ""))).first():
        if not acciones.problemas_para_reformular(reformula):
            plan = reformula.actividad.plan
            atiende = tuple(reformula.atenciones.values_list("recomendacion", flat=True))
            return Origen(plan.politica, plan.vigencia_medida, atiende, reformula)
        messages.warning(request, "Sólo se reformula la acción que no se cumplió o no fue efectiva.")
    claves = {clave for dicha in request.GET.getlist("recomendacion") if (clave := entero(dicha))}
    if elegidas := list(Recomendacion.objects.filter(pk__in=claves).select_related("medicion", "politica")):
        primera = elegidas[0]
        suyas = tuple(
            u.pk for u in elegidas if (u.politica_id, u.medicion_id) == (primera.politica_id, primera.medicion_id)
        )
        if len(suyas) < len(elegidas):
            messages.warning(request, f"Sólo se tomaron las de {primera.politica} en {primera.medicion.anio}.")
        return Origen(leer_politica(primera.politica_id), primera.medicion.anio, suyas)
    politica, medida = entero(request.GET.get("politica", "")), entero(request.GET.get("medicion", ""))
    if politica and medida and Politica.objects.filter(pk=politica).exists():
        return Origen(leer_politica(politica), medida)
    return None


def _plan_de_la_url(request) -> Plan | None:
    visibles = Plan.objects.visibles_para(request.perfil).filter(clase=Plan.Clase.MEJORAMIENTO)
    return visibles.select_related("politica__dimension").filter(pk=entero(request.GET.get("plan", ""))).first()


def _desde_el_plan(request) -> dict:
    plan = _plan_de_la_url(request)
    return {"destino": f"plan-{plan.pk}"} if plan else {}


def _indices(politica: Politica, medida: int) -> dict[str, str]:
    """Lo que puede mover, con su puntaje: quien dice a cuánto espera llegar sabe de dónde parte."""
    nombres = indices_que_mueve(politica, medida)
    leidos = Puntaje.objects.propios().filter(entidad__carga__medicion__anio=medida).de_codigos(nombres)
    en_palabras = {codigo: f": {puntaje(valor)} en {medida}" for codigo, valor in leidos.items()}
    return {codigo: nombre + en_palabras.get(codigo, "") for codigo, nombre in nombres.items()}


def _quien_coordina(destinos: dict[str, tuple[str, dict]]) -> Dependencia | None:
    """La dependencia del primer plan en que puede quedar: casi siempre es la responsable."""
    donde = next((donde for _, donde in destinos.values()), {})
    return donde["plan"].dependencia if "plan" in donde else donde.get("coordina")


def _por_que(origen: Origen) -> str:
    return f"La acción {origen.reformula.codigo} no logró lo que se esperaba." if origen.reformula else ""


@require_http_methods(FORMULARIO)
def mejora_completar(request, pk: int):
    """Dice, de una actividad que ya está en un plan de mejoramiento, su causa, qué atiende y qué espera mover."""
    actividad = cargar_actividad(request, pk)
    plan = actividad.plan
    _exigir_formular(request, plan)
    if mejora := AccionMejora.objects.filter(actividad=actividad).first():
        return redirect("furag:mejora_editar", pk=mejora.pk)
    if problemas := reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado):
        messages.warning(request, str(problemas[0]))
        return redirect("planes:plan_detalle", pk=plan.pk)
    form = MejoraForm(
        request.POST or None,
        indices=_indices(plan.politica, plan.vigencia_medida),
        recomendaciones=acogidas(plan.politica_id, plan.vigencia_medida),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mejora = acciones.completar(
                actividad=actividad, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"La acción {mejora.codigo} quedó completa.")
            return redirect(pagina_de(mejora))
    contexto = {
        "form": form,
        "actividad": actividad,
        "boton": "Guardar",
        "cancelar_url": reverse("furag:mejora_lista", args=[plan.pk]),
        "migas": migas_de(plan, (f"Completar la actividad {actividad.numero}", None)),
    }
    return render(request, "furag/mejora_completar.html", contexto, status=estado_http(form))


def _exigir_formular(request, plan: Plan) -> None:
    if not puede_formular(request.perfil, plan.dependencia_id):
        raise PermissionDenied


@require_http_methods(FORMULARIO)
def mejora_editar(request, pk: int):
    """Corrige lo propio de una acción que nadie ha firmado."""
    mejora = cargar_mejora(request, pk)
    plan = mejora.actividad.plan
    _exigir_formular(request, plan)
    problemas = reglas.problemas_para_completar(clase=plan.clase, estado_plan=plan.estado, estado=mejora.estado)
    if problemas and request.method != "POST":
        messages.warning(request, str(problemas[0]))
        return redirect(pagina_de(mejora))
    clase = MejoraQueContinuaForm if mejora.continua_id else MejoraForm
    form = clase(
        request.POST or None,
        leido=mejora,
        indices=_indices(plan.politica, plan.vigencia_medida),
        recomendaciones=que_puede_atender(mejora),
        initial={campo: getattr(mejora, campo) for campo in AccionMejora.PROPIOS}
        | {"recomendaciones": list(mejora.atenciones.values_list("recomendacion", flat=True))},
    )
    return con_formulario(
        request,
        form,
        leido={"mejora": mejora},
        filas=AccionMejora.objects.en_lista(),
        accion=acciones.editar,
        hecho=f"La acción {mejora.codigo} quedó guardada.",
        plantilla="furag/mejora_editar.html",
        volver=pagina_de(mejora),
        migas=migas_de_mejora(mejora, ("Corregir", None)),
    )
