"""Lo que se debe en un corte abierto: reportar o corregir, avalar y revisar."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import reduce
from itertools import islice
from operator import attrgetter, or_

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from mipg.avisos.acciones import asuetos
from mipg.consultas import armada_una_vez
from mipg.etiquetas import direccion
from mipg.fechas import BOGOTA, en_bogota, fin_del_dia, sumar_habiles
from mipg.obligaciones import Cola, Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.querysets import vinculada
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from planes.models import Actividad
from seguimiento.models import Ampliacion, Avance, Corte
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import hechos
from seguimiento.reglas.avances import sin_enlace

# Días hábiles que Planeación se da, cerrada la captura, para decidir lo que le llegó.
DIAS_PARA_REVISAR = 5
REPORTES_POR_LOTE = 200
_EN_ORDEN = ("actividad__plan", "actividad__orden", "pk")
_PAGINAS = {
    "Reportar": "avance_editar",
    "Corregir": "avance_editar",
    "Avalar": "avance_revisar",
    "Revisar": "avance_revisar",
}


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Obligaciones del corte abierto a la fecha; con `persona`, sólo las suyas, filtradas en la base."""
    if persona is None:
        yield from de_personas(hoy)
        return
    for cola in colas(hoy, persona):
        yield from cola.traer(slice(None))


def de_personas(hoy: date, personas: AbstractSet[int] | None = None) -> Iterator[Obligacion]:
    """Las de todos o, con `personas`, las de los reportes en que les puede tocar algo, leídas a medida que se piden."""
    corte = _que_se_captura(hoy)
    if corte is None:
        return
    responsables = Responsables(hoy)
    ampliaciones = _ampliaciones(corte)
    locales = asuetos()
    avances = (
        Avance.objects.del_corte(corte)
        .filter((hechos.DEBIDO | hechos.EN_REVISION).q)
        .filter(responsables.q_de_todas(personas) if personas is not None else Q())
        .select_related("actividad__plan", "actividad__enlace")
        .order_by(*_EN_ORDEN)
        .iterator(chunk_size=REPORTES_POR_LOTE)
    )
    while lote := list(islice(avances, REPORTES_POR_LOTE)):
        autores: dict[int, set[int]] = defaultdict(set)
        for avance, autor in Avance.autores.through.objects.filter(avance__in=lote).values_list("avance", "usuario"):
            autores[avance].add(autor)
        for avance in lote:
            avance.corte = corte
            yield from _de_avance(avance, corte, responsables, ampliaciones, locales, hoy, autores[avance.pk])


def por_reportar(corte: Corte, responsables: "Responsables", persona: int) -> AvanceQuerySet:
    """Los reportes del corte que la persona debe enviar o corregir, con el día en que vence cada uno (`vence_el`)."""
    # Por las actividades de sus dependencias, y no por todos los reportes del corte, que son de toda la entidad.
    suyas = Actividad.objects.filter(dependencia__in=responsables.donde_reporta(persona)).order_by().values("pk")
    debidos = Avance.objects.del_corte(corte).filter(actividad__in=suyas).debidos()
    return con_vencimiento(debidos.filter(responsables.q_de_debe(persona)), corte)


def con_vencimiento(avances: AvanceQuerySet, corte: Corte) -> AvanceQuerySet:
    """Los reportes del corte con el día en que vence enviar cada uno (`vence_el`)."""
    # En la base, lo de `Avance.vence`.
    de_las_ampliadas = [
        When(actividad__dependencia=dependencia, then=_el_mayor(cierra))
        for dependencia, cierra in _ampliaciones(corte).items()
        if cierra > corte.cierra
    ]
    general = _el_mayor(corte.cierra)
    return avances.annotate(vence_el=Case(*de_las_ampliadas, default=general) if de_las_ampliadas else general)


def _el_mayor(cierra: date) -> Case:
    """El plazo propio del reporte o, si no es posterior, el día en que cierra la captura."""
    return Case(When(plazo__gt=cierra, then=F("plazo")), default=Value(cierra), output_field=DateField())


