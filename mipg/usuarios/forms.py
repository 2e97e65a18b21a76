"""Formularios de personas y asignaciones."""

import hashlib
import json
from datetime import date

from django import forms
from django.db import models

from mipg.buscador.funciones import EnEspanol, que_contiene
from mipg.formularios import CampoFecha, campo_de_modelo
from mipg.usuarios.historia import legible
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from mipg.usuarios.roles import Rol

COLUMNAS = {"persona": ("Persona", EnEspanol("nombre")), "ingreso": ("Último ingreso", "last_login")}


class FiltroPersonas(forms.Form):
    """Filtros de la lista de personas."""

    ESTADOS = (
        ("", "Vinculadas"),
        ("sin_invitar", "Sin invitar"),
        ("invitadas", "Invitadas sin contraseña todavía"),
        ("sin_rol", "Sin rol vigente"),
        ("desactivadas", "Desactivadas o retiradas"),
        ("todas", "Todas"),
    )
    texto = forms.CharField(label="Nombre o correo", required=False)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.all(), label="Dependencia", required=False, empty_label="Todas"
    )
    rol = forms.ChoiceField(label="Rol", choices=[("", "Todos"), *Rol.choices], required=False)
    estado = forms.ChoiceField(label="Estado", choices=ESTADOS, required=False)

    def filtrar(self, personas: models.QuerySet, hoy: date) -> models.QuerySet:
        """Las personas que cumplen los filtros; uno mal escrito no filtra."""
        datos = self.cleaned_data if self.is_valid() else {}
        vigentes = Asignacion.objects.vigentes(hoy)
        if texto := datos.get("texto"):
            personas = que_contiene(personas, texto, "nombre", "email")
        if datos.get("dependencia") or datos.get("rol"):
            suyas = vigentes
            if datos.get("dependencia"):
                suyas = suyas.filter(dependencia=datos["dependencia"])
            if datos.get("rol"):
                suyas = suyas.filter(rol=datos["rol"])
            personas = personas.filter(pk__in=suyas.values("persona"))
        estado = datos.get("estado", "")
        if estado == "todas":
            return personas
        vinculadas = personas.vinculadas(hoy)
        if estado == "desactivadas":
            return personas.exclude(pk__in=vinculadas.values("pk"))
        if estado == "sin_invitar":
            return vinculadas.sin_invitar()
        if estado == "invitadas":
            return vinculadas.sin_clave().exclude(invitada_en=None)
        if estado == "sin_rol":
            return vinculadas.exclude(pk__in=vigentes.values("persona"))
        return vinculadas


class SobreLoLeido(forms.ModelForm):
    """Un registro que ya está se guarda sobre lo que se leyó: lo que otra persona guardó entre tanto no se pisa.

    La página lleva escondida la `huella` de lo que mostró (`templates/admin/change_form.html`). Si al guardar ya es
    otra, cada campo que difiere muestra lo guardado junto a lo escrito; guardar de nuevo lo deja como se escribió.
    """

    VISTO = "visto"

    @property
    def huella(self) -> str:
        """SHA-256 de los valores guardados de los campos que se editan."""
        guardado = [self.get_initial_for_field(campo, nombre) for nombre, campo in self.fields.items()]
        return hashlib.sha256(json.dumps(guardado, default=lambda v: getattr(v, "pk", str(v))).encode()).hexdigest()

    @property
    def campo_visto(self) -> str:
        """Nombre con que viaja la huella."""
        return self.add_prefix(self.VISTO)

    def clean(self):
        """Compara lo leído con lo guardado, después de las reglas de cada formulario."""
        datos = super().clean()
        if self.instance.pk and self.data.get(self.campo_visto, self.huella) != self.huella:
            self._contar_lo_guardado()
        return datos

    def _contar_lo_guardado(self):
        self.add_error(None, "Otra persona guardó este registro mientras usted lo editaba. Compare y guarde de nuevo.")
        for nombre in [nombre for nombre in self.changed_data if nombre not in self.errors]:
            guardado = self.initial.get(nombre)
            if not isinstance(guardado, list):
                valor = getattr(self.instance, nombre)
                guardado = [getattr(self.instance, f"get_{nombre}_display", lambda valor=valor: legible(valor))()]
            texto = ", ".join(map(str, guardado)) or "vacío"
            self.add_error(nombre, f"Lo guardado es «{texto}». Esto es lo que usted escribió.")


