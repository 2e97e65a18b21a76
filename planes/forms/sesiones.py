"""Formularios de las sesiones: convocar, asistencia, decidir, comprometer, miembros."""

from collections.abc import Iterable

from django import forms

from mipg.formularios import CampoFecha
from mipg.leidos import LARGO, ConSoporteForm, SobreLoLeidoForm
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.reglas import Perfil
from planes.acciones.decisiones import CON_TEXTO, DECIDEN
from planes.forms.planes import campos_de_lo_tardio
from planes.models import Asistencia, Compromiso, Miembro, Punto, Resultado, Sesion
from politicas.models import Instancia


class SesionForm(forms.ModelForm):
    """Cuándo, dónde y cómo se reúne una instancia. Sólo las que tienen secretaría técnica llevan aquí sus sesiones."""

    class Meta:
        model = Sesion
        fields = ["instancia", "tipo", "fecha", "hora", "modalidad", "lugar", "quorum", "dias_sin_fecha"]
        field_classes = {"fecha": CampoFecha}
        widgets = {
            "tipo": forms.RadioSelect,
            "modalidad": forms.RadioSelect,
            "hora": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "quorum": "Cuántos miembros con voto hacen falta para decidir, si el acto de la instancia lo dice. En "
            "blanco, la mitad más uno.",
            "dias_sin_fecha": "En cuántos días hábiles se debe lo que quede sin fecha acordada.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instancia"].queryset = Instancia.objects.exclude(secretaria_tecnica=None)
        self.fields["instancia"].empty_label = "Elija una"
        if self.instance.pk:
            # Una sesión no cambia de instancia: se cancela y se convoca otra.
            del self.fields["instancia"]
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=self.instance.version)


