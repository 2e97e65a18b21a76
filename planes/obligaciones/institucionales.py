"""Lo que se debe de los planes institucionales: decir que se publicó su documento, y hacer sus seguimientos propios."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Dependencia
from planes.models import Plan, PublicacionDePlan, SeguimientoDePlan
from planes.obligaciones.papeles import Papeles, que_dirigen
from planes.reglas import RIGEN
from politicas.models import Vigencia

REGISTRAR, SEGUIR = "Registrar el documento publicado", "Hacer el seguimiento"


def de_publicaciones(papeles: Papeles) -> Iterator[Obligacion]:
    """De Planeación, que publica: de cada plan institucional aprobado, antes del límite de la vigencia."""
    if not (papeles.deciden or papeles.de_todos):
        return
    hay = PublicacionDePlan.objects.vigentes().filter(plan=OuterRef("pk"))
    planes = (
        Plan.objects.filter(clase=Plan.Clase.INSTITUCIONAL, estado__in=RIGEN, retirado_en=None)
        .filter(~Exists(hay), vigencia__in=Vigencia.objects.abiertas())
        .select_related("vigencia")
        .only(
            "nombre", "dependencia", "vigencia__anio", "vigencia__dias_aviso", "vigencia__fecha_limite_institucionales"
        )
    )
    for plan in planes.order_by("tipo__numero", "pk"):
        for persona in papeles.deciden or [None]:
            yield Obligacion(
                vence=plan.vigencia.fecha_limite_institucionales,
                verbo=REGISTRAR,
                asunto=plan.nombre[:150],
                detalle=f"Vigencia {plan.vigencia}",
                clave=f"plan:{plan.pk}:documento",
                url=reverse("planes:publicacion_crear", args=[plan.pk]),
                persona=persona,
                dependencia=plan.dependencia_id,
                dias_aviso=tuple(plan.vigencia.dias_aviso),
            )


def de_seguimientos(papeles: Papeles) -> Iterator[Obligacion]:
    """Del jefe de la dependencia que hoy responde por el plan; si no lo hay, de Planeación. Cerrado el año se deben
    igual: el del último periodo se hace al empezar el siguiente.
    """
    if not (papeles.jefes or papeles.deciden or papeles.de_todos):
        return
    pendientes = SeguimientoDePlan.objects.pendientes().select_related("plan__vigencia").order_by("fecha", "pk")
    if not (papeles.de_todos or papeles.deciden):
        suyas = [d for d in papeles.jefes if d]
        pendientes = pendientes.filter(Q(plan__dependencia__in=suyas) | Q(plan__dependencia__heredera__in=suyas))
    pendientes = list(pendientes)
    if not pendientes:
        return
    responden = Dependencia.objects.de_hoy(papeles.hoy)
    con_jefe = set(que_dirigen(papeles.hoy).values_list("dependencia", flat=True))
    for uno in pendientes:
        responde = responden.get(uno.plan.dependencia_id)
        tiene_jefe = responde in con_jefe
        for persona in papeles.jefes.get(responde, []) if tiene_jefe else papeles.deciden or [None]:
            yield Obligacion(
                vence=uno.fecha,
                verbo=SEGUIR,
                asunto=f"{uno.nombre} · {uno.plan.nombre}"[:150],
                detalle=f"Vigencia {uno.plan.vigencia}",
                clave=f"seguimiento:{uno.pk}:cumplir",
                url=reverse("planes:seguimiento_cumplir", args=[uno.pk]),
                persona=persona,
                dependencia=responde or uno.plan.dependencia_id,
                dias_aviso=tuple(uno.plan.vigencia.dias_aviso),
            )
