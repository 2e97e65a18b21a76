"""Los cambios de cuentas que esperan la decisión de quien mira su inicio."""

from mipg.portal import plazos
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte
from mipg.usuarios.obligaciones import pendientes


def cuentas(panorama: Panorama) -> Parte | None:
    """Lo que otra persona pidió y falta que esta decida, lo que vence antes primero; nada, si nada espera."""
    suyos = sorted(pendientes(panorama.hoy, panorama.perfil.persona))
    if not suyos:
        return None
    return Parte(
        "cuentas",
        panorama.urgencia_de(suyos[0].vence),
        {
            "cuantos": len(suyos),
            "pendientes": plazos.con_plazo(suyos[:A_LA_VISTA], panorama.hoy, panorama.asuetos),
        },
    )
