"""Corre toda la verificación por etapas, midiendo cada una en segundos y en vueltas de un bucle fijo.

Una vuelta es lo que tarda en esta máquina y hoy un trabajo siempre igual (`medir_vuelta`): el presupuesto de cada etapa
se da en vueltas, y una corrida que pasa de `HOLGURA` veces el suyo falla. Quien añade pruebas, aligera; subir un
presupuesto es una confirmación que dice por qué.

    python -m tests [etapa…] [--seguir] [-- opciones de pytest…]

Las carreras y los servicios (`procesos`), que casi siempre esperan a otros, corren junto a las demás etapas.
Se detiene en la primera etapa que falla (con `--seguir` las corre todas) y sale con código distinto de cero.
Lo que va después de `--` se le pasa a pytest: `python -m tests postgres -- -k plan -x`.
"""

# ruff: noqa: T201 (es un programa de consola)

import argparse
import hashlib
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET  # nosec B405 (lo escribe pytest)
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from mipg.desechable import FaltaPrograma, postgres_desechable
from tests.servicios import RAIZ

CODIGO = ["mipg", "politicas", "planes", "furag", "seguimiento"]
MARCAS_APARTE = ("concurrencia", "servicios", "navegador")
EN_PARALELO = ["-n", "2", "--dist", "worksteal", "-m"]
LAS_DEMAS = " and ".join(f"not {marca}" for marca in MARCAS_APARTE)
PLANTILLA = "mipg"  # la base migrada de la que se copian las de prueba
APARTE = "procesos"  # la etapa que corre junto a las demás
HOLGURA = 1.5
ARCHIVOS_LENTOS = 10
CIERRE_DE_PYTEST = re.compile(r"^=+ (?=.*\b(passed|failed|error|errors|deselected|skipped|no tests ran)\b).*=+$")


@dataclass(frozen=True)
class Resultado:
    """Cómo terminó un paso: código de salida, segundos, la línea de cierre de pytest y lo que tardó cada archivo."""

    paso: str
    codigo: int
    segundos: float
    cierre: str = ""
    archivos: Counter[str] = field(default_factory=Counter)
    pasaron: int = 0
    fallaron: int = 0


class Corrida:
    """Lo común a todos los pasos: carpeta temporal, entorno y un PostgreSQL que sólo arranca si se usa."""

    def __init__(self, pila: ExitStack, para_pytest: list[str]):
        self.pila = pila
        self.para_pytest = para_pytest
        self.carpeta = Path(pila.enter_context(tempfile.TemporaryDirectory(prefix="mipg-tests-")))
        # Las pruebas dejan ahí lo suyo, y PostgreSQL, que corre como otro usuario, debe poder atravesarla.
        self.carpeta.chmod(0o711)
        self.en_marcha: set[subprocess.Popen] = set()
        self.interrumpida = False
        pila.callback(self.interrumpir)

    def interrumpir(self) -> None:
        """No empieza nada más, y cada pytest cierra sus servicios antes de irnos."""
        self.interrumpida = True
        for proceso in list(self.en_marcha):
            proceso.send_signal(signal.SIGINT)

    @cached_property
    def sqlite(self) -> str:
        """`DATABASE_URL` de una base SQLite de archivo, ajena a la de quien desarrolla."""
        return f"sqlite:///{self.carpeta / 'base.sqlite3'}"

    @cached_property
    def plantilla_sqlite(self) -> str:
        """Ruta de una base SQLite ya migrada: cada proceso de prueba copia esa en vez de migrar la suya."""
        ruta = self.carpeta / "plantilla.sqlite3"
        self._migrar("SQLite", f"sqlite:///{ruta}")
        return str(ruta)

    @cached_property
    def postgres(self) -> str:
        """`DATABASE_URL` de un PostgreSQL desechable, el mismo para toda la corrida, ya migrado.

        Las bases de prueba se copian de esa (`TEST TEMPLATE`): migrar cada vez cuesta más que copiar.
        """
        vacio = self.pila.enter_context(postgres_desechable())
        with psycopg.connect(vacio, autocommit=True) as conexion:
            conexion.execute(f"CREATE DATABASE {PLANTILLA}")
        url = urlsplit(vacio)._replace(path=f"/{PLANTILLA}").geturl()
        self._migrar("PostgreSQL", url)
        return url

    def _migrar(self, motor: str, url: str) -> None:
        migrar = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        if self.correr(f"migraciones en {motor}", migrar, aparte=True, DATABASE_URL=url).codigo:
            raise FaltaPrograma(f"Las migraciones no corrieron en {motor}: arriba dice por qué.")

    def correr(self, paso: str, orden: list[str], *, aparte: bool = False, **entorno: str) -> Resultado:
        """Corre una orden, con su tiempo. El entorno propio no hereda el de quien desarrolla.

        Lo que dice se ve mientras corre o, si va `aparte` (junto a otras), de una vez al terminar.
        """
        ajenas = ("MIPG_", "ENTIDAD_", "PYTEST_", "DJANGO_")
        limpio = {k: v for k, v in os.environ.items() if not k.startswith(ajenas)}
        carpeta = str(self.carpeta)
        limpio |= {"MIPG_ENTORNO": "desarrollo", "ALLOWED_HOSTS": "", "MIPG_VAR": f"{carpeta}/var", "TMPDIR": carpeta}
        limpio |= {"DATABASE_URL": self.sqlite, "REDIS_URL": ""} | entorno
        antes, cierre, dicho = time.monotonic(), "", [f"\n▶ {paso}\n"]
        if self.interrumpida:
            return Resultado(paso, 1, 0, "no se corrió")
        if not aparte:
            print(*dicho, end="", flush=True)
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
            self.en_marcha.add(proceso)
            for linea in proceso.stdout:
                if aparte:
                    dicho.append(linea)
                else:
                    print(linea, end="", flush=True)
                if CIERRE_DE_PYTEST.fullmatch(linea.rstrip()):
                    cierre = linea.rstrip()
        self.en_marcha.discard(proceso)
        if aparte:
            print("".join(dicho), end="", flush=True)
        return Resultado(paso, proceso.returncode, time.monotonic() - antes, cierre)

    def pytest(self, paso: str, seleccion: list[str], base: str, **opciones) -> Resultado:
        """Corre pytest sobre una base. No recoger ninguna prueba es fallar."""
        informe = self.carpeta / f"{secrets.token_hex(4)}.xml"
        orden = [sys.executable, "-m", "pytest", *seleccion, f"--junitxml={informe}", *self.para_pytest]
        plantilla = self.plantilla_sqlite if base == self.sqlite else PLANTILLA
        resultado = self.correr(paso, orden, DATABASE_URL=base, PLANTILLA_DE_PRUEBAS=plantilla, **opciones)
        return replace(resultado, **_segun_pytest(informe)) if informe.exists() else resultado


