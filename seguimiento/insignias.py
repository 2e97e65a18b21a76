"""Con qué insignia se pinta cada estado de un reporte."""

from seguimiento.models import Avance

CLASES_DE_AVANCE = {
    Avance.Estado.PENDIENTE: "gris",
    Avance.Estado.BORRADOR: "",
    Avance.Estado.ENVIADO: "info",
    Avance.Estado.AVALADO: "info",
    Avance.Estado.ACEPTADO: "exito",
    Avance.Estado.DEVUELTO: "error",
}
