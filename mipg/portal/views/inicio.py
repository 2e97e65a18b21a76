"""El inicio de cada rol y «Mis pendientes»."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mipg import obligaciones
from mipg.avisos.acciones import asuetos
from mipg.avisos.models import Mensaje
from mipg.fechas import habiles_entre
from mipg.portal import plazos
from mipg.portal.contexto import Entrada, entradas, menu_de
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from seguimiento.models import Avance, Cifra, Corte

POR_PAGINA = 50
EN_EL_INICIO = 5
CORTES_EN_EL_INICIO = 4


@require_safe
def inicio(request):
    """Lo que a cada quien le toca hoy: sus pendientes, el corte en curso, los cortes cerrados o la operación."""
    perfil = request.perfil
    corte = Corte.objects.abierto()
    contexto = {
        "corte": corte,
        "captura": _captura(corte, request.hoy) if corte else None,
        "sin_rol": not perfil.papeles,
        "pendientes": _mis_pendientes(request) if _reporta(perfil) else None,
        "avances": _avances(corte) if corte and perfil.puede(Permiso.TODO_VER) else None,
        "planes": _planes(perfil) if perfil.puede(Permiso.PLAN_DECIDIR) else None,
        "cierres": _cierres() if perfil.puede(Permiso.TABLERO_VER) else None,
        "operacion": _operacion(request.hoy) if perfil.puede(Permiso.PERSONAS_EDITAR) else None,
        "secciones": _fuera_del_menu(perfil),
        "puede_revisar": perfil.puede(Permiso.AVANCE_REVISAR),
        "puede_gestionar": perfil.puede(Permiso.CORTE_GESTIONAR),
        "ve_todo": perfil.puede(Permiso.TODO_VER),
        "encargos": perfil.encargos,
    }
    return render(request, "portal/inicio.html", contexto)


def _fuera_del_menu(perfil) -> list[Entrada]:
    """Lo que la persona puede abrir y no cupo en el menú; a quien no tiene rol, todo."""
    en_menu = {e.nombre for e in menu_de(perfil)} if perfil.papeles else {"portal:inicio"}
    return [e for e in entradas(perfil) if e.nombre not in en_menu]


def _reporta(perfil) -> bool:
    return perfil.puede(Permiso.AVANCE_REPORTAR)


def _captura(corte: Corte, hoy) -> dict:
    """En qué va la ventana de captura y cuántos días hábiles faltan para que abra o cierre."""
    if hoy < corte.abre:
        return {"clase": "info", "texto": f"La captura abre el {corte.abre:%d/%m/%Y}"}
    if hoy > corte.cierra:
        return {"clase": "aviso", "texto": f"La captura terminó el {corte.cierra:%d/%m/%Y}"}
    plazo = plazos.en_palabras(habiles_entre(hoy, corte.cierra, asuetos()), corte.cierra, hoy)
    return {"clase": plazos.CLASES[plazos.grupo_de(corte.cierra, hoy)] or "info", "texto": f"Captura: {plazo.lower()}"}


def _mis_pendientes(request) -> dict:
    suyas = obligaciones.pendientes(request.hoy, request.user.pk)
    todas = plazos.con_plazo(suyas, request.hoy, asuetos())
    return {"primeras": todas[:EN_EL_INICIO], "total": len(todas), **Counter(p.grupo for p in todas)}


def _avances(corte: Corte) -> dict:
    estado = Avance.Estado
    return Avance.objects.del_corte(corte).aggregate(
        esperados=Count("pk", filter=Q(esperado=True)),
        sin_enviar=Count("pk", filter=Q(esperado=True, estado__in=[estado.PENDIENTE, estado.BORRADOR])),
        devueltos=Count("pk", filter=Q(estado=estado.DEVUELTO)),
        por_revisar=Count("pk", filter=Q(estado__in=[estado.ENVIADO, estado.AVALADO])),
        aceptados=Count("pk", filter=Q(estado=estado.ACEPTADO)),
    )


def _planes(perfil) -> dict:
    return Plan.objects.visibles_para(perfil).aggregate(
        en_revision=Count("pk", filter=Q(estado=Plan.Estado.EN_REVISION)),
        por_publicar=Count("pk", filter=Q(estado=Plan.Estado.APROBADO)),
        en_formulacion=Count("pk", filter=Q(estado__in=[Plan.Estado.BORRADOR, Plan.Estado.DEVUELTO])),
    )


def _cierres() -> list:
    """Los últimos cortes cerrados, cada uno con la cifra de la entidad que quedó congelada."""
    cortes = list(
        Corte.objects.filter(estado=Corte.Estado.CERRADO)
        .select_related("vigencia", "cerrado_por")
        .order_by("-vigencia__anio", "-trimestre")[:CORTES_EN_EL_INICIO]
    )
    cifras = {
        c.corte_id: c for c in Cifra.objects.filter(corte__in=[c.pk for c in cortes], ambito=Cifra.Ambito.ENTIDAD)
    }
    return [(corte, cifras.get(corte.pk)) for corte in cortes]


def _operacion(hoy) -> dict:
    vinculadas = Usuario.objects.vinculadas(hoy)
    return {
        "personas": vinculadas.count(),
        "sin_invitar": vinculadas.sin_invitar().count(),
        "sin_rol": vinculadas.exclude(pk__in=Asignacion.objects.vigentes(hoy).values("persona")).count(),
        "fallidos": Mensaje.objects.filter(estado=Mensaje.Estado.FALLIDO).count(),
    }


@require_safe
def pendientes(request):
    """Todo lo que la persona debe, en orden de riesgo, con sus días hábiles y la página donde se resuelve."""
    suyas = obligaciones.pendientes(request.hoy, request.user.pk)
    todas = plazos.con_plazo(suyas, request.hoy, asuetos())
    pagina = Paginator(todas, POR_PAGINA).get_page(request.GET.get("page"))
    cuantas = Counter(p.grupo for p in todas)
    contexto = {
        "grupos": [
            {
                "codigo": codigo,
                "titulo": titulo,
                "total": cuantas[codigo],
                "pendientes": [p for p in pagina.object_list if p.grupo == codigo],
            }
            for codigo, titulo in plazos.TITULOS.items()
            if any(p.grupo == codigo for p in pagina.object_list)
        ],
        "total": len(todas),
        "page_obj": pagina,
        "puede_revisar": request.perfil.puede(Permiso.AVANCE_REVISAR),
        "migas": [("Inicio", "/"), ("Mis pendientes", None)],
    }
    return render(request, "portal/pendientes.html", contexto)
