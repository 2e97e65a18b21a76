"""Formularios del documento publicado de un plan institucional y de sus seguimientos propios."""

from django import forms

from mipg.formularios import CampoArchivo, CampoFecha
from mipg.leidos import LARGO, ConSoporteForm, SobreLoLeidoForm, SoporteForm
from planes.forms.correcciones import QUE_ESTABA_MAL
from planes.models.institucionales import SECCION


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


class PublicacionForm(_FechaYSeccionForm, SoporteForm):
    """El documento (archivo o enlace), cuándo se publicó y en qué sección."""

    archivo = CampoArchivo(label="Documento", required=False, help_text="El mismo archivo que se publicó.")
    url = forms.URLField(label="o el enlace donde se publicó", required=False, max_length=500, assume_scheme="https")
    titulo = forms.CharField(label="Título", max_length=200, required=False, help_text="En blanco, el nombre del plan.")
    field_order = ["archivo", "url", "titulo", "fecha_publicacion", "seccion"]

    def clean(self):
        datos = super().clean()
        if not {"archivo", "url"} & set(self.errors) and not (datos.get("archivo") or datos.get("url")):
            self.add_error("archivo", "Suba el documento o escriba el enlace donde está publicado.")
        return datos

    def argumentos(self) -> dict:
        """Lo que pide la acción de registrarlo."""
        comunes = ("titulo", "fecha_publicacion", "seccion")
        return {campo: self.cleaned_data[campo] for campo in comunes} | self.lo_que_llega()


class CorregirPublicacionForm(SobreLoLeidoForm, _FechaYSeccionForm):
    """Cuándo y dónde se publicó de verdad, y qué estaba mal."""

    motivo = forms.CharField(**QUE_ESTABA_MAL)


class RetirarPublicacionForm(SobreLoLeidoForm):
    """Por qué se retira; cabe en el expediente."""

    motivo = forms.CharField(label="Motivo", max_length=300, widget=LARGO)


class SeguimientoForm(forms.Form):
    """Qué seguimiento exige el plan y para cuándo."""

    nombre = forms.CharField(
        label="Qué seguimiento es", max_length=120, help_text="Por ejemplo: «Primer seguimiento cuatrimestral»."
    )
    dia = CampoFecha(label="Último día para hacerlo")


class CorregirSeguimientoForm(SobreLoLeidoForm, SeguimientoForm):
    """Qué seguimiento es y para cuándo, bien escrito, y qué estaba mal."""

    motivo = forms.CharField(**QUE_ESTABA_MAL)


class CumplirSeguimientoForm(ConSoporteForm):
    """Qué se encontró en el seguimiento y, si lo hay, su soporte."""

    nota = forms.CharField(label="Qué se encontró", max_length=2000, widget=LARGO)
    archivo = CampoArchivo(label="Soporte", required=False, help_text="Opcional: el informe del seguimiento.")
