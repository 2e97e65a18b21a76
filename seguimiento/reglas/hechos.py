"""Qué es cierto de un reporte según su estado: cada hecho, definido una vez para consultas, reglas y páginas."""

from mipg.hechos import Hecho

ESPERADO = Hecho(esperado=True)
# La primera línea todavía puede escribir en él.
EDITABLE = Hecho(estado=("PENDIENTE", "BORRADOR", "DEVUELTO"))
ENVIADO = Hecho(estado=("ENVIADO", "AVALADO", "ACEPTADO"))
# Lo que mide la cifra oficial.
ACEPTADO = Hecho(estado="ACEPTADO")
DEVUELTO = Hecho(estado="DEVUELTO")
BORRADOR = Hecho(estado="BORRADOR")
# Espera que alguien decida: el jefe o Planeación.
EN_REVISION = Hecho(estado=("ENVIADO", "AVALADO"))
ESPERA_AVAL = Hecho(estado="ENVIADO", sin_aval="")
# No les falta nada de la primera línea: los decide Planeación.
POR_ACEPTAR = EN_REVISION & ~ESPERA_AVAL
# Ya se puede aceptar o se aceptó: con aval, o sin él por una razón dicha.
CON_AVAL = ENVIADO & ~ESPERA_AVAL
ACEPTADO_SIN_AVAL = ACEPTADO & ~Hecho(sin_aval="")
DE_LA_MISMA_DEPENDENCIA = ACEPTADO & Hecho(misma_dependencia=True)
# Se esperaba y nunca se envió. Mientras la ventana está abierta se dice «falta por reportar».
SIN_ENVIAR = Hecho(estado=("PENDIENTE", "BORRADOR"))
NO_REPORTO = ESPERADO & SIN_ENVIAR
# Alguien de la primera línea tiene que enviarlo: lo esperado, lo devuelto y lo que se empezó a adelantar.
DEBIDO = NO_REPORTO | Hecho(estado=("BORRADOR", "DEVUELTO"))
# Cada reporte esperado está en uno solo: sumados dan los esperados.
REPARTO_DE_ESPERADOS: dict[str, Hecho] = {
    "n_aceptados": ESPERADO & ACEPTADO,
    "n_en_revision": ESPERADO & EN_REVISION,
    "n_devueltos": ESPERADO & DEVUELTO,
    "n_sin_reporte": NO_REPORTO,
}


def verbo_de(avance) -> str:
    """Lo que le falta hacer a la primera línea con un reporte que puede escribir."""
    return "Corregir" if DEVUELTO(avance) else "Reportar"


def sin_reporte_en_palabras(*, cerrado: bool, plural: bool = False) -> str:
    """Cómo se dice lo que nunca se envió: mientras el corte no cierre, todavía puede llegar."""
    if cerrado:
        return "No reportaron" if plural else "No reportó"
    return "Faltan por reportar" if plural else "Falta por reportar"


def por_que_no_cuenta(avance, *, cerrado: bool) -> str:
    """Por qué un reporte no está en la cifra oficial; vacío si lo está o si no se esperaba ni se empezó."""
    if NO_REPORTO(avance):
        return sin_reporte_en_palabras(cerrado=cerrado)
    if DEVUELTO(avance):
        return "Devuelto sin corregir" if cerrado else "Devuelto"
    return "Por aceptar" if EN_REVISION(avance) else ""
