"""Mide las páginas del camino principal con 2.000 actividades, en una base desechable.

Por página: consultas, mediana, p95 y la razón frente a su suelo —la misma petición, con los mismos intermediarios
y las mismas consultas, que sólo vuelca las filas a JSON—. Los absolutos dependen de la máquina; la razón, no.
"""

import json
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse
from django.utils import timezone

from mipg import urls
from mipg.bitacora.contexto import actuar
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.roles import Rol
from planes.models import Actividad, Plan
from politicas.models import Politica, VersionModelo, Vigencia
from seguimiento.acciones import cortes as de_cortes
from seguimiento.models import Avance, Corte

TRIMESTRE_ABIERTO = 2
_suelo: list[str] = []


def suelo(request):
    """Corre las consultas de la página que se mide y vuelca las filas crudas."""
    filas = []
    with connection.cursor() as cursor:
        for sql in _suelo:
            cursor.execute(sql)
            filas.append(cursor.fetchall())
    return HttpResponse(json.dumps(filas, default=str), content_type="application/json")


def nada(request):
    """Lo que cuestan sólo los intermediarios."""
    return HttpResponse()


urlpatterns = [*urls.urlpatterns, path("bench/suelo/", suelo), path("bench/nada/", nada)]


@dataclass(frozen=True)
class Medida:
    """Página medida: milisegundos y consultas propias (sin las de los intermediarios)."""

    pagina: str
    consultas: int
    mediana: float
    p95: float
    razon: float


class Command(BaseCommand):
    """`manage.py bench [--actividades 2000] [--veces 15]`."""

    help = "Mide las páginas del camino principal en una base desechable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Tamaño de la carga y repeticiones."""
        parser.add_argument("--actividades", type=int, default=2000)
        parser.add_argument("--veces", type=int, default=15)

    def handle(self, *args, actividades: int, veces: int, **options) -> None:
        """Crea la base, la llena, mide y la borra."""
        corredor = DiscoverRunner(verbosity=0, interactive=False)
        with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
            bases = corredor.setup_databases()
            try:
                with actuar(origen="comando"):
                    escenario = poblar(actividades)
                self.stdout.write(f"{connection.vendor}, {actividades} actividades, {veces} repeticiones\n\n")
                self.stdout.write(
                    "| Página | Consultas | Mediana (ms) | p95 (ms) | Razón al suelo |\n|---|--:|--:|--:|--:|\n"
                )
                for nombre, persona, url in paginas(escenario):
                    m = medir(nombre, persona, url, veces)
                    self.stdout.write(
                        f"| {m.pagina} | {m.consultas} | {m.mediana:.1f} | {m.p95:.1f} | {m.razon:.1f} |\n"
                    )
            finally:
                corredor.teardown_databases(bases)


@dataclass(frozen=True)
class Escenario:
    """Lo que se pobló y quiénes lo miran."""

    planeacion: Usuario
    enlace: Usuario
    jefe: Usuario
    control: Usuario
    plan: Plan
    abierto: Corte
    cerrado: Corte
    editable: Avance
    enviado: Avance


