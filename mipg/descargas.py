"""Lo que se baja como archivo: en qué formato se pidió y cómo se responde."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from mipg.hojas import TIPOS, Tabla, a_csv, a_xlsx


def formato_pedido(request: HttpRequest) -> str:
    """`xlsx`, o `csv` si la dirección lo pide con `?formato=csv`."""
    return "csv" if request.GET.get("formato") == "csv" else "xlsx"


def descarga(contenido: bytes, nombre: str, formato: str) -> HttpResponse:
    """El archivo, con su nombre (sin extensión) y el tipo de su formato (`csv` o `xlsx`)."""
    encabezado = {"Content-Disposition": f'attachment; filename="{nombre}.{formato}"'}
    return HttpResponse(contenido, content_type=TIPOS[formato], headers=encabezado)


def descargar(request: HttpRequest, nombre: str, tablas: Sequence[Tabla]) -> HttpResponse:
    """El archivo pedido: XLSX con todas las tablas o, con `?formato=csv`, la primera en CSV."""
    formato = formato_pedido(request)
    return descarga(a_csv(tablas[0]) if formato == "csv" else a_xlsx(tablas), nombre, formato)