def colas(hoy: date, persona: int) -> Iterator[Cola]:
    """Lo que la persona debe en el corte abierto, por verbo: lo mismo que `pendientes`, decidido en la base."""
    corte = _que_se_captura(hoy)
    if corte is None:
        return
    responsables = Responsables(hoy)
    debidos = por_reportar(corte, responsables, persona)
    por_verbo: dict[str, Counter[date]] = defaultdict(Counter)
    for estado, vence, cuantas in debidos.order_by().values_list("estado", "vence_el").annotate(n=Count("pk")):
        por_verbo[hechos.verbo_de(Avance(estado=estado))][vence] += cuantas
    for verbo, cuales in (("Corregir", hechos.DEVUELTO), ("Reportar", ~hechos.DEVUELTO)):
        if cuantas := por_verbo[verbo]:
            suyos = debidos.filter(cuales.q).order_by("vence_el", *_EN_ORDEN)
            yield _cola(verbo, cuantas, suyos, corte, persona, attrgetter("vence_el"))
    suyas, revisa = responsables.en_que(responsables.jefes, persona), persona in responsables.revisores
    if not (suyas or revisa):
        return
    locales = asuetos()

    def limite(dia: date) -> date:
        return sumar_habiles(dia, corte.vigencia.dias_sin_aval, locales)

    ajenos = (
        Avance.objects.del_corte(corte)
        .exclude(reportado_por=persona)
        .exclude(Exists(Avance.autores.through.objects.filter(avance=OuterRef("pk"), usuario=persona)))
    )
    if suyas:
        por_avalar = ajenos.que_esperan_aval_de(suyas).annotate(dia=TruncDate("reportado_en", tzinfo=BOGOTA))
        cuantas = Counter()
        for dia, n in por_avalar.order_by().values_list("dia").annotate(n=Count("pk")):
            cuantas[limite(dia)] += n
        yield _cola("Avalar", cuantas, por_avalar.order_by("dia", *_EN_ORDEN), corte, persona, lambda a: limite(a.dia))
    if revisa:
        decide, ultimo = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, locales), hoy
        while limite(ultimo) > hoy:
            ultimo -= timedelta(days=1)
        por_revisar = (
            ajenos.por_revisar()
            .exclude(avalado_por=persona)
            .filter(~hechos.ESPERA_AVAL.q | Q(reportado_en__lte=fin_del_dia(ultimo)))
        )
        cuantas = Counter({decide: n} if (n := por_revisar.count()) else {})
        yield _cola("Revisar", cuantas, por_revisar.order_by(*_EN_ORDEN), corte, persona, lambda _: decide)


def _cola(verbo, cuantas, avances: AvanceQuerySet, corte, persona, vence: Callable[[Avance], date]) -> Cola:
    return Cola(
        verbo,
        cuantas,
        lambda cual: [_deber(avance, corte, verbo, vence(avance), persona) for avance in avances.con_nombres()[cual]],
    )


def _que_se_captura(hoy: date) -> Corte | None:
    corte = Corte.objects.abierto()
    return corte if corte and hoy >= corte.abre else None


@armada_una_vez
def _ampliaciones_del(corte: int) -> QuerySet[Ampliacion]:
    return Ampliacion.objects.filter(corte=corte).order_by().only("dependencia", "cierra")


def _ampliaciones(corte: Corte) -> dict[int, date]:
    return {ampliacion.dependencia_id: ampliacion.cierra for ampliacion in _ampliaciones_del(corte.pk)}


@armada_una_vez
def _asignaciones(hoy: date) -> QuerySet[Asignacion]:
    vigentes = Asignacion.objects.vigentes(hoy).order_by("persona_id", "id")
    return vigentes.only("persona", "rol", "dependencia", "en_encargo_de")