@transaction.atomic
def poblar(actividades: int) -> Escenario:
    """Una vigencia con `actividades` repartidas en 19 planes de política, un corte cerrado y otro abierto."""
    call_command("sembrar", verbosity=0)
    ahora, anio = timezone.now(), timezone.localdate().year
    dependencias = list(Dependencia.objects.all())
    roles = ("planeacion", "enlace", "jefe", "control_interno")
    personas = {rol: _persona(rol, dependencias[0]) for rol in roles}
    autora, jefe, revisora = (Usuario.objects.create_user(f"{n}@bench.test", nombre=n) for n in ("autora", "j", "r"))
    vigencia = Vigencia.objects.create(
        anio=anio,
        version=VersionModelo.objects.get(activa=True),
        fecha_limite_institucionales=date(anio, 1, 31),
        fecha_limite_politicas=date(anio, 2, 28),
        dias_aviso=[15, 5, 1],
        abierta_en=ahora,
        abierta_por=autora,
    )
    hoy = timezone.localdate()
    fechas = {
        1: (hoy - timedelta(days=90), hoy - timedelta(days=89), hoy - timedelta(days=80)),
        TRIMESTRE_ABIERTO: (hoy - timedelta(days=2), hoy - timedelta(days=1), hoy + timedelta(days=10)),
    }
    cortes = [
        Corte.objects.create(vigencia=vigencia, trimestre=t, fecha_corte=f, abre=a, cierra=c)
        for t, (f, a, c) in fechas.items()
    ]
    planes = [
        Plan.objects.create(
            clase=Plan.Clase.ACCION_POLITICA, vigencia=vigencia, politica=politica, nombre=f"Plan {politica}",
            dependencia=dependencias[n % len(dependencias)], estado=Plan.Estado.PUBLICADO, acto="RESOLUCION",
            acto_numero="1", creado_en=ahora, creado_por=autora, enviado_en=ahora, enviado_por=autora,
            aprobado_en=ahora, aprobado_por=revisora, publicado_en=ahora, publicado_por=revisora,
        )
        for n, politica in enumerate(Politica.objects.de_vigencia(vigencia))
    ]  # fmt: skip
    Actividad.objects.bulk_create(_actividades(planes, actividades, anio), batch_size=500)
    for corte in cortes:
        corte = de_cortes.abrir(corte=corte, por=personas["planeacion"], ahora=ahora)
        aceptados = Avance.objects.filter(corte=corte)
        if corte.trimestre == TRIMESTRE_ABIERTO:
            aceptados = aceptados.filter(
                pk__in=list(aceptados.order_by("pk").values_list("pk", flat=True)[: actividades // 2])
            )
        aceptados.update(
            estado="ACEPTADO", situacion="AVANCE", cantidad=Decimal(2), texto="Hecho.",
            reportado_en=ahora, reportado_por=autora, avalado_en=ahora, avalado_por=jefe,
            aceptado_en=ahora, aceptado_por=revisora,
        )  # fmt: skip
        if corte.trimestre != TRIMESTRE_ABIERTO:
            de_cortes.cerrar(corte=corte, por=personas["planeacion"], ahora=ahora)
    abierto = Corte.objects.abierto()
    por_enviar = Avance.objects.filter(corte=abierto, estado="PENDIENTE")
    enviados = list(por_enviar.order_by("-pk").values_list("pk", flat=True)[: actividades // 8])
    por_enviar.filter(pk__in=enviados).update(
        estado="ENVIADO",
        situacion="AVANCE",
        cantidad=Decimal(2),
        texto="Hecho.",
        reportado_en=ahora,
        reportado_por=autora,
    )
    return Escenario(
        planeacion=personas["planeacion"],
        enlace=personas["enlace"],
        jefe=personas["jefe"],
        control=personas["control_interno"],
        plan=planes[0],
        abierto=abierto,
        cerrado=Corte.objects.ultimo_cerrado(),
        editable=por_enviar.filter(actividad__dependencia=dependencias[0]).first(),
        enviado=Avance.objects.filter(pk__in=enviados).first(),
    )


def _persona(rol: str, dependencia: Dependencia) -> Usuario:
    persona = Usuario.objects.create_user(f"{rol}@bench.test", nombre=Rol(rol).label)
    Asignacion.objects.create(persona=persona, rol=rol, dependencia=dependencia, desde=date(2020, 1, 1))
    return persona


def _actividades(planes: list[Plan], cuantas: int, anio: int) -> Iterator[Actividad]:
    for n in range(cuantas):
        plan = planes[n % len(planes)]
        yield Actividad(
            plan=plan,
            numero=str(n + 1),
            orden=n,
            nombre=f"Actividad de carga número {n + 1} con un nombre de largo corriente",
            unidad="informes",
            meta=Decimal(10),
            fecha_inicio=date(anio, 1, 15),
            fecha_fin=date(anio, 12, 15),
            dependencia=plan.dependencia,
            programado_t1=Decimal(2),
            programado_t2=Decimal(3),
            programado_t3=Decimal(3),
            programado_t4=Decimal(2),
        )


def paginas(e: Escenario) -> Iterator[tuple[str, Usuario, str]]:
    """Páginas del camino: nombre, quién la mira y dirección."""
    yield "Inicio (Planeación)", e.planeacion, reverse("portal:inicio")
    yield "Mis pendientes (enlace)", e.enlace, reverse("portal:pendientes")
    yield "Políticas", e.planeacion, reverse("politicas:politica_lista")
    yield "Planes", e.planeacion, reverse("planes:plan_lista")
    yield "Buscar", e.planeacion, f"{reverse('portal:busqueda')}?q=actividad+carga+numero"
    yield "Buscar (enlace)", e.enlace, f"{reverse('portal:busqueda')}?q=actividad+carga+numero"
    yield (
        "Buscar actividades",
        e.planeacion,
        f"{reverse('portal:busqueda')}?q=actividad+carga+numero&en=actividades&page=40",
    )
    yield "Planes por nombre", e.planeacion, f"{reverse('planes:plan_lista')}?orden=plan"
    yield "Plan", e.planeacion, reverse("planes:plan_detalle", args=[e.plan.pk])
    yield "Reporte (enlace)", e.enlace, reverse("seguimiento:avance_editar", args=[e.editable.pk])
    yield "Reportes del corte", e.planeacion, reverse("seguimiento:avance_lista")
    yield "Bandeja de revisión", e.planeacion, reverse("seguimiento:revision_lista")
    yield "Revisar un reporte", e.planeacion, reverse("seguimiento:avance_revisar", args=[e.enviado.pk])
    yield "Corte", e.planeacion, reverse("seguimiento:corte_detalle", args=[e.abierto.pk])
    yield "Tablero (cerrado)", e.planeacion, f"{reverse('seguimiento:tablero')}?corte={e.cerrado.pk}"
    yield "Tablero (abierto)", e.planeacion, f"{reverse('seguimiento:tablero')}?corte={e.abierto.pk}"
    yield (
        "Avance del plan",
        e.planeacion,
        f"{reverse('seguimiento:plan_avance', args=[e.plan.pk])}?corte={e.abierto.pk}",
    )
    yield "Actividades (cerrado)", e.planeacion, f"{reverse('seguimiento:actividad_lista')}?corte={e.cerrado.pk}"
    yield "Actividades (abierto)", e.planeacion, f"{reverse('seguimiento:actividad_lista')}?corte={e.abierto.pk}"
    yield "Admin: avances", e.control, reverse("admin:seguimiento_avance_changelist")


def medir(nombre: str, persona: Usuario, url: str, veces: int) -> Medida:
    """Mide una página y su suelo, alternándolos."""
    cliente = Client()
    cliente.force_login(persona)
    cliente.get("/bench/nada/")
    with CaptureQueriesContext(connection) as propias:
        cliente.get("/bench/nada/")
    with CaptureQueriesContext(connection) as hechas:
        respuesta = cliente.get(url)
    if respuesta.status_code != 200:
        raise CommandError(f"{url} respondió {respuesta.status_code}.")
    _suelo[:] = [q["sql"] for q in hechas.captured_queries[len(propias) :] if q["sql"].startswith("SELECT")]
    pagina, base = [], []
    for _ in range(veces):
        base.append(_cronometrar(cliente, "/bench/suelo/"))
        pagina.append(_cronometrar(cliente, url))
    mediana = statistics.median(pagina)
    return Medida(
        pagina=nombre,
        consultas=len(_suelo),
        mediana=mediana,
        p95=sorted(pagina)[max(0, round(0.95 * len(pagina)) - 1)],
        razon=mediana / statistics.median(base),
    )


def _cronometrar(cliente: Client, url: str) -> float:
    inicio = time.perf_counter()
    cliente.get(url)
    return (time.perf_counter() - inicio) * 1000
