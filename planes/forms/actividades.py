"""Formularios de actividades: sus datos y su enlace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django import forms
from django.db.models import QuerySet

from mipg.formularios import campo_de_modelo
from mipg.libros.textos import ValorInvalido
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes.campos import (
    CUANDO,
    EN_FORMULARIO,
    LISTAS,
    MEDIDA,
    POR_NOMBRE,
    QUE,
    QUIEN,
    TEXTOS,
    TRIMESTRES,
    Clase,
    del_grupo,
)
from planes.celdas import Lector
from planes.forms.planes import valor_de_campo
from planes.importacion.mensajes import MENSAJES
from planes.importacion.valores import es_poco
from planes.models import Actividad, Plan
from planes.reglas.formula import es_porcentaje
from planes.reglas.hojas import al_escribir
from politicas.models import Indice

# Lo demás —fechas, opciones, relaciones— viaja con la forma de su propio campo.
_COMO_EN_LA_HOJA = frozenset(campo.nombre for campo in EN_FORMULARIO if campo.clase in TEXTOS | {Clase.NUMERO})


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
        (QUE, ""),
        (MEDIDA, ""),
        (CUANDO, "Deje vacío el trimestre en que no hay nada programado."),
        (QUIEN, "El enlace se asigna después, desde la página del plan."),
    )

    class Meta:
        model = Actividad
        formfield_callback = campo_de_modelo
        fields = [campo.nombre for campo in EN_FORMULARIO]
        widgets = {
            campo.nombre: forms.Textarea(attrs={"rows": campo.renglones})
            if campo.clase is Clase.PARRAFO
            else forms.CheckboxSelectMultiple
            for campo in EN_FORMULARIO
            if campo.clase is Clase.PARRAFO or campo.clase in LISTAS
        }
        help_texts = {campo.nombre: campo.ayuda for campo in EN_FORMULARIO if campo.ayuda}

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
            self.fields["indices"].queryset = Indice.objects.que_miden(plan.politica_id)
        else:
            del self.fields["indices"]
        if plan.clase != Plan.Clase.IMPLEMENTACION:
            del self.fields["estrategia"]

    def grupos(self) -> Iterator[tuple[str, str, list]]:
        """Título, ayuda y campos de cada grupo, en tramos `(como, campos)`: los cortos, «en fila»; los que sólo se
        piden si la unidad es un porcentaje, «porcentaje». El grupo sin campos no sale.
        """
        for titulo, ayuda in self.GRUPOS:
            tramos: list[tuple[str, list]] = []
            for campo in del_grupo(titulo):
                if campo.nombre not in self.fields:
                    continue
                como = "en fila" if campo.corto else "porcentaje" if campo.de_porcentaje else ""
                if not tramos or tramos[-1][0] != como or campo.abre_renglon:
                    tramos.append((como, []))
                tramos[-1][1].append(self[campo.nombre])
            if tramos:
                yield titulo, ayuda, tramos

    @property
    def mide_un_porcentaje(self) -> bool:
        """Si la unidad escrita lo es: entonces se piden el numerador y el denominador."""
        return es_porcentaje(str(self["unidad"].value() or ""))

    @property
    def avisos(self) -> list[str]:
        """Lo que se guarda y conviene revisar."""
        return [MENSAJES["presupuesto_muy_bajo"]] if es_poco(self.cleaned_data.get("presupuesto")) else []

    def clean(self):
        """Lo escrito vale lo mismo que en una celda de la hoja."""
        datos = super().clean()
        lector = Lector(self.plan.vigencia.anio, {}, {}, {})
        for nombre in [nombre for nombre in datos if nombre in _COMO_EN_LA_HOJA]:
            try:
                datos[nombre] = lector.leer(nombre, str(self.data.get(self.add_prefix(nombre)) or ""))
            except ValorInvalido as error:
                self.add_error(nombre, error.mensaje)
        if "numero" in datos:
            self._mirar_numero(datos["numero"])
        escrita = SimpleNamespace(**dict.fromkeys(("meta", *TRIMESTRES)) | datos)
        return datos | al_escribir(escrita, datos.keys() & set(TRIMESTRES))

    def _mirar_numero(self, numero: str) -> None:
        if not numero:
            self.add_error("numero", "Escriba el número de la actividad.")
        elif self.plan.actividades.vigentes().filter(numero=numero).exclude(pk=self.instance.pk).exists():
            self.add_error("numero", "Ya hay una actividad con ese número en el plan.")

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
            suyo = list(suyo.all()) if POR_NOMBRE[nombre].clase in LISTAS else suyo
            mio = self.cleaned_data[nombre]
            mio = list(mio) if POR_NOMBRE[nombre].clase in LISTAS else mio
            if (suyo or None) != (mio or None):
                suyo, mio = (valor_de_campo(nombre, valor) or "Vacío" for valor in (suyo, mio))
                encontrados.append(Choque(campo.label, suyo, mio))
        return encontrados


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
