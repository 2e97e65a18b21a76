"""El hilo: de la recomendación a la acción, su avance, su verificación y el índice del año siguiente; y de vuelta.

Las consultas no dependen de cuántas recomendaciones o acciones se muestren.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from furag.comparaciones import Comparacion, Pedido, comparar
from furag.insignias import CLASES_DE_SITUACION
from furag.models import AccionMejora, Atencion, Recomendacion
from furag.reglas.mejoras import VERIFICADAS, concepto_dicho
from furag.reglas.situaciones import VENCIDA, Situacion
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad
from seguimiento.mejoras import con_situacion, por_ciento


@dataclass(frozen=True)
class Accion:
    """Una acción de mejora como se muestra. `se_ve`: si la persona puede abrir su plan.

    `indice`: el que se espera mover, antes y después; nulo si la acción no dice cuál.
    """

    mejora: AccionMejora
    se_ve: bool
    indice: Comparacion | None

    @property
    def situacion(self) -> str:
        """En qué está, con sus palabras."""
        return Situacion(self.mejora.situacion).label

    @property
    def clase(self) -> str:
        """Variante de la insignia."""
        return CLASES_DE_SITUACION[self.mejora.situacion]

    @property
    def vencida(self) -> bool:
        """Pasó su fecha sin completarse; la que nadie firmó, también."""
        return VENCIDA(self.mejora)

    @property
    def avance(self) -> Decimal | None:
        """Cuánto de la meta del año se ha aceptado, 0–100; nulo si no hay con qué medirlo."""
        return por_ciento(self.mejora.avance)

    @property
    def planeacion(self) -> str:
        """Lo que dijo Planeación (eficacia); vacío si no la ha verificado."""
        return self.mejora.get_estado_display() if self.mejora.estado in VERIFICADAS else ""

    @property
    def control(self) -> str:
        """Lo que dijo Control Interno al verificarla; vacío si no se ha pronunciado."""
        return concepto_dicho("CUMPLIMIENTO", self.mejora.conforme)

    @property
    def efectividad(self) -> str:
        """Lo que dijo Control Interno de su efectividad; vacío si no se ha pronunciado."""
        return concepto_dicho("EFECTIVIDAD", self.mejora.efectiva)


@dataclass(frozen=True)
class Hebra:
    """Una recomendación y una acción que la atiende, con la constancia que es sólo de las dos."""

    atencion: Atencion
    accion: Accion


def pintadas(mejoras: Iterable[AccionMejora], perfil: Perfil) -> dict[int, Accion]:
    """Por clave, las acciones con su situación ya leídas (`con_plan`). Seis consultas, a lo sumo ocho."""
    mejoras = list(mejoras)
    indices = comparar(pedido for una in mejoras if (pedido := _pedido(una))) if mejoras else {}
    actividades = Actividad.objects.visibles_para(perfil).filter(pk__in=[una.actividad_id for una in mejoras])
    visibles = set(actividades.order_by().values_list("pk", flat=True))
    return {una.pk: Accion(una, una.actividad_id in visibles, indices.get(_pedido(una))) for una in mejoras}


def _pedido(mejora: AccionMejora) -> Pedido | None:
    """El índice que espera mover: de la medición de su línea base a la del año en que se ejecuta."""
    return Pedido(mejora.indice, mejora.medida, mejora.actividad.plan.vigencia.anio) if mejora.indice else None


def con_plan(hoy: date) -> QuerySet[AccionMejora]:
    """Las acciones con su situación y lo que se dice de cada una en una lista."""
    return con_situacion(hoy).select_related(
        "actividad__plan__vigencia", "actividad__plan__politica", "actividad__plan__dependencia",
        "actividad__dependencia",
    )  # fmt: skip


def de_recomendaciones(perfil: Perfil, hoy: date, claves: Collection[int]) -> Mapping[int, list[Hebra]]:
    """Por recomendación, las acciones en pie que la atienden, con su constancia."""
    atenciones = list(Atencion.objects.en_pie().filter(recomendacion__in=claves).order_by("accion"))
    leidas = pintadas(con_plan(hoy).filter(pk__in={una.accion_id for una in atenciones}), perfil) if atenciones else {}
    hebras = defaultdict(list)
    for una in atenciones:
        hebras[una.recomendacion_id].append(Hebra(una, leidas[una.accion_id]))
    return hebras


def atienden(claves: Collection[int]) -> Mapping[int, list[Atencion]]:
    """Por acción, las recomendaciones que atiende, en su orden. Una consulta."""
    suyas = Atencion.objects.filter(accion__in=claves)
    suyas = suyas.select_related("recomendacion__medicion", "recomendacion__politica")
    por_accion = defaultdict(list)
    for una in suyas.order_by("recomendacion__numero", "pk"):
        por_accion[una.accion_id].append(una)
    return por_accion


def de_politica(recomendacion: Recomendacion) -> Pedido:
    """El índice de su política: de la medición en que se hizo a la siguiente."""
    anio = recomendacion.medicion.anio
    return Pedido(recomendacion.politica.codigo_furag, anio, anio + 1)
