"""El inicio de la administración técnica: personas y correo."""

from datetime import timedelta

from mipg.avisos.models import Mensaje
from mipg.portal.partes.panorama import A_LA_VISTA, Panorama, Parte, Urgencia
from mipg.usuarios.models import Asignacion, Usuario

DIAS_DE_RELEVO = 30


def operacion(panorama: Panorama) -> Parte:
    """Personas y correo: quién no puede entrar, a quién se le acaba el vínculo y qué no salió."""
    hoy = panorama.hoy
    vinculadas = Usuario.objects.vinculadas(hoy)
    fallidos = Mensaje.objects.filter(estado=Mensaje.Estado.FALLIDO).count()
    return Parte(
        "operacion",
        Urgencia.HOY if fallidos else Urgencia.PRONTO,
        {
            "personas": vinculadas.count(),
            "sin_invitar": vinculadas.sin_invitar().count(),
            "sin_rol": vinculadas.exclude(pk__in=Asignacion.objects.vigentes(hoy).values("persona")).count(),
            "fallidos": fallidos,
            "terminan": list(
                vinculadas.filter(vinculo_hasta__lte=hoy + timedelta(days=DIAS_DE_RELEVO)).order_by(
                    "vinculo_hasta", "nombre"
                )[:A_LA_VISTA]
            ),
            "dias": DIAS_DE_RELEVO,
        },
    )
