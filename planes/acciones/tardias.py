"""Aprobar tarde: lo que hay que decidir sobre un plan y lo que la decisión hace con sus actividades."""

from collections.abc import Iterable
from datetime import date, datetime

from mipg.bitacora.acciones import registrar_en_lote
from mipg.usuarios.models import Usuario
from planes.campos import TRIMESTRES
from planes.models import Actividad
from planes.reglas import tardias as reglas
from planes.reglas.tardias import Tardia
from politicas.models import Vigencia

_MOVIBLES = (*TRIMESTRES, "fecha_fin")


def por_decidir(actividades: Iterable[Actividad], vigencia: Vigencia, hoy: date) -> list[Tardia]:
    """Las actividades con cantidades en cortes que ya cerraron, y cómo quedarían si se mueven."""
    cerrado = vigencia.trimestre_cerrado
    fechas = [vigencia.fecha_de_corte(t) for t in range(cerrado + 1, 5)]
    return reglas.tardias(actividades, plazo=reglas.plazo_para_hacerlo(fechas, hoy), cerrado=cerrado, hoy=hoy)


def mover(tardias: Iterable[Tardia], *, por: Usuario, ahora: datetime) -> None:
    """Deja la programación y la fecha de fin decididas, con su suceso. Las filas deben estar tomadas por su plan."""
    movidas, hechos = [], []
    for tardia in tardias:
        actividad = tardia.actividad
        antes = {campo: getattr(actividad, campo) for campo in _MOVIBLES}
        for campo, valor in zip(_MOVIBLES, (*tardia.despues, tardia.fecha_fin), strict=True):
            setattr(actividad, campo, valor)
        actividad.version += 1
        cambios = {c: (antes[c], getattr(actividad, c)) for c in _MOVIBLES if antes[c] != getattr(actividad, c)}
        movidas.append(actividad)
        hechos.append((actividad, "reprogramar", cambios))
    Actividad.objects.bulk_update(movidas, [*_MOVIBLES, "version"])
    registrar_en_lote(hechos, por=por, ahora=ahora)
