"""Lo que no es de nadie: nombrar a quien falta y decir quién sucede a la que se suprimió, de quienes administran."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from mipg.fechas import fin_de_trimestre
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion, Dependencia
from mipg.usuarios.roles import Permiso, Rol
from planes.models import Plan
from planes.reglas import EDITABLES
from politicas.models import ResponsabilidadPolitica, TipoPlan, Vigencia
from seguimiento.models import Avance, Corte

NOMBRAR, SUCEDER = "Nombrar", "Decir quién sucede"


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de quienes administran personas y dependencias; con `persona`, las suyas."""
    administran = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.PERSONAS_EDITAR)
    if persona is not None:
        administran = administran.filter(persona=persona)
    quienes = sorted(set(administran.order_by().values_list("persona", flat=True)))
    if not quienes and persona is not None:
        return
    limite = fin_de_trimestre(hoy.year, 4)
    for dependencia, verbo, url in _faltan(hoy):
        for quien in quienes or [None]:
            yield Obligacion(
                vence=limite,
                verbo=verbo,
                asunto=f"a {dependencia}" if verbo == SUCEDER else f"a quien responda por {dependencia}",
                clave=f"dependencia:{dependencia.pk}:{verbo.lower()}",
                url=url,
                persona=quien,
                dependencia=dependencia.pk,
                detalle=_POR_QUE[verbo],
                dias_aviso=(5, 1),
            )


_POR_QUE = {
    NOMBRAR: "Tiene un plan por formular o un reporte por enviar, y no hay jefe ni enlace vinculado que pueda",
    SUCEDER: "Ya no existe y según los documentos le toca un plan: nadie lo formula hasta que se diga",
}


def _faltan(hoy: date) -> Iterator[tuple[Dependencia, str, str]]:
    personas = reverse("usuarios:persona_lista")
    for dependencia in _sin_quien(hoy):
        yield dependencia, NOMBRAR, personas
    for dependencia in _sin_sucesora(hoy):
        yield dependencia, SUCEDER, reverse("seguimiento:dependencia_suprimir", args=[dependencia.pk])


def _sin_quien(hoy: date):
    """Las que formulan un plan y no tienen jefe, y las que deben un reporte que nadie suyo puede enviar."""
    jefes = Asignacion.objects.vigentes(hoy).filter(rol=Rol.JEFE, dependencia=OuterRef("pk"))
    abiertas = Vigencia.objects.abiertas().values("pk")
    formula = Plan.objects.filter(dependencia=OuterRef("pk"), estado__in=EDITABLES, vigencia__in=abiertas)
    abierto = Corte.objects.filter(estado=Corte.Estado.ABIERTO).values("pk")
    deben = Avance.objects.filter(corte__in=abierto).sin_quien_reporte(hoy).order_by().values("actividad__dependencia")
    return Dependencia.objects.filter(Exists(formula) & ~Exists(jefes) | Q(pk__in=deben))


def _sin_sucesora(hoy: date):
    """Las que ya no existen, nadie sucedió y el catálogo nombra."""
    le_toca = Exists(TipoPlan.objects.filter(dependencia=OuterRef("pk"))) | Exists(
        ResponsabilidadPolitica.objects.filter(dependencia=OuterRef("pk")).exclude(rol__in=("APOYO", "OPERATIVIZA"))
    )
    return Dependencia.objects.filter(le_toca, heredera=None, vigente_hasta__lt=hoy)
