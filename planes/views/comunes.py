"""Lo que comparten las vistas de planes: cargar lo visible y exigir."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.leidos import con_formulario
from mipg.reglas import Problema
from mipg.texto import entero
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.roles import Permiso
from planes import reglas
from planes.acciones.actividades import Hoja, problemas_para_formular
from planes.models import Actividad, Plan

ACTIVIDADES_POR_PAGINA = 30
INVALIDO = 422

_NOMBRES = {
    f"{quien}_nombre": nombre_de(quien) for quien in ("creado_por", "enviado_por", "aprobado_por", "publicado_por")
}


@dataclass(frozen=True)
class Accion:
    """Un enlace de «Más acciones» de la página del plan."""

    texto: str
    url: str


def cargar_plan(request, pk: int) -> Plan:
    """El plan, si la persona lo ve; si no, 404. Trae el nombre de quien hizo cada cosa: `creado_por_nombre`…"""
    visibles = Plan.objects.visibles_para(request.perfil)
    planes = visibles.select_related("vigencia", "politica__dimension", "tipo", "dependencia")
    return get_object_or_404(planes.annotate(**_NOMBRES), pk=pk)


def lugar_en_el_plan(actividad: Actividad) -> str:
    """Dirección de la actividad en su plan: la página en que está y su fila."""
    anteriores = Actividad.objects.filter(plan=actividad.plan_id).vigentes()
    antes = Q(orden__lt=actividad.orden) | Q(orden=actividad.orden, pk__lt=actividad.pk)
    pagina = anteriores.filter(antes).count() // ACTIVIDADES_POR_PAGINA + 1
    consulta = f"?page={pagina}" if pagina > 1 else ""
    return f"{reverse('planes:plan_detalle', args=[actividad.plan_id])}{consulta}#actividad-{actividad.pk}"


def cargar_actividad(request, pk: int) -> Actividad:
    """La actividad vigente, si la persona ve su plan; si no, 404."""
    actividades = (
        Actividad.objects.visibles_para(request.perfil)
        .vigentes()
        .select_related("plan__vigencia", "plan__politica", "plan__dependencia", "dependencia", "enlace")
    )
    return get_object_or_404(actividades, pk=pk)


def ya_lo_elimino(request, modelo: type[Model], pk: int) -> bool:
    """Si la misma persona acaba de eliminar ese registro, y se lo dice: un doble clic no es un error."""
    suyo = Suceso.objects.filter(
        content_type=ContentType.objects.get_for_model(modelo),
        object_id=pk,
        action=Suceso.Action.DELETE,
        actor=request.user,
    ).exists()
    if suyo:
        messages.info(request, "Ya lo había eliminado: no se hizo nada más.")
    return suyo


def exigir_formular(request, plan: Plan) -> None:
    """403 si la persona ve el plan pero no lo formula."""
    if not reglas.puede_formular(request.perfil, plan.dependencia_id):
        raise PermissionDenied


def desvio_si_no_se_formula(request, hoja: Hoja):
    """A la página de la hoja, diciendo por qué ya no se escribe en ella; nada si se escribe."""
    if not (problemas := problemas_para_formular(hoja)):
        return None
    messages.warning(request, " ".join(map(str, problemas)))
    return redirect("planes:plan_detalle" if isinstance(hoja, Plan) else "planes:propuesta_detalle", hoja.pk)


def exigir_decidir(request) -> None:
    """403 si la persona no decide sobre planes."""
    if not request.perfil.puede(Permiso.PLAN_DECIDIR):
        raise PermissionDenied


def migas_de(plan: Plan, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Planes › el plan › lo que siga."""
    propia = reverse("planes:plan_detalle", args=[plan.pk]) if finales else None
    return [("Planes", reverse("planes:plan_lista")), (plan.nombre, propia), *finales]


def numero_de_consulta(request, nombre: str) -> int | None:
    """Un entero de la URL (`?version=3`); `None` si no está o no lo es."""
    return entero(request.GET.get(nombre, ""))


def contar_negativa(request, que: str, negada: Exception) -> None:
    """Un mensaje con las primeras razones; la página muestra las demás."""
    problemas = list(getattr(negada, "problemas", ())) or [negada]
    primeras = " ".join(map(str, problemas[:3]))
    resto = len(problemas) - 3
    cola = f" Y {resto} {'cosa' if resto == 1 else 'cosas'} más." if resto > 0 else ""
    messages.error(request, f"{que}. {primeras}{cola}")


def tramitar_lo_suyo(
    request,
    plan: Plan,
    form: forms.Form,
    accion: Callable,
    plantilla: str,
    *,
    miga: str,
    sobre: dict[str, Model],
    problemas: Iterable[Problema] = (),
    **como,
):
    """La página de una decisión sobre algo de un plan (`sobre`, como lo llama la acción): la hace y vuelve a él.

    Con `problemas` ni se ofrece: vuelve al plan y los dice.
    """
    volver = reverse("planes:plan_detalle", args=[plan.pk])
    if request.method != "POST" and (problemas := list(problemas)):
        messages.warning(request, " ".join(map(str, problemas)))
        return redirect(volver)
    (registro,) = sobre.values()
    return con_formulario(
        request,
        form,
        leido=sobre,
        filas=type(registro).objects.all(),
        accion=accion,
        plantilla=plantilla,
        volver=volver,
        plan=plan,
        migas=migas_de(plan, (miga, None)),
        **como,
    )