def _motivo() -> forms.CharField:
    return forms.CharField(
        label="Por qué",
        max_length=300,
        required=False,
        help_text="Hace falta cuando el cambio lo confirma otra persona o espera un día: lo leen ella y la afectada.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _acto() -> forms.CharField:
    return forms.CharField(
        label="Acto administrativo",
        max_length=120,
        required=False,
        help_text="Hace falta si la persona detuvo un cambio como este: con él se pide otra vez y ya no lo detiene.",
    )


class PersonaForm(forms.ModelForm):
    """Datos de una persona."""

    class Meta:
        model = Usuario
        fields = ["nombre", "email", "cargo", "vinculo_hasta"]
        formfield_callback = campo_de_modelo
        help_texts = {"email": "El institucional: con él entra y ahí recibe los avisos."}

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PersonaEditarForm(PersonaForm):
    """Datos de una persona que ya está. `visto` es la huella de los que se leyeron."""

    motivo = _motivo()
    acto = _acto()
    visto = forms.CharField(widget=forms.HiddenInput, required=False)

    def comparar(self, guardada: Usuario) -> None:
        """Deja el formulario sobre lo que otra persona acaba de guardar, con lo escrito y lo guardado a la vista."""
        for campo in self.Meta.fields:
            suyo = getattr(guardada, campo)
            if campo in self.cleaned_data and self.cleaned_data[campo] != suyo:
                self.add_error(campo, f"Lo guardado es «{legible(suyo) or 'vacío'}». Esto es lo que usted escribió.")
        self.data = self.data.copy()
        self.data["visto"] = guardada.huella


class PersonaCrearForm(PersonaForm):
    """Datos de una persona nueva y, si ya se sabe, su primer rol."""

    rol = forms.ChoiceField(label="Rol", choices=[("", "Todavía no se sabe"), *Rol.choices], required=False)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Dependencia en la que lo ejerce", required=False, empty_label="Elija una"
    )
    desde = CampoFecha(label="Desde", required=False)
    motivo = _motivo()

    def __init__(self, *args, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.hoy = hoy
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)
        self.fields["desde"].initial = hoy

    def clean(self):
        datos = super().clean()
        if (hasta := datos.get("vinculo_hasta")) and hasta < self.hoy:
            self.add_error("vinculo_hasta", "Esa fecha ya pasó: la persona no podría entrar.")
        if datos.get("rol"):
            for campo in ("dependencia", "desde"):
                if not datos.get(campo) and campo not in self.errors:
                    self.add_error(campo, "Con un rol hace falta decir dónde y desde cuándo.")
        elif datos.get("dependencia"):
            self.add_error("rol", "Diga qué rol ejercerá en esa dependencia.")
        return datos


class AsignacionForm(forms.Form):
    """Rol que se le da a una persona, como titular o en encargo de otra."""

    rol = forms.ChoiceField(label="Rol", choices=[("", "Elija uno"), *Rol.choices])
    dependencia = forms.ModelChoiceField(Dependencia.objects.none(), label="Dependencia", empty_label="Elija una")
    desde = CampoFecha(label="Desde")
    hasta = CampoFecha(label="Hasta", required=False, help_text="Último día. Vacío: sin fecha final.")
    en_encargo_de = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="En encargo de",
        required=False,
        empty_label="No es un encargo: es titular",
        help_text="Un encargo termina solo en la fecha final, y lo que se haga quedará dicho en la bitácora.",
    )
    vacante = forms.BooleanField(
        label="Es un encargo y el cargo está vacante",
        required=False,
        help_text="Sólo si nadie es titular de ese rol en esa dependencia. Diga hasta cuándo y el acto que lo ordena.",
    )
    acto = _acto()
    motivo = _motivo()

    def __init__(self, *args, hoy: date, persona: Usuario, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)
        self.fields["en_encargo_de"].queryset = Usuario.objects.exclude(pk=persona.pk)

    def clean(self):
        datos = super().clean()
        if datos.get("en_encargo_de") and not datos.get("hasta") and "hasta" not in self.errors:
            self.add_error("hasta", "Un encargo dice hasta cuándo.")
        if datos.get("en_encargo_de") and datos.get("vacante"):
            self.add_error("vacante", "O está vacante o lo tiene esa persona: deje una de las dos cosas.")
        return datos


class TerminarForm(forms.Form):
    """Último día de una asignación."""

    hasta = CampoFecha(
        label="Último día", help_text="El rol vale hasta el final de ese día: con el de ayer, deja de valer ya."
    )
    motivo = _motivo()
    acto = _acto()


class AnularForm(forms.Form):
    """Por qué se anula una asignación."""

    motivo = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    acto = _acto()


class DesactivarForm(forms.Form):
    """Por qué se quita el acceso."""

    motivo = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    acto = _acto()


class RechazarForm(forms.Form):
    """Por qué se rechaza un cambio de cuenta."""

    respuesta = forms.CharField(label="Por qué lo rechaza", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FactorReiniciarForm(forms.Form):
    """Por qué se reinicia el segundo factor de una persona."""

    motivo = forms.CharField(
        label="Por qué",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cómo supo que es ella quien lo pide: lo leen quien confirma y la persona.",
    )
