"""Lo subido a una medición: cómo va su lectura, qué se entendió, qué hay que contestar, y descartarlo.

Cada destino trae lo suyo en `DESTINOS`: la plantilla que muestra lo entendido, con qué contexto, y cómo se descarta.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from furag.acciones import diccionarios, resultados
from furag.forms.importaciones import PreguntasForm
from furag.models import Carga, Medicion
from mipg.expediente.acciones import corregir_importacion, descartar_importacion, pedir_lectura
from mipg.expediente.models import Importacion
from mipg.expediente.tasks import leer_ya_o_despues
from mipg.formularios import NEGATIVAS, anotar
from mipg.usuarios.roles import Permiso

INVALIDO = 422


@dataclass(frozen=True)
class Destino:
    """Cómo se revisa un archivo. `que` trae («los resultados»); `parte`, la plantilla de lo entendido.

    `mirar(importacion)` da su contexto, con el `analisis`, que puede traer `preguntas`. `descartar(importacion=, por=,
    ahora=)` lo descarta con lo que haya dejado preparado.
    """

    que: str
    parte: str
    mirar: Callable[[Importacion], dict]
    descartar: Callable[..., object] = descartar_importacion


def _mirar_resultados(importacion: Importacion) -> dict:
    carga = Carga.objects.filter(importacion=importacion).first()
    return {"analisis": resultados.analisis_de(importacion), "carga": carga}


def _mirar_diccionario(importacion: Importacion) -> dict:
    return {"analisis": diccionarios.analisis_de(importacion)}


DESTINOS: Mapping[str, Destino] = {
    resultados.DESTINO: Destino(
        "los resultados", "furag/_importacion_resultados.html", _mirar_resultados, resultados.descartar
    ),
    diccionarios.DESTINO: Destino(
        "el diccionario de índices", "furag/_importacion_diccionario.html", _mirar_diccionario
    ),
}


def por_revisar(medicion: Medicion) -> QuerySet[Importacion]:
    """Los archivos de una medición que esperan una decisión."""
    de_la_medicion = Importacion.objects.sin_lo_leido().filter(destino__in=DESTINOS, objeto_id=medicion.pk)
    return de_la_medicion.filter(estado=Importacion.Estado.SUBIDA).select_related("creada_por")[:20]


def cargar_importacion(request, pk: int) -> tuple[Importacion, Medicion, Destino]:
    """El archivo, su medición y su destino; 404 si la persona ni gestiona la medición, ni audita, ni lo subió."""
    importacion = get_object_or_404(
        Importacion.objects.sin_lo_leido().select_related("creada_por", "aplicada_por"), pk=pk, destino__in=DESTINOS
    )
    gestiona = request.perfil.puede(Permiso.FURAG_GESTIONAR)
    if not (gestiona or request.perfil.audita or importacion.creada_por_id == request.user.pk):
        raise Http404
    medicion = get_object_or_404(Medicion, pk=importacion.objeto_id)
    if request.method == "POST" and not gestiona:
        raise PermissionDenied
    return importacion, medicion, DESTINOS[importacion.destino]


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def importacion_detalle(request, pk: int):
    """Lo que se entendió de un archivo; con POST, lo lee de nuevo o guarda lo que se contestó."""
    importacion, medicion, destino = cargar_importacion(request, pk)
    if request.method == "POST" and importacion.estado != Importacion.Estado.SUBIDA:
        messages.warning(request, "Este archivo ya se aplicó o se descartó: no se puede corregir.")
        return redirect("furag:importacion_detalle", pk=pk)
    if request.method == "POST" and "leer" in request.POST:
        pedir_lectura(importacion=importacion)
        importacion.refresh_from_db()
        leer_ya_o_despues(importacion, ahora=timezone.now())
        return redirect("furag:importacion_detalle", pk=pk)
    contexto = _contexto(request, importacion, medicion, destino)
    if contexto["en_espera"]:
        fragmento = "#situacion" if request.htmx and request.method != "POST" else ""
        return render(request, f"furag/importacion_detalle.html{fragmento}", contexto)
    if request.htmx and request.htmx.target == "situacion":
        # Ya se leyó: la página entera cambia.
        return HttpResponse(headers={"HX-Refresh": "true"})
    estado = 200
    if request.method == "POST":
        form = contexto["form"]
        if form and form.is_valid() and _contestar(request, importacion, form):
            return redirect("furag:importacion_detalle", pk=pk)
        estado = INVALIDO
    return render(request, "furag/importacion_detalle.html", contexto, status=estado)


def _contexto(request, importacion: Importacion, medicion: Medicion, destino: Destino) -> dict:
    por_decidir = importacion.estado == Importacion.Estado.SUBIDA
    en_espera = por_decidir and importacion.lectura in (Importacion.Lectura.PEDIDA, Importacion.Lectura.EN_CURSO)
    leida = por_decidir and importacion.lectura == Importacion.Lectura.LISTA
    lo_suyo = destino.mirar(importacion) if leida else {}
    preguntas = getattr(lo_suyo.get("analisis"), "preguntas", ())
    espera_turno = importacion.lectura == Importacion.Lectura.PEDIDA
    form = None
    if preguntas:
        form = PreguntasForm(
            request.POST if request.method == "POST" else None,
            initial={"huella": importacion.huella},
            preguntas=preguntas,
            elecciones=importacion.elecciones,
        )
    return lo_suyo | {
        "importacion": importacion,
        "medicion": medicion,
        "destino": destino,
        "form": form,
        "gestiona": request.perfil.puede(Permiso.FURAG_GESTIONAR),
        "en_espera": en_espera,
        "ilegible": importacion.error if por_decidir and importacion.lectura == Importacion.Lectura.FALLIDA else "",
        "valor": None if espera_turno else importacion.progreso,
        "rotulo": "En espera de turno…" if espera_turno else "Leyendo el archivo…",
        "url_propia": reverse("furag:importacion_detalle", args=[importacion.pk]),
        "migas": [
            ("Mediciones", reverse("furag:medicion_lista")),
            (f"Vigencia {medicion.anio}", reverse("furag:medicion_detalle", args=[medicion.anio])),
            (importacion.nombre, None),
        ],
    }


def _contestar(request, importacion: Importacion, form: PreguntasForm) -> bool:
    try:
        corregida = corregir_importacion(
            importacion=importacion,
            elecciones=form.elegido,
            huella=form.cleaned_data["huella"],
            por=request.user,
            ahora=timezone.now(),
        )
    except NEGATIVAS as error:
        anotar(form, error)
        return False
    leer_ya_o_despues(corregida, ahora=timezone.now())
    messages.success(request, "Se lee de nuevo el archivo con sus respuestas.")
    return True


@require_POST
def importacion_descartar(request, pk: int):
    """Descarta un archivo sin aplicarlo, con lo que haya dejado preparado."""
    importacion, medicion, destino = cargar_importacion(request, pk)
    try:
        destino.descartar(importacion=importacion, por=request.user, ahora=timezone.now())
    except NEGATIVAS:
        messages.warning(request, "El archivo ya se había aplicado o descartado.")
        return redirect("furag:importacion_detalle", pk=pk)
    messages.success(request, f"Se descartó «{importacion.nombre}». La medición no cambió.")
    return redirect("furag:medicion_detalle", anio=medicion.anio)
