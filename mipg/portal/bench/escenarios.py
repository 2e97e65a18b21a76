"""Lo que se siembra para medir: una vigencia en curso de cualquier tamaño, con o sin años de historia detrás.

Las vigencias nacen con las acciones de abrir y cerrar cortes; sólo los reportes se llenan en bloque, con lo mismo que
dejarían las suyas. Los años de historia son copias, fila por fila, del primero (`mipg.portal.bench.historia`).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from furag.models import Medicion
from mipg.bitacora.models import Suceso
from mipg.fechas import BOGOTA, en_bogota
from mipg.portal.bench import mejoramiento
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.roles import Rol
from planes.acciones.planes import tomar_foto
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas import huella
from politicas.models import Politica, VersionModelo, Vigencia
from seguimiento.acciones import cortes as de_cortes
from seguimiento.models import Avance, Corte

TRIMESTRE_ABIERTO = 2
LOTE = 500
EN_BORRADOR = 400
ROLES = ("planeacion", "enlace", "jefe", "control_interno")


@dataclass(frozen=True)
class Tamano:
    """Cuántas actividades tiene la vigencia en curso y cuántas vigencias cerradas, iguales, hay detrás."""

    codigo: str
    actividades: int
    historia: int = 0

    @property
    def rotulo(self) -> str:
        """Cómo se llama en la tabla."""
        detras = f" y {self.historia} vigencias de historia" if self.historia else ""
        return f"{self.actividades} actividades{detras}"


@dataclass
class Escenario:
    """Lo que se sembró y quiénes lo miran. `segundos`, lo que costó cada acción."""

    planeacion: Usuario
    enlace: Usuario
    jefe: Usuario
    control_interno: Usuario
    plan: Plan
    formulado: Plan
    abierto: Corte
    cerrado: Corte
    editable: Avance
    por_enviar: Avance
    enviado: Avance
    medicion: Medicion
    segundos: dict[str, float] = field(default_factory=dict)


class Siembra:
    """Siembra un tamaño en la base vacía a la que se está conectado."""

    def __init__(
        self,
        tamano: Tamano,
        ahora: datetime,
        estadisticas: bool = True,
        reloj: Callable[[], float] = time.perf_counter,
    ):
        self.estadisticas, self.reloj = estadisticas, reloj
        self.tamano, self.ahora, self.hoy = tamano, ahora, en_bogota(ahora)
        self.segundos: dict[str, float] = {}
        call_command("sembrar", verbosity=0)
        self.dependencias = list(Dependencia.objects.order_by("pk"))
        self.personas = {rol: self._persona(rol) for rol in ROLES}
        self.autora = Usuario.objects.create_user("autora@bench.test", nombre="Autora del reporte")
        self.revisora = Usuario.objects.create_user("revisora@bench.test", nombre="Revisora")

    def medir_tablas(self) -> None:
        """Le da a PostgreSQL las estadísticas que en servicio le da `autovacuum`, que aquí está apagado."""
        if self.estadisticas and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Sólo las suyas: los catálogos son de todo el servidor, y dos bases que los miden a la vez se esperan.
                suyas = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
                cursor.execute(f"ANALYZE {', '.join(suyas)}")

    def _persona(self, rol: str) -> Usuario:
        persona = Usuario.objects.create_user(f"{rol}@bench.test", nombre=Rol(rol).label)
        Asignacion.objects.create(persona=persona, rol=rol, dependencia=self.dependencias[0], desde=date(2000, 1, 1))
        return persona

    def vigencia(self, anio: int, actividades: int) -> tuple[Vigencia, list[Plan]]:
        """Una vigencia con sus planes de política publicados y sus actividades repartidas por igual."""
        ahora = datetime(anio, 1, 20, 9, tzinfo=BOGOTA)
        vigencia = Vigencia.objects.create(
            anio=anio, version=VersionModelo.objects.get(activa=True), dias_aviso=[15, 5, 1],
            fecha_limite_institucionales=date(anio, 1, 31), fecha_limite_politicas=date(anio, 2, 28),
            abierta_en=ahora, abierta_por=self.revisora,
        )  # fmt: skip
        politicas = Politica.objects.de_vigencia(vigencia)
        planes = [
            Plan.objects.create(
                clase=Plan.Clase.ACCION_POLITICA, vigencia=vigencia, politica=politica, nombre=f"Plan {politica}",
                dependencia=self.dependencias[n % len(self.dependencias)], estado=Plan.Estado.PUBLICADO,
                acto=Plan.Acto.RESOLUCION, acto_numero="1", creado_en=ahora, creado_por=self.autora,
                enviado_en=ahora, enviado_por=self.autora, aprobado_en=ahora, aprobado_por=self.revisora,
                publicado_en=ahora, publicado_por=self.revisora,
            )
            for n, politica in enumerate(politicas)
        ]  # fmt: skip
        creadas = Actividad.objects.bulk_create(_actividades(planes, actividades, anio), batch_size=LOTE)
        apoyos = Actividad.apoyos.through
        apoyos.objects.bulk_create(
            [apoyos(actividad_id=a.pk, dependencia_id=self._otra(a.dependencia_id)) for a in creadas], batch_size=LOTE
        )
        for plan in planes:
            foto = tomar_foto(plan)
            VersionPlan.objects.create(
                plan=plan, numero=1, foto=foto, sha256=huella(foto), acto=plan.acto_texto, aprobado_en=ahora,
                aprobado_por=self.revisora,
            )  # fmt: skip
        self.medir_tablas()
        return vigencia, planes

    def en_borrador(self, vigencia: Vigencia) -> Plan:
        """Un plan que se está formulando, con todas las actividades que caben en una rejilla."""
        plan = Plan.objects.create(
            clase=Plan.Clase.MEJORAMIENTO, vigencia=vigencia, politica=Politica.objects.de_vigencia(vigencia)[0],
            vigencia_medida=vigencia.anio - 1, nombre="Plan de mejoramiento", dependencia=self.dependencias[0],
            creado_en=self.ahora, creado_por=self.autora,
        )  # fmt: skip
        Actividad.objects.bulk_create(_actividades([plan], EN_BORRADOR, vigencia.anio), batch_size=LOTE)
        self.medir_tablas()
        return plan

    def _otra(self, dependencia: int) -> int:
        return next(d.pk for d in self.dependencias if d.pk != dependencia)

    def corte(self, vigencia: Vigencia, trimestre: int, fechas: Sequence[date], cierra: bool = True) -> Corte:
        """Un corte abierto con su acción; `cierra` acepta todos sus reportes y lo cierra con la suya."""
        fecha_corte, abre, hasta = fechas
        corte = Corte.objects.create(
            vigencia=vigencia, trimestre=trimestre, fecha_corte=fecha_corte, abre=abre, cierra=hasta
        )
        planeacion, desde = self.personas["planeacion"], _mediodia(abre)
        with self._cronometrar("Abrir un corte"):
            corte = de_cortes.abrir(corte=corte, por=planeacion, ahora=desde)
        self.medir_tablas()
        if not cierra:
            return corte
        _reportar(list(Avance.objects.filter(corte=corte).values_list("pk", flat=True)), "ACEPTADO", desde)
        self.medir_tablas()
        with self._cronometrar("Cerrar un corte"):
            corte = de_cortes.cerrar(corte=corte, por=planeacion, ahora=_mediodia(hasta + timedelta(days=1)))
        self.medir_tablas()
        return corte

    def _cronometrar(self, accion: str) -> "_Reloj":
        return _Reloj(self.segundos, accion, self.reloj)

    def en_curso(self) -> Escenario:
        """La vigencia del año: un corte cerrado y otro abierto, con la mitad aceptada y un octavo enviado."""
        vigencia, planes = self.vigencia(self.hoy.year, self.tamano.actividades)
        dia = timedelta(days=1)
        antes = self.hoy - 90 * dia
        cerrado = self.corte(vigencia, 1, (antes, antes + dia, antes + 10 * dia))
        ayer = self.hoy - dia
        abierto = self.corte(vigencia, TRIMESTRE_ABIERTO, (ayer - dia, ayer, self.hoy + 10 * dia), cierra=False)
        avances = list(Avance.objects.filter(corte=abierto).order_by("pk").values_list("pk", flat=True))
        mitad, octavo = len(avances) // 2, len(avances) // 8
        _reportar(avances[:mitad], "ACEPTADO", self.ahora)
        _reportar(avances[len(avances) - octavo :], "ENVIADO", self.ahora)
        self.medir_tablas()
        del_corte = Avance.objects.filter(corte=abierto).order_by("pk")
        formulado = self.en_borrador(vigencia)
        medicion = mejoramiento.sembrar(formulado, self.tamano.actividades, self.revisora, self.ahora)
        self.medir_tablas()
        editable, por_enviar = del_corte.filter(estado="PENDIENTE", actividad__dependencia=self.dependencias[0])[:2]
        return Escenario(
            **self.personas,
            plan=planes[0],
            formulado=formulado,
            abierto=abierto,
            cerrado=cerrado,
            editable=editable,
            por_enviar=por_enviar,
            enviado=del_corte.filter(estado="ENVIADO").first(),
            medicion=medicion,
            segundos=self.segundos,
        )


class _Reloj:
    """Suma los segundos de un bloque a una acción."""

    def __init__(self, segundos: dict[str, float], accion: str, reloj: Callable[[], float]):
        self.segundos, self.accion, self.reloj = segundos, accion, reloj

    def __enter__(self):
        self.inicio = self.reloj()

    def __exit__(self, *_):
        # El último es el de la vigencia en curso, el que tiene toda la historia detrás.
        self.segundos[self.accion] = self.reloj() - self.inicio


def _mediodia(dia: date) -> datetime:
    return datetime(dia.year, dia.month, dia.day, 12, tzinfo=BOGOTA)


def _actividades(planes: Sequence[Plan], cuantas: int, anio: int) -> Iterator[Actividad]:
    for n in range(cuantas):
        plan = planes[n % len(planes)]
        yield Actividad(
            plan=plan,
            numero=str(n + 1),
            orden=n,
            nombre=f"Actividad de carga número {n + 1} con un nombre de largo corriente",
            producto="Informe de seguimiento con sus anexos",
            indicador="Informes entregados / informes programados",
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


@transaction.atomic
def _reportar(avances: Sequence[int], estado: str, ahora: datetime) -> None:
    """Llena reportes esperados como los dejan enviar, avalar y aceptar: firmas, autores y un suceso por paso."""
    autora, revisora = Usuario.objects.filter(email__in=["autora@bench.test", "revisora@bench.test"]).order_by("email")
    jefe = Usuario.objects.get(email="jefe@bench.test")
    pasos = [("enviar", "ENVIADO", autora, {"reportado_en": ahora, "reportado_por": autora})]
    if estado == "ACEPTADO":
        pasos += [
            ("avalar", "AVALADO", jefe, {"avalado_en": ahora, "avalado_por": jefe}),
            ("aceptar", "ACEPTADO", revisora, {"aceptado_en": ahora, "aceptado_por": revisora}),
        ]
    firmas = {campo: valor for *_, suyas in pasos for campo, valor in suyas.items()}
    for desde in range(0, len(avances), LOTE):
        lote = avances[desde : desde + LOTE]
        Avance.objects.filter(pk__in=lote).update(
            estado=estado, version=len(pasos), situacion="AVANCE", cantidad=Decimal(2),
            texto="Se entregó lo programado en el periodo y quedó publicado.", reserva="Reposa en el archivo.",
            **firmas,
        )  # fmt: skip
        Avance.autores.through.objects.bulk_create(
            [Avance.autores.through(avance_id=pk, usuario_id=autora.pk) for pk in lote]
        )
        Suceso.objects.bulk_create(_sucesos(lote, pasos, ahora))


def _sucesos(avances: Sequence[int], pasos, ahora: datetime) -> Iterator[Suceso]:
    tipo, antes = ContentType.objects.get_for_model(Avance), "PENDIENTE"
    for verbo, despues, por, _ in pasos:
        for pk in avances:
            yield Suceso(
                content_type=tipo, object_pk=str(pk), object_id=pk, object_repr=f"Reporte {pk}", action=1,
                changes={"estado": [antes, despues]}, actor=por, actor_email=por.email, origen="web", timestamp=ahora,
                verbo=verbo,
            )  # fmt: skip
        antes = despues
