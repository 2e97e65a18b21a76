"""Formularios de las recomendaciones: filtrar la lista, decidir sobre las elegidas y ligar una a sus índices."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet

from furag.models import REFERENCIA, Agrupacion, Medicion, Recomendacion
from furag.reglas.recomendaciones import EN_BLOQUE
from mipg.buscador.funciones import que_contiene
from mipg.formularios import opciones
from mipg.texto import entero
from politicas.models import Indice, Politica

SIN = "SIN"


class FiltroRecomendacionesForm(forms.Form):
    """Filtros de la lista; viven en la URL. Sin decir la vigencia medida, la última que tiene recomendaciones."""

    q = forms.CharField(label="Texto", required=False, max_length=100)
    medicion = forms.ChoiceField(label="Vigencia medida", required=False)
    politica = forms.ChoiceField(label="Política", required=False)
    estado = forms.ChoiceField(label="Decisión", required=False, choices=[("", "Todas"), *Recomendacion.Estado.choices])
    prioridad = forms.ChoiceField(
        label="Prioridad",
        required=False,
        choices=[("", "Todas"), *Recomendacion.Prioridad.choices, (SIN, "Sin prioridad")],
    )
    agrupacion = forms.ChoiceField(label="Grupo", required=False)
    accion = forms.ChoiceField(
        label="Acción de mejora",
        required=False,
        choices=[("", "Con o sin acción"), ("si", "Con acción"), ("no", "Sin acción")],
    )
    viene = forms.ChoiceField(
        label="En la última entrega",
        required=False,
        choices=[("", "Las que vienen"), ("no", "Las que ya no vienen"), ("todas", "Todas")],
    )

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        con_algo = Recomendacion.objects.order_by().values("medicion")
        self.mediciones = list(Medicion.objects.filter(pk__in=con_algo))
        pedida = entero(self.data.get("medicion", ""))
        de_ultima = self.mediciones[0] if self.mediciones else None
        self.medicion = next((una for una in self.mediciones if una.anio == pedida), de_ultima)
        self.fields["medicion"].choices = [("", "La última"), *((una.anio, str(una.anio)) for una in self.mediciones)]
        politicas = Politica.objects.filter(recomendaciones__medicion=self.medicion).distinct()
        self.fields["politica"].choices = opciones("Todas", politicas)
        grupos = Agrupacion.objects.filter(medicion=self.medicion).order_by("nombre", "pk")
        self.grupos = list(grupos)
        self.fields["agrupacion"].choices = [*opciones("Todos", self.grupos), (SIN, "Sin grupo")]

    def filtrar(self, recomendaciones: QuerySet) -> QuerySet:
        """Las de la vigencia medida que cumplen los filtros; un filtro que no se entiende no filtra."""
        self.is_valid()
        datos = self.cleaned_data
        recomendaciones = recomendaciones.filter(medicion=self.medicion)
        for campo in ("politica", "estado", "prioridad", "agrupacion"):
            if valor := datos.get(campo):
                vacio = None if campo == "agrupacion" else ""
                recomendaciones = recomendaciones.filter(**{campo: vacio if valor == SIN else valor})
        if cual := datos.get("accion"):
            recomendaciones = recomendaciones.con_accion(la_tiene=cual == "si")
        if not (viene := datos.get("viene")):
            recomendaciones = recomendaciones.que_vienen()
        elif viene == "no":
            recomendaciones = recomendaciones.filter(falta_en__isnull=False)
        if texto := datos.get("q"):
            recomendaciones = que_contiene(recomendaciones, texto, "texto", "agrupacion__nombre", REFERENCIA)
        return recomendaciones


class DecidirForm(forms.Form):
    """Qué se hace con las recomendaciones elegidas."""

    HACER = (
        ("acoger", "Acoger"),
        ("descartar", "Descartar"),
        ("reabrir", "Volver a dejar por decidir"),
        ("priorizar", "Cambiar la prioridad"),
        ("agrupar", "Cambiar de grupo"),
        ("formular", "Formular una acción de mejora que las atienda"),
    )
    hacer = forms.ChoiceField(label="Qué hacer", choices=HACER, initial="acoger")
    motivo = forms.CharField(
        label="Por qué se descarta",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sólo para descartar.",
    )
    prioridad = forms.ChoiceField(
        label="Prioridad", required=False, choices=[("", "Sin prioridad"), *Recomendacion.Prioridad.choices]
    )
    agrupacion = forms.CharField(
        label="Nombre del grupo",
        required=False,
        max_length=200,
        help_text="Nuevo, o uno que ya exista. Vacío, sale de su grupo.",
    )
    todas = forms.BooleanField(required=False)
    cuantas = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, todas: int = 0, **kwargs):
        """`todas`: cuántas de la lista decide la persona, si no caben en una página: se ofrece decidirlas juntas."""
        # Los filtros de la misma página tienen campos que se llaman igual.
        super().__init__(*args, auto_id="decidir_%s", **kwargs)
        self.fields["todas"].label = f"También las de las demás páginas: las {todas} de esta lista"
        self.fields["cuantas"].initial = todas
        if not 0 < todas <= EN_BLOQUE:
            del self.fields["todas"], self.fields["cuantas"]
        self.elegidas = (
            [pk for dicho in self.data.getlist("recomendacion") if (pk := entero(dicho))] if self.data else []
        )

    def clean_motivo(self):
        """Sólo acompaña a lo que se descarta."""
        return self.cleaned_data["motivo"].strip()


class LigarIndicesForm(forms.Form):
    """A qué índices de su política apunta una recomendación: el archivo no los trae."""

    indices = forms.ModelMultipleChoiceField(
        None, label="Índices a los que apunta", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, de: Recomendacion, elegidos: Iterable[Indice] = (), **kwargs):
        super().__init__(*args, initial={"indices": [uno.pk for uno in elegidos]}, **kwargs)
        self.fields["indices"].queryset = Indice.objects.que_miden(de.politica_id)
