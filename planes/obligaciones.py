"""Lo que se debe en la formulación: formular o corregir, decidir y publicar."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from politicas.models import Vigencia

VERBOS = {
    Plan.Estado.BORRADOR: "Formular",
    Plan.Estado.DEVUELTO: "Corregir",
    Plan.Estado.EN_REVISION: "Decidir",
    Plan.Estado.APROBADO: "Publicar",
}


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Obligaciones de los planes de las vigencias abiertas; con `persona`, sólo las suyas."""
    vigentes = Asignacion.objects.vigentes(hoy)
    jefes = defaultdict(list)
    for dependencia, jefe in (
        vigentes.con_permiso(Permiso.PLAN_FORMULAR)
        .exclude(rol="planeacion")
        .order_by("persona")
        .values_list("dependencia", "persona")
        .distinct()
    ):
        jefes[dependencia].append(jefe)
    deciden = sorted(set(vigentes.con_permiso(Permiso.PLAN_DECIDIR).values_list("persona", flat=True)))
    planes = (
        Plan.objects.filter(vigencia__in=Vigencia.objects.abiertas(), estado__in=VERBOS)
        .select_related("vigencia")
        .order_by("fecha_limite", "pk")
    )
    for plan in planes:
        formula = plan.estado in (Plan.Estado.BORRADOR, Plan.Estado.DEVUELTO)
        for responsable in (jefes[plan.dependencia_id] if formula else deciden) or [None]:
            if persona is None or responsable == persona:
                yield Obligacion(
                    vence=plan.fecha_limite or hoy,
                    verbo=VERBOS[plan.estado],
                    asunto=plan.nombre[:150],
                    detalle=f"Vigencia {plan.vigencia}",
                    clave=f"plan:{plan.pk}:{VERBOS[plan.estado].lower()}",
                    url=reverse("planes:plan_detalle", args=[plan.pk]),
                    persona=responsable,
                    dependencia=plan.dependencia_id,
                    dias_aviso=tuple(plan.vigencia.dias_aviso),
                )
