"""Las páginas del camino principal: cómo se llama cada una, quién la mira y en qué dirección está."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from furag.reglas.arbol import RAIZ
from mipg.portal.bench.escenarios import Escenario

ADMIN = "Admin: avances"
BUSCAR = "Buscar"


@dataclass(frozen=True)
class Pagina:
    """Una página que se mide; `url` la saca del escenario. `consultas`: a lo sumo cuántas (0: no se exige)."""

    nombre: str
    persona: str
    url: Callable[[Escenario], str]
    consultas: int = 0


def _de(nombre: str, consulta: str = "") -> Callable[[Escenario], str]:
    return lambda _: reverse(nombre) + consulta


def _del_corte(nombre: str, corte: str) -> Callable[[Escenario], str]:
    return lambda e: f"{reverse(nombre)}?corte={getattr(e, corte).pk}"


def _de_la_medicion(nombre: str) -> Callable[[Escenario], str]:
    return lambda e: reverse(nombre, args=[e.medicion.anio, RAIZ])


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
    Pagina("Resultados", "planeacion", _de_la_medicion("furag:resultado_detalle"), 21),
    Pagina("Resultados (público)", "enlace", _de("portal:resultado_publico"), 15),
    Pagina(
        "Ficha (público)", "enlace", lambda e: reverse("portal:ficha_publica", args=[e.plan.politica.codigo_furag]), 22
    ),
    Pagina("Recomendaciones", "planeacion", _de("furag:recomendacion_lista"), 12),
    Pagina("Recomendaciones (jefe)", "jefe", _de("furag:recomendacion_lista"), 15),
    Pagina("Hilo", "planeacion", _de("seguimiento:hilo"), 26),
    Pagina("Brechas", "planeacion", _de("seguimiento:brecha_lista"), 16),
    Pagina("Ficha", "planeacion", lambda e: reverse("seguimiento:ficha_politica", args=[e.formulado.politica_id]), 26),
    Pagina("Acciones de mejora 400", "planeacion", lambda e: reverse("furag:mejora_lista", args=[e.formulado.pk]), 14),
    Pagina("Jornadas", "planeacion", _de("politicas:jornada_lista"), 12),
)
