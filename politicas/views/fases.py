"""El relevo de las políticas por fases: dar por terminada la propia y reabrirla."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.acciones import reabrir_fase, terminar_fase
from politicas.forms import NotaForm, RetirarForm
from politicas.models import FaseCumplida, Politica, ResponsabilidadPolitica, Vigencia


def lleva_la_fase(perfil: Perfil, fila: ResponsabilidadPolitica) -> bool:
    """Si la termina y la reabre: el jefe de quien responde, y Planeación."""
    suya = fila.de_hoy(perfil.hoy)
    suyas = perfil.dependencias(Permiso.ENLACE_DESIGNAR)
    return perfil.puede(Permiso.VIGENCIA_EDITAR) or bool(suya and suya.pk in suyas)


def _cargar(request, pk: int) -> ResponsabilidadPolitica:
    """La de una fase de una política que la persona ve; si no es de quien la lleva, 403."""
    filas = ResponsabilidadPolitica.objects.filter(
        rol="FASE", politica__in=Politica.objects.visibles_para(request.perfil).order_by()
    )
    fila = get_object_or_404(filas.select_related("politica", "instancia", "dependencia__heredera"), pk=pk)
    if not lleva_la_fase(request.perfil, fila):
        raise PermissionDenied
    return fila


def _tramitar(request, fila: ResponsabilidadPolitica, form, hacer, *, titulo: str, boton: str, hecho: str):
    detalle = f"{reverse('politicas:politica_detalle', args=[fila.politica_id])}#fases"
    if request.method == "POST" and form.is_valid():
        try:
            hacer(**form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, hecho)
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
        NotaForm(request.POST if request.method == "POST" else None),
        lambda **dicho: terminar_fase(responsabilidad=fila, vigencia=vigencia, **dicho),
        titulo=f"Terminar la fase en {vigencia}",
        boton="Dar por terminada",
        hecho="La fase quedó terminada. Si con ella empieza la siguiente, ya se le avisó a quien le toca.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fase_reabrir(request, anio: int, pk: int):
    """Reabre una fase que se dio por terminada, con su motivo."""
    fila = _cargar(request, pk)
    vigencia = get_object_or_404(Vigencia, anio=anio)
    cumplida = FaseCumplida.objects.filter(responsabilidad=fila, vigencia=vigencia).first()
    if cumplida is None:
        messages.info(request, "La fase está abierta: no hay nada que reabrir.")
        return redirect("politicas:politica_detalle", fila.politica_id)
    return _tramitar(
        request,
        fila,
        RetirarForm(request.POST if request.method == "POST" else None),
        lambda **dicho: reabrir_fase(cumplida=cumplida, **dicho),
        titulo=f"Reabrir la fase en {anio}",
        boton="Reabrir",
        hecho="La fase quedó abierta otra vez.",
    )
