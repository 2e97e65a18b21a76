"""Los controles de una página ya pintada: con qué rótulo los lee la persona y qué dice cada valor que viaja.

Se lee la página y no cada `Form`: así vale para cualquier formulario, con los rótulos y las opciones de hoy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

# Sólo el tipo: quien lee la página es tinyhtml5.
from xml.etree.ElementTree import Element  # nosec B405

import tinyhtml5

from mipg.etiquetas import fecha, fecha_hora

_CONTROLES = ("input", "select", "textarea")
_NO_SE_LEEN = ("hidden", "password", "submit")
_ESCRITOS = {
    "date": lambda valor: fecha(date.fromisoformat(valor)),
    "datetime-local": lambda valor: fecha_hora(datetime.fromisoformat(valor)),
}


@dataclass(frozen=True)
class Control:
    """Un control: su rótulo, su tipo (el de `<input>`, o el nombre de la etiqueta) y el texto de cada opción."""

    rotulo: str
    tipo: str
    opciones: dict[str, str] = field(default_factory=dict)

    @property
    def se_lee(self) -> bool:
        """Si la persona lo tuvo a la vista: ni escondido ni contraseña."""
        return self.tipo not in _NO_SE_LEEN

    def legible(self, valor: str) -> str:
        """El valor como se lee en la página: la opción y no su clave, la fecha como aquí se escribe."""
        try:
            return self.opciones.get(valor) or _ESCRITOS.get(self.tipo, str)(valor)
        except ValueError:
            return valor


def controles(pagina: str, *, direccion: str, destino: str) -> dict[str, Control]:
    """Los del formulario de la página que va a `destino`; los de todos, si ninguno lo dice.

    `direccion` es la de la página, a donde va un formulario sin `action`.
    """
    raiz = tinyhtml5.parse(pagina, namespace_html_elements=False)
    todos = [f for f in raiz.iter("form") if f.get("method") == "post"]
    suyos = [f for f in todos if destino in _destinos(f, direccion)] or todos
    rotulos, leyendas, hallados = _rotulos(raiz), _leyendas(raiz), {}
    for elemento in _dentro(raiz, suyos):
        nombre, tipo = elemento.get("name"), elemento.get("type", "text") if elemento.tag == "input" else elemento.tag
        propio = rotulos.get(elemento, "")
        valor = elemento.get("value", "on")
        if not nombre:
            continue
        if tipo in ("radio", "checkbox"):
            es_opcion = valor != "on"
            control = hallados.setdefault(
                nombre, Control(leyendas.get(elemento, "Marcó") if es_opcion else propio, tipo)
            )
            control.opciones[valor] = propio if es_opcion else "Sí"
        else:
            opciones = {o.get("value", _texto(o)): _texto(o) for o in elemento.iter("option")}
            hallados.setdefault(nombre, Control(propio or leyendas.get(elemento, ""), tipo, opciones))
    return hallados


def _destinos(formulario: Element, direccion: str) -> set[str]:
    return {formulario.get("action") or direccion, *(b.get("formaction", "") for b in formulario.iter("button"))}


def _dentro(raiz: Element, formularios: list[Element]) -> Iterator[Element]:
    """Los controles de esos formularios, también los que están fuera y los nombran con `form=`."""
    nombrados = {f.get("id") for f in formularios} - {None}
    for formulario in formularios:
        yield from (e for e in formulario.iter() if e.tag in _CONTROLES)
    yield from (e for e in raiz.iter() if e.tag in _CONTROLES and e.get("form") in nombrados)


def _rotulos(raiz: Element) -> dict[Element, str]:
    """El rótulo de cada control: el que lo nombra con `for`, el que lo envuelve o su `aria-label`."""
    por_id = {e.get("id"): e for e in raiz.iter() if e.get("id")}
    rotulos = {e: e.get("aria-label") for e in raiz.iter() if e.tag in _CONTROLES and e.get("aria-label")}
    for rotulo in raiz.iter("label"):
        nombrado = por_id.get(rotulo.get("for"))
        envueltos = [nombrado] if nombrado is not None else [e for e in rotulo.iter() if e.tag in _CONTROLES]
        rotulos.update(dict.fromkeys(envueltos, _texto(rotulo)))
    return rotulos


def _leyendas(raiz: Element) -> dict[Element, str]:
    return {
        elemento: _texto(leyenda)
        for grupo in raiz.iter("fieldset")
        if (leyenda := grupo.find("legend")) is not None
        for elemento in grupo.iter()
        if elemento.tag in _CONTROLES
    }


def _texto(elemento: Element) -> str:
    """Lo que se oye del elemento, en una línea: sin adornos ni lo que hay dentro de los controles."""
    return " ".join("".join(_trozos(elemento)).split())


def _trozos(elemento: Element) -> Iterator[str]:
    yield elemento.text or ""
    for hijo in elemento:
        if hijo.get("aria-hidden") != "true" and hijo.tag not in _CONTROLES:
            yield from _trozos(hijo)
        yield hijo.tail or ""
