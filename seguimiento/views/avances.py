"""Páginas de los reportes de avance que sólo se leen, y lo que comparten con las de escribirlos y revisarlos."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.buscador.funciones import ComienzoEnEspanol
from mipg.consultas import armada_una_vez
from mipg.expediente.models import Uso
from mipg.formularios import escribir_decimal
from mipg.orden import Orden
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Actividad
from seguimiento.acciones import avances as acciones
from seguimiento.forms import COLUMNAS_DE_AVANCES, DecisionForm, FiltroAvances
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.models import Avance
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import avances as reglas
from seguimiento.reglas import hechos
from seguimiento.views.piezas import PorClaves, consulta_de, corte_pedido, cortes_vistos, historia, la_de, pagina_de

# --- Cargar --------------------------------------------------------------------------------------------------


def cargar(request, pk: int) -> Avance:
    """El reporte si la persona lo ve; si no, 404."""
    return la_de(_visto(request.perfil, pk))


@armada_una_vez
def _visto(perfil: Perfil, pk: int) -> AvanceQuerySet:
    return Avance.objects.visibles_para(perfil).con_todo().filter(pk=pk).order_by()


def del_anio(avance: Avance) -> dict[int, Avance]:
    """Los reportes de su actividad en la vigencia, por trimestre; el de este corte, él mismo."""
    vigencia = avance.corte.vigencia
    todos = _de_la_vigencia(avance.actividad_id, vigencia.pk)
    reportes = {a.corte.trimestre: a for a in todos} | {avance.corte.trimestre: avance}
    for reporte in reportes.values():
        reporte.corte.vigencia = vigencia
    return reportes


@armada_una_vez
def _de_la_vigencia(actividad: int, vigencia: int) -> AvanceQuerySet:
    suyos = Avance.objects.filter(actividad=actividad, corte__vigencia=vigencia)
    return suyos.select_related("corte").order_by()


def anterior_de(avance: Avance, del_anio: Mapping[int, Avance]) -> Avance | None:
    """El reporte del trimestre anterior, también si se esperaba y nunca llegó."""
    anterior = del_anio.get(avance.corte.trimestre - 1)
    return anterior if anterior and (hechos.ESPERADO | hechos.ENVIADO | hechos.DEVUELTO)(anterior) else None


@dataclass(frozen=True)
class Trimestre:
    """Programado y reportado de una actividad en un trimestre, para leerlos en fila.

    De los demás trimestres sólo se lee lo aceptado; `nota` dice por qué no hay cantidad.
    """

    numero: int
    programado: object
    avance: Avance | None
    actual: bool
    nota: str


def trimestres_de(avance: Avance, del_anio: Mapping[int, Avance]) -> list[Trimestre]:
    """Los cuatro trimestres de la actividad, con lo ya aceptado de los demás y el de este corte."""

    def trimestre(t: int, programado) -> Trimestre:
        suyo = del_anio.get(t)
        visto = suyo if suyo and (suyo is avance or hechos.ACEPTADO(suyo)) else None
        return Trimestre(t, programado, visto, suyo is avance, suyo.por_que_no_cuenta if suyo else "")

    return [trimestre(t, programado) for t, programado in enumerate(avance.actividad.programacion, start=1)]


def acumulado(trimestres) -> object:
    """Suma de lo aceptado en los trimestres anteriores al del reporte."""
    anteriores = takewhile(lambda t: not t.actual, trimestres)
    return sum(t.avance.cantidad for t in anteriores if t.avance and t.avance.cantidad is not None)


def usos_de(*avances: Avance) -> list[Uso]:
    """Soportes de los reportes (de uno, por lo menos), con su última versión ya leída."""
    return _usos(ContentType.objects.get_for_model(Avance).pk, tuple(avance.pk for avance in avances))


@armada_una_vez
def _usos(tipo: int, avances: tuple[int, ...]) -> QuerySet[Uso]:
    suyos = Uso.objects.filter(tipo=tipo, objeto_id__in=avances)
    return suyos.select_related("documento").prefetch_related("documento__versiones")


def valor_anterior(anterior: Avance | None, nombre: str) -> str:
    """Lo que se dijo en el trimestre anterior; de lo que nunca se envió sólo se dice que no se reportó."""
    if anterior is None:
        return ""
    if hechos.NO_REPORTO(anterior):
        return anterior.por_que_no_cuenta if nombre == "situacion" else ""
    return valor_legible(anterior, nombre)


def valor_legible(avance: Avance, nombre: str) -> str:
    """El valor de un campo como se lee; vacío si no tiene."""
    if nombre == "cantidad":
        return "" if avance.cantidad is None else escribir_decimal(avance.cantidad)
    return avance.get_situacion_display() if nombre == "situacion" else getattr(avance, nombre)


def migas_de(avance: Avance, actual: str) -> list[tuple]:
    """Del corte al reporte."""
    lista = reverse("seguimiento:avance_lista")
    return [
        (str(avance.corte), reverse("seguimiento:corte_detalle", args=[avance.corte_id])),
        ("Reportes", f"{lista}?corte={avance.corte_id}"),
        (f"Actividad {avance.actividad.numero}", reverse("seguimiento:avance_detalle", args=[avance.pk])),
        (actual, None),
    ]


# --- Lista ---------------------------------------------------------------------------------------------------


def _ordenados(avances: AvanceQuerySet, corte: int, orden: Orden) -> PorClaves:
    """Los reportes de un corte, en el orden pedido."""
    if orden.clave != "actividad":
        return PorClaves(avances, orden.ordenar(avances), lambda claves: {a.pk: a for a in _en_lista(tuple(claves))})
    # Por las actividades, que ya están en orden en su índice: basta mirar las primeras que tengan reporte.
    con_reporte = Actividad.objects.filter(Exists(avances.order_by().filter(actividad=OuterRef("pk"))))
    por_nombre = con_reporte.order_by(ComienzoEnEspanol("nombre"), "plan_id", "orden", "pk")
    actividades = por_nombre.reverse() if orden.desciende else por_nombre
    return PorClaves(
        avances,
        actividades,
        lambda claves: {a.actividad_id: a for a in _de_actividades(corte, tuple(claves))},
    )


@armada_una_vez
def _en_lista(avances: tuple[int, ...]) -> AvanceQuerySet:
    return Avance.objects.filter(pk__in=avances).order_by().en_lista()


@armada_una_vez
def _de_actividades(corte: int, actividades: tuple[int, ...]) -> AvanceQuerySet:
    # De cada una hay a lo sumo un reporte en el corte.
    return Avance.objects.filter(corte=corte, actividad__in=actividades).order_by().en_lista()


@require_safe
def avance_lista(request):
    """Reportes de un corte que la persona ve, con filtros en la URL."""
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=True)
    contexto = {"corte": corte, "migas": [("Reportes de avance", None)]}
    if corte is None:
        return render(request, "seguimiento/avance_lista.html", contexto)
    filtro = FiltroAvances(consulta_de(request, corte), corte=corte, cortes=cortes, perfil=request.perfil)
    orden = Orden(request.GET.get("orden", ""), COLUMNAS_DE_AVANCES)
    avances = filtro.filtrar(corte.avances.visibles_para(request.perfil))
    pagina = pagina_de(request, _ordenados(avances, corte.pk, orden))
    for avance in pagina:
        avance.corte = corte
    contexto |= {
        "filtro": filtro,
        "orden": orden,
        "limpiar": f"?corte={corte.pk}",
        "page_obj": pagina,
        "filas": [
            (
                avance,
                CLASES_DE_AVANCE[avance.estado],
                avance.es_editable and corte.esta_abierto and reglas.puede_reportar(request.perfil, avance.actividad),
            )
            for avance in pagina
        ],
        "migas": [
            ("Cortes", reverse("seguimiento:corte_lista")),
            (str(corte), reverse("seguimiento:corte_detalle", args=[corte.pk])),
            ("Reportes", None),
        ],
    }
    return render(request, "seguimiento/avance_lista.html", contexto)


# --- Ver -----------------------------------------------------------------------------------------------------


@require_safe
def avance_detalle(request, pk: int):
    """Un reporte: la cifra, los textos, los soportes, quién respondió por él y su historia."""
    return pintar_detalle(request, cargar(request, pk))


def pintar_detalle(request, avance: Avance, problemas=(), status: int = 200):
    """El reporte con lo que se puede hacer en él; `problemas`: por qué no se hizo lo que se acaba de pedir."""
    perfil, actividad = request.perfil, avance.actividad
    propio = reglas.puede_reportar(perfil, actividad)
    ampliacion = acciones.plazo_ampliado(avance)
    trimestres = trimestres_de(avance, del_anio(avance))
    abierto = avance.corte.esta_abierto
    decide = perfil.puede(Permiso.AVANCE_REVISAR) or reglas.puede_avalar(perfil, actividad)
    contexto = {
        "avance": avance,
        "actividad": actividad,
        "corte": avance.corte,
        "clase": CLASES_DE_AVANCE[avance.estado],
        "problemas": problemas,
        "usos": usos_de(avance),
        "trimestres": trimestres,
        "acumulado": acumulado(trimestres),
        "observaciones": avance.observaciones.select_related("creada_por"),
        "eventos": historia(avance),
        "puede_escribir": propio and abierto and avance.es_editable,
        "puede_recuperar": propio
        and abierto
        and not reglas.problemas_para_recuperar(avance, perfil, hoy=request.hoy, ampliacion=ampliacion),
        "puede_revisar": decide and abierto and hechos.EN_REVISION(avance),
        "reversion": None
        if reglas.problemas_para_revertir(avance, perfil)
        else DecisionForm(initial={"version": avance.version}),
        "ve_tablero": perfil.puede(Permiso.TABLERO_VER),
        "migas": [*migas_de(avance, "Reporte")[:-2], (f"Actividad {actividad.numero}", None)],
    }
    return render(request, "seguimiento/avance_detalle.html", contexto, status=status)
