"""El inicio de un jefe: lo que espera su aval y cómo va la oficina."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from mipg.portal import plazos
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte, Urgencia, cifras_de, embudo
from mipg.texto import clave_de_orden
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Permiso
from planes.obligaciones import VERBOS, VERBOS_DE_PROPUESTA
from planes.reglas import EDITABLES, PROPUESTAS_EDITABLES
from seguimiento.models import Avance, Cifra
from seguimiento.querysets import Grupo, embudo_de
from seguimiento.reglas import hechos

ACTIVIDADES_A_LA_VISTA = 8
_DE_LA_CIFRA = ("clave", "nombre", "semaforo", "cumplimiento", "anual")


def jefatura(panorama: Panorama) -> Parte:
    """Lo que espera su aval, los planes que formula y cómo va la oficina."""
    perfil, corte = panorama.perfil, panorama.abierto
    suyas = perfil.dependencias(Permiso.AVANCE_AVALAR)
    una = next(iter(suyas), None) if len(suyas) == 1 else None
    por_avalar, de_la_oficina, por_persona, sin_asignar = [], {}, [], []
    if corte:
        grupos = (
            Avance.objects.del_corte(corte).de_jefatura(suyas).agrupados("actividad__dependencia", "actividad__enlace")
        )
        en_espera = sum(grupo.n for grupo in grupos if hechos.ESPERA_AVAL(grupo))
        por_avalar = _por_avalar(panorama) if en_espera else []
        propios = [grupo for grupo in grupos if grupo.de[0] in suyas]
        de_la_oficina = embudo_de(propios) | {"por_avalar": en_espera}
        enlaces = {quien for dependencia in suyas for quien in panorama.responsables.enlaces.get(dependencia, ())}
        por_persona, sin_asignar = _por_persona(propios, enlaces, panorama.hoy)
    planes = panorama.planes_por(
        *(VERBOS[estado] for estado in EDITABLES), *(VERBOS_DE_PROPUESTA[estado] for estado in PROPUESTAS_EDITABLES)
    )
    faltan = sum(fila["n"] for fila in por_persona)
    a_la_vista = por_persona[:ACTIVIDADES_A_LA_VISTA]
    vencido = bool(corte and faltan and panorama.hoy > corte.cierra) or any(p.grupo == plazos.VENCIDAS for p in planes)
    toca = por_avalar or planes
    return Parte(
        "jefatura",
        Urgencia.VENCIDO if vencido and toca else Urgencia.HOY if por_avalar else Urgencia.PRONTO,
        {
            "corte": corte,
            "por_avalar": por_avalar,
            "oficina": de_la_oficina,
            "embudo": embudo(de_la_oficina, corte, una_dependencia=una) if de_la_oficina else [],
            "una_dependencia": una,
            "faltan": faltan,
            "tarde": faltan if corte and panorama.hoy > corte.cierra else 0,
            "por_persona": a_la_vista,
            "de_los_demas": faltan - sum(fila["n"] for fila in a_la_vista),
            "sin_asignar": sin_asignar,
            "planes": planes[:A_LA_VISTA],
            "mas_planes": len(planes) - len(planes[:A_LA_VISTA]),
            "cerrado": panorama.cerrado,
            "cifras": cifras_de(panorama.cerrado, ambito=Cifra.Ambito.DEPENDENCIA, clave__in=suyas).only(*_DE_LA_CIFRA),
        },
    )


def _por_avalar(panorama: Panorama) -> list[tuple[Avance, int]]:
    """Los primeros que esperan su aval, lo más antiguo antes, con los días hábiles que llevan."""
    cola = panorama.del_abierto().por_avalar(panorama.perfil).order_by("reportado_en", "pk")
    cola = cola.con_nombres("reportado_en", "reportado_por__nombre", "reportado_por__email")
    return [(avance, panorama.espera(avance)) for avance in cola.select_related("reportado_por")[:A_LA_VISTA]]


def _por_persona(propios: Iterable[Grupo], de_la_oficina: AbstractSet[int], hoy: date) -> tuple[list[dict], list[str]]:
    """Cuánto le falta a cada enlace asignado (`quien`, o nulo si a nadie), a quien más primero.

    Y los nombres de los enlaces de la oficina, si hay algo sin asignar: les toca a ellos.
    """
    debidos = list(filter(hechos.DEBIDO, propios))
    # Los nombres, después de contar: ordenarlos al agrupar los compara reporte por reporte. El que ya se fue no lo
    # tiene nadie.
    asignados = {grupo.de[-1] for grupo in debidos} - {None}
    vivas = Usuario.objects.vinculadas(hoy).filter(pk__in=asignados | de_la_oficina)
    nombres = dict(vivas.values_list("pk", "nombre"))
    cuantos: Counter[int | None] = Counter()
    for grupo in debidos:
        cuantos[grupo.de[-1] if grupo.de[-1] in nombres else None] += grupo.n
    les_toca = de_la_oficina & nombres.keys() if None in cuantos else frozenset()
    filas = [{"quien": nombres.get(clave), "n": n} for clave, n in cuantos.items()]
    filas.sort(key=lambda fila: (-fila["n"], fila["quien"] is None, clave_de_orden(fila["quien"] or "")))
    return filas, sorted({nombres[clave] for clave in les_toca}, key=clave_de_orden)
