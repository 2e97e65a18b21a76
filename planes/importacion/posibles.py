"""De qué columna puede salir un campo que ninguna lleva, y qué columna corrige a la que lo lleva.

Si el título nombra el campo con un matiz («Recursos asignados»), se toma y se dice; si puede ser otra cosa
(«Presupuesto en miles», dos posibles), se pregunta. Lo ya ejecutado no es de un plan.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mipg.libros.columnas import SIN_TITULO
from mipg.libros.libro import Celda, letra
from mipg.libros.numeros import numero_de
from mipg.libros.textos import si_se_entiende, sin_valor
from mipg.texto import normalizar

from .columnas import VOCABULARIO
from .dependencias import Directorio
from .renglones import Cuaderno
from .titulos import EJECUCION, PREVISTO, conjunto, en_otra_escala, parece_periodo, trimestre_de
from .valores import leer_pesos

_CANTIDAD = re.compile(r"[≥≤<>=\s]*\d+(?![\d/-]*[/-]\d)")
_FECHA = re.compile(r"\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\s*")
_DINERO = 10_000
# Con estas filas se sabe de qué es una columna; ningún plan reparte el peso entre tantas.
_MUESTRA = 500
_ENTEROS, _MARGEN = (1, 100), Decimal("0.01")
# Un resultado puede ser el que se busca; lo demás ya se hizo.
_A_VECES_SE_BUSCA = conjunto("resultado resultados logro logros")
# Al lado del nombre de un campo no dicen otra cosa.
_MATICES = PREVISTO | conjunto(
    """asignado asignada asignados asignadas inicial definitivo definitiva objetivo total anual vigencia actividad
    actividades sobre plan valor principal cop pesos"""
)
_AJUSTES = conjunto(
    """ajustado ajustada modificado modificada reprogramado reprogramada actualizado actualizada replanteado replanteada
    definitivo definitiva nuevo nueva"""
)


@dataclass(frozen=True)
class _Campo:
    """Cómo se halla un campo que falta.

    `palabras`: las que lo nombran; `dudosas`: las que sin otra que diga que se espera sólo dan para preguntar;
    `matices`: los suyos, además de los de todos; `es`: si unas celdas pueden ser de él.
    """

    que: str
    palabras: frozenset[str]
    es: Callable[[Sequence[Celda], Directorio], bool]
    dudosas: frozenset[str] = frozenset()
    matices: frozenset[str] = frozenset()


def _numeros(celdas: Sequence[Celda], leer: Callable[[Celda], Decimal] = numero_de) -> list[Decimal]:
    """Los números de las celdas; ninguno si no los trae más de la mitad."""
    numeros = [numero for celda in celdas if (numero := si_se_entiende(leer, celda)) is not None]
    return numeros if len(numeros) * 2 > len(celdas) else []


def _casi_todas(celdas: Sequence[Celda], es: Callable[[Celda], object]) -> bool:
    return sum(bool(es(celda)) for celda in celdas) * 2 > len(celdas)


def _son_dinero(celdas: Sequence[Celda], _: Directorio | None = None) -> bool:
    return max(_numeros(celdas, leer_pesos), default=0) >= _DINERO


def _son_pesos(celdas: Sequence[Celda], _: Directorio) -> bool:
    return any(abs(sum(_numeros(celdas)) / entero - 1) <= _MARGEN for entero in _ENTEROS)


def _es_cantidad(celda: Celda) -> bool:
    return isinstance(celda.valor, Decimal | str) and bool(_CANTIDAD.match(celda.texto))


def _son_cantidades(celdas: Sequence[Celda], _: Directorio) -> bool:
    return _casi_todas(celdas, _es_cantidad)


def _son_fechas(celdas: Sequence[Celda], _: Directorio) -> bool:
    return _casi_todas(celdas, lambda celda: isinstance(celda.valor, date) or _FECHA.fullmatch(celda.texto))


def _son_dependencias(celdas: Sequence[Celda], directorio: Directorio) -> bool:
    return _casi_todas(celdas, lambda celda: normalizar(celda.texto) in directorio.nombres)


_CAMPOS: Mapping[str, _Campo] = {
    "presupuesto": _Campo(
        "el presupuesto",
        conjunto("presupuesto ppto presupuestal presupuestado apropiacion recurso recursos costo costos inversion"),
        _son_dinero,
    ),
    "ponderacion": _Campo(
        "la ponderación",
        conjunto("peso pesos ponderacion participacion importancia incidencia"),
        _son_pesos,
        dudosas=conjunto("porcentual porcentaje"),
        matices=conjunto("porcentual porcentaje"),
    ),
    "fecha_fin": _Campo(
        "la fecha fin",
        conjunto("fin final finalizacion terminacion entrega plazo vencimiento cierre"),
        _son_fechas,
        matices=conjunto("fecha ejecucion"),
    ),
    "dependencia": _Campo(
        "la dependencia responsable",
        conjunto("responsable responsables lider dependencia area oficina encargado encargada"),
        _son_dependencias,
        matices=conjunto("proceso programa ejecucion"),
    ),
    "meta": _Campo(
        "la meta",
        conjunto("meta metas cantidad cantidades cant"),
        _son_cantidades,
        dudosas=_A_VECES_SE_BUSCA,
        matices=_A_VECES_SE_BUSCA,
    ),
}
_SE_AJUSTAN = frozenset({"meta", "fecha_fin", "presupuesto"})
_DICEN_CUANTO = conjunto("meta metas total cantidad cantidades cuanto cuantos")
_DE_DINERO = conjunto("financiera financiero pesos costo inversion presupuestal recursos")
# «Número de contrato» identifica; «Número de actividades» cuenta.
_IDENTIFICAN = conjunto("numero no n nro num codigo cod id identificacion")


def completar(cuaderno: Cuaderno, directorio: Directorio) -> None:
    """Toma los campos que faltaban de donde se sabe que están y pregunta donde no se sabe."""
    sin_campo = list(_sin_campo(cuaderno))
    for campo, como in _CAMPOS.items():
        tabla = cuaderno.tabla
        dichas = {nota.columna for nota in (*cuaderno.errores, *cuaderno.supuestos)}
        libres = [columna for columna in sin_campo if letra(columna.indice) not in dichas]
        posibles = [columna for columna in libres if columna.puede_ser(campo, directorio)]
        codigo = "columna_posible"
        if lleva := tabla.indices.get(campo) or (campo == "fecha_fin" and tabla.indices.get("plazo")):
            se_ajusta = campo in _SE_AJUSTAN and tabla.por_indice[lleva].origen == "reconocida"
            posibles = [columna for columna in posibles if se_ajusta and columna.palabras & _AJUSTES]
            codigo = "columna_que_corrige"
        elif len(posibles) == 1 and posibles[0].es_un_matiz(como, cuaderno.vigencia):
            cuaderno.tomar(campo, posibles.pop().indice, como.que)
        elif campo == "meta" and not posibles:
            hay_periodos = any(map(trimestre_de, tabla.indices))
            posibles = [columna for columna in libres if columna.puede_contar(hay_periodos)]
        for columna in posibles:
            en_otra = columna.en_otra_escala and campo == "presupuesto" and not lleva
            suyo = "presupuesto_en_otra_escala" if en_otra else codigo
            cuaderno.error(suyo, None, tabla.por_indice[columna.indice], que=como.que)


@dataclass(frozen=True)
class _Columna:
    """Una columna titulada que no lleva nada: las palabras de su título y sus celdas con algo."""

    indice: int
    titulos: tuple[str, ...]
    celdas: Sequence[Celda]
    es_ajena: bool

    @property
    def palabras(self) -> set[str]:
        return set(VOCABULARIO.clave(" ".join(self.titulos)).split())

    @property
    def en_otra_escala(self) -> bool:
        return en_otra_escala(self.titulos)

    def puede_ser(self, campo: str, directorio: Directorio) -> bool:
        """Si el título nombra el campo, no es de un período ni de lo ya hecho, y las celdas son de las suyas.

        «Meta financiera» no es la meta, y un presupuesto en millones no trae cifras de pesos.
        """
        como, palabras = _CAMPOS[campo], self.palabras
        ajenas = EJECUCION - _A_VECES_SE_BUSCA - como.matices | (_DE_DINERO if campo == "meta" else frozenset())
        if not palabras & (como.palabras | como.dudosas) or palabras & ajenas or parece_periodo(self.titulos):
            return False
        if campo == "presupuesto" and self.en_otra_escala:
            return bool(_numeros(self.celdas))
        return como.es(self.celdas, directorio)

    def es_un_matiz(self, como: _Campo, vigencia: int) -> bool:
        """Si lo que el título añade al nombre del campo no lo hace otra cosa, ni de otro año."""
        lo_dice = self.palabras & (como.palabras | PREVISTO) and VOCABULARIO.vigencias_de(self.titulos) <= {vigencia}
        return bool(lo_dice) and self.palabras <= como.palabras | como.dudosas | como.matices | _MATICES

    def puede_contar(self, hay_periodos: bool) -> bool:
        """Si una columna que no se reconoció puede ser la meta: dice cuánto o, sin trimestres, trae números.

        No lo es el dinero, lo que identifica («Número de contrato») ni el total de los trimestres.
        """
        if self.es_ajena or self.palabras & _DE_DINERO or _son_dinero(self.celdas):
            return False
        if self.palabras & _DICEN_CUANTO and not ("total" in self.palabras and hay_periodos):
            return any(map(_es_cantidad, self.celdas))
        identifica = self.palabras & _IDENTIFICAN and not self.titulos[-1].strip(" .*").endswith("s")
        return not hay_periodos and bool(_numeros(self.celdas)) and not identifica


def _sin_campo(cuaderno: Cuaderno) -> list[_Columna]:
    """Las columnas tituladas y con algo que no llevan nada sin que nadie lo eligiera."""
    tabla, columnas = cuaderno.tabla, []
    for indice, columna in tabla.por_indice.items():
        if columna.campo or columna.origen != "reconocida" or columna.titulo == SIN_TITULO:
            continue
        escritas = [fila.propias[indice] for fila in tabla.filas[:_MUESTRA] if indice in fila.propias]
        if celdas := [celda for celda in escritas if not sin_valor(celda.texto)]:
            columnas.append(_Columna(indice, tabla.encabezado.titulos[indice], celdas, columna.campo is not None))
    return columnas
