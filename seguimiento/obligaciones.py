"""Lo que se debe en un corte abierto: reportar o corregir, avalar y revisar."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import islice
from operator import attrgetter

from django.db.models import BooleanField, Case, Count, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import TruncDate

from mipg.avisos.acciones import asuetos
from mipg.etiquetas import direccion
from mipg.fechas import BOGOTA, en_bogota, fin_del_dia, sumar_habiles
from mipg.obligaciones import Cola, Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.querysets import vinculada
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
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
    responsables = _Responsables(hoy)
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


def por_reportar(corte: Corte, hoy: date, persona: int) -> AvanceQuerySet:
    """Los reportes del corte que la persona debe enviar o corregir, con el día en que vence cada uno (`vence_el`)."""
    return _por_reportar(corte, _Responsables(hoy), persona)


def colas(hoy: date, persona: int) -> Iterator[Cola]:
    """Lo que la persona debe en el corte abierto, por verbo: lo mismo que `pendientes`, decidido en la base."""
    corte = _que_se_captura(hoy)
    if corte is None:
        return
    responsables, locales = _Responsables(hoy), asuetos()

    def limite(dia: date) -> date:
        return sumar_habiles(dia, corte.vigencia.dias_sin_aval, locales)

    debidos = _por_reportar(corte, responsables, persona)
    por_verbo: dict[str, Counter[date]] = defaultdict(Counter)
    for estado, vence, cuantas in debidos.order_by().values_list("estado", "vence_el").annotate(n=Count("pk")):
        por_verbo[hechos.verbo_de(Avance(estado=estado))][vence] += cuantas
    for verbo, cuales in (("Corregir", hechos.DEVUELTO), ("Reportar", ~hechos.DEVUELTO)):
        cuantas, suyos = por_verbo[verbo], debidos.filter(cuales.q)
        yield _cola(verbo, cuantas, suyos.order_by("vence_el", *_EN_ORDEN), corte, persona, attrgetter("vence_el"))
    ajenos = (
        Avance.objects.del_corte(corte)
        .exclude(reportado_por=persona)
        .exclude(Exists(Avance.autores.through.objects.filter(avance=OuterRef("pk"), usuario=persona)))
    )
    if suyas := responsables.en_que(responsables.jefes, persona):
        por_avalar = ajenos.que_esperan_aval_de(suyas).annotate(dia=TruncDate("reportado_en", tzinfo=BOGOTA))
        cuantas = Counter()
        for dia, n in por_avalar.order_by().values_list("dia").annotate(n=Count("pk")):
            cuantas[limite(dia)] += n
        yield _cola("Avalar", cuantas, por_avalar.order_by("dia", *_EN_ORDEN), corte, persona, lambda a: limite(a.dia))
    if persona in responsables.revisores:
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
    avances = avances.con_nombres()
    return Cola(
        verbo,
        cuantas,
        lambda cual: [_deber(avance, corte, verbo, vence(avance), persona) for avance in avances[cual]],
    )


def _que_se_captura(hoy: date) -> Corte | None:
    corte = Corte.objects.abierto()
    return corte if corte and hoy >= corte.abre else None


def _ampliaciones(corte: Corte) -> dict[int, date]:
    return dict(Ampliacion.objects.filter(corte=corte).values_list("dependencia", "cierra"))


def _por_reportar(corte: Corte, responsables: "_Responsables", persona: int) -> AvanceQuerySet:
    """En la base, lo de `de_reportar`, `de_corregir` y `Avance.vence`."""
    general: Case | Value = Value(corte.cierra, output_field=DateField())
    if mayores := {d: cierra for d, cierra in _ampliaciones(corte).items() if cierra > corte.cierra}:
        general = Case(
            *(When(actividad__dependencia=d, then=Value(cierra)) for d, cierra in mayores.items()),
            default=general,
            output_field=DateField(),
        )
    return (
        Avance.objects.del_corte(corte)
        .debidos()
        .filter(actividad__dependencia__in=responsables.donde_reporta(persona))
        .alias(general=general)
        .annotate(vence_el=Case(When(plazo__gt=F("general"), then=F("plazo")), default=F("general")))
        .filter(
            # Lo devuelto es de quien lo reportó si todavía le toca; si no, como lo demás.
            Case(
                When(hechos.DEVUELTO.q & responsables.q_de_corregir(persona), then=Q(reportado_por=persona)),
                default=responsables.q_de_reportar(persona),
                output_field=BooleanField(),
            )
        )
    )


class _Responsables:
    """A quién le toca cada deber, con las asignaciones vigentes leídas una vez."""

    def __init__(self, hoy: date):
        self.hoy = hoy
        self.enlaces, self.jefes, self.reemplazos = defaultdict(list), defaultdict(list), defaultdict(list)
        self.reportan, revisores = set(), set()
        for asignacion in Asignacion.objects.vigentes(hoy).order_by("persona"):
            permisos = PERMISOS[Rol(asignacion.rol)]
            if asignacion.rol == Rol.ENLACE:
                self.enlaces[asignacion.dependencia_id].append(asignacion.persona_id)
            if Permiso.AVANCE_AVALAR in permisos:
                self.jefes[asignacion.dependencia_id].append(asignacion.persona_id)
            if Permiso.AVANCE_REPORTAR in permisos:
                self.reportan.add((asignacion.persona_id, asignacion.dependencia_id))
                if asignacion.en_encargo_de_id:
                    # Se reemplaza a alguien en una dependencia: en las demás que tenga, el titular sigue.
                    titular = (asignacion.en_encargo_de_id, asignacion.dependencia_id)
                    self.reemplazos[titular].append(asignacion.persona_id)
            if Permiso.AVANCE_REVISAR in permisos:
                revisores.add(asignacion.persona_id)
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

    def _con_enlace(self) -> Q:
        """En la base, lo contrario de `sin_enlace`."""
        return vinculada(self.hoy, "actividad__enlace__")

    def q_de_reportar(self, persona: int) -> Q:
        """`de_reportar` en la base: la persona está entre los que dice."""
        jefe_de = self.en_que(self.jefes, persona)
        de_todos = [*self.en_que(self.enlaces, persona), *(d for d in jefe_de if not self.enlaces.get(d))]
        asignados = Q(pk__in=[])
        for (titular, dependencia), personas in self.reemplazos.items():
            if persona in personas:
                asignados |= Q(actividad__enlace=titular, actividad__dependencia=dependencia)
        suyas = [d for d in self.donde_reporta(persona) if (persona, d) not in self.reemplazos]
        asignados |= Q(actividad__enlace=persona, actividad__dependencia__in=suyas)
        for dependencia in jefe_de:
            asignados |= Q(actividad__dependencia=dependencia) & ~Q(actividad__enlace__in=self._atendidos(dependencia))
        con_enlace = self._con_enlace()
        return ~con_enlace & Q(actividad__dependencia__in=de_todos) | con_enlace & asignados

    def _atendidos(self, dependencia: int) -> list[int]:
        """Asignados por los que en la dependencia reportan ellos o quien los reemplaza."""
        return [quien for quien, donde in [*self.reportan, *self.reemplazos] if donde == dependencia]

    def q_de_corregir(self, persona: int) -> Q:
        """En la base, donde la persona reporta: a quien reportó todavía le toca (`de_corregir`)."""
        le_toca = Q(pk__in=[])
        con_enlace = self._con_enlace()
        for dependencia in self.donde_reporta(persona):
            sin_reemplazo = [q for q, d in self.reportan if d == dependencia and (q, d) not in self.reemplazos]
            asignados = Q(actividad__enlace=F("reportado_por"), reportado_por__in=sin_reemplazo)
            for (titular, donde), personas in self.reemplazos.items():
                if donde == dependencia:
                    asignados |= Q(actividad__enlace=titular, reportado_por__in=personas)
            le_toca |= Q(actividad__dependencia=dependencia) & (
                Q(reportado_por__in=self.jefes.get(dependencia, []))
                | ~con_enlace & Q(reportado_por__in=self.enlaces.get(dependencia, []))
                | con_enlace & asignados
            )
        return le_toca

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
