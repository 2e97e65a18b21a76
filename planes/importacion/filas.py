"""Qué filas de una tabla no son actividades: títulos, totales, separadores, firmas, notas, otras tablas debajo."""

import itertools
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mipg.libros.columnas import SIN_TITULO
from mipg.libros.libro import Celda, Fila
from mipg.texto import normalizar

from .columnas import VOCABULARIO, Tabla
from .titulos import conjunto, trimestre_de

FIRMA, OTRA_TABLA = "firma", "otra_tabla"

_TOTAL = re.compile(
    r"(?:gran |sub ?)?total(?:es)?(?: (?:de (?:las? |los )?)?"
    r"(?:del|general|ponderacion|pesos?|dimension|politica|plan|componente|actividades|acciones|metas|programad[oa]s?|ejecutad[oa]s?|planead[oa]s?)\b.*)?"
    r"|suma(?:toria)?|promedio"
)
# Sólo si a la fila le falta lo que tienen las actividades: «Total de boletines publicados» puede ser una.
_RESUMEN = re.compile(
    r"(?:gran |sub ?)?total(?:es)?\b.*|suma(?:toria)? .*|promedio .*|(?:numero|cantidad|no) (?:total )?de actividades.*"
    r"|porcentaje (?:de )?(?:avance|cumplimiento|ejecucion|total|programado|esperado)\b.*"
    r"|(?:avance|cumplimiento|ejecucion)(?: (?:total|general|promedio|acumulad[oa]|esperad[oa]|programad[oa]"
    r"|del plan)\b.*)?|(?:meta|peso|ponderacion) total.*|(?:porcentaje )?acumulad[oa]"
)
_SECCION = re.compile(
    r"(?:dimension|politica|componente|subcomponente|eje|linea|objetivo|programa|estrategia|fase|capitulo|proceso|pilar)\b"
)
_SECCION_DE_POLITICA = re.compile(
    r"pol[ií]tica(?:\s+de\s+gesti[oó]n\s+y\s+desempeño)?\s*(?:\d+\s*)?[:.–—-]*\s*", re.IGNORECASE
)
_AUTORIA = re.compile(
    r"\s*(?:elabor[oó]|proyect[oó]|revis[oó]|aprob[oó]|(?:elabor|proyect|revis|aprob)ado por|vo\.? ?bo)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_PIE = re.compile(
    r"\s*(?:fuente|notas?|observaci[oó]n(?:es)?|firmas?|nombres?|cargos?|convenciones"
    r"|fecha de (?:elaboraci[oó]n|aprobaci[oó]n|actualizaci[oó]n)|versi[oó]n|c[oó]digo)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_NOTA = re.compile(r"\s*\(?\*")
_ENTRE_PARENTESIS = re.compile(r"\s*\([^()]*\)\s*")
_FORMA_DE_FECHA = re.compile(r"\W*d{1,2}\W*m{1,3}\W*a{2,4}\W*", re.IGNORECASE)
_ROTULO = re.compile(r"[^:]{1,40}:")
_PIDE_FIRMA = re.compile(r"\s*firmas?\b", re.IGNORECASE)
_LINEA_DE_FIRMA = re.compile(r"_{3,}|\.{5,}")
# Las palabras con que se titulan el cuadro de firmas y el control de cambios; las segundas bastan para reconocerlos.
_DE_OTRA_TABLA = conjunto(
    """no n item version versiones fecha descripcion cambio cambios modificacion modificaciones naturaleza motivo razon
    elaboro elaborado elaboracion proyecto reviso revisado revision aprobo aprobado aprobacion nombre nombres apellidos
    cargo cargos firma firmas vigencia responsable responsables observaciones autor control historial registro documento
    realizado realizada actualizacion convenciones leyenda de del por y la el los las en o"""
)
_DELATAN_OTRA_TABLA = conjunto(
    """version versiones cambio cambios modificacion modificaciones elaboro elaborado reviso revisado aprobo aprobado
    apellidos cargo cargos firma firmas historial convenciones leyenda"""
)
# Cómo se rotulan las filas de una actividad que lleva lo programado en una y lo ejecutado debajo.
_FILA_DE_LO_PROGRAMADO = conjunto("p prog programado programada programacion planeado meta")
_FILA_DE_LO_EJECUTADO = conjunto("e ejec ejecutado ejecutada ejecucion avance real logro cumplimiento")
_DE_ESTADO = re.compile(r"\b(?:estado|situacion|novedad(?:es)?)\b")
_ELIMINADA = re.compile(r"(?:(?:actividad|accion) )?(?:eliminad|retirad|anulad|suprimid|cancelad|excluid)[oa]\b")
_COINCIDENCIAS_DE_ENCABEZADO = 3
# Columnas donde un texto solo en su fila es el título de una sección («» es una columna que no se importa).
_DE_SECCION = frozenset({"", "numero", "politica", "dimension", "indices"})
DE_PLAZO = ("plazo", "fecha_inicio", "fecha_fin")


@dataclass
class Recorrido:
    """Lo que se sabe de una tabla al bajar por sus filas.

    `programada` es la última fila rotulada como lo programado de una actividad; `parte`, lo que se abrió debajo del
    plan (`FIRMA`, `OTRA_TABLA`), y `columnas`, las que ocupa.
    """

    tabla: Tabla
    omitir_ocultas: bool = False
    programada: Fila | None = None
    parte: str = ""
    columnas: frozenset[int] = frozenset()

    def avanzar(self, fila: Fila) -> None:
        """Toma nota de lo que abre o cierra `fila`."""
        if self.omitir_ocultas and fila.oculta:
            return
        if _rotulo_de_fila(fila, self.tabla, _FILA_DE_LO_PROGRAMADO):
            self.programada = fila
        if abre := _parte_que_abre(fila):
            self.parte, self.columnas = abre, frozenset(fila.propias)
        elif not _sigue_la_parte(fila, self.tabla, self.parte, self.columnas):
            self.parte = ""

    @cached_property
    def tras_un_blanco(self) -> frozenset[int]:
        """Las filas que van, con un blanco en medio, después de la última actividad numerada."""
        filas = self.tabla.filas
        numeradas = [
            f.numero for f in filas if _escribe(f, self.tabla, ["numero"]) and _escribe(f, self.tabla, ["nombre"])
        ]
        cola = [fila.numero for fila in filas if numeradas and fila.numero > numeradas[-1]]
        return frozenset(fila for orden, fila in enumerate(cola, start=1) if fila - numeradas[-1] > orden)

    @cached_property
    def se_distinguen(self) -> bool:
        """Si, sin metas ni programación, las actividades se conocen por traer plazo o responsable."""
        sin_metas = "meta" not in self.tabla.indices and not any(map(trimestre_de, self.tabla.indices))
        return sin_metas and any(_trae(fila, self.tabla, _rasgos(self.tabla)) for fila in self.tabla.filas)


class ReglaDeFila(NamedTuple):
    """Cuándo una fila no es una actividad: `codigo`, el nombre de la función que lo dice (su docstring, por qué).

    `motivo` es lo que ve la persona. `avisa`, si su texto está donde va el de una actividad; `abre_seccion`, si lo que
    sigue es de otra sección; `detiene`, si con ella no se puede importar.
    """

    codigo: str
    cuando: Callable[[Fila, Recorrido], bool]
    motivo: str
    avisa: bool = False
    abre_seccion: bool = False
    detiene: bool = False


# En el orden en que están escritas: vale la primera que se cumple.
REGLAS: list[ReglaDeFila] = []


def _regla(motivo: str, **como: bool) -> Callable[[Callable], Callable]:
    """Suma una regla a las de encima."""

    def sumar(cuando: Callable[[Fila, Recorrido], bool]) -> Callable[[Fila, Recorrido], bool]:
        REGLAS.append(ReglaDeFila(cuando.__name__, cuando, motivo, **como))
        return cuando

    return sumar


def filas_que_no_son(tabla: Tabla, omitir_ocultas: bool) -> dict[int, ReglaDeFila]:
    """La regla por la que no es una actividad cada fila que no lo es, por su número; las demás pueden serlo."""
    recorrido, reglas = Recorrido(tabla, omitir_ocultas), {}
    for fila in tabla.filas:
        recorrido.avanzar(fila)
        if regla := next((regla for regla in REGLAS if regla.cuando(fila, recorrido)), None):
            programada = recorrido.programada.numero if recorrido.programada else 0
            reglas[fila.numero] = regla._replace(motivo=regla.motivo.format(programada=programada))
    return reglas


def _sigue_la_parte(fila: Fila, tabla: Tabla, parte: str, columnas: frozenset[int]) -> bool:
    """Si la fila sigue en lo que va debajo del plan: no pasa de sus columnas o, bajo un título, no es actividad."""
    if not parte or set(fila.propias) <= columnas:
        return bool(parte)
    de_actividad = {"dependencia", *DE_PLAZO, *filter(trimestre_de, tabla.indices)} & set(tabla.indices)
    numerada = _escribe(fila, tabla, ["numero"]) and _escribe(fila, tabla, ["meta"])
    bajo_un_titulo = parte == OTRA_TABLA and len(columnas) == 1
    return bajo_un_titulo and bool(de_actividad) and not numerada and not _trae(fila, tabla, de_actividad)


def politica_de_seccion(fila: Fila) -> str:
    """El nombre que anuncia un separador «POLÍTICA: Gobierno Digital»; vacío si anuncia otra cosa."""
    texto = next(iter(fila.propias.values())).texto
    hallada = _SECCION_DE_POLITICA.match(texto)
    return texto[hallada.end() :].strip() if hallada else ""


# Rasgos


def _trae(fila: Fila, tabla: Tabla, campos: Iterable[str]) -> bool:
    """Si la fila tiene, escrito en ella o combinado desde arriba, alguno de los campos."""
    return any(tabla.indices.get(campo) in fila.celdas for campo in campos)


def _escribe(fila: Fila, tabla: Tabla, campos: Iterable[str]) -> bool:
    """Si la fila tiene escrito en ella alguno de los campos."""
    return any(tabla.indices.get(campo) in fila.propias for campo in campos)


def _rasgos(tabla: Tabla) -> list[str]:
    """Los campos que trae una actividad aunque no tenga metas."""
    return ["dependencia", *_datos(tabla)]


def _datos(tabla: Tabla) -> list[str]:
    """Los campos que hacen de una fila una actividad y no un texto suelto."""
    return ["numero", "meta", *DE_PLAZO, *filter(trimestre_de, tabla.indices)]


def _son_textos(celdas: Iterable[Celda]) -> bool:
    return all(isinstance(celda.valor, str) and not celda.error for celda in celdas)


def _sin_textos(celdas: Iterable[Celda]) -> bool:
    return not any(isinstance(celda.valor, str) and re.search(r"[^\W\d_]{2}", celda.valor) for celda in celdas)


def _sin_mas_que_cifras(celdas: Iterable[Celda]) -> bool:
    """Como `_sin_textos`, aunque haya una división por cero o el rótulo de otro total."""
    return _sin_textos(c for c in celdas if not c.error and not _RESUMEN.fullmatch(_rotulo(c)))


def _con_letras(celdas: Iterable[Celda]) -> bool:
    return any(re.search(r"[^\W_]", celda.texto) for celda in celdas)


def _rotulo_de_fila(fila: Fila, tabla: Tabla, rotulos: frozenset[str]) -> int:
    """La columna sin usar donde la fila dice uno de los `rotulos` («P», «Ejecutado»); 0 si ninguna."""
    usadas = tabla.indices.values()
    dichos = {indice: normalizar(celda.texto) for indice, celda in fila.propias.items() if indice not in usadas}
    return next((indice for indice, dicho in dichos.items() if dicho in rotulos), 0)


def _es_titulo(celda: Celda, tabla: Tabla, suyos: Collection[str] = ()) -> bool:
    """Si la celda dice uno de `suyos` o el título de alguna columna.

    Una cifra es un dato aunque haya una columna «1»; y lo más largo que todo título no hace falta compararlo.
    """
    if len(celda.texto) > 2 * tabla.largo_de_titulo:
        return False
    dicho = normalizar(celda.texto)
    return dicho in suyos or (not dicho.isdecimal() and any(dicho in propios for propios in tabla.titulos.values()))


def _es_de_otro_campo(celda: Celda, indice: int, tabla: Tabla) -> bool:
    hallado, columna = VOCABULARIO.exacto(celda.texto), tabla.por_indice.get(indice)
    return bool(hallado and hallado.campo) and hallado.campo != (columna and columna.campo)


def _va_bajo_los_titulos(fila: Fila, tabla: Tabla) -> bool:
    return bool(tabla.encabezado) and fila.numero == tabla.encabezado.ultima_fila + 1


def sigue_el_encabezado(fila: Fila, tabla: Tabla) -> bool:
    """Si la fila pegada a los títulos sólo trae textos y alguno no tiene título encima: «Programado» y «Ejecutado»."""
    celdas = fila.propias.values()
    sin_titulo = any(i not in tabla.por_indice or tabla.por_indice[i].titulo == SIN_TITULO for i in fila.propias)
    return _va_bajo_los_titulos(fila, tabla) and sin_titulo and _son_textos(celdas) and _con_letras(celdas)


def _rotulo(celda: Celda) -> str:
    return normalizar(celda.texto.replace("%", " porcentaje "))


def _solo_dice_textos(fila: Fila, r: Recorrido) -> bool:
    return _escribe(fila, r.tabla, ["nombre"]) and _son_textos(fila.propias.values())


def _parte_que_abre(fila: Fila) -> str:
    """Si aquí empieza lo que va debajo del plan, qué es: un renglón para firmar o el encabezado de otra tabla."""
    propias = list(fila.propias.values())
    if not _son_textos(propias):
        return ""
    if not _con_letras(propias):
        return FIRMA if any(_LINEA_DE_FIRMA.search(celda.texto) for celda in propias) else ""
    if len(propias) > 1 and all(_PIDE_FIRMA.match(celda.texto) for celda in propias):
        return FIRMA
    palabras = {palabra for celda in propias for palabra in normalizar(celda.texto).split()}
    return OTRA_TABLA if palabras <= _DE_OTRA_TABLA and palabras & _DELATAN_OTRA_TABLA else ""


# Las reglas, en orden: gana la primera que se cumple. Una nueva entra si mueve el puntaje del corpus; la que no, sale.


@_regla("fila oculta")
def fila_oculta(fila: Fila, r: Recorrido) -> bool:
    """La persona pidió no importar las filas ocultas."""
    return r.omitir_ocultas and fila.oculta


@_regla("actividad eliminada del plan")
def eliminada(fila: Fila, r: Recorrido) -> bool:
    """Su columna de estado dice «Eliminada», «Retirada (acta 3)»."""
    dichas = (c for i, c in fila.celdas.items() if any(map(_DE_ESTADO.search, r.tabla.titulos.get(i, ()))))
    return any(_ELIMINADA.match(normalizar(celda.texto)) for celda in dichas)


@_regla("lo ejecutado de la fila {programada}")
def lo_ejecutado(fila: Fila, r: Recorrido) -> bool:
    """Dice lo ejecutado de la misma actividad, en la columna donde la fila de encima dice lo programado."""
    columna = r.programada and _rotulo_de_fila(fila, r.tabla, _FILA_DE_LO_EJECUTADO)
    if not columna or columna != _rotulo_de_fila(r.programada, r.tabla, _FILA_DE_LO_PROGRAMADO):
        return False
    nombre = r.tabla.indices.get("nombre", 0)
    propio, de_encima = fila.celdas.get(nombre), r.programada.celdas.get(nombre)
    return bool(de_encima) and (not propio or normalizar(propio.texto) == normalizar(de_encima.texto))


@_regla("firma")
def firma(_fila: Fila, r: Recorrido) -> bool:
    """Un renglón para firmar y los nombres y cargos que siguen."""
    return r.parte == FIRMA


@_regla("otra tabla debajo del plan")
def otra_tabla(_fila: Fila, r: Recorrido) -> bool:
    """El control de cambios y las convenciones tienen su propio encabezado."""
    return r.parte == OTRA_TABLA


@_regla("encabezado en otro orden", detiene=True)
def reordena_encabezado(fila: Fila, r: Recorrido) -> bool:
    """Repite los títulos y en alguna columna hay otro: lo que sigue se leería en el campo que no es."""
    if not repite_encabezado(fila, r):
        return False
    ajenas = {i: c for i, c in fila.propias.items() if normalizar(c.texto) not in r.tabla.titulos.get(i, ())}
    return any(_es_titulo(celda, r.tabla) or _es_de_otro_campo(celda, i, r.tabla) for i, celda in ajenas.items())


@_regla("repetición del encabezado")
def repite_encabezado(fila: Fila, r: Recorrido) -> bool:
    """La mayor parte son títulos de la tabla, en la columna que sea: cada sección o página los vuelve a poner."""
    titulos, propias = r.tabla.titulos, fila.propias
    conocidos = sum(_es_titulo(celda, r.tabla, titulos.get(indice, ())) for indice, celda in propias.items())
    return conocidos >= min(_COINCIDENCIAS_DE_ENCABEZADO, len(titulos)) and conocidos > len(propias) / 2


@_regla("numeración de las columnas")
def numeracion(fila: Fila, r: Recorrido) -> bool:
    """La fila «(1) (2) (3)…» que algunos formatos ponen bajo los títulos."""
    if not _va_bajo_los_titulos(fila, r.tabla) or len(fila.propias) < 3:
        return False
    cifras = [celda.texto.strip("() .") for _, celda in sorted(fila.propias.items())]
    if not all(cifra.isdecimal() and len(cifra) <= 2 for cifra in cifras):
        return False
    return all(int(despues) - int(antes) == 1 for antes, despues in itertools.pairwise(cifras))


@_regla("ayuda del encabezado")
def ayuda(fila: Fila, r: Recorrido) -> bool:
    """La fila «(Describa)», «(Número)» o, sin ninguna cifra, «Describa», «dd/mm/aaaa»… pegada a los títulos."""
    if not _va_bajo_los_titulos(fila, r.tabla):
        return False
    textos = [celda.texto for celda in fila.propias.values()]
    sin_cifras = not any(re.search(r"\d", texto) for texto in textos)
    return all(map(_ENTRE_PARENTESIS.fullmatch, textos)) or (sin_cifras and any(map(_FORMA_DE_FECHA.fullmatch, textos)))


@_regla("sin texto")
def sin_texto(fila: Fila, _r: Recorrido) -> bool:
    """Rayas y puntos que sólo separan."""
    return _son_textos(fila.propias.values()) and not _con_letras(fila.propias.values())


@_regla("total")
def total(fila: Fila, _r: Recorrido) -> bool:
    """«TOTAL», «Subtotal», «Suma» con cifras."""
    primera, *otras = fila.propias.values()
    return bool(_TOTAL.fullmatch(_rotulo(primera))) and _sin_mas_que_cifras(otras)


@_regla("total")
def resumen(fila: Fila, r: Recorrido) -> bool:
    """«Total de boletines», «% de cumplimiento» sin número, plazo ni responsable; con ellos es una actividad."""
    primera, *otras = fila.propias.values()
    indices = r.tabla.indices
    de_actividades = {indices[campo] for campo in ("numero", "dependencia", *DE_PLAZO) if campo in indices}
    completa = any(indice in de_actividades and celda is not primera for indice, celda in fila.celdas.items())
    if not _RESUMEN.fullmatch(_rotulo(primera)) or not de_actividades or completa:
        return False
    unidad = fila.propias.get(indices.get("unidad"))
    return bool(otras) and _sin_mas_que_cifras(celda for celda in otras if celda is not unidad)


@_regla("pie de página")
def autoria(fila: Fila, r: Recorrido) -> bool:
    """«Elaboró: Ana Pérez», «Revisó: …», en una fila que no programa nada."""
    primera, *_ = fila.propias.values()
    programa = _escribe(fila, r.tabla, ["meta", *filter(trimestre_de, r.tabla.indices)])
    return bool(_AUTORIA.match(primera.texto)) and not programa


@_regla("pie de página")
def nota(fila: Fila, _r: Recorrido) -> bool:
    """«* Los porcentajes…», sola en su fila."""
    primera, *_ = fila.propias.values()
    return bool(_NOTA.match(primera.texto)) and len(fila.celdas) == 1


@_regla("pie de página")
def pie(fila: Fila, r: Recorrido) -> bool:
    """«Fuente: …», «Versión: 02»; «Código de integridad: …» con plazo es una actividad."""
    primera, *_ = fila.propias.values()
    columnas = {r.tabla.indices.get(campo) for campo in _rasgos(r.tabla)}
    otras = [celda for indice, celda in fila.celdas.items() if indice in columnas and celda is not primera]
    return bool(_PIE.match(primera.texto)) and all(_ROTULO.match(celda.texto) for celda in otras)


@_regla("separador", abre_seccion=True)
def seccion_con_cifras(fila: Fila, r: Recorrido) -> bool:
    """«COMPONENTE 1» con su peso y su avance al lado, pero sin el nombre, la meta ni el plazo de una actividad."""
    primera, *otras = fila.propias.values()
    de_actividad = ("nombre", "meta", *DE_PLAZO, *filter(trimestre_de, r.tabla.indices))
    if not otras or _trae(fila, r.tabla, de_actividad) or not _sin_textos(otras):
        return False
    return bool(_SECCION.match(normalizar(primera.texto)))


@_regla("separador", abre_seccion=True)
def separador(fila: Fila, r: Recorrido) -> bool:
    """Un texto solo: combinado a lo ancho, con palabra de sección o en una columna que no es del contenido.

    Si comparte con la fila de arriba un plazo o un responsable combinados, es una actividad.
    """
    (indice, celda), *otras = fila.propias.items()
    if otras or not isinstance(celda.valor, str):
        return False
    campo = next((campo for campo, columna in r.tabla.indices.items() if columna == indice), "")
    if campo == "nombre" and _trae(fila, r.tabla, ("dependencia", *DE_PLAZO)):
        return False
    return campo in _DE_SECCION or celda.ancho > 1 or bool(_SECCION.match(normalizar(celda.texto)))


@_regla("firma o nota debajo de la tabla", avisa=True)
def debajo(fila: Fila, r: Recorrido) -> bool:
    """Después de la última actividad y de un blanco, unos textos son nombres y cargos."""
    return fila.numero in r.tras_un_blanco and _solo_dice_textos(fila, r) and not _trae(fila, r.tabla, _datos(r.tabla))


@_regla("título o firma: sólo trae un texto", avisa=True, abre_seccion=True)
def solo_un_texto(fila: Fila, r: Recorrido) -> bool:
    """Sin metas, a una actividad la distinguen su plazo o su responsable."""
    sola = len(fila.propias) == 1 and not _trae(fila, r.tabla, _rasgos(r.tabla))
    return r.se_distinguen and sola and _solo_dice_textos(fila, r)
