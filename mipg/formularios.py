"""Cómo se pintan y se leen los formularios: renderizador, campo enlazado, fechas y decimales.

Use `campo_de_modelo` como `formfield_callback` en la `Meta` de un `ModelForm` para que las fechas y los
decimales del modelo salgan con estos campos:

    class PlanForm(forms.ModelForm):
        class Meta:
            model = Plan
            fields = [...]
            formfield_callback = campo_de_modelo
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NoReturn

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from mipg import antivirus
from mipg.libros.formato import MUY_GRANDE, TAMANO_MAXIMO
from mipg.libros.libro import escribir_numero
from mipg.libros.numeros import leer_numero
from mipg.libros.textos import ValorInvalido
from mipg.reglas import ReglaIncumplida

registro = logging.getLogger(__name__)

FORMATOS_DE_FECHA = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
FORMATOS_DE_FECHA_Y_HORA = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
]


def escribir_decimal(valor: Decimal) -> str:
    """Escribe un número para editarlo (coma decimal, sin miles); `leer_numero` lo devuelve igual.

    «1,234» también puede ser mil doscientos: con tres decimales lleva el cuarto.
    """
    entero, coma, decimales = escribir_numero(valor).partition(",")
    return f"{entero}{coma}{decimales.ljust(4, '0') if len(decimales) == 3 else decimales}"


class FechaInput(forms.DateInput):
    """Calendario del navegador; el valor viaja siempre en ISO, que es lo único que `type=date` entiende."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class FechaHoraInput(forms.DateTimeInput):
    """Calendario y reloj del navegador, en hora local y sin segundos."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DecimalInput(forms.TextInput):
    """Texto con teclado numérico: `type=number` rechaza la coma según el idioma del navegador."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        """Devuelve el texto que se edita; lo que la persona escribió mal vuelve tal cual."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return escribir_decimal(Decimal(value))
        return super().format_value(value)


# Fuera de estas no hay nada que registrar, y con el primer o el último año de Python no se puede ni restar un día.
PRIMERA_FECHA, ULTIMA_FECHA = date(1900, 1, 1), date(2199, 12, 31)
_FUERA = f"Escriba una fecha entre {PRIMERA_FECHA.year} y {ULTIMA_FECHA.year}."


class CampoFecha(forms.DateField):
    """Fecha con calendario; acepta además `31/01/2025` escrita a mano (navegadores sin calendario)."""

    widget = FechaInput

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", FORMATOS_DE_FECHA)
        super().__init__(**kwargs)

    def to_python(self, value):
        """La fecha, o None si está vacía. Lanza `ValidationError` si no es de `PRIMERA_FECHA` a `ULTIMA_FECHA`."""
        fecha = super().to_python(value)
        if fecha and not PRIMERA_FECHA <= fecha <= ULTIMA_FECHA:
            raise ValidationError(_FUERA, code="invalid")
        return fecha

    def widget_attrs(self, widget):
        """El calendario no ofrece otras."""
        return {**super().widget_attrs(widget), "min": PRIMERA_FECHA.isoformat(), "max": ULTIMA_FECHA.isoformat()}


class CampoFechaHora(forms.DateTimeField):
    """Fecha y hora de Colombia con calendario y reloj."""

    widget = FechaHoraInput

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", FORMATOS_DE_FECHA_Y_HORA)
        super().__init__(**kwargs)

    def to_python(self, value):
        """El instante, o None si está vacío. Lanza `ValidationError` si su día no es de los de `CampoFecha`."""
        try:
            instante = super().to_python(value)
        except OverflowError as error:
            raise ValidationError(_FUERA, code="invalid") from error
        if instante and not PRIMERA_FECHA <= instante.date() <= ULTIMA_FECHA:
            raise ValidationError(_FUERA, code="invalid")
        return instante


class CampoDecimal(forms.DecimalField):
    """Decimal que se escribe con coma; se lee como en los archivos: lo que puede ser dos números se pregunta."""

    widget = DecimalInput

    def to_python(self, value):
        """Convierte lo escrito en `Decimal`, o en None si está vacío."""
        if isinstance(value, str) and value.strip():
            try:
                value = leer_numero(value, exacto=True)
            except ValorInvalido as error:
                raise ValidationError(error.mensaje, code="invalid") from error
        return super().to_python(value)


