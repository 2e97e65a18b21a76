"""Enlaces por política."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.buscador.funciones import EnEspanol
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas import acciones, reglas
from politicas.eleccion import elegir_vigencia
from politicas.forms import EnlaceForm, RetirarForm, TerminarEnlaceForm
from politicas.models import EnlacePolitica, Politica, ResponsabilidadPolitica, Vigencia
from politicas.reglas import vigencia_actual
from politicas.views.comunes import en_uso


def _suyas(request) -> frozenset[int] | None:
    """Las dependencias en que la persona designa enlaces; nada si en todas."""
    if request.perfil.puede(Permiso.PERSONAS_EDITAR):
        return None
    return request.perfil.dependencias(Permiso.ENLACE_DESIGNAR)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_safe
def enlace_lista(request):
    """Quién es el enlace de cada responsable de política en una vigencia abierta (`?vigencia=`), y dónde falta.

    El jefe ve lo de su dependencia.
    """
    suyas = _suyas(request)
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy, Vigencia.objects.abiertas())
    politicas, anio = en_uso(request, vigencia)
    politicas = politicas.por_dimension().con_responsables(anio)
    enlaces: dict[int, list] = {}
    for enlace in (
        EnlacePolitica.objects.sin_terminar(request.hoy)
        .select_related("dependencia", "persona")
        .order_by(EnEspanol("dependencia__nombre"), "desde")
    ):
        enlaces.setdefault(enlace.politica_id, []).append(enlace)
    grupos = [
        (
            politica,
            [
                fila
                for fila in reglas.responsables_y_enlaces(politica.rigen, enlaces.get(politica.pk, ()), request.hoy)
                if suyas is None or fila.dependencia in suyas
            ],
        )
        for politica in politicas
    ]
    contexto = {
        "grupos": [(politica, filas) for politica, filas in grupos if filas],
        "hoy": request.hoy,
        "anios": anios,
        "de_todas": suyas is None,
        "faltan": sum(fila.falta for _, filas in grupos for fila in filas),
        "migas": [("Políticas", reverse("politicas:politica_lista")), ("Enlaces de política", None)],
    }
    return render(request, "politicas/enlace_lista.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def enlace_designar(request):
    """Designa el enlace de una dependencia para una política; `?politica=` y `?dependencia=` los proponen."""
    suyas, abiertas = _suyas(request), list(Vigencia.objects.abiertas())
    opciones = {
        "hoy": request.hoy,
        "politicas": _que_designa(request, abiertas, suyas),
        "suyas": suyas,
        "con_version": len({una.version_id for una in abiertas}) > 1,
    }
    if request.method == "POST":
        form = EnlaceForm(request.POST, **opciones)
        if form.is_valid():
            try:
                enlace = acciones.designar_enlace(**form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                hasta = f" y hasta el {enlace.hasta:%d/%m/%Y}, cuando sigue otra persona" if enlace.hasta else ""
                messages.success(
                    request,
                    f"{enlace.persona} es el enlace de {enlace.dependencia} para «{enlace.politica.nombre}» "
                    f"desde el {enlace.desde:%d/%m/%Y}{hasta}.",
                )
                return redirect(_donde_se_ve(enlace, abiertas, request.hoy))
    else:
        form = EnlaceForm(
            initial={
                "politica": request.GET.get("politica"),
                "dependencia": request.GET.get("dependencia") or (min(suyas) if suyas and len(suyas) == 1 else None),
                "desde": request.hoy,
            },
            **opciones,
        )
    return _formulario(request, form, "politicas/enlace_designar.html", "Designar")


def _que_designa(request, abiertas: list[Vigencia], suyas: frozenset[int] | None) -> QuerySet[Politica]:
    """Las de toda vigencia abierta, no sólo de la que corre: el deber empieza cuando abre. Del jefe, las suyas."""

    def de(vigencia: Vigencia | None) -> QuerySet[Politica]:
        politicas, anio = en_uso(request, vigencia)
        if suyas is None:
            return politicas
        responden = ResponsabilidadPolitica.objects.que_rigen(anio).de_hoy(request.hoy).order_by()
        return politicas.filter(pk__in=responden.filter(responde__in=suyas).values("politica"))

    juntas = reduce(or_, map(de, abiertas or [None]))
    return juntas.select_related("dimension__version").order_by("-dimension__version", "numero_plan", "id")


def _donde_se_ve(enlace: EnlacePolitica, abiertas: list[Vigencia], hoy: date) -> str:
    """La lista de la vigencia de que es su política: la que corre, si sirve."""
    lista, actual = reverse("politicas:enlace_lista"), vigencia_actual(abiertas, hoy)
    suyas = [una for una in abiertas if una.version_id == enlace.politica.dimension.version_id]
    return lista if not suyas or actual in suyas else f"{lista}?vigencia={suyas[0]}"


def _formulario(request, form, plantilla: str, boton: str, **contexto):
    lista = reverse("politicas:enlace_lista")
    politicas = ("Políticas", reverse("politicas:politica_lista"))
    contexto |= {
        "form": form,
        "boton": boton,
        "cancelar_url": lista,
        "migas": [politicas, ("Enlaces de política", lista), (boton, None)],
    }
    return render(request, plantilla, contexto, status=estado_http(form))


def _cargar(request, pk: int) -> EnlacePolitica:
    suyos = EnlacePolitica.objects.que_cambia(request.perfil)
    return get_object_or_404(suyos.select_related("politica", "dependencia", "persona"), pk=pk)


def _tramitar(request, form, accion: Callable, enlace: EnlacePolitica):
    """Lo que devuelve la acción, si el formulario la hizo; si no, nada, y el formulario dice por qué."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return accion(enlace=enlace, **form.cleaned_data, por=request.user, ahora=timezone.now()) or enlace
    except NEGATIVAS as error:
        anotar(form, error)
        return None


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def enlace_terminar(request, pk: int):
    """Dice hasta qué día alguien es el enlace."""
    enlace = _cargar(request, pk)
    form = TerminarEnlaceForm(request.POST or None, initial={"ultimo": request.hoy})
    if hecho := _tramitar(request, form, acciones.terminar_enlace, enlace):
        messages.success(request, f"{hecho.persona} es el enlace hasta el {hecho.hasta:%d/%m/%Y}.")
        return redirect("politicas:enlace_lista")
    contexto = {"enlace": enlace, "se_retira": acciones.se_retira(enlace, request.hoy)}
    return _formulario(request, form, "politicas/enlace_terminar.html", "Terminar", **contexto)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def enlace_retirar(request, pk: int):
    """Deshace la designación que no ha empezado o se hizo hoy por error, con su motivo."""
    enlace = _cargar(request, pk)
    form = RetirarForm(request.POST or None)
    if hecho := _tramitar(request, form, acciones.retirar_enlace, enlace):
        sigue = "" if hecho is enlace else f" {hecho.persona} sigue siendo el enlace."
        messages.success(request, f"Se retiró la designación de {enlace.persona}.{sigue}")
        return redirect("politicas:enlace_lista")
    return _formulario(request, form, "politicas/enlace_retirar.html", "Retirar", enlace=enlace)
