"""De qué se deriva cada hito del año."""

from dataclasses import replace
from datetime import date

from mipg.etiquetas import fecha
from mipg.portal.ciclo.momentos import Clase, Hito


def de_planes(*, titulo: str, limite: date, publicados: int, total: int, url: str, rotulo: str) -> Hito:
    """El plazo de formular y publicar los planes de una clase, con cuántos van."""
    falta = total - publicados
    return Hito(
        Clase.PLAZO,
        titulo,
        hasta=limite,
        hecho=total > 0 and not falta,
        detalle=f"{publicados} de {total} publicados." if total else "Todavía no se crean.",
        url=url,
        rotulo=rotulo,
    )


def de_corte(corte, *, url: str, hoy: date) -> Hito:
    """La captura de un corte; si la ventana ya pasó y no ha cerrado, lo que toca es revisarlo y cerrarlo."""
    hito = Hito(
        Clase.CAPTURA,
        f"Captura de {corte}",
        desde=corte.abre,
        hasta=corte.cierra,
        hecho=corte.esta_cerrado,
        url=url,
        rotulo=f"T{corte.trimestre}",
    )
    if corte.esta_cerrado:
        return replace(hito, titulo=f"Cierre de {corte}", detalle=f"Cifras congeladas el {fecha(corte.cerrado_en)}.")
    if corte.esta_abierto and hoy > corte.cierra:
        return replace(hito, titulo=f"Revisión y cierre de {corte}", detalle="La captura terminó.")
    if not corte.esta_abierto and hoy >= corte.abre:
        return replace(hito, detalle="Falta que Planeación lo abra.")
    return hito


def de_estrategia(estrategia) -> Hito:
    """Una estrategia del plan de implementación, con las fechas que el documento sí trae."""
    return Hito(
        Clase.ESTRATEGIA,
        str(estrategia),
        desde=estrategia.fecha_inicio,
        hasta=estrategia.fecha_fin,
        texto=estrategia.fecha_texto,
        rotulo=str(estrategia.numero),
    )
