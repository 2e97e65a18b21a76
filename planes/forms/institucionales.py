"""Formularios del documento publicado de un plan institucional y de sus seguimientos propios."""

from django import forms

from mipg.formularios import CampoArchivo, CampoFecha
from planes.forms.correcciones import QUE_ESTABA_MAL
from planes.models import PublicacionDePlan, SeguimientoDePlan
from planes.models.institucionales import SECCION

_LARGO = forms.Textarea(attrs={"rows": 3})


def _lo_que_llega(datos: dict) -> dict:
    archivo = datos["archivo"]
    return {
        "nombre": archivo.name if archivo else "",
        "contenido": archivo.read() if archivo else b"",
        "url": datos["url"],
    }


class _FechaYSeccionForm(forms.Form):
    """Cuándo y en qué sección de transparencia se publicó."""

    fecha_publicacion = CampoFecha(
        label="Fecha en que se publicó", help_text="La de la web de la entidad, aunque sea anterior a hoy."
    )
    seccion = forms.CharField(
        label="Sección de transparencia",
        max_length=10,
        initial=SECCION,
        help_text="La 4.3 es «Plan de Acción».",
    )


class PublicacionForm(_FechaYSeccionForm):
    """El documento (archivo o enlace), cuándo se publicó y en qué sección."""

    archivo = CampoArchivo(label="Documento", required=False, help_text="El mismo archivo que se publicó.")
    url = forms.URLField(label="o el enlace donde se publicó", required=False, max_length=500, assume_scheme="https")
    titulo = forms.CharField(label="Título", max_length=200, required=False, help_text="En blanco, el nombre del plan.")
    field_order = ["archivo", "url", "titulo", "fecha_publicacion", "seccion"]

    def clean(self):
        datos = super().clean()
        hay = [campo for campo in ("archivo", "url") if datos.get(campo)]
        if len(hay) == 2:
            self.add_error("url", "Elija una sola cosa: archivo o enlace.")
        elif not hay and not {"archivo", "url"} & set(self.errors):
            self.add_error("archivo", "Suba el documento o escriba el enlace donde está publicado.")
        return datos

    def argumentos(self) -> dict:
        """Lo que pide la acción de registrarlo."""
        comunes = ("titulo", "fecha_publicacion", "seccion")
        return {campo: self.cleaned_data[campo] for campo in comunes} | _lo_que_llega(self.cleaned_data)


class _LeidoForm(forms.Form):
    """Lo que se hace con el registro que la persona leyó: lleva su número de cambio."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, leido: PublicacionDePlan | SeguimientoDePlan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = leido.version

    def clean_version(self) -> int:
        """Sin versión no se sabe qué leyó: se trata como si hubiera cambiado."""
        leida = self.cleaned_data["version"]
        return -1 if leida is None else leida


class CorregirPublicacionForm(_LeidoForm, _FechaYSeccionForm):
    """Cuándo y dónde se publicó de verdad, y qué estaba mal."""

    motivo = forms.CharField(**QUE_ESTABA_MAL)


class MotivoLeidoForm(_LeidoForm):
    """Por qué se retira, se cancela o se reabre."""

    motivo = forms.CharField(label="Motivo", max_length=300, widget=_LARGO)


class SeguimientoForm(forms.Form):
    """Qué seguimiento exige el plan y para cuándo."""

    nombre = forms.CharField(
        label="Qué seguimiento es", max_length=120, help_text="Por ejemplo: «Primer seguimiento cuatrimestral»."
    )
    dia = CampoFecha(label="Último día para hacerlo")


class CorregirSeguimientoForm(_LeidoForm, SeguimientoForm):
    """Qué seguimiento es y para cuándo, bien escrito, y qué estaba mal."""

    motivo = forms.CharField(**QUE_ESTABA_MAL)


class CumplirSeguimientoForm(_LeidoForm):
    """Qué se encontró en el seguimiento y, si lo hay, su soporte."""

    nota = forms.CharField(label="Qué se encontró", max_length=2000, widget=_LARGO)
    archivo = CampoArchivo(label="Soporte", required=False, help_text="Opcional: el informe del seguimiento.")
    url = forms.URLField(label="o un enlace", required=False, max_length=500, assume_scheme="https")
    fecha_documento = CampoFecha(label="Fecha del soporte", required=False, help_text="La que lleva el documento.")

    def clean(self):
        datos = super().clean()
        if datos.get("archivo") and datos.get("url"):
            self.add_error("url", "Elija una sola cosa: archivo o enlace.")
        if (datos.get("archivo") or datos.get("url")) and not datos.get("fecha_documento"):
            self.add_error("fecha_documento", "Escriba la fecha que lleva el documento.")
        return datos

    def argumentos(self) -> dict:
        """La nota y, si trae soporte, lo que pide la acción de adjuntar."""
        datos, soporte = self.cleaned_data, None
        if datos["archivo"] or datos["url"]:
            soporte = {"titulo": "", "fecha_documento": datos["fecha_documento"]} | _lo_que_llega(datos)
        return {"version": datos["version"], "nota": datos["nota"], "soporte": soporte}