def _segun_pytest(informe: Path) -> dict:
    """Lo que dice el informe de una corrida: segundos por archivo y cuántas pruebas pasaron y fallaron."""
    archivos, fallaron, total = Counter(), 0, 0
    for prueba in ET.parse(informe).iter("testcase"):  # nosec B314
        archivos[prueba.get("classname", "").replace(".", "/") + ".py"] += float(prueba.get("time", 0))
        total += 1
        fallaron += any(prueba.find(mal) is not None for mal in ("failure", "error"))
    return {"archivos": archivos, "pasaron": total - fallaron, "fallaron": fallaron}


def _vuelta(_: int) -> float:
    antes, huella = time.perf_counter(), b"mipg"
    for numero in range(1_200_000):
        huella = hashlib.sha256(huella).digest() if numero % 2 else huella[::-1]
    with tempfile.NamedTemporaryFile() as archivo:
        for _ in range(64):
            archivo.write(huella * 4096)
            archivo.flush()
            os.fsync(archivo.fileno())
    return time.perf_counter() - antes


def medir_vuelta() -> float:
    """Segundos de una vuelta del bucle fijo, de procesador y disco: la media de la más rápida de tres parejas.

    De dos en dos, como corren las pruebas: sola, una vuelta es hasta la mitad más corta, según el núcleo que le toque.
    """
    with ProcessPoolExecutor(2) as procesos:
        return min(sum(procesos.map(_vuelta, range(2))) / 2 for _ in range(3))


def con_marca(marca: str) -> list[str]:
    """La selección de pytest para una marca y los archivos que la usan: recoger los demás sólo cuesta tiempo."""
    usa = re.compile(rf"\bmark\.{marca}\b")
    return ["-m", marca, *(str(r) for r in sorted((RAIZ / "tests").rglob("test_*.py")) if usa.search(r.read_text()))]


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
    """Lo que no abre navegador ni servicios, en SQLite de archivo; lo que sólo mira páginas corre en PostgreSQL."""
    yield corrida.pytest("pytest · SQLite", [*EN_PARALELO, f"not una_base and {LAS_DEMAS}"], corrida.sqlite)


def postgres(corrida: Corrida) -> Iterator[Resultado]:
    """Todo lo que usa base, en PostgreSQL, que es la de producción."""
    yield corrida.pytest("pytest · PostgreSQL", [*EN_PARALELO, f"base and {LAS_DEMAS}"], corrida.postgres)


def procesos(corrida: Corrida) -> Iterator[Resultado]:
    """Carreras con hilos y procesos de verdad en cada base, y Redis, Celery y SMTP, cada una con su base."""
    for nombre, marca, base in (
        ("concurrencia · PostgreSQL", "concurrencia", corrida.postgres),
        ("servicios", "servicios", f"{corrida.postgres}_servicios"),
        ("concurrencia · SQLite", "concurrencia", corrida.sqlite),
    ):
        yield corrida.pytest(nombre, con_marca(marca), base, aparte=True)


