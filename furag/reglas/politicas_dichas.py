"""De qué entidad es un archivo de recomendaciones y de qué política es cada una. Todo puro."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from mipg.texto import normalizar

# Así se llama la misma entidad en unos archivos y en otros: «ALCALDÍA MAYOR DE…», «ALCALDIA DISTRITAL DE…».
_NO_DISTINGUEN = frozenset({"de", "del", "la", "el", "mayor", "distrital", "distrito", "municipal"})
_COPIA = re.compile(r"\(\d+\)$|^copia de |[-–] copia(?: \(\d+\))?$", re.IGNORECASE)
_CODIGO = re.compile(r"(?<![^\W\d_])POL[\s._\-–]*0*(\d{1,2})(?!\d)", re.IGNORECASE)
_CON_CODIGO = re.compile(r"\s*POL[\s._\-–]*0*\d{1,2}(?!\d)[\s.:_\-–·|]*", re.IGNORECASE)
_VACIAS = frozenset({"de", "del", "la", "las", "los", "el", "y", "e", "a", "en", "para", "politica", "gestion"})


def es_de_la_entidad(dicho: str, nombres: Iterable[str]) -> bool:
    """Si `dicho` (un nombre de archivo, o lo que dice el membrete) es uno de los nombres de esta entidad.

    Por igualdad: «Cartagena del Chairá» contiene a Cartagena y es otra.

    >>> es_de_la_entidad("ALCALDIA DE CARTAGENA DE INDIAS.xlsx", ["Alcaldía Mayor de Cartagena de Indias"])
    True
    >>> es_de_la_entidad("ALCALDIA DE CARTAGENA DEL CHAIRA.xlsx", ["Alcaldía Mayor de Cartagena de Indias"])
    False
    """
    return _entidad(dicho) in {_entidad(nombre) for nombre in nombres}


def _entidad(dicho: str) -> frozenset[str]:
    ruta = PurePath(dicho)
    nombre = ruta.stem if ruta.suffix.lower() in {".xlsx", ".xls", ".csv", ".xlsm"} else dicho
    return frozenset(normalizar(_COPIA.sub("", nombre.strip())).split()) - _NO_DISTINGUEN


@dataclass(frozen=True)
class PoliticaDelCatalogo:
    """Una política de la versión medida: su clave, su código FURAG y los nombres con que se conoce."""

    pk: int
    codigo: str
    nombres: tuple[str, ...]

    @property
    def numero(self) -> int:
        """Del código: «POL07» es 7; 0 si no tiene número."""
        return int(digitos) if (digitos := self.codigo.removeprefix("POL")).isdecimal() else 0


@dataclass(frozen=True)
class PoliticaDicha:
    """De qué política dice ser una fila. Sin `pk`, hay que preguntarlo; `pregunta` dice por qué."""

    pk: int | None
    pregunta: str = ""
    sugeridas: tuple[int, ...] = ()


def politica_dicha(politica: str, relacionada: str, catalogo: Collection[PoliticaDelCatalogo]) -> PoliticaDicha:
    """La política que nombran las dos columnas, por código y por nombre; si se contradicen o no alcanza, se pregunta.

    El código vale aunque venga pegado («POL07Gobierno») o separado («POL 07»). El nombre vale entero; a medias sólo
    confirma lo que dice el código.
    """
    dichos = [dicho for dicho in (politica, relacionada) if dicho]
    if not dichos:
        return PoliticaDicha(None, "La fila no dice su política.")
    numeros = {int(n) for dicho in dichos for n in _CODIGO.findall(dicho)}
    por_numero = {una.numero: una for una in catalogo if una.numero}
    por_codigo = {por_numero[n] for n in numeros if n in por_numero}
    nombres = [nombre for dicho in dichos if (nombre := normalizar(_CON_CODIGO.sub(" ", dicho)))]
    enteros = {una for nombre in nombres for una in catalogo if nombre in map(normalizar, una.nombres)}
    a_medias = {una for nombre in nombres for una in catalogo if _es_parte(nombre, una)}
    juntas = tuple(una.pk for una in sorted(por_codigo | enteros | a_medias, key=lambda una: una.pk))
    como = " · ".join(f"«{dicho[:80]}»" for dicho in dict.fromkeys(dichos))
    if faltan := sorted(numeros - por_numero.keys()):
        codigos = ", ".join(f"POL{n:02}" for n in faltan)
        return PoliticaDicha(None, f"{como}: {codigos} no está en la versión del modelo que se midió.", juntas)
    if len(enteros) > 1 or (enteros and por_codigo and not enteros <= por_codigo):
        return PoliticaDicha(None, f"{como}: el código y el nombre son de políticas distintas.", juntas)
    if len(por_codigo) > 1:
        return PoliticaDicha(None, f"{como}: nombra varias políticas.", juntas)
    if enteros:
        return PoliticaDicha(next(iter(enteros)).pk)
    if por_codigo:
        (suya,) = por_codigo
        ajenos = [nombre for nombre in nombres if not _es_parte(nombre, suya)]
        if not ajenos:
            return PoliticaDicha(suya.pk)
        return PoliticaDicha(None, f"{como}: el código y el nombre no concuerdan.", juntas)
    return PoliticaDicha(None, f"{como}: ninguna política se llama así.", juntas)


def _es_parte(nombre: str, politica: PoliticaDelCatalogo) -> bool:
    """Si lo dicho es un pedazo de alguno de sus nombres: «Transparencia», «Gobierno»."""
    suyas = {*nombre.split()} - _VACIAS
    return bool(suyas) and any(suyas <= {*normalizar(uno).split()} for uno in politica.nombres)
