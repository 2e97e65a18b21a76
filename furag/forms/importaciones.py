"""Contestar lo que un archivo no dice, y decir cuál fila es la nuestra."""

from collections.abc import Iterable, Mapping

from django import forms

from furag.lectura.preguntas import Pregunta
from furag.models import Carga, EntidadMedida

NINGUNA, OTRA = "ninguna", "otra"


class PreguntasForm(forms.Form):
    """Un campo por pregunta del archivo. `elegido`: las elecciones con lo contestado."""

    huella = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, preguntas: Iterable[Pregunta], elecciones: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.elecciones = elecciones
        for pregunta in preguntas:
            if pregunta.opciones:
                campo = forms.ChoiceField(
                    label=pregunta.texto, choices=[*pregunta.opciones], widget=forms.RadioSelect, required=True
                )
            else:
                campo = forms.BooleanField(
                    label="Sí",
                    help_text=pregunta.texto,
                    error_messages={"required": "Si la respuesta es no, descarte el archivo y súbalo corregido."},
                )
            self.fields[pregunta.clave] = campo

    @property
    def elegido(self) -> dict:
        """Lo contestado antes y ahora. Otra hoja empieza de cero: lo contestado era de la anterior."""
        ahora = {clave: valor for clave, valor in self.cleaned_data.items() if clave != "huella"}
        return ahora if "hoja" in ahora else {**self.elecciones, **ahora}


class ConfirmarCargaForm(forms.Form):
    """Cuál fila del archivo es la de esta entidad."""

    huella = forms.CharField(widget=forms.HiddenInput, required=False)
    propia = forms.ChoiceField(label="¿Cuál es la fila de esta entidad?", widget=forms.RadioSelect)
    fila = forms.IntegerField(
        label="Número de la otra fila", required=False, min_value=1, help_text="Como la muestra Excel."
    )

    def __init__(self, *args, carga: Carga, candidatas: Iterable[EntidadMedida], **kwargs):
        super().__init__(*args, **kwargs)
        self.carga, self.candidatas = carga, {str(una.pk): una for una in candidatas}
        self.fields["propia"].choices = [
            *((pk, f"Fila {una.fila}: {una.nombre}") for pk, una in self.candidatas.items()),
            (OTRA, "Otra fila"),
            (NINGUNA, "Ninguna: esta entidad no está en el archivo"),
        ]

    def clean(self):
        """Busca la otra fila."""
        datos = super().clean()
        elegida = datos.get("propia")
        if elegida == OTRA and "fila" not in self.errors:
            self.otra = self.carga.filas.filter(fila=datos["fila"]).first() if datos.get("fila") else None
            if self.otra is None:
                self.add_error("fila", "Escriba el número de una fila del archivo que tenga una entidad.")
        return datos

    @property
    def entidad(self) -> EntidadMedida | None:
        """La fila elegida; nula si es ninguna."""
        elegida = self.cleaned_data["propia"]
        return self.otra if elegida == OTRA else self.candidatas.get(elegida)
