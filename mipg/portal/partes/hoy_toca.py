"""«Hoy toca»: el año MIPG de la vigencia que corre, con lo que le toca a quien lee."""

from mipg.portal.ciclo import Ciclo, Lector, ciclo, leer
from mipg.portal.partes.panorama import Panorama


def hoy_toca(panorama: Panorama) -> Ciclo | None:
    """El año MIPG visto hoy; `None` antes de abrir la primera vigencia.

    Lo que venció y no le toca a quien lee pasó: no se le muestra como deuda.
    """
    vigencia = panorama.vigencia
    if vigencia is None:
        return None
    hitos = leer(
        Lector.de(panorama.perfil),
        vigencia,
        anios=panorama.anios,
        cortes=panorama.cortes,
        grupos=panorama.grupos_de_planes,
        hoy=panorama.hoy,
        asuetos=panorama.asuetos,
    )
    return ciclo([hito.sin_lo_ajeno() for hito in hitos], vigencia.anio, panorama.hoy, panorama.asuetos)
