"""Páginas para subir los resultados y el diccionario de una medición, y para confirmar lo leído."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from furag.acciones import diccionarios, resultados
from furag.forms.importaciones import ConfirmarCargaForm
from furag.models import Carga, EntidadMedida
from furag.reglas.candidatas import la_mas_probable, palabra_propia
from furag.views.importaciones import cargar_importacion
from furag.views.mediciones import cargar_medicion, migas_de
from mipg.expediente.tasks import leer_ya_o_despues
from mipg.formularios import NEGATIVAS, ArchivoDeTablaForm, anotar, estado_http
from mipg.texto import entero
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

FORMULARIO = ["GET", "HEAD", "POST"]
CANDIDATAS_MAXIMAS = 30


def _subir(request, anio: int, accion: Callable, plantilla: str, miga: str):
    medicion = cargar_medicion(request, anio)
    form = ArchivoDeTablaForm(request.POST, request.FILES) if request.method == "POST" else ArchivoDeTablaForm()
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        try:
            importacion = accion(
                medicion=medicion,
                nombre=archivo.name,
                contenido=archivo.read(),
                por=request.user,
                ahora=timezone.now(),
            )
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            leer_ya_o_despues(importacion, ahora=timezone.now())
            return redirect("furag:importacion_detalle", pk=importacion.pk)
    contexto = {
        "medicion": medicion,
        "form": form,
        "boton": "Subir y revisar",
        "cancelar_url": reverse("furag:medicion_detalle", args=[anio]),
        "migas": migas_de(medicion, (miga, None)),
    }
    return render(request, plantilla, contexto, status=estado_http(form))


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def resultado_importar(request, anio: int):
    """Sube el archivo oficial de resultados; nada rige hasta confirmarlo."""
    return _subir(
        request, anio, resultados.subir_resultados, "furag/resultado_importar.html", "Importar los resultados"
    )


@requiere(Permiso.FURAG_GESTIONAR)
@require_http_methods(FORMULARIO)
def diccionario_importar(request, anio: int):
    """Sube el diccionario oficial de índices; nada cambia hasta confirmarlo."""
    return _subir(
        request, anio, diccionarios.subir_diccionario, "furag/diccionario_importar.html", "Importar el diccionario"
    )


@require_POST
def diccionario_confirmar(request, pk: int):
    """Deja el diccionario de la medición como dice el archivo, una sola vez."""
    importacion, medicion, _ = cargar_importacion(request, pk)
    if importacion.destino != diccionarios.DESTINO:
        raise Http404
    try:
        cuantos = diccionarios.confirmar_diccionario(
            importacion=importacion, huella=request.POST.get("huella", ""), por=request.user, ahora=timezone.now()
        )
    except NEGATIVAS as error:
        messages.error(request, f"No se cambió nada. {error}")
        return redirect("furag:importacion_detalle", pk=pk)
    messages.success(request, f"El diccionario de {medicion.anio} quedó como el archivo: {cuantos} índices cambiaron.")
    return redirect("furag:medicion_detalle", anio=medicion.anio)


@require_http_methods(FORMULARIO)
def carga_confirmar(request, pk: int):
    """Dice cuál fila del archivo es la de esta entidad, y hace regir los resultados leídos; en los que ya rigen, la
    corrige.
    """
    gestiona = request.perfil.puede(Permiso.FURAG_GESTIONAR)
    if not (gestiona or request.perfil.audita):
        raise Http404
    cargas = Carga.objects.visibles_para(request.perfil).select_related("medicion", "importacion")
    carga = get_object_or_404(cargas, pk=pk)
    if not gestiona:
        raise PermissionDenied
    rige = carga.estado == Carga.Estado.VIGENTE
    if carga.estado != Carga.Estado.PREPARADA and not rige:
        messages.info(request, "Estos resultados ya se reemplazaron o se descartaron.")
        return redirect("furag:importacion_detalle", pk=carga.importacion_id)
    vigente = Carga.objects.vigentes().filter(medicion=carga.medicion_id, ambito=carga.ambito)
    vigente = None if rige else vigente.select_related("propia").first()
    candidatas = _candidatas(carga)
    probable = _probable(carga, vigente, candidatas)
    huella = str(carga.propia_id or "") if rige else carga.importacion.huella
    form = ConfirmarCargaForm(
        request.POST if request.method == "POST" else None,
        initial={"huella": huella, "propia": probable and str(probable.pk)},
        carga=carga,
        candidatas=candidatas,
    )
    if request.method == "POST" and form.is_valid():
        try:
            hecho = _decidir(carga, form, rige=rige, por=request.user)
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, hecho)
            return redirect("furag:medicion_detalle", anio=carga.medicion.anio)
    contexto = {
        "carga": carga,
        "vigente": vigente,
        "analisis": resultados.analisis_de(carga.importacion),
        "form": form,
        "rige": rige,
        "boton": "Corregir cuál es" if rige else "Confirmar los resultados",
        "candidatas": candidatas,
        "comparada": probable,
        "lo_nuestro": _lo_nuestro(vigente, probable),
        "cancelar_url": reverse("furag:medicion_detalle", args=[carga.medicion.anio])
        if rige
        else reverse("furag:importacion_detalle", args=[carga.importacion_id]),
        "migas": migas_de(carga.medicion, ("Nuestra fila" if rige else "Confirmar los resultados", None)),
    }
    return render(request, "furag/carga_confirmar.html", contexto, status=estado_http(form))


def _decidir(carga: Carga, form: ConfirmarCargaForm, *, rige: bool, por) -> str:
    """Confirma la carga o, si ya rige, corrige cuál es nuestra fila; devuelve cómo se dice."""
    leido, que = form.cleaned_data["huella"], {"carga": carga, "propia": form.entidad, "por": por}
    if not rige:
        resultados.confirmar(huella=leido, ahora=timezone.now(), **que)
        return f"Ya rigen los resultados de {carga.medicion.anio}: {carga.entidades} entidades."
    resultados.corregir_propia(leida=entero(leido), ahora=timezone.now(), **que)
    return f"Quedó dicho cuál es nuestra fila en los resultados de {carga.medicion.anio}."


def _candidatas(carga: Carga) -> list[EntidadMedida]:
    palabra = palabra_propia(settings.ENTIDAD["nombre"])
    parecidas = Q(nombre__icontains=palabra) | Q(municipio__icontains=palabra)
    return list(carga.filas.filter(parecidas).order_by("fila")[:CANDIDATAS_MAXIMAS])


def _probable(carga: Carga, vigente: Carga | None, candidatas: list[EntidadMedida]) -> EntidadMedida | None:
    anterior = vigente if vigente and vigente.propia_id else None
    if anterior is None:
        confirmadas = Carga.objects.filter(ambito=carga.ambito, propia__isnull=False, confirmada_en__isnull=False)
        anterior = confirmadas.select_related("propia").order_by("-confirmada_en").first()
    codigo = anterior.propia.codigo_sigep if anterior else ""
    cual = la_mas_probable(candidatas, settings.ENTIDAD["nombre"], codigo)
    return None if cual is None else candidatas[cual]


def _lo_nuestro(vigente: Carga | None, nuestra: EntidadMedida | None) -> list[tuple[str, object, object]]:
    """Código, puntaje que rige y puntaje del archivo, sólo donde difieren."""
    if not (vigente and vigente.propia and nuestra):
        return []
    antes, ahora = (
        dict(una.puntajes.order_by("columna__orden").values_list("columna__codigo", "valor"))
        for una in (vigente.propia, nuestra)
    )
    return [(c, antes.get(c), ahora.get(c)) for c in {**ahora, **antes} if antes.get(c) != ahora.get(c)]
