"""Lo único dice en español que se repite, y toda página nueva trae un archivo de prueba con su nombre."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import models

from tests.mipg.test_casa import NUESTROS_MODELOS, urls_nuestras

AQUI = Path(__file__).resolve()
# Las páginas de antes de esta regla, que se prueban en el archivo de otra. Sólo puede encoger: la que estrena su
# archivo sale de aquí.
SIN_ARCHIVO_PROPIO = frozenset(
    [
        "expediente:documento_descargar",
        "expediente:documento_detalle",
        "expediente:emision_descargar",
        "expediente:emision_detalle",
        "expediente:emision_lista",
        "portal:actores",
        "portal:correo_detalle",
        "portal:correo_lista",
        "portal:dependencias_plantilla",
        "portal:dimension_publica",
        "portal:galeria",
        "portal:guia",
        "portal:mapa_sitio",
        "portal:marco_normativo",
        "portal:personas_importacion",
        "portal:personas_plantilla",
        "portal:plan_publico_descargar",
        "portal:plan_publico_lista",
        "portal:politica_publica",
        "portal:privacidad",
        "portal:que_es_mipg",
        "portal:robots",
        "portal:salud_lista",
        "portal:sitemap",
        "seguimiento:actividad_avance",
        "seguimiento:actividad_exportar",
        "seguimiento:actividad_lista",
        "seguimiento:avance_aceptar",
        "seguimiento:avance_adelantar",
        "seguimiento:avance_avalar",
        "seguimiento:avance_detalle",
        "seguimiento:avance_devolver",
        "seguimiento:avance_editar",
        "seguimiento:avance_enviar",
        "seguimiento:avance_recuperar",
        "seguimiento:avance_revertir",
        "seguimiento:avance_revisar",
        "seguimiento:avances_enviar",
        "seguimiento:corte_abrir",
        "seguimiento:corte_ampliar",
        "seguimiento:corte_cerrar",
        "seguimiento:corte_conciliar",
        "seguimiento:corte_detalle",
        "seguimiento:corte_editar",
        "seguimiento:corte_exportar",
        "seguimiento:corte_lista",
        "seguimiento:dependencia_avance",
        "seguimiento:informe_pedir",
        "seguimiento:plan_avance",
        "seguimiento:politica_avance",
        "seguimiento:revision_lista",
        "seguimiento:soporte_adjuntar",
        "seguimiento:soporte_quitar",
        "seguimiento:vigencia_crear",
        "usuarios:persona_reactivar",
    ]
)


def unicas_sin_mensaje(restricciones: Iterable[models.BaseConstraint]) -> list[str]:
    """Las de unicidad que caerían en el mensaje genérico de Django."""
    generico = models.UniqueConstraint.default_violation_error_message
    return [
        r.name
        for r in restricciones
        if isinstance(r, models.UniqueConstraint) and r.violation_error_message in (None, "", generico)
    ]


@pytest.mark.parametrize("modelo", NUESTROS_MODELOS, ids=lambda m: m.__name__)
def test_toda_unicidad_lleva_su_mensaje(modelo):
    assert unicas_sin_mensaje(modelo._meta.constraints) == []
    assert not modelo._meta.unique_together


def test_control_de_la_unicidad_sin_mensaje():
    callada = models.UniqueConstraint(fields=["nombre"], name="callada")
    dicha = models.UniqueConstraint(fields=["id"], name="dicha", violation_error_message="Ya está.")
    assert unicas_sin_mensaje([callada, dicha]) == ["callada"]


def sin_archivo_propio(nombres, archivos) -> set[str]:
    """Nombres de URL (`espacio:nombre`) sin un `test_<nombre>.py`."""
    return {nombre for nombre in nombres if f"test_{nombre.rpartition(':')[2]}.py" not in archivos}


def test_toda_pagina_nueva_tiene_un_archivo_de_prueba_con_su_nombre():
    archivos = {ruta.name for ruta in AQUI.parents[1].rglob("test_*.py")}
    faltan = sin_archivo_propio({nombre for nombre, _, _ in urls_nuestras()}, archivos)
    assert faltan - SIN_ARCHIVO_PROPIO == set(), "Escriba su prueba en test_<nombre>.py"
    assert SIN_ARCHIVO_PROPIO - faltan == set(), "Ya tiene archivo (o no existe): sáquela de la lista"


def test_control_del_archivo_propio():
    assert sin_archivo_propio({"planes:plan_nuevo", "planes:plan_lista"}, {"test_plan_lista.py"}) == {
        "planes:plan_nuevo"
    }
