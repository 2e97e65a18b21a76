"""Formularios del seguimiento: de texto a tipos del dominio, y filtros que viven en la URL."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from mipg.buscador import Plegado, que_contiene
from mipg.expediente.models import Documento
from mipg.expediente.reglas import ACEPTADOS
from mipg.fechas import fin_de_trimestre, sumar_habiles
from mipg.formularios import CampoArchivo, CampoDecimal, CampoFecha, campo_de_modelo, escribir_decimal
from mipg.usuarios.models import Dependencia
from planes.models import Plan
from politicas.models import Dimension, Politica, VersionModelo, Vigencia
from seguimiento import querysets
from seguimiento.acciones.cortes import Fechas
from seguimiento.cumplimiento import con_semaforo
from seguimiento.models import Avance, Cifra, Corte, ObservacionAvance
from seguimiento.reglas.avances import CAMPOS, situaciones
from seguimiento.reglas.cortes import problemas_para_programar
from seguimiento.reglas.cumplimiento import Plazo, Semaforo

TRIMESTRES = (1, 2, 3, 4)
DIAS_DE_CAPTURA = 10


# --- Vigencia y cortes ---------------------------------------------------------------------------------------


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

    dias_aviso = forms.CharField(
        label="Días hábiles de aviso",
        help_text="Cuántos días hábiles antes de cada plazo se recuerda, separados por comas.",
    )
    crear_planes = forms.BooleanField(
        label="Crear de una vez los planes institucionales y de política",
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
        self.fields["version"].queryset = VersionModelo.objects.all()
        self.fields["version"].empty_label = "Elija una"
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


# --- Captura -------------------------------------------------------------------------------------------------


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

    def __init__(self, *args, avance: Avance, abiertos, pistas: Mapping[str, str], **kwargs):
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
            self.fields[nombre].pista = pistas.get(nombre, "")

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

    def __init__(self, *args, dependencia, ya_adjuntos, **kwargs):
        super().__init__(*args, prefix="soporte", **kwargs)
        self.fields["documento"].queryset = (
            Documento.objects.vigentes().filter(dependencia=dependencia).exclude(pk__in=ya_adjuntos)
        )

    @property
    def trae_algo(self) -> bool:
        """La persona eligió un archivo, un enlace o un documento."""
        return any(self[campo].data for campo in ("archivo", "url", "documento"))

    def clean_archivo(self):
        archivo = self.cleaned_data["archivo"]
        # Antes de leerlo: un archivo enorme no debe ocupar la memoria del servidor.
        if archivo and archivo.size > settings.EXPEDIENTE_TAMANO_MAXIMO:
            maximo = settings.EXPEDIENTE_TAMANO_MAXIMO // (1024 * 1024)
            raise ValidationError(f"El archivo pesa más de {maximo} MB. Redúzcalo o adjunte un enlace.")
        return archivo

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


# --- Revisión ------------------------------------------------------------------------------------------------


class DevolucionForm(forms.Form):
    """Un comentario en cada campo que hay que corregir."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in ObservacionAvance.Campo:
            self.fields[campo.value] = CampoTexto(label=campo.label, rows=2, max_length=1000)

    def observaciones(self) -> dict[str, str]:
        """`{campo: comentario}` de los que se escribieron."""
        return {c.value: self.cleaned_data[c.value] for c in ObservacionAvance.Campo if self.cleaned_data[c.value]}


