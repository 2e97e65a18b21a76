"""Páginas de los puntos del orden del día: agregar, mover, quitar, soltar, decidir, informar y comprometer."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mipg.formularios import NEGATIVAS, en_una_linea
from mipg.leidos import MotivoForm
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.acciones import decisiones, orden_del_dia
from planes.acciones.tardias import por_decidir
from planes.forms.sesiones import CompromisoForm, DecidirForm, TextoForm
from planes.models import Punto, Sesion
from planes.reglas.sesiones import problemas_de_quorum
from planes.views.sesiones import cargar_sesion, con_formulario, pagina_de
from planes.views.tardias import Decision, decision

_LARGO_DEL_TITULO = 300


def _cargar(request, pk: int) -> Punto:
    """El punto, si la persona ve su sesión; si no, 404."""
    visibles = Sesion.objects.visibles_para(request.perfil).order_by()
    return get_object_or_404(Punto.objects.con_objeto().filter(sesion__in=visibles.values("pk")), pk=pk)


def _volver(punto: Punto):
    return redirect(f"{reverse('planes:sesion_detalle', args=[punto.sesion_id])}#orden")


def _hacer(request, punto: Punto, accion, hecho: str = ""):
    """Hace algo con el punto y vuelve a su sesión."""
    try:
        accion(por=request.user, ahora=timezone.now())
    except NEGATIVAS as error:
        messages.error(request, f"No se hizo. {en_una_linea(error)}")
    else:
        if hecho:
            messages.success(request, hecho)
    return _volver(punto)


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def punto_crear(request, pk: int):
    """Agrega un tema suelto al orden del día de la sesión."""
    sesion = cargar_sesion(request, pk)
    form = TextoForm(request.POST or None, rotulo="De qué se trata", largo=_LARGO_DEL_TITULO)

    def crear(texto: str, **quien):
        return orden_del_dia.crear_punto(sesion=sesion, titulo=texto, **quien)

    return con_formulario(
        request,
        sesion,
        form,
        accion=crear,
        hecho="El punto quedó al final del orden del día.",
        plantilla="planes/punto_crear.html",
        miga="Agregar un punto",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_POST
def punto_mover(request, pk: int):
    """Sube o baja un punto en el orden del día."""
    punto = _cargar(request, pk)
    return _hacer(
        request, punto, partial(orden_del_dia.mover_punto, punto=punto, arriba=request.POST.get("hacia") == "arriba")
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_POST
def punto_quitar(request, pk: int):
    """Saca un punto del orden del día: vuelve al banco."""
    punto = _cargar(request, pk)
    return _hacer(
        request,
        punto,
        partial(orden_del_dia.quitar_punto, punto=punto),
        "El punto volvió al banco: no se borró, y se puede agregar otra vez.",
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_POST
def punto_agregar(request, pk: int):
    """Trae un punto del banco a la sesión `sesion` del formulario, o a la suya."""
    punto = _cargar(request, pk)
    elegida = request.POST.get("sesion", "")
    sesion = cargar_sesion(request, int(elegida) if elegida.isdecimal() and len(elegida) < 10 else punto.sesion_id)
    _hacer(
        request,
        punto,
        partial(orden_del_dia.agregar_punto, punto=punto, sesion=sesion),
        "El punto quedó al final del orden del día.",
    )
    return redirect(f"{reverse('planes:sesion_detalle', args=[sesion.pk])}#orden")


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def punto_soltar(request, pk: int):
    """Decide, con motivo, que un punto no se tratará: no pasa a la sesión siguiente."""
    punto = _cargar(request, pk)
    return con_formulario(
        request,
        punto.sesion,
        MotivoForm(request.POST or None, rotulo="Por qué no se tratará"),
        accion=partial(orden_del_dia.soltar_punto, punto=punto),
        hecho="El punto no pasará a la sesión siguiente.",
        plantilla="planes/punto_soltar.html",
        miga="No se tratará",
        punto=punto,
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def punto_decidir(request, pk: int):
    """Decide un punto de la sesión en curso con la acción de siempre; dice antes si hay quórum y quién puede."""
    punto = _cargar(request, pk)
    if request.method != "POST" and (desvio := _desvio(request, punto)):
        return desvio
    presentes = [asistencia for asistencia in punto.sesion.asistencias.all() if asistencia.esta]
    tardia = _lo_tardio(punto, request.hoy)
    quorum = decisiones.quorum_de(punto)
    problemas = decisiones.problemas_para_registrar(punto, request.perfil)
    return con_formulario(
        request,
        punto.sesion,
        DecidirForm(request.POST or None, punto=punto, presentes=presentes, cerrado=tardia and tardia.cerrado),
        accion=partial(decisiones.decidir, punto=punto),
        hecho="La decisión quedó registrada y cerrada.",
        plantilla="planes/punto_decidir.html",
        miga="Decidir",
        punto=punto,
        url_del_asunto=pagina_de(punto),
        quorum=quorum,
        sin_quorum=problemas_de_quorum(quorum),
        problemas=problemas,
        sin_otra=not problemas and request.perfil.persona in decisiones.autores_de(punto),
        tardia=tardia,
        boton="Registrar la decisión",
    )


def _lo_tardio(punto: Punto, hoy: date) -> Decision | None:
    """Lo que aprobar el plan decide de los cortes ya cerrados: lo mismo que fuera de la sesión."""
    if punto.clase != Punto.Clase.PLAN or punto.estado != Punto.Estado.PENDIENTE:
        return None
    actividades, vigencia = list(punto.plan.actividades.vigentes()), punto.plan.vigencia
    return decision(actividades, por_decidir(actividades, vigencia, hoy), vigencia.trimestre_cerrado, hoy)


def _desvio(request, punto: Punto):
    if punto.sesion.estado != Sesion.Estado.EN_CURSO:
        messages.warning(request, "Sólo se decide en la sesión en curso.")
    elif punto.estado != Punto.Estado.PENDIENTE:
        messages.warning(request, f"El punto está «{punto.get_estado_display().lower()}»: no hay nada que decidir.")
    else:
        return None
    return _volver(punto)


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def punto_informar(request, pk: int):
    """Anota lo que se informó o se dijo de un punto, sin decidirlo."""
    punto = _cargar(request, pk)
    return con_formulario(
        request,
        punto.sesion,
        TextoForm(request.POST or None, rotulo="Qué se informó"),
        accion=partial(decisiones.informar, punto=punto),
        hecho="Lo informado quedó en el punto.",
        plantilla="planes/punto_informar.html",
        miga="Informar",
        punto=punto,
    )


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def punto_comprometer(request, pk: int):
    """Anota un compromiso que sale de un punto, con su responsable."""
    punto = _cargar(request, pk)
    return con_formulario(
        request,
        punto.sesion,
        CompromisoForm(request.POST or None, hoy=request.hoy),
        accion=partial(decisiones.comprometer, punto=punto),
        hecho="El compromiso quedó anotado: aparecerá en cada sesión hasta que se cierre.",
        plantilla="planes/punto_comprometer.html",
        miga="Compromiso",
        punto=punto,
        boton="Anotar el compromiso",
    )