class CampoArchivo(forms.FileField):
    """Un archivo que no pesa más de `maximo` bytes y que el antivirus, si hay, dejó pasar antes de que nadie lo lea.

    Se mira aquí, y no en la acción, porque por aquí entra todo archivo y porque preguntar toma segundos, que no pueden
    pasar con filas tomadas. `se_guarda=False`: se compara y se olvida. Los mensajes que Django trae en español de
    España («fichero») se dicen como aquí.
    """

    default_error_messages = {
        "invalid": "No llegó ningún archivo. Vuelva a elegirlo y envíelo de nuevo.",
        "missing": "No llegó ningún archivo. Vuelva a elegirlo y envíelo de nuevo.",
        "empty": "El archivo está vacío. Compruebe que lo guardó antes de subirlo.",
        "contradiction": "Suba un archivo o marque la casilla para quitarlo, pero no las dos cosas.",
        "muy_grande": "El archivo pesa más de {maximo} MB. Redúzcalo o adjunte un enlace.",
        "infectado": "El antivirus encontró «{hallado}» en ese archivo y no entró. Avise a la administración técnica.",
        "sin_revisar": "El antivirus no responde y ningún archivo entra sin que lo revise. Intente en unos minutos o "
        "adjunte un enlace; si sigue igual, avise a la administración técnica.",
    }

    def __init__(self, *, maximo: int | None = None, se_guarda: bool = True, **kwargs):
        super().__init__(**kwargs)
        self.maximo, self.se_guarda = maximo, se_guarda

    def clean(self, data, initial=None):
        """El archivo, si cabe y el antivirus lo deja pasar."""
        archivo = super().clean(data, initial)
        if not isinstance(archivo, UploadedFile):
            return archivo
        # Antes de leerlo: uno enorme no debe ocupar la memoria del servidor.
        if archivo.size > (self.maximo or settings.EXPEDIENTE_TAMANO_MAXIMO):
            self._negar("muy_grande", maximo=(self.maximo or settings.EXPEDIENTE_TAMANO_MAXIMO) // (1024 * 1024))
        if self.se_guarda and settings.CLAMD:
            self._exigir_sano(archivo)
        return archivo

    def _exigir_sano(self, archivo: UploadedFile) -> None:
        try:
            hallado = antivirus.revisar(settings.CLAMD, archivo)
        except antivirus.AntivirusCaido:
            registro.exception("El antivirus no revisó un archivo, que no entró.")
            self._negar("sin_revisar")
        if hallado:
            registro.warning("El antivirus encontró %s en un archivo, que no entró.", hallado)
            self._negar("infectado", hallado=hallado)

    def _negar(self, codigo: str, **datos: object) -> NoReturn:
        raise ValidationError(self.error_messages[codigo].format(**datos), code=codigo)


class ArchivoDeTablaForm(forms.Form):
    """Un archivo que se lee como tabla; su tamaño se mira antes de abrirlo."""

    archivo = CampoArchivo(
        label="Archivo",
        help_text=f"Excel (.xlsx) o CSV, de hasta {TAMANO_MAXIMO // 1024 // 1024} MB.",
        maximo=TAMANO_MAXIMO,
        error_messages={"muy_grande": MUY_GRANDE},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


_CAMPOS = {
    models.FileField: CampoArchivo,
    models.DateTimeField: CampoFechaHora,
    models.DateField: CampoFecha,
    models.DecimalField: CampoDecimal,
}


def campo_de_modelo(campo: models.Field, **kwargs) -> forms.Field | None:
    """`formfield_callback`: el campo de formulario de un campo de modelo, con nuestras fechas, decimales y archivos."""
    for clase, clase_de_formulario in _CAMPOS.items():
        if isinstance(campo, clase):
            kwargs.setdefault("form_class", clase_de_formulario)
            break
    return campo.formfield(**kwargs)


class CampoEnlazado(BoundField):
    """Un campo listo para pintar: sabe de qué clase es y qué textos lo describen.

    `form.fields["cantidad"].pista = "Trimestre anterior: 12"` muestra una pista junto a la ayuda, leída
    también por los lectores de pantalla.
    """

    def __getitem__(self, parte):
        """Una parte por su nombre, que es como las plantillas preguntan primero; si no, la opción con ese número."""
        return getattr(self, parte) if isinstance(parte, str) else super().__getitem__(parte)

    @property
    def pista(self) -> str:
        """Dato de contexto (lo reportado antes, lo programado) que se muestra sobre el campo."""
        return getattr(self.field, "pista", "")

    @property
    def aria_describedby(self) -> str | None:
        """Los ids de ayuda, pista y error; None si el widget ya trae los suyos."""
        descrito = super().aria_describedby
        if descrito is None or not (self.pista and self.auto_id):
            return descrito
        return f"{descrito} {self.auto_id}_pista".strip()

    @property
    def es_casilla(self) -> bool:
        """Casilla suelta: el rótulo va a su derecha."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def es_sencillo(self) -> bool:
        """Sólo tiene rótulo y control: nada que explicar ni que corregir."""
        aparte = self.field.required or self.help_text or self.pista or self.errors
        return not (aparte or self.es_casilla or self.use_fieldset)

    @property
    def es_archivo(self) -> bool:
        """Campo de archivo: se puede soltar encima."""
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def ancla(self) -> str:
        """El id al que salta el resumen de errores."""
        return self.id_for_label or self.auto_id

    def css_classes(self, extra_classes=None) -> str:
        """Las clases del contenedor: `campo`, y `campo--error` o `campo--casilla` cuando toca."""
        clases = [
            "campo",
            *(extra_classes.split() if isinstance(extra_classes, str) else extra_classes or []),
        ]
        if self.errors:
            clases.append("campo--error")
        if self.es_casilla:
            clases.append("campo--casilla")
        return " ".join(clases)


class Renderizador(TemplatesSetting):
    """Pinta todos los formularios con las plantillas de `templates/django/forms/`."""

    form_template_name = "django/forms/formulario.html"
    field_template_name = "django/forms/campo.html"
    bound_field_class = CampoEnlazado

    def render(self, template_name, context, request=None):
        """Añade al contexto de los formularios si hay campos obligatorios que explicar."""
        if pintar := _CONTROLES.get(template_name):
            return pintar(context["widget"])
        if "fields" in context:
            context["hay_obligatorios"] = any(campo.field.required for campo, _ in context["fields"])
        return super().render(template_name, context, request)


# Los controles dicen lo mismo que con las plantillas de Django, que en un formulario largo, o con una lista larga,
# cuestan lo que media página.


def _entrada(widget: dict) -> str:
    valor = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], valor, _atributos(widget))


def _area(widget: dict) -> str:
    texto = widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _atributos(widget), texto)


def _atributos(widget: dict) -> str:
    dichos = ((nombre, valor) for nombre, valor in widget["attrs"].items() if valor is not False)
    return format_html_join(
        "", " {}{}", ((nombre, "" if valor is True else format_html('="{}"', valor)) for nombre, valor in dichos)
    )


def _lista_desplegable(widget: dict) -> str:
    opciones = ((grupo, opcion) for grupo, suyas, _ in widget["optgroups"] for opcion in suyas)
    grupos = ((grupo, _opciones(opcion for _, opcion in suyas)) for grupo, suyas in groupby(opciones, itemgetter(0)))
    dentro = format_html_join(
        "\n",
        "{}",
        ((format_html('<optgroup label="{}">{}</optgroup>', g, suyas) if g else suyas,) for g, suyas in grupos),
    )
    return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], flatatt(widget["attrs"]), dentro)


def _opciones(opciones: Iterable[dict]) -> str:
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((o["value"], flatatt(o["attrs"]) if o["attrs"] else "", o["label"]) for o in opciones),
    )


_ENTRADAS = (
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.DateTimeInput, forms.CheckboxInput),
)
_CONTROLES: Mapping[str, Callable[[dict], str]] = {
    **{clase.template_name: _entrada for clase in _ENTRADAS},
    forms.Textarea.template_name: _area,
    forms.Select.template_name: _lista_desplegable,
}


def opciones(todas: str, filas: Iterable[models.Model]) -> list[tuple[object, str]]:
    """Las de un filtro: no filtrar (`todas`) y cada fila, por su clave."""
    return [("", todas), *((fila.pk, str(fila)) for fila in filas)]


# --- Lo que una acción se negó a hacer -----------------------------------------------------------------------

NEGATIVAS = (ReglaIncumplida, ValidationError, IntegrityError)


def anotar(form: forms.Form, error: Exception) -> None:
    """Lleva al formulario los problemas de una acción: cada uno a su campo, si el formulario lo tiene."""
    for campo, mensaje in _mensajes(error):
        form.add_error(campo if campo in form.fields else None, mensaje)


def en_una_linea(error: Exception) -> str:
    """Los mensajes de una acción que se negó, para un aviso: donde no hay formulario al que llevarlos."""
    return " ".join(mensaje for _, mensaje in _mensajes(error))


def _mensajes(error: Exception) -> Iterator[tuple[str | None, str]]:
    if isinstance(error, ReglaIncumplida):
        yield from ((p.campo, str(p) if p.donde else p.mensaje) for p in error.problemas)
    elif isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for campo, errores in error.message_dict.items():
            yield from ((None if campo == NON_FIELD_ERRORS else campo, mensaje) for mensaje in errores)
    elif isinstance(error, ValidationError):
        yield from ((None, mensaje) for mensaje in error.messages)
    elif _se_repite(error):
        # La base de datos llegó antes que la validación: dos personas guardaron lo mismo a la vez.
        yield None, "Otra persona guardó lo mismo en este momento. Vuelva a mirar antes de intentarlo."
    else:
        # Una regla de la base que ninguna validación explicó: es un defecto nuestro, y queda en los registros.
        registro.error("La base de datos rechazó lo que la validación dejó pasar.", exc_info=error)
        yield None, "No se guardó: los datos no cumplen una regla del sistema. Avise a la administración técnica."


def _se_repite(error: IntegrityError) -> bool:
    """Si lo que se violó es una unicidad (SQLSTATE 23505 en PostgreSQL; el texto, en SQLite)."""
    return getattr(error.__cause__, "sqlstate", "") == "23505" or "UNIQUE" in str(error)


def estado_http(form: forms.Form) -> int:
    """422 si el formulario vuelve con errores; 200 si no."""
    return 422 if form.errors else 200
