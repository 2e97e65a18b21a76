"""Formulario con que se pega un bloque de Excel."""

from django import forms

LETRAS_MAXIMAS = 1_000_000


class PegarForm(forms.Form):
    """El bloque copiado, tal como viene: las celdas separadas por tabuladores."""

    texto = forms.CharField(
        label="Filas copiadas de Excel",
        max_length=LETRAS_MAXIMAS,
        strip=False,
        help_text="En Excel seleccione las filas, con los títulos si los tiene, y cópielas. Aquí, péguelas.",
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": "No pegó nada: copie las filas en Excel y péguelas aquí."},
    )
