"""Lo que no cabe en el menú y la persona usa de vez en cuando: a un clic, en su inicio."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse

from mipg.portal.contexto import entradas, menu_de
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol

_P = Permiso
# Quién lo usa (basta un permiso; ninguno: cualquiera), cómo se llama y qué página es, con su consulta si la lleva.
_ACCESOS: tuple[tuple[tuple[Permiso, ...], str, str], ...] = (
    ((), "Mis pendientes", "portal:pendientes"),
    ((), "Ciclo MIPG: el año sobre el calendario", "portal:ciclo"),
    ((_P.AVANCE_REPORTAR,), "Repasar y enviar lo que está listo", "seguimiento:avances_enviar"),
    ((), "Reportes de avance", "seguimiento:avance_lista"),
    ((), "Cortes y fechas de captura", "seguimiento:corte_lista"),
    ((_P.TABLERO_VER,), "Tablero por política", "seguimiento:tablero?ver=politicas"),
    ((_P.TABLERO_VER,), "Tablero por dependencia", "seguimiento:tablero?ver=dependencias"),
    ((_P.TABLERO_VER,), "Actividades con su cumplimiento", "seguimiento:actividad_lista"),
    ((_P.TABLERO_VER,), "Brechas de cada política frente a su grupo par", "seguimiento:brecha_lista"),
    ((_P.TABLERO_VER,), "Hilo de las recomendaciones y sus acciones", "seguimiento:hilo"),
    ((_P.INFORME_EMITIR,), "Pedir un informe en PDF", "seguimiento:informe_pedir"),
    ((), "Informes en PDF", "expediente:emision_lista"),
    ((_P.PLAN_FORMULAR, _P.PLAN_FORMULAR_TODOS), "Crear un plan", "planes:plan_crear"),
    ((_P.PLAN_FORMULAR, _P.TODO_VER), "Ventanas de formulación", "planes:ventana_lista"),
    ((), "Los 12 planes del Decreto 612", "planes:institucional_lista"),
    ((), "Modificaciones en curso", "planes:propuesta_lista"),
    ((), "Prórrogas", "planes:prorroga_lista"),
    ((), "Plantilla de Excel para un plan", "planes:plantilla_descargar"),
    ((_P.SESION_GESTIONAR,), "Convocar una sesión del Comité", "planes:sesion_crear"),
    ((_P.TODO_VER,), "Miembros del Comité", "planes:miembro_lista"),
    ((), "Sesiones del Comité", "planes:sesion_lista"),
    ((), "Compromisos", "planes:compromiso_lista"),
    ((), "Informes de ley", "planes:vencimiento_lista"),
    ((), "Requerimientos", "planes:requerimiento_lista"),
    ((), "Mediciones del FURAG y sus resultados", "furag:medicion_lista"),
    ((), "Jornadas de sensibilización y socialización", "politicas:jornada_lista"),
    ((_P.JORNADA_GESTIONAR,), "Programar una jornada", "politicas:jornada_crear"),
    ((_P.LEY_GESTIONAR, _P.LEY_DE_CONTROL), "Registrar un informe de ley", "planes:informe_crear"),
    ((_P.LEY_GESTIONAR, _P.LEY_DE_CONTROL), "Registrar un requerimiento", "planes:requerimiento_crear"),
    ((_P.VIGENCIA_EDITAR,), "Abrir una vigencia", "seguimiento:vigencia_crear"),
    ((_P.CORTE_GESTIONAR,), "Ensayar los avisos por correo", "portal:aviso_ensayo"),
    ((_P.PERSONAS_EDITAR,), "Crear una persona", "usuarios:persona_crear"),
    ((_P.CAMBIO_DECIDIR,), "Cambios de cuentas", "usuarios:cambio_lista"),
    ((_P.PERSONAS_EDITAR,), "Cargar personas por Excel", "portal:personas_importar"),
    ((_P.CATALOGO_EDITAR,), "Dependencias: suprimir o fusionar", "seguimiento:dependencia_lista"),
    ((_P.CATALOGO_EDITAR,), "Cargar dependencias y alias por Excel", "portal:dependencias_importar"),
    ((_P.PERSONAS_EDITAR, _P.ENLACE_DESIGNAR), "Enlaces de política", "politicas:enlace_lista"),
    ((_P.CONTROL_VER,), "Control de cuentas y excepciones", "portal:control_lista"),
    ((_P.AVISOS_VER,), "Bandeja de salida", "admin:avisos_mensaje_changelist"),
    ((_P.AVISOS_VER,), "Estado del sistema", "portal:estado"),
)


@dataclass(frozen=True)
class Acceso:
    """Una página que la persona puede abrir desde su inicio."""

    texto: str
    url: str


def accesos(perfil: Perfil) -> list[Acceso]:
    """Las secciones que no cupieron en el menú, las páginas de uso ocasional y la guía de cada rol que tiene."""
    secciones = {entrada.nombre: entrada.texto for entrada in entradas(perfil)}
    ocasionales = {
        nombre: texto for permisos, texto, nombre in _ACCESOS if not permisos or any(map(perfil.puede, permisos))
    }
    en_menu = {entrada.nombre for entrada in menu_de(perfil)}
    return [
        *(
            Acceso(texto, _direccion(nombre, get_script_prefix()))
            for nombre, texto in (ocasionales | secciones).items()
            if nombre not in en_menu
        ),
        *_cronogramas(perfil),
        *(
            Acceso(f"Guía de una página: {rol.label}", reverse("portal:guia", args=[rol.value]))
            for rol in Rol
            if rol in perfil.roles
        ),
        Acceso("Ayuda y glosario", reverse("portal:ayuda")),
    ]


def _cronogramas(perfil: Perfil) -> list[Acceso]:
    """El de la dependencia de cada cargo que tiene; si son varias, por su nombre."""
    suyas = {papel.dependencia for papel in perfil.papeles if papel.dependencia is not None}
    nombres = dict.fromkeys(suyas, "su dependencia")
    if len(suyas) > 1:
        nombres = dict(Dependencia.objects.filter(pk__in=suyas).order_by("nombre").values_list("pk", "nombre"))
    return [
        Acceso(f"Cronograma de {nombre}", reverse("seguimiento:dependencia_cronograma", args=[clave]))
        for clave, nombre in nombres.items()
    ]


@lru_cache
def _direccion(pagina: str, _prefijo: str) -> str:
    nombre, signo, consulta = pagina.partition("?")
    return reverse(nombre) + signo + consulta
