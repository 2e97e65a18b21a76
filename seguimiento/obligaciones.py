"""Lo que se debe en un corte abierto: reportar o corregir, avalar y revisar."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from seguimiento.models import Ampliacion, Avance, Corte
from seguimiento.reglas import hechos
from seguimiento.reglas.avances import sin_enlace

# Días hábiles que Planeación se da, cerrada la captura, para decidir lo que le llegó.
DIAS_PARA_REVISAR = 5


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Obligaciones del corte abierto a la fecha; con `persona`, sólo las suyas."""
    corte = Corte.objects.abierto()
    if corte is None or hoy < corte.abre:
        return
    responsables = _Responsables(hoy)
    ampliaciones = dict(Ampliacion.objects.filter(corte=corte).values_list("dependencia", "cierra"))
    locales = asuetos()
    avances = (
        Avance.objects.del_corte(corte)
        .filter((hechos.DEBIDO | hechos.EN_REVISION).q)
        .select_related("actividad__plan", "actividad__enlace")
        .prefetch_related("autores")
        .order_by("actividad__plan", "actividad__orden", "pk")
    )
    if persona is not None:
        avances = avances.filter(responsables.alcance(persona))
    for avance in avances:
        avance.corte = corte
        for obligacion in _de_avance(avance, corte, responsables, ampliaciones, locales, hoy):
            if persona is None or obligacion.persona == persona:
                yield obligacion


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

    def alcance(self, persona: int) -> Q:
        """Filtro de los avances en que la persona puede deber algo, para no recorrer los de toda la entidad."""
        suyas = [
            dependencia
            for por_dependencia in (self.enlaces, self.jefes)
            for dependencia, personas in por_dependencia.items()
            if persona in personas
        ]
        titulares = [titular for (titular, _), personas in self.reemplazos.items() if persona in personas]
        filtro = (
            Q(actividad__dependencia__in=suyas)
            | Q(actividad__plan__dependencia__in=suyas)
            | Q(actividad__enlace__in=[persona, *titulares])
        )
        if persona in self.revisores:
            filtro |= hechos.EN_REVISION.q
        return filtro

    def de_reportar(self, actividad) -> list[int | None]:
        """Quien reemplaza al enlace asignado, o él; sin enlace, los de la dependencia; si no, el jefe; si no, nadie.

        El asignado que sigue en la entidad pero ya no reporta por la dependencia no puede hacerlo: le toca al jefe.
        """
        jefes = self.jefes[actividad.dependencia_id]
        if sin_enlace(actividad, self.hoy):
            return self.enlaces[actividad.dependencia_id] or jefes or [None]
        if reemplazos := self.reemplazos[actividad.enlace_id, actividad.dependencia_id]:
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


def _de_avance(avance, corte, responsables, ampliaciones, locales, hoy) -> Iterator[Obligacion]:
    actividad = avance.actividad

    def deber(verbo: str, vence: date, personas: list[int | None], pagina: str) -> Iterator[Obligacion]:
        for persona in dict.fromkeys(personas):
            yield Obligacion(
                vence=vence,
                verbo=verbo,
                asunto=f"{actividad.numero}. {actividad.nombre}"[:150],
                detalle=actividad.plan.nombre,
                clave=f"avance:{avance.pk}:{verbo.lower()}",
                url=reverse(f"seguimiento:{pagina}", args=[avance.pk]),
                persona=persona,
                dependencia=actividad.dependencia_id,
                dias_aviso=tuple(corte.vigencia.dias_aviso),
            )

    if hechos.DEBIDO(avance):
        vence = avance.vence(ampliaciones.get(actividad.dependencia_id))
        if hechos.DEVUELTO(avance):
            yield from deber("Corregir", vence, responsables.de_corregir(avance), "avance_editar")
        else:
            yield from deber("Reportar", vence, responsables.de_reportar(actividad), "avance_editar")
        return
    ajenos = {autor.pk for autor in avance.autores.all()} | {avance.reportado_por_id}
    limite = sumar_habiles(en_bogota(avance.reportado_en), corte.vigencia.dias_sin_aval, locales)
    if avance.espera_aval:
        yield from deber("Avalar", limite, responsables.de_avalar(avance, ajenos), "avance_revisar")
    # Vencido el plazo del aval, Planeación ya puede aceptar sin él: alguien tiene que saberlo.
    if not avance.espera_aval or hoy >= limite:
        decide = sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, locales)
        yield from deber("Revisar", decide, responsables.de_revisar(avance, ajenos), "avance_revisar")
