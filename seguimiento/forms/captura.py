"""Formularios de la captura: el reporte y sus soportes."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from mipg.consultas import armada_una_vez
from mipg.expediente.models import Documento, Uso
from mipg.expediente.reglas import ACEPTADOS
from mipg.formularios import CampoArchivo, CampoDecimal, CampoFecha, escribir_decimal
from seguimiento.models import Avance
from seguimiento.reglas.avances import CAMPOS, situaciones


class CampoTexto(forms.CharField):
    """Texto de varias líneas con saltos `\\n`: el navegador los envía `\\r\\n` y parecerían un cambio."""

    def __init__(self, *, rows: int = 4, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class AvanceForm(forms.Form):
    """El reporte de una actividad. Sólo tiene los campos que se pueden escribir ahora.

    Cada campo lleva oculto lo que la persona vio (`initial-…`), para que guardar no pise lo de otra.
    """

    situacion = forms.ChoiceField(label="¿Qué pasó en el periodo?", required=False, widget=forms.RadioSelect)
    cantidad = CampoDecimal(label="Cantidad del periodo", required=False, min_value=0, max_digits=16, decimal_places=4)
    texto = CampoTexto(
        label="Avance cualitativo", rows=5, max_length=4000, help_text="Qué se hizo, para qué sirvió y qué falta."
    )
    motivo = CampoTexto(label="Motivo", rows=3, max_length=1000, help_text="Sólo si no hubo avance o no hubo demanda.")
    dificultades = CampoTexto(label="Dificultades", rows=3, max_length=4000, help_text="Si las hubo.")
    reserva = forms.CharField(
        label="Si el soporte es reservado, dónde reposa",
        required=False,
        max_length=300,
        help_text="«Reposa en… radicado…». Sustituye al soporte cuando no se puede adjuntar.",
    )

    def __init__(self, *args, avance: Avance, abiertos, **kwargs):
        kwargs.setdefault("initial", {campo: getattr(avance, campo) for campo in CAMPOS})
        super().__init__(*args, **kwargs)
        admitidas = dict(Avance.Situacion.choices)
        # La guardada se ofrece aunque ya no valga (cambió la meta): quien edita debe verla para cambiarla.
        codigos = dict.fromkeys([*situaciones(avance.actividad), *filter(None, [avance.situacion])])
        self.fields["situacion"].choices = [(codigo, admitidas[codigo]) for codigo in codigos]
        if avance.actividad.tipo_meta == avance.actividad.TipoMeta.HITO:
            self.fields["cantidad"].help_text = "Es un hito: 1 cuando se entregó."
        elif avance.actividad.unidad:
            self.fields["cantidad"].help_text = f"En {avance.actividad.unidad}, sólo lo de este trimestre."
        for nombre in list(self.fields):
            if nombre not in abiertos:
                del self.fields[nombre]
                continue
            self.fields[nombre].show_hidden_initial = True

    def con_pistas(self, pistas: Mapping[str, str]) -> None:
        """Muestra una pista junto a cada campo: `{campo: texto}`."""
        for nombre, campo in self.fields.items():
            campo.pista = pistas.get(nombre, "")

    def cambios(self) -> dict[str, tuple]:
        """`{campo: (lo que vio, lo que escribió)}` de lo válido que cambió: es lo que pide la acción de guardar."""
        cambios = {}
        for nombre in self.changed_data:
            if nombre in self.cleaned_data:
                cambios[nombre] = (self._visto(nombre), self.cleaned_data[nombre])
        return cambios

    def vistos(self) -> dict[str, object]:
        """`{campo: lo que la persona tenía delante}` de todo lo que podía escribir."""
        return {nombre: self._visto(nombre) for nombre in self.fields}

    def _visto(self, nombre: str):
        campo, llave = self.fields[nombre], self.add_initial_prefix(nombre)
        try:
            return campo.to_python(campo.hidden_widget().value_from_datadict(self.data, self.files, llave))
        except ValidationError:
            # Alguien retocó el campo oculto: no vio nada de lo guardado.
            return None

    def con_lo_visto(self, valores: Mapping[str, object]) -> "AvanceForm":
        """El mismo formulario, con otros valores «vistos»: los que la persona tiene ahora delante.

        Lo que escribió sigue en cada campo; volver a guardar es elegirlo a sabiendas.
        """
        datos = self.data.copy()
        for nombre, valor in valores.items():
            es_numero = nombre == "cantidad" and valor is not None
            datos[self.add_initial_prefix(nombre)] = escribir_decimal(valor) if es_numero else valor or ""
        self.data = datos
        return self


@armada_una_vez
def _del_expediente(dependencia: int) -> QuerySet[Documento]:
    return Documento.objects.vigentes().filter(dependencia=dependencia).only("titulo")


class SoporteForm(forms.Form):
    """Un soporte: archivo, enlace o documento que ya está en el expediente de la dependencia."""

    archivo = CampoArchivo(
        label="Archivo", required=False, help_text=f"Suéltelo aquí o elíjalo. Se aceptan {ACEPTADOS}."
    )
    url = forms.URLField(label="o un enlace", required=False, max_length=500, assume_scheme="https")
    documento = forms.ModelChoiceField(
        Documento.objects.none(),
        label="o un documento que ya está en el expediente",
        required=False,
        empty_label="Ninguno",
    )
    titulo = forms.CharField(label="Título", required=False, max_length=200, help_text="Opcional en los archivos.")
    fecha_documento = CampoFecha(
        label="Fecha del documento", required=False, help_text="La que lleva el documento, no la de hoy."
    )

    def __init__(self, *args, dependencia: int, **kwargs):
        super().__init__(*args, prefix="soporte", **kwargs)
        self.dependencia = dependencia
        # Al recibir vale también el que ya está: el segundo de un doble clic no es un error.
        self.fields["documento"].queryset = Documento.objects.vigentes().filter(dependencia=dependencia)

    def sin(self, usos: Iterable[Uso]) -> None:
        """No ofrece los documentos que ya están adjuntos."""
        if not self.is_bound:
            puestos = {uso.documento_id for uso in usos}
            suyos = [(d.pk, str(d)) for d in _del_expediente(self.dependencia) if d.pk not in puestos]
            self.fields["documento"].choices = [("", "Ninguno"), *suyos]

    @property
    def trae_algo(self) -> bool:
        """La persona eligió un archivo, un enlace o un documento."""
        return any(self[campo].data for campo in ("archivo", "url", "documento"))

    def clean(self):
        datos = super().clean()
        elegidos = [c for c in ("archivo", "url", "documento") if datos.get(c)]
        if len(elegidos) > 1:
            self.add_error(elegidos[1], "Elija una sola cosa: archivo, enlace o documento. Después puede agregar otra.")
        elif not elegidos and not self.errors:
            self.add_error("archivo", "Elija un archivo, escriba un enlace o escoja un documento.")
        if elegidos and elegidos[0] != "documento" and not datos.get("fecha_documento"):
            self.add_error("fecha_documento", "Escriba la fecha que lleva el documento.")
        return datos

    def argumentos(self) -> dict:
        """Lo que pide la acción de adjuntar."""
        datos = self.cleaned_data
        archivo = datos["archivo"]
        return {
            "fecha_documento": datos["fecha_documento"],
            "titulo": datos["titulo"],
            "nombre": archivo.name if archivo else "",
            "contenido": archivo.read() if archivo else b"",
            "url": datos["url"],
            "documento": datos["documento"],
        }
