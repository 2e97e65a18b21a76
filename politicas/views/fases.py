"""El relevo de las políticas por fases: dar por terminada la propia y reabrirla."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from politicas.acciones import Entrega, reabrir_fase, terminar_fase
from politicas.forms import NotaForm, RetirarForm
from politicas.models import Politica, ResponsabilidadPolitica, Vigencia
from politicas.reglas.relevos import lleva_la_fase


def _cargar(request, pk: int) -> ResponsabilidadPolitica:
    """La de una fase de una política que la persona ve; si no es de quien la lleva, 403."""
    filas = ResponsabilidadPolitica.objects.filter(
        rol="FASE", politica__in=Politica.objects.visibles_para(request.perfil).order_by()
    )
    fila = get_object_or_404(filas.select_related("politica", "instancia", "dependencia__heredera"), pk=pk)
    if not lleva_la_fase(request.perfil, fila):
        raise PermissionDenied
    return fila


def _tramitar(
    request, fila: ResponsabilidadPolitica, anio: int, form, hacer, *, titulo: str, boton: str, decir: Callable
):
    detalle = f"{reverse('politicas:politica_detalle', args=[fila.politica_id])}?vigencia={anio}#fases"
    if request.method == "POST" and form.is_valid():
        try:
            hecho = hacer(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, decir(hecho))
            return redirect(detalle)
    contexto = {
        "fila": fila,
        "titulo": titulo,
        "form": form,
        "boton": boton,
        "cancelar_url": detalle,
        "migas": [
            ("Políticas", reverse("politicas:politica_lista")),
            (fila.politica.nombre, detalle),
            (boton, None),
        ],
    }
    return render(request, "politicas/fase.html", contexto, status=estado_http(form))


@require_http_methods(["GET", "HEAD", "POST"])
def fase_terminar(request, anio: int, pk: int):
    """Da por terminada una fase en la vigencia; la siguiente pasa a ser de la suya, y se le avisa."""
    fila = _cargar(request, pk)
    vigencia = get_object_or_404(Vigencia, anio=anio)
    return _tramitar(
        request,
        fila,
        anio,
        NotaForm(request.POST if request.method == "POST" else None),
        lambda **dicho: terminar_fase(responsabilidad=fila, vigencia=vigencia, **dicho),
        titulo=f"Terminar la fase en {vigencia}",
        boton="Dar por terminada",
        decir=_lo_que_paso,
    )


def _lo_que_paso(entrega: Entrega) -> str:
    if entrega.empieza is None:
        return "La fase quedó terminada."
    nombres = ", ".join(str(quien) for quien in entrega.avisadas)
    avisado = f"y se le avisó a {nombres}" if nombres else "y no hay a quién avisarle: dígaselo"
    return f"La fase quedó terminada: sigue «{entrega.empieza.nombre}», {avisado}."


@require_http_methods(["GET", "HEAD", "POST"])
def fase_reabrir(request, anio: int, pk: int):
    """Reabre una fase que se dio por terminada, con su motivo."""
    fila = _cargar(request, pk)
    vigencia = get_object_or_404(Vigencia, anio=anio)
    return _tramitar(
        request,
        fila,
        anio,
        RetirarForm(request.POST if request.method == "POST" else None),
        lambda **dicho: reabrir_fase(responsabilidad=fila, vigencia=vigencia, **dicho),
        titulo=f"Reabrir la fase en {anio}",
        boton="Reabrir",
        decir=lambda _: "La fase quedó abierta otra vez.",
    )