class TextoForm(forms.Form):
    """Un texto: el título de un punto, lo que se informó o una aclaración del acta."""

    texto = forms.CharField(label="Texto", max_length=4000, widget=LARGO)

    def __init__(self, *args, rotulo: str, largo: int = 4000, ayuda: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        campo = self.fields["texto"]
        campo.label, campo.max_length, campo.help_text = rotulo, largo, ayuda
        campo.validators = [*campo.validators, forms.fields.validators.MaxLengthValidator(largo)]


class AsistenciaForm(forms.Form):
    """Cada miembro con su situación y, si hace falta, una nota y quién asiste en su nombre."""

    _CAMPOS = ("situacion", "nota", "delegado", "delegacion")

    def __init__(self, *args, asistencias: Iterable[Asistencia], **kwargs):
        super().__init__(*args, **kwargs)
        self.asistencias = list(asistencias)
        for asistencia in self.asistencias:
            self.fields[f"situacion_{asistencia.pk}"] = forms.ChoiceField(
                label=f"Asistencia de {asistencia}",
                choices=Asistencia.Situacion.choices,
                initial=asistencia.situacion,
            )
            self.fields[f"nota_{asistencia.pk}"] = forms.CharField(
                label=f"Nota sobre {asistencia}", required=False, max_length=200, initial=asistencia.nota
            )

            for campo in ("delegado", "delegacion"):
                rotulo = Asistencia._meta.get_field(campo).verbose_name
                self.fields[f"{campo}_{asistencia.pk}"] = forms.CharField(
                    label=f"{rotulo[:1].upper()}{rotulo[1:]}",
                    required=False,
                    max_length=150,
                    initial=getattr(asistencia, campo),
                )
        # Lo que se veía de cada campo: se anota sólo lo que la persona cambió.
        for campo in self.fields.values():
            campo.show_hidden_initial = True

    def filas(self):
        """Cada asistencia con sus campos, para pintarlos en su renglón."""
        for asistencia in self.asistencias:
            yield (asistencia, *(self[f"{campo}_{asistencia.pk}"] for campo in self._CAMPOS))

    def situaciones(self, *, todos: bool = False) -> dict[int, dict[str, str]]:
        """Lo que la persona cambió, como lo espera la acción; con `todos`, además están presentes aquellos de quienes
        nadie ha dicho nada: quien se retiró o se excusó sigue así.
        """
        cambian = {}
        for a in self.asistencias:
            nombres = {campo: f"{campo}_{a.pk}" for campo in self._CAMPOS}
            suyo = {c: self.cleaned_data[nombre] for c, nombre in nombres.items() if nombre in self.changed_data}
            if todos and a.situacion == Asistencia.Situacion.AUSENTE:
                suyo.setdefault("situacion", Asistencia.Situacion.PRESENTE)
            if suyo:
                cambian[a.pk] = suyo
        return cambian

    @property
    def vistos(self) -> dict[int, dict[str, str]]:
        """Cómo se veía cada asistencia; lo que no se mandó, vacío."""
        return {a.pk: {campo: self._visto(f"{campo}_{a.pk}") for campo in self._CAMPOS} for a in self.asistencias}

    def _visto(self, nombre: str) -> str:
        return self.fields[nombre].to_python(self.data.get(self.add_initial_prefix(nombre)))

    def sobre(self, asistencias: Iterable[Asistencia]) -> "AsistenciaForm":
        """El mismo con lo que la persona cambió, sobre lo que hay ahora: enviarlo otra vez es decidir."""
        nuevo = AsistenciaForm(self.data.copy(), asistencias=asistencias)
        for nombre, campo in nuevo.fields.items():
            nuevo.data[nuevo.add_initial_prefix(nombre)] = campo.initial
            if nombre not in self.changed_data:
                nuevo.data[nombre] = campo.initial
        return nuevo


class DecidirForm(forms.Form):
    """Qué se decidió de un punto, y quién no intervino."""

    decision = forms.ChoiceField(label="Decisión", widget=forms.RadioSelect)
    texto = forms.CharField(
        label="Cómo queda en el acta",
        required=False,
        max_length=4000,
        widget=LARGO,
        help_text="Al devolver, qué hay que corregir; al cumplir, cómo se cumplió.",
    )
    impedidos = forms.MultipleChoiceField(
        label="No intervienen por impedimento", required=False, widget=forms.CheckboxSelectMultiple
    )
    por_impedimento = forms.CharField(label="Por qué están impedidos", required=False, max_length=300)

    def __init__(self, *args, punto: Punto, presentes: Iterable[Asistencia], cerrado: int | None = None, **kwargs):
        """`cerrado`: hasta qué trimestre se cerró, si el plan trae cantidades en él (vea `AprobarForm`)."""
        super().__init__(*args, **kwargs)
        opciones = DECIDEN[punto.clase]
        self.fields["decision"].choices = [(una, Resultado.Decision(una).label) for una in opciones]
        if len(opciones) == 1:
            self.fields["decision"].initial = next(iter(opciones))
        self.fields["impedidos"].choices = [(str(a.miembro_id), str(a)) for a in presentes]
        if punto.clase in (Punto.Clase.PLAN, Punto.Clase.PROPUESTA, Punto.Clase.COMPROMISO):
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=punto.objeto.version)
        if cerrado is not None:
            # Sólo al aprobar: devolver no decide nada de lo ya cerrado.
            self.fields |= campos_de_lo_tardio(cerrado)
            self.fields["tardia"].required = False
            self.order_fields(["decision", "tardia", "tardia_motivo"])

    def clean(self):
        datos = super().clean()
        falta = CON_TEXTO.get(datos.get("decision"))
        if falta and not datos.get("texto"):
            self.add_error("texto", falta)
        if datos.get("impedidos") and not datos.get("por_impedimento"):
            self.add_error("por_impedimento", "Diga por qué están impedidos.")
        return datos

    def argumentos(self) -> dict:
        """Lo que pide la acción de decidir, con lo propio de lo que se decide."""
        datos = dict(self.cleaned_data)
        motivo = datos.pop("por_impedimento")
        return datos | {"impedidos": {int(miembro): motivo for miembro in datos["impedidos"]}}


