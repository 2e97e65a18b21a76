"""Lo que se debe en un corte abierto: reportar o corregir, avalar y revisar."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from seguimiento.models import Ampliacion, Avance, Corte

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
        .exclude(estado=Avance.Estado.ACEPTADO)
        .select_related("actividad__plan", "actividad__dependencia")
        .order_by("actividad__plan", "actividad__orden", "pk")
    )
    for avance in avances:
        avance.corte = corte
        for obligacion in _de_avance(avance, corte, responsables, ampliaciones, locales, hoy):
            if persona is None or obligacion.persona == persona:
                yield obligacion


class _Responsables:
    """A quién le toca cada deber, con dos consultas para todos los avances."""

    def __init__(self, hoy: date):
        vigentes = Asignacion.objects.vigentes(hoy)
        self.enlaces = self._por_dependencia(vigentes.filter(rol="enlace"))
        self.jefes = self._por_dependencia(vigentes.con_permiso(Permiso.AVANCE_AVALAR))
        self.revisores = sorted(set(vigentes.con_permiso(Permiso.AVANCE_REVISAR).values_list("persona", flat=True)))
        self.activos = set(vigentes.values_list("persona", flat=True))

    @staticmethod
    def _por_dependencia(asignaciones) -> dict[int, list[int]]:
        por_dependencia = defaultdict(list)
        for dependencia, persona in asignaciones.order_by("persona").values_list("dependencia", "persona").distinct():
            por_dependencia[dependencia].append(persona)
        return por_dependencia

    def de_reportar(self, actividad) -> list[int | None]:
        """El enlace asignado; si no hay (o ya no está), los de la dependencia; si no, el jefe; si no, nadie."""
        if actividad.enlace_id in self.activos:
            return [actividad.enlace_id]
        return self.enlaces[actividad.dependencia_id] or self.jefes[actividad.dependencia_id] or [None]


def _de_avance(avance, corte, responsables, ampliaciones, locales, hoy) -> Iterator[Obligacion]:
    actividad = avance.actividad
    comun = {
        "asunto": f"{actividad.numero}. {actividad.nombre}"[:150],
        "detalle": actividad.plan.nombre,
        "dependencia": actividad.dependencia_id,
        "dias_aviso": tuple(corte.vigencia.dias_aviso),
    }
    if avance.es_editable:
        if not avance.esperado and avance.estado == Avance.Estado.PENDIENTE:
            return
        devuelto = avance.estado == Avance.Estado.DEVUELTO
        sigue = devuelto and avance.reportado_por_id in responsables.activos
        personas = [avance.reportado_por_id] if sigue else responsables.de_reportar(actividad)
        for persona in personas:
            yield Obligacion(
                vence=avance.vence(ampliaciones.get(actividad.dependencia_id)),
                verbo="Corregir" if devuelto else "Reportar",
                clave=f"avance:{avance.pk}:{'corregir' if devuelto else 'reportar'}",
                url=reverse("seguimiento:avance_editar", args=[avance.pk]),
                persona=persona,
                **comun,
            )
        return
    por_avalar = avance.estado == Avance.Estado.ENVIADO and not avance.sin_aval
    limite = (
        sumar_habiles(en_bogota(avance.reportado_en), corte.vigencia.dias_sin_aval, locales) if por_avalar else None
    )
    if por_avalar:
        for persona in [j for j in responsables.jefes[actividad.dependencia_id] if j != avance.reportado_por_id] or [
            None
        ]:
            yield Obligacion(
                vence=limite,
                verbo="Avalar",
                clave=f"avance:{avance.pk}:avalar",
                url=reverse("seguimiento:avance_revisar", args=[avance.pk]),
                persona=persona,
                **comun,
            )
    # Vencido el plazo del aval, Planeación ya puede aceptar sin él: alguien tiene que saberlo.
    if not por_avalar or hoy >= limite:
        ajenos = {avance.reportado_por_id, avance.avalado_por_id}
        for persona in [r for r in responsables.revisores if r not in ajenos] or [None]:
            yield Obligacion(
                vence=sumar_habiles(corte.cierra, DIAS_PARA_REVISAR, locales),
                verbo="Revisar",
                clave=f"avance:{avance.pk}:revisar",
                url=reverse("seguimiento:avance_revisar", args=[avance.pk]),
                persona=persona,
                **comun,
            )
