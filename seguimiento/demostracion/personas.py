"""Quiénes hacen cada cosa en la demostración, y a qué hora. Son visiblemente ficticias."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mipg.fechas import BOGOTA
from mipg.texto import normalizar
from mipg.usuarios.acciones import asignar, crear_persona
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Rol

CLAVE = "brisa-muralla-faro-azul"
DOMINIO = "ejemplo.test"
PLANEACION = "Secretaría de Planeación Distrital"
SECRETARIA_GENERAL = "Secretaría General"
CONTROL_INTERNO = "Oficina Asesora de Control Interno"
_SOBRANTES = ("direccion administrativa de ", "oficina asesora de ", "oficina asesora ", "direccion de ")


class Reloj:
    """Hora de cada acción: la pedida, siempre después de la anterior y nunca después de ahora."""

    def __init__(self, ahora: datetime):
        self.ahora = ahora
        self._ultima = datetime.min.replace(tzinfo=BOGOTA)

    def en(self, dia: date, hora: int = 9) -> datetime:
        """Instante de `dia` a la `hora` de Bogotá."""
        pedida = min(datetime.combine(dia, time(hora), BOGOTA), self.ahora)
        self._ultima = max(pedida, self._ultima + timedelta(milliseconds=1))
        return self._ultima


@dataclass(frozen=True)
class Reparto:
    """Quién hace cada cosa en la demostración."""

    planeacion: Usuario
    revisora: Usuario
    enlaces: dict[int, Usuario]
    jefes: dict[int, Usuario]


def correo_de(nombre: str) -> str:
    """El correo de una persona de la demostración."""
    return f"{nombre}@{DOMINIO}"


def _apodo(dependencia: Dependencia) -> str:
    nombre = normalizar(dependencia.nombre)
    for sobrante in (*_SOBRANTES, "secretaria de "):
        nombre = nombre.removeprefix(sobrante)
    return nombre.removesuffix(" distrital")


def _apodo_visible(dependencia: Dependencia) -> str:
    """El apodo con las tildes y mayúsculas del nombre oficial."""
    palabras, apodo = dependencia.nombre.split(), _apodo(dependencia).split()
    inicio = normalizar(dependencia.nombre).split().index(apodo[0])
    return " ".join(palabras[inicio : inicio + len(apodo)])


def crear_personas(reloj: Reloj, anio: int) -> Reparto:
    """Las de cada rol, y un jefe y un enlace en cada dependencia del alcance, desde ese año."""
    desde = date(anio, 1, 1)
    dependencias = {d.nombre: d for d in Dependencia.objects.filter(en_alcance=True)}
    administracion = _persona("administracion", "Administración de Ejemplo", None, reloj, desde)
    _asignar(administracion, Rol.ADMINISTRADOR, dependencias[PLANEACION], reloj, desde)

    def nueva(correo: str, nombre: str, rol: Rol, dependencia: Dependencia) -> Usuario:
        persona = _persona(correo, nombre, administracion, reloj, desde)
        _asignar(persona, rol, dependencia, reloj, desde)
        return persona

    planeacion = nueva("planeacion", "Paula Planeación de Ejemplo", Rol.PLANEACION, dependencias[PLANEACION])
    revisora = nueva("revisora", "Rita Revisora de Ejemplo", Rol.PLANEACION, dependencias[PLANEACION])
    nueva("articulacion", "Saúl Secretaría de Ejemplo", Rol.SECRETARIA_GENERAL, dependencias[SECRETARIA_GENERAL])
    nueva("control.interno", "Clara Control de Ejemplo", Rol.CONTROL_INTERNO, dependencias[CONTROL_INTERNO])
    nueva("auditora", "Aura Auditora de Ejemplo", Rol.CONTROL_INTERNO, dependencias[CONTROL_INTERNO])
    nueva("comite", "Camilo Comité de Ejemplo", Rol.COMITE, dependencias[SECRETARIA_GENERAL])
    enlaces, jefes = {}, {}
    for dependencia in dependencias.values():
        if dependencia.nombre == CONTROL_INTERNO:
            continue
        apodo, visible = _apodo(dependencia), _apodo_visible(dependencia)
        correo = apodo.replace(" ", ".")
        enlaces[dependencia.pk] = nueva(f"enlace.{correo}", f"Enlace de Ejemplo · {visible}", Rol.ENLACE, dependencia)
        jefes[dependencia.pk] = nueva(f"jefe.{correo}", f"Jefatura de Ejemplo · {visible}", Rol.JEFE, dependencia)
    return Reparto(planeacion, revisora, enlaces, jefes)


def _persona(correo: str, nombre: str, por: Usuario | None, reloj: Reloj, desde: date) -> Usuario:
    persona = crear_persona(
        email=correo_de(correo), nombre=nombre, cargo="Persona ficticia", por=por, ahora=reloj.en(desde)
    )
    persona.set_password(CLAVE)
    persona.save(update_fields=["password"])
    return persona


def _asignar(persona: Usuario, rol: Rol, dependencia: Dependencia, reloj: Reloj, desde: date) -> None:
    # Es una orden en el servidor: un rol resguardado lo pediría una persona y lo confirmaría otra.
    asignar(persona=persona, rol=rol, dependencia=dependencia, desde=desde, por=None, ahora=reloj.en(desde))
