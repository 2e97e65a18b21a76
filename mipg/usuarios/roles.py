"""Roles y permisos: una sola tabla legible. De aquí salen el portal, el admin y la matriz de pruebas."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models


class Rol(models.TextChoices):
    """Papel de una persona en el modelo de líneas de defensa (Manual Operativo del MIPG, séptima dimensión)."""

    ENLACE = "enlace", "Enlace"
    JEFE = "jefe", "Jefe de dependencia"
    PLANEACION = "planeacion", "Planeación"
    SECRETARIA_GENERAL = "secretaria_general", "Secretaría General"
    CONTROL_INTERNO = "control_interno", "Control Interno"
    COMITE = "comite", "Comité"
    ADMINISTRADOR = "administrador", "Administración técnica"


class Permiso(models.TextChoices):
    """Lo que se puede hacer. Sobre qué registros lo deciden `visibles_para` y las reglas de cada acción."""

    TODO_VER = "todo_ver", "Ver lo de todas las dependencias"
    TABLERO_VER = "tablero_ver", "Ver el tablero"
    ADMIN_VER = "admin_ver", "Entrar al admin"
    CATALOGO_EDITAR = "catalogo_editar", "Editar catálogos en el admin"
    PERSONAS_EDITAR = "personas_editar", "Crear personas, invitarlas y asignarles roles"
    VIGENCIA_EDITAR = "vigencia_editar", "Abrir y parametrizar la vigencia"
    ENLACE_DESIGNAR = "enlace_designar", "Designar los enlaces de su dependencia"
    PLAN_FORMULAR = "plan_formular", "Formular planes de su dependencia"
    PLAN_FORMULAR_TODOS = "plan_formular_todos", "Formular planes de cualquier dependencia"
    PLAN_DECIDIR = "plan_decidir", "Aprobar, devolver y publicar planes"
    SESION_GESTIONAR = "sesion_gestionar", "Llevar las sesiones del Comité"
    LEY_GESTIONAR = "ley_gestionar", "Llevar los informes de ley y los requerimientos"
    LEY_DE_CONTROL = "ley_de_control", "Llevar los informes y requerimientos de Control Interno"
    AVANCE_REPORTAR = "avance_reportar", "Reportar avances de su dependencia"
    AVANCE_AVALAR = "avance_avalar", "Avalar reportes de su dependencia"
    AVANCE_REVISAR = "avance_revisar", "Aceptar o devolver reportes"
    CORTE_GESTIONAR = "corte_gestionar", "Abrir, ampliar y cerrar cortes"
    INFORME_EMITIR = "informe_emitir", "Emitir informes en PDF"
    AVISOS_VER = "avisos_ver", "Ver la bandeja de salida"
    CAMBIO_DECIDIR = "cambio_decidir", "Confirmar o rechazar cambios de cuenta"
    FURAG_GESTIONAR = "furag_gestionar", "Importar la medición y verificar las acciones de mejora"
    RECOMENDACION_DECIDIR = "recomendacion_decidir", "Decidir las recomendaciones de las políticas de su dependencia"
    MEJORA_VERIFICAR = "mejora_verificar", "Emitir los conceptos de Control Interno sobre las acciones de mejora"
    JORNADA_GESTIONAR = "jornada_gestionar", "Registrar jornadas de sensibilización y de socialización"
    CONTROL_VER = "control_ver", "Ver los cambios de cuentas y las excepciones de segregación"


_P = Permiso
PERMISOS: dict[Rol, frozenset[Permiso]] = {
    Rol.ENLACE: frozenset({_P.AVANCE_REPORTAR}),
    Rol.JEFE: frozenset(
        {
            _P.TABLERO_VER,
            _P.ENLACE_DESIGNAR,
            _P.PLAN_FORMULAR,
            _P.AVANCE_REPORTAR,
            _P.AVANCE_AVALAR,
            _P.INFORME_EMITIR,
            _P.RECOMENDACION_DECIDIR,
        }
    ),
    Rol.PLANEACION: frozenset(
        {
            _P.TODO_VER,
            _P.TABLERO_VER,
            _P.ADMIN_VER,
            _P.CATALOGO_EDITAR,
            _P.PERSONAS_EDITAR,
            _P.VIGENCIA_EDITAR,
            _P.PLAN_FORMULAR,
            _P.PLAN_FORMULAR_TODOS,
            _P.PLAN_DECIDIR,
            _P.SESION_GESTIONAR,
            _P.LEY_GESTIONAR,
            _P.AVANCE_REVISAR,
            _P.CORTE_GESTIONAR,
            _P.INFORME_EMITIR,
            _P.AVISOS_VER,
            _P.CAMBIO_DECIDIR,
            _P.CONTROL_VER,
            _P.FURAG_GESTIONAR,
            _P.RECOMENDACION_DECIDIR,
            _P.JORNADA_GESTIONAR,
        }
    ),
    Rol.SECRETARIA_GENERAL: frozenset({_P.TODO_VER, _P.TABLERO_VER, _P.INFORME_EMITIR, _P.JORNADA_GESTIONAR}),
    Rol.CONTROL_INTERNO: frozenset(
        {
            *(_P.TODO_VER, _P.TABLERO_VER, _P.ADMIN_VER, _P.AVISOS_VER, _P.CAMBIO_DECIDIR, _P.CONTROL_VER),
            _P.LEY_DE_CONTROL,
            _P.MEJORA_VERIFICAR,
        }
    ),
    Rol.COMITE: frozenset({_P.TODO_VER, _P.TABLERO_VER, _P.INFORME_EMITIR, _P.CONTROL_VER}),
    Rol.ADMINISTRADOR: frozenset(
        {_P.ADMIN_VER, _P.CATALOGO_EDITAR, _P.PERSONAS_EDITAR, _P.AVISOS_VER, _P.CAMBIO_DECIDIR}
    ),
}

# Roles que no pueden convivir con ningún otro en la misma persona y fecha: quien audita no ejecuta.
EXCLUYENTES = frozenset({Rol.CONTROL_INTERNO})
# Roles cuyo alcance es su dependencia; los demás miran la entidad.
DE_DEPENDENCIA = frozenset({Rol.ENLACE, Rol.JEFE})
# Roles a los que se les exige segundo factor desde `MIPG_FACTOR_DESDE`; para los demás es opcional.
CON_SEGUNDO_FACTOR = frozenset({Rol.PLANEACION, Rol.CONTROL_INTERNO, Rol.ADMINISTRADOR})


class Operacion(models.TextChoices):
    """Lo que se le puede hacer a la cuenta de otra persona. Nombre y cargo no son de aquí: los corrige cualquiera."""

    CORREO = "correo", "Cambiar el correo"
    DESACTIVAR = "desactivar", "Desactivar"
    REACTIVAR = "reactivar", "Reactivar"
    VINCULO = "vinculo", "Cambiar el final del vínculo"
    DAR_ROL = "dar_rol", "Dar un rol"
    TERMINAR_ROL = "terminar_rol", "Terminar un rol"
    ANULAR_ROL = "anular_rol", "Anular un rol"
    FACTOR = "factor", "Reiniciar el segundo factor"


# Con qué verbo queda en la bitácora de la persona lo que cada operación le hizo a su cuenta.
VERBOS: dict[Operacion, str] = {
    Operacion.CORREO: "cambiar correo",
    Operacion.DESACTIVAR: "desactivar",
    Operacion.REACTIVAR: "reactivar",
    Operacion.VINCULO: "editar",
    Operacion.DAR_ROL: "asignar",
    Operacion.TERMINAR_ROL: "terminar asignación",
    Operacion.ANULAR_ROL: "anular asignación",
    Operacion.FACTOR: "reiniciar segundo factor",
}


@dataclass(frozen=True)
class Resguardo:
    """Con qué rol se pide un cambio en la cuenta de quien tiene el rol resguardado, y con cuál se confirma."""

    piden: frozenset[Rol]
    confirman: frozenset[Rol]


ADMINISTRAN = frozenset({Rol.PLANEACION, Rol.ADMINISTRADOR})
# Quién le hace qué a quién. El resguardo de un cambio es el de los roles no terminados del afectado más el que se le da
# o se le quita, y hay que poderlo en todos; quien pide, quien confirma y el afectado son tres. Sin ninguno de estos
# roles, una persona de las que administran basta.
RESGUARDOS: dict[Rol, Resguardo] = {
    Rol.JEFE: Resguardo(piden=ADMINISTRAN, confirman=ADMINISTRAN),
    Rol.PLANEACION: Resguardo(piden=ADMINISTRAN, confirman=ADMINISTRAN),
    Rol.ADMINISTRADOR: Resguardo(piden=ADMINISTRAN, confirman=ADMINISTRAN),
    Rol.CONTROL_INTERNO: Resguardo(piden=frozenset({Rol.ADMINISTRADOR}), confirman=frozenset({Rol.CONTROL_INTERNO})),
}
# Con estas se entra como otro: aun cuando una persona basta, esperan a que el afectado pueda detenerlas.
CON_ESPERA = frozenset({Operacion.CORREO, Operacion.FACTOR})
ESPERA = timedelta(hours=24)
DE_ROL = frozenset({Operacion.DAR_ROL, Operacion.TERMINAR_ROL, Operacion.ANULAR_ROL})
