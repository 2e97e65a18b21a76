"""«Hoy toca»: el año MIPG de la vigencia que corre."""

from django.db.models import QuerySet
from django.urls import reverse

from mipg.consultas import armada_una_vez
from mipg.portal import ciclo
from mipg.portal.partes.panorama import Panorama
from politicas.models import Estrategia, Vigencia
from seguimiento.models import Corte


@armada_una_vez
def _estrategias(anio: int) -> QuerySet[Estrategia]:
    return Estrategia.objects.filter(anio=anio).order_by("numero")


def hoy_toca(panorama: Panorama) -> ciclo.Ciclo | None:
    """El año MIPG visto hoy; `None` antes de abrir la primera vigencia."""
    vigencia = panorama.vigencia
    if vigencia is None:
        return None
    institucionales, de_politica = panorama.publicados
    hitos = [
        ciclo.de_planes(
            titulo="Planes institucionales (Decreto 612 de 2018)",
            limite=vigencia.fecha_limite_institucionales,
            publicados=institucionales.n,
            total=institucionales.total,
            url=institucionales.url,
            rotulo="D. 612",
        ),
        ciclo.de_planes(
            titulo="Planes de acción de las políticas",
            limite=vigencia.fecha_limite_politicas,
            publicados=de_politica.n,
            total=de_politica.total,
            url=de_politica.url,
            rotulo="Políticas",
        ),
        *(
            ciclo.de_corte(corte, url=reverse("seguimiento:corte_detalle", args=[corte.pk]), hoy=panorama.hoy)
            for corte in panorama.cortes
            if corte.vigencia == vigencia or _viene_de_antes(corte, vigencia)
        ),
        *(ciclo.de_estrategia(e) for e in _estrategias(vigencia.anio)),
    ]
    return ciclo.ciclo(hitos, vigencia.anio, panorama.hoy, panorama.asuetos)


def _viene_de_antes(corte: Corte, vigencia: Vigencia) -> bool:
    """Lo que falta de un año anterior se captura y se cierra entrado el siguiente."""
    de_antes = corte.vigencia.esta_abierta and corte.vigencia.anio < vigencia.anio
    return de_antes and not corte.esta_cerrado
