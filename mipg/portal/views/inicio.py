"""El inicio de cada rol y «Mis pendientes»."""

from collections import Counter

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mipg import obligaciones
from mipg.avisos.acciones import asuetos
from mipg.portal import plazos
from mipg.portal.accesos import accesos
from mipg.portal.partes import Panorama, hoy_toca, partes
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.factor.reglas import dias_para_exigirlo
from mipg.usuarios.reglas import en_encargo
from mipg.usuarios.roles import Permiso

POR_PAGINA = 50
_DE_UN_CAMBIO = ("afectado", "pedido_por", "dependencia", "en_encargo_de")


@require_safe
def inicio(request):
    """Lo que cada quien vino a hacer, lo más urgente primero, y en qué va el año MIPG."""
    perfil = request.perfil
    panorama = Panorama(perfil, asuetos())
    contexto = {
        "corte": panorama.abierto,
        "captura": _captura(panorama) if panorama.abierto else None,
        "sin_rol": not perfil.papeles,
        "encargo": en_encargo(perfil.encargos),
        "le_cambian": list(request.user.cambios_de_cuenta.en_curso(timezone.now()).select_related(*_DE_UN_CAMBIO)),
        "partes": partes(panorama),
        "ciclo": hoy_toca(panorama),
        "vigencia": panorama.vigencia,
        "por_cerrar": panorama.por_cerrar if perfil.puede(Permiso.VIGENCIA_EDITAR) else [],
        "accesos": accesos(perfil),
        "factor_desde": settings.FACTOR_DESDE,
        "dias_sin_factor": _dias_sin_factor(request),
    }
    return render(request, "portal/inicio.html", contexto)


def _dias_sin_factor(request) -> int | None:
    """Días que faltan para que se le exija el segundo factor; `None` si no se le exigirá o ya lo tiene."""
    dias = dias_para_exigirlo(request.perfil.roles, desde=settings.FACTOR_DESDE, hoy=request.hoy)
    return None if dias is None or factor.de(request.user).exists() else dias


def _captura(panorama: Panorama) -> dict:
    """En qué va la ventana de captura y cuántos días hábiles faltan para que abra o cierre."""
    corte, hoy = panorama.abierto, panorama.hoy
    if hoy < corte.abre:
        return {"clase": "info", "texto": f"La captura abre el {corte.abre:%d/%m/%Y}"}
    if hoy > corte.cierra:
        return {"clase": "aviso", "texto": f"La captura terminó el {corte.cierra:%d/%m/%Y}"}
    frase, clase = panorama.plazo(corte.cierra)
    return {"clase": clase, "texto": f"Captura: {frase.lower()}"}


@require_safe
def pendientes(request):
    """Lo que la persona debe (todo, o lo de `?verbo=`), en orden de riesgo, con su plazo y dónde se resuelve."""
    todas = obligaciones.de_persona(request.hoy, request.user.pk)
    suyas = todas.con_verbo(request.GET.get("verbo", ""))
    pagina = Paginator(suyas, POR_PAGINA).get_page(request.GET.get("page"))
    a_la_vista = plazos.con_plazo(pagina.object_list, request.hoy, asuetos())
    cuantas: Counter[str] = Counter()
    for vence, n in suyas.cuantas.items():
        cuantas[plazos.grupo_de(vence, request.hoy)] += n
    contexto = {
        "grupos": [
            {
                "codigo": codigo,
                "titulo": titulo,
                "total": cuantas[codigo],
                "pendientes": [p for p in a_la_vista if p.grupo == codigo],
            }
            for codigo, titulo in plazos.TITULOS.items()
            if any(p.grupo == codigo for p in a_la_vista)
        ],
        "total": len(suyas),
        "verbo": request.GET["verbo"] if suyas is not todas else "",
        "page_obj": pagina,
        "decide": request.perfil.puede(Permiso.AVANCE_REVISAR) or request.perfil.puede(Permiso.AVANCE_AVALAR),
        "reporta": request.perfil.puede(Permiso.AVANCE_REPORTAR),
        "migas": [("Mis pendientes", None)],
    }
    return render(request, "portal/pendientes.html", contexto)
