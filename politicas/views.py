"""Páginas del catálogo: políticas con sus responsables y enlaces por política."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mipg.buscador.funciones import EnEspanol
from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas import acciones, reglas
from politicas.forms import EnlaceForm
from politicas.models import EnlacePolitica, Politica, ResponsabilidadPolitica, Vigencia

Fuente = ResponsabilidadPolitica.Fuente


def _en_uso(request):
    """Las políticas de la vigencia actual; antes de abrir la primera, las de la versión activa del modelo."""
    visibles = Politica.objects.visibles_para(request.perfil)
    vigencia = Vigencia.objects.actual(request.hoy)
    return visibles.de_vigencia(vigencia) if vigencia else visibles.de_version_activa()


@require_safe
def politica_lista(request):
    """Las políticas por dimensión, con quien responde por cada una según el documento."""
    politicas = _en_uso(request).por_dimension().con_responsables()
    filas = [
        {
            "politica": politica,
            # La tabla de políticas reparte el trabajo; la de actores se contrasta en el detalle.
            "responsables": dict.fromkeys(
                r.responsable for r in politica.responsabilidades.all() if r.fuente == Fuente.POLITICAS
            ),
            "difieren": reglas.difieren(politica.responsabilidades.all()),
            "con_nota": any(r.nota for r in politica.responsabilidades.all()),
        }
        for politica in politicas
    ]
    contexto = {
        "dimensiones": [
            (dimension, list(grupo)) for dimension, grupo in groupby(filas, key=lambda f: f["politica"].dimension)
        ],
        "total": len(filas),
        "puede_designar": request.perfil.puede(Permiso.PERSONAS_EDITAR),
        "migas": [("Políticas", None)],
    }
    return render(request, "politicas/politica_lista.html", contexto)


@require_safe
def politica_detalle(request, pk: int):
    """Una política: su dimensión, lo que dice cada tabla del documento, sus fases, índices y enlaces."""
    politica = get_object_or_404(
        Politica.objects.visibles_para(request.perfil)
        .select_related("dimension__version")
        .con_responsables()
        .prefetch_related("indices"),
        pk=pk,
    )
    responsabilidades = list(politica.responsabilidades.all())
    contexto = {
        "politica": politica,
        "dimension": politica.dimension,
        "tablas": [
            {
                "codigo": fuente.value.lower(),
                "titulo": titulo,
                "fuente": fuente.label,
                "filas": [r for r in responsabilidades if r.fuente == fuente],
            }
            for fuente, titulo in (
                (Fuente.POLITICAS, "Según la tabla de políticas"),
                (Fuente.ACTORES, "Según la tabla de actores"),
            )
        ],
        "difieren": reglas.difieren(responsabilidades),
        "notas": list(dict.fromkeys(r.nota for r in responsabilidades if r.nota not in ("", politica.nota))),
        "fases": reglas.fases(r for r in responsabilidades if r.fuente == Fuente.POLITICAS),
        "indices": politica.indices.all(),
        "enlaces": politica.enlaces.vigentes(request.hoy).select_related("dependencia", "persona"),
        "puede_designar": request.perfil.puede(Permiso.PERSONAS_EDITAR),
        "migas": [("Políticas", reverse("politicas:politica_lista")), (politica.nombre, None)],
    }
    return render(request, "politicas/politica_detalle.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR)
@require_safe
def enlace_lista(request):
    """Quién es el enlace de cada responsable de política, y dónde falta."""
    politicas = _en_uso(request).por_dimension().con_responsables()
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
            reglas.responsables_y_enlaces(politica.responsabilidades.all(), enlaces.get(politica.pk, ()), request.hoy),
        )
        for politica in politicas
    ]
    contexto = {
        "grupos": grupos,
        "faltan": sum(fila.falta for _, filas in grupos for fila in filas),
        "migas": [("Políticas", reverse("politicas:politica_lista")), ("Enlaces de política", None)],
    }
    return render(request, "politicas/enlace_lista.html", contexto)


@requiere(Permiso.PERSONAS_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def enlace_designar(request):
    """Designa el enlace de una dependencia para una política; `?politica=` y `?dependencia=` los proponen."""
    opciones = {"hoy": request.hoy, "politicas": _en_uso(request)}
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
                "dependencia": request.GET.get("dependencia"),
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