class Responsables:
    """A quién le toca cada deber, con las asignaciones vigentes leídas una vez."""

    def __init__(self, hoy: date):
        self.hoy = hoy
        self.enlaces, self.jefes, self.reemplazos = defaultdict(list), defaultdict(list), defaultdict(list)
        self.reportan, revisores = set(), set()
        for asignacion in _asignaciones(hoy):
            persona, dependencia, titular = (
                asignacion.persona_id,
                asignacion.dependencia_id,
                asignacion.en_encargo_de_id,
            )
            permisos = PERMISOS[Rol(asignacion.rol)]
            if asignacion.rol == Rol.ENLACE:
                self.enlaces[dependencia].append(persona)
            if Permiso.AVANCE_AVALAR in permisos:
                self.jefes[dependencia].append(persona)
            if Permiso.AVANCE_REPORTAR in permisos:
                self.reportan.add((persona, dependencia))
                if titular:
                    # Se reemplaza a alguien en una dependencia: en las demás que tenga, el titular sigue.
                    self.reemplazos[titular, dependencia].append(persona)
            if Permiso.AVANCE_REVISAR in permisos:
                revisores.add(persona)
        self.revisores = sorted(revisores)

    @staticmethod
    def en_que(por_dependencia: Mapping[int, list[int]], persona: int) -> list[int]:
        """Dependencias en que la persona está."""
        return [dependencia for dependencia, personas in por_dependencia.items() if persona in personas]

    def donde_reporta(self, persona: int) -> list[int]:
        """Dependencias en que le puede tocar un reporte."""
        return [dependencia for quien, dependencia in self.reportan if quien == persona]

    def q_de_todas(self, personas: AbstractSet[int]) -> Q:
        """En la base, los reportes en que a alguna le puede tocar algo: los de sus dependencias y, si revisa, todos."""
        if not personas & set(self.revisores):
            donde = {d for quien, d in self.reportan if quien in personas}
            donde |= {d for d, jefes in self.jefes.items() if not personas.isdisjoint(jefes)}
            return Q(actividad__dependencia__in=donde) | Q(actividad__plan__dependencia__in=donde)
        return Q()

    def q_de_debe(self, persona: int) -> Q:
        """En la base, lo de `de_reportar` y, de lo devuelto, `de_corregir`: la persona está entre los que dicen.

        Entre reportes de las dependencias donde reporta.
        """
        en_cada_una = {
            dependencia: self._q_de_debe_en(dependencia, persona) for dependencia in self.donde_reporta(persona)
        }
        if len(en_cada_una) == 1:
            return next(iter(en_cada_una.values()))
        return reduce(or_, (Q(actividad__dependencia=d) & q for d, q in en_cada_una.items()), Q(pk__in=[]))

    def _q_de_debe_en(self, dependencia: int, persona: int) -> Q:
        enlaces, jefes = self.enlaces.get(dependencia, []), self.jefes.get(dependencia, [])
        # En la base, lo contrario de `sin_enlace`.
        con_enlace = vinculada(self.hoy, "actividad__enlace__")
        le_toca = Q(pk__in=[])
        if (persona, dependencia) not in self.reemplazos:
            le_toca = Q(actividad__enlace=persona)
        if persona in enlaces or (persona in jefes and not enlaces):
            le_toca |= ~con_enlace
        # Devuelto, lo corrige quien lo reportó si todavía le toca.
        lo_corrige_otro = Q(reportado_por__in=[j for j in jefes if j != persona])
        lo_corrige_otro |= ~con_enlace & Q(reportado_por__in=[e for e in enlaces if e != persona])
        for (titular, donde), personas in self.reemplazos.items():
            if donde == dependencia and persona in personas:
                del_titular = con_enlace & Q(actividad__enlace=titular)
                le_toca |= del_titular
                lo_corrige_otro |= del_titular & Q(reportado_por__in=[p for p in personas if p != persona])
        if persona in jefes:
            le_toca |= con_enlace & ~Q(actividad__enlace__in=self._atendidos(dependencia))
        lo_debe = le_toca & ~(hechos.DEVUELTO.q & lo_corrige_otro)
        return lo_debe | hechos.DEVUELTO.q & Q(reportado_por=persona) if persona in jefes else lo_debe

    def _atendidos(self, dependencia: int) -> list[int]:
        """Asignados por los que en la dependencia reportan ellos o quien los reemplaza."""
        return [quien for quien, donde in [*self.reportan, *self.reemplazos] if donde == dependencia]

    def de_reportar(self, actividad) -> list[int | None]:
        """Quien reemplaza al enlace asignado, o él; sin enlace, los de la dependencia; si no, el jefe; si no, nadie.

        El asignado que sigue en la entidad pero ya no reporta por la dependencia no puede hacerlo: le toca al jefe.
        """
        jefes = self.jefes[actividad.dependencia_id]
        if sin_enlace(actividad, self.hoy):
            return self.enlaces[actividad.dependencia_id] or jefes or [None]
        if reemplazos := self.reemplazos.get((actividad.enlace_id, actividad.dependencia_id)):
            return reemplazos
        reporta = (actividad.enlace_id, actividad.dependencia_id) in self.reportan
        return [actividad.enlace_id] if reporta else jefes or [None]

    def de_corregir(self, avance) -> list[int | None]:
        """Quien reportó, si todavía le toca; si no, a quien le tocaría reportar."""
        actividad = avance.actividad
        les_toca = [*self.de_reportar(actividad), *self.jefes[actividad.dependencia_id]]
        return [avance.reportado_por_id] if avance.reportado_por_id in les_toca else self.de_reportar(actividad)

    def de_avalar(self, avance, ajenos: set[int]) -> list[int | None]:
        """Jefes de la dependencia responsable o de la que coordina, que no hayan escrito en el reporte."""
        actividad = avance.actividad
        jefes = [*self.jefes[actividad.dependencia_id], *self.jefes[actividad.plan.dependencia_id]]
        return [jefe for jefe in dict.fromkeys(jefes) if jefe not in ajenos] or [None]

    def de_revisar(self, avance, ajenos: set[int]) -> list[int | None]:
        """Personas de Planeación que no escribieron ni avalaron el reporte."""
        return [r for r in self.revisores if r not in {*ajenos, avance.avalado_por_id}] or [None]


