"""Lee los hitos del año que cada quien ve.

El inicio lee lo justo; la página del ciclo, además, lo que falta y de quién.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from furag.models import Medicion
from mipg.consultas import armada_una_vez
from mipg.portal.ciclo import hitos as de
from mipg.portal.ciclo.hitos import PLANEACION, GrupoDePlanes
from mipg.portal.ciclo.lector import Lector
from mipg.portal.ciclo.momentos import Clase, Falta, Hito
from mipg.texto import clave_de_orden
from mipg.usuarios.models import Dependencia
from mipg.usuarios.roles import Permiso
from planes.models import Plan, Sesion, Vencimiento
from planes.obligaciones import por_crear
from planes.obligaciones.papeles import Papeles
from planes.querysets import PUBLICOS
from politicas.models import Estrategia, Vigencia
from seguimiento import medidas
from seguimiento.medidas import Renglon
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.obligaciones import Responsables, con_vencimiento, por_reportar
from seguimiento.reglas import hechos

# Las de un año entero del Comité, con holgura: un dibujo no lleva más.
SESIONES = 24
INFORMES = 24
# De los informes de ley de toda la entidad se dice de quién es lo que vence en estos días calendario.
PRONTO = timedelta(days=15)
LOS_DE_PLANES = (
    (Plan.Clase.INSTITUCIONAL, "Planes institucionales (Decreto 612 de 2018)", "D. 612"),
    (Plan.Clase.ACCION_POLITICA, "Planes de acción de las políticas", "Políticas"),
)
# La estrategia que dice lo mismo que el plazo de cada clase.
_SU_ESTRATEGIA = dict(zip((clase for clase, *_ in LOS_DE_PLANES), de.YA_SE_DICEN, strict=True))


@dataclass(frozen=True)
class Detalle:
    """Lo que sólo la página del ciclo lee.

    `por_crear`: cuántos planes de cada clase no existen; `del_corte`: lo que falta en el que se captura; `cifras`: la
    de la entidad en cada corte cerrado; `informes`: los de ley; `mediciones`: las que se capturan en el año;
    `renglones`: lo que se mide de cada estrategia, por su número.
    """

    por_crear: Mapping[str, int] = field(default_factory=dict)
    del_corte: tuple[Falta, ...] = ()
    cifras: Mapping[int, Cifra] = field(default_factory=dict)
    informes: Sequence[Hito] = ()
    mediciones: Sequence[Medicion] = ()
    sesiones: Sequence[Sesion] = ()
    renglones: Mapping[str, Renglon] = field(default_factory=dict)


def leer(
    lector: Lector,
    vigencia: Vigencia,
    *,
    anios: Collection[int],
    cortes: Iterable[Corte],
    grupos: Sequence[GrupoDePlanes],
    hoy: date,
    asuetos: Collection[date],
    detalle: Detalle | None = None,
) -> Iterator[Hito]:
    """Los hitos de la vigencia para quien lee. `anios`: los que ya se abrieron; `cortes`: los de todas."""
    completa, detalle = detalle is not None, detalle or Detalle()
    lista = f"{reverse('planes:plan_lista')}?vigencia={vigencia.pk}"
    limites = (vigencia.fecha_limite_institucionales, vigencia.fecha_limite_politicas)
    ya_dichas = set()
    for (clase, titulo, rotulo), limite in zip(LOS_DE_PLANES, limites, strict=True):
        hito = de.de_planes(
            [g for g in grupos if g.clase == clase],
            lector,
            titulo=titulo,
            desde=de.desde_que_se_abrio(vigencia, limite),
            limite=limite,
            url=f"{lista}&clase={clase}",
            rotulo=rotulo,
            por_crear=detalle.por_crear.get(clase, 0),
            cerrada=vigencia.cerrada_en is not None,
        )
        if hito is not None:
            ya_dichas.add(_SU_ESTRATEGIA[clase])
            yield hito
    for corte in cortes:
        viene_de_antes = _viene_de_antes(corte, vigencia)
        if corte.vigencia_id == vigencia.pk or viene_de_antes:
            faltan = detalle.del_corte if corte.esta_abierto else ()
            hito = de.de_corte(corte, lector, hoy=hoy, asuetos=asuetos, faltan=faltan)
            if viene_de_antes:
                hito = replace(hito, rotulo=f"{hito.rotulo} {corte.vigencia.anio}")
            yield de.con_cifra(hito, detalle.cifras.get(corte.pk))
    yield from detalle.informes
    yield from map(de.de_medicion, detalle.mediciones)
    if lector.ve_entera(Clase.PLAZO):
        yield de.de_vigencia(vigencia.anio + 1, lector, abierta=vigencia.anio + 1 in anios, hoy=hoy)
    yield from (de.de_sesion(sesion, lector, hoy=hoy, asuetos=asuetos) for sesion in detalle.sesiones)
    for hito in de_estrategias(vigencia.anio, lector, con_responsables=completa, renglones=detalle.renglones):
        yield replace(hito, repetido=hito.rotulo in ya_dichas)


def documentados() -> set[int]:
    """Los años que tienen estrategias."""
    return set(Estrategia.objects.anios())


def _viene_de_antes(corte: Corte, vigencia: Vigencia) -> bool:
    """Lo que falta de un año anterior se captura y se cierra entrado el siguiente."""
    de_antes = corte.vigencia.esta_abierta and corte.vigencia.anio < vigencia.anio
    return de_antes and not corte.esta_cerrado


def de_estrategias(
    anio: int, lector: Lector, *, con_responsables: bool, renglones: Mapping[str, Renglon] | None = None
) -> list[Hito]:
    """Las del año: todas o, si no las ve todas, las que alguna de sus dependencias responde."""
    de_quien = None if lector.ve_entera(Clase.ESTRATEGIA) else tuple(sorted(lector.dependencias))
    leidas = _estrategias(anio, de_quien)
    if con_responsables:
        prefetch_related_objects(leidas, "responsables")
    return [
        de.de_estrategia(
            una, lector, _responden(una) if con_responsables else (), (renglones or {}).get(str(una.numero))
        )
        for una in leidas
    ]


def _responden(estrategia: Estrategia) -> tuple[str, ...]:
    if estrategia.toda_la_entidad:
        return (estrategia.de_toda_la_entidad,)
    return tuple(sorted((str(una) for una in estrategia.responsables.all()), key=clave_de_orden))


@armada_una_vez
def _estrategias(anio: int, dependencias: tuple[int, ...] | None) -> QuerySet[Estrategia]:
    del_anio = Estrategia.objects.filter(anio=anio).select_related("responde").order_by("numero")
    if dependencias is None:
        return del_anio
    suyas = Estrategia.responsables.through.objects.filter(dependencia__in=dependencias).values("estrategia")
    return del_anio.filter(Q(toda_la_entidad=True) | Q(responde__in=dependencias) | Q(pk__in=suyas))


def grupos_de_planes(vigencia: Vigencia) -> list[GrupoDePlanes]:
    """Los planes de la vigencia de los que nadie desistió, contados por clase, dependencia y estado."""
    filas = (
        Plan.objects.de_vigencia(vigencia)
        .en_pie()
        .order_by("clase", "dependencia__nombre", "dependencia", "estado")
        .values_list("clase", "dependencia", "dependencia__nombre", "estado")
        .annotate(
            n=Count("pk"),
            publicos=Count("pk", filter=PUBLICOS),
            retirados=Count("pk", filter=Q(retirado_en__isnull=False)),
        )
    )
    return [GrupoDePlanes(*fila) for fila in filas]


def detallar(lector: Lector, vigencia: Vigencia, corte: Corte | None, *, hoy: date) -> Detalle:
    """Lo que la página del ciclo lee además, en un número fijo de consultas. `corte`: el que se captura."""
    return Detalle(
        por_crear=_por_crear(vigencia, hoy) if lector.ve_entera(Clase.PLAZO) and vigencia.esta_abierta else {},
        del_corte=tuple(_del_corte(lector, corte, hoy)) if corte is not None else (),
        cifras=_cifras(vigencia) if lector.puede(Permiso.TABLERO_VER) else {},
        informes=_informes(lector, vigencia, hoy),
        mediciones=list(Medicion.objects.filter(anio_captura=vigencia.anio, cierra__isnull=False)),
        sesiones=_sesiones(vigencia.anio) if lector.ve_entera(Clase.SESION) else (),
        renglones=_renglones(lector, vigencia, hoy),
    )


def _renglones(lector: Lector, vigencia: Vigencia, hoy: date) -> Mapping[str, Renglon]:
    """Lo que el sistema mide de cada estrategia, al lado de lo aceptado; nada, si el plan no lo puede ver quien lee."""
    planes = Plan.objects.visibles_para(lector.perfil) if lector.perfil else Plan.objects.none()
    plan = planes.en_pie().filter(vigencia=vigencia, clase=Plan.Clase.IMPLEMENTACION).select_related("vigencia").first()
    if plan is None:
        return {}
    # Cerrado el último corte, el año queda como se midió en él.
    ultimo = Corte.objects.filter(vigencia=vigencia, trimestre=4, estado=Corte.Estado.CERRADO).first()
    leidos = medidas.renglones(plan, ultimo, hoy)
    prefetch_related_objects([renglon.actividad for renglon in leidos], "dependencia")
    return {renglon.actividad.estrategia: renglon for renglon in leidos}


def _por_crear(vigencia: Vigencia, hoy: date) -> Mapping[str, int]:
    """Los que faltan son los que se deben crear: se cuentan los mismos deberes."""
    claves = [deber.clave for deber in por_crear(Papeles(hoy, de_todos=True))]
    return {
        clase: sum(una.startswith(f"vigencia:{vigencia.pk}:crear:{de_que}:") for una in claves)
        for clase, de_que in ((Plan.Clase.INSTITUCIONAL, "tipo"), (Plan.Clase.ACCION_POLITICA, "politica"))
    }


def _del_corte(lector: Lector, corte: Corte, hoy: date) -> Iterator[Falta]:
    """Los reportes por enviar y por avalar de cada dependencia, y los que Planeación tiene por aceptar."""
    avances, entera = Avance.objects.del_corte(corte), lector.ve_entera(Clase.CAPTURA)
    if not entera:
        avances = avances.filter(actividad__dependencia__in=lector.dependencias)
    debidos = con_vencimiento(avances.debidos(), corte).order_by()
    por_enviar = list(debidos.values_list("actividad__dependencia", "vence_el").annotate(n=Count("pk")))
    en_revision = [g for g in avances.agrupados("actividad__dependencia") if hechos.EN_REVISION(g)]
    le_tocan = _en_que_le_toca_reportar(lector, corte, hoy)
    nombres = _nombres({d for d, *_ in por_enviar} | {g.de[0] for g in en_revision})
    lista = f"{reverse('seguimiento:avance_lista')}?corte={corte.pk}"
    for dependencia, vence, n in por_enviar:
        url = f"{lista}&dependencia={dependencia}&estado=DEBIDOS"
        yield Falta(nombres[dependencia], n, "por reportar", url, dependencia in le_tocan, vence)
    por_avalar: Counter[int] = Counter()
    por_aceptar = 0
    for grupo in en_revision:
        if hechos.ESPERA_AVAL(grupo):
            por_avalar[grupo.de[0]] += grupo.n
        else:
            por_aceptar += grupo.n
    for dependencia, n in por_avalar.items():
        url = f"{lista}&dependencia={dependencia}&estado=ESPERAN_AVAL"
        suya = lector.puede(Permiso.AVANCE_AVALAR) and dependencia in lector.dependencias
        yield Falta(nombres[dependencia], n, "por avalar", url, suya)
    if por_aceptar and entera:
        yield Falta(
            PLANEACION, por_aceptar, "por aceptar", f"{lista}&estado=POR_ACEPTAR", lector.puede(Permiso.AVANCE_REVISAR)
        )


def _en_que_le_toca_reportar(lector: Lector, corte: Corte, hoy: date) -> set[int]:
    """Las dependencias de los reportes que quien lee debe, según «Mis pendientes»: los del enlace no son del jefe."""
    if not lector.reporta:
        return set()
    suyos = por_reportar(corte, Responsables(hoy), lector.perfil.persona).order_by()
    return set(suyos.values_list("actividad__dependencia", flat=True).distinct())


def _nombres(claves: Collection[int]) -> Mapping[int, str]:
    return dict(Dependencia.objects.filter(pk__in=claves).order_by().values_list("pk", "nombre"))


def _informes(lector: Lector, vigencia: Vigencia, hoy: date) -> list[Hito]:
    """Los informes de ley del año: los de toda la entidad, juntos; los de quien lee, uno por uno."""
    del_anio = Vencimiento.objects.filter(informe__vigencia=vigencia).exclude(estado=Vencimiento.Estado.ANULADO)
    if not lector.ve_entera(Clase.INFORME):
        control = lector.puede(Permiso.LEY_DE_CONTROL)
        suyos = Q(informe__de_control=True) if control else Q(dependencia__in=lector.dependencias)
        leidos = del_anio.filter(suyos).con_informe().order_by("vence", "pk")[:INFORMES]
        return [de.de_informe(uno, lector) for uno in leidos]
    cuentas = del_anio.order_by().aggregate(total=Count("pk"), presentados=Count("pk", filter=Q(estado="PRESENTADO")))
    if not cuentas["total"]:
        return []
    pronto = del_anio.pendientes().filter(vence__lte=hoy + PRONTO).order_by("dependencia__nombre", "dependencia")
    filas = (
        pronto.annotate(paso=Q(vence__lt=hoy))
        .values_list("dependencia__nombre", "dependencia", "paso")
        .annotate(n=Count("pk"), vence=Min("vence"))
    )
    return [de.de_informes(vigencia, **cuentas, pronto=filas)]


def _cifras(vigencia: Vigencia) -> Mapping[int, Cifra]:
    cifras = Cifra.objects.filter(corte__vigencia=vigencia, corte__estado=Corte.Estado.CERRADO)
    return {c.corte_id: c for c in cifras.filter(ambito=Cifra.Ambito.ENTIDAD).only("corte", "cumplimiento")}


def _sesiones(anio: int) -> list[Sesion]:
    vivas = Sesion.objects.filter(fecha__year=anio).exclude(estado=Sesion.Estado.CANCELADA)
    ultimas = vivas.select_related("instancia").defer("foto").order_by("-fecha", "-pk")[:SESIONES]
    return list(reversed(ultimas))