class ResponsableForm(forms.Form):
    """Quién responde por un compromiso: una persona o una dependencia."""

    persona = forms.ModelChoiceField(
        Usuario.objects.none(), label="Persona responsable", required=False, empty_label="Ninguna: es una dependencia"
    )
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="o dependencia responsable",
        required=False,
        empty_label="Ninguna: es una persona",
        help_text="Si es de una dependencia, le toca a su jefe.",
    )

    def __init__(self, *args, hoy, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = Usuario.objects.vinculadas(hoy)
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)


class CompromisoForm(ResponsableForm):
    """Un compromiso que sale de un punto."""

    texto = forms.CharField(label="A qué se comprometen", max_length=2000, widget=LARGO)
    fecha = CampoFecha(
        label="Fecha acordada", required=False, help_text="Opcional: sin fecha, vence en los días de la convocatoria."
    )
    field_order = ["texto", "persona", "dependencia", "fecha"]


class TrasladarForm(SobreLoLeidoForm, ResponsableForm):
    """A quién pasa un compromiso, y por qué."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=LARGO)


class CorregirForm(SobreLoLeidoForm):
    """Qué se acordó y para cuándo, bien escrito, y por qué se corrige."""

    texto = forms.CharField(label="A qué se comprometen", max_length=2000, widget=LARGO)
    fecha = CampoFecha(
        label="Fecha acordada", required=False, help_text="Opcional: sin fecha, vence en los días de la convocatoria."
    )
    motivo = forms.CharField(label="Por qué se corrige", max_length=500, widget=LARGO)


class CumplirForm(ConSoporteForm):
    """Cómo se cumplió un compromiso y, si lo hay, su soporte."""

    nota = forms.CharField(label="Cómo se cumplió", max_length=2000, widget=LARGO)


class FiltroCompromisosForm(forms.Form):
    """Filtro de la lista de compromisos; vive en la URL."""

    estado = forms.ChoiceField(
        label="Estado", required=False, choices=[("", "Todos"), *Compromiso.Estado.choices, ("VENCIDO", "Vencidos")]
    )

    def filtrar(self, compromisos, perfil: Perfil):
        """Los del estado elegido; uno que no existe no filtra."""
        elegido = self.cleaned_data.get("estado") if self.is_valid() else ""
        if elegido == "VENCIDO":
            return compromisos.abiertos().filter(vence__lt=perfil.hoy)
        return compromisos.filter(estado=elegido) if elegido else compromisos


class MiembroForm(forms.ModelForm):
    """Un miembro: una persona con cuenta o sólo su nombre, con el cargo por el que integra la instancia."""

    class Meta:
        model = Miembro
        fields = ["instancia", "persona", "nombre", "cargo", "dependencia", "con_voto", "preside", "desde", "hasta"]
        field_classes = {"desde": CampoFecha, "hasta": CampoFecha}
        help_texts = {
            "persona": "Si tiene cuenta, se le avisa de cada sesión.",
            "nombre": "Sólo si no tiene cuenta.",
            "hasta": "Su último día, si ya se sabe.",
        }

    def __init__(self, *args, hoy, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instancia"].queryset = Instancia.objects.exclude(secretaria_tecnica=None)
        self.fields["instancia"].empty_label = "Elija una"
        self.fields["persona"].queryset = Usuario.objects.vinculadas(hoy)
        self.fields["persona"].empty_label = "Ninguna: escriba su nombre"
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)
        self.fields["dependencia"].empty_label = "Ninguna"


class TerminarForm(forms.Form):
    """Hasta qué día integró la instancia."""

    hasta = CampoFecha(
        label="Último día como miembro",
        help_text="Si se registró por error y nadie lo ha citado, una fecha anterior a su «desde» borra el registro.",
    )
