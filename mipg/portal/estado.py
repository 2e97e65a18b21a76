"""En qué va cada pieza de la que depende el sistema: correo, cola, antivirus, segundo factor, buscador y versión."""

import platform
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q

from mipg import antivirus
from mipg.avisos.models import Mensaje
from mipg.buscador import indice
from mipg.etiquetas import contar, fecha_hora
from mipg.expediente.models import Emision, EstadoEmision, EstadoLectura, Importacion
from mipg.fechas import en_palabras
from mipg.texto import en_lista
from mipg.usuarios.roles import CON_SEGUNDO_FACTOR, Rol

# Lo que tarda en atenderse más que esto no lo está atendiendo nadie.
DEMORA = timedelta(minutes=15)
_OBLIGADOS = en_lista(rol.label for rol in Rol if rol in CON_SEGUNDO_FACTOR)
_SIN_ATENDER = "Compruebe que el trabajador y el calendario de tareas estén corriendo."


@dataclass(frozen=True)
class Pieza:
    """Una pieza del sistema: cómo está (con la clase de su insignia) y qué conviene saber o hacer."""

    nombre: str
    estado: str
    clase: str
    detalle: str


def piezas(ahora: datetime) -> list[Pieza]:
    """Todas, en el orden en que se miran. Pregunta al antivirus, si lo hay; no escribe nada."""
    return [_correo(ahora), _cola(ahora), _antivirus(), _factor(), _buscador(), _version()]


def _correo(ahora: datetime) -> Pieza:
    estado = Mensaje.Estado
    por_salir = Q(estado__in=[estado.PENDIENTE, estado.ENVIANDO])
    cuenta = Mensaje.objects.filter(estado__in=[estado.PENDIENTE, estado.ENVIANDO, estado.FALLIDO]).aggregate(
        esperan=Count("pk", filter=por_salir),
        desde=Min("creado_en", filter=por_salir),
        fallidos=Count("pk", filter=Q(estado=estado.FALLIDO)),
        error=Max("error", filter=por_salir),
    )
    donde = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if "smtp" in settings.EMAIL_BACKEND else ""
    detalle = f"Sale por {donde}." if donde else "En desarrollo: queda en una carpeta y no le llega a nadie."
    if cuenta["fallidos"]:
        no_llegaron = contar(cuenta["fallidos"], "mensaje no llegó", "mensajes no llegaron")
        detalle += f" {no_llegaron}: la bandeja de salida dice por qué."
    if cuenta["desde"] and ahora - cuenta["desde"] > DEMORA:
        esperan = contar(cuenta["esperan"], "mensaje espera", "mensajes esperan")
        que_paso = f"El servidor dijo: {cuenta['error'][:200]}" if cuenta["error"] else _SIN_ATENDER
        return Pieza(
            "Correo", "No está saliendo", "error", f"{esperan} desde {fecha_hora(cuenta['desde'])}. {que_paso}"
        )
    if cuenta["fallidos"]:
        return Pieza("Correo", "Con mensajes que no llegaron", "aviso", detalle)
    return Pieza("Correo", "Al día" if donde else "De desarrollo", "exito" if donde else "info", detalle)


def _cola(ahora: datetime) -> Pieza:
    corredor = "Redis" if settings.REDIS_URL else "una carpeta, como en desarrollo"
    emisiones = Emision.objects.filter(estado__in=[EstadoEmision.PEDIDA, EstadoEmision.EN_CURSO])
    lecturas = Importacion.objects.filter(
        estado=Importacion.Estado.SUBIDA, lectura__in=[EstadoLectura.PEDIDA, EstadoLectura.EN_CURSO]
    )
    cuentas = [
        emisiones.order_by().aggregate(n=Count("pk"), desde=Min("pedida_en")),
        lecturas.order_by().aggregate(n=Count("pk"), desde=Min("creada_en")),
    ]
    esperan, desde = sum(c["n"] for c in cuentas), min((c["desde"] for c in cuentas if c["desde"]), default=None)
    if desde and ahora - desde > DEMORA:
        en_espera = contar(esperan, "trabajo espera", "trabajos esperan")
        return Pieza("Cola de trabajos", "Detenida", "error", f"{en_espera} desde {fecha_hora(desde)}. {_SIN_ATENDER}")
    en_espera = contar(esperan, "trabajo en espera", "trabajos en espera")
    return Pieza("Cola de trabajos", "Al día", "exito", f"{en_espera}. Se reparten por {corredor}.")


def _antivirus() -> Pieza:
    if not settings.CLAMD:
        return Pieza(
            "Antivirus",
            "Sin antivirus",
            "aviso",
            "Lo que se sube se mira por dentro (macros, objetos incrustados, programas, PDF que ejecutan), pero no "
            "contra virus conocidos. Para hacerlo, señale un ClamAV en MIPG_CLAMD.",
        )
    try:
        return Pieza("Antivirus", "Revisa todo lo que se sube", "exito", antivirus.version(settings.CLAMD))
    except antivirus.AntivirusCaido:
        return Pieza("Antivirus", "No responde", "error", "Mientras no conteste, ningún archivo entra.")


def _factor() -> Pieza:
    desde = settings.FACTOR_DESDE
    if desde is None:
        return Pieza(
            "Segundo factor",
            "No se exige a nadie",
            "aviso",
            f"Para exigirlo a {_OBLIGADOS}, ponga la fecha en MIPG_FACTOR_DESDE.",
        )
    return Pieza("Segundo factor", "Exigido", "exito", f"Se exige a {_OBLIGADOS} desde el {en_palabras(desde)}.")


def _buscador() -> Pieza:
    with connection.cursor() as cursor:
        problema = indice.problema(cursor)
    return Pieza(
        "Buscador", "Con problemas" if problema else "Al día", "error" if problema else "exito", problema or ""
    )


def _version() -> Pieza:
    numero = f"{_numero()} ({settings.VERSION})" if settings.VERSION else _numero()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        base = f"{connection.display_name} {cursor.fetchone()[0]}"
    return Pieza("Versión", numero, "gris", f"Django {django.__version__}, Python {platform.python_version()}, {base}.")


@lru_cache
def _numero() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
