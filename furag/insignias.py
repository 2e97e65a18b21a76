"""Con qué insignia se pinta cada estado de la medición y del mejoramiento."""

from furag.models import AccionMejora, Carga, Recomendacion

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
