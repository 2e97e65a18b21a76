"""Las páginas del camino principal: cómo se llama cada una, quién la mira y en qué dirección está."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from mipg.portal.bench.escenarios import Escenario

ADMIN = "Admin: avances"
BUSCAR = "Buscar"


@dataclass(frozen=True)
class Pagina:
    """Una página que se mide; `url` la saca del escenario."""

    nombre: str
    persona: str
    url: Callable[[Escenario], str]


def _de(nombre: str, consulta: str = "") -> Callable[[Escenario], str]:
    return lambda _: reverse(nombre) + consulta


def _del_corte(nombre: str, corte: str) -> Callable[[Escenario], str]:
    return lambda e: f"{reverse(nombre)}?corte={getattr(e, corte).pk}"


_TODAS = "?q=actividad+carga+numero"

PAGINAS: tuple[Pagina, ...] = (
    Pagina(ADMIN, "control_interno", _de("admin:seguimiento_avance_changelist")),
    Pagina("Inicio (Planeación)", "planeacion", _de("portal:inicio")),
    Pagina("Inicio (enlace)", "enlace", _de("portal:inicio")),
    Pagina("Inicio (jefe)", "jefe", _de("portal:inicio")),
    Pagina("Mis pendientes (enlace)", "enlace", _de("portal:pendientes")),
    Pagina("Mis pendientes (Planeación)", "planeacion", _de("portal:pendientes")),
    Pagina("Ciclo MIPG (Planeación)", "planeacion", _de("portal:ciclo")),
    Pagina("Cambios de cuentas", "control_interno", _de("portal:control_lista")),
    Pagina("Mi cuenta", "enlace", _de("portal:cuenta_detalle")),
    Pagina("Políticas", "planeacion", _de("politicas:politica_lista")),
    Pagina("Planes", "planeacion", _de("planes:plan_lista")),
    Pagina("Planes por nombre", "planeacion", _de("planes:plan_lista", "?orden=plan")),
    Pagina("Plan", "planeacion", lambda e: reverse("planes:plan_detalle", args=[e.plan.pk])),
    Pagina("Formular 400", "planeacion", lambda e: reverse("planes:plan_formular", args=[e.formulado.pk])),
    Pagina(BUSCAR, "planeacion", _de("portal:busqueda", _TODAS)),
    Pagina(f"{BUSCAR} una sola", "planeacion", _de("portal:busqueda", "?q=carga+numero+1999")),
    Pagina(f"{BUSCAR} (enlace)", "enlace", _de("portal:busqueda", _TODAS)),
    Pagina(f"{BUSCAR}, página 40", "planeacion", _de("portal:busqueda", f"{_TODAS}&en=actividades&page=40")),
    Pagina("Reportes del corte", "planeacion", _de("seguimiento:avance_lista")),
    Pagina("Reportes por actividad", "planeacion", _de("seguimiento:avance_lista", "?orden=actividad")),
    Pagina("Bandeja de revisión", "planeacion", _de("seguimiento:revision_lista")),
    Pagina("Corte", "planeacion", lambda e: reverse("seguimiento:corte_detalle", args=[e.abierto.pk])),
    Pagina("Tablero (cerrado)", "planeacion", _del_corte("seguimiento:tablero", "cerrado")),
    Pagina("Tablero (abierto)", "planeacion", _del_corte("seguimiento:tablero", "abierto")),
    Pagina(
        "Avance del plan",
        "planeacion",
        lambda e: f"{reverse('seguimiento:plan_avance', args=[e.plan.pk])}?corte={e.abierto.pk}",
    ),
    Pagina(
        "Cronograma del año",
        "planeacion",
        lambda e: reverse("seguimiento:vigencia_cronograma", args=[e.abierto.vigencia_id]),
    ),
    Pagina("Los 12 planes del Decreto 612", "planeacion", _de("planes:institucional_lista")),
    Pagina("Actividades (cerrado)", "planeacion", _del_corte("seguimiento:actividad_lista", "cerrado")),
    Pagina("Actividades (abierto)", "planeacion", _del_corte("seguimiento:actividad_lista", "abierto")),
    Pagina("Reporte (enlace)", "enlace", lambda e: reverse("seguimiento:avance_editar", args=[e.editable.pk])),
    Pagina(
        "Revisar un reporte",
        "planeacion",
        lambda e: reverse("seguimiento:avance_revisar", args=[e.enviado.pk]),
    ),
)
