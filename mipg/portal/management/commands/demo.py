"""`manage.py demo`: siembra datos de demostración y deja andando web, trabajador y calendario en esta máquina."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess  # nosec B404
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seguimiento import demostracion

ANFITRION = "127.0.0.1"
SEGUNDOS_PARA_ARRANCAR = 60
SEGUNDOS_PARA_PARAR = 10
# Quien dura menos no llegó a trabajar: volverlo a lanzar sería insistir en un error.
SEGUNDOS_DE_VIDA = 5
# Sin proxy delante, quien llama a gotas ocupa un hilo: con unas decenas de conexiones así, la demostración calla.
HILOS = 32


class Command(BaseCommand):
    """Levanta la demostración y la cierra entera con Ctrl-C o SIGTERM."""

    help = "Siembra datos de demostración y levanta el portal completo en esta máquina."

    def add_arguments(self, parser):
        parser.add_argument("--puerto", type=int, default=8000, help="Puerto; si está ocupado, el siguiente.")
        parser.add_argument("--sin-servidor", action="store_true", help="Sólo siembra y escribe las cuentas.")

    def handle(self, *, puerto: int, sin_servidor: bool, **opciones):
        if not settings.DESARROLLO:
            raise CommandError("La demostración crea cuentas conocidas: sólo funciona en desarrollo.")
        if not sin_servidor:
            puerto = puerto_libre_desde(puerto)
        base_url = f"http://{ANFITRION}:{puerto}"
        # Los procesos hijos la leerán del entorno; este ya había cargado sus ajustes.
        entorno = {"MIPG_DEMOSTRACION": "1", "MIPG_BASE_URL": base_url}
        settings.DEMOSTRACION, settings.BASE_URL = True, base_url

        cuentas = [
            {"rol": str(c.rol), "correo": c.correo, "clave": c.clave}
            for c in demostracion.sembrar(ahora=timezone.now())
        ]
        archivo = settings.VAR / "demo.json"
        datos = {"base_url": base_url, "cuentas": cuentas}
        archivo.write_text(json.dumps(datos, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        if sin_servidor:
            self._mostrar(base_url, cuentas, archivo)
            return

        def interrumpir(senal, marco):
            raise KeyboardInterrupt

        for senal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(senal, interrumpir)
        hijos: dict[str, Hijo] = {}
        try:
            for nombre, orden in ordenes(puerto).items():
                hijos[nombre] = Hijo(nombre, orden, os.environ | entorno)
            esperar_web(puerto, hijos.values())
            self._mostrar(base_url, cuentas, archivo)
            self.stdout.write("Ctrl-C para detener.\n")
            self.stdout.flush()
            while True:
                for hijo in hijos.values():
                    hijo.revivir()
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.stdout.write("\nDeteniendo…")
        finally:
            for senal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(senal, signal.SIG_IGN)
            detener([hijo.proceso for hijo in hijos.values()])

    def _mostrar(self, base_url: str, cuentas: list[dict], archivo: Path) -> None:
        columnas = ("rol", "correo", "clave")
        anchos = {c: max(len(c), *(len(cuenta[c]) for cuenta in cuentas), 0) for c in columnas}
        titulo = "  ".join(c.capitalize().ljust(anchos[c]) for c in columnas)
        self.stdout.write(f"\nPortal de demostración: {base_url}/\n\n{titulo}\n{'-' * len(titulo)}")
        for cuenta in cuentas:
            self.stdout.write("  ".join(cuenta[c].ljust(anchos[c]) for c in columnas))
        self.stdout.write(f"\nEl correo que saldría se lee en {base_url}/desarrollo/correos/")
        self.stdout.write(f"Las mismas cuentas, para programas: {archivo}")


def puerto_libre_desde(puerto: int) -> int:
    """El primer puerto libre de 127.0.0.1 desde el pedido. Lanza `CommandError` si no hay en cien."""
    for candidato in range(puerto, min(puerto + 100, 65536)):
        with socket.socket() as enchufe:
            # Como gunicorn: un puerto recién soltado (TIME_WAIT) sí sirve; uno que alguien escucha, no.
            enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                enchufe.bind((ANFITRION, candidato))
                return candidato
    raise CommandError(f"No hay puertos libres entre {puerto} y {puerto + 99}.")


def ordenes(puerto: int) -> dict[str, list[str]]:
    """Los procesos de la demostración, por nombre."""
    python = [sys.executable, "-m"]
    return {
        "web": [
            *python,
            *("gunicorn", "mipg.wsgi:application", "--workers", "2", "--bind", f"{ANFITRION}:{puerto}"),
            *("--threads", str(HILOS), "--timeout", "60", "--log-level", "warning"),
        ],
        # Con el corredor de archivos, el hijo de `prefork` que muere de golpe deja tomado el cerrojo de la cola y
        # nadie vuelve a leerla. Con `solo` muere entero y se vuelve a lanzar.
        "trabajador": [
            *python,
            *("celery", "-A", "mipg", "worker", "--pool", "solo", "--loglevel", "warning"),
        ],
        "calendario": [
            *python,
            *("celery", "-A", "mipg", "beat", "--pidfile", "", "--loglevel", "warning"),
        ],
    }


def registro_de(nombre: str) -> Path:
    """Archivo donde un hijo escribe lo suyo, para que en la terminal sólo queden las cuentas."""
    return settings.VAR / f"demo-{nombre}.log"


def lanzar(orden: list[str], entorno: dict[str, str], registro: Path) -> subprocess.Popen:
    """Arranca un hijo en su propio grupo, para que Ctrl-C le llegue una sola vez: por nosotros."""
    # Si a este proceso lo matan de golpe, el núcleo avisa a los hijos.
    guardia = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    with registro.open("ab") as salida:
        return subprocess.Popen(  # nosec B603
            [*guardia, *orden],
            cwd=settings.BASE_DIR,
            env=entorno,
            stdin=subprocess.DEVNULL,
            stdout=salida,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


class Hijo:
    """Un proceso de la demostración, que se vuelve a lanzar si muere."""

    def __init__(self, nombre: str, orden: list[str], entorno: dict[str, str]):
        self.nombre, self.orden, self.entorno = nombre, orden, entorno
        registro_de(nombre).unlink(missing_ok=True)
        self._lanzar()

    def _lanzar(self) -> None:
        self.proceso = lanzar(self.orden, self.entorno, registro_de(self.nombre))
        self.nacio = time.monotonic()

    def exigir_vivo(self) -> None:
        """Lanza `CommandError` si terminó."""
        if self.proceso.poll() is not None:
            raise CommandError(
                f"Se detuvo «{self.nombre}» (código {self.proceso.returncode}): se cierra la demostración. "
                f"Lo último que dijo está en {registro_de(self.nombre)}."
            )

    def revivir(self) -> None:
        """Si terminó, lo lanza otra vez. Lanza `CommandError` si murió recién nacido."""
        if self.proceso.poll() is None:
            return
        if time.monotonic() - self.nacio < SEGUNDOS_DE_VIDA:
            self.exigir_vivo()
        # Lo que quede de su grupo también se va: dos servidores no caben en un puerto.
        with suppress(ProcessLookupError):
            os.killpg(self.proceso.pid, signal.SIGKILL)
        self._lanzar()


def esperar_web(puerto: int, hijos: Iterable[Hijo]) -> None:
    """Espera a que `/salud/` conteste 200. Lanza `CommandError` si no lo hace o si muere un hijo."""
    limite = time.monotonic() + SEGUNDOS_PARA_ARRANCAR
    ultimo = "no hubo respuesta"
    while time.monotonic() < limite:
        for hijo in hijos:
            hijo.exigir_vivo()
        conexion = http.client.HTTPConnection(ANFITRION, puerto, timeout=5)
        try:
            conexion.request("GET", "/salud/")
            estado = conexion.getresponse().status
            if estado == http.HTTPStatus.OK:
                return
            ultimo = f"/salud/ contestó {estado}"
        except (OSError, http.client.HTTPException) as error:
            ultimo = str(error)
        finally:
            conexion.close()
        time.sleep(0.2)
    raise CommandError(f"El portal no contestó en {SEGUNDOS_PARA_ARRANCAR} segundos: {ultimo}.")


def detener(hijos) -> None:
    """Pide a todos que terminen, espera y mata lo que quede, nietos incluidos."""
    hijos = list(hijos)
    for hijo in hijos:
        if hijo.poll() is None:
            hijo.terminate()
    limite = time.monotonic() + SEGUNDOS_PARA_PARAR
    for hijo in hijos:
        with suppress(subprocess.TimeoutExpired):
            hijo.wait(max(0.0, limite - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(hijo.pid, signal.SIGKILL)
        hijo.wait()
