"""El ciclo MIPG: el año sobre un calendario, lo que toca ahora, lo que está en riesgo y de quién.

Y su versión pública, sin nada de adentro.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mipg import obligaciones
from mipg.avisos.acciones import asuetos
from mipg.portal import ciclo as anios
from mipg.portal.ciclo import Clase, Lector
from mipg.portal.ciclo.dibujo import dibujar, nivel_de
from mipg.portal.partes import Panorama
from mipg.portal.publico import publica
from mipg.usuarios.roles import Permiso
from politicas.models import PlanteamientoDelAnio, Vigencia
from politicas.reglas import vigencia_actual
from seguimiento.models import Corte

RIESGOS_POR_PAGINA = 60
_TITULOS = {
    Clase.PLAZO: "Plazos",
    Clase.CAPTURA: "Cortes trimestrales",
    Clase.INFORME: "Informes de ley",
    Clase.SESION: "Sesiones del Comité",
    Clase.ESTRATEGIA: "Estrategias del plan de implementación",
}


@require_safe
def ciclo(request):
    """El año que corre o el que se pida (`?anio=`), para cada quien con lo suyo."""
    panorama, hoy = Panorama(request.perfil, asuetos()), request.hoy
    actual = panorama.vigencia.anio if panorama.vigencia else hoy.year
    se_pueden_ver = sorted(
        {*anios.documentados(), *panorama.anios, actual, max(panorama.anios, default=actual - 1) + 1}
    )
    anio = _pedido(request, se_pueden_ver, actual)
    lector, vigencia = Lector.de(request.perfil), panorama.de_anio(anio)
    visto = anios.ciclo(_hitos(panorama, lector, vigencia, anio), anio, hoy, panorama.asuetos)
    riesgos = [(quien, riesgo) for quien, suyos in visto.riesgo for riesgo in suyos]
    contexto = {
        "anio": anio,
        "vigencia": vigencia,
        "por_cerrar": panorama.por_cerrar,
        "abre": lector.puede(Permiso.VIGENCIA_EDITAR),
        "pestanas": _pestanas(se_pueden_ver, anio, actual),
        "entera": lector.ve_entera(Clase.PLAZO),
        "de_una_dependencia": bool(lector.dependencias),
        "ciclo": visto,
        "grafica": dibujar(visto, anio=anio, hoy=hoy),
        "grupos": _por_clase(visto),
        "planteamiento": PlanteamientoDelAnio.objects.que_rige(anio),
        "page_obj": Paginator(riesgos, RIESGOS_POR_PAGINA).get_page(request.GET.get("page")),
        "deberes": _deberes(panorama) if anio == actual else [],
        "es_actual": anio == actual,
        "migas": [("Ciclo MIPG", None)],
    }
    return render(request, "portal/ciclo.html", contexto)


def _hitos(panorama: Panorama, lector: Lector, vigencia: Vigencia | None, anio: int) -> list[anios.Hito]:
    if vigencia is None:
        return anios.de_estrategias(anio, lector, con_responsables=True)
    return list(
        anios.leer(
            lector,
            vigencia,
            anios=panorama.anios,
            cortes=panorama.cortes,
            grupos=panorama.grupos_de_planes if vigencia == panorama.vigencia else anios.grupos_de_planes(vigencia),
            hoy=panorama.hoy,
            asuetos=panorama.asuetos,
            detalle=anios.detallar(lector, vigencia, panorama.abierto, hoy=panorama.hoy),
        )
    )


def _pedido(request, se_pueden_ver: Collection[int], actual: int) -> int:
    """El año de `?anio=`; lo que no se entiende o no se puede ver no se pide."""
    pedido = request.GET.get("anio", "")
    return next((anio for anio in se_pueden_ver if str(anio) == pedido), actual)


def _pestanas(se_pueden_ver: Collection[int], anio: int, actual: int) -> list[dict]:
    return [
        {"texto": str(uno), "url": "?" if uno == actual else f"?anio={uno}", "actual": uno == anio}
        for uno in se_pueden_ver
    ]


def _por_clase(visto: anios.Ciclo) -> list[tuple[str, list]]:
    """Los hitos para su tabla: por clase, cada uno con la palabra que dice cómo está."""
    return [
        (titulo, suyos)
        for clase, titulo in _TITULOS.items()
        if (suyos := [(m, nivel_de(m).texto) for m in visto.todos if m.hito.clase == clase])
    ]


@dataclass(frozen=True)
class Deber:
    """Lo que quien lee debe con un mismo verbo: cuántos, y el plazo del que vence antes."""

    verbo: str
    n: int
    vence: date
    plazo: str
    clase: str


def _deberes(panorama: Panorama) -> list[Deber]:
    """Lo que quien lee debe, por verbo, contado y sin traerlo: lo mismo de «Mis pendientes»."""
    suyas = obligaciones.de_persona(panorama.hoy, panorama.perfil.persona)
    por_verbo: dict[str, list] = {}
    for cola in suyas.colas:
        if cola.cuantas:
            por_verbo.setdefault(cola.verbo, []).append(cola.cuantas)
    deberes = []
    for verbo, cuentas in por_verbo.items():
        vence = min(min(cuantas) for cuantas in cuentas)
        deberes.append(Deber(verbo, sum(c.total() for c in cuentas), vence, *panorama.plazo(vence)))
    return sorted(deberes, key=lambda deber: (deber.vence, deber.verbo))


@publica
@require_safe
def ciclo_publico(request):
    """El año para cualquiera: sus plazos, sus cortes y sus estrategias, con lo que ya se publicó."""
    hoy, vigencias = timezone.localdate(), {v.anio: v for v in Vigencia.objects.abiertas_alguna_vez()}
    que_corre = vigencia_actual(vigencias.values(), hoy)
    actual = que_corre.anio if que_corre else hoy.year
    se_pueden_ver = sorted({*anios.documentados(), *vigencias, actual})
    anio = _pedido(request, se_pueden_ver, actual)
    vigencia = vigencias.get(anio)
    cortes = list(Corte.objects.de_vigencia(vigencia).select_related("vigencia")) if vigencia else []
    visto = anios.ciclo(anios.publicos(vigencia, anio, cortes=cortes, hoy=hoy), anio, hoy, asuetos())
    contexto = {
        "anio": anio,
        "vigencia": vigencia,
        "pestanas": _pestanas(se_pueden_ver, anio, actual),
        "ciclo": visto,
        "grafica": dibujar(visto, anio=anio, hoy=hoy),
        "grupos": _por_clase(visto),
        "planteamiento": PlanteamientoDelAnio.objects.que_rige(anio),
        "migas": [("Ciclo MIPG", None)],
    }
    return render(request, "portal/ciclo_publico.html", contexto)
