"""Qué se decide de las recomendaciones. Todo puro."""

from mipg.reglas import Problema, problemas_de_motivo

EN_BLOQUE = 400


def problemas_para_decidir(cuantas: int, verbo: str, motivo: str = "") -> list[Problema]:
    """Por qué no se puede decidir de una vez sobre unas recomendaciones."""
    if not cuantas:
        return [Problema("Elija al menos una recomendación.")]
    if cuantas > EN_BLOQUE:
        return [Problema(f"Elija a lo sumo {EN_BLOQUE} de una vez: son {cuantas}. Fíltrelas por política.")]
    return problemas_de_motivo(motivo, "se descarta") if verbo == "descartar" else []
