"""Formularios de la vigencia y de sus cortes."""

from django import forms
from django.core.exceptions import ValidationError

from mipg.fechas import fin_de_trimestre, sumar_habiles
from mipg.formularios import CampoFecha, campo_de_modelo
from mipg.usuarios.models import Dependencia
from politicas.models import VersionModelo, Vigencia
from seguimiento.acciones.cortes import Fechas
from seguimiento.forms.vigencias import VersionField
from seguimiento.models import Avance, Corte
from seguimiento.reglas.cortes import problemas_para_programar

TRIMESTRES = (1, 2, 3, 4)
DIAS_DE_CAPTURA = 10


def ventanas(anio: int, asuetos) -> dict[str, object]:
    """Fechas que se proponen: corte al fin del trimestre y captura en los diez días hábiles siguientes."""
    propuestas = {}
    for t in TRIMESTRES:
        corte = fin_de_trimestre(anio, t)
        propuestas |= {
            f"fecha_corte_{t}": corte,
            f"abre_{t}": sumar_habiles(corte, 1, asuetos),
            f"cierra_{t}": sumar_habiles(corte, DIAS_DE_CAPTURA, asuetos),
        }
    return propuestas


class VigenciaForm(forms.ModelForm):
    """Un año de trabajo con sus parámetros y las fechas de sus cuatro cortes."""

    version = VersionField(
        VersionModelo.objects.all(),
        label="Versión del modelo",
        empty_label=None,
        help_text="Rige todo el año. Si no es la del año anterior, los responsables y los enlaces siguen por "
        "equivalencia, y la política que no la tenga queda sin responsable hasta que se diga quién.",
    )

    dias_aviso = forms.CharField(
        label="Días hábiles de aviso",
        help_text="Cuántos días hábiles antes de cada plazo se recuerda, separados por comas.",
    )
    crear_planes = forms.BooleanField(
        label="Crear de una vez los planes institucionales, los de política y el de implementación",
        help_text="Cada uno con su dependencia responsable y su fecha límite, en borrador. Los que ya existan no se "
        "duplican.",
        required=False,
        initial=True,
    )

    class Meta:
        model = Vigencia
        fields = [
            "anio",
            "version",
            "fecha_limite_institucionales",
            "fecha_limite_politicas",
            "umbral_satisfactorio",
            "umbral_aceptable",
            "exige_aval",
            "dias_sin_aval",
            "dias_proxima",
            "dias_aviso",
        ]
        formfield_callback = campo_de_modelo

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for t in TRIMESTRES:
            self.fields[f"fecha_corte_{t}"] = CampoFecha(label=f"Fecha de corte T{t}")
            self.fields[f"abre_{t}"] = CampoFecha(label=f"La captura T{t} abre")
            self.fields[f"cierra_{t}"] = CampoFecha(label=f"La captura T{t} cierra")

    def clean_dias_aviso(self):
        partes = [p.strip() for p in self.cleaned_data["dias_aviso"].split(",") if p.strip()]
        if not partes or not all(p.isascii() and p.isdigit() and len(p) < 4 for p in partes):
            raise ValidationError("Escriba números separados por comas, por ejemplo 15, 5, 1.")
        return sorted({int(p) for p in partes}, reverse=True)

    def clean(self):
        datos = super().clean()
        if not self.errors:
            for problema in problemas_para_programar(datos["anio"], self.fechas):
                self.add_error(problema.campo, problema.mensaje)
        return datos

    def validate_unique(self):
        # Si el año ya existe lo dice la acción, que sabe si está parametrizado, abierto o cerrado.
        return

    @property
    def datos(self) -> dict:
        """Los argumentos con que se abre la vigencia."""
        return {campo: self.cleaned_data[campo] for campo in self.Meta.fields}

    @property
    def fechas(self) -> list[Fechas]:
        """Las de los cuatro cortes, de T1 a T4."""
        datos = self.cleaned_data
        return [Fechas(t, datos[f"fecha_corte_{t}"], datos[f"abre_{t}"], datos[f"cierra_{t}"]) for t in TRIMESTRES]

    @property
    def por_trimestre(self) -> list[tuple]:
        """Los campos de cada corte, para pintarlos en fila."""
        return [(t, [self[f"{que}_{t}"] for que in ("fecha_corte", "abre", "cierra")]) for t in TRIMESTRES]


class CorteForm(forms.Form):
    """Fechas de un corte."""

    fecha_corte = CampoFecha(label="Fecha de corte")
    abre = CampoFecha(label="La captura abre")
    cierra = CampoFecha(label="La captura cierra", help_text="Los avisos siguen esta fecha.")


class AmpliacionForm(forms.Form):
    """Plazo mayor de captura para una sola dependencia."""

    dependencia = forms.ModelChoiceField(Dependencia.objects.none(), label="Dependencia", empty_label="Elija una")
    cierra = CampoFecha(label="Puede reportar hasta")
    motivo = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, corte: Corte, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = Dependencia.objects.filter(
            pk__in=Avance.objects.del_corte(corte).values("actividad__dependencia")
        )
