"""Páginas del plan: lista, creación, formulación y decisiones."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.consultas import armada_una_vez
from mipg.etiquetas import cantidad, fecha
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.orden import Orden
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes import reglas
from planes.acciones import actos
from planes.acciones import planes as acciones
from planes.acciones.actividades import problemas_para_cambiar_enlaces, problemas_para_formular
from planes.acciones.tardias import por_decidir
from planes.coordinacion import coordinados_por_otra
from planes.forms import ActoForm, AprobarForm, DevolverForm, FiltroPlanesForm, PlanForm
from planes.forms.planes import COLUMNAS, nombre_de_campo, responsable_sugerido
from planes.historia import historia_de
from planes.insignias import CLASES_DE_PLAN
from planes.models import Actividad, Observacion, Plan
from planes.querysets import ActividadQuerySet
from planes.reglas.prorrogas import puede_pedir
from planes.reglas.salidas import POR_APROBAR, problemas_para_publicar
from planes.reglas.tardias import cerrados_con_algo
from planes.views import conformes, partes, salidas, versiones
from planes.views.comunes import (
    ACTIVIDADES_POR_PAGINA,
    INVALIDO,
    cargar_plan,
    contar_negativa,
    exigir_decidir,
    exigir_formular,
    migas_de,
    numero_de_consulta,
    ya_lo_elimino,
)
from planes.views.tardias import decision
from politicas.models import Politica, TipoPlan, Vigencia

POR_PAGINA = 50
PROBLEMAS_A_LA_VISTA = 20
UNIDAD_A_LA_VISTA = 60


def filtrar_planes(request) -> tuple[FiltroPlanesForm, object]:
    """El filtro de la URL y los planes visibles que lo cumplen."""
    vigencias = Vigencia.objects.abiertas_alguna_vez()
    filtro = FiltroPlanesForm(request.GET, perfil=request.perfil, vigencias=vigencias)
    return filtro, filtro.filtrar(Plan.objects.visibles_para(request.perfil))


@require_safe
def plan_lista(request):
    """Los planes que la persona ve, con su estado, actividades y plazo."""
    filtro, planes = filtrar_planes(request)
    orden = Orden(request.GET.get("orden", ""), COLUMNAS)
    vigencia = filtro.vigencia_elegida
    puede_crear_todos = request.perfil.puede(Permiso.PLAN_FORMULAR_TODOS)
    listados = planes.con_resumen().annotate(coordina=F("dependencia__nombre"), anio=F("vigencia__anio"))
    listados = orden.ordenar(listados.only("nombre", "clase", "estado", "fecha_limite", "extemporaneo"))
    pagina = Paginator(listados, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "filtro": filtro,
        "vigencia": vigencia,
        "hoy": request.hoy,
        "orden": orden,
        "page_obj": pagina,
        "filas": [(plan, CLASES_DE_PLAN[plan.estado]) for plan in pagina],
        "filtra": any(request.GET.get(campo) for campo in ("q", "clase", "estado", "dependencia", "envio")),
        "puede_crear": puede_crear_todos or request.perfil.puede(Permiso.PLAN_FORMULAR),
        "faltan": _planes_que_faltan(vigencia, request.hoy) if vigencia and puede_crear_todos else {},
        "de_otra": coordinados_por_otra(vigencia, request.hoy) if vigencia and puede_crear_todos else [],
        "migas": [("Planes", None)],
    }
    return render(request, "planes/plan_lista.html", contexto)


def _planes_que_faltan(vigencia: Vigencia, hoy: date) -> dict[str, int]:
    """Cuántos planes de cada clase de la vigencia están por crear; vacío si está cerrada o completa."""
    if vigencia.cerrada_en:
        return {}
    tipos, politicas, coordina = acciones.por_crear(vigencia, hoy)
    faltan = {"institucionales": len(tipos), "de_politica": len(politicas), "de_implementacion": bool(coordina)}
    return faltan if any(faltan.values()) else {}


@requiere(Permiso.PLAN_FORMULAR, Permiso.PLAN_FORMULAR_TODOS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_crear(request):
    """Crea un plan en borrador; la URL puede traer vigencia, clase, política o tipo, y entonces propone el
    responsable.
    """
    actual = Vigencia.objects.actual(request.hoy)
    politicas = Politica.objects.visibles_para(request.perfil).de_vigencias(Vigencia.objects.abiertas())
    opciones = {"perfil": request.perfil, "politicas": politicas.order_by("dimension__version", "numero_plan")}
    if request.method == "POST":
        form = PlanForm(request.POST, **opciones)
        if form.is_valid():
            try:
                plan = acciones.crear_plan(**form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(
                    request,
                    f"Se creó «{plan.nombre}». Lo formula {plan.dependencia}: agregue o importe sus actividades.",
                )
                return redirect("planes:plan_detalle", pk=plan.pk)
    else:
        pedida = Vigencia.objects.abiertas().filter(pk=numero_de_consulta(request, "vigencia")).first()
        form = PlanForm(initial=_propuesta(request, pedida or actual, opciones["politicas"]), **opciones)
    contexto = {
        "form": form,
        "existente": _el_que_ya_existe(request, form),
        "hay_vigencia": bool(actual and not actual.cerrada_en),
        "boton": "Crear plan",
        "cancelar_url": reverse("planes:plan_lista"),
        "migas": [("Planes", reverse("planes:plan_lista")), ("Crear plan", None)],
    }
    return render(request, "planes/plan_crear.html", contexto, status=estado_http(form))


def _el_que_ya_existe(request, form: PlanForm) -> Plan | None:
    """El plan que ya ocupa el lugar del que se pide crear, si la persona lo ve: al llegar con la página llena o al
    negarse.
    """
    pedido = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else form.initial
    clase, vigencia = pedido.get("clase"), pedido.get("vigencia")
    de_que = {
        Plan.Clase.INSTITUCIONAL: ("tipo",),
        Plan.Clase.ACCION_POLITICA: ("politica",),
        Plan.Clase.MEJORAMIENTO: ("politica", "vigencia_medida"),
        Plan.Clase.IMPLEMENTACION: (),
    }.get(clase)
    if vigencia is None or de_que is None or any(pedido.get(campo) is None for campo in de_que):
        return None
    iguales = {campo: pedido[campo] for campo in de_que}
    visibles = Plan.objects.visibles_para(request.perfil).en_pie()
    return visibles.filter(clase=clase, vigencia=vigencia, **iguales).first()


def _propuesta(request, actual: Vigencia | None, politicas) -> dict:
    politica = politicas.filter(pk=numero_de_consulta(request, "politica")).first()
    tipo = TipoPlan.objects.select_related("dependencia").filter(pk=numero_de_consulta(request, "tipo")).first()
    clase = request.GET.get("clase", "")
    return {
        "clase": clase if clase in Plan.Clase.values else Plan.Clase.ACCION_POLITICA,
        "vigencia": actual,
        "politica": politica,
        "tipo": tipo,
        "dependencia": responsable_sugerido(actual, politica, tipo, request.hoy) if actual else None,
    }


@requiere(Permiso.PLAN_FORMULAR_TODOS)
@require_POST
def plan_crear_todos(request):
    """Crea de una vez los planes institucionales y de política que falten en la vigencia."""
    vigencia = get_object_or_404(Vigencia.objects.abiertas(), pk=entero(request.POST.get("vigencia", "")))
    try:
        creados = acciones.crear_planes_de_vigencia(vigencia=vigencia, por=request.user, ahora=timezone.now())
    except NEGATIVAS:
        messages.error(request, "Otra persona estaba creando los mismos planes. Mire la lista antes de intentarlo.")
    else:
        if creados:
            messages.success(
                request,
                f"Se crearon {len(creados)} planes de {vigencia} con su responsable y su fecha límite."
                if len(creados) > 1
                else f"Se creó «{creados[0].nombre}».",
            )
        else:
            messages.info(request, f"No faltaba ningún plan de {vigencia}.")
    return redirect(f"{reverse('planes:plan_lista')}?vigencia={vigencia.pk}")


@require_safe
def plan_detalle(request, pk: int):
    """La formulación de un plan: sus datos, lo que falta, sus actividades, observaciones, versiones e historia."""
    plan = cargar_plan(request, pk)
    perfil = request.perfil
    formula = reglas.puede_formular(perfil, plan.dependencia_id)
    decide = perfil.puede(Permiso.PLAN_DECIDIR)
    edita = formula and not problemas_para_formular(plan)
    # Son de un solo plan: ordenarlas también por él uniría cuatro tablas.
    vigentes = plan.actividades.vigentes().order_by("orden", "pk")
    por_aprobar = plan.estado in POR_APROBAR
    actividades = list(vigentes) if por_aprobar else []
    problemas = acciones.problemas_para_enviar(plan, actividades) if por_aprobar else []
    # De la dependencia y de la persona, sólo su nombre: enteras se armarían de nuevo en cada fila.
    con_gente = vigentes.con_fecha_original().annotate(
        responsable=F("dependencia__nombre"), de_enlace=nombre_de("enlace")
    )
    cuentas = _cuentas(vigentes)
    paginador = Paginator(con_gente, ACTIVIDADES_POR_PAGINA)
    paginador.count = cuentas["n"]
    pagina = paginador.get_page(request.GET.get("page"))
    generales, por_actividad = _observaciones_abiertas(plan) if por_aprobar else ([], {})
    varios = _varios(pagina.object_list)
    filas = [
        _fila(actividad, varios[actividad.pk], por_actividad.get(actividad.pk, []), plan, perfil)
        for actividad in pagina.object_list
    ]
    al_final = partes.leer(partes.DESPUES, plan, perfil, request.hoy)
    contexto = {
        "plan": plan,
        "clase": CLASES_DE_PLAN[plan.estado],
        "acto": versiones.acto_de(plan, dict(al_final).get("planes/_plan_versiones.html")),
        "por_aprobar": por_aprobar,
        "problemas": problemas[:PROBLEMAS_A_LA_VISTA],
        "problemas_de_mas": max(len(problemas) - PROBLEMAS_A_LA_VISTA, 0),
        "n_problemas": len(problemas),
        "cerrados": cerrados_con_algo(actividades, plan.vigencia.trimestre_cerrado),
        "ve_avance": perfil.puede(Permiso.TABLERO_VER),
        "page_obj": pagina,
        "filas": filas,
        "suma_pesos": cuentas["suma"],
        "observaciones": generales,
        "n_observaciones": len(generales) + sum(map(len, por_actividad.values())),
        "edita": edita,
        "puede_enviar": edita and not problemas,
        "puede_eliminar": formula
        and not reglas.problemas_para_eliminar(
            estado=plan.estado,
            enviado=plan.enviado_en is not None,
            actividades=cuentas["n"] or plan.actividades.count(),
            con_historia=plan.es_editable and acciones.tiene_historia_propia(plan),
        ),
        "puede_recuperar": formula and plan.estado == Plan.Estado.EN_REVISION,
        "puede_decidir": decide and plan.estado == Plan.Estado.EN_REVISION,
        "puede_publicar": decide
        and not problemas_para_publicar(
            estado=plan.estado,
            publicado=plan.publicado_en is not None,
            vaciado=not cuentas["n"] and Plan.objects.vaciados().filter(pk=plan.pk).exists(),
        ),
        "puede_completar_acto": decide and plan.acto == Plan.Acto.PENDIENTE,
        "corrige": decide and plan.estado in reglas.RIGEN,
        "asigna_enlaces": any(fila["asigna_enlace"] or fila["prorroga"] for fila in filas),
        "vencido": plan.es_editable and plan.fecha_limite is not None and plan.fecha_limite < request.hoy,
        "partes": partes.leer(partes.ANTES, plan, perfil, request.hoy),
        "partes_al_final": al_final,
        "mas_acciones": list(salidas.acciones_del_plan(plan, perfil, request.hoy)),
        "hoy": request.hoy,
        "eventos": historia_de(plan),
        "migas": migas_de(plan),
    }
    return render(request, "planes/plan_detalle.html", contexto)


def _cuentas(actividades: ActividadQuerySet) -> dict:
    """Cuántas son (`n`) y cuánto pesan (`suma`)."""
    return actividades.aggregate(n=Count("pk"), suma=Sum("ponderacion"))


def _fila(actividad: Actividad, varios: dict, observaciones: list, plan: Plan, perfil: Perfil) -> dict:
    """Lo que la tabla dice de una actividad, ya escrito."""
    unidad = actividad.unidad
    sin_raya = {f"t{t}": "" if p is None else cantidad(p) for t, p in enumerate(actividad.programacion, start=1)}
    return sin_raya | {
        "pk": actividad.pk,
        "numero": actividad.numero,
        "nombre": actividad.nombre,
        "observaciones": observaciones,
        "datos": actividad.datos(varios),
        "meta": cantidad(actividad.meta),
        "unidad": unidad if len(unidad) <= UNIDAD_A_LA_VISTA else truncatechars(unidad, UNIDAD_A_LA_VISTA),
        "peso": "" if actividad.ponderacion is None else f"{cantidad(actividad.ponderacion)} %",
        "inicio": fecha(actividad.fecha_inicio) if actividad.fecha_inicio else "",
        "fin": f"a {fecha(actividad.fecha_fin)}" if actividad.fecha_inicio else fecha(actividad.fecha_fin),
        "original": fecha(actividad.fecha_original) if actividad.fecha_original else "",
        "responsable": actividad.responsable or "Sin dependencia",
        "enlace": actividad.de_enlace or "",
        "asigna_enlace": not problemas_para_cambiar_enlaces(plan)
        and reglas.puede_asignar_enlace(perfil, plan.dependencia_id, actividad.dependencia_id),
        "prorroga": plan.estado in reglas.RIGEN
        and puede_pedir(perfil, coordinadora=plan.dependencia_id, responsable=actividad.dependencia_id),
    }


@armada_una_vez
def _observaciones(plan: int) -> QuerySet[Observacion]:
    sin_resolver = Observacion.objects.filter(plan=plan, propuesta=None, resuelta_en=None)
    return sin_resolver.annotate(observo=nombre_de("creada_por")).only(
        "plan", "actividad", "campo", "texto", "creada_en"
    )


def _observaciones_abiertas(plan: Plan) -> tuple[list, dict[int, list]]:
    generales, por_actividad = [], defaultdict(list)
    for observacion in _observaciones(plan.pk):
        observacion.rotulo = nombre_de_campo(observacion.campo) if observacion.campo else ""
        if observacion.actividad_id:
            por_actividad[observacion.actividad_id].append(observacion)
        else:
            generales.append(observacion)
    return generales, por_actividad


@armada_una_vez
def _apoyos(*actividades: int) -> QuerySet:
    apoyos = Actividad.apoyos.through.objects.filter(actividad__in=actividades).order_by("dependencia")
    return apoyos.annotate(nombre=F("dependencia__nombre")).only("actividad")


@armada_una_vez
def _indices(*actividades: int) -> QuerySet:
    indices = Actividad.indices.through.objects.filter(actividad__in=actividades).order_by("indice")
    return indices.annotate(nombre=Concat("indice__codigo", Value(" "), "indice__nombre")).only("actividad")


def _varios(actividades: Iterable[Actividad]) -> dict[int, dict[str, list[str]]]:
    """De cada una, los nombres de sus apoyos y de sus índices, por campo.

    `prefetch_related` haría un gestor por fila y por relación.
    """
    varios: dict[int, dict[str, list[str]]] = {una.pk: defaultdict(list) for una in actividades}
    for campo, leer in (("apoyos", _apoyos), ("indices", _indices)):
        for relacion in leer(*varios):
            varios[relacion.actividad_id][campo].append(relacion.nombre)
    return varios


@require_POST
def plan_eliminar(request, pk: int):
    """Elimina un borrador vacío que nunca se envió."""
    if ya_lo_elimino(request, Plan, pk):
        return redirect("planes:plan_lista")
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    try:
        acciones.eliminar_plan(plan=plan, por=request.user, ahora=timezone.now())
    except EstadoCambiado as cambio:
        messages.info(request, str(cambio))
        return redirect("planes:plan_lista")
    except ReglaIncumplida as incumplida:
        contar_negativa(request, "El plan no se eliminó", incumplida)
        return redirect("planes:plan_detalle", pk=pk)
    messages.success(request, f"Se eliminó «{plan.nombre}». La bitácora conserva quién y cuándo.")
    return redirect("planes:plan_lista")


@require_POST
def plan_enviar(request, pk: int):
    """Envía el plan a revisión, si no le falta nada."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    try:
        acciones.enviar(plan=plan, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as incumplida:
        contar_negativa(request, "El plan no se envió", incumplida)
    else:
        messages.success(request, "El plan quedó en revisión de Planeación. Mientras nadie decida, puede recuperarlo.")
    return redirect("planes:plan_detalle", pk=pk)


@require_POST
def plan_recuperar(request, pk: int):
    """Trae de vuelta a borrador un plan enviado que nadie ha decidido."""
    plan = cargar_plan(request, pk)
    exigir_formular(request, plan)
    try:
        acciones.recuperar(plan=plan, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as incumplida:
        contar_negativa(request, "El plan no se recuperó", incumplida)
    else:
        messages.success(request, "El plan volvió a borrador: ya puede corregirlo.")
    return redirect("planes:plan_detalle", pk=pk)


@require_POST
def plan_publicar(request, pk: int):
    """Publica un plan aprobado."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    try:
        acciones.publicar(plan=plan, por=request.user, ahora=timezone.now())
    except ReglaIncumplida as incumplida:
        contar_negativa(request, "El plan no se publicó", incumplida)
    else:
        messages.success(request, "El plan quedó publicado: lo ve cualquiera, también en el micrositio.")
    return redirect("planes:plan_detalle", pk=pk)


def _llegar_a_decidir(request, pk: int) -> tuple[Plan, object]:
    """El plan en revisión que la persona leyó; o la redirección que le dice por qué no se puede decidir."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    if request.method == "POST":
        return plan, None
    leida = numero_de_consulta(request, "version")
    if plan.estado != Plan.Estado.EN_REVISION:
        messages.warning(request, f"El plan está {plan.get_estado_display().lower()}: no hay nada que decidir.")
    elif leida is not None and leida != plan.version:
        messages.warning(request, "El plan cambió desde que usted lo abrió. Léalo de nuevo antes de decidir.")
    else:
        return plan, None
    return plan, redirect("planes:plan_detalle", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_devolver(request, pk: int):
    """Devuelve el plan con una o varias observaciones."""
    plan, desvio = _llegar_a_decidir(request, pk)
    if desvio:
        return desvio
    actividades = list(plan.actividades.vigentes().only("pk", "numero", "nombre"))
    renglones = entero(request.POST.get("renglones", "")) or DevolverForm.RENGLONES
    estado = 200
    if request.method == "POST" and "otra" in request.POST:
        # Un renglón más, sin perder lo escrito y sin reclamar todavía.
        escrito = {campo: valor for campo, valor in request.POST.items() if campo != "renglones"}
        form = DevolverForm(initial=escrito, actividades=actividades, renglones=renglones + 1)
    elif request.method == "POST":
        form = DevolverForm(request.POST, actividades=actividades, renglones=renglones)
        if form.is_valid():
            try:
                acciones.devolver(
                    plan=plan,
                    observaciones=form.observaciones,
                    version=form.cleaned_data["version"],
                    por=request.user,
                    ahora=timezone.now(),
                )
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, f"El plan volvió a {plan.dependencia} con sus observaciones.")
                return redirect("planes:plan_detalle", pk=pk)
        estado = INVALIDO
    else:
        form = DevolverForm(initial={"version": plan.version}, actividades=actividades)
    contexto = {
        "form": form,
        "plan": plan,
        "cancelar_url": reverse("planes:plan_detalle", args=[pk]),
        "migas": migas_de(plan, ("Devolver", None)),
    }
    return render(request, "planes/plan_devolver.html", contexto, status=estado)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_aprobar(request, pk: int):
    """Aprueba la versión que la persona leyó y congela su foto; o dice por qué le toca a otra y quién puede."""
    plan, desvio = _llegar_a_decidir(request, pk)
    if desvio:
        return desvio
    autores, deciden = acciones.autores_de(plan), acciones.quienes_deciden(request.hoy)
    actividades = list(plan.actividades.vigentes())
    tardias = por_decidir(actividades, plan.vigencia, request.hoy)
    cerrado = plan.vigencia.trimestre_cerrado if tardias else None
    if request.method == "POST":
        form = AprobarForm(request.POST, cerrado=cerrado)
        if form.is_valid():
            try:
                aprobado = acciones.aprobar(plan=plan, **form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                numero = aprobado.versiones.count()
                messages.success(request, f"El plan quedó aprobado. Su versión {numero} está congelada con su huella.")
                return redirect("planes:plan_detalle", pk=pk)
    else:
        form = AprobarForm(initial={"version": plan.version, "acto": Plan.Acto.SESION}, cerrado=cerrado)
    cuentas = _cuentas(plan.actividades.vigentes())
    contexto = {
        "form": form,
        "plan": plan,
        "problemas": reglas.problemas_para_aprobar(request.perfil, autores=autores, deciden=deciden),
        "pueden": sorted(reglas.otras_que_aprueban(autores, deciden).values()),
        "conformes": conformes.parte(plan, request.perfil, request.hoy),
        "n_actividades": cuentas["n"],
        "suma_pesos": cuentas["suma"],
        "tardia": decision(actividades, tardias, plan.vigencia.trimestre_cerrado, request.hoy),
        "boton": "Aprobar el plan",
        "cancelar_url": reverse("planes:plan_detalle", args=[pk]),
        "migas": migas_de(plan, ("Aprobar", None)),
    }
    return render(request, "planes/plan_aprobar.html", contexto, status=estado_http(form))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_acto_completar(request, pk: int):
    """Completa el acto de un plan que se aprobó con «acta pendiente»."""
    plan = cargar_plan(request, pk)
    exigir_decidir(request)
    if request.method == "POST":
        form = ActoForm(request.POST)
        if form.is_valid():
            try:
                actos.completar_acto(plan=plan, **form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, "El acto de aprobación quedó completo.")
                return redirect("planes:plan_detalle", pk=pk)
    elif plan.acto != Plan.Acto.PENDIENTE:
        messages.warning(request, "Este plan no tiene un acto pendiente por completar.")
        return redirect("planes:plan_detalle", pk=pk)
    else:
        form = ActoForm(initial={"acto": Plan.Acto.SESION})
    contexto = {
        "form": form,
        "plan": plan,
        "boton": "Completar el acto",
        "cancelar_url": reverse("planes:plan_detalle", args=[pk]),
        "migas": migas_de(plan, ("Completar el acto", None)),
    }
    return render(request, "planes/plan_acto_completar.html", contexto, status=estado_http(form))
