"""Decisiones puras sobre decidir una contradicción y revocar lo decidido."""

from mipg.reglas import Problema, problemas_de_motivo


def problemas_para_decidir(
    *, abierta: bool, escogida: bool, existe: bool, texto: str, fundamento: str
) -> list[Problema]:
    """Por qué no se puede decidir. `escogida`: se pidió una opción; `existe`: es una de las que hay."""
    problemas = []
    if not abierta:
        problemas.append(Problema("La vigencia no está abierta: lo que se decida es del año en que se trabaja."))
    if escogida and not existe:
        problemas.append(Problema("Esa no es una de las opciones.", "opcion"))
    if not escogida and not texto.strip():
        problemas.append(Problema("Escriba qué se decidió, o escoja lo que dice una de las fuentes.", "texto"))
    if not fundamento.strip():
        problemas.append(Problema("Diga con qué acto o fundamento se decide.", "fundamento"))
    return problemas


def problemas_para_revocar(*, motivo: str) -> list[Problema]:
    """Por qué no se puede revocar."""
    return problemas_de_motivo(motivo, "se revoca")
