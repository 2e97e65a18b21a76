"""El día de cierre en la puerta: todos entran a la vez, alguien adivina claves y alguien se cuelga del sitio.

Contra lo que se entrega (nginx y gunicorn, con dos procesos) y PostgreSQL, por la red y desde una sola dirección, como
sale una alcaldía. Quien genera la carga corre en la misma máquina y también gasta.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connections
from django.urls import reverse

from mipg.portal.bench.clientes import Navegador, lentas
from mipg.servidores import proxy_desechable, web_desechable
from mipg.usuarios.models import Asignacion, Dependencia, Usuario

CLAVE = "brisa-muralla-faro-azul"
INGRESOS, SEGUNDOS = 500, 60
ADIVINANZAS, VICTIMAS, VECINOS = 1000, 50, 50
LENTAS, VISITAS = 40, 100
PROCESOS = 2


ENCABEZADO = "| Con dos procesos y una sola dirección | Objetivo | Medido |\n|---|--:|--:|"


@dataclass(frozen=True)
class Meta:
    """Lo que se pide y lo que se midió; los dos, en la misma unidad."""

    que: str
    objetivo: float
    medido: float
    unidad: str = ""

    @property
    def se_cumple(self) -> bool:
        """No pasa de lo pedido."""
        return self.medido <= self.objetivo

    def fila(self) -> str:
        """La fila de la tabla, con «✗» si no se cumple."""
        objetivo, medido = (f"{n:.2f}".rstrip("0").rstrip(".").replace(".", ",") for n in (self.objetivo, self.medido))
        return f"| {self.que} | ≤ {objetivo}{self.unidad} | {medido}{self.unidad}{'' if self.se_cumple else ' ✗'} |"


def p95(segundos: list[float]) -> float:
    """Diecinueve de cada veinte tardaron menos."""
    return sorted(segundos)[max(0, round(0.95 * len(segundos)) - 1)]


def entrar(puerto: int, correo: str, clave: str = CLAVE) -> tuple[bool, Navegador]:
    """Abre el ingreso, lo envía y, si lo dejan pasar, abre el inicio."""
    navegador, ingreso = Navegador(puerto), reverse("account_login")
    estado, _ = navegador.abrir(ingreso)
    if estado == 200:
        estado, _ = navegador.enviar(ingreso, login=correo, password=clave)
    return estado == 302 and navegador.abrir(reverse("portal:inicio"))[0] == 200, navegador


def _a_su_hora(hilos: ThreadPoolExecutor, cuantos: int, durante: float, hacer: Callable[[int], bool]):
    """Llama `hacer(n)` a ritmo fijo, acabe o no el anterior; de cada uno, segundos desde que le tocaba y si se pudo."""
    empieza = time.monotonic()

    def uno(n: int) -> tuple[float, bool]:
        debia = empieza + n * durante / cuantos
        time.sleep(max(0.0, debia - time.monotonic()))
        try:
            bien = hacer(n)
        except OSError:
            bien = False
        return time.monotonic() - debia, bien

    return list(hilos.map(uno, range(cuantos)))


def ingresos(puerto: int, correos: list[str], segundos: float = SEGUNDOS) -> Iterator[Meta]:
    """Todos entran en un minuto."""

    def uno(n: int) -> bool:
        entro, navegador = entrar(puerto, correos[n])
        with navegador:
            return entro

    with ThreadPoolExecutor(128) as hilos:
        medidos = _a_su_hora(hilos, len(correos), segundos, uno)
    que = f"{len(correos)} ingresos en {segundos:.0f} s"
    yield Meta(f"{que}: p95, hasta ver el inicio", 2, p95([s for s, _ in medidos]), " s")
    yield Meta(f"{que}: sin entrar", 0, sum(not bien for _, bien in medidos))


def adivinanzas(puerto: int, victimas: list[str], vecinos: list[str], cuantas: int = ADIVINANZAS) -> Iterator[Meta]:
    """La mitad contra una persona y la mitad repartidas, mientras sus vecinos, de la misma dirección, entran."""
    evaluadas = Counter()

    def probar(n: int) -> None:
        victima = victimas[n % len(victimas)] if n % 2 else victimas[0]
        with Navegador(puerto) as navegador:
            estado, pagina = navegador.enviar(reverse("account_login"), login=victima, password=f"clave-{n}")
        evaluadas[victima] += estado == 200 and "Demasiados intentos" not in pagina

    def vecino(correo: str) -> bool:
        entro, navegador = entrar(puerto, correo)
        with navegador:
            return entro

    with ThreadPoolExecutor(16) as hilos, ThreadPoolExecutor(4) as otros:
        ataque = hilos.map(probar, range(cuantas))
        entraron = list(otros.map(vecino, vecinos))
        list(ataque)
    yield Meta(f"{cuantas} adivinanzas: evaluadas a la más atacada", 10, max(evaluadas.values()))
    yield Meta(f"{cuantas} adivinanzas: vecinos que no entran, de {len(vecinos)}", 0, entraron.count(False))


def con_lentas(puerto: int, correo: str, visitas: int = VISITAS) -> Iterator[Meta]:
    """Otra persona trabaja mientras cuarenta conexiones se cuelgan del sitio."""
    entro, navegador = entrar(puerto, correo)
    segundos, bien = [], [entro]
    with navegador, lentas(puerto, LENTAS, pesada=reverse("portal:micrositio")):
        for _ in range(visitas):
            desde = time.monotonic()
            bien.append(navegador.abrir(reverse("portal:inicio"))[0] == 200)
            segundos.append(time.monotonic() - desde)
    yield Meta(f"{LENTAS} conexiones lentas: p95 de otra persona", 1, p95(segundos), " s")
    yield Meta(f"{LENTAS} conexiones lentas: páginas que no le abren", 0, bien.count(False))


def sembrar(cuantas: int) -> list[str]:
    """Personas con la misma clave en la base vacía a la que se está conectado; sus correos."""
    for orden in (["migrate"], ["createcachetable"], ["sembrar"]):
        call_command(*orden, verbosity=0)
    cifrada, dependencias = make_password(CLAVE), list(Dependencia.objects.order_by("pk"))
    personas = Usuario.objects.bulk_create(
        [Usuario(email=f"p{n}@bench.test", nombre=f"Persona {n}", password=cifrada) for n in range(cuantas)]
    )
    Asignacion.objects.bulk_create(
        [
            Asignacion(persona=p, rol="enlace", dependencia=dependencias[n % len(dependencias)], desde=date(2000, 1, 1))
            for n, p in enumerate(personas)
        ]
    )
    connections.close_all()
    return [p.email for p in personas]


@contextmanager
def sistema() -> Iterator[int]:
    """Lo que se entrega, en marcha sobre la base a la que se está conectado: el puerto por el que se entra."""
    entorno = os.environ | {"MIPG_PROXIES": "1"}
    with web_desechable(entorno, "--workers", str(PROCESOS)) as web, proxy_desechable(web.puerto) as proxy:
        yield proxy.puerto


def medir() -> Iterator[Meta]:
    """Siembra y mide los tres embates, cada uno con sus personas."""
    correos = sembrar(INGRESOS + VICTIMAS + VECINOS + 1)
    victimas, vecinos = correos[INGRESOS:][:VICTIMAS], correos[INGRESOS + VICTIMAS :][:VECINOS]
    with sistema() as puerto:
        yield from ingresos(puerto, correos[:INGRESOS])
        yield from adivinanzas(puerto, victimas, vecinos)
        yield from con_lentas(puerto, correos[-1])
