"""Vistas del portal, partidas por sustantivo."""

from mipg.portal.views.avisos import aviso_ensayo
from mipg.portal.views.ayuda import ayuda, guia
from mipg.portal.views.busqueda import busqueda
from mipg.portal.views.ciclo import ciclo, ciclo_publico
from mipg.portal.views.control import control_exportar, control_lista
from mipg.portal.views.cuenta import cuenta_detalle, sesiones_cerrar
from mipg.portal.views.dependencias import dependencias_importacion, dependencias_importar, dependencias_plantilla
from mipg.portal.views.desarrollo import correo_detalle, correo_lista, galeria
from mipg.portal.views.estado import estado
from mipg.portal.views.factor import (
    factor_aplicacion,
    factor_codigos,
    factor_llave,
    factor_quitar,
    segundo_factor,
)
from mipg.portal.views.fuentes import fuentes_importacion, fuentes_importar, fuentes_plantilla
from mipg.portal.views.inicio import inicio, pendientes
from mipg.portal.views.institucionales import institucional_publico_lista, publicacion_descargar
from mipg.portal.views.jornadas import jornada_publica_lista
from mipg.portal.views.micrositio import (
    accesibilidad,
    actores,
    dimension_publica,
    mapa_sitio,
    marco_normativo,
    micrositio,
    plan_publico_lista,
    politica_publica,
    privacidad,
    que_es_mipg,
    robots,
    sitemap,
)
from mipg.portal.views.personas import (
    persona_invitar,
    personas_importacion,
    personas_importar,
    personas_plantilla,
)
from mipg.portal.views.recuperar import recuperar
from mipg.portal.views.resultados import ficha_publica, resultado_publico, resultado_publico_exportar
from mipg.portal.views.salud import salud, salud_lista
from mipg.portal.views.verificacion import verificacion

from .planes_publicos import plan_publico, plan_publico_descargar, plan_publico_previo, plan_publico_version

__all__ = [
    "accesibilidad",
    "actores",
    "aviso_ensayo",
    "ayuda",
    "busqueda",
    "ciclo",
    "ciclo_publico",
    "control_exportar",
    "control_lista",
    "correo_detalle",
    "correo_lista",
    "cuenta_detalle",
    "dependencias_importacion",
    "dependencias_importar",
    "dependencias_plantilla",
    "dimension_publica",
    "estado",
    "factor_aplicacion",
    "factor_codigos",
    "factor_llave",
    "factor_quitar",
    "ficha_publica",
    "fuentes_importacion",
    "fuentes_importar",
    "fuentes_plantilla",
    "galeria",
    "guia",
    "inicio",
    "institucional_publico_lista",
    "jornada_publica_lista",
    "mapa_sitio",
    "marco_normativo",
    "micrositio",
    "pendientes",
    "persona_invitar",
    "personas_importacion",
    "personas_importar",
    "personas_plantilla",
    "plan_publico",
    "plan_publico_descargar",
    "plan_publico_lista",
    "plan_publico_previo",
    "plan_publico_version",
    "politica_publica",
    "privacidad",
    "publicacion_descargar",
    "que_es_mipg",
    "recuperar",
    "resultado_publico",
    "resultado_publico_exportar",
    "robots",
    "salud",
    "salud_lista",
    "segundo_factor",
    "sesiones_cerrar",
    "sitemap",
    "verificacion",
]
