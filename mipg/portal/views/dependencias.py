"""Importar la lista de dependencias, superiores y alias."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mipg.expediente.acciones import descartar_importacion
from mipg.expediente.dependencias import (
    DESTINO,
    importar_dependencias,
    lectura_de_dependencias,
    subir_dependencias,
)
from mipg.expediente.models import Importacion
from mipg.formularios import estado_http
from mipg.libros import ArchivoInvalido
from mipg.portal.forms import ListaForm
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso


@requiere(Permiso.CATALOGO_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importar(request):
    """Sube una hoja de dependencias; nada cambia hasta confirmarla en la página siguiente."""
    form = ListaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        try:
            importacion = subir_dependencias(
                nombre=archivo.name, contenido=archivo.read(), por=request.user, ahora=timezone.now()
            )
        except ReglaIncumplida as error:
            form.add_error("archivo", [problema.mensaje for problema in error.problemas])
        else:
            return redirect("portal:dependencias_importacion", pk=importacion.pk)
    contexto = {"form": form, "migas": [("Importar dependencias", None)]}
    return render(request, "portal/dependencias_importar.html", contexto, status=estado_http(form))


@requiere(Permiso.CATALOGO_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importacion(request, pk: int):
    """Vista previa, con cada error en su celda; al confirmar se aplica todo o nada, una sola vez."""
    propias = Importacion.objects.filter(destino=DESTINO, creada_por=request.user).select_related("creada_por")
    importacion = get_object_or_404(propias, pk=pk)
    problemas = []
    if request.method == "POST":
        try:
            if "descartar" in request.POST:
                descartar_importacion(importacion=importacion, por=request.user, ahora=timezone.now())
                messages.success(request, "El archivo se descartó: el catálogo no cambió.")
                return redirect("portal:dependencias_importar")
            hecho = importar_dependencias(importacion=importacion, por=request.user, ahora=timezone.now())
        except EstadoCambiado as error:
            messages.info(request, str(error))
            return redirect("portal:dependencias_importacion", pk=pk)
        except ReglaIncumplida as error:
            problemas = error.problemas
        except (ArchivoInvalido, ValidationError, IntegrityError) as error:
            problemas = [getattr(error, "mensaje", "Otra persona cambió el catálogo. Revise la vista previa de nuevo.")]
        else:
            dicho = "Listo: {nuevas} dependencias nuevas, {superiores} superiores y {alias} alias.".format(**hecho)
            messages.success(request, dicho)
            return redirect("portal:dependencias_importacion", pk=pk)
    lectura = None
    if importacion.estado == Importacion.Estado.SUBIDA:
        try:
            lectura = lectura_de_dependencias(importacion)
        except ArchivoInvalido as error:
            problemas = [error.mensaje]
    if lectura and not problemas:
        problemas = _dichas(lectura.errores)
    contexto = {
        "importacion": importacion,
        "problemas": problemas,
        "lectura": lectura,
        "avisos": _dichas(lectura.avisos) if lectura else [],
        "migas": [("Importar dependencias", reverse("portal:dependencias_importar")), (importacion.nombre, None)],
    }
    estado = 422 if request.method == "POST" else 200
    return render(request, "portal/dependencias_importacion.html", contexto, status=estado)


def _dichas(notas) -> list[str]:
    """Las notas de la lectura, cada una con el lugar del archivo del que habla."""
    return [f"{nota.donde}: {nota.mensaje}" if nota.donde else nota.mensaje for nota in notas]
