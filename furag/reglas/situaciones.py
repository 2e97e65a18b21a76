"""En qué va una acción de mejora: según lo decidido, su avance aceptado y los conceptos de Control Interno.

Una sola definición: la lista ordenada `CASOS`, que filtra y anota en la base y pregunta sobre la instancia. Los hechos
que mira los anota `seguimiento.mejoras.con_situacion`, porque los del avance sólo se saben ahí.
"""

from django.db import models

from mipg.hechos import Hecho


class Situacion(models.TextChoices):
    """En qué está una acción de mejora: lo que se decidió de ella y lo que de eso se deriva."""

    FORMULADA = "FORMULADA", "Formulada"
    SUSCRITA = "SUSCRITA", "Suscrita"
    EN_EJECUCION = "EN_EJECUCION", "En ejecución"
    EJECUTADA = "EJECUTADA", "Ejecutada"
    VENCIDA = "VENCIDA", "Vencida"
    PRORROGADA = "PRORROGADA", "No cumplida en el año, prorrogada"
    CUMPLIDA = "CUMPLIDA", "Cumplida"
    NO_CUMPLIDA = "NO_CUMPLIDA", "No cumplida"
    NO_CONFORME = "NO_CONFORME", "Control Interno no está conforme"
    CERRADA = "CERRADA", "Cerrada"
    NO_EFECTIVA = "NO_EFECTIVA", "No efectiva"
    REFORMULADA = "REFORMULADA", "Reformulada"
    RETIRADA = "RETIRADA", "Retirada del plan"


# `conforme` y `efectiva` son nulos si Control Interno no se ha pronunciado: se compara con uno u otro, no se niegan.
# Lo dice Planeación (eficacia) y lo dice Control Interno (efectividad): nunca una misma cifra.
CUMPLIDA, EFECTIVA = Hecho(estado="CUMPLIDA"), Hecho(efectiva=True)
SIN_VERIFICAR = Hecho(estado=("FORMULADA", "SUSCRITA"))
_COMPLETA, _PRORROGADA, _RETIRADA = Hecho(completa=True), Hecho(prorrogada=True), Hecho(retirada=True)
_NO_CUMPLIDA, _NO_CONFORME, _NO_EFECTIVA = Hecho(estado="NO_CUMPLIDA"), Hecho(conforme=False), Hecho(efectiva=False)
# Pasó su fecha sin completarse y nadie la verificó, la prorrogó al otro año ni la retiró. También la que nadie firmó.
VENCIDA = SIN_VERIFICAR & Hecho(vencio=True) & ~_COMPLETA & ~_PRORROGADA & ~_RETIRADA
# Lo suscrito que ya se completó, o que venció sin prorrogarse al otro año, y no sigue en otro plan.
POR_VERIFICAR = (
    Hecho(estado="SUSCRITA") & Hecho(fue_continuada=False) & (_COMPLETA | (Hecho(vencio=True) & ~_PRORROGADA))
)
# El primero que se da. El cierre sale sólo de los dos conceptos de Control Interno.
CASOS: tuple[tuple[Situacion, Hecho], ...] = (
    (Situacion.REFORMULADA, Hecho(fue_reformulada=True) & (_NO_CUMPLIDA | _NO_CONFORME | _NO_EFECTIVA)),
    (Situacion.NO_EFECTIVA, _NO_EFECTIVA),
    (Situacion.CERRADA, Hecho(conforme=True) & EFECTIVA),
    (Situacion.NO_CONFORME, _NO_CONFORME),
    (Situacion.CUMPLIDA, CUMPLIDA),
    (Situacion.PRORROGADA, _NO_CUMPLIDA & _PRORROGADA),
    (Situacion.NO_CUMPLIDA, _NO_CUMPLIDA),
    (Situacion.RETIRADA, _RETIRADA),
    (Situacion.FORMULADA, Hecho(estado="FORMULADA")),
    (Situacion.EJECUTADA, _COMPLETA),
    (Situacion.PRORROGADA, _PRORROGADA),
    (Situacion.VENCIDA, VENCIDA),
    (Situacion.EN_EJECUCION, Hecho(con_avance=True)),
)


def situacion(accion) -> Situacion:
    """En qué está una acción con sus hechos anotados; si no se da ningún otro caso, suscrita."""
    return next((una for una, hecho in CASOS if hecho(accion)), Situacion.SUSCRITA)
