"""Formularios de actividades: sus datos y su enlace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.db.models import QuerySet

from mipg.formularios import campo_de_modelo
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes.models import Actividad, Plan
from politicas.models import Indice


@dataclass(frozen=True)
class Choque:
    """Un campo que dos personas dejaron distinto: lo guardado por otra y lo que esta escribió."""

    campo: str
    suyo: str
    mio: str


class ActividadForm(forms.ModelForm):
    """Datos de una actividad. `version` es la que la persona tenía a la vista al empezar."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    GRUPOS = (
        ("Qué se va a hacer", "", ("numero", "nombre", "producto", "criterio", "fuente", "indices")),
        (
            "Cómo se mide",
            "",
            ("indicador", "formula", "linea_base", "meta", "unidad", "tipo_meta", "sentido", "ponderacion"),
        ),
        (
            "Cuándo",
            "Deje vacío el trimestre en que no hay nada programado.",
            ("fecha_inicio", "fecha_fin", "programado_t1", "programado_t2", "programado_t3", "programado_t4"),
        ),
        ("Quién", "El enlace se asigna después, desde la página del plan.", ("dependencia", "apoyos")),
    )
    EN_FILA = frozenset(
        ["linea_base", "meta", "unidad", "tipo_meta", "sentido", "ponderacion", "fecha_inicio", "fecha_fin"]
        + [f"programado_t{t}" for t in (1, 2, 3, 4)]
    )

    class Meta:
        model = Actividad
        formfield_callback = campo_de_modelo
        fields = [
            "numero",
            "nombre",
            "producto",
            "criterio",
            "fuente",
            "indices",
            "indicador",
            "formula",
            "linea_base",
            "meta",
            "unidad",
            "tipo_meta",
            "sentido",
            "ponderacion",
            "fecha_inicio",
            "fecha_fin",
            "programado_t1",
            "programado_t2",
            "programado_t3",
            "programado_t4",
            "dependencia",
            "apoyos",
        ]
        widgets = {
            "nombre": forms.Textarea(attrs={"rows": 3}),
            "producto": forms.Textarea(attrs={"rows": 2}),
            "formula": forms.Textarea(attrs={"rows": 2}),
            "apoyos": forms.CheckboxSelectMultiple,
            "indices": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "nombre": "Empiece con un verbo: «Publicar…», «Actualizar…».",
            "producto": "Lo que se podrá mostrar cuando esté hecha.",
            "meta": "La cantidad de todo el año. En un hito, 1.",
            "unidad": "En qué se cuenta: informes, talleres, %.",
            "tipo_meta": "Acumulada: los trimestres suman la meta. Constante: cada trimestre repite la meta. "
            "Hito: una sola entrega.",
            "sentido": "Descendente si menos es mejor; sólo en metas constantes.",
            "ponderacion": "Todas suman 100. Si pesan igual, déjelas todas vacías.",
            "dependencia": "La única que responde y reporta.",
        }

    def __init__(self, *args, plan: Plan, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        # Las que ya tiene se quedan aunque se hayan suprimido: corregir otra cosa no debe borrarlas.
        suyas = {self.instance.dependencia_id, *self.initial.get("apoyos", [])}
        suyas = {getattr(una, "pk", una) for una in suyas}
        vigentes = Dependencia.objects.vigentes(hoy) | Dependencia.objects.filter(pk__in=suyas)
        self.fields["dependencia"].queryset = vigentes
        self.fields["dependencia"].empty_label = "Sin definir todavía"
        self.fields["apoyos"].queryset = vigentes
        self.fields["apoyos"].required = False
        if plan.politica_id:
            self.fields["indices"].queryset = Indice.objects.filter(politica=plan.politica_id)
        else:
            del self.fields["indices"]

    def grupos(self) -> Iterator[tuple[str, str, list]]:
        """Título, ayuda y campos de cada grupo, en tramos `(en_fila, campos)` para pintar juntos los cortos."""
        for titulo, ayuda, nombres in self.GRUPOS:
            tramos: list[tuple[bool, list]] = []
            for nombre in nombres:
                if nombre not in self.fields:
                    continue
                en_fila = nombre in self.EN_FILA
                nueva_fila = nombre in ("linea_base", "tipo_meta", "programado_t1")
                if not tramos or tramos[-1][0] != en_fila or nueva_fila:
                    tramos.append((en_fila, []))
                tramos[-1][1].append(self[nombre])
            yield titulo, ayuda, tramos

    def clean_numero(self):
        numero = " ".join(self.cleaned_data["numero"].split()).rstrip(".")
        if not numero:
            raise forms.ValidationError("Escriba el número de la actividad.")
        otras = self.plan.actividades.vigentes().filter(numero=numero).exclude(pk=self.instance.pk)
        if otras.exists():
            raise forms.ValidationError("Ya hay una actividad con ese número en el plan.")
        return numero

    def clean_nombre(self):
        return " ".join(self.cleaned_data["nombre"].split())

    def clean(self):
        datos = super().clean()
        # Programar cero es no programar, salvo que la meta misma sea cero.
        if datos.get("meta") != 0:
            for trimestre in (1, 2, 3, 4):
                if datos.get(f"programado_t{trimestre}") == Decimal(0):
                    datos[f"programado_t{trimestre}"] = None
        return datos

    @property
    def datos(self) -> dict:
        """Lo escrito, con los nombres de la acción."""
        return {campo: valor for campo, valor in self.cleaned_data.items() if campo != "version"}

    def choques(self, guardada: Actividad) -> list[Choque]:
        """En qué difiere lo escrito de lo que otra persona acaba de guardar."""
        encontrados = []
        for nombre in self.Meta.fields:
            if nombre not in self.fields or nombre not in self.cleaned_data:
                continue
            campo = self.fields[nombre]
            suyo = getattr(guardada, nombre)
            suyo = list(suyo.all()) if nombre in ("apoyos", "indices") else suyo
            mio = self.cleaned_data[nombre]
            mio = list(mio) if nombre in ("apoyos", "indices") else mio
            if (suyo or None) != (mio or None):
                encontrados.append(
                    Choque(campo.label, _en_pantalla(guardada, nombre, suyo), _en_pantalla(guardada, nombre, mio))
                )
        return encontrados


def _en_pantalla(actividad: Actividad, nombre: str, valor) -> str:
    if valor in (None, "", []):
        return "Vacío"
    if isinstance(valor, list):
        return ", ".join(map(str, valor))
    if isinstance(valor, Decimal):
        return f"{valor.normalize():f}".replace(".", ",")
    if isinstance(valor, date):
        return f"{valor:%d/%m/%Y}"
    opciones = dict(actividad._meta.get_field(nombre).choices or ())
    return str(opciones.get(valor, valor))


class EnlaceForm(forms.Form):
    """La persona que reporta una actividad: enlace o jefe de su dependencia responsable."""

    enlace = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Enlace",
        required=False,
        empty_label="Sin enlace: la reporta cualquiera de la dependencia",
        help_text="Personas con rol de enlace o jefe en la dependencia responsable.",
    )

    def __init__(self, *args, personas: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enlace"].queryset = personas


def personas_de(dependencia_id: int | None, hoy: date) -> QuerySet:
    """Quienes pueden ser enlace en la dependencia en la fecha: los que `reglas.problemas_para_enlazar` admite."""
    reportan = Asignacion.objects.que_reportan(hoy).filter(dependencia=dependencia_id)
    return Usuario.objects.filter(pk__in=reportan.values("persona"))
