"""Qué recomendaciones casi dicen lo que el hallazgo de una acción: si son la misma lo decide una persona."""

from typing import NamedTuple

from furag.models import AccionMejora, Recomendacion
from furag.origenes import acogidas
from furag.reglas.textos import clave_de, los_mas_parecidos, palabras_de
from planes.models import Plan


class Parecida(NamedTuple):
    """Una acción cuyo hallazgo puede ser una recomendación acogida que todavía no atiende."""

    mejora: AccionMejora
    recomendacion: Recomendacion


def parecidas_de(plan: Plan) -> list[Parecida]:
    """Las que falta decidir en un plan de mejoramiento: de las acciones que nadie ha firmado.

    Las que ya atiende y las que alguien dijo que no son, no se preguntan. Cuatro consultas.
    """
    formuladas = AccionMejora.objects.filter(
        actividad__plan=plan, actividad__retirada_en=None, estado=AccionMejora.Estado.FORMULADA
    )
    mejoras = list(formuladas.exclude(hallazgo="").prefetch_related("recomendaciones", "no_atiende"))
    recomendaciones = list(acogidas(plan.politica_id, plan.vigencia_medida)) if mejoras else []
    por_clave = {clave_de(una.texto): una for una in recomendaciones}
    palabras = [(una, palabras_de(una.texto)) for una in recomendaciones]
    return [
        Parecida(mejora, una)
        for mejora in mejoras
        for una in _las_que_dice(mejora.hallazgo, por_clave, palabras)
        if una not in {*mejora.recomendaciones.all(), *mejora.no_atiende.all()}
    ]


def _las_que_dice(hallazgo: str, por_clave: dict, palabras: list) -> list[Recomendacion]:
    """Las que dicen lo mismo, o casi, que el hallazgo entero o que uno de sus renglones."""
    halladas: list[Recomendacion] = []
    for dicho in dict.fromkeys((hallazgo, *hallazgo.split("\n"))):
        igual = por_clave.get(clave_de(dicho))
        halladas += [igual] if igual else los_mas_parecidos(palabras_de(dicho), palabras)
    return list(dict.fromkeys(halladas))
