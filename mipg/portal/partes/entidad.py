"""El inicio del Comité y de la Secretaría General: cómo va la entidad y qué está publicado."""

from mipg.expediente.models import Emision
from mipg.portal.partes.panorama import Panorama, Parte, Urgencia, cifras_de
from mipg.usuarios.roles import Permiso
from seguimiento.models import Cifra

INFORMES_A_LA_VISTA = 3


def entidad(panorama: Panorama) -> Parte:
    """Cómo va la entidad en el último corte cerrado: cifra, dimensiones, alertas y últimos informes."""
    corte = panorama.cerrado
    cifras = list(cifras_de(corte, ambito__in=[Cifra.Ambito.ENTIDAD, Cifra.Ambito.DIMENSION]))
    de_la_entidad = next((c for c in cifras if c.ambito == Cifra.Ambito.ENTIDAD), None)
    listos = Emision.objects.filter(estado=Emision.Estado.LISTA).order_by("-emitida_en", "-pk")
    return Parte(
        "entidad",
        Urgencia.PRONTO,
        {
            "corte": corte,
            "abierto": panorama.abierto,
            "cifra": de_la_entidad,
            "dimensiones": [c for c in cifras if c.ambito == Cifra.Ambito.DIMENSION],
            "vencidas": de_la_entidad.detalle.plazos.get("VENCIDA", 0) if de_la_entidad else 0,
            "informes": list(listos[:INFORMES_A_LA_VISTA]),
            "puede_pedir": panorama.perfil.puede(Permiso.INFORME_EMITIR),
        },
    )


def publicacion(panorama: Panorama) -> Parte:
    """Cuántos planes de la vigencia están ya a la vista de todos."""
    return Parte("publicacion", Urgencia.CONSULTA, {"vigencia": panorama.vigencia, "clases": panorama.publicados})
