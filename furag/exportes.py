"""Las recomendaciones en Excel y CSV: se pueden volver a importar, con lo que se decidió de cada una al lado."""

from django.db.models import QuerySet

from planes.exportes import Columna, en_csv, en_xlsx

COLUMNAS = (
    Columna("Política", 40, lambda r: r.politica.nombre),
    Columna("Recomendación", 80, lambda r: r.texto),
    Columna("Política relacionada", 40, lambda r: f"{r.politica.codigo_furag} {r.politica.nombre}"),
    Columna("Referencia", 16, lambda r: r.referencia),
    Columna("Vigencia medida", 10, lambda r: r.medicion.anio),
    Columna("Decisión", 14, lambda r: r.get_estado_display()),
    Columna("Por qué se descartó", 40, lambda r: r.motivo),
    Columna("Prioridad", 10, lambda r: r.get_prioridad_display()),
    Columna("Grupo", 30, lambda r: r.agrupacion.nombre if r.agrupacion else ""),
    Columna("Índices", 20, lambda r: ", ".join(sorted(indice.codigo for indice in r.indices.all()))),
    Columna("Acciones que la atienden", 12, lambda r: r.n_acciones),
    Columna("En la última entrega", 12, lambda r: r.falta_en_id is None),
    Columna("Archivo", 40, lambda r: r.importacion.nombre),
    Columna("Hoja", 16, lambda r: r.hoja),
    Columna("Fila", 8, lambda r: r.fila),
)


def recomendaciones(filas: QuerySet, *, formato: str) -> bytes:
    """Una fila por recomendación. `formato`: `xlsx` o `csv`."""
    leidas = filas.con_resumen().select_related("medicion", "politica", "agrupacion", "importacion")
    leidas = leidas.prefetch_related("indices").iterator(chunk_size=500)
    return en_csv(COLUMNAS, leidas) if formato == "csv" else en_xlsx("Recomendaciones", COLUMNAS, leidas)
