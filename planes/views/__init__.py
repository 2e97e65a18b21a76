"""Páginas de planes, por sustantivo. El nombre de la vista es el de la URL y el de la plantilla."""

from .actividades import actividad_crear, actividad_editar, actividad_eliminar, actividad_enlace_asignar
from .copias import plan_copiar
from .correcciones import actividad_corregir, plan_acto_corregir
from .exportes import plan_exportar, plan_lista_exportar, plantilla_descargar
from .importaciones import importacion_confirmar, importacion_descartar, importacion_detalle, plan_importar
from .modificaciones import propuesta_aprobar, propuesta_devolver
from .pegados import importacion_deshacer, plan_pegar
from .planes import (
    plan_acto_completar,
    plan_aprobar,
    plan_crear,
    plan_crear_todos,
    plan_detalle,
    plan_devolver,
    plan_eliminar,
    plan_enviar,
    plan_lista,
    plan_publicar,
    plan_recuperar,
)
from .propuestas import (
    linea_conservar,
    propuesta_conciliar,
    propuesta_crear,
    propuesta_desistir,
    propuesta_detalle,
    propuesta_enviar,
    propuesta_lista,
    propuesta_recuperar,
)
from .prorrogas import prorroga_decidir, prorroga_desistir, prorroga_lista, prorroga_pedir
from .salidas import plan_cerrar, plan_desistir, plan_editar, plan_retirar, plan_trasladar
from .ventanas import ventana_ampliar, ventana_crear, ventana_eliminar, ventana_lista
from .versiones import version_comparar, version_detalle

__all__ = [
    "actividad_corregir",
    "actividad_crear",
    "actividad_editar",
    "actividad_eliminar",
    "actividad_enlace_asignar",
    "importacion_confirmar",
    "importacion_descartar",
    "importacion_deshacer",
    "importacion_detalle",
    "linea_conservar",
    "plan_acto_completar",
    "plan_acto_corregir",
    "plan_aprobar",
    "plan_cerrar",
    "plan_copiar",
    "plan_crear",
    "plan_crear_todos",
    "plan_desistir",
    "plan_detalle",
    "plan_devolver",
    "plan_editar",
    "plan_eliminar",
    "plan_enviar",
    "plan_exportar",
    "plan_importar",
    "plan_lista",
    "plan_lista_exportar",
    "plan_pegar",
    "plan_publicar",
    "plan_recuperar",
    "plan_retirar",
    "plan_trasladar",
    "plantilla_descargar",
    "propuesta_aprobar",
    "propuesta_conciliar",
    "propuesta_crear",
    "propuesta_desistir",
    "propuesta_detalle",
    "propuesta_devolver",
    "propuesta_enviar",
    "propuesta_lista",
    "propuesta_recuperar",
    "prorroga_decidir",
    "prorroga_desistir",
    "prorroga_lista",
    "prorroga_pedir",
    "ventana_ampliar",
    "ventana_crear",
    "ventana_eliminar",
    "ventana_lista",
    "version_comparar",
    "version_detalle",
]
