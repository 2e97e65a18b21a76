"""Lo que no es de nadie: nombrar a quien falta y decir quién sucede a la que se suprimió, de quienes administran."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from mipg.fechas import fin_de_trimestre
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion, Dependencia
from mipg.usuarios.roles import RESGUARDOS, Permiso, Rol
from planes.models import Plan, Propuesta, Requerimiento, Vencimiento
from planes.reglas import EDITABLES, PROPUESTAS_EDITABLES
from politicas.models import ResponsabilidadPolitica, TipoPlan, Vigencia
from seguimiento.models import Avance, Corte
from seguimiento.querysets import AvanceQuerySet

NOMBRAR, SUCEDER = "Nombrar", "Decir quién sucede"


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de quienes administran personas y dependencias; con `persona`, las suyas."""
    administran = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.PERSONAS_EDITAR)
    if persona is not None:
        administran = administran.filter(persona=persona)
    quienes = sorted(set(administran.order_by().values_list("persona", flat=True)))
    if not quienes and persona is not None:
        return
    for falta in _faltan(hoy):
        for quien in quienes or [None]:
            yield replace(falta, persona=quien)
    if _falta_control(hoy):
        piden = administran.filter(rol__in=RESGUARDOS[Rol.CONTROL_INTERNO].piden).order_by()
        de_ellos = sorted(set(piden.values_list("persona", flat=True)))
        for quien in de_ellos or ([None] if persona is None else []):
            yield replace(_nombrar_en_control(hoy), persona=quien)


def _faltan(hoy: date) -> Iterator[Obligacion]:
    limite, personas = fin_de_trimestre(hoy.year, 4), reverse("usuarios:persona_lista")
    deber = partial(Obligacion, vence=limite, dias_aviso=(5, 1))
    if _falta_planeacion(hoy):
        yield deber(
            verbo=NOMBRAR,
            asunto="a otra persona de Planeación",
            clave="planeacion:nombrar",
            url=personas,
            detalle="Hay planes o reportes que ninguna de las que hoy están puede decidir",
        )
    for dependencia in _sin_quien(hoy):
        yield deber(
            verbo=NOMBRAR,
            asunto=f"a quien responda por {dependencia}",
            clave=f"dependencia:{dependencia.pk}:nombrar",
            url=personas,
            dependencia=dependencia.pk,
            detalle="Tiene un plan o una modificación por formular, o un reporte por enviar o avalar, y nadie puede",
        )
    for dependencia in _sin_sucesora(hoy):
        yield deber(
            verbo=SUCEDER,
            asunto=f"a {dependencia}",
            clave=f"dependencia:{dependencia.pk}:suceder",
            url=reverse("seguimiento:dependencia_suprimir", args=[dependencia.pk]),
            dependencia=dependencia.pk,
            detalle="Ya no existe y según los documentos le toca un plan: nadie lo formula hasta que se diga",
        )


def _falta_planeacion(hoy: date) -> bool:
    """Nadie de Planeación está, o lo enviado en el corte abierto lo reportó, escribió o avaló cada una."""
    deciden = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.PLAN_DECIDIR)
    return not deciden.exists() or _del_abierto().sin_quien_acepte(hoy).exists()


def _nombrar_en_control(hoy: date) -> Obligacion:
    return Obligacion(
        vence=fin_de_trimestre(hoy.year, 4),
        verbo=NOMBRAR,
        asunto="a alguien de Control Interno",
        clave="control:nombrar",
        url=reverse("usuarios:persona_lista"),
        detalle="Debe un informe o una respuesta; si allí no queda quien lo confirme, se cita el acto en el servidor",
        dias_aviso=(5, 1),
    )


def _falta_control(hoy: date) -> bool:
    """Control Interno debe un informe o una respuesta y no está nadie: sólo él los lleva."""
    if Asignacion.objects.vigentes(hoy).con_permiso(Permiso.LEY_DE_CONTROL).exists():
        return False
    informes = Vencimiento.objects.pendientes().filter(informe__de_control=True)
    return informes.exists() or Requerimiento.objects.pendientes().filter(de_control=True).exists()


def _del_abierto() -> AvanceQuerySet:
    return Avance.objects.filter(corte__in=Corte.objects.filter(estado=Corte.Estado.ABIERTO).values("pk")).order_by()


def _sin_quien(hoy: date):
    """Las que formulan o modifican un plan sin jefe, y las que deben un reporte que nadie puede enviar o avalar."""
    jefes = Asignacion.objects.vigentes(hoy).filter(rol=Rol.JEFE, dependencia=OuterRef("pk"))
    abiertas = Vigencia.objects.abiertas().values("pk")
    formula = Plan.objects.filter(dependencia=OuterRef("pk"), estado__in=EDITABLES, vigencia__in=abiertas)
    modifica = Propuesta.objects.filter(
        plan__dependencia=OuterRef("pk"), estado__in=PROPUESTAS_EDITABLES, plan__vigencia__in=abiertas
    )
    avances = _del_abierto()
    deben = avances.sin_quien_reporte(hoy).values("actividad__dependencia")
    avalan = avances.sin_quien_avale(hoy).values("actividad__dependencia")
    sin_jefe = (Exists(formula) | Exists(modifica)) & ~Exists(jefes)
    return Dependencia.objects.filter(sin_jefe | Q(pk__in=deben) | Q(pk__in=avalan))


def _sin_sucesora(hoy: date):
    """Las que ya no existen, nadie sucedió y el catálogo nombra."""
    le_toca = Exists(TipoPlan.objects.que_se_piden(hoy.year).filter(dependencia=OuterRef("pk"))) | Exists(
        ResponsabilidadPolitica.objects.que_rigen(hoy.year).filter(
            dependencia=OuterRef("pk"), rol__in=ResponsabilidadPolitica.QUE_RESPONDEN
        )
    )
    return Dependencia.objects.filter(le_toca, heredera=None, vigente_hasta__lt=hoy)
