"""Servicios desechables: un PostgreSQL vacío que vive lo que dura un bloque `with`, y con qué levantar otros.

Cada uno escucha sólo en 127.0.0.1, en un puerto libre, con sus archivos en una carpeta temporal, y se
detiene por su propio número de proceso. Si falta un programa se falla diciendo cómo instalarlo. No usa Django.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess  # nosec B404
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


def lanzar(orden: list[str], registro: Path, **opciones) -> subprocess.Popen:
    """Arranca un programa que escribe en `registro` y que muere con quien lo arrancó."""
    # Si quien prueba muere de golpe, el núcleo detiene el servicio: no quedan huérfanos.
    orden = [programa("setpriv", "util-linux"), "--pdeathsig", "TERM", *orden]
    with registro.open("ab") as salida:
        return subprocess.Popen(  # nosec B603
            orden, stdin=subprocess.DEVNULL, stdout=salida, stderr=subprocess.STDOUT, **opciones
        )


def responde(puerto: int) -> bool:
    """Alguien atiende en ese puerto de 127.0.0.1."""
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
        creada = subprocess.run(  # nosec B603
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
        proceso = lanzar(
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
