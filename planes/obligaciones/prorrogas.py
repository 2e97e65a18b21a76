"""Lo que se debe de las prórrogas: decidir las pedidas."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from mipg.fechas import en_bogota
from mipg.obligaciones import Obligacion
from planes.models import Prorroga
from planes.obligaciones.papeles import Papeles

PLAZO = timedelta(days=10)


def de_prorrogas(papeles: Papeles) -> Iterator[Obligacion]:
    """Decide Planeación, no quien la pidió si hay otra persona: en diez días, o antes de que venza lo que se pide."""
    if not (papeles.de_todos or papeles.deciden):
        return
    pedidas = list(
        Prorroga.objects.por_decidir().select_related("actividad__plan__vigencia").order_by("pedida_en", "pk")
    )
    propias = {p.pk: p.pedida_por_id for p in pedidas if p.pedida_por_id in papeles.deciden}
    pueden = papeles.aprueban(propias, ())
    for prorroga in pedidas:
        if pueden.get(prorroga.pk) == []:
            continue
        actividad, limite = prorroga.actividad, en_bogota(prorroga.pedida_en) + PLAZO
        for responsable in pueden.get(prorroga.pk, papeles.deciden) or [None]:
            yield Obligacion(
                vence=min(limite, prorroga.fecha_original) if prorroga.a_tiempo else limite,
                verbo="Decidir",
                asunto=f"Prórroga · {actividad.numero}. {actividad.nombre}"[:150],
                detalle=actividad.plan.nombre,
                clave=f"prorroga:{prorroga.pk}:decidir",
                url=reverse("planes:prorroga_decidir", args=[prorroga.pk]),
                persona=responsable,
                dependencia=actividad.dependencia_id,
                dias_aviso=tuple(actividad.plan.vigencia.dias_aviso),
            )
