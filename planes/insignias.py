"""Con qué insignia se pinta cada estado de un plan, una propuesta y una prórroga."""

from planes.models import Plan, Propuesta, Prorroga

CLASES_DE_PLAN = {
    Plan.Estado.BORRADOR: "",
    Plan.Estado.EN_REVISION: "info",
    Plan.Estado.DEVUELTO: "error",
    Plan.Estado.APROBADO: "exito",
    Plan.Estado.PUBLICADO: "exito",
    Plan.Estado.CERRADO: "gris",
    Plan.Estado.DESISTIDO: "gris",
}
CLASES_DE_PROPUESTA = {
    Propuesta.Estado.BORRADOR: "",
    Propuesta.Estado.EN_REVISION: "info",
    Propuesta.Estado.DEVUELTA: "error",
    Propuesta.Estado.APROBADA: "exito",
    Propuesta.Estado.DESISTIDA: "gris",
}
CLASES_DE_PRORROGA = {
    Prorroga.Estado.PEDIDA: "info",
    Prorroga.Estado.CONCEDIDA: "exito",
    Prorroga.Estado.NEGADA: "error",
    Prorroga.Estado.DESISTIDA: "gris",
}
