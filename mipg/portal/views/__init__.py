"""Vistas del portal, partidas por sustantivo."""

from mipg.portal.views.avisos import aviso_ensayo
from mipg.portal.views.desarrollo import correo_detalle, correo_lista, galeria
from mipg.portal.views.inicio import inicio, pendientes
from mipg.portal.views.personas import (
    persona_invitar,
    personas_descartar,
    personas_importacion,
    personas_importar,
    personas_plantilla,
)
from mipg.portal.views.salud import salud, salud_lista

__all__ = [
    "aviso_ensayo",
    "correo_detalle",
    "correo_lista",
    "galeria",
    "inicio",
    "pendientes",
    "persona_invitar",
    "personas_descartar",
    "personas_importacion",
    "personas_importar",
    "personas_plantilla",
    "salud",
    "salud_lista",
]
