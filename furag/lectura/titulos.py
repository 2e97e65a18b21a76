"""Qué es cada columna de un archivo de la medición por su título, con los saltos, guiones y espacios del original."""

import re
from collections.abc import Callable, Mapping

from furag.reglas.arbol import RAIZ
from mipg.texto import normalizar

# Las que dicen quién es la entidad, por el campo en que se guardan.
DE_LA_ENTIDAD: Mapping[str, tuple[str, ...]] = {
    "codigo_sigep": ("Código Sigep", "Cód. Sigep", "Sigep"),
    "nombre": ("Entidad", "Nombre entidad", "Nombre de la entidad"),
    "naturaleza": ("Naturaleza Jurídica",),
    "clasificacion": ("Clasificación orgánica",),
    "departamento": ("Departamento",),
    "municipio": ("Municipio",),
    "grupo_par": ("Grupo par",),
    "tipo_formulario": ("Tipo Formulario", "Tipo de formulario"),
}
_CAMPOS = {normalizar(titulo): campo for campo, titulos in DE_LA_ENTIDAD.items() for titulo in titulos}
_DE_IDI = frozenset(("idi", "indice de desempeno institucional", "indice de desempeno institucional idi"))
# «Direcciona- miento»: el guion con que se partió al pasar de renglón.
_CORTE = re.compile(r"(?<=\w)-\s+(?=\w)")
# «POL09 Índice Defensa Jurídica» nombra la misma política que «Política de Defensa Jurídica».
_DE_QUE_ES = re.compile(r"^(?:indice|politica)(?: de(?: la)?)? (?=\w)")
_CODIGO = re.compile(r"(?:(d) ?0?([1-7])|(pol|i) ?(\d{1,2}))(?!\d)")


def como_se_compara(titulo: str) -> str:
    """El título sin mayúsculas, tildes, signos, saltos ni el guion de corte."""
    return normalizar(_CORTE.sub("", titulo))


def codigo_de(titulo: str) -> str | None:
    """El código del índice que nombra un título («IDI», «D4», «POL07», «I23»), o nulo si no nombra ninguno.

    >>> codigo_de("i1 Calidad"), codigo_de("POL 07 Gobierno Digital"), codigo_de("D04"), codigo_de("Municipio")
    ('I01', 'POL07', 'D4', None)
    """
    limpio = como_se_compara(titulo)
    if limpio in _DE_IDI:
        return RAIZ
    if not (hallado := _CODIGO.match(limpio)):
        return None
    dimension, cual, clase, numero = hallado.groups()
    return f"D{cual}" if dimension else f"{clase.upper()}{int(numero):02}"


def nombre_de(titulo: str) -> str:
    """Lo que un título dice después de su código, como se compara y sin «Índice de» ni «Política de»."""
    limpio = como_se_compara(titulo)
    hallado = _CODIGO.match(limpio)
    return _DE_QUE_ES.sub("", limpio[hallado.end() :].strip() if hallado else limpio)


def sin_corte(texto: str) -> str:
    """El texto sin el guion con que se partió una palabra: «Direcciona- miento»."""
    return _CORTE.sub("", texto)


def clase_de(codigo: str) -> str:
    """Las letras de un código: «POL» de «POL07»."""
    return codigo.rstrip("0123456789")


def por_nombre(nombres: Mapping[str, str]) -> Callable[[str, str], str | None]:
    """Cómo saber, de un código y lo que dice su título, de qué código es ese nombre; nulo si de ninguno.

    `nombres`: de código a nombre. Sólo cuentan los que nombran una cosa de su clase: la dimensión D6 y el índice I29 se
    llaman igual.
    """
    de_quien: dict[tuple[str, str], str | None] = {}
    for codigo, nombre in nombres.items():
        clave = clase_de(codigo), nombre_de(nombre)
        de_quien[clave] = None if clave in de_quien else codigo
    return lambda codigo, titulo: de_quien.get((clase_de(codigo), nombre_de(titulo)))


def campo_de(titulo: str) -> str | None:
    """El campo de la entidad que nombra un título, o nulo si no nombra ninguno."""
    return _CAMPOS.get(como_se_compara(titulo))
