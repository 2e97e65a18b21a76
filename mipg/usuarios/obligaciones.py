"""Lo que se debe de las cuentas: decidir, en cinco días hábiles, los cambios que otra persona pidió."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.resguardo import Decision, decisiones

DECIDIR = "Decidir"
PLAZO = 5


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Los cambios por decidir, de quienes pueden confirmarlos; lo que ya nadie confirma, de quienes lo rechazan.

    Si falta quien lo confirme, es de quien lo pidió. Los que se aplican solos no se le deben a nadie.
    """
    con = ("afectado", "dependencia", "en_encargo_de", "asignacion")
    abiertos = list(CambioDeCuenta.objects.por_decidir().select_related(*con))
    decide = decisiones(abiertos, hoy)
    for cambio in abiertos:
        decision = decide[cambio.pk]
        if decision.se_aplica_solo:
            continue
        les_toca, detalle = _de_quienes(cambio, decision)
        for quien in les_toca or [None]:
            if persona is None or quien == persona:
                yield Obligacion(
                    vence=sumar_habiles(en_bogota(cambio.creado_en), PLAZO),
                    verbo=DECIDIR,
                    asunto=str(cambio),
                    clave=f"cambio:{cambio.pk}:decidir",
                    url=reverse("usuarios:cambio_detalle", args=[cambio.pk]),
                    persona=quien,
                    detalle=detalle.rstrip("."),
                    dias_aviso=(PLAZO, 1),
                )


def _de_quienes(cambio: CambioDeCuenta, decision: Decision) -> tuple[list[int | None], str]:
    """A quiénes les toca decidirlo (claves primarias) y qué se les dice."""
    if decision.impedimento:
        return [una.perfil.persona for una in decision.rechazan], decision.impedimento
    if decision.nadie:
        return [cambio.pedido_por_id], f"Nadie puede confirmarlo hoy: desista, o pida en el servidor {cambio.orden}"
    return [una.perfil.persona for una in decision.confirman], cambio.queda
