"""Lo que comparten las páginas de una hoja, sea un plan o una propuesta."""

from datetime import date

from django.urls import reverse

from planes.acciones.actividades import Hoja
from planes.models import Plan
from planes.views.comunes import migas_de
from planes.views.propuestas import migas_de_propuesta


def url_de(hoja: Hoja, que: str) -> str:
    """La dirección de una página de la hoja: su «detalle», «formular», «pegar»…"""
    return reverse(f"planes:{'plan' if isinstance(hoja, Plan) else 'propuesta'}_{que}", args=[hoja.pk])


def migas_de_hoja(hoja: Hoja, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Planes › el plan (› su modificación) › lo que siga."""
    return migas_de(hoja, *finales) if isinstance(hoja, Plan) else migas_de_propuesta(hoja, *finales)


def intocable_de(hoja: Hoja, hoy: date) -> int:
    """Hasta qué trimestre ya se midió y no se corrige: en un plan que aún no rige, ninguno."""
    return 0 if isinstance(hoja, Plan) else hoja.vigencia.trimestre_intocable(hoy)
