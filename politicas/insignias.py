"""Con qué insignia se pinta cada estado de una jornada."""

from politicas.models import Jornada

CLASES_DE_JORNADA = {
    Jornada.Estado.PROGRAMADA: "info",
    Jornada.Estado.REALIZADA: "exito",
    Jornada.Estado.ANULADA: "gris",
}
