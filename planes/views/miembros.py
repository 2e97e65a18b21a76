"""Páginas de los miembros de las instancias: quiénes son, crear y terminar."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.acciones import miembros as acciones
from planes.forms.sesiones import MiembroForm, TerminarForm
from planes.models import Miembro

_SESIONES = "planes:sesion_lista"


def _migas(*finales: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    lista = reverse("planes:miembro_lista") if finales else None
    return [("Sesiones", reverse(_SESIONES)), ("Miembros", lista), *finales]


@requiere(Permiso.TODO_VER)
@require_safe
def miembro_lista(request):
    """Quiénes integran hoy cada instancia, con su cargo y si votan."""
    miembros = Miembro.objects.exclude(hasta__lt=request.hoy).select_related("persona", "dependencia", "instancia")
    contexto = {
        "miembros": list(miembros.order_by("instancia__nombre", *Miembro._meta.ordering)),
        "gestiona": request.perfil.puede(Permiso.SESION_GESTIONAR),
        "migas": _migas(),
    }
    return render(request, "planes/miembro_lista.html", contexto)


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def miembro_crear(request):
    """Registra a un miembro de una instancia."""
    form = MiembroForm(request.POST or None, hoy=request.hoy, initial={"desde": request.hoy})
    if request.method == "POST" and form.is_valid():
        try:
            miembro = acciones.crear_miembro(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"{miembro} integra {miembro.instancia}.")
            return redirect("planes:miembro_lista")
    contexto = {
        "form": form,
        "boton": "Registrar",
        "cancelar_url": reverse("planes:miembro_lista"),
        "migas": _migas(("Registrar", None)),
    }
    return render(request, "planes/miembro_crear.html", contexto, status=estado_http(form))


@requiere(Permiso.SESION_GESTIONAR)
@require_http_methods(["GET", "HEAD", "POST"])
def miembro_terminar(request, pk: int):
    """Dice el último día en que alguien integró la instancia."""
    miembro = get_object_or_404(Miembro.objects.select_related("persona", "instancia"), pk=pk)
    form = TerminarForm(request.POST or None, initial={"hasta": request.hoy})
    if request.method == "POST" and form.is_valid():
        try:
            hecho = acciones.terminar_miembro(
                miembro=miembro, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            que = "deja la instancia. Las actas de antes no cambian." if hecho.pk else "nunca integró la instancia."
            messages.success(request, f"{miembro} {que}")
            return redirect("planes:miembro_lista")
    contexto = {
        "form": form,
        "miembro": miembro,
        "boton": "Terminar",
        "cancelar_url": reverse("planes:miembro_lista"),
        "migas": _migas(("Terminar", None)),
    }
    return render(request, "planes/miembro_terminar.html", contexto, status=estado_http(form))
