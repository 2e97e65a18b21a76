"""Con qué insignia se pinta cada estado de la medición y del mejoramiento."""

from furag.models import AccionMejora, Carga, Recomendacion
from furag.reglas.situaciones import Situacion

CLASES_DE_CARGA = {
    Carga.Estado.PREPARADA: "info",
    Carga.Estado.VIGENTE: "exito",
    Carga.Estado.REEMPLAZADA: "gris",
    Carga.Estado.DESCARTADA: "gris",
}
CLASES_DE_RECOMENDACION = {
    Recomendacion.Estado.PENDIENTE: "info",
    Recomendacion.Estado.ACOGIDA: "exito",
    Recomendacion.Estado.DESCARTADA: "gris",
}
CLASES_DE_MEJORA = {
    AccionMejora.Estado.FORMULADA: "",
    AccionMejora.Estado.SUSCRITA: "info",
    AccionMejora.Estado.CUMPLIDA: "exito",
    AccionMejora.Estado.NO_CUMPLIDA: "error",
}
CLASES_DE_SITUACION = {
    Situacion.FORMULADA: "",
    Situacion.SUSCRITA: "info",
    Situacion.EN_EJECUCION: "info",
    Situacion.EJECUTADA: "info",
    Situacion.VENCIDA: "error",
    Situacion.PRORROGADA: "aviso",
    Situacion.CUMPLIDA: "exito",
    Situacion.NO_CUMPLIDA: "error",
    Situacion.NO_CONFORME: "error",
    Situacion.CERRADA: "exito",
    Situacion.NO_EFECTIVA: "error",
    Situacion.REFORMULADA: "gris",
    Situacion.RETIRADA: "gris",
}
