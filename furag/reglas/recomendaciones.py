"""Qué se decide de las recomendaciones. Todo puro."""

from collections.abc import Collection

from mipg.reglas import Problema, problemas_de_motivo
from mipg.texto import en_lista

EN_BLOQUE = 400
# A qué estado lleva cada verbo.
LLEVA_A = {"acoger": "ACOGIDA", "descartar": "DESCARTADA", "reabrir": "PENDIENTE"}
_NOMBRADAS = 5


def problemas_de_cuantas(cuantas: int) -> list[Problema]:
    """Por qué no se puede decidir de una vez sobre tantas recomendaciones."""
    if not cuantas:
        return [Problema("Elija al menos una recomendación.")]
    if cuantas > EN_BLOQUE:
        return [Problema(f"Elija a lo sumo {EN_BLOQUE} de una vez: son {cuantas}. Fíltrelas por política.")]
    return []


def problemas_para_decidir(verbo: str, motivo: str, cambian: int, con_accion: Collection[str]) -> list[Problema]:
    """Por qué no se pueden decidir. `cambian`: cuántas no están ya así; `con_accion`: las que alguna acción atiende.

    Lo acogido que ya tiene su acción no se descarta ni se reabre: primero se quita de la acción.
    """
    problemas = problemas_de_motivo(motivo, "se descarta") if verbo == "descartar" else []
    if con_accion and verbo != "acoger":
        nombradas = en_lista([*list(con_accion)[:_NOMBRADAS], *(["otras"] if len(con_accion) > _NOMBRADAS else [])])
        tiene = "tiene una acción" if len(con_accion) == 1 else "tienen una acción"
        problemas.append(Problema(f"{nombradas} ya {tiene} de mejora que la atiende: quítela de la acción antes."))
    if not cambian:
        problemas.append(Problema("Ya estaba decidido así: no había nada que cambiar."))
    return problemas


def problemas_para_agrupar(politicas: int, nombre: str) -> list[Problema]:
    """Por qué no se pueden agrupar. `politicas`: de cuántas políticas (y mediciones) distintas son."""
    if nombre and politicas > 1:
        return [Problema("Sólo se agrupan las de una misma política y vigencia.", "agrupacion")]
    return []
