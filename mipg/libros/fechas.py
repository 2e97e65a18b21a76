"""Fechas y períodos escritos por una persona.

Una expresión de tiempo siempre se lee como un `Periodo`: «31/01/2025» empieza y termina ese día; «marzo de 2025»
empieza el 1 y termina el 31; «1/02/2025 – 30/11/2025» trae las dos puntas en una sola celda.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from mipg.texto import sin_tildes

from .libro import Celda, escribir_numero
from .textos import LARGO_MAXIMO, O_POR_CERO, ValorInvalido, en_una_linea, si_se_entiende


@dataclass(frozen=True)
class Periodo:
    """Un intervalo de días, extremos incluidos.

    `supuesto` no va vacío si lo escrito no era un día completo; `rango`, si la celda traía las dos puntas.
    """

    inicio: date
    fin: date
    supuesto: str = ""
    rango: bool = False

    @property
    def es_un_dia(self) -> bool:
        """Si empieza y termina el mismo día."""
        return self.inicio == self.fin


_MESES = {
    nombre: mes
    for mes, nombres in enumerate(
        (
            "ene enero jan", "feb febrero", "mar marzo", "abr abril apr", "may mayo", "jun junio", "jul julio",
            "ago agosto aug", "sep sept set septiembre setiembre", "oct octubre", "nov noviembre",
            "dic diciembre dec",
        ),
        start=1,
    )
    for nombre in nombres.split()
}  # fmt: skip
_ORDINALES = {
    palabra: orden
    for orden, palabras in enumerate(
        (
            "1 1o 1er 1ero 1ro 1a 1ra i primer primero primera",
            "2 2o 2do 2a 2da ii segundo segunda",
            "3 3o 3er 3ero 3ro 3a 3ra iii tercer tercero tercera",
            "4 4o 4to 4a 4ta iv cuarto cuarta",
        ),
        start=1,
    )
    for palabra in palabras.split()
}
_MESES_POR_PERIODO = {
    "trimestre": 3,
    "trim": 3,
    "t": 3,
    "q": 3,
    "semestre": 6,
    "sem": 6,
    "s": 6,
    "cuatrimestre": 4,
}

_MES = "(?P<mes>" + "|".join(sorted(_MESES, key=len, reverse=True)) + r")\b\.?"
_ORDINAL_DEL_DIA = "(?:ero|ro|er|o|°)"
_DIA = rf"(?P<dia>\d{{1,2}}|primero){_ORDINAL_DEL_DIA}?"
# En cifras sólo el 1 es ordinal: la «o» de «3o/06» puede ser un cero.
_DIA_EN_CIFRA = rf"(?P<dia>\d{{1,2}}|primero)(?:(?<=\b1){_ORDINAL_DEL_DIA})?"
# En «1O TRIMESTRE» no cabe un cero.
_O_POR_CERO = re.compile(r"\dO(?![^\W\d_])(?!\s*(?i:trim|sem|cuatrim|[tqs]\b))")
_VIGENCIA = r"(?P<vigencia>(?:19|20)\d\d)"
_VIGENCIA_CORTA = r"(?P<vigencia>(?:19|20)\d\d|\d\d)"
_DE = r"(?:\s*(?:de la vigencia|del ano|de|del|,|/|-|\.)\s*|\s+)"
_ORDINAL = r"(?P<orden>" + "|".join(sorted(_ORDINALES, key=len, reverse=True)) + ")"
_CICLO = r"(?P<ciclo>trimestre|trim|t|q|semestre|sem|s|cuatrimestre)(?![a-z])\.?"
# El mes en cifras; sin día, el año va completo: «03/2025».
_MES_EN_CIFRA = r"(?P<mes>0?[1-9]|1[0-2])"
_RELLENO = re.compile(
    r"^(?:(?:a mas tardar|antes|hasta|desde|entre|inicio|inicia|fin|final|plazo|fecha|dia|el|del|de|a)\b:?\s*)+"
    r"|^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b,?\s*"
    r"|^(?:lun|mar|mie|jue|vie|sab|dom)\.?,?\s+(?=\d{1,2}[-/.]\d{1,2}[-/.])|\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\.?)?$|t\d{2}:\d{2}:\d{2}$"
)
_PUNTAS = re.compile(r"\s+(?:al|a|hasta|y)\s+|\s*[–—]\s*|\s+-\s+|\s+/\s+|\n|;|-|/")
_ANIO_CON_PUNTO = re.compile(r"(?<![\d.])(1|2)\.(9\d\d|0\d\d)\b(?!\.)")
_DIA_CERO_DE_EXCEL = date(1899, 12, 30)
_SERIE_DE_EXCEL = range(20_000, 80_000)


def leer_periodo(celda: Celda, vigencia: int) -> Periodo:
    """El período de `celda`: fecha de Excel, número de serie, día, mes, trimestre, semestre, año o rango.

    `vigencia` completa el año que no se escribió (supuesto). Lanza `ValorInvalido`.
    """
    if isinstance(celda.valor, date):
        dia = celda.valor
        # El día que guarda Excel bajo un formato de mes no lo escribió nadie.
        return _meses(dia.year, dia.month, dia.month, f"{dia:%m/%Y}") if celda.solo_mes else Periodo(dia, dia)
    if isinstance(celda.valor, Decimal):
        return _de_numero(celda.valor)
    texto = _ANIO_CON_PUNTO.sub(r"\1\2", en_una_linea(sin_tildes(celda.valor).casefold()))
    if re.fullmatch(r"\d{4,5}(?:[.,]0+)?", texto):
        return _de_numero(Decimal(texto.replace(",", ".")))
    if _O_POR_CERO.search(celda.valor):
        raise ValorInvalido(O_POR_CERO.format(escrito=en_una_linea(celda.texto)[:40]))
    if len(texto) <= LARGO_MAXIMO and (periodo := _punta(texto, vigencia) or _rango(texto, vigencia)):
        return periodo
    raise ValorInvalido(
        f"«{en_una_linea(celda.texto)[:40]}» no es una fecha. Escríbala como día/mes/año: 31/01/{vigencia}."
    )


# El orden de las fechas de una tabla

_EN_CIFRAS = re.compile(r"(?<!\d)(\d{1,2})(\s*[-/.]\s*)(\d{1,2})(\s*[-/.]\s*(?:\d{4}|\d\d))(?!\d)")
_MESES_DEL_ANIO = 12
# Con menos, que ninguna fecha pase del día 12 es casualidad.
_PRUEBAS_DE_VUELTA = 2


class Orden(Enum):
    """Cómo están escritas las fechas de una columna."""

    DIA_MES = "día/mes"
    MES_DIA = "mes/día"
    DUDOSO = "dudoso"
    VOLTEADO = "volteado"


def ordenes(columnas: Mapping[str, Sequence[Celda]]) -> dict[str, Orden]:
    """El orden de cada columna de fechas de una tabla: deciden todas sus celdas y, si no prueban nada, las demás.

    Una celda prueba: «1/15/2025» sólo puede ser mes/día y «15/1/2025», día/mes. `VOLTEADO`: un Excel en inglés abrió
    un texto día/mes y volteó las fechas que pudo; las de día mayor que 12 quedaron como texto.
    """
    if _volteadas([celda for celdas in columnas.values() for celda in celdas]):
        return dict.fromkeys(columnas, Orden.VOLTEADO)
    pruebas = {campo: _pruebas(celdas) for campo, celdas in columnas.items()}
    if any(len(propias) > 1 for propias in pruebas.values()):
        # Si en una columna hay fechas de las dos maneras, lo que pruebe una celda no vale para las demás.
        return dict.fromkeys(columnas, Orden.DUDOSO)
    de_todas = set().union(*pruebas.values())
    return {campo: _orden(propias, de_todas) for campo, propias in pruebas.items()}


def en_orden(celda: Celda, orden: Orden) -> Celda:
    """La celda con su fecha en día/mes, o con error si no se sabe cuál es."""
    if orden is Orden.VOLTEADO and _es_un_dia(celda) and celda.valor.day != celda.valor.month:
        dia = celda.valor
        return replace(celda, error=_VOLTEADA.format(una=dia, otra=f"{dia.month:02}/{dia.day:02}/{dia.year}"))
    if not isinstance(celda.valor, str):
        return celda
    if orden is Orden.MES_DIA:
        return replace(celda, valor=_EN_CIFRAS.sub(_en_dia_mes, celda.valor))
    if orden is Orden.DUDOSO:
        halladas = list(_EN_CIFRAS.finditer(celda.valor))
        if any(map(_es_ambigua, halladas)):
            return replace(celda, error=_AMBIGUA.format(texto=celda.texto))
        if any(_prueba(hallada) is Orden.MES_DIA for hallada in halladas):
            return replace(celda, error=_SOLO_MES_DIA.format(texto=celda.texto))
    return celda


_VOLTEADA = (
    "La fecha puede ser {una:%d/%m/%Y} o {otra}: en esta tabla las de día mayor que 12 son texto y las demás no, "
    "como las deja un Excel en inglés. Escríbala con el mes en letras, por ejemplo 3 de febrero de 2025."
)
_AMBIGUA = (
    "«{texto}» puede ser día/mes o mes/día: en la tabla hay fechas de las dos maneras. Escríbala con el mes en "
    "letras, por ejemplo 3 de febrero de 2025."
)
_SOLO_MES_DIA = (
    "«{texto}» sólo puede ser mes/día y en la tabla también hay fechas día/mes. Escríbala con el mes en letras, por "
    "ejemplo 3 de febrero de 2025."
)


def _orden(propias: set[Orden], de_todas: set[Orden]) -> Orden:
    if propias == {Orden.DIA_MES} or not de_todas:
        return Orden.DIA_MES
    return Orden.DUDOSO if len(de_todas) > 1 else next(iter(de_todas))


def _escritas(celdas: Iterable[Celda]) -> Iterator[re.Match[str]]:
    return (hallada for celda in celdas if isinstance(celda.valor, str) for hallada in _EN_CIFRAS.finditer(celda.valor))


def _pruebas(celdas: Iterable[Celda]) -> set[Orden]:
    return {orden for hallada in _escritas(celdas) if (orden := _prueba(hallada))}


def _prueba(hallada: re.Match[str]) -> Orden | None:
    primera, segunda = int(hallada[1]), int(hallada[3])
    if primera <= _MESES_DEL_ANIO < segunda:
        return Orden.MES_DIA
    return Orden.DIA_MES if segunda <= _MESES_DEL_ANIO < primera else None


def _es_ambigua(hallada: re.Match[str]) -> bool:
    return max(int(hallada[1]), int(hallada[3])) <= _MESES_DEL_ANIO and int(hallada[1]) != int(hallada[3])


def _en_dia_mes(hallada: re.Match[str]) -> str:
    if int(hallada[1]) > _MESES_DEL_ANIO:
        return hallada[0]
    return f"{hallada[3]}{hallada[2]}{hallada[1]}{hallada[4]}"


def _es_un_dia(celda: Celda) -> bool:
    return isinstance(celda.valor, date) and not celda.solo_mes


def _volteadas(celdas: Sequence[Celda]) -> bool:
    """Si todo texto tiene el día mayor que 12 y toda fecha de Excel, no."""
    dias = [celda.valor for celda in celdas if _es_un_dia(celda)]
    textos = list(_escritas(celdas))
    pocas = min(len(dias), len(textos)) < _PRUEBAS_DE_VUELTA
    return (
        not pocas
        and all(_prueba(texto) is Orden.DIA_MES for texto in textos)
        and all(dia.day <= _MESES_DEL_ANIO for dia in dias)
        and any(dia.day != dia.month for dia in dias)
    )


def _fin_de_mes(vigencia: int, mes: int) -> date:
    return date(vigencia, mes, calendar.monthrange(vigencia, mes)[1])


def _de_numero(numero: Decimal) -> Periodo:
    if int(numero) in _SERIE_DE_EXCEL:
        dia = _DIA_CERO_DE_EXCEL + timedelta(days=int(numero))
        return Periodo(dia, dia, f"el número {int(numero)} se entendió como la fecha de Excel {dia:%d/%m/%Y}")
    if numero == int(numero) and 1990 <= numero <= 2100:
        return _todo_el_anio(int(numero), str(int(numero)))
    raise ValorInvalido(f"El número {escribir_numero(numero)} no es una fecha. Escríbala como día/mes/año: 31/01/2025.")


def _entendido(inicio: date, fin: date, texto: str, rango: bool = False) -> Periodo:
    return Periodo(inicio, fin, f"«{texto}» se entendió como del {inicio:%d/%m/%Y} al {fin:%d/%m/%Y}", rango)


def _meses(anio: int, desde: int, hasta: int, texto: str) -> Periodo:
    """Del primer día de un mes al último de otro."""
    return _entendido(date(anio, desde, 1), _fin_de_mes(anio, hasta), texto)


def _todo_el_anio(vigencia: int, texto: str) -> Periodo:
    return Periodo(date(vigencia, 1, 1), date(vigencia, 12, 31), f"«{texto}» se entendió como todo el año {vigencia}")


def _rango(texto: str, vigencia: int) -> Periodo | None:
    """Dos puntas en una celda; la primera hereda el mes y el año de la segunda si no los trae."""
    for corte in _PUNTAS.finditer(texto):
        izquierda, derecha = texto[: corte.start()], texto[corte.end() :]
        if corte[0] in "-/" and derecha.isdecimal() and not re.fullmatch(_VIGENCIA, izquierda):
            continue
        hasta = si_se_entiende(_punta, derecha.strip(), vigencia)
        if not hasta:
            continue
        desde = si_se_entiende(_punta, izquierda.strip(), hasta.fin.year)
        if not desde and (dia := re.fullmatch(r"(?:del?\s+)?(?:el\s+)?(\d{1,2})", izquierda.strip())):
            desde = si_se_entiende(_punta, f"{dia[1]}/{hasta.fin.month}/{hasta.fin.year}", vigencia)
        if desde and corte[0].strip() == "y" and not texto.startswith("entre"):
            return Periodo(desde.inicio, hasta.fin, f"«{texto}» trae varias fechas: se tomó la que corresponde")
        if desde:
            return _entendido(desde.inicio, hasta.fin, texto, rango=True)
    return None


def _punta(texto: str, vigencia: int) -> Periodo | None:
    """Una sola expresión de tiempo; `None` si no tiene la forma de ninguna."""
    while (limpio := _RELLENO.sub("", texto).strip(" .,;")) != texto:
        texto = limpio
    for forma, leer in _FORMAS_DE_FECHA:
        if hallado := forma.fullmatch(texto):
            return leer(hallado, texto, vigencia)
    return None


def _vigencia_escrita(hallado: re.Match[str], vigencia: int) -> int:
    escrita = hallado["vigencia"]
    if not escrita:
        return vigencia
    return int(escrita) + (2000 if len(escrita) == 2 else 0)


def _dia_exacto(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo:
    try:
        dia = date(_vigencia_escrita(hallado, vigencia), _mes(hallado), int(hallado["dia"].replace("primero", "1")))
    except ValueError as error:
        raise ValorInvalido(f"«{texto}» no existe en el calendario. Escriba la fecha como día/mes/año.") from error
    supuesto = "" if hallado["vigencia"] else f"«{texto}» no trae año: se entendió {dia:%d/%m/%Y}"
    return Periodo(dia, dia, supuesto)


def _mes(hallado: re.Match[str]) -> int:
    return _MESES.get(hallado["mes"]) or int(hallado["mes"])


def _mes_entero(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo:
    mes = _mes(hallado)
    return _meses(_vigencia_escrita(hallado, vigencia), mes, mes, texto)


def _mes_con_dos_cifras(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo:
    """«mar-25» es marzo de 2025 en esa vigencia; «dic-31», con un año que no viene al caso, el 31 de diciembre."""
    escrita = _vigencia_escrita(hallado, vigencia)
    como_dia = re.fullmatch(rf"{_MES}[-/]{_DIA}(?P<vigencia>)", texto)
    if escrita == vigencia or not como_dia:
        return _mes_entero(hallado, texto, vigencia)
    if abs(escrita - vigencia) == 1:
        raise ValorInvalido(f"«{texto}» puede ser un día o un mes de {escrita}. Escríbala como día/mes/año.")
    return _dia_exacto(como_dia, texto, vigencia)


def _ciclo_entero(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo | None:
    meses, orden = _MESES_POR_PERIODO[hallado["ciclo"]], _ORDINALES[hallado["orden"]]
    if meses * orden > 12:
        return None
    return _meses(_vigencia_escrita(hallado, vigencia), meses * (orden - 1) + 1, meses * orden, texto)


def _anio_entero(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo:
    return _todo_el_anio(_vigencia_escrita(hallado, vigencia), texto)


# Una forma por fila, de la más a la menos precisa.
_FORMAS_DE_FECHA: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, int], Periodo | None]], ...] = tuple(
    (re.compile(forma), leer)
    for forma, leer in (
        (rf"(?P<vigencia>\d{{4}})[-/.](?P<mes>\d{{1,2}})[-/.]{_DIA_EN_CIFRA}", _dia_exacto),
        (rf"{_DIA_EN_CIFRA}\s*[-/. ]\s*(?P<mes>\d{{1,2}})\s*[-/. ]\s*{_VIGENCIA_CORTA}", _dia_exacto),
        (rf"{_DIA}(?:\s*(?:de|del|-|/|\.)\s*|\s*){_MES}(?:{_DE}{_VIGENCIA_CORTA})?", _dia_exacto),
        (rf"{_MES}(?:[-/.]|{_DE}){_VIGENCIA}", _mes_entero),
        (rf"{_MES}[-/]{_VIGENCIA_CORTA}", _mes_con_dos_cifras),
        (rf"{_MES}\s*[-/. ]\s*{_DIA}(?:{_DE}{_VIGENCIA})?", _dia_exacto),
        (rf"{_MES_EN_CIFRA}\s*[-/.]\s*{_VIGENCIA}", _mes_entero),
        (rf"{_VIGENCIA}[-/](?P<mes>0[1-9]|1[0-2])", _mes_entero),
        (rf"{_DIA_EN_CIFRA}/{_MES_EN_CIFRA}(?P<vigencia>)", _dia_exacto),
        (rf"(?:mes de\s+)?{_MES}(?P<vigencia>)", _mes_entero),
        (rf"{_ORDINAL}\s*{_CICLO}(?:{_DE}{_VIGENCIA})?", _ciclo_entero),
        (rf"{_CICLO}\s*{_ORDINAL}(?:{_DE}{_VIGENCIA})?", _ciclo_entero),
        (rf"(?:(?:vigencia|ano|durante|todo|toda|la|el|en)\s+)*{_VIGENCIA}", _anio_entero),
        (
            r"(?:permanente(?:mente)?|continu[oa]|periodic[oa]|diari[oa]|semanal|mensual|bimestral|trimestral"
            r"|cuatrimestral|semestral|anual|todo el ano|durante (?:todo el ano|el ano|la vigencia)"
            r"|toda la vigencia|vigencia)(?P<vigencia>)",
            _anio_entero,
        ),
    )
)
