"""Lo que el calendario le pide a Planeación: abrir el corte, cerrarlo y abrir la vigencia que sigue."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.consultas import armada_una_vez
from mipg.etiquetas import direccion, fecha
from mipg.fechas import fin_de_trimestre, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento.models import Corte
from seguimiento.obligaciones.reportes import DIAS_PARA_REVISAR

ABRIR, CERRAR, ABRIR_VIGENCIA = "Abrir el corte", "Cerrar el corte", "Abrir la vigencia"
# Días calendario antes de la captura en que ya se puede alistar.
ANTES_DE_ABRIR = timedelta(days=7)


def de_cortes(hoy: date, personas: AbstractSet[int] | None = None) -> Iterator[Obligacion]:
    """Las de quienes llevan los cortes y las vigencias; con `personas`, las suyas. Si no hay quien, de nadie."""
    de_cada_una = {
        permiso: sorted({a.persona_id for a in _asignaciones(hoy) if permiso in PERMISOS[Rol(a.rol)]})
        for permiso in (Permiso.CORTE_GESTIONAR, Permiso.VIGENCIA_EDITAR)
    }
    if personas is not None and personas.isdisjoint(set().union(*de_cada_una.values())):
        return
    for permiso, deberes in ((Permiso.CORTE_GESTIONAR, _del_corte), (Permiso.VIGENCIA_EDITAR, _de_la_vigencia)):
        for deber in deberes(hoy):
            for quien in de_cada_una[permiso] or [None]:
                if personas is None or quien in personas:
                    yield replace(deber, persona=quien)


@armada_una_vez
def _asignaciones(hoy: date) -> QuerySet[Asignacion]:
    roles = [rol for rol, suyos in PERMISOS.items() if suyos & {Permiso.CORTE_GESTIONAR, Permiso.VIGENCIA_EDITAR}]
    return Asignacion.objects.vigentes(hoy).filter(rol__in=roles).order_by().only("persona", "rol")


@armada_una_vez
def _por_cerrar() -> QuerySet[Corte]:
    hay_que_medir = Plan.objects.aprobados().filter(vigencia=OuterRef("vigencia"))
    cortes = Corte.objects.filter(vigencia__abierta_en__isnull=False, vigencia__cerrada_en=None)
    return (
        cortes.exclude(estado=Corte.Estado.CERRADO)
        .select_related("vigencia")
        .annotate(con_planes=Exists(hay_que_medir), ampliado=Max("ampliaciones__cierra"))
        .order_by("vigencia__anio", "trimestre")
    )


def _del_corte(hoy: date) -> Iterator[Obligacion]:
    """Cerrar el abierto cuando venció su captura; si no hay, abrir el que sigue en cada vigencia."""
    cortes = _por_cerrar()
    abierto = next((corte for corte in cortes if corte.esta_abierto), None)
    if abierto is not None:
        ultimo = max(filter(None, (abierto.cierra, abierto.ampliado)))
        if hoy > ultimo:
            vence = sumar_habiles(ultimo, DIAS_PARA_REVISAR, asuetos())
            yield _deber(abierto, CERRAR, vence, f"La captura terminó el {fecha(ultimo)}")
        return
    siguientes = {corte.vigencia_id: corte for corte in reversed(cortes)}
    for corte in siguientes.values():
        # Sin ningún plan aprobado no habría qué reportar, y no se deja abrir.
        if corte.con_planes and hoy >= corte.abre - ANTES_DE_ABRIR:
            captura = f"Se captura del {fecha(corte.abre)} al {fecha(corte.cierra)}"
            yield _deber(corte, ABRIR, corte.abre, captura)


def _deber(corte: Corte, verbo: str, vence: date, detalle: str) -> Obligacion:
    return Obligacion(
        vence=vence,
        verbo=verbo,
        asunto=str(corte),
        detalle=detalle,
        clave=f"corte:{corte.pk}:{verbo.split()[0].lower()}",
        url=direccion("seguimiento:corte_detalle", corte.pk),
        dias_aviso=tuple(corte.vigencia.dias_aviso),
    )


@armada_una_vez
def _abiertas_alguna_vez() -> QuerySet[Vigencia]:
    return Vigencia.objects.abiertas_alguna_vez().order_by().only("anio")


def desde_cuando_se_abre(anio: int) -> date:
    """El 1 de diciembre del año anterior."""
    return date(anio - 1, 12, 1)


def vigencia_por_abrir(hoy: date) -> int | None:
    """El año que ya se debería haber abierto o se puede abrir; `None` si no toca.

    Desde diciembre, el que sigue; el primero de todos no lo pide nadie.
    """
    anio = hoy.year + (hoy >= desde_cuando_se_abre(hoy.year + 1))
    abiertas = {vigencia.anio for vigencia in _abiertas_alguna_vez()}
    return anio if anio not in abiertas and any(otro < anio for otro in abiertas) else None


def _de_la_vigencia(hoy: date) -> Iterator[Obligacion]:
    anio = vigencia_por_abrir(hoy)
    if anio is not None:
        yield Obligacion(
            vence=fin_de_trimestre(anio - 1, 4),
            verbo=ABRIR_VIGENCIA,
            asunto=str(anio),
            detalle="Con sus fechas límite, sus cortes y sus planes",
            clave=f"vigencia:{anio}:abrir",
            url=reverse("seguimiento:vigencia_crear"),
        )
