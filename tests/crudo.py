"""Peticiones escritas byte a byte, por TLS o sin él: las que ningún cliente decente haría."""

import re
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass

from mipg.portal.bench.clientes import conectar
from mipg.servidores import DOMINIO, Servidor

ANFITRION = f"Host: {DOMINIO}\r\n"


@dataclass(frozen=True)
class Respuesta:
    """Lo que llegó: el estado (0 si no llegó nada que se entienda), las cabeceras y el cuerpo, y en cuánto empezó."""

    estado: int
    cabeceras: str
    texto: str
    segundos: float


def pedir(puerto: int, peticion: str | bytes, *, tls: bool = True, espera: float = 20) -> Respuesta:
    """Manda eso y lee hasta que cierren. Lanza `TimeoutError` si nadie contesta en `espera` segundos."""
    datos = peticion.encode("latin-1") if isinstance(peticion, str) else peticion
    with conectar(puerto, tls=tls) as conexion:
        conexion.settimeout(espera)
        antes, recibido = time.monotonic(), b""
        # Puede contestar y cerrar sin haber leído todo.
        with suppress(ssl.SSLError, ConnectionError):
            conexion.sendall(datos)
        recibido = conexion.recv(65536)
        segundos = time.monotonic() - antes
        with suppress(OSError):
            # Quien contesta sin leerlo todo espera un poco antes de cerrar: el último trozo basta.
            while not _completa(recibido) and (trozo := conexion.recv(65536)):
                recibido += trozo
    cabeza, _, cuerpo = recibido.decode(errors="replace").partition("\r\n\r\n")
    primera = cabeza.split(maxsplit=2)
    estado = int(primera[1]) if len(primera) > 1 and primera[1].isdecimal() else 0
    return Respuesta(estado, cabeza, cuerpo, segundos)


def _completa(recibido: bytes) -> bool:
    cabeza, _, cuerpo = recibido.partition(b"\r\n\r\n")
    if largo := re.search(rb"(?i)\r\ncontent-length: *(\d+)", cabeza):
        return len(cuerpo) >= int(largo[1])
    return recibido.endswith(b"0\r\n\r\n")


def get(puerto: int, ruta: str, cabeceras: str = "", **opciones) -> Respuesta:
    """Un GET corriente que cierra al terminar."""
    return pedir(puerto, f"GET {ruta} HTTP/1.1\r\n{ANFITRION}Connection: close\r\n{cabeceras}\r\n", **opciones)


def aparece(servidor: Servidor, texto: str) -> bool:
    """Si el servidor lo escribe en su registro, que lo hace un instante después de contestar."""
    limite = time.monotonic() + 10
    while texto not in servidor.registro:
        if time.monotonic() > limite:
            return False
        time.sleep(0.01)
    return True
