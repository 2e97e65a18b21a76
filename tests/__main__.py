"""Corre toda la verificación por etapas, midiendo cada una.

    python -m tests [etapa…] [--seguir] [-- opciones de pytest…]

Se detiene en la primera etapa que falla (con `--seguir` las corre todas) y sale con código distinto de cero.
Lo que va después de `--` se le pasa a pytest: `python -m tests postgres -- -k plan -x`.
"""

# ruff: noqa: T201 (es un programa de consola)

import argparse
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mipg.desechable import FaltaPrograma, postgres_desechable
from tests.servicios import RAIZ

CODIGO = ["mipg", "politicas", "planes", "furag", "seguimiento"]
MARCAS_APARTE = ("concurrencia", "servicios", "navegador")
EN_PARALELO = ["-n", "2", "--dist", "worksteal", "-m"]
LAS_DEMAS = " and ".join(f"not {marca}" for marca in MARCAS_APARTE)
SIN_PRUEBAS = 5  # código con el que pytest dice que no recogió ninguna
CIERRE_DE_PYTEST = re.compile(r"^=+ (?=.*\b(passed|failed|error|errors|deselected|skipped|no tests ran)\b).*=+$")


@dataclass(frozen=True)
class Resultado:
    """Cómo terminó un paso: código de salida, segundos y la línea de cierre de pytest, si la hubo."""

    paso: str
    codigo: int
    segundos: float
    cierre: str = ""


