"""Enlaces por política."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.buscador.funciones import EnEspanol
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas import acciones, reglas
from politicas.forms import EnlaceForm
from politicas.models import EnlacePolitica, ResponsabilidadPolitica
from politicas.views.comunes import en_uso


def _suyas(request) -> frozenset[int] | None:
    """Las dependencias en que la persona designa enlaces; nada si en todas."""
    if request.perfil.puede(Permiso.PERSONAS_EDITAR):
        return None
    return request.perfil.dependencias(Permiso.ENLACE_DESIGNAR)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_safe
def enlace_lista(request):
    """Quién es el enlace de cada responsable de política, y dónde falta; el jefe ve lo de su dependencia."""
    suyas = _suyas(request)
    politicas, anio = en_uso(request)
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
        "de_todas": suyas is None,
        "faltan": sum(fila.falta for _, filas in grupos for fila in filas),
        "migas": [("Políticas", reverse("politicas:politica_lista")), ("Enlaces de política", None)],
    }
    return render(request, "politicas/enlace_lista.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR, Permiso.ENLACE_DESIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def enlace_designar(request):
    """Designa el enlace de una dependencia para una política; `?politica=` y `?dependencia=` los proponen."""
    politicas, anio = en_uso(request)
    suyas = _suyas(request)
    if suyas is not None:
        responden = ResponsabilidadPolitica.objects.que_rigen(anio).de_hoy(request.hoy).order_by()
        politicas = politicas.filter(pk__in=responden.filter(responde__in=suyas).values("politica"))
    opciones = {"hoy": request.hoy, "politicas": politicas, "suyas": suyas}
    if request.method == "POST":
        form = EnlaceForm(request.POST, **opciones)
        if form.is_valid():
            try:
                enlace = acciones.designar_enlace(**form.cleaned_data, por=request.user, ahora=timezone.now())
            except NEGATIVAS as error:
                anotar(form, error)
            else:
                messages.success(
                    request,
                    f"{enlace.persona} es el enlace de {enlace.dependencia} para «{enlace.politica.nombre}» "
                    f"desde el {enlace.desde:%d/%m/%Y}.",
                )
                return redirect("politicas:enlace_lista")
    else:
        form = EnlaceForm(
            initial={
                "politica": request.GET.get("politica"),
                "dependencia": request.GET.get("dependencia") or (min(suyas) if suyas and len(suyas) == 1 else None),
                "desde": request.hoy,
            },
            **opciones,
        )
    lista = reverse("politicas:enlace_lista")
    contexto = {
        "form": form,
        "boton": "Designar",
        "cancelar_url": lista,
        "migas": [
            ("Políticas", reverse("politicas:politica_lista")),
            ("Enlaces de política", lista),
            ("Designar", None),
        ],
    }
    return render(request, "politicas/enlace_designar.html", contexto, status=estado_http(form))
