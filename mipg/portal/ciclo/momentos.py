"""Los hitos del año MIPG vistos hoy. Se derivan de fechas que ya existen; nada se guarda y ninguna se inventa.

Las fechas salen de la vigencia (límites de los planes), de los cortes (ventanas de captura y cierres), de los informes
de ley, de las sesiones del Comité y de las estrategias del plan de implementación. Lo que el documento trae sin día va
con sus palabras.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from mipg.etiquetas import fecha
from mipg.fechas import habiles_entre, sumar_habiles
from mipg.portal import plazos

# Con estos días hábiles o menos, lo que falta está en riesgo.
DIAS_DE_RIESGO = 5


class Clase(StrEnum):
    """De qué es un hito; decide su renglón y su figura en la línea del año."""

    PLAZO = "PLAZO"
    CAPTURA = "CAPTURA"
    INFORME = "INFORME"
    SESION = "SESION"
    ESTRATEGIA = "ESTRATEGIA"


class Situacion(StrEnum):
    """Dónde está un hito respecto de hoy."""

    CORRE = "CORRE"
    SIGUE = "SIGUE"
    PASO = "PASO"
    SIN_DIA = "SIN_DIA"


@dataclass(frozen=True)
class Falta:
    """Lo que falta en un hito: cuántos, de qué, de quién y dónde se resuelve.

    `suya`: le toca a quien lee. `vence`: su plazo, si no es el del hito.
    """

    quien: str
    n: int
    que: str
    url: str = ""
    suya: bool = False
    vence: date | None = None


@dataclass(frozen=True)
class Hito:
    """Un plazo o una ventana del año.

    `hasta` es su último día; `desde`, el primero (sin él, es sólo un plazo). `texto` es la fecha como la trae el
    documento cuando no da un día: se dice en vez de ellas. `hecho`: sí, no o, si el sistema no lo mide, `None` (pasa
    cuando pasa su fecha).
    `repetido`: otro hito del año ya dice lo mismo; va en el calendario, pero no en las listas. `url` es donde se
    resuelve; `cifra`, en cuánto va, y `url_cifra`, lo que la compone; `responden`, de
    quiénes es, si el sistema no sabe qué le falta a cada uno.
    """

    clase: Clase
    titulo: str
    desde: date | None = None
    hasta: date | None = None
    texto: str = ""
    url: str = ""
    hecho: bool | None = None
    detalle: str = ""
    rotulo: str = ""
    cifra: str = ""
    url_cifra: str = ""
    faltan: tuple[Falta, ...] = ()
    responden: tuple[str, ...] = ()
    repetido: bool = False

    @property
    def es_suyo(self) -> bool:
        """A quien lee le toca algo de lo que falta."""
        return any(falta.suya for falta in self.faltan)

    def sin_lo_ajeno(self) -> "Hito":
        """El mismo, sin que se lea como deuda de quien no lo debe: pasa cuando pasa su fecha."""
        return self if self.hecho or self.es_suyo else replace(self, hecho=None)


@dataclass(frozen=True)
class Momento:
    """Un hito visto hoy: su situación y cuánto falta, en palabras."""

    hito: Hito
    situacion: Situacion
    plazo: str
    clase: str
    vencido: bool = False


@dataclass(frozen=True)
class Riesgo:
    """Algo que falta y ya venció, o vence en los próximos días; `clase` es la variante de su insignia."""

    hito: Hito
    falta: Falta
    vence: date
    plazo: str
    clase: str


def situacion(hito: Hito, hoy: date) -> Situacion:
    """Lo vencido que se sabe sin hacer sigue corriendo: es justo lo que toca. Lo que vence hoy, también."""
    if hito.hasta is None:
        return Situacion.SIN_DIA
    if hito.hecho or (hito.hecho is None and hito.hasta < hoy):
        return Situacion.PASO
    if hito.hasta <= hoy or (hito.desde is not None and hito.desde <= hoy):
        return Situacion.CORRE
    return Situacion.SIGUE


def en_momento(hito: Hito, hoy: date, asuetos: Collection[date] = ()) -> Momento:
    """El hito con su situación y su plazo en días hábiles."""
    cual = situacion(hito, hoy)
    if cual == Situacion.SIN_DIA:
        return Momento(hito, cual, hito.texto or "El documento no trae fecha", "gris")
    if cual == Situacion.PASO:
        return Momento(hito, cual, "Hecho" if hito.hecho else _termino(hito), "gris")
    if cual == Situacion.SIGUE and hito.desde:
        return Momento(hito, cual, _empieza(habiles_entre(hoy, hito.desde, asuetos)), "")
    return Momento(hito, cual, *_plazo(hito.hasta, hoy, asuetos), vencido=hito.hasta < hoy)


def riesgos(hito: Hito, hoy: date, asuetos: Collection[date] = ()) -> list[Riesgo]:
    """Lo que falta de un hito y ya venció, o vence en `DIAS_DE_RIESGO` días hábiles o menos."""
    cerca = sumar_habiles(hoy, DIAS_DE_RIESGO, asuetos)
    vencen = [(falta, falta.vence or hito.hasta) for falta in hito.faltan]
    return [
        Riesgo(hito, falta, vence, *_plazo(vence, hoy, asuetos))
        for falta, vence in vencen
        if vence is not None and vence <= cerca
    ]


def _termino(hito: Hito) -> str:
    # Que pasara su fecha no dice que se cumpliera.
    que = "Su ventana terminó" if hito.clase == Clase.ESTRATEGIA else "Terminó"
    return f"{que} el {fecha(hito.hasta)}"


def _plazo(vence: date, hoy: date, asuetos: Collection[date]) -> tuple[str, str]:
    frase = plazos.en_palabras(habiles_entre(hoy, vence, asuetos), vence, hoy)
    return frase, plazos.CLASES[plazos.grupo_de(vence, hoy)] or "info"


def _empieza(habiles: int) -> str:
    if not habiles:
        return "Empieza antes del próximo día hábil"
    return "Empieza el próximo día hábil" if habiles == 1 else f"Empieza en {habiles} días hábiles"
