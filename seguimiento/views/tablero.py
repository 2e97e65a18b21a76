"""El tablero y las listas que componen cada una de sus cifras, hasta el reporte que la sostiene."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mipg.orden import Orden
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.models import Actividad, Plan
from seguimiento import cifras
from seguimiento import tablero as tableros
from seguimiento.forms import COLUMNAS_DE_ACTIVIDADES, FiltroActividades, FiltroTablero
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas.avances import puede_reportar
from seguimiento.reglas.cumplimiento import Semaforo
from seguimiento.tablero import Fila
from seguimiento.views.avances import usos_de
from seguimiento.views.piezas import CLASES_DE_AVANCE, consulta_de, corte_pedido, cortes_vistos, descargar, pagina_de

_CLASES_DE_PLAZO = {
    "VENCIDA": "error",
    "PROXIMA": "aviso",
    "CUMPLIDA": "exito",
    "CUMPLIDA_CON_RETRASO": "aviso",
    "EN_EJECUCION": "info",
    "POR_INICIAR": "gris",
}


@requiere(Permiso.TABLERO_VER)
@require_safe
def tablero(request):
    """Cómo va la entidad en un corte: el último cerrado, y aparte lo provisional del que se está capturando."""
    corte = corte_pedido(request, abierto_primero=False)
    contexto = {"corte": corte, "migas": [("Tablero", None)]}
    if corte is None:
        return render(request, "seguimiento/tablero.html", contexto)
    filtro = FiltroTablero(consulta_de(request, corte), corte=corte, cortes=cortes_vistos(request.perfil))
    filtro.is_valid()
    armado = tableros.armar(cifras.de_corte(corte, hoy=request.hoy))
    semaforo = filtro.cleaned_data.get("semaforo", "")
    grupos = [
        (grupo.cifra, [p for p in grupo.politicas if not semaforo or p.semaforo == semaforo])
        for grupo in armado.dimensiones
    ]
    contexto |= {
        "filtro": filtro,
        "semaforo": Semaforo(semaforo).label if semaforo else "",
        "limpiar": f"?corte={corte.pk}",
        "entidad": armado.entidad,
        "armado": armado,
        "grupos": [(cifra, politicas) for cifra, politicas in grupos if politicas],
        "plazos": tableros.plazos(armado.entidad),
        "por_semaforo": tableros.actividades_por_semaforo(corte, hoy=request.hoy),
        "provisional": _provisional(corte, request.hoy),
        "accion": Plan.Clase.ACCION_POLITICA,
    }
    return render(request, "seguimiento/tablero.html", contexto)


def _provisional(corte: Corte, hoy) -> Cifra | None:
    """La cifra de la entidad en el corte que se captura, si se está mirando otro."""
    abierto = Corte.objects.abierto()
    if abierto is None or abierto.pk == corte.pk:
        return None
    return tableros.armar(cifras.de_corte(abierto, hoy=hoy)).entidad


# --- Actividades ---------------------------------------------------------------------------------------------


def _filtradas(request, corte: Corte):
    filtro = FiltroActividades(consulta_de(request, corte), corte=corte, cortes=cortes_vistos(request.perfil))
    orden = Orden(request.GET.get("orden", ""), COLUMNAS_DE_ACTIVIDADES)
    return filtro, orden, orden.ordenar(filtro.filtrar(tableros.actividades(corte, hoy=request.hoy), corte))


@requiere(Permiso.TABLERO_VER)
@require_safe
def actividad_lista(request):
    """Las actividades que componen una cifra: los filtros están en la URL."""
    corte = corte_pedido(request, abierto_primero=False)
    migas = [("Tablero", reverse("seguimiento:tablero")), ("Actividades", None)]
    if corte is None:
        return render(request, "seguimiento/actividad_lista.html", {"corte": None, "migas": migas})
    filtro, orden, filas = _filtradas(request, corte)
    pagina = pagina_de(request, filas)
    consulta = consulta_de(request, corte)
    consulta.pop("page", None)
    contexto = {
        "corte": corte,
        "filtro": filtro,
        "orden": orden,
        "limpiar": f"?corte={corte.pk}",
        "page_obj": pagina,
        "filas": [
            (fila, _CLASES_DE_PLAZO[fila.cifra.plazo])
            for fila in tableros.explicar(
                corte, tableros.cifras_de(corte, pagina.object_list, hoy=request.hoy), request.perfil
            )
        ],
        "exportar": f"{reverse('seguimiento:actividad_exportar')}?{consulta.urlencode()}",
        "migas": [("Tablero", f"{reverse('seguimiento:tablero')}?corte={corte.pk}"), ("Actividades", None)],
    }
    return render(request, "seguimiento/actividad_lista.html", contexto)


@requiere(Permiso.TABLERO_VER)
@require_safe
def actividad_exportar(request):
    """La misma lista filtrada, en XLSX o, con `?formato=csv`, en CSV."""
    corte = corte_pedido(request, abierto_primero=False)
    filas = []
    if corte:
        *_, filtradas = _filtradas(request, corte)
        filas = tableros.explicar(corte, tableros.cifras_de(corte, filtradas, hoy=request.hoy), request.perfil)
    nombre = f"actividades-{corte.vigencia.anio}-T{corte.trimestre}" if corte else "actividades"
    return descargar(request, nombre, [tableros.tabla_de_actividades(filas)])


@requiere(Permiso.TABLERO_VER)
@require_safe
def plan_avance(request, pk: int):
    """La cifra de un plan y la lista ponderada con la que se rehace a mano."""
    plan = get_object_or_404(Plan.objects.aprobados().select_related("vigencia", "politica", "dependencia"), pk=pk)
    corte = _corte_del_plan(request, plan)
    contexto = {
        "plan": plan,
        "corte": corte,
        "migas": [("Tablero", reverse("seguimiento:tablero")), (plan.nombre, None)],
    }
    if corte is None:
        return render(request, "seguimiento/plan_avance.html", contexto)
    cifra = next(
        (c for c in cifras.de_corte(corte, hoy=request.hoy) if c.ambito == Cifra.Ambito.PLAN and c.clave == plan.pk),
        None,
    )
    filas = tableros.explicar(
        corte,
        tableros.cifras_de(corte, tableros.actividades(corte, hoy=request.hoy).filter(plan=plan), hoy=request.hoy),
        request.perfil,
    )
    contexto |= {
        "cifra": cifra,
        "filas": filas,
        "suma": tableros.sumar(filas),
        "cortes": cortes_vistos(request.perfil).de_vigencia(plan.vigencia_id),
        "migas": [("Tablero", f"{reverse('seguimiento:tablero')}?corte={corte.pk}"), (plan.nombre, None)],
    }
    return render(request, "seguimiento/plan_avance.html", contexto)


def _corte_del_plan(request, plan: Plan) -> Corte | None:
    """El pedido; si no es de la vigencia del plan, el último suyo que tenga cifras."""
    pedido = corte_pedido(request, abierto_primero=False)
    if pedido is not None and pedido.vigencia_id == plan.vigencia_id:
        return pedido
    suyos = cortes_vistos(request.perfil).filter(vigencia=plan.vigencia_id)
    return suyos.ultimo_cerrado() or suyos.abierto()


@dataclass(frozen=True)
class EnCorte:
    """Una actividad en un corte: su cifra, el reporte que la sostiene y, si la persona lo ve, sus soportes."""

    corte: Corte
    fila: Fila | None
    avance: Avance | None
    visible: bool
    usos: list
    clase: str
    personas: list


def _actividades_vistas(perfil):
    """Las de planes que ve y, para quien ve el tablero, las de todo plan aprobado: son información institucional."""
    propias = Actividad.objects.visibles_para(perfil)
    if not perfil.puede(Permiso.TABLERO_VER):
        return propias
    return Actividad.objects.filter(Q(pk__in=propias.values("pk")) | Q(plan__in=Plan.objects.aprobados().values("pk")))


@require_safe
def actividad_avance(request, pk: int):
    """Una actividad en los cuatro trimestres: cifra, evidencia y personas de cada uno."""
    actividad = get_object_or_404(
        _actividades_vistas(request.perfil).select_related("plan__vigencia", "plan__politica", "dependencia", "enlace"),
        pk=pk,
    )
    cortes = list(cortes_vistos(request.perfil).de_vigencia(actividad.plan.vigencia_id))
    visibles = {
        a.corte_id: a for a in Avance.objects.visibles_para(request.perfil).filter(actividad=actividad).con_todo()
    }
    en_cortes = [_en_corte(request, actividad, corte, visibles.get(corte.pk)) for corte in cortes]
    abierto = next((c for c in cortes if c.esta_abierto), None)
    contexto = {
        "actividad": actividad,
        "en_cortes": en_cortes,
        "programacion": list(enumerate(actividad.programacion, start=1)),
        "puede_adelantar": abierto is not None
        and not any(c.corte == abierto and c.avance for c in en_cortes)
        and puede_reportar(request.perfil, actividad),
        "abierto": abierto,
        "ve_tablero": request.perfil.puede(Permiso.TABLERO_VER),
        "migas": [("Actividades", None), (f"Actividad {actividad.numero}", None)],
    }
    return render(request, "seguimiento/actividad_avance.html", contexto)


def _en_corte(request, actividad: Actividad, corte: Corte, avance: Avance | None) -> EnCorte:
    filas = tableros.actividades(corte, hoy=request.hoy)
    campo = {"clave": actividad.pk} if corte.esta_cerrado else {"pk": actividad.pk}
    explicadas = tableros.explicar(
        corte, tableros.cifras_de(corte, filas.filter(**campo), hoy=request.hoy), request.perfil
    )
    return EnCorte(
        corte=corte,
        fila=explicadas[0] if explicadas else None,
        avance=avance,
        visible=avance is not None,
        usos=usos_de(avance) if avance else [],
        clase=CLASES_DE_AVANCE[avance.estado] if avance else "",
        personas=explicadas[0].personas if explicadas else [],
    )
