"""Cronometrar: un proceso por tamaño, con su base ya sembrada, que mide una página cada vez que se la piden.

Medir la misma página en todos los tamaños, por turnos, hace que el ruido de la máquina caiga sobre todos por igual.
"""

import json
import os
import subprocess  # nosec B404
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.http import HttpResponse
from django.template import Template, engines
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse

from mipg import urls
from mipg.bitacora.contexto import actuar
from mipg.portal.bench.escenarios import Escenario, Siembra, Tamano
from mipg.portal.bench.historia import sembrar_historia
from mipg.portal.bench.paginas import PAGINAS, Pagina
from seguimiento.models import Avance
from seguimiento.reglas.avances import CAMPOS

SEGUNDOS_SIN_ESTADISTICAS = 5
URL_DEL_SUELO = "/bench/suelo/"
_consultas_del_suelo: list[str] = []


@cache
def _disposicion() -> Template:
    return engines["django"].from_string('{% extends "_disposiciones/portal.html" %}')


def suelo(request):
    """Lo menos que puede costar una página: la disposición del portal y, crudas, las consultas de la que se mide."""
    with connection.cursor() as cursor:
        for sql in _consultas_del_suelo:
            cursor.execute(sql)
            cursor.fetchall()
    return HttpResponse(_disposicion().render({}, request))


urlpatterns = [*urls.urlpatterns, path(URL_DEL_SUELO.lstrip("/"), suelo)]


def sembrar(
    tamano: Tamano, ahora: datetime, estadisticas: bool = True, reloj: Callable[[], float] = time.perf_counter
) -> Escenario:
    """Llena la base a la que se está conectado, que debe estar vacía.

    Sin estadísticas, PostgreSQL queda como recién restaurado y ninguna consulta, tampoco las de abrir y cerrar, puede
    pasar de `SEGUNDOS_SIN_ESTADISTICAS`.
    """
    with actuar(origen="comando"), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET statement_timeout = '{0 if estadisticas else SEGUNDOS_SIN_ESTADISTICAS}s'")
        siembra = Siembra(tamano, ahora, estadisticas, reloj)
        sembrar_historia(siembra)
        return siembra.en_curso()


def segundos_de_procesador() -> float:
    """Lo que han trabajado este proceso y, si lo hay, el de PostgreSQL que lo atiende: no lo altera quien comparte la
    máquina.
    """
    if connection.vendor != "postgresql":
        return time.process_time()
    trabajado = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(trabajado) / 1e9


class Cronometro:
    """Mide páginas con un cliente por persona."""

    def __init__(self, escenario: Escenario, reloj: Callable[[], float] = time.perf_counter):
        self.escenario, self.reloj = escenario, reloj
        self.clientes: dict[str, Client] = {}

    def _cliente(self, persona: str) -> Client:
        if persona not in self.clientes:
            self.clientes[persona] = Client()
            self.clientes[persona].force_login(getattr(self.escenario, persona))
        return self.clientes[persona]

    def _capturar(self, persona: str, url: str) -> Counter[str]:
        with CaptureQueriesContext(connection) as hechas:
            respuesta = self._cliente(persona).get(url)
        if respuesta.status_code != 200:
            raise CommandError(f"{url} respondió {respuesta.status_code}.")
        return Counter(consulta["sql"] for consulta in hechas.captured_queries)

    def consultas(self, pagina: Pagina) -> int:
        """Cuántas consultas hace, con las de los intermediarios, y deja listo su suelo. Exige un 200."""
        url = pagina.url(self.escenario)
        self._capturar(pagina.persona, url)
        hechas = self._capturar(pagina.persona, url)
        _consultas_del_suelo.clear()
        # La disposición repite las suyas y las de los intermediarios: quedan las de la vista.
        propias = hechas - self._capturar(pagina.persona, URL_DEL_SUELO)
        _consultas_del_suelo.extend(sql for sql in propias.elements() if sql.startswith("SELECT"))
        return hechas.total()

    def ms(self, pagina: Pagina) -> float:
        """Milisegundos que tarda una vez, entera: intermediarios, vista, plantilla y base."""
        return self._cronometrar(pagina.persona, pagina.url(self.escenario))

    def suelo(self, pagina: Pagina) -> float:
        """Milisegundos de su suelo."""
        return self._cronometrar(pagina.persona, URL_DEL_SUELO)

    def enviar(self) -> float:
        """Segundos que tarda el enlace en enviar un reporte. Exige que quede enviado."""
        avance, cliente = self.escenario.por_enviar, self._cliente("enlace")
        vistos = {f"initial-{campo}": "" for campo in CAMPOS}
        escrito = {"situacion": "AVANCE", "cantidad": "2", "texto": "Se hizo.", "reserva": "Reposa en el archivo."}
        url, inicio = reverse("seguimiento:avance_enviar", args=[avance.pk]), self.reloj()
        respuesta = cliente.post(url, {"pagina": "", **vistos, **escrito})
        tardo = self.reloj() - inicio
        avance.refresh_from_db()
        if respuesta.status_code != 302 or avance.estado != Avance.Estado.ENVIADO:
            raise CommandError(f"{url} respondió {respuesta.status_code} y dejó el reporte «{avance.estado}».")
        return tardo

    def _cronometrar(self, persona: str, url: str) -> float:
        cliente, inicio = self._cliente(persona), self.reloj()
        cliente.get(url)
        return (self.reloj() - inicio) * 1000


