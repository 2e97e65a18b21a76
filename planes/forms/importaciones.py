"""Formularios de la importación: subir el archivo y corregir lo que se entendió de él."""

import hashlib
from collections.abc import Iterator, Mapping

from django import forms

from mipg.formularios import ArchivoDeTablaForm
from mipg.libros import ColumnaLeida
from mipg.libros.notas import VACIO
from mipg.usuarios.models import Dependencia
from planes.campos import POR_NOMBRE
from planes.forms.planes import nombre_de_campo
from planes.importacion.analisis import Analisis
from planes.importacion.lectura import ES_PERSONA
from planes.importacion.plazos import PLAN_DE_OTRO_ANIO
from planes.importacion.titulos import campos_elegibles

SIN_RECONOCER, NO_IMPORTAR = "", "-"


def rotulo_de_campo(campo: str) -> str:
    """Cómo se llama en pantalla un campo al que puede ir una columna."""
    if campo.startswith("periodo_"):
        return f"Período que suma al T{campo[8]}"
    return POR_NOMBRE[campo].rotulo or nombre_de_campo(campo)


class ImportarForm(ArchivoDeTablaForm):
    """El archivo del plan tal como lo lleva la entidad."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].label = "Archivo del plan"
        self.fields["archivo"].help_text += " Sirve el que ya tiene: no hace falta cambiarle los títulos."


class CorregirForm(forms.Form):
    """Qué hoja, qué campo es cada columna y qué dependencia es cada nombre que no se reconoció.

    Sólo lo que la persona cambia frente a lo que vio (que viaja con el formulario) queda como elección suya, y eso es
    lo que se recuerda para otros archivos.
    """

    def __init__(
        self,
        *args,
        analisis: Analisis,
        elecciones: Mapping,
        dependencias: list[tuple[int, str]],
        propios: Mapping[str, str] = VACIO,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.lectura, self.elecciones, self.propios = analisis.lectura, elecciones, propios
        lectura = analisis.lectura
        de_otro_anio = any(nota.codigo == PLAN_DE_OTRO_ANIO for nota in analisis.errores)
        for cual, rotulo, hace_falta in (
            ("omitir_ocultas", "No importar las filas ocultas", analisis.hay_ocultas),
            ("otra_vigencia", "Importar aunque las fechas sean de otro año", de_otro_anio),
        ):
            if (elegido := elecciones.get(cual, False)) or hace_falta:
                self.fields[cual] = forms.BooleanField(label=rotulo, required=False, initial=elegido)
        if len(lectura.hojas) > 1:
            self.fields["hoja"] = forms.ChoiceField(
                label="Hoja que trae el plan", choices=[(h, h) for h in lectura.hojas], initial=lectura.hoja
            )
        # Otra persona pudo elegir después de la última lectura; las letras de una hoja no valen en otra.
        elegidas = elecciones.get("columnas", {}) if elecciones.get("hoja") in (None, lectura.hoja) else {}
        for columna in lectura.columnas:
            self.fields[f"columna_{columna.letra}"] = forms.ChoiceField(
                label=f"Columna {columna.letra}",
                choices=self._opciones(columna),
                initial=_valor_de(elegidas.get(columna.letra, columna.campo)),
                required=False,
            )
        self.textos = {clave: (clave, ()) for clave in elecciones.get("dependencias", {})}
        self.textos |= {d.normalizado: (d.literal, d.filas) for d in lectura.dependencias_sin_reconocer}
        opciones = [("", "Elija la dependencia"), (ES_PERSONA, "Es una persona: queda como enlace"), *dependencias]
        for clave, (literal, _) in self.textos.items():
            self.fields[_nombre(clave)] = forms.TypedChoiceField(
                label=literal,
                choices=opciones,
                coerce=int,
                empty_value=None,
                required=False,
                initial=elecciones.get("dependencias", {}).get(clave),
            )
        for campo in self.fields.values():
            campo.show_hidden_initial = True

    def columnas(self) -> Iterator[tuple[ColumnaLeida, forms.BoundField]]:
        """Cada columna del archivo con su selector."""
        for columna in self.lectura.columnas:
            yield columna, self[f"columna_{columna.letra}"]

    def dependencias(self) -> Iterator[tuple[str, tuple[int, ...], forms.BoundField]]:
        """Cada nombre sin reconocer (o ya elegido), las filas donde está y su selector."""
        for clave, (literal, filas) in self.textos.items():
            yield literal, filas, self[_nombre(clave)]

    @property
    def elegido(self) -> dict:
        """Las elecciones de la persona, como las guarda `Importacion.elecciones`."""
        datos = self.cleaned_data
        hoja = datos.get("hoja") or self.elecciones.get("hoja")
        cambia_de_hoja = bool(datos.get("hoja")) and datos["hoja"] != self.lectura.hoja
        return {
            "hoja": hoja,
            # Las letras de una hoja no valen en otra.
            "columnas": {} if cambia_de_hoja else self._columnas_elegidas(),
            "dependencias": {
                clave: elegida for clave in self.textos if (elegida := datos.get(_nombre(clave))) is not None
            },
            "omitir_ocultas": datos.get("omitir_ocultas", False),
            "otra_vigencia": datos.get("otra_vigencia", False),
        }

    def sobre_lo_vigente(self, **opciones) -> "CorregirForm":
        """El formulario de lo vigente con lo que la persona cambió puesto encima; cada cambio dice qué hay ahora."""
        vigente = CorregirForm(**opciones)
        cambio_de_hoja = self.data.get("initial-hoja", vigente.lectura.hoja) != vigente.lectura.hoja
        datos = {}
        for campo in vigente:
            valor = "" if campo.value() is None else campo.value()
            datos |= {campo.html_name: valor, campo.html_initial_name: valor}
            suyo = campo.name in self.changed_data and not (cambio_de_hoja and campo.name.startswith("columna_"))
            if suyo and self.data.get(campo.html_name, "") != str(valor):
                datos[campo.html_name] = self.data.get(campo.html_name, "")
                opciones_del_campo = dict(getattr(campo.field, "choices", {True: "Sí", False: "No"}))
                campo.field.pista = f"Ahora dice: {opciones_del_campo.get(valor, valor)}"
        nuevo = CorregirForm(datos, **opciones)
        for nombre, campo in vigente.fields.items():
            nuevo.fields[nombre].pista = getattr(campo, "pista", "")
        return nuevo

    def _columnas_elegidas(self) -> dict[str, str]:
        antes = self.elecciones.get("columnas", {})
        valores = {c.letra: self.cleaned_data.get(f"columna_{c.letra}", SIN_RECONOCER) for c in self.lectura.columnas}
        return {
            letra: "" if valor == NO_IMPORTAR else valor
            for letra, valor in valores.items()
            if f"columna_{letra}" in self.changed_data or letra in antes
        }

    def _rotulo(self, campo: str) -> str:
        return self.propios.get(campo) or rotulo_de_campo(campo)

    def _opciones(self, columna: ColumnaLeida) -> list[tuple[str, str]]:
        campos = [*self.propios, *campos_elegibles()]
        if columna.campo and columna.campo not in campos:
            campos.append(columna.campo)
        primera = [(SIN_RECONOCER, "Sin reconocer: elija qué es")] if columna.campo is None else []
        return [*primera, (NO_IMPORTAR, "No se importa"), *((c, self._rotulo(c)) for c in campos)]

    def clean(self):
        datos = super().clean()
        vistos: dict[str, str] = {}
        for columna in self.lectura.columnas:
            campo = datos.get(f"columna_{columna.letra}")
            if campo and campo != NO_IMPORTAR:
                if campo in vistos:
                    self.add_error(
                        f"columna_{columna.letra}",
                        f"«{self._rotulo(campo)}» ya es la columna {vistos[campo]}. Deje una sola.",
                    )
                vistos.setdefault(campo, columna.letra)
        return datos


def _valor_de(campo: str | None) -> str:
    return SIN_RECONOCER if campo is None else campo or NO_IMPORTAR


def _nombre(clave: str) -> str:
    return f"dependencia_{hashlib.sha256(clave.encode()).hexdigest()[:16]}"


def dependencias_elegibles(hoy) -> list[tuple[int, str]]:
    """Las dependencias vigentes como opciones, leídas una sola vez para todos los selectores."""
    return list(Dependencia.objects.vigentes(hoy).values_list("pk", "nombre"))
