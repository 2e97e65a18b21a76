"""Lo que llega de la hoja en que se formula: de los textos de sus celdas a filas escritas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import randbits
from uuid import UUID

from django.http import QueryDict

from mipg.libros.textos import ValorInvalido
from mipg.texto import entero
from mipg.usuarios.models import Dependencia
from planes.acciones.actividades import Hoja
from planes.acciones.hojas import Clave, FilaEscrita
from planes.campos import EN_FORMULARIO, Clase
from planes.celdas import COLUMNAS, EN_LISTA, Lector
from planes.forms.actividades import ActividadForm
from planes.models import Actividad
from politicas.models import Indice

# Entre lo que se vio de cada columna: ninguna celda, que es de un renglón, lo lleva.
SEPARADOR = "\t"
_OPCIONES = {
    campo.nombre: dict((suyo := Actividad._meta.get_field(campo.nombre)).get_choices(include_blank=suyo.blank))
    for campo in EN_FORMULARIO
    if campo.clase is Clase.OPCION
}
# La clave con que nace una fila se repite en cada celda: basta la mitad de un UUID para no repetirse en una hoja.
_CIFRAS = 16


def lector_de(hoja: Hoja) -> Lector:
    """Cómo se escriben las celdas de una hoja."""
    todas = dict(Dependencia.objects.order_by().values_list("pk", "nombre"))
    return Lector(hoja.vigencia.anio, todas, {}, _OPCIONES)


def lector_de_lo_recibido(hoja: Hoja, hoy: date) -> Lector:
    """El lector que además reconoce nombres, siglas, alias e índices, que sólo hacen falta para leer."""
    indices = frozenset(Indice.objects.que_miden(hoja.politica_id).values_list("pk", flat=True))
    return replace(lector_de(hoja), alias=Dependencia.objects.por_nombre(hoy), indices=indices)


def leer_clave(texto: str) -> Clave | None:
    """La clave de una fila, como viaja: la primaria o, en hexadecimal, el `UUID`; nula si no es ninguna."""
    if len(texto) == _CIFRAS:
        try:
            return UUID(int=int(texto, 16))
        except ValueError:
            return None
    return entero(texto)


def clave_nueva() -> UUID:
    """La de una fila que nace."""
    return UUID(int=randbits(4 * _CIFRAS))


def escribir_clave(clave: Clave) -> str:
    """La clave como viaja."""
    return f"{clave.int:0{_CIFRAS}x}" if isinstance(clave, UUID) else str(clave)


@dataclass
class FilaRecibida:
    """Una fila como llegó: sus textos por campo, lo que la página mostraba y lo que no se pudo leer."""

    clave: Clave
    textos: dict[str, str] = field(default_factory=dict)
    vistos: str = ""
    errores: dict[str, str] = field(default_factory=dict)
    escrita: FilaEscrita | None = None

    def visto(self, campo: str) -> str:
        """Lo que la página mostraba en una columna."""
        return dict(zip(COLUMNAS, self.vistos.split(SEPARADOR), strict=False)).get(campo, "")


class Envio:
    """Lo que mandó la página: las filas, su orden y lo que se pidió hacer.

    Cada campo viaja como `<clave>-<campo>`; lo que la página mostraba, en `visto-<clave>` (las columnas, separadas) o,
    si no tiene columna, en `initial-<clave>-<campo>`.
    """

    def __init__(self, datos: QueryDict, lector: Lector):
        self.datos, self.lector = datos, lector
        self.corregidos = dict(self._corregidos())
        self.elegidos = dict(self._elegidos())
        nombradas = map(leer_clave, [*datos.getlist("fila"), *(clave for clave, _ in self.corregidos)])
        self.recibidas = [self._recibir(clave) for clave in dict.fromkeys(filter(None, nombradas))]
        self.orden = [clave for texto in datos.get("orden", "").split(",") if (clave := leer_clave(texto))]
        self.eliminar = [clave for texto in datos.getlist("eliminar") if (clave := leer_clave(texto))]
        self.conservar = [clave for texto in datos.getlist("conservar") if (clave := entero(texto))]
        self.elegida = leer_clave(datos.get("elegida", ""))
        self.hacer = datos.get("hacer", "")

    @property
    def filas(self) -> list[FilaEscrita]:
        """Las que traen algo distinto de lo que la página mostraba."""
        return [recibida.escrita for recibida in self.recibidas if recibida.escrita.cambios]

    def _corregidos(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Lo que escribe un boton de corregir: «12 programado_t4=8 meta=22» → `{("12", "meta"): "22"}`."""
        for boton in self.datos.getlist("corregir"):
            clave, *cambios = boton.split(" ")
            for cambio in cambios:
                campo, _, texto = cambio.partition("=")
                if campo in COLUMNAS:
                    yield (clave, campo), texto

    def _elegidos(self) -> Iterator[tuple[tuple[str, str], str | None]]:
        """Entre lo guardado y lo propio: nulo si es lo guardado y, si es lo propio, qué había guardado al elegir."""
        for boton in self.datos.getlist("elegir"):
            cual, clave, campo, guardado = (boton.split("|", 3) + [""] * 3)[:4]
            yield (clave, campo), guardado if cual == "mio" else None

    def _recibir(self, clave: Clave) -> FilaRecibida:
        nombre = escribir_clave(clave)
        recibida = FilaRecibida(clave, vistos=self.datos.get(f"visto-{nombre}", ""))
        vistos = dict(zip(COLUMNAS, recibida.vistos.split(SEPARADOR), strict=False))
        cambios, dudosos = {}, {}
        for campo in (campo.nombre for campo in EN_FORMULARIO):
            if (nombre, campo) in self.elegidos and self.elegidos[nombre, campo] is None:
                continue
            par = self._leer_lista(nombre, campo) if campo in EN_LISTA else self._leer(nombre, campo, vistos, recibida)
            if par is None:
                continue
            cambios[campo] = par
            dichos = self.datos.getlist(f"dudoso-{nombre}-{campo}")
            if (nombre, campo) in self.elegidos:
                dichos.append(self.elegidos[nombre, campo])
            if dichos and campo not in EN_LISTA:
                dudosos[campo] = [valor for texto in dichos for valor in self._intentar(campo, texto)]
        copia = leer_clave(self.datos.get(f"copia-{nombre}", ""))
        recibida.escrita = FilaEscrita(clave, cambios, dudosos, copia)
        return recibida

    def _leer(self, nombre: str, campo: str, vistos: Mapping[str, str], recibida: FilaRecibida) -> tuple | None:
        """Lo que se vio y lo que se escribió de un campo; nulo si no llegó, no cambió o no se entiende."""
        texto = self.corregidos.get((nombre, campo), self.datos.get(f"{nombre}-{campo}"))
        if texto is None:
            return None
        recibida.textos[campo] = texto
        visto = self.datos.get(f"initial-{nombre}-{campo}", vistos.get(campo, ""))
        if _sin_espacios(texto) == _sin_espacios(visto):
            return None
        try:
            escrito = self.lector.leer(campo, texto)
        except ValorInvalido as error:
            recibida.errores[campo] = error.mensaje
            return None
        return next(self._intentar(campo, visto), None), escrito

    def _intentar(self, campo: str, texto: str) -> Iterator:
        try:
            yield self.lector.leer(campo, texto)
        except ValorInvalido:
            # Alguien retocó lo que la página mostraba: no vio nada de lo guardado.
            return

    def _leer_lista(self, nombre: str, campo: str) -> tuple[list[int], list[int]] | None:
        # Sin casillas marcadas no llega nada: que el panel la mostró lo dice su marca.
        if f"lista-{nombre}-{campo}" not in self.datos:
            return None
        try:
            visto = self.lector.leer_lista(campo, self.datos.getlist(f"initial-{nombre}-{campo}"))
            escrito = self.lector.leer_lista(campo, self.datos.getlist(f"{nombre}-{campo}"))
        except ValorInvalido:
            return None
        return (visto, escrito) if visto != escrito else None


def _sin_espacios(texto: str) -> str:
    return " ".join(texto.split())


class TextosForm(ActividadForm):
    """Lo de una actividad que no tiene columna en la hoja: sus textos largos, apoyos e índices.

    Cada campo lleva oculto lo que la persona vio (`initial-…`), para que guardar no pise lo de otra.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nombre in list(self.fields):
            if nombre in COLUMNAS or nombre == "version":
                del self.fields[nombre]
            else:
                self.fields[nombre].show_hidden_initial = True
