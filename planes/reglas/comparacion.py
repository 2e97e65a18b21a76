"""Qué cambia entre dos fotos de un plan: la de una versión con la de otra, o con la de una propuesta. Todo puro.

Una actividad se reconoce por su identidad (el `id` de la foto), no por su número ni por su lugar: moverla o
renumerarla no es retirarla y crear otra.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from mipg.etiquetas import contar
from mipg.libros.notas import VACIO
from mipg.palabras import Trozo, enteros, por_palabras, por_partes
from mipg.texto import en_lista
from planes.campos import EN_FOTO, LISTAS, TEXTOS, Campo, Clase

# Los datos del plan que una versión puede traer distintos. El acto no: es de cada versión.
DEL_PLAN: tuple[Campo, ...] = (
    Campo("nombre", Clase.TEXTO, rotulo="Nombre del plan"),
    Campo("politica", Clase.TEXTO, rotulo="Política"),
    Campo("tipo", Clase.TEXTO, rotulo="Plan institucional"),
    Campo("vigencia_medida", Clase.OPCION, rotulo="Medición de origen"),
    Campo("dependencia", Clase.OPCION, rotulo="Dependencia coordinadora"),
    Campo("fecha_limite", Clase.FECHA, rotulo="Fecha límite"),
)
# Lo que cualquiera puede leer: todo menos las personas.
PUBLICOS = tuple(campo for campo in EN_FOTO if campo.clase is not Clase.PERSONA)


@dataclass(frozen=True)
class CambioDeCampo:
    """Un campo que quedó con otro valor. `valores`: el de antes y el de después, como están en las fotos.

    `antes` y `despues`: los mismos como se leen; vacíos si no había nada.
    """

    campo: Campo
    valores: tuple[object, object]
    antes: str
    despues: str

    @property
    def trozos(self) -> tuple[Trozo, ...]:
        """Lo que sale y lo que entra: de un texto, las palabras; de una lista, sus partes; de lo demás, el valor."""
        if self.campo.clase in TEXTOS:
            return por_palabras(self.antes, self.despues)
        if self.campo.clase in LISTAS:
            viejas, nuevas = (tuple(map(str, valor or ())) for valor in self.valores)
            return por_partes(viejas, nuevas)
        return enteros(self.antes, self.despues)


class Suerte(Enum):
    """Qué pasó con una actividad de una foto a la otra."""

    NUEVA = "Nueva"
    CAMBIADA = "Cambia"
    RETIRADA = "Se retira"
    IGUAL = "Sin cambios"


@dataclass(frozen=True)
class Renglon:
    """Una actividad en la comparación. `foto`: la última que la trae.

    `cambios`: los de una cambiada, en el orden de los campos. `datos`: (rótulo, texto) de lo que, además de su número y
    su nombre, dice una nueva o una retirada, sin lo vacío.
    """

    clave: int | None
    suerte: Suerte
    foto: Mapping
    cambios: tuple[CambioDeCampo, ...] = ()
    datos: tuple[tuple[str, str], ...] = ()

    @property
    def numero(self) -> str:
        """El de la última foto que la trae."""
        return self.foto.get("numero", "")

    @property
    def nombre(self) -> str:
        """El de la última foto que la trae."""
        return self.foto.get("nombre", "")

    @property
    def cambia_de_nombre(self) -> bool:
        """Su nombre está entre los cambios: ahí se lee."""
        return any(cambio.campo.nombre == "nombre" for cambio in self.cambios)

    @property
    def cambia(self) -> bool:
        """Algo pasó con ella."""
        return self.suerte is not Suerte.IGUAL

    @property
    def es_sustancial(self) -> bool:
        """Entra, sale o cambia en algo que exige una versión nueva."""
        return self.suerte in (Suerte.NUEVA, Suerte.RETIRADA) or any(c.campo.sustancial for c in self.cambios)


@dataclass(frozen=True)
class Comparacion:
    """La diferencia entera: los datos del plan que cambian y cada actividad, en el orden de lectura.

    El orden es el de la segunda foto; una retirada va donde estaba, tras la que la antecedía.
    """

    plan: tuple[CambioDeCampo, ...]
    renglones: tuple[Renglon, ...]

    @property
    def vacia(self) -> bool:
        """Las dos fotos dicen lo mismo."""
        return not self.plan and not self.cambiados

    @property
    def es_sustancial(self) -> bool:
        """Exige una versión nueva; si no, es menor: se corrige con su suceso."""
        return any(uno.es_sustancial for uno in self.renglones)

    @property
    def cambiados(self) -> tuple[Renglon, ...]:
        """Sólo las actividades con las que algo pasó."""
        return tuple(uno for uno in self.renglones if uno.cambia)

    def de(self, suerte: Suerte) -> tuple[Renglon, ...]:
        """Las actividades con esa suerte."""
        return tuple(uno for uno in self.renglones if uno.suerte is suerte)

    @property
    def resumen(self) -> str:
        """«1 actividad nueva, 2 que cambian, 1 que se retira y 16 sin cambios»; lo que no hay no se dice."""
        cuantas = Counter(uno.suerte for uno in self.renglones)
        dichas = [
            contar(cuantas[suerte], singular, plural)
            for suerte, singular, plural in (
                (Suerte.NUEVA, "actividad nueva", "actividades nuevas"),
                (Suerte.CAMBIADA, "actividad que cambia", "actividades que cambian"),
                (Suerte.RETIRADA, "actividad que se retira", "actividades que se retiran"),
                (Suerte.IGUAL, "actividad sin cambios", "actividades sin cambios"),
            )
            if cuantas[suerte]
        ]
        if self.plan:
            dichas.insert(0, contar(len(self.plan), "dato del plan que cambia", "datos del plan que cambian"))
        return en_lista(dichas)


def comparar(
    antes: Mapping, despues: Mapping, opciones: Mapping[str, str] = VACIO, campos: Iterable[Campo] = EN_FOTO
) -> Comparacion:
    """Compara dos fotos. `opciones`: de cada opción guardada al nombre con que se lee (`planes.models.OPCIONES`).

    Una foto de cuando un campo no existía lo tiene vacío. Una actividad sin `id` es nueva.
    """
    campos = tuple(campos)
    viejas = {una["id"]: una for una in antes["actividades"]}
    renglones = [_renglon(viejas.get(una["id"]), una, campos, opciones) for una in despues["actividades"]]
    return Comparacion(
        plan=tuple(_cambios(antes, despues, DEL_PLAN, opciones)),
        renglones=tuple(_en_orden(renglones, antes["actividades"], campos, opciones)),
    )


def _renglon(vieja: Mapping | None, nueva: Mapping, campos: tuple[Campo, ...], opciones: Mapping) -> Renglon:
    if vieja is None:
        return Renglon(nueva["id"], Suerte.NUEVA, nueva, datos=_demas(nueva, campos, opciones))
    cambios = tuple(_cambios(vieja, nueva, campos, opciones))
    return Renglon(nueva["id"], Suerte.CAMBIADA if cambios else Suerte.IGUAL, nueva, cambios)


def _en_orden(
    renglones: list[Renglon], viejas: Iterable[Mapping], campos: tuple[Campo, ...], opciones: Mapping
) -> Iterator[Renglon]:
    """Los de la foto nueva, con cada retirada tras la que la antecedía en la vieja."""
    siguen = {uno.clave for uno in renglones}
    tras: dict[int | None, list[Renglon]] = defaultdict(list)
    anterior = None
    for vieja in viejas:
        if vieja["id"] in siguen:
            anterior = vieja["id"]
        else:
            retirada = Renglon(vieja["id"], Suerte.RETIRADA, vieja, datos=_demas(vieja, campos, opciones))
            tras[anterior].append(retirada)
    yield from tras[None]
    for uno in renglones:
        yield uno
        if uno.clave is not None:
            yield from tras[uno.clave]


def _demas(foto: Mapping, campos: Iterable[Campo], opciones: Mapping) -> tuple[tuple[str, str], ...]:
    return datos(foto, (campo for campo in campos if campo.nombre not in ("numero", "nombre")), opciones)


def datos(foto: Mapping, campos: Iterable[Campo], opciones: Mapping[str, str] = VACIO) -> tuple[tuple[str, str], ...]:
    """(rótulo, texto) de cada campo con algo que decir, en la foto de una actividad o de un plan."""
    leidos = ((campo.como_se_llama, escribir(campo, foto.get(campo.nombre), opciones)) for campo in campos)
    return tuple((rotulo, texto) for rotulo, texto in leidos if texto)


def _cambios(vieja: Mapping, nueva: Mapping, campos: Iterable[Campo], opciones: Mapping) -> Iterator[CambioDeCampo]:
    for campo in campos:
        valores = vieja.get(campo.nombre), nueva.get(campo.nombre)
        antes, despues = (escribir(campo, valor, opciones) for valor in valores)
        if antes != despues:
            yield CambioDeCampo(campo, valores, antes, despues)


def escribir(campo: Campo, valor, opciones: Mapping[str, str] = VACIO) -> str:
    """El valor de una foto, como se lee; vacío si no hay nada que decir."""
    if valor is None or valor in ("", []):
        return ""
    if campo.clase is Clase.NUMERO:
        return campo.escribir(Decimal(valor))
    if campo.clase is Clase.FECHA:
        return campo.escribir(date.fromisoformat(valor))
    if campo.clase in LISTAS:
        return "; ".join(map(str, valor))
    return campo.escribir(valor, opciones if campo.clase is Clase.OPCION else VACIO)
