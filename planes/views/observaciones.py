"""Lo que se observó al devolver una hoja y falta atender: sobre qué es y, en la página en que se formula, dónde."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from mipg.usuarios.querysets import nombre_de
from planes.acciones.actividades import Hoja
from planes.acciones.propuestas import como_se_llama
from planes.campos import EN_FORMULARIO
from planes.celdas import COLUMNAS
from planes.models import Observacion, Plan
from planes.views.filas import ancla_de

_SE_ESCRIBEN = frozenset(campo.nombre for campo in EN_FORMULARIO)


def sin_atender(observaciones: QuerySet[Observacion]) -> list[Observacion]:
    """Las que falta atender, con `rotulo` («Actividad 3: Meta») y quién la hizo en `observo`, en una consulta."""
    suyas = observaciones.filter(resuelta_en=None).select_related("actividad", "linea")
    abiertas = list(suyas.annotate(observo=nombre_de("creada_por")))
    for una in abiertas:
        de = una.linea or una.actividad
        campo = como_se_llama(una.campo) if una.campo else ""
        una.rotulo = ": ".join(filter(None, [f"Actividad {de.numero}" if de else "", campo]))
    return abiertas


def por_atender_en(hoja: Hoja, filas: Collection[int]) -> list[Observacion]:
    """Las de la hoja, para su página: `en` es su celda (fila, campo) y `destino`, a dónde lleva; vacíos si no hay.

    `filas`: las claves de las que se ven.
    """
    es_plan = isinstance(hoja, Plan)
    abiertas = sin_atender(hoja.observaciones.filter(propuesta=None) if es_plan else hoja.observaciones)
    for una in abiertas:
        pk = una.actividad_id if es_plan else una.linea_id
        una.en, una.destino = None, ""
        if pk not in filas:
            continue
        campo = una.campo if una.campo in _SE_ESCRIBEN else "numero"
        una.destino = f"#{ancla_de(pk, campo)}"
        if campo in COLUMNAS:
            una.en = (pk, campo)
        else:
            # Con guiones se abre en el panel; sin ellos, en la página de la actividad.
            una.destino = reverse(f"planes:{'actividad' if es_plan else 'linea'}_editar", args=[pk]) + una.destino
    return abiertas
