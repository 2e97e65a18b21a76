"""Formularios de una propuesta de modificación: enviarla, devolverla por campo, elegir lo que choca y desistir."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from planes.acciones.propuestas import Mirada, como_se_llama
from planes.campos import EN_FOTO, POR_NOMBRE
from planes.forms.planes import AprobarForm
from planes.models import OPCIONES, Propuesta
from planes.reglas.comparacion import CambioDeCampo, Renglon, Suerte, escribir
from planes.reglas.propuestas import PROPUESTA, RETIRO, VIGENTE, Linea

_TEXTO = {"max_length": 2000, "required": False, "strip": True}


class EnviarPropuestaForm(forms.ModelForm):
    """Por qué se modifica y cómo se le dice al público."""

    class Meta:
        model = Propuesta
        fields = ["motivo", "frase"]
        widgets = {"motivo": forms.Textarea(attrs={"rows": 3})}
        labels = {"motivo": "Motivo", "frase": "Qué cambió y por qué, en una frase para el público"}
        help_texts = {
            "motivo": "Para quien decide: qué pasó y qué exige cambiar.",
            "frase": "En lenguaje claro y sin siglas: sale en el micrositio junto al plan.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in self.fields.values():
            campo.required = True


class DesistirPropuestaForm(forms.Form):
    """Por qué la modificación no va."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AprobarMenorForm(forms.Form):
    """La aprobación de un cambio menor: la versión leída, sin acto."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AprobarPropuestaForm(AprobarForm):
    """La aprobación de la propuesta leída, con su acto o con «acta pendiente»."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["acto"].help_text = "Con «Acta pendiente» la modificación rige ya y el número se completa después."


def cambios_de(renglon: Renglon) -> tuple[CambioDeCampo, ...]:
    """Los campos de un renglón, uno a uno; de una actividad nueva, todo lo que trae."""
    if renglon.suerte is not Suerte.NUEVA:
        return renglon.cambios
    escritos = ((campo, escribir(campo, renglon.foto.get(campo.nombre), OPCIONES)) for campo in EN_FOTO)
    return tuple(CambioDeCampo(c, (None, renglon.foto[c.nombre]), "", texto) for c, texto in escritos if texto)


class DevolverPropuestaForm(forms.Form):
    """Una observación por cada campo que cambia, ahí donde se lee, y una general.

    `lineas`: de la clave de cada renglón a la de su línea.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    general = forms.CharField(
        label="Sobre la modificación en general", widget=forms.Textarea(attrs={"rows": 3}), **_TEXTO
    )

    def __init__(self, *args, renglones: Iterable[Renglon], lineas: dict[int, int], **kwargs):
        super().__init__(*args, **kwargs)
        self._sobre: dict[str, tuple[int, str]] = {}
        for renglon in renglones:
            if not renglon.cambia:
                continue
            linea = lineas[renglon.clave]
            de_la_actividad = f"la actividad {renglon.numero}"
            self._agregar(linea, "", f"Observación sobre {de_la_actividad}")
            for cambio in cambios_de(renglon):
                rotulo = f"Observación sobre «{cambio.campo.como_se_llama}» de {de_la_actividad}"
                self._agregar(linea, cambio.campo.nombre, rotulo)

    def _agregar(self, linea: int, campo: str, rotulo: str) -> None:
        nombre = f"sobre_{linea}_{campo}"
        self._sobre[nombre] = (linea, campo)
        self.fields[nombre] = forms.CharField(label=rotulo, widget=forms.Textarea(attrs={"rows": 2}), **_TEXTO)

    def sobre(self, linea: int, campo: str = ""):
        """El campo en que se observa eso."""
        return self[f"sobre_{linea}_{campo}"]

    @property
    def observaciones(self) -> list[dict]:
        """Las escritas, como las espera la acción."""
        dichas = [
            {"linea": linea, "campo": campo, "texto": self.cleaned_data[nombre]}
            for nombre, (linea, campo) in self._sobre.items()
        ]
        return [una for una in [{"texto": self.cleaned_data["general"]}, *dichas] if una["texto"]]


@dataclass(frozen=True)
class Choque:
    """Lo que hay que elegir de una línea: cómo era, cómo rige y cómo se propone, ya escritos."""

    linea: Linea
    campo: str
    rotulo: str
    base: str
    vigente: str
    propuesta: str


def choques_de(mirada: Mirada) -> list[Choque]:
    """Todo lo que choca, en el orden de las líneas y de los campos."""
    return [_choque(linea, campo) for linea in mirada.lineas for campo in linea.cruce.chocan]


def _choque(linea: Linea, campo: str) -> Choque:
    if campo == RETIRO and linea.se_retira:
        rige = "Se queda, con lo que cambió entre tanto"
        return Choque(linea, campo, como_se_llama(campo), "Rige", rige, "Se retira")
    if campo == RETIRO:
        return Choque(linea, campo, como_se_llama(campo), "Rige", "Se retira", "Vuelve como actividad nueva")
    leidos = (
        escribir(POR_NOMBRE[campo], banda[campo], OPCIONES) or "Vacío"
        for banda in (linea.base, linea.vigente, linea.propuesta)
    )
    return Choque(linea, campo, como_se_llama(campo), *leidos)


class ConciliarForm(forms.Form):
    """De cada cosa que choca, con cuál se queda; de entrada, ninguna: se elige a sabiendas."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, choques: Iterable[Choque], **kwargs):
        super().__init__(*args, **kwargs)
        self.choques = {f"{choque.linea.pk}_{choque.campo}": choque for choque in choques}
        for nombre, choque in self.choques.items():
            self.fields[nombre] = forms.ChoiceField(
                label=f"{choque.linea.donde}: {choque.rotulo}",
                choices=[
                    (VIGENTE, f"Lo que rige: {choque.vigente}"),
                    (PROPUESTA, f"Lo propuesto: {choque.propuesta}"),
                ],
                widget=forms.RadioSelect,
                help_text=f"Al empezar decía: {choque.base}",
                error_messages={"required": "Elija con cuál queda."},
            )

    @property
    def elecciones(self) -> dict[tuple[int, str], str]:
        """Como las espera la acción."""
        return {(choque.linea.pk, choque.campo): self.cleaned_data[n] for n, choque in self.choques.items()}
