"""El inicio de un enlace: lo que tiene por reportar."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from mipg.portal.partes.panorama import Panorama, Parte, Urgencia, en_cien
from mipg.usuarios.roles import Rol
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.models import Avance, Corte
from seguimiento.obligaciones import por_reportar
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import hechos

ACTIVIDADES_A_LA_VISTA = 8


@dataclass(frozen=True)
class PorReportar:
    """Un reporte que la persona debe, con su plazo dicho en días hábiles."""

    avance: Avance
    vence: date
    plazo: str
    clase: str

    @property
    def clase_del_estado(self) -> str:
        """Variante de la insignia de su estado."""
        return CLASES_DE_AVANCE[self.avance.estado]


def reporte(panorama: Panorama) -> Parte | None:
    """Sus actividades del corte abierto: cuántas lleva, cuál sigue y hasta cuándo. El jefe, sólo si le tocan."""
    corte, perfil = panorama.abierto, panorama.perfil
    es_enlace = Rol.ENLACE in perfil.roles
    if corte is None or panorama.hoy < corte.abre:
        return Parte("reporte", Urgencia.CONSULTA, {"corte": None, "proximo": panorama.proximo}) if es_enlace else None
    faltan = por_reportar(corte, panorama.responsables, perfil.persona)
    grupos = list(faltan.order_by().values_list("estado", "vence_el").annotate(n=Count("pk")))
    if not es_enlace and not grupos:
        return None
    estados: Counter[str] = Counter()
    for estado, _, n in grupos:
        estados[estado] += n
    suyos = Avance.objects.del_corte(corte).de_quien_reporta(perfil).filter(hechos.ENVIADO.q)
    enviados = Counter(dict(suyos.order_by().values_list("estado").annotate(n=Count("pk"))))
    por_hacer = [
        PorReportar(avance, avance.vence_el, *panorama.plazo(avance.vence_el))
        for avance in (_lo_que_sigue(faltan, corte) if grupos else ())
    ]
    total = enviados.total() + estados.total()
    return Parte(
        "reporte",
        min((panorama.urgencia_de(vence) for _, vence, _ in grupos), default=Urgencia.CONSULTA),
        {
            "corte": corte,
            "total": total,
            "reportadas": enviados.total(),
            "avanzado": en_cien(enviados.total(), total),
            "aceptados": enviados["ACEPTADO"],
            "devueltos": estados["DEVUELTO"],
            "borradores": estados["BORRADOR"],
            "por_hacer": por_hacer,
            "primera": por_hacer[0] if por_hacer else None,
            "mas": estados.total() - len(por_hacer),
        },
    )


def _lo_que_sigue(faltan: AvanceQuerySet, corte: Corte) -> Iterator[Avance]:
    """Lo que falta: primero lo devuelto, después lo empezado y lo demás en el orden de los planes."""
    for avance in faltan.con_nombres().order_by(
        hechos.DEVUELTO.columna.desc(),
        hechos.BORRADOR.columna.desc(),
        "actividad__plan",
        "actividad__orden",
        "pk",
    )[:ACTIVIDADES_A_LA_VISTA]:
        avance.corte = corte
        yield avance
