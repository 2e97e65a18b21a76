"""Un cambio de cuenta pedido, para las pruebas de sus páginas."""

from django.utils import timezone

from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.models import CambioDeCuenta, Usuario
from mipg.usuarios.roles import Operacion
from tests import fabricas


def pedido(
    persona: Usuario | None = None, por: Usuario | None = None, operacion=Operacion.CORREO, ahora=None, **que
) -> CambioDeCuenta:
    """Cambio que espera a que otra persona lo confirme (por defecto, el correo de un jefe que pide Planeación)."""
    if operacion == Operacion.CORREO:
        que = {"correo": "nueva@ejemplo.test"} | que
    return pedir_cambio(
        operacion=operacion,
        persona=persona or fabricas.persona("jefe", nombre="Jefa Afectada", email="jefa@ejemplo.test"),
        por=por or fabricas.persona("planeacion", nombre="Quien Pide"),
        ahora=ahora or timezone.now(),
        motivo="Lo pidió por oficio.",
        **que,
    )