def _de_avance(avance, corte, responsables, ampliaciones, locales, hoy, autores) -> Iterator[Obligacion]:
    actividad = avance.actividad

    def deber(verbo: str, vence: date, personas: list[int | None]) -> Iterator[Obligacion]:
        for persona in dict.fromkeys(personas):
            yield _deber(avance, corte, verbo, vence, persona)

    if hechos.DEBIDO(avance):
        vence = avance.vence(ampliaciones.get(actividad.dependencia_id))
        devuelto = hechos.DEVUELTO(avance)
        quienes = responsables.de_corregir(avance) if devuelto else responsables.de_reportar(actividad)
        yield from deber(hechos.verbo_de(avance), vence, quienes)
        return
    ajenos = autores | {avance.reportado_por_id}
    limite = sumar_habiles(en_bogota(avance.reportado_en), corte.vigencia.dias_sin_aval, locales)
    if avance.espera_aval:
        yield from deber("Avalar", limite, responsables.de_avalar(avance, ajenos))
    # Vencido el plazo del aval, Planeación ya puede aceptar sin él: alguien tiene que saberlo.
    if not avance.espera_aval or hoy >= limite:
        decide = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, locales)
        yield from deber("Revisar", decide, responsables.de_revisar(avance, ajenos))


def _deber(avance: Avance, corte: Corte, verbo: str, vence: date, persona: int | None) -> Obligacion:
    actividad = avance.actividad
    return Obligacion(
        vence=vence,
        verbo=verbo,
        asunto=f"{actividad.numero}. {actividad.nombre}"[:150],
        detalle=actividad.plan.nombre,
        clave=f"avance:{avance.pk}:{verbo.lower()}",
        url=direccion(f"seguimiento:{_PAGINAS[verbo]}", avance.pk),
        persona=persona,
        dependencia=actividad.dependencia_id,
        dias_aviso=tuple(corte.vigencia.dias_aviso),
    )
