"""Los planes institucionales de una vigencia: lo que pide el Decreto 612 y lo que la entidad tiene, lado a lado."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planes.insignias import CLASES_DE_OPORTUNIDAD
from planes.models import Plan, PublicacionDePlan, SeguimientoDePlan
from planes.reglas.institucionales import Oportunidad, oportunidad, sin_aprobar
from politicas.models import TipoPlan, Vigencia


@dataclass(frozen=True)
class Institucional:
    """Uno de los doce: su `tipo`, quién responde y lo que hay de él en una vigencia.

    `publicaciones`, la última primero; `seguimientos`, los que no se cancelaron, por fecha; `proximo`, el primero que
    se debe.
    """

    tipo: TipoPlan
    responde: str
    plan: Plan | None
    publicaciones: list[PublicacionDePlan]
    cual: Oportunidad
    oportunidad: str
    advertencia: str
    seguimientos: list[SeguimientoDePlan] = field(default_factory=list)

    @property
    def publicacion(self) -> PublicacionDePlan | None:
        """La que rige: la que se publicó de último."""
        return self.publicaciones[0] if self.publicaciones else None

    @property
    def clase(self) -> str:
        """La insignia de su oportunidad."""
        return CLASES_DE_OPORTUNIDAD[self.cual]

    @property
    def hechos(self) -> int:
        """Cuántos de sus seguimientos se hicieron."""
        return sum(uno.estado == SeguimientoDePlan.Estado.CUMPLIDO for uno in self.seguimientos)

    @property
    def proximo(self) -> SeguimientoDePlan | None:
        """El primer seguimiento que se debe."""
        deben = (uno for uno in self.seguimientos if uno.estado == SeguimientoDePlan.Estado.PENDIENTE)
        return next(deben, None)


def los_doce(vigencia: Vigencia, hoy: date) -> list[Institucional]:
    """Cada tipo que se pedía en esa vigencia, o del que hubo plan, con lo que hay de él.

    Cuesta las mismas consultas, haya los que haya.

    Qué se muestra del plan lo decide quien llama: un borrador ajeno no se ve.
    """
    planes = Plan.objects.en_pie().de_vigencia(vigencia).filter(clase=Plan.Clase.INSTITUCIONAL)
    por_tipo = {plan.tipo_id: plan for plan in planes.select_related("vigencia", "dependencia")}
    claves = [plan.pk for plan in por_tipo.values()]
    publicadas = _por_plan(PublicacionDePlan.objects.vigentes().con_documento().filter(plan__in=claves))
    seguimientos = _por_plan(SeguimientoDePlan.objects.sin_cancelar().filter(plan__in=claves))
    filas = []
    tipos = TipoPlan.objects.que_se_piden(vigencia.anio) | TipoPlan.objects.filter(pk__in=por_tipo)
    for tipo in tipos.select_related("dependencia__heredera"):
        plan = por_tipo.get(tipo.pk)
        suyas = publicadas[plan.pk] if plan else []
        primera = min((una.fecha_publicacion for una in suyas), default=None)
        cual, texto = oportunidad(primera, vigencia.fecha_limite_institucionales, hoy)
        responde = plan.dependencia if plan else tipo.dependencia.de_hoy(hoy)
        filas.append(
            Institucional(
                tipo=tipo,
                responde=str(responde or tipo.responsable_texto),
                plan=plan,
                publicaciones=suyas,
                cual=cual,
                oportunidad=texto,
                advertencia=sin_aprobar(primera, plan.aprobado_el) if plan else "",
                seguimientos=seguimientos[plan.pk] if plan else [],
            )
        )
    return filas


def _por_plan(filas) -> Mapping[int, list]:
    suyas = defaultdict(list)
    for fila in filas:
        suyas[fila.plan_id].append(fila)
    return suyas