def navegador(corrida: Corrida) -> Iterator[Resultado]:
    """Recorridos en Chromium, dos a la vez y cada uno con su base, sobre PostgreSQL."""
    yield corrida.pytest("navegador", [*EN_PARALELO[:-1], *con_marca("navegador")], corrida.postgres)


ETAPAS: dict[str, Callable[[Corrida], Iterator[Resultado]]] = {
    etapa.__name__: etapa for etapa in (revision, sqlite, postgres, procesos, navegador)
}
# Vueltas del bucle que puede costar cada etapa.
PRESUPUESTO = {"revision": 70, "sqlite": 1050, "postgres": 1500, "procesos": 1150, "navegador": 1100}


# --- Salida -------------------------------------------------------------------------------------------------


def correr_etapa(nombre: str, corrida: Corrida) -> tuple[list[Resultado], float]:
    """Los pasos de una etapa, que con el primero que no se puede correr se acaba, y sus segundos."""
    antes, pasos = time.monotonic(), []
    try:
        pasos.extend(ETAPAS[nombre](corrida))
    except FaltaPrograma as falta:
        print(f"\n{falta}", file=sys.stderr, flush=True)
        pasos.append(Resultado(nombre, 1, time.monotonic() - antes))
    return pasos, time.monotonic() - antes


def fallo(etapa: tuple[list[Resultado], float]) -> bool:
    """Si algún paso de la etapa falló."""
    return any(r.codigo for r in etapa[0])


def mostrar(etapas: dict[str, tuple[list[Resultado], float]], total: float, vuelta: float) -> list[str]:
    """Escribe pasos, etapas frente a su presupuesto y archivos lentos; devuelve las etapas que se pasaron."""
    resultados = [r for pasos, _ in etapas.values() for r in pasos]
    ancho = max([len(r.paso) for r in resultados] + [len("Etapa o paso")])
    print(f"\n{'Etapa o paso':<{ancho}}  Segundos  Vueltas  Presupuesto  Resultado")
    print("-" * (ancho + 48))
    pasadas = []
    for etapa, (pasos, segundos) in etapas.items():
        vueltas, tope = segundos / vuelta, PRESUPUESTO[etapa]
        if vueltas > HOLGURA * tope:
            pasadas.append(etapa)
        final = "FALLA" if fallo(etapas[etapa]) else "SE PASA" if etapa in pasadas else "bien"
        print(f"{etapa:<{ancho}}  {segundos:>8.1f}  {vueltas:>7.0f}  {tope:>11}  {final}")
        for r in pasos:
            print(f"  {r.paso:<{ancho - 2}}  {r.segundos:>8.1f}{f'   FALLA (código {r.codigo})' if r.codigo else ''}")
    print(f"{'Total':<{ancho}}  {total:>8.1f}  {total / vuelta:>7.0f}")
    print(f"Una vuelta del bucle fijo: {vuelta:.3f} s. Falla la etapa que pasa de {HOLGURA} veces su presupuesto.\n")
    lentos = sum((r.archivos for r in resultados), Counter()).most_common(ARCHIVOS_LENTOS)
    if lentos:
        print("Los archivos de prueba que más tardan, sumadas sus corridas:")
        for archivo, segundos in lentos:
            print(f"{segundos:>8.1f} s  {archivo}")
    print()
    for r in resultados:
        if r.cierre:
            print(f"{r.paso:<{ancho}}  {r.cierre}")
    print(f"\n{sum(r.pasaron for r in resultados)} passed, {sum(r.fallaron for r in resultados)} failed")
    return pasadas


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
    vuelta, antes = medir_vuelta(), time.monotonic()
    pedidas = opciones.etapas or list(ETAPAS)
    hechas: dict[str, tuple[list[Resultado], float]] = {}
    with ExitStack() as pila:
        hilo = pila.enter_context(ThreadPoolExecutor(1))
        corrida = Corrida(pila, para_pytest)
        aparte = hilo.submit(correr_etapa, APARTE, corrida) if APARTE in pedidas else None
        for nombre in pedidas:
            if nombre == APARTE:
                continue
            hechas[nombre] = correr_etapa(nombre, corrida)
            if fallo(hechas[nombre]) and not opciones.seguir:
                corrida.interrumpir()
                break
        if aparte:
            hechas[APARTE] = aparte.result()
    pasadas = mostrar(hechas, time.monotonic() - antes, vuelta)
    if pasadas:
        print(f"Se pasaron: {', '.join(pasadas)}. Aligere, o suba el presupuesto en una confirmación que diga por qué.")
    return int(bool(pasadas) or any(map(fallo, hechas.values())))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
