"""Hasta cuándo se debe lo que trae una fuente cargada después de la fecha en que los líderes formulan sus planes."""

from collections.abc import Iterable
from datetime import date, datetime

from mipg.avisos.acciones import asuetos
from mipg.fechas import en_bogota, otro_anio, sumar_habiles
from politicas.models import Estrategia, Vigencia
from politicas.reglas.estrategias import ventana

# Días hábiles desde que se cargó: antes no se podía saber.
DIAS = 10


def tras_cargarla(vigencia: Vigencia, cargadas: Iterable[datetime | None]) -> date:
    """La fecha límite de los planes de política o, si la última de las fuentes se cargó tarde, diez días hábiles
    después. `cargadas`: cuándo se cargó cada una; las del catálogo, nulo.
    """
    ultima = max(filter(None, cargadas), default=None)
    if ultima is None:
        return vigencia.fecha_limite_politicas
    return max(vigencia.fecha_limite_politicas, sumar_habiles(en_bogota(ultima), DIAS, asuetos()))


def fin_de_estrategia(numero: str, anio: int) -> date:
    """Hasta cuándo va ese año la estrategia del plan de implementación: lo que dice la que rige, llevado a ese año; sin
    ninguna, todo el año.
    """
    una = Estrategia.objects.que_rigen(anio).filter(numero=numero).first()
    return otro_anio(ventana(una)[1], anio - una.anio) if una else date(anio, 12, 31)