class DecisionForm(forms.Form):
    """Avalar o deshacer una aceptación: sobre la versión que se leyó."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AceptacionForm(DecisionForm):
    """Aceptar; con motivo cuando va sin aval."""

    motivo = forms.CharField(
        label="Por qué se acepta sin aval", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, con_motivo: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not con_motivo:
            del self.fields["motivo"]


# --- Filtros -------------------------------------------------------------------------------------------------

SIN_REPORTE = "SIN_REPORTE"
POR_REVISAR = "POR_REVISAR"
ENVIADOS = "ENVIADOS"
AVALADOS = "AVALADOS"
SIN_AVAL = "SIN_AVAL"
MISMA_DEPENDENCIA = "MISMA_DEPENDENCIA"
# Grupos que no son un solo estado: cómo se llaman y qué reportes son.
_GRUPOS: Mapping[str, tuple[str, Q]] = {
    SIN_REPORTE: ("No reportaron (sin reportar o en borrador)", Q(estado__in=["PENDIENTE", "BORRADOR"], esperado=True)),
    POR_REVISAR: ("Por revisar (enviados o avalados)", Q(estado__in=["ENVIADO", "AVALADO"])),
    ENVIADOS: ("Ya enviados (también avalados y aceptados)", Q(estado__in=querysets.ENVIADOS)),
    AVALADOS: ("Ya avalados o sin necesidad de aval (también aceptados)", querysets.AVALADOS),
    SIN_AVAL: ("Aceptados sin aval", querysets.SIN_AVAL),
    MISMA_DEPENDENCIA: ("Aceptados por la misma dependencia", Q(misma_dependencia=True, estado="ACEPTADO")),
}


COLUMNAS_DE_AVANCES = {
    "actividad": ("Actividad", Plegado("actividad__nombre")),
    "dependencia": ("Dependencia", Plegado("actividad__dependencia__nombre")),
    "cantidad": ("Cantidad", "cantidad"),
    "reporto": ("Reportó", "reportado_en"),
}
# Valen para la foto del cierre y para lo que se mide ahora: las dos traen estos nombres.
COLUMNAS_DE_ACTIVIDADES = {
    "actividad": ("Actividad", Plegado("nombre")),
    "peso": ("Peso", "peso"),
    "cumplimiento": ("Cumplimiento", "cumplimiento"),
    "anual": ("Avance anual", "anual"),
}


class FiltroAvances(forms.Form):
    """Reportes de un corte."""

    corte = forms.ModelChoiceField(Corte.objects.none(), label="Corte", required=False, empty_label=None)
    estado = forms.ChoiceField(label="Estado", required=False)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Dependencia", required=False, empty_label="Todas"
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Todos")
    q = forms.CharField(label="Buscar", required=False, max_length=100)
    esperado = forms.BooleanField(label="Sólo los esperados", required=False)

    def __init__(self, *args, corte: Corte, cortes: QuerySet, visibles: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        del_corte = visibles.del_corte(corte).order_by()
        self.fields["corte"].queryset = cortes
        self.fields["estado"].choices = [
            ("", "Todos"),
            *Avance.Estado.choices,
            *((codigo, rotulo) for codigo, (rotulo, _) in _GRUPOS.items()),
        ]
        self.fields["dependencia"].queryset = Dependencia.objects.filter(
            pk__in=del_corte.values("actividad__dependencia")
        )
        self.fields["plan"].queryset = Plan.objects.filter(pk__in=del_corte.values("actividad__plan")).select_related(
            "vigencia"
        )

    def filtrar(self, avances: QuerySet) -> QuerySet:
        """Los reportes que cumplen lo pedido; un valor que no existe no filtra y se dice en su campo."""
        self.is_valid()
        datos = self.cleaned_data
        if datos.get("estado") in _GRUPOS:
            avances = avances.filter(_GRUPOS[datos["estado"]][1])
        elif datos.get("estado"):
            avances = avances.filter(estado=datos["estado"])
        if datos.get("dependencia"):
            avances = avances.filter(actividad__dependencia=datos["dependencia"])
        if datos.get("plan"):
            avances = avances.filter(actividad__plan=datos["plan"])
        if datos.get("esperado"):
            avances = avances.filter(esperado=True)
        if datos.get("q"):
            avances = que_contiene(avances, datos["q"], "actividad__numero", "actividad__nombre")
        return avances


class FiltroActividades(forms.Form):
    """Actividades de un corte con su cumplimiento. Los mismos filtros para la foto y para lo provisional."""

    REPORTES = (
        ("esperados", "Se esperaba reporte"),
        ("aceptados", "Reporte aceptado"),
        ("sin_reporte", "No reportaron"),
    )

    corte = forms.ModelChoiceField(Corte.objects.none(), label="Corte", required=False, empty_label=None)
    q = forms.CharField(label="Buscar", required=False, max_length=100)
    semaforo = forms.ChoiceField(label="Semáforo", required=False, choices=[("", "Todos"), *Semaforo.choices])
    plazo = forms.ChoiceField(label="Plazo", required=False, choices=[("", "Todos"), *Plazo.choices])
    reporte = forms.ChoiceField(label="Reporte", required=False, choices=[("", "Todos"), *REPORTES])
    clase = forms.ChoiceField(label="Clase de plan", required=False, choices=[("", "Todas"), *Plan.Clase.choices])
    dimension = forms.ModelChoiceField(Dimension.objects.none(), label="Dimensión", required=False, empty_label="Todas")
    politica = forms.ModelChoiceField(Politica.objects.none(), label="Política", required=False, empty_label="Todas")
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.all(), label="Dependencia", required=False, empty_label="Todas"
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Todos")

    def __init__(self, *args, corte: Corte, cortes: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        version = corte.vigencia.version_id
        self.fields["corte"].queryset = cortes
        self.fields["dimension"].queryset = Dimension.objects.filter(version=version)
        self.fields["politica"].queryset = Politica.objects.de_vigencia(corte.vigencia)
        self.fields["plan"].queryset = (
            Plan.objects.de_vigencia(corte.vigencia_id).aprobados().select_related("vigencia")
        )

    def filtrar(self, filas: QuerySet, corte: Corte) -> QuerySet:
        """Filtra las filas de `tablero.actividades(corte)`; un valor que no existe no filtra y se dice en su campo."""
        self.is_valid()
        pedido = {campo: valor for campo, valor in self.cleaned_data.items() if valor and campo != "corte"}
        return self._congeladas(filas, pedido) if filas.model is Cifra else self._vivas(filas, pedido, corte)

    @staticmethod
    def _congeladas(filas: QuerySet, pedido: Mapping) -> QuerySet:
        campos = {
            "semaforo": "semaforo",
            "plazo": "plazo",
            "clase": "plan__clase",
            "dimension": "dimension",
            "politica": "politica",
            "dependencia": "dependencia",
            "plan": "plan",
            "q": "nombre__contiene",
        }
        filas = filas.filter(**{campos[c]: v for c, v in pedido.items() if c in campos})
        reportes = {"esperados": "n_esperados", "aceptados": "n_aceptados", "sin_reporte": "n_sin_reporte"}
        return filas.filter(**{reportes[pedido["reporte"]]: 1}) if "reporte" in pedido else filas

    @staticmethod
    def _vivas(filas: QuerySet, pedido: Mapping, corte: Corte) -> QuerySet:
        campos = {
            "plazo": "plazo",
            "clase": "plan__clase",
            "dimension": "plan__politica__dimension",
            "politica": "plan__politica",
            "dependencia": "dependencia",
            "plan": "plan",
        }
        filas = filas.filter(**{campos[c]: v for c, v in pedido.items() if c in campos})
        if "semaforo" in pedido:
            filas = con_semaforo(filas, pedido["semaforo"], corte.vigencia)
        if "q" in pedido:
            filas = que_contiene(filas, pedido["q"], "numero", "nombre")
        if "reporte" in pedido:
            avances = Avance.objects.del_corte(corte).order_by()
            avances = {
                "esperados": avances.filter(esperado=True),
                "aceptados": avances.filter(estado=Avance.Estado.ACEPTADO, esperado=True),
                "sin_reporte": avances.filter(estado__in=["PENDIENTE", "BORRADOR"], esperado=True),
            }[pedido["reporte"]]
            filas = filas.filter(pk__in=avances.values("actividad"))
        return filas


class FiltroTablero(forms.Form):
    """Qué corte y qué parte del tablero se mira y, si acaso, qué semáforo tienen las políticas."""

    PARTES = (("", "Resumen"), ("politicas", "Políticas"), ("planes", "Otros planes"), ("dependencias", "Dependencias"))

    corte = forms.ModelChoiceField(Corte.objects.none(), label="Corte", required=False, empty_label=None)
    ver = forms.ChoiceField(required=False, choices=PARTES, widget=forms.HiddenInput)
    semaforo = forms.ChoiceField(
        label="Políticas en semáforo", required=False, choices=[("", "Todos"), *Semaforo.choices]
    )

    def __init__(self, *args, corte: Corte, cortes: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corte"].queryset = cortes
        if self["ver"].value() != "politicas":
            del self.fields["semaforo"]
