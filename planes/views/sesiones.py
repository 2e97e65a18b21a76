"""Páginas de las sesiones: lista, convocatoria, la sesión en que se trabaja, y su cierre."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mipg.consultas import armada_una_vez
from mipg.formularios import NEGATIVAS, anotar, en_una_linea, estado_http
from mipg.leidos import MotivoForm
from mipg.reglas import EstadoCambiado
from mipg.usuarios.historia import historia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones import orden_del_dia
from planes.acciones import sesiones as acciones
from planes.acciones.actas import EN_EL_ACTA
from planes.forms.sesiones import AsistenciaForm, SesionForm, TextoForm
from planes.insignias import CLASES_DE_PUNTO, CLASES_DE_SESION
from planes.models import Compromiso, Conforme, Miembro, Plan, Punto, Resultado, Sesion
from planes.reglas import sesiones as reglas
from planes.reglas.conformes import ultimos
from planes.views.comunes import INVALIDO
from politicas.models import Instancia

POR_PAGINA = 50
SUCESOS_A_LA_VISTA = 30
Estado = Sesion.Estado
FRASES = {
    "convocar": "convocó la sesión",
    "editar": "cambió la convocatoria",
    "iniciar": "empezó la sesión",
    "anotar asistencia": "anotó la asistencia",
    "completar asistencia": "agregó a la lista a quien faltaba",
    "cerrar": "cerró el acta",
    "cancelar": "canceló la sesión",
    "aclarar": "aclaró el acta",
}


def cargar_sesion(request, pk: int) -> Sesion:
    """La sesión, si la persona la ve; si no, 404."""
    visibles = Sesion.objects.visibles_para(request.perfil).select_related("instancia__secretaria_tecnica")
    return get_object_or_404(visibles, pk=pk)


def migas_de(sesion: Sesion, *finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Sesiones › la sesión › lo que siga."""
    propia = reverse("planes:sesion_detalle", args=[sesion.pk]) if finales else None
    return [("Sesiones", reverse("planes:sesion_lista")), (str(sesion), propia), *finales]


