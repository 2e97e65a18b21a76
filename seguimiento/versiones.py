"""Con qué versión de cada plan midió cada corte."""

from collections.abc import Iterable
from dataclasses import dataclass

from planes.models import Plan, VersionPlan
from seguimiento.models import Cifra, Corte


@dataclass(frozen=True)
class Medido:
    """Un corte cerrado y la versión con que midió un plan. `deducida`: el corte no la guardó; la dicen las fechas."""

    corte: Corte
    version: VersionPlan | None
    deducida: bool


def que_midio(corte: Corte, versiones: Iterable[VersionPlan], guardada: int | None) -> VersionPlan | None:
    """La versión con que midió un corte cerrado: la guardada y, si no se guardó, la última aprobada antes de cerrarlo.

    `versiones`: las del plan, en cualquier orden.
    """
    versiones = list(versiones)
    if guardada is not None:
        return next(version for version in versiones if version.pk == guardada)
    de_entonces = [version for version in versiones if version.aprobado_en <= corte.cerrado_en]
    return max(de_entonces, key=lambda version: version.numero, default=None)


def medidos(plan: Plan) -> list[Medido]:
    """Cada corte cerrado que midió el plan, con su versión, del primero al último. Dos consultas."""
    cifras = Cifra.objects.filter(ambito=Cifra.Ambito.PLAN, plan=plan, corte__estado=Corte.Estado.CERRADO)
    cifras = cifras.select_related("corte__vigencia").only(
        "version", "corte__trimestre", "corte__cerrado_en", "corte__vigencia__anio"
    )
    versiones = list(VersionPlan.objects.filter(plan=plan).only("plan", "numero", "aprobado_en"))
    return [
        Medido(cifra.corte, que_midio(cifra.corte, versiones, cifra.version_id), cifra.version_id is None)
        for cifra in cifras.order_by("corte__trimestre")
    ]
