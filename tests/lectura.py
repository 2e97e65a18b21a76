"""Un GET no escribe: lo que cada petición de lectura escribe en la base, sin importar quién la haga.

Se mira en el manejador de peticiones, por donde pasan el cliente de pruebas y el servidor del navegador. Lo que no se
reconoce como lectura cuenta como escritura.
"""

import re
import threading
from contextlib import ExitStack
from functools import lru_cache

from django.core.handlers.base import BaseHandler
from django.db import connections

# Las únicas tablas en las que leer puede escribir, con su porqué.
PERMITIDAS = {
    "django_session": "la sesión se renueva y guarda los mensajes ya vistos",
    "cache_mipg": "los límites de intentos se cuentan en la caché",
}
# Las únicas direcciones que entran con un GET: así manda de vuelta el proveedor de identidad.
INGRESAN = {"/personas/oidc/vuelta/"}
METODOS = {"GET", "HEAD", "OPTIONS"}
_LEE = re.compile(r"[\s(]*(SELECT|VALUES|EXPLAIN|SHOW|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|WITH)\b", re.I)
# «FOR UPDATE» toma la fila sin cambiarla, y «DO UPDATE» va dentro de un INSERT que ya se vio.
_ESCRIBE = re.compile(
    r"""(?:\bINTO\s+|(?<!\bFOR )(?<!\bDO )\bUPDATE\s+(?!SET\b|OF\b)|\bDELETE\s+FROM\s+)(?:ONLY\s+)?"?(\w+)""", re.I
)
_candado, _vistas = threading.Lock(), []


@lru_cache(2048)  # la misma se repite en cada página, y algunas pasan de 20.000 letras
def tablas_escritas(sql: str) -> frozenset[str]:
    """Tablas en que escribe una sentencia; `{"?"}` si no se sabe qué hace."""
    tablas = frozenset(tabla.lower() for tabla in _ESCRIBE.findall(sql))
    return tablas or (frozenset() if _LEE.match(sql) else frozenset("?"))


def recoger() -> list[str]:
    """Lo escrito al leer desde la última vez que se preguntó: «GET /ruta escribe en tabla: sentencia»."""
    with _candado:
        dichas = list(dict.fromkeys(_vistas))
        _vistas.clear()
    return dichas


def vigilar(parche) -> None:
    """Pone la guarda en toda petición que se atienda en este proceso."""
    atender = BaseHandler.get_response

    def atender_vigilado(manejador, peticion):
        if peticion.method not in METODOS or peticion.path in INGRESAN:
            return atender(manejador, peticion)

        def mirar(ejecutar, sql, *resto):
            if malas := tablas_escritas(str(sql)) - PERMITIDAS.keys():
                falta = f"{peticion.method} {peticion.get_full_path()} escribe en {', '.join(sorted(malas))}: {sql}"
                with _candado:
                    _vistas.append(falta[:600])
            return ejecutar(sql, *resto)

        with ExitStack() as pila:
            for conexion in connections.all():
                pila.enter_context(conexion.execute_wrapper(mirar))
            return atender(manejador, peticion)

    parche.setattr(BaseHandler, "get_response", atender_vigilado)
