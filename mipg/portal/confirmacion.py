"""Qué páginas piden confirmar quién es quien tiene la sesión: cuentas y roles, aprobar, publicar, retirar y cerrar.

Una tabla y un intermediario, no un decorador por vista: `test_confirmacion` recorre todas las URLs y exige aquí toda la
que escriba sobre personas o apruebe, publique, retire o cierre. Se pide ya al abrir el formulario.
"""

_CUENTAS = {
    "portal:persona_invitar",
    "portal:personas_importar",
    "portal:personas_importacion",
    "usuarios:asignacion_crear",
    "usuarios:asignacion_anular",
    "usuarios:asignacion_terminar",
    "usuarios:persona_crear",
    "usuarios:cambio_confirmar",
    "usuarios:cambio_desistir",
    "usuarios:cambio_rechazar",
    "usuarios:cambios_confirmar",
    "usuarios:cambios_rechazar",
    "usuarios:persona_desactivar",
    "usuarios:persona_editar",
    "usuarios:persona_factor_reiniciar",
    "usuarios:persona_reactivar",
}
# Además, quien tiene segundo factor lo usó en esa sesión.
SEGUNDO_FACTOR = {"portal:factor_aplicacion", "portal:factor_codigos", "portal:factor_llave", "portal:factor_quitar"}
_DECISIONES = {
    "furag:plan_suscribir",
    "planes:plan_aprobar",
    "planes:plan_cerrar",
    "planes:plan_publicar",
    "planes:plan_retirar",
    "planes:propuesta_aprobar",
    "planes:prorroga_decidir",
    "planes:publicacion_retirar",
    "planes:punto_decidir",
    "planes:requerimiento_cerrar",
    "planes:sesion_cerrar",
    "planes:soporte_retirar",
    "politicas:enlace_retirar",
    "politicas:fuente_retirar",
    "politicas:material_retirar",
    "seguimiento:corte_cerrar",
    "seguimiento:vigencia_cerrar",
}
# Traslada de una vez todo lo que una dependencia tiene a cargo, y pide cambios de cuenta.
_SUPRIMEN = {"seguimiento:dependencia_suprimir", "seguimiento:dependencia_restablecer"}
CONFIRMAN = frozenset(_CUENTAS | SEGUNDO_FACTOR | _DECISIONES | _SUPRIMEN)
