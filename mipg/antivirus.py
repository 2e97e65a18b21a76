"""Preguntar a un `clamd` por un archivo, con su protocolo (`INSTREAM`): cuatro órdenes no merecen una biblioteca."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

_ESPERA = 30  # segundos
_ESPERA_DE_LA_VERSION = 2
_TROZO = 64 * 1024


class AntivirusCaido(Exception):
    """El antivirus no contestó, o no pudo revisar el archivo."""


def revisar(direccion: str, archivo: BinaryIO) -> str:
    """El nombre de lo que el antivirus encontró en el archivo, o vacío. Lanza `AntivirusCaido` si no lo pudo revisar.

    `direccion`: «servidor:3310» (o `tcp://…`) o la ruta del enchufe («/run/clamav/clamd.ctl»).
    """
    dicho = _preguntar(direccion, b"INSTREAM", _en_trozos(archivo), _ESPERA).removeprefix("stream: ")
    if dicho == "OK":
        return ""
    if not dicho.endswith(" FOUND"):
        raise AntivirusCaido(dicho or "No contestó.")
    return dicho.removesuffix(" FOUND")


def version(direccion: str) -> str:
    """Qué antivirus contesta y de cuándo son sus firmas. Lanza `AntivirusCaido` si no contesta."""
    return _preguntar(direccion, b"VERSION", (), _ESPERA_DE_LA_VERSION)


def _en_trozos(archivo: BinaryIO) -> Iterator[bytes]:
    archivo.seek(0)
    while trozo := archivo.read(_TROZO):
        yield len(trozo).to_bytes(4, "big") + trozo
    archivo.seek(0)
    yield bytes(4)


def _preguntar(direccion: str, orden: bytes, trozos: Iterable[bytes], espera: float) -> str:
    try:
        with _conexion(direccion, espera) as enchufe:
            enchufe.sendall(b"z" + orden + b"\0")
            for trozo in trozos:
                enchufe.sendall(trozo)
            dicho = b""
            while not dicho.endswith(b"\0") and (leido := enchufe.recv(4096)):
                dicho += leido
    except (OSError, ValueError) as error:
        raise AntivirusCaido(str(error)) from error
    return dicho.rstrip(b"\0").decode("utf-8", "replace").strip()


@contextmanager
def _conexion(direccion: str, espera: float) -> Iterator[socket.socket]:
    if direccion.startswith(("/", "unix:")):
        enchufe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        enchufe.settimeout(espera)
        with enchufe:
            enchufe.connect(direccion.removeprefix("unix:").replace("//", "/"))
            yield enchufe
    else:
        servidor, _, puerto = direccion.removeprefix("tcp://").rpartition(":")
        with socket.create_connection((servidor.strip("[]"), int(puerto)), timeout=espera) as enchufe:
            yield enchufe
