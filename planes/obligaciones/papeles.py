"""A quién le toca lo de planes: quién formula en cada dependencia y quién decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from planes import reglas
from planes.acciones.planes import quienes_deciden
from planes.models import Plan, Propuesta
from politicas.models import Vigencia


@dataclass(frozen=True)
class Papeles:
    """Personas (claves primarias) por lo que les toca, de todas o de una sola.

    `jefes`: por dependencia, quienes formulan lo suyo; `deciden`: quienes aprueban y publican, en orden; `llevan`:
    quienes llevan las sesiones, en orden; `llevan_ley` y `de_control`: quienes llevan lo que se debe por ley, y lo de
    Control Interno; `personas`: todas, y la propia aunque hoy no tenga rol.
    """

    hoy: date
    de_todos: bool
    jefes: Mapping[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    deciden: list[int] = field(default_factory=list)
    llevan: list[int] = field(default_factory=list)
    llevan_ley: list[int] = field(default_factory=list)
    de_control: list[int] = field(default_factory=list)
    personas: frozenset[int] = frozenset()

    @classmethod
    def de(
        cls,
        hoy: date,
        papeles: Iterable[tuple[int, str, int | None]],
        *,
        de_todos: bool,
        persona: int | None = None,
    ) -> "Papeles":
        """Los de unas asignaciones: ternas (persona, rol, dependencia); con `persona`, los de ella, tenga o no rol."""
        jefes, deciden, llevan, llevan_ley, de_control = defaultdict(list), set(), set(), set(), set()
        # A quien no tiene rol también le toca lo que es de su persona: un compromiso, asistir.
        personas = {persona} - {None}
        for quien, rol, dependencia in papeles:
            permisos = PERMISOS[Rol(rol)]
            personas.add(quien)
            if Permiso.SESION_GESTIONAR in permisos:
                llevan.add(quien)
            if Permiso.LEY_GESTIONAR in permisos:
                llevan_ley.add(quien)
            if Permiso.LEY_DE_CONTROL in permisos:
                de_control.add(quien)
            if Permiso.PLAN_FORMULAR in permisos and rol != Rol.PLANEACION:
                jefes[dependencia].append(quien)
            if Permiso.PLAN_DECIDIR in permisos:
                deciden.add(quien)
        en_orden = (sorted(quienes) for quienes in (deciden, llevan, llevan_ley, de_control))
        return cls(hoy, de_todos, jefes, *en_orden, frozenset(personas))

    def lo_que_toca(
        self, hojas: QuerySet, debe: Q, editables: Iterable[str], del_plan: str = ""
    ) -> tuple[list[Plan | Propuesta], dict[int, list[int]]]:
        """Los planes o las propuestas que tocan, y quiénes pueden aprobar cada una que se revisa (vea `aprueban`).

        `debe`: en qué estados se debe algo, y sólo en las vigencias abiertas; el acto pendiente, en todas. `editables`:
        los estados que tocan a quien formula; `del_plan`: el camino a él (`plan__`).
        """
        modelo = hojas.model
        escribieron, cual = modelo.autores.through.objects.all(), modelo.autores.field.m2m_field_name()
        toca = debe & Q(**{f"{del_plan}vigencia__in": Vigencia.objects.abiertas()}) | Q(acto=Plan.Acto.PENDIENTE)
        if not self.de_todos:
            suyas = Q(**{"estado__in": editables, f"{del_plan}dependencia__in": list(self.jefes)})
            toca &= suyas | ~Q(estado__in=editables) if self.deciden else suyas
        de_quien_decide = escribieron.filter(**{cual: OuterRef("pk"), "usuario__in": self.deciden})
        tocan = list(hojas.filter(toca).annotate(de_quien_decide=Exists(de_quien_decide)))
        en_revision = {
            una.pk: _envio(una)
            for una in tocan
            if una.estado == "EN_REVISION" and (una.de_quien_decide or _envio(una) in self.deciden)
        }
        escritas = escribieron.filter(**{f"{cual}__in": list(en_revision)}).values_list(cual, "usuario")
        return tocan, self.aprueban(en_revision, escritas if en_revision else ())

    def aprueban(
        self, en_revision: Mapping[int, int | None], escritos: Iterable[tuple[int, int]]
    ) -> dict[int, list[int]]:
        """De cada cosa en revisión en que escribió quien decide, quiénes de ellos la pueden aprobar.

        `en_revision`: su clave y quién la envió; `escritos`: pares (clave, quien escribió).
        """
        if not en_revision:
            return {}
        autores = {cual: {envio} for cual, envio in en_revision.items()}
        for cual, persona in escritos:
            autores[cual].add(persona)
        deciden = quienes_deciden(self.hoy)
        pueden = {cual: reglas.otras_que_aprueban(suyos, deciden) or deciden for cual, suyos in autores.items()}
        return {cual: [quien for quien in self.deciden if quien in personas] for cual, personas in pueden.items()}


def que_dirigen(hoy: date) -> QuerySet[Asignacion]:
    """Las de quienes hoy dirigen una dependencia: formulan lo suyo."""
    formulan = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.PLAN_FORMULAR)
    return formulan.exclude(rol=Rol.PLANEACION).order_by()


def sin_jefe(hoy: date) -> Combinable:
    """En la fila de la consulta de afuera, su dependencia no tiene hoy quien la dirija."""
    return ~Exists(que_dirigen(hoy).filter(dependencia=OuterRef("dependencia")))


def _envio(una: Plan | Propuesta) -> int | None:
    return una.enviado_por_id if isinstance(una, Plan) else una.enviada_por_id
