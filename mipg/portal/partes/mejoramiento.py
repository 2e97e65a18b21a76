"""Lo que del FURAG y del mejoramiento le toca a quien lee: decidir, formular, suscribir, verificar o conceptuar."""

from furag.models import Medicion
from furag.obligaciones import pendientes
from mipg.portal import plazos
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte
from planes.models import Plan
from seguimiento.obligaciones.mejoras import de_mejoras


def mejoramiento(panorama: Panorama) -> Parte | None:
    """Sus deberes de la medición, lo que vence antes primero; nada, si hoy no debe ninguno."""
    hay_planes = any(grupo.clase == Plan.Clase.MEJORAMIENTO for grupo in panorama.grupos_de_planes)
    if not (hay_planes or Medicion.objects.exists()):
        return None
    persona = panorama.perfil.persona
    suyas = sorted([*pendientes(panorama.hoy, persona), *de_mejoras(panorama.hoy, {persona})])
    if not suyas:
        return None
    a_la_vista = suyas[:A_LA_VISTA]
    return Parte(
        "mejoramiento",
        panorama.urgencia_de(suyas[0].vence),
        {
            "pendientes": plazos.con_plazo(a_la_vista, panorama.hoy, panorama.asuetos),
            "mas": len(suyas) - len(a_la_vista),
        },
    )
