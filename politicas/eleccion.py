"""De qué vigencia habla una página que puede hablar de cualquiera."""

from datetime import date

from mipg.texto import entero
from politicas.models import Vigencia


def elegir_vigencia(pedida: str, hoy: date) -> tuple[Vigencia | None, list[dict]]:
    """La del año pedido (`?vigencia=`) o, si no se abrió o no dice ninguno, la actual; y las pestañas de todas."""
    abiertas = list(Vigencia.objects.filter(abierta_en__isnull=False).order_by("-anio"))
    anio = entero(pedida)
    elegida = next((una for una in abiertas if una.anio == anio), None) or Vigencia.objects.actual(hoy)
    return elegida, [
        {"texto": f"Vigencia {una}", "url": f"?vigencia={una.anio}", "actual": una == elegida} for una in abiertas
    ]
