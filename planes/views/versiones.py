"""Páginas de las versiones aprobadas: leer cualquiera como se aprobó y comparar dos."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.consultas import armada_una_vez
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.campos import FUERA_DE_LA_TABLA, POR_NOMBRE
from planes.correcciones import de_actividades, de_actos
from planes.forms.versiones import CompararForm
from planes.models import OPCIONES, Plan, VersionPlan
from planes.querysets import VersionPlanQuerySet
from planes.reglas.comparacion import DEL_PLAN, comparar, datos, escribir
from planes.views.comunes import ACTIVIDADES_POR_PAGINA, cargar_plan, migas_de

COMPARADAS_POR_PAGINA = 20
CORRECCIONES_A_LA_VISTA = 20


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """Lo que las versiones aportan a la página del plan; `None` si no tiene ninguna."""
    versiones = _versiones(plan.pk) if plan.aprobado_en else []
    return {"versiones": versiones, "ve_avance": perfil.puede(Permiso.TABLERO_VER)} if versiones else None


def acto_de(plan: Plan, suya: dict | None) -> str:
    """El acto con que se aprobó el plan, como lo cita la versión que lo aprobó. `suya`: su `parte`."""
    versiones = suya["versiones"] if suya else []
    primera = next((una for una in versiones if una.clase == VersionPlan.Clase.APROBACION), None)
    return primera.acto_con_acta if primera and primera.acto else plan.acto_citado


@armada_una_vez
def _versiones(plan: int) -> VersionPlanQuerySet:
    return VersionPlan.objects.del_plan(plan).con_aprobo()


@require_safe
def version_detalle(request, pk: int, numero: int):
    """Una versión tal como se aprobó, con la que la reemplazó y la anterior."""
    plan = cargar_plan(request, pk)
    versiones = {version.numero: version for version in VersionPlan.objects.del_plan(plan.pk)}
    version = get_object_or_404(VersionPlan.objects.filter(plan=plan).select_related("aprobado_por"), numero=numero)
    actividades = version.foto["actividades"]
    pesos = [Decimal(una["ponderacion"]) for una in actividades if una["ponderacion"]]
    pagina = Paginator(actividades, ACTIVIDADES_POR_PAGINA).get_page(request.GET.get("page"))
    siguiente = versiones.get(numero + 1)
    hasta = siguiente and siguiente.aprobado_en
    corregidas = de_actividades(plan.pk, version.aprobado_en, hasta, con_quien=True)
    contexto = {
        "plan": plan,
        "version": version,
        # Quien la decidió en una sesión ve el número de su acta en cuanto se cierra; la foto no cambia.
        "acta": versiones[numero],
        "actos_corregidos": de_actos([version.pk])[version.pk],
        "correcciones": corregidas[:CORRECCIONES_A_LA_VISTA],
        "correcciones_de_mas": len(corregidas[CORRECCIONES_A_LA_VISTA:]),
        "decide": request.perfil.puede(Permiso.PLAN_DECIDIR),
        "emite": request.perfil.puede(Permiso.INFORME_EMITIR),
        "anterior": versiones.get(numero - 1),
        "siguiente": siguiente,
        "ultima": max(versiones),
        "datos": datos(version.foto, DEL_PLAN),
        "integra": version.esta_integra,
        "page_obj": pagina,
        "filas": [_fila(actividad) for actividad in pagina.object_list],
        "suma_pesos": sum(pesos) if pesos else None,
        "migas": migas_de(plan, (f"Versión {numero}", None)),
    }
    return render(request, "planes/version_detalle.html", contexto)


def _fila(foto: Mapping) -> dict:
    """Lo que la tabla dice de una actividad de la foto, ya escrito: lo mismo que de una viva."""

    def dice(campo: str) -> str:
        return escribir(POR_NOMBRE[campo], foto.get(campo), OPCIONES)

    inicio, fin, peso = dice("fecha_inicio"), dice("fecha_fin"), dice("ponderacion")
    return {
        "pk": foto["id"],
        "nombre": foto["nombre"],
        "datos": datos(foto, FUERA_DE_LA_TABLA, OPCIONES),
        "peso": peso and f"{peso} %",
        "inicio": inicio,
        "fin": f"a {fin}" if inicio else fin,
        "responsable": dice("dependencia") or "Sin dependencia",
        **{campo: dice(campo) for campo in ("numero", "meta", "unidad", "enlace")},
        **{f"t{t}": dice(f"programado_t{t}") for t in (1, 2, 3, 4)},
    }


@require_safe
def version_comparar(request, pk: int):
    """Qué cambia de una versión a otra, elegidas ahí; sin elegir, de la anterior a la que rige."""
    plan = cargar_plan(request, pk)
    form = CompararForm(request.GET, versiones=VersionPlan.objects.del_plan(plan.pk))
    contexto = {"plan": plan, "form": form, "migas": migas_de(plan, ("Comparar versiones", None))}
    if (pareja := form.pareja()) is None:
        return render(request, "planes/version_comparar.html", contexto)
    fotos = dict(VersionPlan.objects.filter(pk__in=[una.pk for una in pareja]).order_by().values_list("pk", "foto"))
    comparacion = comparar(*(fotos[una.pk] for una in pareja), OPCIONES)
    renglones = comparacion.renglones if form.todo else comparacion.cambiados
    contexto |= {
        "de": pareja[0],
        "a": pareja[1],
        "comparacion": comparacion,
        "emite": request.perfil.puede(Permiso.INFORME_EMITIR),
        "page_obj": Paginator(renglones, COMPARADAS_POR_PAGINA).get_page(request.GET.get("page")),
        "propia": reverse("planes:version_comparar", args=[plan.pk]),
    }
    return render(request, "planes/version_comparar.html", contexto)
