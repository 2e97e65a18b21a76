"""Formularios de la entrega de recomendaciones: subir el archivo y contestar lo que pregunta."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.text import Truncator

from furag.entregas import NO_SE_IMPORTA, Entendida
from furag.models import Medicion
from furag.reglas.entregas import Parecida
from mipg.formularios import ArchivoDeTablaForm
from politicas.models import Politica

ES_NUEVA = "nueva"
TEXTO_A_LA_VISTA = 220


class SubirRecomendacionesForm(ArchivoDeTablaForm):
    """El archivo de la entidad y la vigencia que se midió."""

    medicion = forms.ModelChoiceField(
        Medicion.objects.all(),
        label="Vigencia medida",
        empty_label=None,
        help_text="La que se midió, no el año en que se capturó.",
    )
    field_order = ["medicion", "archivo"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].label = "Archivo de recomendaciones"
        self.fields[
            "archivo"
        ].help_text += " Como lo entrega Función Pública: no le cambie el nombre, que dice de qué entidad es."


class ContestarForm(forms.Form):
    """Lo que el archivo no dice o contradice: de quién es, de qué vigencia, qué hoja y de qué política."""

    def __init__(self, *args, entendida: Entendida, politicas: Iterable[Politica], **kwargs):
        super().__init__(*args, **kwargs)
        lectura = entendida.lectura
        if len(lectura.hojas) > 1:
            self.fields["hoja"] = forms.ChoiceField(
                label="Hoja que se lee", choices=[(uno, uno) for uno in lectura.hojas], initial=lectura.hoja
            )
        if entendida.de_otra:
            self.fields["entidad"] = forms.BooleanField(
                label="Es de esta entidad", required=False, help_text=entendida.de_otra,
                initial="entidad" in entendida.confirmadas,
            )  # fmt: skip
        if entendida.de_otro_anio:
            self.fields["vigencia"] = forms.BooleanField(
                label="Es de la vigencia que elegí", required=False, help_text=entendida.de_otro_anio,
                initial="vigencia" in entendida.confirmadas,
            )  # fmt: skip
        politicas = list(politicas)
        self._de_politica = {}
        for n, pregunta in enumerate(entendida.politicas):
            primero = sorted(politicas, key=lambda una, p=pregunta: una.pk not in p.sugeridas)
            self._de_politica[f"politica_{n}"] = pregunta.clave
            self.fields[f"politica_{n}"] = forms.TypedChoiceField(
                label=f"De qué política es lo de la {pregunta.donde}"
                if len(pregunta.filas) == 1
                else f"De qué política es lo de las {pregunta.donde}",
                help_text=f"{pregunta.texto} Dice: «{Truncator(pregunta.muestra).chars(TEXTO_A_LA_VISTA)}»",
                required=False,
                coerce=int,
                empty_value=None,
                choices=[
                    ("", "Elija una"),
                    *((una.pk, str(una)) for una in primero),
                    (NO_SE_IMPORTA, "Ninguna: no se importan"),
                ],
                initial="" if pregunta.elegida is None else pregunta.elegida,
            )

    @property
    def respuestas(self) -> Mapping:
        """Lo contestado, como lo recibe `acciones.entregas.contestar`."""
        datos = self.cleaned_data
        sueltas = {campo: datos[campo] for campo in ("hoja", "entidad", "vigencia") if campo in self.fields}
        politicas = {clave: datos.get(campo) for campo, clave in self._de_politica.items()}
        return sueltas | {"politicas": politicas}


class ParecidasForm(forms.Form):
    """De cada una que casi dice lo mismo que otra: si es la misma redactada de otro modo, o es nueva."""

    def __init__(self, *args, parecidas: Iterable[Parecida], **kwargs):
        super().__init__(*args, **kwargs)
        self.filas = []
        for n, parecida in enumerate(parecidas):
            opciones = [
                (str(una.pk), "Es la misma, redactada de otro modo" if n_ == 0 else f"Es la misma que: {una.texto}")
                for n_, una in enumerate(parecida.candidatas)
            ]
            dicho = {None: "", 0: ES_NUEVA}.get(parecida.decidida, str(parecida.decidida))
            self.fields[f"parecida_{n}"] = forms.ChoiceField(
                label="Qué es",
                required=False,
                widget=forms.RadioSelect,
                choices=[*opciones, (ES_NUEVA, "Es otra: es nueva")],
                initial=dicho,
            )
            self.filas.append((parecida, self[f"parecida_{n}"]))

    @property
    def respuestas(self) -> Mapping:
        """Lo contestado, como lo recibe `acciones.entregas.contestar`."""
        dichas = {parecida.leida.cual: self.cleaned_data.get(campo.name) for parecida, campo in self.filas}
        return {"parecidas": {cual: 0 if d == ES_NUEVA else int(d) for cual, d in dichas.items() if d}}
