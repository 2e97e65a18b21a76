"""Mide en bases desechables las páginas del camino principal, con tres tamaños y dos motores, y la puerta de entrada.

Por página: consultas, milisegundos y sus razones: a su suelo, a la lista de avances del admin, a lo mismo con diez
vigencias de historia y a lo mismo con diez veces más actividades. Lo que dura depende de la máquina; las razones, no.

El suelo de una página es lo que ninguna reescritura le puede quitar: los mismos intermediarios y la misma persona, la
disposición del portal sin contenido y sus mismas consultas, ya escritas en SQL, cuyas filas se leen y no se pintan.

La puerta (`mipg.portal.bench.ingreso`): cuánto tarda en entrar cada quien, y si dejan trabajar adivinanzas y lentos.
Los resultados (`mipg.portal.bench.resultados`): lo que cuesta importar un archivo del tamaño del oficial.
"""

import json
import os
import statistics
import subprocess  # nosec B404
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mipg.desechable import FaltaPrograma, postgres_desechable
from mipg.portal.bench import ingreso, resultados
from mipg.portal.bench.escenarios import Tamano
from mipg.portal.bench.medida import Hijo, atender
from mipg.portal.bench.paginas import ADMIN, PAGINAS
from mipg.portal.bench.tabla import ENCABEZADO, Medida

BASES = ("sqlite", "postgresql")


class Command(BaseCommand):
    """`manage.py bench [--solo ingreso] [--base sqlite] [--pagina Tablero] [--veces 15] [--sin-estadisticas]`."""

    help = "Mide las páginas del camino principal y la puerta de entrada en bases desechables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Qué se mide y cuántas veces."""
        parser.add_argument("--solo", choices=("paginas", "ingreso", "resultados"), help="sólo eso")
        parser.add_argument("--base", choices=BASES, action="append", help="sólo esa base")
        parser.add_argument("--pagina", default="", help="sólo las páginas con ese texto en el nombre, y el admin")
        parser.add_argument("--actividades", type=int, default=2000, help="de la vigencia; la grande, diez veces más")
        parser.add_argument("--historia", type=int, default=10, help="vigencias cerradas detrás")
        parser.add_argument("--veces", type=int, default=15, help="repeticiones de cada página")
        parser.add_argument("--sin-estadisticas", action="store_true", help="PostgreSQL como recién restaurado")
        parser.add_argument("--procesador", action="store_true", help="tiempo de procesador: la máquina se comparte")
        parser.add_argument("--atender", help="uso interno")
        parser.add_argument("--entrar", action="store_true", help="uso interno")
        parser.add_argument("--importar", action="store_true", help="uso interno")

    def handle(self, *args, base, pagina: str, actividades: int, historia: int, veces: int, atender: str, **opciones):
        """Mide cada base y señala con «✗» lo que pasa de su meta."""
        if atender:
            self._atender(Tamano(**json.loads(atender)), opciones)
            return
        if opciones["entrar"] or opciones["importar"]:
            metas = ingreso.medir() if opciones["entrar"] else resultados.medir(timezone.now(), opciones["procesador"])
            for meta in metas:
                self.stdout.write(meta.fila())
                self.stdout.flush()
            return
        tamanos = [
            Tamano("base", actividades),
            Tamano("historia", actividades, historia),
            Tamano("grande", 10 * actividades),
        ]
        banderas = [f"--{b.replace('_', '-')}" for b in ("sin_estadisticas", "procesador") if opciones[b]]
        try:
            for cual in base or BASES if opciones["solo"] in (None, "paginas") else ():
                self._medir(cual, tamanos, pagina, veces, banderas)
            if opciones["solo"] in (None, "resultados"):
                self._aparte(resultados.ENCABEZADO, "Los resultados", "--importar", *banderas)
            if opciones["solo"] in (None, "ingreso"):
                self._aparte(ingreso.ENCABEZADO, "La puerta de entrada", "--entrar")
        except FaltaPrograma as error:
            raise CommandError(str(error)) from error

    def _aparte(self, encabezado: str, titulo: str, *banderas: str) -> None:
        """En otro proceso, con su base y su carpeta."""
        self.stdout.write(f"\n## {titulo}\n\n{encabezado}")
        self.stdout.flush()
        with postgres_desechable() as url, tempfile.TemporaryDirectory(prefix="mipg-bench-") as var:
            entorno = os.environ | {"DATABASE_URL": url, "MIPG_VAR": var}
            orden = [sys.executable, "manage.py", "bench", *banderas]
            if subprocess.run(orden, cwd=settings.BASE_DIR, env=entorno, check=False).returncode:  # nosec B603
                raise CommandError(f"{titulo}: no se pudo medir; arriba dice por qué.")

    def _atender(self, tamano: Tamano, opciones: dict) -> None:
        def responder(respuesta: dict) -> None:
            self.stdout.write(json.dumps(respuesta))
            self.stdout.flush()

        estadisticas, procesador = not opciones["sin_estadisticas"], opciones["procesador"]
        atender(tamano, sys.stdin, responder, ahora=timezone.now(), estadisticas=estadisticas, procesador=procesador)

    def _medir(self, base: str, tamanos: list[Tamano], texto: str, veces: int, banderas: list[str]) -> None:
        with ExitStack() as pila:
            carpeta = Path(pila.enter_context(tempfile.TemporaryDirectory(prefix="mipg-bench-")))
            hijos = {}
            for tamano in tamanos:
                # Un servidor por tamaño: la base de pruebas se llama igual en todos.
                url = pila.enter_context(postgres_desechable()) if base == "postgresql" else ""
                hijos[tamano.codigo] = Hijo.lanzar(tamano, url, carpeta, banderas)
                pila.callback(hijos[tamano.codigo].terminar)
            self.stdout.write(f"\n## {base}, {veces} repeticiones {' '.join(banderas)}\n")
            for hijo in hijos.values():
                sembrado = hijo.leer()
                acciones = "; ".join(f"{accion} {s:.1f} s" for accion, s in sembrado["acciones"].items())
                self.stdout.write(f"- {hijo.tamano.rotulo}: sembrado en {sembrado['sembrado']:.0f} s. {acciones}.")
            self._paginas(hijos, texto, veces)

    def _paginas(self, hijos: dict[str, Hijo], texto: str, veces: int) -> None:
        self.stdout.write(f"\n{ENCABEZADO}")
        admin, pasadas = 0.0, 0
        for n, pagina in enumerate(PAGINAS):
            if texto.lower() not in pagina.nombre.lower() and pagina.nombre != ADMIN:
                continue
            consultas = {codigo: hijo.pedir("consultas", n) for codigo, hijo in hijos.items()}
            ms = {codigo: [] for codigo in ("suelo", *hijos)}
            for _ in range(veces):
                ms["suelo"].append(hijos["base"].pedir("suelo", n))
                for codigo, hijo in hijos.items():
                    ms[codigo].append(hijo.pedir("ms", n))
            if pagina.nombre == ADMIN:
                admin = statistics.median(ms["base"])
            medida = Medida(pagina.nombre, consultas["base"], ms, admin)
            pasadas += len(medida.pasadas)
            self.stdout.write(medida.fila())
        self.stdout.write(f"\n{pasadas} razones pasan de su meta (✗).")
