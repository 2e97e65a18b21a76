"""Páginas del seguimiento, por sustantivo: cortes y vigencia, avances, su captura, su revisión, tablero e informes."""

from seguimiento.views.avances import avance_detalle, avance_lista
from seguimiento.views.brechas import brecha_exportar, brecha_lista
from seguimiento.views.captura import (
    avance_adelantar,
    avance_editar,
    avance_enviar,
    avance_recuperar,
    soporte_adjuntar,
    soporte_quitar,
)
from seguimiento.views.cortes import (
    corte_abrir,
    corte_ampliar,
    corte_cerrar,
    corte_conciliar,
    corte_detalle,
    corte_editar,
    corte_exportar,
    corte_lista,
    vigencia_crear,
)
from seguimiento.views.cronogramas import dependencia_cronograma, plan_cronograma, vigencia_cronograma
from seguimiento.views.dependencias import dependencia_lista, dependencia_restablecer, dependencia_suprimir
from seguimiento.views.envio import avances_enviar
from seguimiento.views.fichas import ficha_pedir, ficha_politica
from seguimiento.views.hilo import hilo, mejora_avance, recomendacion_hilo
from seguimiento.views.informes import informe_pedir, sesion_informe_pedir
from seguimiento.views.revision import (
    avance_aceptar,
    avance_avalar,
    avance_devolver,
    avance_revertir,
    avance_revisar,
    revision_lista,
)
from seguimiento.views.tablero import (
    actividad_avance,
    actividad_exportar,
    actividad_lista,
    dependencia_avance,
    plan_avance,
    politica_avance,
    tablero,
)
from seguimiento.views.versiones import diferencia_pedir, propuesta_diferencia_pedir, version_pedir
from seguimiento.views.vigencias import vigencia_cerrar, vigencia_deshacer, vigencia_version_corregir

__all__ = [
    "actividad_avance",
    "actividad_exportar",
    "actividad_lista",
    "avance_aceptar",
    "avance_adelantar",
    "avance_avalar",
    "avance_detalle",
    "avance_devolver",
    "avance_editar",
    "avance_enviar",
    "avance_lista",
    "avance_recuperar",
    "avance_revertir",
    "avance_revisar",
    "avances_enviar",
    "brecha_exportar",
    "brecha_lista",
    "corte_abrir",
    "corte_ampliar",
    "corte_cerrar",
    "corte_conciliar",
    "corte_detalle",
    "corte_editar",
    "corte_exportar",
    "corte_lista",
    "dependencia_avance",
    "dependencia_cronograma",
    "dependencia_lista",
    "dependencia_restablecer",
    "dependencia_suprimir",
    "diferencia_pedir",
    "ficha_pedir",
    "ficha_politica",
    "hilo",
    "informe_pedir",
    "mejora_avance",
    "plan_avance",
    "plan_cronograma",
    "politica_avance",
    "propuesta_diferencia_pedir",
    "recomendacion_hilo",
    "revision_lista",
    "sesion_informe_pedir",
    "soporte_adjuntar",
    "soporte_quitar",
    "tablero",
    "version_pedir",
    "vigencia_cerrar",
    "vigencia_crear",
    "vigencia_cronograma",
    "vigencia_deshacer",
    "vigencia_version_corregir",
]
