"""El tablero de brechas: por política, su índice frente al grupo par, lo recomendado y lo que se hace con ello.

Las mismas consultas para cualquier número de políticas, recomendaciones y acciones.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from furag.cifras import cargas, resultados
from furag.models import AccionMejora, Carga, Medicion, Recomendacion
from furag.reglas.cifras import Resultado
from furag.reglas.situaciones import CUMPLIDA, EFECTIVA, VENCIDA
from mipg.hojas import Tabla
from politicas.models import Politica
from seguimiento.mejoras import por_ciento

# Lo que de una acción miran las cuentas.
_DE_LA_ACCION = (
    *("estado", "completa", "con_avance", "vencio", "retirada", "prorrogada", "conforme", "efectiva", "avance"),
)


@dataclass(frozen=True)
class Cuentas:
    """Las acciones de una política. `avances`: cuánto de la meta del año se aceptó en cada una, de 0 a 1.

    Cumplidas las dice Planeación y efectivas, Control Interno: no se suman ni se restan.
    """

    acciones: int = 0
    vencidas: int = 0
    cumplidas: int = 0
    efectivas: int = 0
    avances: tuple[float, ...] = ()

    @property
    def avance(self) -> Decimal | None:
        """La media simple de sus avances, 0–100; nula si ninguna tiene con qué medirse."""
        return por_ciento(sum(self.avances) / len(self.avances)) if self.avances else None

    def mas(self, otra: "Cuentas") -> "Cuentas":
        """Las de las dos."""
        return Cuentas(
            self.acciones + otra.acciones,
            self.vencidas + otra.vencidas,
            self.cumplidas + otra.cumplidas,
            self.efectivas + otra.efectivas,
            (*self.avances, *otra.avances),
        )


@dataclass(frozen=True)
class Brecha:
    """Una política: su índice (`resultado` nulo si el archivo no lo trae), sus recomendaciones y sus acciones."""

    politica: Politica
    resultado: Resultado | None
    abiertas: int
    sin_accion: int
    cuentas: Cuentas = field(default_factory=Cuentas)


@dataclass(frozen=True)
class Tablero:
    """Las brechas en el orden de las políticas y sus sumas. `carga` nula: no hay resultados confirmados."""

    carga: Carga | None
    brechas: tuple[Brecha, ...]

    @property
    def abiertas(self) -> int:
        """Recomendaciones abiertas de todas."""
        return sum(una.abiertas for una in self.brechas)

    @property
    def sin_accion(self) -> int:
        """De ellas, las que ninguna acción atiende."""
        return sum(una.sin_accion for una in self.brechas)

    @property
    def cuentas(self) -> Cuentas:
        """Las acciones de todas."""
        total = Cuentas()
        for una in self.brechas:
            total = total.mas(una.cuentas)
        return total


def tablero(medicion: Medicion, acciones: QuerySet[AccionMejora], *, politicas: Iterable[Politica] = ()) -> Tablero:
    """Las brechas de una medición; sin `politicas`, las de la versión que se midió.

    `acciones`: las que se cuentan, con su situación (`con_situacion`): las que la persona ve, o las públicas.
    """
    politicas = list(politicas) or list(
        Politica.objects.filter(dimension__version=medicion.version_id).select_related("dimension__version")
    )
    carga = next((una for una in cargas() if una.medicion_id == medicion.pk), None)
    leidos = resultados([carga], [una.codigo_furag for una in politicas])[carga.pk] if carga else {}
    de_la_medicion = Recomendacion.objects.filter(medicion=medicion)
    abiertas = de_la_medicion.abiertas().por_politica()
    sin_accion = de_la_medicion.sin_accion().por_politica()
    cuentas = _cuentas(medicion, acciones, politicas)
    return Tablero(
        carga,
        tuple(
            Brecha(
                una,
                leidos.get(una.codigo_furag),
                abiertas.get(una.pk, 0),
                sin_accion.get(una.pk, 0),
                cuentas[una.pk],
            )
            for una in politicas
        ),
    )


def _cuentas(medicion: Medicion, acciones: QuerySet[AccionMejora], politicas: Sequence[Politica]) -> dict[int, Cuentas]:
    """Por política (clave). El plan puede ser de un año en que rige otra versión del modelo: es de la misma línea."""
    de_cual = {clave: pk for pk, linea in Politica.objects.lineas(politicas).items() for clave in linea.claves}
    suyas = acciones.de_medicion(medicion.anio).filter(actividad__plan__politica__in=de_cual).order_by()
    por_politica: dict[int, list] = defaultdict(list)
    for fila in suyas.values_list("actividad__plan__politica", *_DE_LA_ACCION, named=True):
        por_politica[de_cual[fila.actividad__plan__politica]].append(fila)
    cuentas = {
        pk: Cuentas(
            acciones=len(filas),
            vencidas=sum(map(VENCIDA, filas)),
            cumplidas=sum(map(CUMPLIDA, filas)),
            efectivas=sum(map(EFECTIVA, filas)),
            avances=tuple(fila.avance for fila in filas if fila.avance is not None),
        )
        for pk, filas in por_politica.items()
    }
    return {una.pk: cuentas.get(una.pk, Cuentas()) for una in politicas}


def tabla(de: Tablero, medicion: Medicion) -> Tabla:
    """Las mismas cifras, para descargar."""
    return Tabla(
        f"Brechas {medicion.anio}",
        (
            *("Código", "Política", "Dimensión", "Índice", "Promedio del grupo par", "Mejor del grupo par"),
            *("Frente al promedio", "Le falta para el mejor", "Entidades comparadas", "Posición", "Quintil"),
            *("Recomendaciones abiertas", "Sin acción", "Acciones", "Avance aceptado (%)", "Vencidas"),
            *("Cumplidas (Planeación)", "Efectivas (Control Interno)"),
        ),
        [[*_de_la_politica(una), *_de_lo_hecho(una)] for una in de.brechas],
    )


def _de_la_politica(una: Brecha) -> list:
    resultado, politica = una.resultado, una.politica
    nombres = [politica.codigo_furag, politica.nombre, politica.dimension.nombre]
    if resultado is None:
        return [*nombres, *[None] * 8]
    grupo = resultado.grupo
    frente = [resultado.valor, grupo.promedio, grupo.maximo, resultado.brecha, resultado.distancia]
    return [*nombres, *frente, grupo.n, grupo.posicion, grupo.quintil]


def _de_lo_hecho(una: Brecha) -> list:
    cuentas = una.cuentas
    hechas = [cuentas.acciones, cuentas.avance, cuentas.vencidas, cuentas.cumplidas, cuentas.efectivas]
    return [una.abiertas, una.sin_accion, *hechas]
