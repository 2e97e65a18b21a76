"""En qué va una acción de mejora: según lo decidido, su avance aceptado y los conceptos de Control Interno.

Una sola definición: la lista ordenada `SITUACIONES`, que filtra y anota en la base y pregunta sobre la instancia. Los
hechos que mira los anota `seguimiento.mejoras.con_situacion`.
"""

from django.db import models

from mipg.hechos import Hecho


class Situacion(models.TextChoices):
    """En qué va una acción de mejora."""

    FORMULADA = "FORMULADA", "Formulada"
    SUSCRITA = "SUSCRITA", "Suscrita"
    EN_EJECUCION = "EN_EJECUCION", "En ejecución"
    EJECUTADA = "EJECUTADA", "Ejecutada, por verificar"
    VENCIDA = "VENCIDA", "Vencida"
    CUMPLIDA = "CUMPLIDA", "Cumplida"
    NO_CUMPLIDA = "NO_CUMPLIDA", "No cumplida"
    PRORROGADA = "PRORROGADA", "No cumplida en el año, prorrogada"
    CERRADA = "CERRADA", "Cerrada"
    NO_EFECTIVA = "NO_EFECTIVA", "No efectiva"
    REFORMULADA = "REFORMULADA", "Reformulada"
    RETIRADA = "RETIRADA", "Retirada"


SUSCRITA = Hecho(estado="SUSCRITA")
# Planeación no ha dicho todavía si se cumplió.
SIN_VERIFICAR = Hecho(estado=("FORMULADA", "SUSCRITA"))
# Lo dice Planeación (eficacia) y lo dice Control Interno (efectividad): nunca una misma cifra.
CUMPLIDA = Hecho(estado="CUMPLIDA")
EFECTIVA = Hecho(efectiva=True)
_TERMINADA, _PRORROGADA, _NO_EFECTIVA = Hecho(terminada=True), Hecho(prorrogada=True), Hecho(no_efectiva=True)
RETIRADA = Hecho(retirada=True) & SIN_VERIFICAR
VENCIDA = Hecho(vencio=True) & SIN_VERIFICAR & ~_TERMINADA & ~_PRORROGADA & ~Hecho(retirada=True)
# La primera que se cumple. El cierre sale sólo de los dos conceptos de Control Interno.
SITUACIONES: tuple[tuple[Situacion, Hecho], ...] = (
    (Situacion.CERRADA, Hecho(conforme=True) & EFECTIVA),
    (Situacion.REFORMULADA, _NO_EFECTIVA & Hecho(con_reforma=True)),
    (Situacion.NO_EFECTIVA, _NO_EFECTIVA),
    (Situacion.CUMPLIDA, CUMPLIDA),
    (Situacion.RETIRADA, RETIRADA),
    (Situacion.EJECUTADA, SUSCRITA & _TERMINADA),
    (Situacion.PRORROGADA, _PRORROGADA),
    (Situacion.NO_CUMPLIDA, Hecho(estado="NO_CUMPLIDA")),
    (Situacion.VENCIDA, VENCIDA),
    (Situacion.EN_EJECUCION, SUSCRITA & Hecho(empezada=True)),
    (Situacion.SUSCRITA, SUSCRITA),
)


def situacion(accion) -> Situacion:
    """En qué va una acción con sus hechos anotados; si no cumple ninguna de las demás, está formulada."""
    return next((una for una, hecho in SITUACIONES if hecho(accion)), Situacion.FORMULADA)
