"""Leer el relevo de las políticas por fases: de quién es cada una en una vigencia y qué se dio por terminado.

Lo terminado es de quien responde de esa fase de la política, y no de la fila que lo dice: un acto nuevo que repite las
mismas fases y los mismos dueños no lo borra.
"""

from collections import defaultdict
from collections.abc import Iterable

from politicas.models import FaseCumplida, ResponsabilidadPolitica, Vigencia
from politicas.reglas.relevos import Tramo, relevo


def lo_terminado(vigencia: Vigencia, politicas: Iterable[int]) -> list[FaseCumplida]:
    """Lo que está terminado en la vigencia de unas políticas (claves primarias), lo diga la fuente que lo diga."""
    suyas = FaseCumplida.objects.filter(vigencia=vigencia, reabierta_en=None, responsabilidad__politica__in=politicas)
    return list(suyas.select_related("terminada_por", "responsabilidad__dependencia"))


def relevos_de(vigencia: Vigencia, **cuales) -> dict[int, list[Tramo]]:
    """El relevo de cada política (clave primaria) por fases en la vigencia, según la fuente que reparte el trabajo.

    `cuales`: filtros de las responsabilidades. Dos consultas.
    """
    filas = ResponsabilidadPolitica.objects.que_reparten(vigencia.anio).filter(
        rol="FASE", politica__dimension__version=vigencia.version_id, **cuales
    )
    por_politica = defaultdict(list)
    for fila in filas.select_related("politica", "instancia", "dependencia__heredera"):
        por_politica[fila.politica_id].append(fila)
    terminado = lo_terminado(vigencia, por_politica) if por_politica else []
    return {politica: relevo(suyas, terminado) for politica, suyas in por_politica.items()}


def relevo_de(politica: int, vigencia: Vigencia) -> list[Tramo]:
    """El de una política (clave primaria); vacío si en la vigencia no se hace por fases."""
    return relevos_de(vigencia, politica=politica).get(politica, [])