@require_safe
def sesion_lista(request):
    """Las sesiones que la persona ve, las últimas primero."""
    sesiones = Sesion.objects.visibles_para(request.perfil).select_related("instancia").defer("foto")
    en_orden = Punto.objects.filter(sesion=OuterRef("pk"), estado__in=EN_EL_ACTA).order_by().values("sesion")
    contadas = sesiones.annotate(n_puntos=Coalesce(Subquery(en_orden.annotate(n=Count("pk")).values("n")), 0))
    pagina = Paginator(contadas, POR_PAGINA).get_page(request.GET.get("page"))
    contexto = {
        "page_obj": pagina,
        "filas": [(sesion, CLASES_DE_SESION[sesion.estado]) for sesion in pagina],
        "gestiona": request.perfil.puede(Permiso.SESION_GESTIONAR),
        "migas": [("Sesiones", None)],
    }
    return render(request, "planes/sesion_lista.html", contexto)


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_crear(request):
    """Convoca una sesión; propone lo de la anterior de la misma instancia."""
    if request.method == "POST":
        form = SesionForm(request.POST)
        if form.is_valid():
            try:
                sesion = acciones.convocar(**form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(request, "La sesión quedó convocada, con el orden del día lleno de lo que espera.")
                return redirect("planes:sesion_detalle", pk=sesion.pk)
    else:
        form = SesionForm(initial=_propuesta())
    contexto = {
        "form": form,
        "hay_miembros": Miembro.objects.filter(con_voto=True).vigentes(request.hoy).exists(),
        "boton": "Convocar",
        "cancelar_url": reverse("planes:sesion_lista"),
        "migas": [("Sesiones", reverse("planes:sesion_lista")), ("Convocar", None)],
    }
    return render(request, "planes/sesion_crear.html", contexto, status=estado_http(form))


def _propuesta() -> dict:
    anterior = Sesion.objects.defer("foto").order_by("-fecha", "-pk").first()
    if anterior is None:
        institucional = Instancia.objects.exclude(secretaria_tecnica=None).filter(nombre__icontains="institucional")
        return {"instancia": institucional.first()}
    campos = ("instancia_id", "hora", "modalidad", "lugar", "quorum", "dias_sin_fecha")
    return {campo.removesuffix("_id"): getattr(anterior, campo) for campo in campos}


@require_safe
def sesion_detalle(request, pk: int):
    """La sesión: su orden del día con lo que se puede hacer en cada punto, la asistencia, el banco y los compromisos.

    Quien sólo tiene un asunto en ella ve ese punto.
    """
    return pintar_detalle(request, cargar_sesion(request, pk))


def pintar_detalle(request, sesion: Sesion, form: AsistenciaForm | None = None, status: int = 200):
    """La página de la sesión; `form`: la asistencia que no se pudo guardar."""
    perfil = request.perfil
    gestiona = perfil.puede(Permiso.SESION_GESTIONAR)
    entera = Sesion.objects.enteras_para(perfil).filter(pk=sesion.pk).exists()
    asistencias = list(sesion.asistencias.select_related("miembro")) if entera else []
    quorum = reglas.quorum(asistencias, exigido=sesion.quorum) if asistencias else None
    puntos = _puntos(sesion, perfil, entera=entera)
    anota = gestiona and sesion.estado == Estado.EN_CURSO
    if anota and form is None:
        form = AsistenciaForm(asistencias=asistencias)
    contexto = {
        "sesion": sesion,
        "clase": CLASES_DE_SESION[sesion.estado],
        "gestiona": gestiona,
        "entera": entera,
        "puntos": [_renglon(punto, sesion, gestiona=gestiona) for punto in puntos],
        "banco": _banco(sesion) if gestiona and sesion.esta_abierta else [],
        "nuevos": _por_llegar(sesion) if gestiona and sesion.estado == Estado.CONVOCADA else 0,
        "form": form,
        "faltan": list(acciones.faltan_en(sesion).select_related("persona")) if anota else [],
        "asistencias": asistencias,
        "quorum": quorum,
        "miembros": [] if asistencias or not entera else list(_miembros(sesion)),
        "compromisos": list(
            Compromiso.objects.visibles_para(perfil).con_responsable().filter(sesion=sesion).order_by("pk")
        ),
        "aclaraciones": list(sesion.aclaraciones.select_related("creada_por")) if entera else [],
        "emite": perfil.puede(Permiso.INFORME_EMITIR) and entera,
        "puede_cancelar": gestiona and sesion.esta_abierta and not any(p.resultados.all() for p in puntos),
        "eventos": historia(sesion, SUCESOS_A_LA_VISTA, frases=FRASES, se_muestra=_se_muestra) if entera else [],
        "hoy": request.hoy,
        "migas": migas_de(sesion),
    }
    return render(request, "planes/sesion_detalle.html", contexto, status=status)


def _se_muestra(suceso, campo: str) -> bool:
    return campo != "sha256" and not campo.endswith(("_en", "_por"))


def _miembros(sesion: Sesion):
    miembros = Miembro.objects.filter(instancia=sesion.instancia_id).vigentes(sesion.fecha)
    return miembros.select_related("persona", "dependencia")


def _puntos(sesion: Sesion, perfil: Perfil, *, entera: bool) -> list[Punto]:
    """Los del orden del día con sus resultados: todos, o sólo los suyos."""
    puntos = Punto.objects.con_objeto().filter(sesion=sesion, estado__in=EN_EL_ACTA).order_by("orden", "pk")
    if not entera:
        puntos = puntos.suyos(perfil)
    return list(
        puntos.prefetch_related(
            Prefetch("resultados", Resultado.objects.select_related("compromiso__persona", "compromiso__dependencia")),
            Prefetch("plan__conformes", Conforme.objects.select_related("dependencia")),
            "impedimentos__miembro__persona",
        ).select_related("viene_de__sesion")
    )


def _renglon(punto: Punto, sesion: Sesion, *, gestiona: bool) -> dict:
    """Un punto con su página y lo que se puede hacer en él."""
    abierto = gestiona and sesion.esta_abierta
    en_curso = gestiona and sesion.estado == Estado.EN_CURSO
    pendiente = punto.estado == Punto.Estado.PENDIENTE
    resultados = list(punto.resultados.all())
    return {
        "punto": punto,
        "clase": CLASES_DE_PUNTO[punto.estado],
        "url": pagina_de(punto),
        "resultados": resultados,
        "conformes": ultimos(punto.plan.conformes.all()) if punto.plan else (),
        "decide": en_curso and pendiente,
        "comenta": en_curso,
        "mueve": abierto and pendiente,
        "quita": abierto and pendiente and not resultados,
        "suelta": abierto and pendiente and not resultados and punto.clase != Punto.Clase.COMPROMISO,
    }


def pagina_de(punto: Punto) -> str:
    """Dónde se lee aquello de que trata el punto."""
    if punto.clase == Punto.Clase.COMPROMISO:
        return reverse("planes:compromiso_detalle", args=[punto.compromiso_id])
    if punto.clase == Punto.Clase.PROPUESTA:
        return reverse("planes:propuesta_detalle", args=[punto.propuesta_id])
    plan = orden_del_dia.plan_de(punto)
    return reverse("planes:plan_detalle", args=[plan.pk]) if plan else ""


def _banco(sesion: Sesion) -> Iterable[Punto]:
    """Lo que se quitó de las sesiones de la instancia y nadie ha vuelto a poner en otra."""
    quitados = Punto.objects.filter(sesion__instancia=sesion.instancia_id, estado=Punto.Estado.QUITADO, siguiente=None)
    return list(quitados.select_related("sesion").order_by("-pk")[:POR_PAGINA])


def _por_llegar(sesion: Sesion) -> int:
    """Cuántos asuntos esperan y no están en el orden del día de ninguna sesión."""
    puestos = set()
    for punto in Punto.objects.con_objeto().filter(
        Q(estado=Punto.Estado.PENDIENTE) | Q(sesion=sesion, estado=Punto.Estado.QUITADO)
    ):
        if punto.objeto is not None:
            puestos.add((punto.clase, punto.objeto.pk))
    return sum(asunto.clave not in puestos for asunto in orden_del_dia.lo_que_cabe(sesion))


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_editar(request, pk: int):
    """Cambia la convocatoria; de una sesión empezada, lo que se escribió mal."""
    sesion = cargar_sesion(request, pk)
    if not sesion.esta_abierta:
        messages.warning(
            request, f"La sesión está {sesion.get_estado_display().lower()}: su convocatoria ya no cambia."
        )
        return redirect("planes:sesion_detalle", pk=pk)
    form = SesionForm(request.POST or None, instance=Sesion.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            acciones.editar_sesion(sesion=sesion, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "La convocatoria quedó como usted la dejó.")
            return redirect("planes:sesion_detalle", pk=pk)
    contexto = {
        "form": form,
        "sesion": sesion,
        "cancelar_url": reverse("planes:sesion_detalle", args=[pk]),
        "migas": migas_de(sesion, ("Cambiar la convocatoria", None)),
    }
    return render(request, "planes/sesion_editar.html", contexto, status=estado_http(form))


def _hacer(request, pk: int, accion, hecho: str):
    """Hace algo con la sesión y vuelve a ella, con el mensaje de lo hecho o de por qué no se hizo."""
    sesion = cargar_sesion(request, pk)
    try:
        accion(sesion=sesion, por=request.user, ahora=timezone.now())
    except NEGATIVAS as error:
        messages.error(request, f"No se hizo. {en_una_linea(error)}")
    else:
        messages.success(request, hecho)
    return redirect("planes:sesion_detalle", pk=pk)


@requiere(Permiso.SESION_GESTIONAR)
@require_POST
def sesion_iniciar(request, pk: int):
    """Empieza la sesión: entra lo que llegó después y se abre la lista de asistencia."""
    return _hacer(request, pk, acciones.iniciar, "La sesión empezó. Anote quién llegó: el quórum se calcula con eso.")


@requiere(Permiso.SESION_GESTIONAR)
@require_POST
def sesion_llenar(request, pk: int):
    """Trae al orden del día lo que llegó después de convocar."""
    return _hacer(request, pk, orden_del_dia.llenar, "El orden del día tiene todo lo que espera.")


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_asistencia(request, pk: int):
    """Anota la asistencia de la sesión en curso."""
    sesion = cargar_sesion(request, pk)
    if request.method != "POST":
        return redirect(f"{reverse('planes:sesion_detalle', args=[pk])}#asistencia")
    if "faltan" in request.POST:
        return _hacer(request, pk, acciones.completar_asistencia, "La lista tiene a todos los miembros de ese día.")
    if sesion.estado != Estado.EN_CURSO:
        messages.error(request, f"No se anotó: la sesión está {sesion.get_estado_display().lower()}.")
        return redirect("planes:sesion_detalle", pk=pk)
    form = AsistenciaForm(request.POST, asistencias=sesion.asistencias.all())
    if form.is_valid():
        form = _anotar_asistencia(request, sesion, form)
    if form.errors:
        return pintar_detalle(request, sesion, form, status=INVALIDO)
    messages.success(request, "La asistencia quedó anotada. Lo ya decidido conserva su quórum.")
    return redirect(f"{reverse('planes:sesion_detalle', args=[pk])}#asistencia")


def _anotar_asistencia(request, sesion: Sesion, form: AsistenciaForm) -> AsistenciaForm:
    """El formulario, ya anotado o con la razón por la que no."""
    try:
        acciones.anotar_asistencia(
            sesion=sesion,
            situaciones=form.situaciones(todos="todos" in request.POST),
            vistos=form.vistos,
            por=request.user,
            ahora=timezone.now(),
        )
    except EstadoCambiado as cambio:
        form = form.sobre(sesion.asistencias.all())
        anotar(form, cambio)
    except NEGATIVAS as error:
        anotar(form, error)
    return form


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_cerrar(request, pk: int):
    """Cierra el acta: muestra antes qué quedó tratado y qué pasa a la siguiente."""
    sesion = cargar_sesion(request, pk)
    problemas = []
    if request.method == "POST":
        try:
            cerrada = acciones.cerrar(sesion=sesion, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            problemas = [en_una_linea(error)]
        else:
            messages.success(request, f"{cerrada.acta}: quedó cerrada. Ya no cambia; lo que falte se aclara aparte.")
            return redirect("planes:sesion_detalle", pk=pk)
    elif sesion.estado != Estado.EN_CURSO:
        messages.warning(request, "Sólo se cierra una sesión en curso.")
        return redirect("planes:sesion_detalle", pk=pk)
    puntos = _puntos(sesion, request.perfil, entera=True)
    asistencias = list(sesion.asistencias.select_related("miembro"))
    contexto = {
        "sesion": sesion,
        "problemas": problemas,
        "quorum": reglas.quorum(asistencias, exigido=sesion.quorum),
        "tratados": [p for p in puntos if p.resultados.all()],
        "intactos": [p for p in puntos if not p.resultados.all()],
        "cancelar_url": reverse("planes:sesion_detalle", args=[pk]),
        "migas": migas_de(sesion, ("Cerrar el acta", None)),
    }
    return render(request, "planes/sesion_cerrar.html", contexto, status=INVALIDO if problemas else 200)


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_cancelar(request, pk: int):
    """Cancela una sesión en que no se decidió nada, con su motivo."""
    sesion = cargar_sesion(request, pk)
    form = MotivoForm(request.POST or None, rotulo="Por qué se cancela")
    return con_formulario(
        request,
        sesion,
        form,
        accion=partial(acciones.cancelar, sesion=sesion),
        hecho="La sesión quedó cancelada. Su orden del día pasa a la siguiente.",
        plantilla="planes/sesion_cancelar.html",
        miga="Cancelar",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def sesion_aclarar(request, pk: int):
    """Agrega una aclaración, con fecha y autor, a un acta cerrada."""
    sesion = cargar_sesion(request, pk)
    if request.method != "POST" and sesion.estado != Estado.CERRADA:
        messages.warning(request, "Sólo se aclara un acta cerrada: mientras la sesión sigue, se anota en ella.")
        return redirect("planes:sesion_detalle", pk=pk)
    form = TextoForm(request.POST or None, rotulo="Aclaración")
    return con_formulario(
        request,
        sesion,
        form,
        accion=partial(acciones.aclarar, sesion=sesion),
        hecho="La aclaración quedó en el acta, con su fecha y su nombre.",
        plantilla="planes/sesion_aclarar.html",
        miga="Aclarar el acta",
    )


def con_formulario(request, sesion: Sesion, form, *, accion, hecho: str, plantilla: str, miga: str, **mas):
    """Una página de un solo formulario sobre algo de la sesión, que al hacerse vuelve a ella."""
    if request.method == "POST" and form.is_valid():
        argumentos = form.argumentos() if hasattr(form, "argumentos") else form.cleaned_data
        try:
            accion(**argumentos, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, hecho)
            return redirect("planes:sesion_detalle", pk=sesion.pk)
    contexto = {
        "form": form,
        "sesion": sesion,
        "cancelar_url": reverse("planes:sesion_detalle", args=[sesion.pk]),
        "migas": migas_de(sesion, (miga, None)),
        **mas,
    }
    return render(request, plantilla, contexto, status=estado_http(form))


def parte(plan: Plan, perfil: Perfil, hoy: date) -> dict | None:
    """En qué orden del día está el plan en revisión, para la página del plan."""
    if plan.estado != Plan.Estado.EN_REVISION:
        return None
    punto = _pendiente_del_plan(plan.pk)
    return {"punto": punto[0]} if punto else None


@armada_una_vez
def _pendiente_del_plan(plan: int) -> QuerySet[Punto]:
    return Punto.objects.filter(plan=plan, estado=Punto.Estado.PENDIENTE).select_related("sesion").defer("sesion__foto")
