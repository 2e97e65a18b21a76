"""Lo que se debe de las cuentas: decidir, en cinco días hábiles, los cambios que otra persona pidió."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.reglas.cambios import confirma_otra, puede_confirmar, puede_pedir
from mipg.usuarios.resguardo import afectados, perfiles

DECIDIR = "Decidir"
PLAZO = 5


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Los cambios por decidir, de quienes pueden confirmarlos; si quien lo pidió ya no puede, de quien lo rechace.

    Los que se aplican solos no se le deben a nadie.
    """
    abiertos = list(CambioDeCuenta.objects.por_decidir().select_related("afectado", "dependencia"))
    if not abiertos:
        return
    de_quienes = afectados((cambio.afectado for cambio in abiertos), hoy)
    deciden = perfiles(hoy)
    for cambio in abiertos:
        de_quien = de_quienes[cambio.afectado_id].con(cambio.rol)
        if cambio.aplica_en and not confirma_otra(cambio.operacion, de_quien):
            continue
        pide = deciden.get(cambio.pedido_por_id)
        puede = puede_confirmar if pide and puede_pedir(pide.roles, de_quien) else puede_pedir
        les_toca = [
            perfil.persona
            for perfil in deciden.values()
            if puede(perfil.roles, de_quien) and perfil.persona not in (cambio.pedido_por_id, cambio.afectado_id)
        ]
        for quien in les_toca or [None]:
            if persona is None or quien == persona:
                yield Obligacion(
                    vence=sumar_habiles(en_bogota(cambio.creado_en), PLAZO),
                    verbo=DECIDIR,
                    asunto=str(cambio),
                    clave=f"cambio:{cambio.pk}:decidir",
                    url=reverse("usuarios:cambio_detalle", args=[cambio.pk]),
                    persona=quien,
                    detalle=cambio.queda,
                    dias_aviso=(PLAZO, 1),
                )
