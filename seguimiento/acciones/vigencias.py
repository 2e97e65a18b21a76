"""Abrir y cerrar un año de trabajo entero: la vigencia, sus cortes y sus planes. Todo o nada."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from mipg.fechas import en_bogota
from mipg.reglas import Problema, desde, exigir
from mipg.usuarios.models import Usuario
from planes.acciones import salidas
from planes.acciones.planes import archivos_por_confirmar, crear_planes_de_vigencia, eliminar_plan
from planes.models import Actividad, Plan, Propuesta, Prorroga
from planes.reglas import TRANSICIONES
from planes.reglas.salidas import POR_APROBAR
from politicas import acciones as politicas
from politicas.acciones import abrir_vigencia, cerrar_vigencia, tomar_vigencia
from politicas.models import FaseCumplida, VersionModelo, Vigencia
from seguimiento.acciones.cortes import Fechas, programar_cortes
from seguimiento.models import Corte
from seguimiento.reglas import vigencias as reglas
from seguimiento.reglas.cortes import problemas_para_programar


@transaction.atomic
def abrir(*, datos: Mapping, fechas: Sequence[Fechas], con_planes: bool, por: Usuario, ahora: datetime) -> Vigencia:
    """Abre la vigencia con sus cortes. `datos`: los argumentos de `politicas.acciones.abrir_vigencia`.

    `con_planes` crea además los planes institucionales, los de política y el de implementación que falten. Lanza
    `ReglaIncumplida` o `ValidationError`; si algo falla, no queda nada a medias.
    """
    exigir(problemas_para_programar(datos["anio"], fechas))
    vigencia = abrir_vigencia(**datos, por=por, ahora=ahora)
    programar_cortes(vigencia=vigencia, fechas=fechas, por=por, ahora=ahora)
    if con_planes:
        crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=ahora)
    return vigencia


def _de_politica(vigencia: Vigencia) -> QuerySet[Plan]:
    """Los planes que cambian con la versión del modelo."""
    return Plan.objects.de_vigencia(vigencia).en_pie().exclude(politica=None).order_by("pk")


def archivos_que_se_descartan(vigencia: Vigencia) -> list[str]:
    """Los nombres de los archivos por confirmar que se perderían si la vigencia pasa a otra versión."""
    return [*archivos_por_confirmar(_de_politica(vigencia).values("pk")).values_list("nombre", flat=True)]


@transaction.atomic
def corregir_version(
    *,
    vigencia: Vigencia,
    version: VersionModelo,
    motivo: str,
    por: Usuario,
    ahora: datetime,
    descartar_archivos: bool = False,
) -> Vigencia:
    """Pasa un año recién abierto a otra versión del modelo: sus planes de política, vacíos, se crean otra vez.

    Lanza `ReglaIncumplida` si se abrió un corte, algún plan de política ya tiene trabajo, se terminó una fase o hay
    archivos por confirmar que nadie dijo que se descarten.
    """
    vigencia = tomar_vigencia(vigencia.pk)
    planes = list(_de_politica(vigencia))
    escritos = set(Actividad.objects.filter(plan__in=planes).order_by().values_list("plan", flat=True))
    con_trabajo = [p.nombre for p in planes if p.pk in escritos or p.enviado_en or p.estado != Plan.Estado.BORRADOR]
    exigir(
        reglas.problemas_para_corregir_version(
            abierta=vigencia.esta_abierta,
            es_la_misma=vigencia.version_id == version.pk,
            cortes=Corte.objects.de_vigencia(vigencia).order_by().values_list("estado", flat=True),
            con_trabajo=con_trabajo,
            fases=fases_terminadas(vigencia),
            archivos=len(archivos_que_se_descartan(vigencia)),
            descartar_archivos=descartar_archivos,
        )
    )
    for plan in planes:
        eliminar_plan(plan=plan, por=por, ahora=ahora)
    vigencia = politicas.corregir_version(vigencia=vigencia, version=version, motivo=motivo, por=por, ahora=ahora)
    if planes:
        crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=ahora)
    return vigencia


def fases_terminadas(vigencia: Vigencia) -> list[str]:
    """Las que alguien dio por terminadas en el relevo de una política, con su nombre."""
    campos = ("responsabilidad__fase", "responsabilidad__politica__nombre")
    terminadas = FaseCumplida.objects.filter(vigencia=vigencia, reabierta_en=None).values_list(*campos)
    return [f"{fase} · {politica}" for fase, politica in terminadas]


@dataclass(frozen=True)
class Pendientes:
    """Lo que sigue vivo en una vigencia que se quiere cerrar.

    `problemas` la impiden; los planes se cierran, o se desiste de ellos, con ella.
    """

    problemas: tuple[Problema, ...]
    por_cerrar: tuple[Plan, ...]
    sin_aprobar: tuple[Plan, ...]


def pendientes_de(vigencia: Vigencia, hoy: date) -> Pendientes:
    """Lo que falta para cerrar la vigencia en la fecha, en un número fijo de consultas."""
    planes = list(Plan.objects.de_vigencia(vigencia).order_by("clase", "nombre", "pk"))
    medidas = Actividad.objects.vigentes().filter(plan__in=Plan.objects.de_vigencia(vigencia).aprobados().values("pk"))
    return Pendientes(
        problemas=(
            *politicas.por_que_no_se_cierra(vigencia, hoy),
            *reglas.problemas_de_cortes(
                dict(Corte.objects.de_vigencia(vigencia).values_list("trimestre", "estado")),
                medidas.trimestres_programados(),
            ),
            *reglas.problemas_de_decisiones(
                propuestas=Propuesta.objects.abiertas().filter(plan__vigencia=vigencia).count(),
                prorrogas=Prorroga.objects.por_decidir().filter(actividad__plan__vigencia=vigencia).count(),
            ),
        ),
        por_cerrar=tuple(p for p in planes if p.estado in desde(TRANSICIONES, "cerrar")),
        sin_aprobar=tuple(p for p in planes if p.estado in POR_APROBAR),
    )


@transaction.atomic
def cerrar(
    *, vigencia: Vigencia, por: Usuario, ahora: datetime, cerrar_planes: bool = False, desistir_planes: bool = False
) -> Vigencia:
    """Cierra el año y, si se confirma, los planes que rigen, y desiste de los que nadie aprobó: cada uno con su suceso.

    Lanza `ReglaIncumplida` si el año no ha terminado, queda un corte por cerrar con algo que medir, algo sin decidir o
    un plan sin confirmar.
    """
    # Antes que nada: quien aprueba un plan o abre un corte en este instante queda entero antes o después.
    vigencia = tomar_vigencia(vigencia.pk)
    quedan = pendientes_de(vigencia, en_bogota(ahora))
    exigir(
        (
            *quedan.problemas,
            *reglas.problemas_de_planes(
                por_cerrar=len(quedan.por_cerrar),
                sin_aprobar=len(quedan.sin_aprobar),
                cerrar_planes=cerrar_planes,
                desistir_planes=desistir_planes,
            ),
        )
    )
    for plan in quedan.por_cerrar:
        salidas.cerrar(plan=plan, por=por, ahora=ahora, con_su_vigencia=True)
    motivo = f"La vigencia {vigencia} se cerró sin que se aprobara."
    for plan in quedan.sin_aprobar:
        salidas.desistir(plan=plan, motivo=motivo, version=plan.version, por=por, ahora=ahora)
    return cerrar_vigencia(vigencia=vigencia, por=por, ahora=ahora)
