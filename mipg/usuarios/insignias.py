"""Con qué insignia se pinta cada estado de un cambio de cuenta."""

from mipg.usuarios.models import CambioDeCuenta

CLASES_DE_CAMBIO = {
    CambioDeCuenta.Estado.SOLICITADO: "aviso",
    CambioDeCuenta.Estado.APLICADO: "exito",
    CambioDeCuenta.Estado.RECHAZADO: "error",
    CambioDeCuenta.Estado.DESISTIDO: "gris",
    CambioDeCuenta.Estado.DETENIDO: "error",
    CambioDeCuenta.Estado.FALLIDO: "error",
}
