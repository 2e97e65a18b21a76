"""El tablero y las listas que componen cada una de sus cifras, hasta el reporte que la sostiene."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from furag.models import AccionMejora
from mipg.buscador.funciones import EnEspanol
from mipg.consultas import armada_una_vez
from mipg.descargas import descargar
from mipg.etiquetas import direccion
from mipg.orden import Orden
from mipg.usuarios.models import Asignacion, Dependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import DE_DEPENDENCIA, Permiso
from planes.models import Actividad, Plan
from planes.reglas import RIGEN
from planes.reglas.prorrogas import puede_pedir
from politicas.contradicciones import papeles_publicos
from politicas.models import EnlacePolitica, Politica
from seguimiento import cifras, graficas, medidas, versiones
from seguimiento import tablero as tableros
from seguimiento.acciones import avances as acciones
from seguimiento.forms import COLUMNAS_DE_ACTIVIDADES, FiltroActividades, FiltroTablero
from seguimiento.insignias import CLASES_DE_AVANCE
from seguimiento.models import Avance, Cifra, Corte
from seguimiento.reglas.cumplimiento import Semaforo
from seguimiento.tablero import Fila, Renglon, Tablero
from seguimiento.views.avances import usos_de
from seguimiento.views.piezas import consulta_de, corte_pedido, cortes_vistos, la_de, pagina_de

Ambito = Cifra.Ambito
# Qué cifras mira cada parte del tablero; el resumen, todas.
_DE_CADA_PARTE = {
    "politicas": (Ambito.ENTIDAD, Ambito.DIMENSION, Ambito.POLITICA),
    "planes": (Ambito.ENTIDAD, Ambito.PLAN),
    "dependencias": (Ambito.ENTIDAD, Ambito.DEPENDENCIA),
}
_CLASES_DE_PLAZO = {
    "VENCIDA": "error",
    "PROXIMA": "aviso",
    "CUMPLIDA": "exito",
    "CUMPLIDA_CON_RETRASO": "aviso",
    "EN_EJECUCION": "info",
    "POR_INICIAR": "gris",
    "FINALIZADA": "",
}


@requiere(Permiso.TABLERO_VER)
@require_safe
def tablero(request):
    """Cómo va la entidad en un corte: el último cerrado, y aparte lo provisional del que se está capturando."""
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=False)
    contexto = {"corte": corte, "migas": [("Tablero", None)]}
    if corte is None:
        return render(request, "seguimiento/tablero.html", contexto)
    filtro = FiltroTablero(consulta_de(request, corte), corte=corte, cortes=cortes)
    filtro.is_valid()
    ver = filtro.cleaned_data.get("ver", "")
    de_corte = cifras.de_corte(corte, hoy=request.hoy, ambitos=_DE_CADA_PARTE.get(ver, cifras.AGREGADOS))
    armado = tableros.armar(de_corte)
    contexto |= {
        "filtro": filtro,
        "limpiar": _parte(corte, ver),
        "general": armado.entidad,
        "emite": request.perfil.puede(Permiso.INFORME_EMITIR),
        "ver": ver,
        "pestanas": [
            {"texto": texto, "url": _parte(corte, codigo), "actual": codigo == ver}
            for codigo, texto in FiltroTablero.PARTES
        ],
    }
    if ver == "politicas":
        contexto |= _de_politicas(armado, filtro.cleaned_data.get("semaforo", ""))
    elif ver == "planes":
        contexto["otros_planes"] = [_renglon_de_plan(c, nota=c.plan.get_clase_display()) for c in armado.planes]
        contexto["estrategias"] = _estrategias(corte, hoy=request.hoy)
    elif ver == "dependencias":
        contexto["dependencias"] = [_renglon_de_dependencia(c) for c in armado.dependencias]
    else:
        contexto |= _resumen(corte, de_corte, armado, hoy=request.hoy)
    return render(request, "seguimiento/tablero.html", contexto)


def _parte(corte: Corte, ver: str) -> str:
    return f"?corte={corte.pk}&ver={ver}" if ver else f"?corte={corte.pk}"


def _resumen(corte: Corte, de_corte: list[Cifra], armado: Tablero, *, hoy: date) -> dict:
    """Las cifras de la entidad, sus cuentas y sus gráficas."""
    return {
        "armado": armado,
        "reportes": tableros.reportes(armado.entidad),
        "plazos": tableros.plazos(armado.entidad),
        "por_semaforo": tableros.actividades_por_semaforo(corte, (c for c in de_corte if c.ambito == Ambito.PLAN)),
        "url_politicas": _parte(corte, "politicas"),
        "de_todas": _lista(corte.pk),
        "de_politicas": _lista(corte.pk, clase=Plan.Clase.ACCION_POLITICA),
        "barras": graficas.barras_de_dependencias(armado.dependencias, corte),
        **_evolucion(corte, de_corte, hoy=hoy),
    }


def _estrategias(corte: Corte, *, hoy: date) -> list[medidas.Renglon]:
    """Las del plan de implementación aprobado de la vigencia, si lo hay: lo aceptado y lo que mide el sistema."""
    planes = Plan.objects.de_vigencia(corte.vigencia).aprobados().filter(clase=Plan.Clase.IMPLEMENTACION)
    return [renglon for plan in planes.select_related("vigencia") for renglon in medidas.renglones(plan, corte, hoy)]


def _de_politicas(armado: Tablero, semaforo: str) -> dict:
    """Cada dimensión con sus políticas; si se pide un semáforo, sólo las que lo tienen."""
    grupos = [
        (_renglon_de_dimension(g.cifra), [_renglon_de_politica(p) for p in g.politicas if semaforo in ("", p.semaforo)])
        for g in armado.dimensiones
    ]
    return {
        "semaforo": Semaforo(semaforo).label if semaforo else "",
        "grupos": [(dimension, politicas) for dimension, politicas in grupos if politicas],
    }


def _evolucion(corte: Corte, de_corte: list[Cifra], *, hoy: date) -> dict:
    """Tendencia y mapa de calor con lo congelado y, al final, lo que se captura; y su cifra, si se mira otro corte."""
    entidad, politicas = graficas.de_la_entidad(corte.vigencia)
    abierto = corte if corte.esta_abierto else Corte.objects.abierto()
    otro = abierto is not None and abierto.pk != corte.pk
    vivas = cifras.provisionales(abierto, hoy=hoy) if otro else de_corte if abierto else []
    entidad += [cifra for cifra in vivas if cifra.ambito == Ambito.ENTIDAD]
    if abierto is not None and abierto.vigencia_id == corte.vigencia_id:
        politicas += [cifra for cifra in vivas if cifra.ambito == Ambito.POLITICA]
    return {
        "provisional": entidad[-1] if otro else None,
        "tendencia": graficas.tendencia(
            entidad,
            id="tendencia",
            titulo="Cumplimiento de la entidad, corte por corte",
            vigencia=corte.vigencia,
            destino=reverse("seguimiento:tablero"),
        ),
        "calor": graficas.calor(politicas, Corte.objects.de_vigencia(corte.vigencia_id)),
    }


def _lista(corte: int, **filtros) -> str:
    """La lista de actividades de un corte, con filtros."""
    return f"{reverse('seguimiento:actividad_lista')}?{urlencode({'corte': corte, **filtros})}"


def _renglon_de_plan(cifra: Cifra, nota: str = "") -> Renglon:
    destino = f"{direccion('seguimiento:plan_avance', cifra.clave)}?corte={cifra.corte_id}"
    return Renglon(cifra, destino=destino, lista=_lista(cifra.corte_id, plan=cifra.clave), nota=nota)


def _renglon_de_dimension(cifra: Cifra) -> Renglon:
    return Renglon(
        cifra,
        destino=f"{_parte(cifra.corte, 'politicas')}#dimension-{cifra.clave}",
        lista=_lista(cifra.corte_id, clase=Plan.Clase.ACCION_POLITICA, dimension=cifra.clave),
        nota=f"{cifra.n_con_valor} de {cifra.n_partes} con valor",
    )


def _renglon_de_politica(cifra: Cifra) -> Renglon:
    url = f"{direccion('seguimiento:politica_avance', cifra.clave)}?corte={cifra.corte_id}"
    if not (plan := cifra.plan_id):
        return Renglon(cifra, destino="", lista="", url=url, nota="sin plan aprobado")
    destino = f"{direccion('seguimiento:plan_avance', plan)}?corte={cifra.corte_id}"
    return Renglon(cifra, destino=destino, lista=_lista(cifra.corte_id, plan=plan), url=url)


def _renglon_de_dependencia(cifra: Cifra) -> Renglon:
    lista = _lista(cifra.corte_id, dependencia=cifra.clave)
    url = f"{direccion('seguimiento:dependencia_avance', cifra.clave)}?corte={cifra.corte_id}"
    return Renglon(cifra, destino=lista, lista=lista, url=url)


# --- Una dependencia, una política -----------------------------------------------------------------------------


@requiere(Permiso.TABLERO_VER)
@require_safe
def dependencia_avance(request, pk: int):
    """Cómo va una dependencia: su cifra, su historia, sus actividades, los planes que coordina y su gente."""
    dependencia = get_object_or_404(Dependencia, pk=pk)
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=False)
    contexto = {
        "dependencia": dependencia,
        "corte": corte,
        "gente": _gente_de(dependencia, request.hoy),
        "migas": _migas(corte, dependencia.nombre),
    }
    if corte is not None:
        leidas = cifras.de_dependencia(corte, dependencia, hoy=request.hoy)
        contexto |= _tablero_de(
            request,
            corte,
            cortes,
            leidas,
            cifra=next((c for c in leidas if c.ambito == Ambito.DEPENDENCIA), None),
            historia=graficas.historia(Ambito.DEPENDENCIA, pk),
            titulo_de_planes="Cumplimiento de los planes que coordina",
            dependencia=pk,
        )
    return render(request, "seguimiento/dependencia_avance.html", contexto)


@requiere(Permiso.TABLERO_VER)
@require_safe
def politica_avance(request, pk: int):
    """Cómo va una política: la cifra de su plan de acción, su historia, sus actividades, sus planes y su gente.

    Un corte medido con otra versión del modelo se lee de la que en ella es la misma política, y se dice.
    """
    politicas = Politica.objects.visibles_para(request.perfil).select_related("dimension__version")
    politica = get_object_or_404(politicas.only("nombre", "dimension__nombre", "dimension__version__nombre"), pk=pk)
    linea = Politica.objects.linea(politica)
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=False)
    medida = linea.por_version.get(corte.vigencia.version_id) if corte else None
    contexto = {
        "politica": politica,
        "corte": corte,
        "gente": _gente_de_politica(politica, medida or politica, corte, request.hoy),
        "migas": _migas(corte, politica.nombre),
    }
    if corte is not None:
        leidas = cifras.de_politica(corte, medida, hoy=request.hoy) if medida else []
        cifra = next((c for c in leidas if c.ambito == Ambito.POLITICA), None)
        contexto["otra_version"] = linea.dichos.get(corte.vigencia.version_id, "")
        plan = cifra.plan_id if cifra else None
        contexto |= _tablero_de(
            request,
            corte,
            cortes,
            [c for c in leidas if c.ambito == Ambito.PLAN],
            cifra=cifra,
            historia=graficas.historia(Ambito.POLITICA, *linea.claves),
            nota=linea.nota,
            titulo_de_planes="Cumplimiento de sus planes",
            plan=plan,
        )
        contexto["destino"] = f"{reverse('seguimiento:plan_avance', args=[plan])}?corte={corte.pk}" if plan else ""
    return render(request, "seguimiento/politica_avance.html", contexto)


def _tablero_de(
    request,
    corte: Corte,
    cortes: list[Corte],
    leidas: list[Cifra],
    *,
    cifra: Cifra | None,
    historia: list[Cifra],
    nota: str = "",
    titulo_de_planes: str,
    **alcance,
) -> dict:
    """Lo que comparten los dos tableros. `alcance`: el filtro que da sus actividades (`dependencia=`, `plan=`)."""
    planes = [c for c in leidas if c.ambito == Ambito.PLAN]
    if cifra is not None and corte.esta_abierto:
        historia.append(cifra)
    lista = _lista(corte.pk, **alcance)
    contexto = {
        "cifra": cifra,
        "reportes": tableros.reportes(cifra) if cifra else (),
        "lista": lista,
        "cortes": [c for c in reversed(cortes) if c.vigencia_id == corte.vigencia_id],
        "tendencia": graficas.tendencia(
            historia,
            id="tendencia",
            titulo="Cumplimiento, corte por corte",
            vigencia=corte.vigencia,
            destino=request.path,
            nota=nota,
        ),
        "barras": graficas.barras_de_planes(planes, corte, titulo=titulo_de_planes),
        "planes": [_renglon_de_plan(c, nota=c.plan.get_clase_display()) for c in planes],
    }
    if cifra is None:
        return contexto
    return contexto | {
        "semaforos": graficas.barras_de_cuentas(
            tableros.actividades_por_semaforo(corte, [cifra], **alcance),
            graficas.NIVELES,
            id="semaforos",
            titulo="Actividades por semáforo",
            concepto="Semáforo",
            lista=f"{lista}&semaforo=",
        ),
        "plazos": graficas.barras_de_cuentas(
            tableros.plazos(cifra),
            graficas.NIVELES_DE_PLAZO,
            id="plazos",
            titulo="Actividades por estado de plazo",
            concepto="Estado de plazo",
            lista=f"{lista}&plazo=",
        ),
    }


def _migas(corte: Corte | None, aqui: str) -> list[tuple]:
    consulta = f"?corte={corte.pk}" if corte else ""
    return [("Tablero", f"{reverse('seguimiento:tablero')}{consulta}"), (aqui, None)]


def _gente_de(dependencia: Dependencia, hoy: date) -> list[tuple[str, str, str]]:
    """Jefe y enlaces de hoy: nombre, papel y, si es un encargo, de quién."""
    asignaciones = (
        Asignacion.objects.vigentes(hoy)
        .filter(dependencia=dependencia, rol__in=DE_DEPENDENCIA)
        .select_related("persona", "dependencia", "en_encargo_de")
        .order_by("-rol", EnEspanol("persona__nombre"), "id")
    )
    return [(str(a.persona), a.get_rol_display(), capfirst(f"{a.encargo}.") if a.encargo else "") for a in asignaciones]


def _gente_de_politica(
    politica: Politica, medida: Politica, corte: Corte | None, hoy: date
) -> list[tuple[str, str, str]]:
    """Quién responde en el año del corte por la que en él es la misma (`medida`), como se dice en público y, si cerró,
    como se decía entonces; y los enlaces de hoy.
    """
    anio, al = (corte.vigencia.anio, corte.cerrado_en) if corte else (hoy.year, None)
    papeles = papeles_publicos([medida], anio, al)[medida.pk]
    por_decidir = "Las fuentes no concuerdan: por decidir." if papeles.advertencia else ""
    responden = [(quien, papel, por_decidir) for quien, papel in papeles.quienes]
    responden += [(quien, "Fase", f"{fase.nombre}.") for fase in papeles.fases for quien in fase.responsables]
    return [*responden, *((e.quien, "Enlace", e.de) for e in _enlaces_de_politica(politica.pk, hoy))]


@armada_una_vez
def _enlaces_de_politica(politica: int, hoy: date) -> QuerySet[EnlacePolitica]:
    enlaces = EnlacePolitica.objects.vigentes(hoy).filter(politica=politica)
    con_nombres = enlaces.annotate(quien=nombre_de("persona"), de=F("dependencia__nombre")).only("desde")
    return con_nombres.order_by(EnEspanol("persona__nombre"), "id")


# --- Actividades ---------------------------------------------------------------------------------------------


def _filtradas(request, corte: Corte, cortes: list[Corte]):
    filtro = FiltroActividades(consulta_de(request, corte), corte=corte, cortes=cortes)
    orden = Orden(request.GET.get("orden", ""), COLUMNAS_DE_ACTIVIDADES)
    return filtro, orden, orden.ordenar(filtro.filtrar(tableros.actividades(corte, hoy=request.hoy), corte))


@requiere(Permiso.TABLERO_VER)
@require_safe
def actividad_lista(request):
    """Las actividades que componen una cifra: los filtros están en la URL."""
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=False)
    migas = [("Tablero", reverse("seguimiento:tablero")), ("Actividades", None)]
    if corte is None:
        return render(request, "seguimiento/actividad_lista.html", {"corte": None, "migas": migas})
    filtro, orden, filas = _filtradas(request, corte, cortes)
    pagina = pagina_de(request, filas)
    leidas = tableros.cifras_de(corte, pagina.object_list, con_reporte=False)
    consulta = consulta_de(request, corte)
    consulta.pop("page", None)
    contexto = {
        "corte": corte,
        "filtro": filtro,
        "orden": orden,
        "limpiar": f"?corte={corte.pk}",
        "page_obj": pagina,
        "filas": [(fila, _CLASES_DE_PLAZO[fila.cifra.plazo]) for fila in tableros.explicar(leidas, request.perfil)],
        "exportar": f"{reverse('seguimiento:actividad_exportar')}?{consulta.urlencode()}",
        "migas": [("Tablero", f"{reverse('seguimiento:tablero')}?corte={corte.pk}"), ("Actividades", None)],
    }
    return render(request, "seguimiento/actividad_lista.html", contexto)


@requiere(Permiso.TABLERO_VER)
@require_safe
def actividad_exportar(request):
    """La misma lista filtrada, en XLSX o, con `?formato=csv`, en CSV."""
    cortes = cortes_vistos(request.perfil)
    corte = corte_pedido(request, cortes, abierto_primero=False)
    filas = []
    if corte:
        *_, filtradas = _filtradas(request, corte, cortes)
        filas = tableros.explicar(tableros.cifras_de(corte, filtradas), request.perfil)
    nombre = f"actividades-{corte.vigencia.anio}-T{corte.trimestre}" if corte else "actividades"
    return descargar(request, nombre, [tableros.tabla_de_actividades(filas)])


@requiere(Permiso.TABLERO_VER)
@require_safe
def plan_avance(request, pk: int):
    """La cifra de un plan y la lista ponderada con la que se rehace a mano."""
    plan = la_de(_aprobado(request.perfil, pk))
    cortes = cortes_vistos(request.perfil, plan.vigencia_id)
    corte = _corte_del_plan(request, cortes)
    contexto = {
        "plan": plan,
        "corte": corte,
        "pide": _como_se_pide(plan) if corte and request.perfil.puede(Permiso.INFORME_EMITIR) else "",
        "migas": [("Tablero", reverse("seguimiento:tablero")), (plan.nombre, None)],
    }
    if corte is None:
        return render(request, "seguimiento/plan_avance.html", contexto)
    cifra = next(iter(cifras.de_plan(corte, plan, hoy=request.hoy)), None)
    historia = graficas.historia(Ambito.PLAN, plan.pk)
    if cifra is not None and corte.esta_abierto:
        historia.append(cifra)
    del_plan = tableros.DelPlan(corte, plan, hoy=request.hoy)
    pagina = pagina_de(request, del_plan)
    leidas = tableros.cifras_de(corte, pagina.object_list, con_reporte=False)
    explicadas = tableros.explicar(leidas, request.perfil)
    contexto |= {
        "cifra": cifra,
        "page_obj": pagina,
        "filas": explicadas,
        "suma": del_plan.suma,
        "exportar": f"{reverse('seguimiento:actividad_exportar')}?corte={corte.pk}&plan={plan.pk}",
        "cortes": cortes,
        "medidos": versiones.medidos(plan),
        "estrategias": medidas.renglones(plan, corte, request.hoy),
        "nota_de_plazo": "El estado de plazo es el del corte."
        if corte.esta_cerrado
        else "El estado de plazo es el de hoy; al cerrar queda el de la fecha del corte.",
        "cronograma": graficas.cronograma(plan, explicadas, hoy=request.hoy),
        "tendencia": graficas.tendencia(
            historia,
            id="tendencia",
            titulo="Cumplimiento del plan, corte por corte",
            vigencia=plan.vigencia,
            destino=request.path,
        ),
        "migas": [("Tablero", f"{reverse('seguimiento:tablero')}?corte={corte.pk}"), (plan.nombre, None)],
    }
    return render(request, "seguimiento/plan_avance.html", contexto)


def _como_se_pide(plan: Plan) -> str:
    """La consulta con que se propone su PDF; vacía si su clase no tiene uno propio."""
    if plan.clase == Plan.Clase.IMPLEMENTACION:
        return "alcance=implementacion"
    return f"politica={plan.politica_id}" if plan.politica_id else ""


@armada_una_vez
def _aprobado(perfil: Perfil, plan: int) -> QuerySet[Plan]:
    vistos = Plan.objects.visibles_para(perfil).aprobados().filter(pk=plan)
    return vistos.select_related("vigencia", "politica__dimension", "dependencia")


def _corte_del_plan(request, cortes: list[Corte]) -> Corte | None:
    """El pedido; si no es de los `cortes` de la vigencia del plan, el último suyo que tenga cifras."""
    pedido = request.GET.get("corte", "")
    suyo = next((corte for corte in cortes if str(corte.pk) == pedido), None)
    if suyo is None and pedido:
        corte_pedido(request, cortes_vistos(request.perfil), abierto_primero=False)
    cerrados = [corte for corte in cortes if corte.esta_cerrado]
    return suyo or (cerrados or cortes or [None])[-1]


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


@armada_una_vez
def _actividad_vista(perfil: Perfil, actividad: int) -> QuerySet[Actividad]:
    vistas = Actividad.objects.visibles_para(perfil).filter(pk=actividad)
    return vistas.con_fecha_original().select_related("plan", "dependencia", "enlace")


@armada_una_vez
def _avances_de(perfil: Perfil, actividad: int, cortes: tuple[int, ...]) -> QuerySet[Avance]:
    suyos = Avance.objects.visibles_para(perfil).filter(actividad=actividad, corte__in=cortes)
    return suyos.con_personas().order_by()


@armada_una_vez
def _congeladas_de(actividad: int, cortes: tuple[int, ...]) -> QuerySet[Cifra]:
    return Cifra.objects.filter(ambito=Ambito.ACTIVIDAD, clave=actividad, corte__in=cortes)


@require_safe
def actividad_avance(request, pk: int):
    """Una actividad en los cuatro trimestres: cifra, evidencia y personas de cada uno."""
    actividad = la_de(_actividad_vista(request.perfil, pk))
    cortes = cortes_vistos(request.perfil, actividad.plan.vigencia_id)
    en_cortes = _en_cortes(request, actividad, cortes)
    abierto = next((c for c in cortes if c.esta_abierto), None)
    contexto = {
        "actividad": actividad,
        "en_cortes": en_cortes,
        "programacion": list(enumerate(actividad.programacion, start=1)),
        "puede_adelantar": abierto is not None
        and not any(c.corte == abierto and c.avance for c in en_cortes)
        and not acciones.problemas_para_adelantar(actividad, abierto, request.perfil),
        "abierto": abierto,
        "pide_prorroga": actividad.plan.estado in RIGEN
        and puede_pedir(
            request.perfil, coordinadora=actividad.plan.dependencia_id, responsable=actividad.dependencia_id
        ),
        "serie": _serie(request.perfil, actividad),
        "mejora": _mejora(actividad),
        "ve_tablero": request.perfil.puede(Permiso.TABLERO_VER),
        "migas": [("Actividades", None), (f"Actividad {actividad.numero}", None)],
    }
    return render(request, "seguimiento/actividad_avance.html", contexto)


def _mejora(actividad: Actividad) -> int | None:
    """La clave de su acción de mejora, si es de un plan de mejoramiento."""
    if actividad.plan.clase != Plan.Clase.MEJORAMIENTO:
        return None
    return AccionMejora.objects.filter(actividad=actividad).order_by().values_list("pk", flat=True).first()


def _serie(perfil: Perfil, actividad: Actividad) -> list[dict]:
    """La misma actividad en los años anteriores, con su última cifra congelada y si la persona puede abrirla."""
    anteriores = {una.pk: una for una in actividad.anteriores()} if actividad.origen_id else {}
    if not anteriores:
        return []
    cifras = Cifra.objects.filter(ambito=Ambito.ACTIVIDAD, clave__in=anteriores).order_by("corte__trimestre")
    ultima = {cifra.clave: cifra for cifra in cifras}
    vistas = set(Actividad.objects.visibles_para(perfil).filter(pk__in=anteriores).values_list("pk", flat=True))
    return [{"actividad": una, "cifra": ultima.get(pk), "se_ve": pk in vistas} for pk, una in anteriores.items()]


def _en_cortes(request, actividad: Actividad, cortes: list[Corte]) -> list[EnCorte]:
    de_cada_uno = {corte.pk: corte for corte in cortes}
    avances = {a.corte_id: a for a in _avances_de(request.perfil, actividad.pk, tuple(de_cada_uno))}
    usos = defaultdict(list)
    for uso in usos_de(*avances.values()) if avances else ():
        usos[uso.objeto_id].append(uso)
    abiertos = (corte for corte in cortes if not corte.esta_cerrado)
    vivas = (cifra for corte in abiertos for cifra in tableros.cifra_viva(corte, actividad, hoy=request.hoy))
    medidas = [*_congeladas_de(actividad.pk, tuple(de_cada_uno)), *vivas]
    for suya in (*medidas, *avances.values()):
        suya.corte, suya.actividad = de_cada_uno[suya.corte_id], actividad
    filas = {fila.cifra.corte_id: fila for fila in tableros.explicar(medidas, request.perfil)}
    return [
        EnCorte(
            corte=corte,
            fila=(fila := filas.get(corte.pk)),
            avance=(avance := avances.get(corte.pk)),
            visible=avance is not None,
            usos=usos[avance.pk] if avance else [],
            clase=CLASES_DE_AVANCE[avance.estado] if avance else "",
            personas=fila.personas if fila else [],
        )
        for corte in cortes
    ]
