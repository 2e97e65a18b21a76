"""Formulario del cierre de una vigencia."""

from django import forms

from mipg.etiquetas import contar


class CierreForm(forms.Form):
    """Lo que se confirma al cerrar: sólo se pregunta por los planes que haya."""

    def __init__(self, *args, por_cerrar: int, sin_aprobar: int, **kwargs):
        super().__init__(*args, **kwargs)
        preguntas = (
            ("cerrar_planes", por_cerrar, f"Cerrar {contar(por_cerrar, 'plan que rige', 'planes que rigen')}"),
            ("desistir_planes", sin_aprobar, f"Desistir de {contar(sin_aprobar, 'plan', 'planes')} sin aprobar"),
        )
        for campo, cuantos, rotulo in preguntas:
            if cuantos:
                self.fields[campo] = forms.BooleanField(label=rotulo, required=False)
