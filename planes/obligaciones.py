"""Lo que se debe en la formulación: formular o corregir, decidir, publicar y completar el acto."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from mipg.consultas import armada_una_vez
from mipg.fechas import en_bogota, fin_de_trimestre
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from planes import reglas
from planes.acciones.planes import quienes_deciden
from planes.models import Plan
from planes.reglas import EDITABLES
from politicas.models import Vigencia

VERBOS = {
    Plan.Estado.BORRADOR: "Formular",
    Plan.Estado.DEVUELTO: "Corregir",
    Plan.Estado.EN_REVISION: "Decidir",
    Plan.Estado.APROBADO: "Publicar",
}
_LO_QUE_DICE = (
    *("estado", "acto", "nombre", "dependencia", "fecha_limite", "enviado_por", "aprobado_en"),
    *("vigencia__anio", "vigencia__dias_aviso"),
)
ACTO = "Completar el acto"
PLAZO_DEL_ACTO = timedelta(days=30)


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Obligaciones de los planes de las vigencias abiertas; con `persona`, sólo las suyas.

    El acto pendiente se completa en los 30 días calendario que siguen a la aprobación.
    """
    papeles = dict.fromkeys((a.persona_id, a.rol, a.dependencia_id) for a in _asignaciones(hoy, persona))
    return _pendientes(hoy, papeles, de_todos=persona is None)


@armada_una_vez
def _asignaciones(hoy: date, persona: int | None) -> QuerySet[Asignacion]:
    vigentes = Asignacion.objects.vigentes(hoy).order_by("persona_id", "id").only("persona", "rol", "dependencia")
    return vigentes if persona is None else vigentes.filter(persona=persona)


def de_perfil(perfil: Perfil) -> Iterator[Obligacion]:
    """Las de una persona, con los papeles que ya se saben."""
    papeles = {(perfil.persona, papel.rol, papel.dependencia) for papel in perfil.papeles}
    return _pendientes(perfil.hoy, papeles, de_todos=False)


def _pendientes(hoy: date, papeles: Iterable[tuple[int, str, int | None]], *, de_todos: bool) -> Iterator[Obligacion]:
    toca = Q(estado__in=VERBOS) | Q(acto=Plan.Acto.PENDIENTE)
    jefes, deciden = defaultdict(list), set()
    for quien, rol, dependencia in papeles:
        permisos = PERMISOS[Rol(rol)]
        if Permiso.PLAN_FORMULAR in permisos and rol != Rol.PLANEACION:
            jefes[dependencia].append(quien)
        if Permiso.PLAN_DECIDIR in permisos:
            deciden.add(quien)
    los_que_deciden = sorted(deciden)
    if not (de_todos or jefes or deciden):
        return
    if not de_todos:
        suyos = Q(estado__in=EDITABLES, dependencia__in=list(jefes))
        toca &= suyos | ~Q(estado__in=EDITABLES) if los_que_deciden else suyos
    escribieron = Plan.autores.through.objects.all()
    planes = list(
        Plan.objects.filter(toca, vigencia__in=Vigencia.objects.abiertas())
        .select_related("vigencia")
        .only(*_LO_QUE_DICE)
        .annotate(de_quien_decide=Exists(escribieron.filter(plan=OuterRef("pk"), usuario__in=los_que_deciden)))
        .order_by("fecha_limite", "pk")
    )
    aprueban = _aprueban(planes, los_que_deciden, hoy)
    for plan in planes:
        if aprueban.get(plan.pk) == []:
            continue
        deciden_este = aprueban.get(plan.pk, los_que_deciden)
        responsables = jefes[plan.dependencia_id] if plan.estado in EDITABLES else deciden_este
        if plan.estado in VERBOS:
            verbo = VERBOS[plan.estado]
            # Sin fecha límite, el año entero: «hoy» cambiaría cada día y cada día se avisaría de nuevo.
            limite = plan.fecha_limite or fin_de_trimestre(plan.vigencia.anio, 4)
            yield from _de(plan, verbo, verbo.lower(), limite, responsables)
        if plan.acto == Plan.Acto.PENDIENTE:
            yield from _de(plan, ACTO, "acto", en_bogota(plan.aprobado_en) + PLAZO_DEL_ACTO, responsables)


def _aprueban(planes: Iterable[Plan], quienes: list[int], hoy: date) -> dict[int, list[int]]:
    """Plan en revisión en que escribió alguno de `quienes` (deciden) → los de ellos que pueden aprobarlo."""
    autores: dict[int, set[int]] = {
        plan.pk: {plan.enviado_por_id}
        for plan in planes
        if plan.estado == Plan.Estado.EN_REVISION and (plan.de_quien_decide or plan.enviado_por_id in quienes)
    }
    if not autores:
        return {}
    for plan, persona in Plan.autores.through.objects.filter(plan__in=list(autores)).values_list("plan", "usuario"):
        autores[plan].add(persona)
    deciden = quienes_deciden(hoy)
    pueden = {plan: reglas.otras_que_aprueban(personas, deciden) or deciden for plan, personas in autores.items()}
    return {plan: [quien for quien in quienes if quien in personas] for plan, personas in pueden.items()}


def _de(plan: Plan, verbo: str, clave: str, vence: date, responsables: list[int]) -> Iterator[Obligacion]:
    for responsable in responsables or [None]:
        yield Obligacion(
            vence=vence,
            verbo=verbo,
            asunto=plan.nombre[:150],
            detalle=f"Vigencia {plan.vigencia}",
            clave=f"plan:{plan.pk}:{clave}",
            url=reverse("planes:plan_detalle", args=[plan.pk]),
            persona=responsable,
            dependencia=plan.dependencia_id,
            dias_aviso=tuple(plan.vigencia.dias_aviso),
        )
