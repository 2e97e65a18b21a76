"""Servicios de verdad para las pruebas: PostgreSQL y Redis desechables, sumidero SMTP y trabajador Celery.

Cada uno escucha sólo en 127.0.0.1, en un puerto libre, con sus archivos en una carpeta temporal, y se
detiene por su propio número de proceso. Si falta un programa se falla diciendo cómo instalarlo: no
se salta.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.controller import Controller

RAIZ = Path(__file__).resolve().parent.parent
SEGUNDOS_PARA_ARRANCAR = 60
SEGUNDOS_PARA_PARAR = 20


class FaltaPrograma(RuntimeError):
    """Un servicio no se puede levantar; el mensaje dice qué instalar o qué registró al caer."""


def puerto_libre() -> int:
    """Un puerto TCP de 127.0.0.1 que nadie usa ahora mismo."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


def programa(nombre: str, paquete: str, *carpetas: Path) -> str:
    """Ruta de un programa, buscado en `carpetas` y en el PATH. Lanza `FaltaPrograma` si no está."""
    for carpeta in carpetas:
        if (carpeta / nombre).is_file():
            return str(carpeta / nombre)
    if ruta := shutil.which(nombre):
        return ruta
    raise FaltaPrograma(
        f"Falta el programa «{nombre}». Instálelo con «sudo apt-get install {paquete}» o use «make test»."
    )


def esperar(listo: Callable[[], bool], proceso: subprocess.Popen, registro: Path, nombre: str) -> None:
    """Espera a que `listo()` sea cierto; si el proceso muere o tarda, `FaltaPrograma` con su registro."""
    limite = time.monotonic() + SEGUNDOS_PARA_ARRANCAR
    while time.monotonic() < limite:
        if proceso.poll() is not None:
            break
        if listo():
            return
        time.sleep(0.05)
    cola = registro.read_text(errors="replace")[-3000:]
    raise FaltaPrograma(f"«{nombre}» no arrancó (código {proceso.poll()}). Su registro termina así:\n{cola}")


def parar(proceso: subprocess.Popen, senal: signal.Signals = signal.SIGTERM) -> None:
    """Detiene un proceso por su número: primero por las buenas y, si no obedece, SIGKILL."""
    if proceso.poll() is None:
        proceso.send_signal(senal)
        try:
            proceso.wait(SEGUNDOS_PARA_PARAR)
        except subprocess.TimeoutExpired:
            proceso.kill()
            proceso.wait()


def _lanzar(orden: list[str], registro: Path, **opciones) -> subprocess.Popen:
    # Si quien prueba muere de golpe, el núcleo detiene el servicio: no quedan huérfanos.
    orden = [programa("setpriv", "util-linux"), "--pdeathsig", "TERM", *orden]
    with registro.open("ab") as salida:
        return subprocess.Popen(orden, stdin=subprocess.DEVNULL, stdout=salida, stderr=subprocess.STDOUT, **opciones)


def _responde(puerto: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", puerto), timeout=1).close()
    except OSError:
        return False
    return True


# --- PostgreSQL ---------------------------------------------------------------------------------------------


def _carpetas_de_postgres() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda c: float(c.parent.name), reverse=True)


def _otro_usuario() -> tuple[str, list[str]]:
    """Usuario y prefijo con los que corre PostgreSQL, que se niega a ser root."""
    for nombre in ("postgres", "nobody"):
        try:
            persona = pwd.getpwnam(nombre)
        except KeyError:
            continue
        return nombre, [f"--reuid={persona.pw_uid}", f"--regid={persona.pw_gid}", "--clear-groups"]
    raise FaltaPrograma("PostgreSQL no corre como root y no existen los usuarios «postgres» ni «nobody».")


@contextmanager
def postgres_desechable() -> Iterator[str]:
    """Agrupación PostgreSQL vacía que desaparece al salir. Entrega su `DATABASE_URL`."""
    carpetas = _carpetas_de_postgres()
    initdb = programa("initdb", "postgresql", *carpetas)
    postgres = programa("postgres", "postgresql", *carpetas)
    carpeta = Path(tempfile.mkdtemp(prefix="mipg-postgres-"))
    registro, clave_en, datos = carpeta / "registro.txt", carpeta / "clave.txt", carpeta / "datos"
    clave, puerto, proceso, prefijo = secrets.token_hex(16), puerto_libre(), None, []
    try:
        registro.touch()
        clave_en.write_text(clave)
        if os.geteuid() == 0:
            usuario, prefijo = _otro_usuario()
            for ruta in (carpeta, registro, clave_en):
                shutil.chown(ruta, usuario)
        opciones = ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--username=mipg"]
        opciones += ["--auth=scram-sha-256", f"--pwfile={clave_en}"]
        creada = subprocess.run(
            [programa("setpriv", "util-linux"), *prefijo, initdb, "-D", str(datos), *opciones],
            cwd=carpeta,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if creada.returncode:
            raise FaltaPrograma(f"«initdb» falló:\n{creada.stdout}{creada.stderr}")
        ajustes = {
            "listen_addresses": "127.0.0.1",
            "port": puerto,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "jit": "off",  # compilar una consulta cuesta más que correrla sobre las pocas filas de una prueba
            # Si mide una tabla en medio de una prueba no ve lo que aún no se confirma: anota «páginas, pero ninguna
            # fila», y desde ahí el planificador recorre tablas enteras dentro de tablas enteras.
            "autovacuum": "off",
            "max_connections": 100,
        }
        proceso = _lanzar(
            [*prefijo, postgres, "-D", str(datos), *(f"--{k}={v}" for k, v in ajustes.items())],
            registro,
            cwd=carpeta,
        )
        esperar(lambda: "ready to accept connections" in registro.read_text(), proceso, registro, "postgres")
        yield f"postgres://mipg:{clave}@127.0.0.1:{puerto}/postgres"
    finally:
        if proceso is not None:
            # SIGINT: parada rápida; SIGTERM esperaría a que cada cliente se fuera solo.
            parar(proceso, signal.SIGINT)
        shutil.rmtree(carpeta, ignore_errors=True)


# --- Redis --------------------------------------------------------------------------------------------------


@contextmanager
def redis_desechable() -> Iterator[str]:
    """Redis vacío, sin persistencia. Entrega su `REDIS_URL`."""
    redis = programa("redis-server", "redis-server")
    puerto = puerto_libre()
    with tempfile.TemporaryDirectory(prefix="mipg-redis-") as carpeta:
        registro = Path(carpeta) / "registro.txt"
        proceso = _lanzar(
            [redis, *f"--port {puerto} --bind 127.0.0.1 --appendonly no --dir {carpeta} --save".split(), ""],
            registro,
        )
        try:
            esperar(lambda: _responde(puerto), proceso, registro, "redis-server")
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
        proceso = _lanzar(
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
