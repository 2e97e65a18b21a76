"""Servicios de verdad para las pruebas: Redis desechable, sumidero SMTP y trabajador Celery; PostgreSQL, de `mipg`."""

import os
import secrets
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.controller import Controller

from mipg.desechable import esperar, lanzar, parar, programa, puerto_libre, responde

RAIZ = Path(__file__).resolve().parent.parent


# --- Redis --------------------------------------------------------------------------------------------------


@contextmanager
def redis_desechable() -> Iterator[str]:
    """Redis vacío, sin persistencia. Entrega su `REDIS_URL`."""
    redis = programa("redis-server", "redis-server")
    puerto = puerto_libre()
    with tempfile.TemporaryDirectory(prefix="mipg-redis-") as carpeta:
        registro = Path(carpeta) / "registro.txt"
        proceso = lanzar(
            [redis, *f"--port {puerto} --bind 127.0.0.1 --appendonly no --dir {carpeta} --save".split(), ""],
            registro,
        )
        try:
            esperar(lambda: responde(puerto), proceso, registro, "redis-server")
            yield f"redis://127.0.0.1:{puerto}/0"
        finally:
            parar(proceso)


# --- SMTP ---------------------------------------------------------------------------------------------------


@dataclass
class Sumidero:
    """Servidor SMTP que guarda lo que recibe. `rechazadas` son direcciones que contesta con un 550."""

    puerto: int
    rechazadas: frozenset[str] = frozenset()
    mensajes: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Valor de `EMAIL_URL` que entrega en este sumidero."""
        return f"smtp://127.0.0.1:{self.puerto}"

    @property
    def destinos(self) -> list[str]:
        """Dirección (del sobre) de cada entrega, en orden de llegada."""
        return [m["X-Sobre-Destino"] for m in self.mensajes]

    async def handle_RCPT(self, servidor, sesion, sobre, direccion, opciones):
        """Acepta o rechaza un destinatario."""
        if direccion in self.rechazadas:
            return "550 5.1.1 buzón inexistente"
        sobre.rcpt_tos.append(direccion)
        return "250 OK"

    async def handle_DATA(self, servidor, sesion, sobre):
        """Guarda una copia del mensaje por destinatario."""
        for direccion in sobre.rcpt_tos:
            mensaje = message_from_bytes(sobre.content, policy=policy.default)
            mensaje["X-Sobre-Destino"] = direccion
            self.mensajes.append(mensaje)
        return "250 recibido"


@contextmanager
def sumidero_smtp(rechazadas: Collection[str] = ()) -> Iterator[Sumidero]:
    """Servidor SMTP en un hilo; todo lo que llega queda en `.mensajes`."""
    sumidero = Sumidero(puerto_libre(), frozenset(rechazadas))
    control = Controller(sumidero, hostname="127.0.0.1", port=sumidero.puerto)
    control.start()
    try:
        yield sumidero
    finally:
        control.stop()


# --- Antivirus ----------------------------------------------------------------------------------------------


@contextmanager
def antivirus_de_mentira(virus: bytes, *, contesta: bytes = b"") -> Iterator[str]:
    """Un servidor con el protocolo de `clamd` que encuentra `virus`; devuelve su dirección.

    `contesta`: lo que dice en vez de revisar («INSTREAM size limit exceeded. ERROR»).
    """

    class Atiende(socketserver.StreamRequestHandler):
        def handle(self):
            orden = self._hasta_nul()
            if orden == b"zVERSION":
                self.wfile.write(b"ClamAV 1.4.2/27000/Mon Jul  6 08:00:00 2026\0")
                return
            assert orden == b"zINSTREAM", orden
            recibido = b""
            while tamano := int.from_bytes(self.rfile.read(4), "big"):
                recibido += self.rfile.read(tamano)
            hallado = b"stream: Eicar-Signature FOUND" if virus in recibido else b"stream: OK"
            self.wfile.write((contesta or hallado) + b"\0")

        def _hasta_nul(self) -> bytes:
            return b"".join(iter(lambda: self.rfile.read(1), b"\0"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Atiende) as servidor:
        hilo = threading.Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        hilo.start()
        try:
            yield f"127.0.0.1:{servidor.server_address[1]}"
        finally:
            servidor.shutdown()


# --- Procesos del sistema -----------------------------------------------------------------------------------


def entorno_de_prueba(**cambios: str) -> dict[str, str]:
    """Entorno con el que otro proceso ve la misma base y las mismas carpetas que la prueba en curso.

    `cambios` añade o reemplaza variables (`REDIS_URL=…`, `EMAIL_URL=…`). Sólo sirve en pruebas
    transaccionales: otro proceso no ve lo que no se ha confirmado.
    """
    # Aquí y no arriba: `python -m tests` usa este módulo sin configurar Django.
    from django.db import connection  # noqa: PLC0415

    ajustes = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{ajustes['NAME']}"
    else:
        acceso = f"{quote(ajustes['USER'])}:{quote(ajustes['PASSWORD'])}"
        url = f"postgres://{acceso}@{ajustes['HOST']}:{ajustes['PORT']}/{ajustes['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mipg.settings", **cambios}


@dataclass
class Trabajador:
    """Trabajador Celery en marcha; `proceso.kill()` lo mata como un corte de luz."""

    proceso: subprocess.Popen
    archivo: Path

    @property
    def registro(self) -> str:
        """Todo lo que ha escrito."""
        return self.archivo.read_text(errors="replace")


@contextmanager
def trabajador_celery(env: Mapping[str, str], concurrencia: int = 1) -> Iterator[Trabajador]:
    """`celery -A mipg worker` de verdad (prefork) con el entorno dado, ya listo para recibir tareas."""
    with tempfile.TemporaryDirectory(prefix="mipg-celery-") as carpeta:
        registro = Path(carpeta) / "registro.txt"
        nombre = f"prueba-{secrets.token_hex(4)}@127.0.0.1"
        proceso = lanzar(
            [
                *[sys.executable, "-m", "celery", "-A", "mipg", "worker", "--loglevel", "INFO"],
                *["--hostname", nombre, "--concurrency", str(concurrencia)],
            ],
            registro,
            cwd=RAIZ,
            env=dict(env),
            start_new_session=True,
        )
        try:
            esperar(lambda: f"{nombre} ready." in registro.read_text(), proceso, registro, "celery worker")
            yield Trabajador(proceso, registro)
        finally:
            parar(proceso)
            # Si al principal lo mataron de golpe, sus hijos siguen vivos en su grupo.
            with suppress(ProcessLookupError):
                os.killpg(proceso.pid, signal.SIGKILL)
