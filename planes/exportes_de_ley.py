"""Informes de ley y requerimientos en Excel y CSV."""

from datetime import date

from django.db.models import QuerySet

from planes.exportes import Columna, en_csv, en_xlsx


def _de_la_salida(hoy: date) -> tuple[Columna, ...]:
    return (
        Columna("Vence", 12, lambda f: f.vence),
        Columna("Situación", 22, lambda f: f.situacion(hoy).label),
        Columna("Dependencia", 36, lambda f: f.dependencia.nombre),
        Columna("De Control Interno", 12, lambda f: f.de_control),
        Columna("Radicado de salida", 20, lambda f: f.radicado_salida),
        Columna("Fecha del radicado", 12, lambda f: f.fecha_salida),
        Columna("Nota", 40, lambda f: f.salida_nota or f.anulado_motivo),
    )


def vencimientos(filas: QuerySet, *, formato: str, hoy: date) -> bytes:
    """Una fila por presentación de cada informe. `formato`: `xlsx` o `csv`."""
    columnas = (
        Columna("Vigencia", 10, lambda f: f.informe.vigencia.anio),
        Columna("Informe", 44, lambda f: f.informe.nombre),
        Columna("Norma", 36, lambda f: f.informe.norma),
        Columna("Ante quién", 30, lambda f: f.informe.ante),
        Columna("Periodicidad", 14, lambda f: f.informe.get_periodicidad_display()),
        Columna("Periodo", 18, lambda f: f.periodo),
        *_de_la_salida(hoy),
    )
    return _en(formato, "Informes de ley", columnas, filas)


def requerimientos(filas: QuerySet, *, formato: str, hoy: date) -> bytes:
    """Una fila por requerimiento. `formato`: `xlsx` o `csv`."""
    columnas = (
        Columna("Quién pide", 36, lambda f: f.quien_pide),
        Columna("Radicado de entrada", 20, lambda f: f.radicado),
        Columna("Qué pide", 50, lambda f: f.asunto),
        Columna("Recibido", 12, lambda f: f.recibido),
        Columna("Plazo", 16, lambda f: f.get_clase_plazo_display()),
        Columna("Días", 8, lambda f: f.plazo),
        Columna("Estado", 14, lambda f: f.get_estado_display()),
        *_de_la_salida(hoy),
    )
    return _en(formato, "Requerimientos", columnas, filas)


def _en(formato: str, titulo: str, columnas: tuple[Columna, ...], filas: QuerySet) -> bytes:
    # A tramos: la memoria no depende de cuántas haya.
    leidas = filas.iterator(chunk_size=500)
    return en_csv(columnas, leidas) if formato == "csv" else en_xlsx(titulo, columnas, leidas)
