"""El inicio de un jefe: lo que espera su aval y cómo va la oficina."""

from django.db.models import Count

from mipg.buscador.funciones import EnEspanol
from mipg.portal import plazos
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte, Urgencia, cifras_de, embudo
from mipg.texto import clave_de_orden
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.roles import Permiso, Rol
from planes.obligaciones import VERBOS
from planes.reglas import EDITABLES
from seguimiento.models import Avance, Cifra

ACTIVIDADES_A_LA_VISTA = 8


def jefatura(panorama: Panorama) -> Parte:
    """Lo que espera su aval, los planes que formula y cómo va la oficina."""
    perfil, corte = panorama.perfil, panorama.abierto
    suyas = perfil.dependencias(Permiso.AVANCE_AVALAR)
    una = next(iter(suyas), None) if len(suyas) == 1 else None
    por_avalar, de_la_oficina, por_persona, sin_asignar = [], {}, [], []
    if corte:
        cola = panorama.del_abierto().por_avalar(perfil)
        por_avalar = [
            (avance, panorama.espera(avance))
            for avance in cola.select_related("actividad__plan", "reportado_por").order_by("reportado_en", "pk")[
                :A_LA_VISTA
            ]
        ]
        propios = Avance.objects.del_corte(corte).filter(actividad__dependencia__in=suyas)
        de_la_oficina = propios.cuentas_del_embudo() | {"por_avalar": cola.count()}
        por_persona = _por_persona(propios.debidos())
        if any(fila["quien"] is None for fila in por_persona):
            enlaces = Asignacion.objects.vigentes(panorama.hoy).filter(rol=Rol.ENLACE, dependencia__in=suyas)
            enlaces = enlaces.order_by(EnEspanol("persona__nombre")).distinct()
            sin_asignar = list(enlaces.values_list("persona__nombre", flat=True))
    planes = panorama.planes_por(*(VERBOS[estado] for estado in EDITABLES))
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
            "cifras": cifras_de(panorama.cerrado, ambito=Cifra.Ambito.DEPENDENCIA, clave__in=suyas),
        },
    )


def _por_persona(faltan) -> list[dict]:
    """Cuánto le falta a cada enlace asignado (`quien`, o nulo si a nadie), a quien más primero."""
    cuantos = dict(faltan.order_by().values_list("actividad__enlace").annotate(n=Count("pk")))
    # Los nombres, después de contar: ordenarlos al agrupar los compara reporte por reporte.
    nombres = dict(Usuario.objects.filter(pk__in=cuantos.keys() - {None}).values_list("pk", "nombre"))
    filas = [{"quien": nombres.get(clave), "n": n} for clave, n in cuantos.items()]
    filas.sort(key=lambda fila: (-fila["n"], fila["quien"] is None, clave_de_orden(fila["quien"] or "")))
    return filas
