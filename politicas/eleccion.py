"""De qué vigencia habla una página que puede hablar de cualquiera."""

from datetime import date

from django.db.models import QuerySet

from mipg.texto import entero
from politicas.models import Vigencia
from politicas.reglas import vigencia_actual


def elegir_vigencia(
    pedida: str, hoy: date, entre: QuerySet[Vigencia] | None = None
) -> tuple[Vigencia | None, list[dict]]:
    """La del año pedido (`?vigencia=`) o, si no está `entre` ellas o no dice ninguno, la que corre; y sus pestañas.

    `entre`: de cuáles habla la página; todas las que se abrieron, si no se dice.
    """
    cuales = Vigencia.objects.abiertas_alguna_vez() if entre is None else entre
    vigencias, anio = list(cuales.order_by("-anio")), entero(pedida)
    elegida = next((una for una in vigencias if una.anio == anio), None) or vigencia_actual(vigencias, hoy)
    return elegida, [
        {"texto": f"Vigencia {una}", "url": f"?vigencia={una.anio}", "actual": una == elegida} for una in vigencias
    ]
