"""Qué filas de una tabla no son actividades: títulos, totales, separadores, encabezados repetidos, pies de página."""

import itertools
import re

from mipg.texto import normalizar

from .columnas import Tabla
from .libro import Celda, Fila
from .titulos import trimestre_de

_TOTAL = re.compile(
    r"(?:gran |sub ?)?total(?:es)?(?: (?:de|del|general|ponderacion|pesos?|dimension|politica|plan|componente).*)?"
    r"|suma(?:toria)?|promedio"
)
_SECCION = re.compile(
    r"(?:dimension|politica|componente|subcomponente|eje|linea|objetivo|programa|estrategia|fase|capitulo|proceso|pilar)\b"
)
_SECCION_DE_POLITICA = re.compile(
    r"pol[ií]tica(?:\s+de\s+gesti[oó]n\s+y\s+desempeño)?\s*(?:\d+\s*)?[:.–—-]*\s*", re.IGNORECASE
)
_PIE = re.compile(
    r"\s*(?:elabor[oó]|proyect[oó]|revis[oó]|aprob[oó]|fuente|notas?|observaci[oó]n(?:es)?|firmas?|cargo|convenciones"
    r"|fecha de (?:elaboraci[oó]n|aprobaci[oó]n|actualizaci[oó]n)|versi[oó]n|c[oó]digo)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_COINCIDENCIAS_DE_ENCABEZADO = 3
# Columnas donde un texto solo en su fila es el título de una sección («» es una columna que no se importa).
_DE_SECCION = frozenset({"", "numero", "politica", "dimension", "indices"})


def motivo_de_omision(fila: Fila, tabla: Tabla, omitir_ocultas: bool) -> str:
    """Por qué `fila` no es una actividad; vacío si puede serlo."""
    propias = list(fila.propias.values())
    if omitir_ocultas and fila.oculta:
        return "fila oculta"
    if not propias:
        return "vacía: sólo tiene celdas combinadas que vienen de arriba"
    if _repite_encabezado(fila, tabla):
        return "repetición del encabezado"
    if _es_numeracion(fila, tabla):
        return "numeración de las columnas"
    primera = propias[0]
    if _TOTAL.fullmatch(normalizar(primera.texto)) and _sin_textos(propias[1:]):
        return "total"
    if _PIE.match(primera.texto) and not _trae(fila, tabla, "meta") and not _trae_periodos(fila, tabla):
        return "pie de página"
    return "separador" if _es_separador(fila, propias, tabla) else ""


def politica_de_seccion(fila: Fila) -> str:
    """El nombre que anuncia un separador «POLÍTICA: Gobierno Digital»; vacío si anuncia otra cosa."""
    texto = next(iter(fila.propias.values())).texto
    hallada = _SECCION_DE_POLITICA.match(texto)
    return texto[hallada.end() :].strip() if hallada else ""


def _trae(fila: Fila, tabla: Tabla, campo: str) -> bool:
    return tabla.indices.get(campo) in fila.propias


def _trae_periodos(fila: Fila, tabla: Tabla) -> bool:
    return any(_trae(fila, tabla, campo) for campo in tabla.indices if trimestre_de(campo))


def _sin_textos(celdas: list[Celda]) -> bool:
    return not any(isinstance(celda.valor, str) and re.search(r"[^\W\d_]{2}", celda.valor) for celda in celdas)


def _repite_encabezado(fila: Fila, tabla: Tabla) -> bool:
    titulos = tabla.titulos
    iguales = sum(normalizar(celda.texto) in titulos.get(indice, ()) for indice, celda in fila.propias.items())
    return iguales >= min(_COINCIDENCIAS_DE_ENCABEZADO, len(titulos)) and iguales > len(fila.propias) / 2


def _es_numeracion(fila: Fila, tabla: Tabla) -> bool:
    """La fila «(1) (2) (3)…» que algunos formatos ponen bajo los títulos."""
    if not tabla.encabezado or fila.numero > tabla.encabezado.ultima_fila + 1 or len(fila.propias) < 3:
        return False
    cifras = [celda.texto.strip("() .") for _, celda in sorted(fila.propias.items())]
    if not all(cifra.isdecimal() and len(cifra) <= 2 for cifra in cifras):
        return False
    return all(int(despues) - int(antes) == 1 for antes, despues in itertools.pairwise(cifras))


def _es_separador(fila: Fila, propias: list[Celda], tabla: Tabla) -> bool:
    """Un texto solo: combinado a lo ancho, con palabra de sección o en una columna que no es del contenido."""
    if len(propias) > 1 or not isinstance(propias[0].valor, str):
        return False
    (indice,) = fila.propias
    campo = next((campo for campo, columna in tabla.indices.items() if columna == indice), "")
    return campo in _DE_SECCION or propias[0].ancho > 1 or bool(_SECCION.match(normalizar(propias[0].texto)))
