"""El dibujo grande del año: un renglón por hito, sobre los meses y con la línea de hoy."""

from datetime import date

from mipg.graficas import Cronograma, Nivel, Tarea, cronograma
from mipg.portal import plazos
from mipg.portal.ciclo.anio import Ciclo
from mipg.portal.ciclo.momentos import Clase, Momento, Situacion

VENCIDO, HECHO, TERMINO = Nivel("minimo", "Vencido"), Nivel("satisfactorio", "Hecho"), Nivel("finalizada", "Terminó")
SU_VENTANA, POR_VENCER = Nivel("finalizada", "Terminó su ventana"), Nivel("serie", "Por vencer")
_NIVELES = {
    Situacion.CORRE: Nivel("serie", "En curso"),
    Situacion.SIGUE: Nivel("gris", "Por venir"),
    Situacion.SIN_DIA: Nivel("gris", "Sin día señalado"),
}
_CLASES = list(Clase)


def nivel_de(momento: Momento) -> Nivel:
    """Cómo está un hito, en una palabra y con su trama."""
    if momento.situacion == Situacion.PASO:
        if momento.hito.hecho:
            return HECHO
        return SU_VENTANA if momento.hito.clase == Clase.ESTRATEGIA else TERMINO
    de_esta_semana = momento.clase == plazos.CLASES[plazos.SEMANA]
    if de_esta_semana and (momento.situacion == Situacion.SIGUE or not momento.hito.desde):
        return POR_VENCER
    return VENCIDO if momento.vencido else _NIVELES[momento.situacion]


def dibujar(ciclo: Ciclo, *, anio: int, hoy: date) -> Cronograma:
    """El calendario del año: los plazos, las capturas, las sesiones y las estrategias, en ese orden."""
    con_dia = [m for m in ciclo.todos if m.hito.hasta is not None]
    con_dia.sort(key=lambda m: _CLASES.index(m.hito.clase))
    return cronograma(
        [Tarea(m.hito.titulo, m.hito.desde, m.hito.hasta, nivel_de(m), m.hito.url) for m in con_dia],
        anio=anio,
        hoy=hoy,
        id="anio",
        titulo=f"Los hitos de {anio}, mes a mes",
        descripcion=ciclo.linea.resumen,
        hasta=max((m.hito.hasta for m in con_dia), default=None),
    )
