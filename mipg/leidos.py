"""Lo que se hace con algo que la persona leyó: el formulario lleva su número de cambio, un motivo o un soporte, y lo
que otra cambió mientras tanto se dice y no se pisa.
"""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mipg.formularios import NEGATIVAS, CampoArchivo, CampoFecha, anotar, estado_http
from mipg.reglas import EstadoCambiado

LARGO = forms.Textarea(attrs={"rows": 3})


class SobreLoLeidoForm(forms.Form):
    """Lo que se hace con el registro que la persona leyó (`leido`)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, leido, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = leido.version

    def clean_version(self) -> int:
        """Sin versión no se sabe qué leyó: se trata como si hubiera cambiado."""
        leida = self.cleaned_data["version"]
        return -1 if leida is None else leida


class MotivoForm(forms.Form):
    """Por qué se cancela, se suelta o se traslada algo."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=LARGO)

    def __init__(self, *args, rotulo: str = "Motivo", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motivo"].label = rotulo


class MotivoDeLoLeidoForm(SobreLoLeidoForm, MotivoForm):
    """Por qué se hace algo con el registro que la persona leyó."""


class SoporteForm(forms.Form):
    """Un archivo o un enlace que sostiene lo que se dice."""

    archivo = CampoArchivo(label="Soporte", required=False, help_text="Opcional.")
    url = forms.URLField(label="o un enlace", required=False, max_length=500, assume_scheme="https")

    def clean(self):
        datos = super().clean()
        if datos.get("archivo") and datos.get("url"):
            self.add_error("url", "Elija una sola cosa: archivo o enlace.")
        return datos

    def soporte(self, fecha_documento: date) -> dict | None:
        """Lo que pide la acción de adjuntar; nada si no trae soporte."""
        llega = self.lo_que_llega()
        return {"titulo": "", "fecha_documento": fecha_documento} | llega if any(llega.values()) else None

    def lo_que_llega(self) -> dict:
        """El archivo o el enlace, con los nombres de la acción."""
        archivo = self.cleaned_data["archivo"]
        return {
            "nombre": archivo.name if archivo else "",
            "contenido": archivo.read() if archivo else b"",
            "url": self.cleaned_data["url"],
        }


class ConSoporteForm(SobreLoLeidoForm, SoporteForm):
    """Lo que se dice de lo hecho (`nota`, que pone cada una) y, si lo hay, su soporte con la fecha que lleva."""

    fecha_documento = CampoFecha(label="Fecha del soporte", required=False, help_text="La que lleva el documento.")
    field_order = ["version", "nota", "archivo", "url", "fecha_documento"]

    def clean(self):
        datos = super().clean()
        if (datos.get("archivo") or datos.get("url")) and not datos.get("fecha_documento"):
            self.add_error("fecha_documento", "Escriba la fecha que lleva el documento.")
        return datos

    def argumentos(self) -> dict:
        """La nota y, si trae soporte, lo que pide la acción de adjuntar."""
        datos = self.cleaned_data
        soporte = self.soporte(datos["fecha_documento"])
        return {"version": datos["version"], "nota": datos["nota"], "soporte": soporte}


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