def atender(
    tamano: Tamano,
    pedidos: Iterable[str],
    responder: Callable[[dict], None],
    *,
    ahora: datetime,
    estadisticas: bool,
    procesador: bool,
) -> None:
    """El proceso hijo: siembra una base desechable y contesta pedidos, uno por línea, como `ms 4` (la página 4)."""
    corredor = DiscoverRunner(verbosity=0, interactive=False)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        bases = corredor.setup_databases()
        try:
            inicio = time.perf_counter()
            reloj = segundos_de_procesador if procesador else time.perf_counter
            escenario = sembrar(tamano, ahora, estadisticas, reloj)
            cronometro = Cronometro(escenario, reloj)
            acciones = escenario.segundos | {"Enviar un reporte": cronometro.enviar()}
            responder({"sembrado": time.perf_counter() - inicio, "acciones": acciones})
            for pedido in pedidos:
                que, n = pedido.split()
                responder({"valor": getattr(cronometro, que)(PAGINAS[int(n)])})
        finally:
            corredor.teardown_databases(bases)


@dataclass
class Hijo:
    """El otro extremo de `atender`: un proceso con su base, en la carpeta dada."""

    tamano: Tamano
    proceso: subprocess.Popen

    @classmethod
    def lanzar(cls, tamano: Tamano, base: str, carpeta: Path, opciones: Sequence[str]) -> "Hijo":
        """Arranca el proceso; `base` es su `DATABASE_URL`."""
        var = Path(tempfile.mkdtemp(dir=carpeta, prefix=f"{tamano.codigo}-"))
        orden = [sys.executable, "manage.py", "bench", "--atender", json.dumps(asdict(tamano)), *opciones]
        entorno = os.environ | {"DATABASE_URL": base or f"sqlite:///{var / 'base.sqlite3'}", "MIPG_VAR": str(var)}
        proceso = subprocess.Popen(  # nosec B603
            orden,
            cwd=settings.BASE_DIR,
            env=entorno,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return cls(tamano, proceso)

    def leer(self) -> Mapping:
        """La siguiente respuesta. Lanza `CommandError` si el proceso murió."""
        if not (linea := self.proceso.stdout.readline()):
            raise CommandError(f"El proceso de «{self.tamano.rotulo}» se detuvo (código {self.proceso.wait()}).")
        return json.loads(linea)

    def pedir(self, que: str, pagina: int) -> float:
        """`consultas`, `ms` o `suelo` de una página."""
        self.proceso.stdin.write(f"{que} {pagina}\n")
        self.proceso.stdin.flush()
        return self.leer()["valor"]

    def terminar(self) -> None:
        """Le cierra la entrada: borra su base y se va."""
        self.proceso.stdin.close()
        self.proceso.wait()
