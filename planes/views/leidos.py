"""El formulario sobre algo que la persona leyó: lo que otra cambió mientras tanto se dice y no se pisa."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mipg.formularios import NEGATIVAS, anotar, estado_http
from mipg.reglas import EstadoCambiado


def con_formulario(
    request: HttpRequest,
    form: forms.Form,
    *,
    leido: dict,
    filas: QuerySet,
    accion: Callable,
    hecho: str,
    plantilla: str,
    volver: str,
    version: Callable = lambda fila: fila,
    **contexto,
) -> HttpResponse:
    """Pinta el formulario o hace la acción con lo que trae y vuelve a `volver` diciendo lo `hecho`.

    `leido`: el registro por el nombre con que lo recibe la acción y lo nombra la plantilla; `filas`: de dónde se vuelve
    a leer si cambió; `version`: de él, lo que lleva el número de cambio.
    """
    ((nombre, registro),) = leido.items()
    if request.method == "POST" and form.is_valid():
        argumentos = form.argumentos() if hasattr(form, "argumentos") else form.cleaned_data
        try:
            accion(**{nombre: registro}, **argumentos, por=request.user, ahora=timezone.now())
        except EstadoCambiado as cambio:
            # Lo escrito vuelve sobre lo que ya está guardado, que se le dice: enviarlo otra vez es decidir.
            registro = filas.get(pk=registro.pk)
            form.data = form.data.copy()
            form.data["version"] = version(registro).version
            anotar(form, cambio)
        except NEGATIVAS as error:
            anotar(form, error)
        else:
            messages.success(request, hecho)
            return redirect(volver)
    contexto |= {"form": form, nombre: registro, "cancelar_url": volver}
    return render(request, plantilla, contexto, status=estado_http(form))
