"""La ficha de una política, en la página y pedida en PDF."""

from functools import partial

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from furag.models import AccionMejora, Medicion
from mipg.expediente.acciones import pedir_emision
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas.models import Politica
from seguimiento import fichas, tasks
from seguimiento.informes import ficha_politica as informe


@require_safe
def ficha_politica(request, pk: int):
    """Índice, brecha, recomendaciones y compromisos de una política; `?medicion=`, su año."""
    politica = _politica(request, pk)
    mediciones = _mediciones(politica)
    medicion = _medicion(mediciones, request.GET.get("medicion", ""))
    contexto = {
        "politica": politica,
        "medicion": medicion,
        "mediciones": [
            {"texto": f"Vigencia {una.anio}", "url": f"?medicion={una.anio}", "actual": una == medicion}
            for una in mediciones
        ],
        "emite": request.perfil.puede(Permiso.INFORME_EMITIR),
        "ve_hilo": request.perfil.puede(Permiso.TABLERO_VER),
        "migas": [
            ("Políticas", reverse("politicas:politica_lista")),
            (politica.nombre, reverse("politicas:politica_detalle", args=[pk])),
            ("Ficha", None),
        ],
    }
    if medicion is not None:
        contexto["ficha"] = ficha = fichas.ficha(politica, medicion, hoy=request.hoy)
        # La ficha la lee cualquiera; la página de una acción, sólo quien ve su plan.
        vistas = AccionMejora.objects.visibles_para(request.perfil).order_by()
        claves = [una.clave for una in ficha.compromisos]
        contexto["abre"] = set(vistas.filter(pk__in=claves).values_list("pk", flat=True)) if claves else set()
    return render(request, "seguimiento/ficha_politica.html", contexto)


@requiere(Permiso.INFORME_EMITIR)
@require_POST
def ficha_pedir(request, pk: int):
    """Pide la ficha en PDF, como se lee en este momento."""
    politica = _politica(request, pk)
    medicion = _medicion(_mediciones(politica), request.POST.get("medicion", ""))
    if medicion is None:
        raise Http404
    ficha = fichas.ficha(politica, medicion, hoy=request.hoy)
    emision = pedir_emision(
        informe=informe.INFORME,
        titulo=informe.titulo(ficha),
        parametros=informe.parametros(ficha),
        por=request.user,
        ahora=timezone.now(),
    )
    transaction.on_commit(partial(tasks.publicar, emision.pk))
    return redirect("expediente:emision_detalle", emision.pk)


def _politica(request, pk: int) -> Politica:
    politicas = Politica.objects.visibles_para(request.perfil).select_related("dimension__version")
    return get_object_or_404(politicas, pk=pk)


def _mediciones(politica: Politica) -> list[Medicion]:
    """Las que se hicieron con la versión del modelo de la política."""
    return list(Medicion.objects.filter(version=politica.dimension.version_id).select_related("version"))


def _medicion(mediciones: list[Medicion], pedida: str) -> Medicion | None:
    """La del año pedido; si no, la última."""
    return next((una for una in mediciones if str(una.anio) == pedida), next(iter(mediciones), None))
