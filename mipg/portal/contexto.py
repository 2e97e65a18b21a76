"""Lo que toda página necesita: menú según el rol, entidad y datos de quien está en la sesión."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse

from mipg.demostracion import marca
from mipg.portal.publico import es_publica
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso, Rol

ENTRADAS_MAXIMAS = 7
# Lo que primero cede su lugar cuando alguien reúne varios roles; sigue a un clic, en el inicio.
_CEDEN = ("politicas:politica_lista", "admin:index", "planes:sesion_lista", "portal:pendientes")
# Empiezan como las páginas de quien reporta, pero son de quien revisa.
_DECISIONES = ("revisar", "avalar", "aceptar", "devolver", "revertir")
# De `seguimiento`, las páginas del hilo de la medición.
_DEL_HILO = ("seguimiento:hilo", "seguimiento:recomendacion", "seguimiento:brecha", "seguimiento:mejora")


@dataclass(frozen=True)
class Entrada:
    """Una entrada del menú: adónde lleva y si la página actual es de su sección."""

    texto: str
    nombre: str
    seccion: tuple[str, ...]
    nota: str = ""
    actual: bool = False

    @property
    def url(self) -> str:
        """Dirección de la sección."""
        return reverse(self.nombre)

    def cercania(self, vista: str) -> int:
        """Cuánto del nombre de la página coincide con la sección: la actual es la que más (0: no es de ella)."""
        return max((len(prefijo) for prefijo in self.seccion if vista.startswith(prefijo)), default=0)


def entradas(perfil: Perfil) -> Iterator[Entrada]:
    """Todas las secciones que la persona puede abrir, en el orden en que se usan."""
    yield Entrada("Inicio", "portal:inicio", ("portal:inicio",))
    if perfil.puede(Permiso.AVANCE_REPORTAR) or perfil.puede(Permiso.AVANCE_REVISAR):
        yield Entrada(
            "Mis pendientes",
            "portal:pendientes",
            ("portal:pendientes", "seguimiento:avance"),
            "Lo que usted debe, en orden de urgencia.",
        )
    if perfil.puede(Permiso.AVANCE_REVISAR):
        yield Entrada(
            "Revisión",
            "seguimiento:revision_lista",
            ("seguimiento:revision", *(f"seguimiento:avance_{v}" for v in _DECISIONES)),
            "Aceptar o devolver los reportes enviados.",
        )
    if perfil.puede(Permiso.TODO_VER):
        yield Entrada(
            "Cortes",
            "seguimiento:corte_lista",
            ("seguimiento:corte", "seguimiento:ampliacion"),
            "Fechas de captura, cierres y cifras congeladas.",
        )
    yield Entrada(
        "Planes", "planes:plan_lista", ("planes:", "seguimiento:plan"), "Planes institucionales y de cada política."
    )
    if perfil.puede(Permiso.TABLERO_VER):
        yield Entrada(
            "Sesiones",
            "planes:sesion_lista",
            ("planes:sesion", "planes:punto", "planes:compromiso", "planes:miembro"),
            "Sesiones del Comité, sus actas y sus compromisos.",
        )
        yield Entrada(
            "Tablero",
            "seguimiento:tablero",
            (
                *("seguimiento:tablero", "seguimiento:actividad", "seguimiento:dependencia", "seguimiento:politica"),
                *("seguimiento:informe", "expediente:emision"),
            ),
            "Cumplimiento de la entidad, por política y por dependencia.",
        )
    yield Entrada(
        "FURAG",
        "furag:medicion_lista",
        ("furag:", *_DEL_HILO),
        "La medición, sus recomendaciones y las acciones de mejora.",
    )
    yield Entrada(
        "Políticas",
        "politicas:politica_lista",
        ("politicas:", "seguimiento:ficha"),
        "Las políticas del modelo y sus líderes.",
    )
    if perfil.puede(Permiso.PERSONAS_EDITAR):
        yield Entrada(
            "Personas",
            "usuarios:persona_lista",
            ("usuarios:", "portal:persona"),
            "Quién entra, con qué rol y hasta cuándo.",
        )
    if perfil.puede(Permiso.ADMIN_VER):
        yield Entrada("Administración", "admin:index", ("admin:",), "Catálogos, bitácora e inspección de los datos.")


def menu_de(perfil: Perfil, vista: str = "") -> list[Entrada]:
    """A lo sumo `ENTRADAS_MAXIMAS` secciones; `vista` es el nombre de la página actual."""
    todas = list(entradas(perfil))
    for nombre in _CEDEN:
        if len(todas) > ENTRADAS_MAXIMAS:
            # La que cede queda a un clic, en el inicio: sus páginas son de él.
            inicio, *demas = todas
            suyas = [prefijo for entrada in demas if entrada.nombre == nombre for prefijo in entrada.seccion]
            todas = [
                replace(inicio, seccion=(*inicio.seccion, *suyas)),
                *(entrada for entrada in demas if entrada.nombre != nombre),
            ]
    cercanias = [entrada.cercania(vista) for entrada in todas]
    mayor = max(cercanias, default=0)
    return [replace(e, actual=0 < c == mayor) for e, c in zip(todas, cercanias, strict=True)]


MENU_PUBLICO = (
    Entrada("Inicio", "portal:micrositio", ("portal:micrositio",)),
    Entrada("Qué es MIPG", "portal:que_es_mipg", ("portal:que_es_mipg",)),
    Entrada("Marco normativo", "portal:marco_normativo", ("portal:marco_normativo",)),
    Entrada("Actores", "portal:actores", ("portal:actores",)),
    Entrada("Ciclo MIPG", "portal:ciclo_publico", ("portal:ciclo_publico",)),
    Entrada("Planes publicados", "portal:plan_publico_lista", ("portal:plan_publico", "portal:institucional")),
    Entrada("Verificar un documento", "portal:verificacion", ("portal:verificacion",)),
)
# Públicas que no caben en el menú: a un clic de una de él.
OTRAS_PUBLICAS = (
    Entrada("Los 12 planes del Decreto 612", "portal:institucional_publico_lista", ()),
    Entrada("Jornadas", "portal:jornada_publica_lista", ()),
    Entrada("Resultados de la medición", "portal:resultado_publico", ()),
)
# Lo que la Resolución MinTIC 1519 de 2020 pide en el pie de todas las páginas.
SOBRE_EL_SITIO = (
    Entrada("Políticas de privacidad y condiciones de uso", "portal:privacidad", ()),
    Entrada("Declaración de accesibilidad", "portal:accesibilidad", ()),
    Entrada("Mapa del sitio", "portal:mapa_sitio", ()),
)
ENLACES_DEL_PIE = (
    Entrada("Planes publicados", "portal:plan_publico_lista", ()),
    Entrada("Verificar un documento", "portal:verificacion", ()),
    *SOBRE_EL_SITIO,
)


def menu_publico(vista: str = "") -> list[Entrada]:
    """Las secciones del micrositio; `vista` es el nombre de la página actual."""
    return [replace(entrada, actual=entrada.cercania(vista) > 0) for entrada in MENU_PUBLICO]


def portal(request) -> dict:
    """Procesador de contexto. Vale también sin sesión y en las páginas de error."""
    contexto = {
        "entidad": settings.ENTIDAD,
        "enlaces_del_pie": ENLACES_DEL_PIE,
        "DEMOSTRACION": marca(),
        "oidc": settings.OIDC.get("nombre", ""),
        "peticion": getattr(request, "peticion", ""),
        "menu": [],
        "roles_propios": [],
        "url_cuenta": "",
        "url_buscar": "",
        "url_ayuda": "",
    }
    perfil = getattr(request, "perfil", None)
    if perfil is not None:
        vista = request.resolver_match.view_name if request.resolver_match else ""
        contexto |= {
            "menu": menu_de(perfil, vista),
            "roles_propios": [rol.label for rol in Rol if rol in perfil.roles],
            "url_cuenta": reverse("portal:cuenta_detalle"),
            # En el buscador ya hay una caja, y más grande.
            "url_buscar": "" if vista == "portal:busqueda" else reverse("portal:busqueda"),
            "url_ayuda": reverse("portal:ayuda"),
        }
    elif request.resolver_match is None or es_publica(request.resolver_match.func):
        # También a quien llegó sin sesión a una dirección que no existe.
        contexto["menu"] = menu_publico(request.resolver_match.view_name if request.resolver_match else "")
    return contexto
