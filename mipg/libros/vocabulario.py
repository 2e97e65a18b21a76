"""Con qué palabras se titulan las columnas de una clase de archivo: quien importa trae las suyas.

Los títulos se comparan enteros, sin tildes, numeración, artículos ni años. Un título de grupo («RESPONSABLE» sobre
«Nombre» y «Correo») se antepone al de su columna.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mipg.texto import normalizar

if TYPE_CHECKING:
    from .columnas import Aspirante, Reparto, Tabla
    from .encabezados import Encabezado
    from .libro import Celda, Hoja

VACIAS = frozenset(["de", "del", "la", "el", "los", "las", "lo", "en", "para"])
NUMERACION = re.compile(r"\(\s*\d{1,2}\s*\)|^\s*\d{1,2}\s*[.)-]\s+|\*")
PARENTESIS = re.compile(r"\([^)]*\)")
ANIO = re.compile(r"(?<!\d)20\d\d(?!\d)")
# «INDICA- DOR»: el guion con que se partió la palabra al pasar de renglón.
CORTE = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
# Una dirección no dice nada por sí sola: «Enlace» sobre páginas web no es una persona.
_DIRECCION = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_LETRA = re.compile(r"[^\W\d_]|%")
_LARGO_CON_ERRATAS = range(6, 61)
_PARECIDO_MINIMO = 0.87
_PALABRAS_MAXIMAS = 12
_RANGO_PARECIDO = 1_000
_RANGO_ACOMPANADO = 2_000
_RANGO_POR_PALABRA = 3_000


@dataclass(frozen=True)
class Reconocido:
    """Campo de un título y qué tan específico es el título (0, lo más)."""

    campo: str
    rango: int = 0


def ordenada(clave: str) -> str:
    """La clave con sus palabras en orden alfabético: «indicador nombre»."""
    return " ".join(sorted(clave.split()))


def _sin_la_parte(palabras: Sequence[str], parte: Sequence[str]) -> list[str] | None:
    """Lo que queda de `palabras` al quitarle `parte`, que va en ese orden; nulo si no está."""
    sobran, faltan = [], list(parte)
    for palabra in palabras:
        if faltan and palabra == faltan[0]:
            faltan.pop(0)
        else:
            sobran.append(palabra)
    return None if faltan else sobran


@dataclass(frozen=True, eq=False)
class Vocabulario:
    """Las palabras de una clase de archivo y lo que sus columnas tienen de particular.

    `que`: lo que trae («actividades», «personas»), para decirlo. `sinonimos`: de cada campo, cómo lo titulan, de lo
    más a lo menos específico. `principal`: el campo sin el que una hoja no es de estas. `ajenas`: palabras que
    descartan una columna conocida que no se importa. `acompanantes`: las que pueden rodear a un título conocido sin
    cambiarlo («Fecha estimada de fin de la actividad»), y `nucleos`, los títulos de una palabra que las admiten.
    `primeras_palabras`: último recurso, a qué campo lleva un título por cómo empieza. `de_texto`: campos que sólo
    pueden ser de una columna con letras. `alternativas`: si dos columnas aspiran a un campo, a cuál pasa la menos
    específica. `de_antes`: campos cuyo título puede nombrar otro año. `se_elige`: si la persona puede decir qué es cada
    columna. Una clase de archivo con reglas propias (los períodos de un plan) hereda y las añade.
    """

    que: str
    sinonimos: Mapping[str, tuple[str, ...]]
    principal: str
    ajenas: frozenset[str] = frozenset()
    primeras_palabras: Mapping[str, str] = field(default_factory=dict)
    acompanantes: frozenset[str] = frozenset()
    nucleos: frozenset[str] = frozenset()
    de_texto: frozenset[str] = frozenset()
    alternativas: Mapping[str, str] = field(default_factory=dict)
    de_antes: frozenset[str] = frozenset()
    se_elige: bool = False

    # De un título a un campo

    @cached_property
    def reconocer(self) -> Callable[..., Reconocido | None]:
        """`reconocer(titulos, parecidos=True)`: el campo de una columna por sus títulos, del grupo a la columna.

        Da `None` si no se reconoce y un `Reconocido("")` si es una columna ajena. Con `parecidos`, admite erratas.
        """
        return lru_cache(maxsize=8192)(self._reconocer)

    def campo(self, titulos: tuple[str, ...], parecidos: bool = True) -> str | None:
        """El campo de `reconocer`: «» si es una columna ajena y `None` si no se reconoce."""
        hallado = self.reconocer(titulos, parecidos)
        return hallado and hallado.campo

    def _reconocer(self, titulos: tuple[str, ...], parecidos: bool = True) -> Reconocido | None:
        if hallado := self.entero(titulos) or self.exacto(titulos[-1]):
            return hallado
        if set(self.clave(" ".join(titulos)).split()) & self.ajenas:
            return Reconocido("")
        return self.parecido(titulos[-1]) if parecidos else None

    def entero(self, titulos: Sequence[str]) -> Reconocido | None:
        """El campo del título completo, con sus grupos."""
        return self.exacto(" ".join(titulos))

    def exacto(self, titulo: str) -> Reconocido | None:
        """El campo que se titula así, con o sin lo que va entre paréntesis o el guion que parte una palabra."""
        for variante in (titulo, PARENTESIS.sub(" ", titulo), CORTE.sub("", titulo)):
            for forma, desventaja in self._formas(self.clave(variante)):
                if hallado := self.por_clave.get(forma) or self._por_palabras.get(ordenada(forma)):
                    campo, rango = hallado
                    return Reconocido(campo, rango + desventaja)
        return None

    def _formas(self, clave: str) -> Iterable[tuple[str, int]]:
        """Las formas en que se busca una clave, con lo que cada una pierde de específica."""
        return ((clave, 0),)

    def clave(self, titulo: str) -> str:
        """El título sin numeración, artículos ni años: «Metas de periodo (17) 2025» → «metas periodo»."""
        palabras = normalizar(NUMERACION.sub(" ", titulo)).split()
        return " ".join(p for p in palabras if p not in VACIAS and not ANIO.fullmatch(p))

    def parecido(self, titulo: str) -> Reconocido | None:
        """El campo de un título con erratas, con palabras alrededor de uno conocido o que empieza por una conocida."""
        return self._con_erratas(titulo) or self.acompanado(titulo) or self._por_primera_palabra(titulo)

    def _con_erratas(self, titulo: str) -> Reconocido | None:
        clave = self.clave(titulo)
        if len(clave) not in _LARGO_CON_ERRATAS:
            return None
        cercanas = difflib.get_close_matches(clave, self._largas, n=2, cutoff=_PARECIDO_MINIMO)
        campos = {self.por_clave[cercana][0] for cercana in cercanas}
        return Reconocido(campos.pop(), _RANGO_PARECIDO) if len(campos) == 1 else None

    def acompanado(self, titulo: str) -> Reconocido | None:
        """El campo del título conocido que está en este, en orden, con sólo `acompanantes` alrededor.

        De varios, el de más palabras y, a igualdad, el que empieza antes: lo primero que se dice es lo que es.
        """
        palabras = self.clave(titulo).split()
        if not 1 < len(palabras) <= _PALABRAS_MAXIMAS or not set(palabras) <= self._palabras:
            return None
        hallados = []
        for propias, campo in self._rodeables:
            sobran = _sin_la_parte(palabras, propias)
            if sobran is not None and set(sobran) <= self.acompanantes:
                hallados.append((-len(propias), palabras.index(propias[0]), campo))
        return Reconocido(min(hallados)[2], _RANGO_ACOMPANADO) if hallados else None

    @cached_property
    def _rodeables(self) -> list[tuple[list[str], str]]:
        """Las palabras de cada título conocido que admite otras alrededor, y su campo."""
        claves = [(clave.split(), campo) for clave, (campo, _) in self.por_clave.items()]
        return [(propias, campo) for propias, campo in claves if len(propias) > 1 or propias[0] in self.nucleos]

    @cached_property
    def _palabras(self) -> frozenset[str]:
        return self.acompanantes.union(*(propias for propias, _ in self._rodeables))

    def _por_primera_palabra(self, titulo: str) -> Reconocido | None:
        palabras = self.clave(titulo).split()
        campo = self.primeras_palabras.get(palabras[0], "") if 1 < len(palabras) <= _PALABRAS_MAXIMAS else ""
        return Reconocido(campo, _RANGO_POR_PALABRA) if campo else None

    @cached_property
    def por_clave(self) -> dict[str, tuple[str, int]]:
        """De la clave de cada sinónimo a su campo y su rango."""
        indice: dict[str, tuple[str, int]] = {}
        for campo, sinonimos in self.sinonimos.items():
            for rango, sinonimo in enumerate(sinonimos):
                indice.setdefault(self.clave(sinonimo), (campo, rango))
        return indice

    @cached_property
    def _por_palabras(self) -> dict[str, tuple[str, int]]:
        """«INDICADOR» sobre «Nombre» es lo mismo que «Nombre del indicador»."""
        return {ordenada(clave): hallado for clave, hallado in reversed(self.por_clave.items())}

    @cached_property
    def _largas(self) -> list[str]:
        return [clave for clave in self.por_clave if len(clave) >= _LARGO_CON_ERRATAS.start]

    # Lo propio de cada clase de archivo

    def se_lee_entero(self, titulos: tuple[str, ...]) -> bool:
        """Si un título en varias filas se entiende completo: «FECHA» y «TERMINACIÓN»."""
        return bool(self.entero(titulos))

    def vigencias_de(self, titulos: Sequence[str]) -> frozenset[int]:
        """Los años que nombra un título; dos columnas del mismo campo y distinto año no se repiten."""
        return frozenset(int(escrito) for escrito in ANIO.findall(" ".join(titulos)))

    def es_de_una_vigencia(self, campo: str) -> bool:
        """Si el campo vale para un año, y el título que nombra otro no es el que se quiere."""
        return False

    def es_periodo(self, campo: str) -> bool:
        """Si el campo es una parte del año."""
        return False

    def es_del_sistema(self, encabezado: "Encabezado") -> bool:
        """Si el archivo lo exportó este sistema: sus títulos dicen lo que son, se recuerde lo que se recuerde."""
        return False

    def rotulo(self, campo: str) -> str:
        """Cómo se le dice un campo a la persona; el que no está en el vocabulario, por su nombre."""
        return next(iter(self.sinonimos.get(campo, ())), campo)

    def admite(self, campo: str, encabezado: "Encabezado", celdas: Sequence["Celda"]) -> bool:
        """Si lo escrito en una columna puede ser de `campo`: «Compromisos» en pesos no son los compromisos."""
        if campo not in self.de_texto or not celdas or self.es_del_sistema(encabezado):
            return True
        escritas = [celda for celda in celdas if isinstance(celda.valor, str)]
        return any(celda.error or _LETRA.search(_DIRECCION.sub("", celda.valor)) for celda in escritas)

    def cede(self, aspirante: "Aspirante", ganador: "Aspirante") -> bool:
        """Si se sabe por qué `ganador` lleva el campo y `aspirante` no; si no, pueden ser lo mismo."""
        hasta = 5 if self.es_periodo(aspirante.campo) else 4 if self.es_de_una_vigencia(aspirante.campo) else 0
        return aspirante[:hasta] > ganador[:hasta] if hasta else aspirante[1:3] > ganador[1:3]

    def preparar(self, encabezado: "Encabezado", hoja: "Hoja") -> "Encabezado":
        """El encabezado corregido con lo que se ve debajo de él."""
        return encabezado

    def ajustar(self, reparto: "Reparto") -> None:
        """Corrige el reparto de columnas con lo que unas dicen de otras."""

    def duda(self, tabla: "Tabla", indice: int, aspirantes: Iterable["Aspirante"]) -> tuple[str, str] | None:
        """El código y el porqué de que no se pueda dejar sin usar una columna que no se entendió."""
        return None
