"""El tablero de contradicciones del catálogo: las que están por decidir, decidir una y revocar lo decidido."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas import acciones, contradicciones
from politicas.eleccion import elegir_vigencia
from politicas.forms import DecidirContradiccionForm, RevocarDecisionForm
from politicas.models import DecisionCatalogo, VersionModelo, Vigencia
from politicas.reglas import Clase

FORMULARIO = ["GET", "HEAD", "POST"]


def _casos(vigencia: Vigencia | None, hoy) -> list[contradicciones.Caso]:
    if vigencia:
        return contradicciones.de_vigencia(vigencia, hoy)
    activa = VersionModelo.objects.activa()
    return contradicciones.del_anio(hoy.year, activa, hoy) if activa else []


def _lista(vigencia: Vigencia | None) -> str:
    direccion = reverse("politicas:contradiccion_lista")
    return f"{direccion}?vigencia={vigencia}" if vigencia else direccion


def _migas(vigencia: Vigencia, aqui: str) -> list[tuple]:
    return [
        ("Políticas", reverse("politicas:politica_lista")),
        ("Contradicciones", _lista(vigencia)),
        (aqui, None),
    ]


@require_safe
def contradiccion_lista(request):
    """Dónde se contradicen las fuentes que rigen en una vigencia, con lo que dice cada una y lo decidido."""
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy)
    casos = _casos(vigencia, request.hoy)
    antes: dict[str, list[DecisionCatalogo]] = {}
    if vigencia:
        valen = {caso.decision.pk for caso in casos if caso.decision}
        for decision in (
            DecisionCatalogo.objects.filter(vigencia__anio__lte=vigencia.anio)
            .exclude(pk__in=valen)
            .select_related("vigencia", "decidida_por", "revocada_por")
        ):
            antes.setdefault(decision.clave, []).append(decision)
    filas = [(caso, antes.pop(caso.contradiccion.clave, [])) for caso in casos]
    contexto = {
        "vigencia": vigencia,
        "anios": anios,
        "por_decidir": [fila for fila in filas if not fila[0].decision],
        "decididas": [fila for fila in filas if fila[0].decision],
        # De lo que ya no se contradice: las fuentes cambiaron.
        "otras": [decision for suyas in antes.values() for decision in suyas],
        "decide": request.perfil.puede(Permiso.VIGENCIA_EDITAR) and vigencia is not None and vigencia.esta_abierta,
        "migas": [("Políticas", reverse("politicas:politica_lista")), ("Contradicciones", None)],
    }
    return render(request, "politicas/contradiccion_lista.html", contexto)


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(FORMULARIO)
def contradiccion_decidir(request, clave: str):
    """Decide una contradicción, con lo que dice cada fuente a la vista."""
    vigencia, _ = elegir_vigencia(request.GET.get("vigencia", ""), request.hoy)
    caso = next((c for c in _casos(vigencia, request.hoy) if c.contradiccion.clave == clave), None)
    if caso is None or vigencia is None:
        if request.method == "POST" and vigencia:
            # La página se abrió antes de que llegara o se retirara un acto.
            messages.warning(request, "Las fuentes ya no se contradicen en eso: no quedó nada por decidir.")
            return redirect(_lista(vigencia))
        raise Http404
    if caso.decision and request.method != "POST":
        messages.warning(request, f"Ya se decidió: {caso.decision.decision}. Para cambiarlo, revóquelo.")
        return redirect(_lista(vigencia))
    form = DecidirContradiccionForm(request.POST or None, contradiccion=caso.contradiccion)
    if request.method == "POST" and form.is_valid():
        try:
            decision = acciones.decidir_contradiccion(
                vigencia=vigencia, clave=clave, **form.cleaned_data, por=request.user, ahora=timezone.now()
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, f"Quedó decidido. {decision.asunto}: {decision.decision}.")
            if decision.clase == Clase.RESPONSABLES:
                messages.info(request, "En Planes se dice si alguno lo coordina una dependencia que no responde.")
            return redirect(_lista(vigencia))
    contexto = {
        "form": form,
        "contradiccion": caso.contradiccion,
        "vigencia": vigencia,
        "boton": "Decidir",
        "cancelar_url": _lista(vigencia),
        "migas": _migas(vigencia, "Decidir"),
    }
    return render(request, "politicas/contradiccion_decidir.html", contexto, status=estado_http(form))


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(FORMULARIO)
def decision_revocar(request, pk: int):
    """Revoca lo decidido, con su motivo: vuelve a estar por decidir."""
    decision = get_object_or_404(DecisionCatalogo.objects.select_related("vigencia", "decidida_por"), pk=pk)
    if decision.revocada_en and request.method != "POST":
        messages.warning(request, "Esa decisión ya se revocó.")
        return redirect(_lista(decision.vigencia))
    form = RevocarDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acciones.revocar_decision(decision=decision, **form.cleaned_data, por=request.user, ahora=timezone.now())
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, "Se revocó. Vuelve a estar por decidir.")
            return redirect(_lista(decision.vigencia))
    contexto = {
        "form": form,
        "decision": decision,
        "boton": "Revocar",
        "cancelar_url": _lista(decision.vigencia),
        "migas": _migas(decision.vigencia, "Revocar"),
    }
    return render(request, "politicas/decision_revocar.html", contexto, status=estado_http(form))
