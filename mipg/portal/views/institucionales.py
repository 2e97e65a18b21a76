"""Los planes institucionales del Decreto 612, para cualquiera: qué pide la norma, qué se publicó y si fue a tiempo."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from mipg.expediente.descargas import descarga
from mipg.portal.publico import publica
from planes.institucionales import los_doce
from planes.models import Plan, PublicacionDePlan
from politicas.eleccion import elegir_vigencia


@publica
@require_safe
def institucional_publico_lista(request):
    """Los doce de una vigencia (`?vigencia=`, su año): el documento que se publicó de cada uno y si fue a tiempo."""
    hoy = timezone.localdate()
    vigencia, anios = elegir_vigencia(request.GET.get("vigencia", ""), hoy)
    filas = los_doce(vigencia, hoy) if vigencia else []
    suyos = [fila.plan.pk for fila in filas if fila.plan]
    contexto = {
        "vigencia": vigencia,
        "anios": anios,
        "filas": filas,
        "publicados": set(Plan.objects.publicados().filter(pk__in=suyos).order_by().values_list("pk", flat=True)),
        "con_documento": sum(fila.publicacion is not None for fila in filas),
        "migas": [
            ("Planes publicados", reverse("portal:plan_publico_lista")),
            ("Los 12 planes del Decreto 612", None),
        ],
    }
    return render(request, "portal/institucional_publico_lista.html", contexto)


@publica
@require_safe
def publicacion_descargar(request, pk: int):
    """El archivo publicado de un plan institucional, tal como se guardó, con su huella como `ETag`."""
    vigentes = PublicacionDePlan.objects.vigentes().select_related("documento")
    documento = get_object_or_404(vigentes, pk=pk).documento
    version = documento.versiones.first()
    if version is None:
        # Es un enlace: se abre donde está.
        raise Http404
    huella = quote_etag(version.sha256)
    respuesta = get_conditional_response(request, etag=huella)
    if respuesta is None:
        respuesta = descarga(version.archivo, version.nombre or documento.titulo, version.tipo)
        del respuesta["Cache-Control"]
    respuesta["ETag"] = huella
    return respuesta
