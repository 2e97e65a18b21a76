"""Con qué insignia se pinta cada estado de un plan, una propuesta, una prórroga, una sesión y lo suyo."""

from planes.models import (
    Compromiso,
    Plan,
    Propuesta,
    Prorroga,
    Punto,
    Requerimiento,
    SeguimientoDePlan,
    Sesion,
    Vencimiento,
)
from planes.reglas.de_ley import Situacion
from planes.reglas.institucionales import Oportunidad

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
CLASES_DE_SESION = {
    Sesion.Estado.CONVOCADA: "info",
    Sesion.Estado.EN_CURSO: "aviso",
    Sesion.Estado.CERRADA: "exito",
    Sesion.Estado.CANCELADA: "gris",
}
CLASES_DE_PUNTO = {
    Punto.Estado.PENDIENTE: "info",
    Punto.Estado.TRATADO: "exito",
    Punto.Estado.APLAZADO: "aviso",
    Punto.Estado.QUITADO: "",
    Punto.Estado.SOLTADO: "gris",
}
CLASES_DE_COMPROMISO = {
    Compromiso.Estado.ABIERTO: "info",
    Compromiso.Estado.CUMPLIDO: "exito",
    Compromiso.Estado.CANCELADO: "gris",
}
CLASES_DE_SEGUIMIENTO = {
    SeguimientoDePlan.Estado.PENDIENTE: "info",
    SeguimientoDePlan.Estado.CUMPLIDO: "exito",
    SeguimientoDePlan.Estado.CANCELADO: "gris",
}
# Frente al límite para publicar los planes institucionales.
CLASES_DE_OPORTUNIDAD = {
    Oportunidad.A_TIEMPO: "exito",
    Oportunidad.TARDE: "aviso",
    Oportunidad.POR_PUBLICAR: "info",
    Oportunidad.SIN_PUBLICAR: "error",
}
CLASES_DE_VENCIMIENTO = {
    Vencimiento.Estado.PENDIENTE: "info",
    Vencimiento.Estado.PRESENTADO: "exito",
    Vencimiento.Estado.ANULADO: "gris",
}
CLASES_DE_REQUERIMIENTO = {
    Requerimiento.Estado.PENDIENTE: "info",
    Requerimiento.Estado.RESPONDIDO: "exito",
    Requerimiento.Estado.CERRADO: "exito",
    Requerimiento.Estado.ANULADO: "gris",
}
CLASES_DE_SITUACION = {
    Situacion.VENCIDO: "error",
    Situacion.POR_VENCER: "info",
    Situacion.A_TIEMPO: "exito",
    Situacion.TARDE: "aviso",
    Situacion.SIN_RESPUESTA: "gris",
    Situacion.ANULADO: "gris",
}
