"""Los planes de política que coordina una dependencia que no responde por su política: llegó un acto, se retiró o se
decidió una contradicción después de crearlos. Trasladarlos lo decide Planeación; el aprobado conserva su coordinadora.
"""

from dataclasses import dataclass
from datetime import date

from planes.models import Plan
from planes.reglas.salidas import POR_APROBAR
from politicas.contradicciones import responden_en
from politicas.models import Vigencia


@dataclass(frozen=True)
class DeOtra:
    """Un plan y quiénes responden hoy por su política."""

    plan: Plan
    responden: str

    @property
    def se_traslada(self) -> bool:
        """Nadie lo ha aprobado: puede pasar a otra."""
        return self.plan.estado in POR_APROBAR


def coordinados_por_otra(vigencia: Vigencia, hoy: date) -> list[DeOtra]:
    """Los de la vigencia que no se han cerrado ni desistido, en el orden del modelo. A lo sumo tres consultas."""
    planes = (
        Plan.objects.de_vigencia(vigencia)
        .vivos()
        .filter(clase=Plan.Clase.ACCION_POLITICA)
        .select_related("dependencia")
        .order_by("politica__numero_plan", "pk")
    )
    if vigencia.cerrada_en or not (planes := list(planes)):
        return []
    responden = responden_en(vigencia, hoy)
    return [
        DeOtra(plan, " y ".join(suyas.values()))
        for plan in planes
        if (suyas := responden.get(plan.politica_id)) and plan.dependencia_id not in suyas
    ]
