"""Comprobar que un PDF lo emitió la entidad: por su código o por el archivo. Nada se guarda."""

import hashlib

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mipg.expediente.models import Emision
from mipg.formularios import estado_http
from mipg.portal.forms import ComparacionForm, VerificacionForm
from mipg.portal.publico import publica
from seguimiento.models import Corte

# Los dos formularios de la página llevan un código: cada uno con sus identificadores.
_IDS = "comparar_%s"


# Sin sesión no hay nada que un tercero pueda hacer a nombre de otro, y el POST sólo lee.
@csrf_exempt
@publica
@require_http_methods(["GET", "HEAD", "POST"])
def verificacion(request):
    """Dice si un documento es de la entidad: `?codigo=` lo busca; el archivo que se sube se compara por su huella."""
    codigo = request.POST.get("codigo") or request.GET.get("codigo")
    form = VerificacionForm({"codigo": codigo} if codigo is not None else None)
    comparacion = ComparacionForm(request.POST, request.FILES, auto_id=_IDS) if request.method == "POST" else None
    emision, huella = None, ""
    if form.is_valid():
        emision = _emitidas().filter(codigo=form.cleaned_data["codigo"]).first()
    if comparacion and comparacion.is_valid():
        huella = _huella(comparacion.cleaned_data["archivo"])
        emision = emision or _emitidas().filter(sha256=huella).order_by("pk").first()
    estado = estado_http(comparacion or form) if comparacion or form.is_bound else 200
    contexto = {
        "form": form,
        "comparacion": comparacion
        or ComparacionForm(auto_id=_IDS, initial={"codigo": emision.codigo if emision else ""}),
        "se_pregunto": estado == 200 and (form.is_bound or bool(comparacion)),
        "emision": emision,
        "constancia": _constancia(emision) if emision else (),
        "huella": huella,
        "iguales": bool(emision and huella == emision.sha256),
        "migas": [("Verificar un documento", None)],
    }
    return render(request, "portal/verificacion.html", contexto, status=estado)


def _emitidas():
    return Emision.objects.filter(estado=Emision.Estado.LISTA)


def _huella(archivo) -> str:
    resumen = hashlib.sha256()
    for trozo in archivo.chunks():
        resumen.update(trozo)
    return resumen.hexdigest()


def _constancia(emision: Emision) -> tuple[tuple[str, str], ...]:
    """Versión y corte del documento, en palabras: pares (rótulo, texto)."""
    version, clave = emision.parametros.get("version"), emision.parametros.get("corte")
    corte = Corte.objects.filter(pk=clave).select_related("vigencia").first() if clave else None
    datos = []
    if version:
        datos.append(("Versión", str(version)))
    if corte:
        cerrado = corte.cerrado_en is not None and corte.cerrado_en <= emision.pedida_en
        datos.append(("Corte", f"{corte}, {'cerrado' if cerrado else 'sin cerrar: sus cifras eran provisionales'}"))
    elif not version:
        datos.append(("Corte", "Ninguno: sólo la formulación"))
    return tuple(datos)