class Corrida:
    """Lo común a todos los pasos: carpeta temporal, entorno y un PostgreSQL que sólo arranca si se usa."""

    def __init__(self, pila: ExitStack, para_pytest: list[str]):
        self.pila = pila
        self.para_pytest = para_pytest
        self.carpeta = Path(pila.enter_context(tempfile.TemporaryDirectory(prefix="mipg-tests-")))
        # Las pruebas dejan ahí lo suyo, y PostgreSQL, que corre como otro usuario, debe poder atravesarla.
        self.carpeta.chmod(0o711)

    @cached_property
    def sqlite(self) -> str:
        """`DATABASE_URL` de una base SQLite de archivo, ajena a la de quien desarrolla."""
        return f"sqlite:///{self.carpeta / 'base.sqlite3'}"

    @cached_property
    def postgres(self) -> str:
        """`DATABASE_URL` de un PostgreSQL desechable, el mismo para toda la corrida."""
        return self.pila.enter_context(postgres_desechable())

    def correr(self, paso: str, orden: list[str], **entorno: str) -> Resultado:
        """Corre una orden a la vista, con su tiempo. El entorno propio no hereda el de quien desarrolla."""
        print(f"\n▶ {paso}", flush=True)
        ajenas = ("MIPG_", "ENTIDAD_", "PYTEST_", "DJANGO_")
        limpio = {k: v for k, v in os.environ.items() if not k.startswith(ajenas)}
        carpeta = str(self.carpeta)
        limpio |= {"MIPG_VAR": carpeta, "TMPDIR": carpeta, "DATABASE_URL": self.sqlite, "REDIS_URL": ""} | entorno
        antes, cierre = time.monotonic(), ""
        with subprocess.Popen(
            orden,
            cwd=RAIZ,
            env=limpio,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as proceso:
            try:
                for linea in proceso.stdout:
                    print(linea, end="", flush=True)
                    if CIERRE_DE_PYTEST.fullmatch(linea.rstrip()):
                        cierre = linea.rstrip()
            except BaseException:
                # Interrumpida: que pytest cierre sus servicios antes de irnos.
                proceso.send_signal(signal.SIGINT)
                raise
        return Resultado(paso, proceso.returncode, time.monotonic() - antes, cierre)

    def pytest(self, paso: str, seleccion: list[str], base: str, marca: str = "") -> Resultado:
        """Corre pytest sobre una base. No recoger ninguna prueba sólo vale si ninguna lleva `marca`."""
        orden = [sys.executable, "-m", "pytest", *seleccion, *self.para_pytest]
        resultado = self.correr(paso, orden, DATABASE_URL=base)
        if resultado.codigo == SIN_PRUEBAS and not self.para_pytest and not hay_pruebas(marca):
            return Resultado(paso, 0, resultado.segundos, f"(todavía no hay pruebas «{marca}»)")
        return resultado


def hay_pruebas(marca: str) -> bool:
    """Algún archivo de `tests/` usa `pytest.mark.<marca>`; sin marca, hay algún archivo de pruebas."""
    usa = re.compile(rf"\bmark\.{marca}\b")
    return any(not marca or usa.search(ruta.read_text()) for ruta in (RAIZ / "tests").rglob("test_*.py"))


def entorno_de_produccion() -> dict[str, str]:
    """Variables con las que el sistema arranca en producción, para `check --deploy`."""
    return {
        "MIPG_ENTORNO": "produccion",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "mipg.example.gov.co",
        "MIPG_BASE_URL": "https://mipg.example.gov.co",
        "MIPG_PROXIES": "1",
        "DATABASE_URL": "postgres://mipg:mipg@127.0.0.1:1/mipg",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp+tls://mipg:mipg@127.0.0.1:1",
    }


# --- Etapas -------------------------------------------------------------------------------------------------


def revision(corrida: Corrida) -> Iterator[Resultado]:
    """Estilo, plantillas, capas, migraciones, seguridad conocida y ajustes de producción."""
    aqui = Path(sys.executable).parent
    django = [sys.executable, "manage.py"]
    yield corrida.correr("ruff check", [str(aqui / "ruff"), "check", "."])
    yield corrida.correr("ruff format", [str(aqui / "ruff"), "format", "--check", "."])
    yield corrida.correr("djlint --lint", [str(aqui / "djlint"), "--lint", "--quiet", "templates"])
    yield corrida.correr("djlint --check", [str(aqui / "djlint"), "--check", "--quiet", "templates"])
    yield corrida.correr("import-linter", [str(aqui / "lint-imports"), "--no-cache"])
    yield corrida.correr("migraciones", [*django, "makemigrations", "--check", "--dry-run"])
    # B105 busca claves en variables con nombre inglés: aquí sólo señala los topes de intentos de allauth.
    yield corrida.correr("bandit", [str(aqui / "bandit"), "-q", "--skip", "B105", "-r", *CODIGO])
    yield corrida.correr(
        "check --deploy",
        [*django, "check", "--deploy", "--fail-level", "WARNING"],
        **entorno_de_produccion(),
    )


def sqlite(corrida: Corrida) -> Iterator[Resultado]:
    """Todo lo que no abre navegador ni servicios, en SQLite de archivo."""
    yield corrida.pytest("pytest · SQLite", [*EN_PARALELO, LAS_DEMAS], corrida.sqlite)


def postgres(corrida: Corrida) -> Iterator[Resultado]:
    """Lo mismo en PostgreSQL, menos lo que no usa base: daría lo mismo."""
    yield corrida.pytest("pytest · PostgreSQL", [*EN_PARALELO, f"base and {LAS_DEMAS}"], corrida.postgres)


def concurrencia(corrida: Corrida) -> Iterator[Resultado]:
    """Carreras con hilos y procesos de verdad, en serie, en cada base."""
    for nombre in ("SQLite", "PostgreSQL"):
        base = corrida.sqlite if nombre == "SQLite" else corrida.postgres
        yield corrida.pytest(f"concurrencia · {nombre}", ["-m", "concurrencia"], base, "concurrencia")


def servicios(corrida: Corrida) -> Iterator[Resultado]:
    """Redis, Celery y SMTP de verdad, sobre PostgreSQL."""
    yield corrida.pytest("servicios · PostgreSQL", ["-m", "servicios"], corrida.postgres, "servicios")


def navegador(corrida: Corrida) -> Iterator[Resultado]:
    """Recorridos en Chromium, dos a la vez y cada uno con su base, sobre PostgreSQL."""
    de_a_dos = ["-n", "2", "--dist", "worksteal", "-m", "navegador"]
    yield corrida.pytest("navegador · PostgreSQL", de_a_dos, corrida.postgres, "navegador")


ETAPAS: dict[str, Callable[[Corrida], Iterator[Resultado]]] = {
    etapa.__name__: etapa for etapa in (revision, sqlite, postgres, concurrencia, servicios, navegador)
}


# --- Salida -------------------------------------------------------------------------------------------------


def mostrar(resultados: list[Resultado]) -> None:
    """Tabla de pasos con su tiempo y, al final, las líneas con las que cerró cada pytest."""
    ancho = max(len(r.paso) for r in resultados)
    print(f"\n{'Paso':<{ancho}}  Segundos  Resultado")
    print("-" * (ancho + 29))
    for r in resultados:
        final = f"FALLA (código {r.codigo})" if r.codigo else "bien"
        print(f"{r.paso:<{ancho}}  {r.segundos:>8.1f}  {final}")
    print(f"{'Total':<{ancho}}  {sum(r.segundos for r in resultados):>8.1f}\n")
    for r in resultados:
        if r.cierre:
            print(f"{r.paso:<{ancho}}  {r.cierre}")


def main(argumentos: list[str]) -> int:
    """Corre las etapas pedidas (todas si no se pide ninguna) y devuelve el código de salida."""
    corte = argumentos.index("--") if "--" in argumentos else len(argumentos)
    argumentos, para_pytest = argumentos[:corte], argumentos[corte + 1 :]
    lector = argparse.ArgumentParser(prog="python -m tests", description=__doc__.splitlines()[0])
    lector.add_argument("etapas", nargs="*", metavar="etapa", help=f"Una o varias de: {', '.join(ETAPAS)}.")
    lector.add_argument("--seguir", action="store_true", help="No se detiene en la primera etapa que falla.")
    opciones = lector.parse_args(argumentos)
    if ajenas := set(opciones.etapas) - set(ETAPAS):
        lector.error(f"no existe la etapa {', '.join(sorted(ajenas))}")

    # Un SIGTERM debe cerrar también los servicios.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    resultados: list[Resultado] = []
    with ExitStack() as pila:
        corrida = Corrida(pila, para_pytest)
        for nombre in opciones.etapas or ETAPAS:
            antes = time.monotonic()
            try:
                resultados.extend(ETAPAS[nombre](corrida))
            except FaltaPrograma as falta:
                print(f"\n{falta}", file=sys.stderr, flush=True)
                resultados.append(Resultado(nombre, 1, time.monotonic() - antes))
            if any(r.codigo for r in resultados) and not opciones.seguir:
                break
    mostrar(resultados)
    return int(any(r.codigo for r in resultados))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
