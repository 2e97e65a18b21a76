"""Quienes llaman al sistema por la red: personas con su navegador, y conexiones que no acaban nunca."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings

from mipg.servidores import DOMINIO

# El certificado es el de la ocasión.
TLS = ssl.create_default_context()
TLS.check_hostname = False
TLS.verify_mode = ssl.CERT_NONE
_SECRETO = "b" * 32


def conectar(puerto: int, *, tls: bool = True, bufer: int | None = None) -> socket.socket:
    """Una conexión a este equipo; con `bufer`, el sistema guarda por ella sólo esos bytes."""
    conexion = socket.socket()
    if bufer:
        conexion.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, bufer)
    conexion.settimeout(20)
    conexion.connect(("127.0.0.1", puerto))
    return TLS.wrap_socket(conexion, server_hostname=DOMINIO) if tls else conexion


@contextmanager
def lentas(puerto: int, cuantas: int, pesada: str) -> Iterator[list[socket.socket]]:
    """Conexiones con la cabecera a medias, con el cuerpo a medias o, una de cada ocho, que no leen lo `pesada`."""
    anfitrion = f"Host: {DOMINIO}\r\n"
    with ExitStack() as pila:
        abiertas = []
        for n in range(cuantas):
            conexion = pila.enter_context(conectar(puerto, bufer=4096))
            if n % 8 == 0:
                conexion.sendall(f"GET {pesada} HTTP/1.1\r\n{anfitrion}\r\n".encode())
            elif n % 2:
                conexion.sendall(f"GET / HTTP/1.1\r\n{anfitrion}X-Lenta: s".encode())
            else:
                conexion.sendall(f"POST / HTTP/1.1\r\n{anfitrion}Content-Length: 1000\r\n\r\nclave=s".encode())
            abiertas.append(conexion)
        yield abiertas


class Navegador:
    """Una persona ante su navegador: guarda sus galletas y manda formularios del propio sitio."""

    def __init__(self, puerto: int):
        self.conexion = HTTPSConnection("127.0.0.1", puerto, timeout=30, context=TLS)
        self.galletas = SimpleCookie({settings.CSRF_COOKIE_NAME: _SECRETO})

    def __enter__(self) -> "Navegador":
        return self

    def __exit__(self, *error) -> None:
        self.conexion.close()

    def _pedir(self, metodo: str, ruta: str, cuerpo: str | None = None) -> tuple[int, str]:
        cabeceras = {
            "Host": DOMINIO,
            "Origin": f"https://{DOMINIO}",
            "Cookie": "; ".join(f"{n}={g.value}" for n, g in self.galletas.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.conexion.request(metodo, ruta, cuerpo, cabeceras)
        respuesta = self.conexion.getresponse()
        for galleta in respuesta.headers.get_all("Set-Cookie", ()):
            self.galletas.load(galleta)
        self.galletas[settings.CSRF_COOKIE_NAME] = _SECRETO
        return respuesta.status, respuesta.read().decode(errors="replace")

    def abrir(self, ruta: str) -> tuple[int, str]:
        """Estado y página."""
        return self._pedir("GET", ruta)

    def enviar(self, ruta: str, **datos: str) -> tuple[int, str]:
        """Estado y página que contesta a un formulario."""
        return self._pedir("POST", ruta, urlencode({"csrfmiddlewaretoken": _SECRETO, **datos}))
