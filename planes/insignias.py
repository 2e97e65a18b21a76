"""Con qué insignia se pinta cada estado de un plan."""

from planes.models import Plan

CLASES_DE_PLAN = {
    Plan.Estado.BORRADOR: "",
    Plan.Estado.EN_REVISION: "info",
    Plan.Estado.DEVUELTO: "error",
    Plan.Estado.APROBADO: "exito",
    Plan.Estado.PUBLICADO: "exito",
    Plan.Estado.CERRADO: "gris",
}
