"""Decidir si el hallazgo de una acción es una recomendación que casi dice lo mismo."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from furag.acciones.mejoras import tomar_acogidas
from furag.models import AccionMejora, Atencion
from furag.parecidas import parecidas_de
from furag.reglas.mejoras import problemas_para_completar
from mipg.bitacora.acciones import registrar_en_lote
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tocar, tomar_formulable
from planes.models import Plan


@transaction.atomic
def ligar(*, plan: Plan, decididas: Mapping[tuple[int, int], bool], por: Usuario, ahora: datetime) -> int:
    """De cada par de acción y recomendación, si son lo mismo: se ligan, o no se pregunta más. Devuelve cuántas ligó.

    Lanza `EstadoCambiado` si alguno ya no está por decidir, y `ReglaIncumplida` si el plan ya no se formula.
    """
    plan = tomar_formulable(plan, por)
    exigir(problemas_para_completar(clase=plan.clase, estado_plan=plan.estado))
    pares = {(una.mejora.pk, una.recomendacion.pk): una for una in parecidas_de(plan)}
    if decididas.keys() - pares.keys():
        raise EstadoCambiado("Otra persona ya decidió alguna de estas, o la acción dice ahora otra cosa.")
    tomar_acogidas([pares[par].recomendacion for par, es_la_misma in decididas.items() if es_la_misma])
    sucesos = []
    for par, es_la_misma in decididas.items():
        mejora, recomendacion = pares[par]
        if es_la_misma:
            Atencion.objects.create(accion=mejora, recomendacion=recomendacion)
        else:
            mejora.no_atiende.add(recomendacion)
        que = "recomendaciones que atiende" if es_la_misma else "recomendaciones que no atiende"
        sucesos.append((mejora, "ligar", {que: (None, recomendacion.referencia)}))
    suyas = {mejora for mejora, _ in decididas}
    AccionMejora.objects.filter(pk__in=suyas).update(version=F("version") + 1)
    tocar(plan)
    registrar_en_lote(sucesos, por=por, ahora=ahora)
    return sum(decididas.values())
