"""Lo que una persona escribió en una celda, convertido en número, meta o fechas. Todo puro y en `Decimal`.

Una expresión de tiempo siempre se lee como un `Periodo`: «31/01/2025» empieza y termina ese día; «marzo de 2025»
empieza el 1 y termina el 31; «1/02/2025 – 30/11/2025» trae las dos puntas en una sola celda.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from mipg.texto import normalizar, sin_tildes

from .libro import Celda, escribir_numero

NUMERO_MAXIMO = Decimal(10) ** 12
# Más largo que esto no es una cantidad ni una fecha, y las expresiones regulares no deben recorrerlo.
_LARGO_MAXIMO = 200
_DECIMALES = Decimal("0.0001")


class ValorInvalido(ValueError):
    """Lo escrito en la celda no se entiende; `mensaje` dice qué está mal y cómo escribirlo."""

    def __init__(self, mensaje: str):
        super().__init__(mensaje)
        self.mensaje = mensaje


# Textos

_ESCAPE_DE_EXCEL = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIN_VALOR = frozenset(
    normalizar(texto)
    for texto in (
        "N/A", "NA", "N.A.", "No aplica", "-", "--", "—", "Ninguno", "Ninguna", "Sin dato", "Sin información",
        "Por definir", "Pendiente", "Sin fecha", "ND", "N/D", "S/D", "No disponible", "No hay", "Sin línea base",
    )
)  # fmt: skip


def limpiar(texto: str) -> str:
    """Texto sin caracteres de control ni invisibles y con espacios sencillos; conserva los saltos de línea."""
    texto = _ESCAPE_DE_EXCEL.sub(lambda escape: chr(int(escape[1], 16)), texto)
    texto = unicodedata.normalize("NFC", texto).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    texto = "".join(
        signo if unicodedata.category(signo)[0] != "C" or signo == "\n" else _control(signo) for signo in texto
    )
    lineas = (" ".join(linea.split()) for linea in texto.split("\n"))
    return "\n".join(linea for linea in lineas if linea)


def _control(signo: str) -> str:
    return " " if signo == "\t" else ""


def en_una_linea(texto: str) -> str:
    """`texto` con los saltos de línea vueltos espacios."""
    return " ".join(texto.split())


def sin_valor(texto: str) -> bool:
    """Si la celda dice, con palabras, que no tiene dato: «N/A», «—», «Por definir», «Sin fecha»."""
    return normalizar(texto) in _SIN_VALOR


# Números

_NUMERO = r"[-+−]?\d[\d.,'’ ]*\d|[-+−]?\d"
_SOLO_NUMERO = re.compile(rf"\$?\s*({_NUMERO})\s*(%?)")
# Los miles nunca empiezan por cero: «0.750» es un decimal.
_FORMAS = (
    (re.compile(r"\d+"), lambda texto: texto),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+"), lambda texto: texto.replace(".", "")),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+"), lambda texto: texto.replace(".", "").replace(",", ".")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+"), lambda texto: texto.replace(",", "")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}"), lambda texto: texto.replace(",", "")),
    (
        re.compile(r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?"),
        lambda texto: re.sub("[ '’]", "", texto).replace(",", "."),
    ),
    (re.compile(r"(?!0*[1-9]\d{0,2},\d{3}$)\d+,\d+"), lambda texto: texto.replace(",", ".")),
    (re.compile(r"\d+\.\d+"), lambda texto: texto),
)


# Con punto: «12.5» sólo puede ser decimal; «1.250» puede ser mil doscientos cincuenta o uno y cuarto.
_PUNTO_DECIMAL = re.compile(r"[-+−]?(?:0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))")
_PUNTO_DUDOSO = re.compile(r"[-+−]?[1-9]\d{0,2}\.\d{3}")


def puntos_dudosos(textos: Iterable[str]) -> frozenset[str]:
    """Los números de `textos` con un punto que puede ser decimal, si en otros del mismo archivo lo es."""
    numeros = {texto.rstrip("% ") for texto in textos}
    if not any(map(_PUNTO_DECIMAL.fullmatch, numeros)):
        return frozenset()
    return frozenset(filter(_PUNTO_DUDOSO.fullmatch, numeros))


def decimal_de(numero: int | float, *, porcentaje: bool = False) -> Decimal:
    """`Decimal` con 4 decimales a partir de lo que muestra Excel; si `porcentaje`, en escala 0–100 (0,25 → 25).

    Lanza `ValorInvalido` si no es finito o pasa de `NUMERO_MAXIMO`.
    """
    exacto = Decimal(repr(numero))
    if not exacto.is_finite() or abs(exacto) >= NUMERO_MAXIMO:
        raise ValorInvalido("El número es demasiado grande. Corríjalo.")
    return _recortar(exacto * 100 if porcentaje else exacto)


def _recortar(numero: Decimal) -> Decimal:
    redondo = numero.quantize(_DECIMALES).normalize()
    return redondo.quantize(Decimal(1)) if redondo == redondo.to_integral_value() else redondo


def leer_numero(texto: str) -> Decimal:
    """Número escrito en español o en inglés: «1.234,5», «1,234.5», «1.234» (mil doscientos…), «12,5», «25 %», «$ 5».

    Lanza `ValorInvalido` si no es sólo un número o si la coma puede ser tanto de miles como decimal («1,234»).
    """
    hallado = len(texto) <= _LARGO_MAXIMO and _SOLO_NUMERO.fullmatch(en_una_linea(texto))
    if not hallado:
        raise ValorInvalido(f"«{texto[:40]}» no es un número. Escriba sólo la cifra, por ejemplo 12 o 12,5.")
    return _cifra(hallado[1])


def _cifra(texto: str) -> Decimal:
    negativo, cifra = texto[0] in "-−", texto.lstrip("-+−").strip()
    for forma, a_decimal in _FORMAS:
        if forma.fullmatch(cifra):
            numero = Decimal(a_decimal(cifra)) if len(cifra) <= 40 else NUMERO_MAXIMO
            if numero >= NUMERO_MAXIMO:
                raise ValorInvalido(f"El número «{texto[:40]}» es demasiado grande. Corríjalo.")
            return _recortar(-numero if negativo else numero)
    raise ValorInvalido(
        f"«{texto[:40]}» se puede leer de dos maneras. Escríbalo sin separador de miles: 1234 o 1234,5."
    )


def numero_de(celda: Celda) -> Decimal:
    """El número de `celda`, venga como número o como texto. Lanza `ValorInvalido`."""
    if isinstance(celda.valor, Decimal):
        return celda.valor
    if isinstance(celda.valor, date):
        raise ValorInvalido(
            f"La celda tiene una fecha ({celda.texto}) donde va un número. Cambie el formato y corríjala."
        )
    return leer_numero(celda.valor)


# Metas


@dataclass(frozen=True)
class Meta:
    """Una meta escrita en una celda.

    `cantidad` es nula si sólo hay palabras («Permanente»); `unidad` puede faltar; `constante` si dice que se mantiene
    todo el tiempo; `periodica`, si dice cuánto en cada período («1 informe mensual»). `supuesto` explica lo que se
    interpretó, vacío si era sólo un número; `directa`, si lo escrito empieza por esa misma cifra («2 informes»).
    """

    cantidad: Decimal | None
    unidad: str = ""
    constante: bool = False
    supuesto: str = ""
    directa: bool = False
    periodica: bool = False


_CONSTANTES = re.compile(r"\b(?:permanentes?|permanentemente|continu[oa]s?|continuamente|constantes?|siempre)\b")
_CIFRAS_EN_PALABRAS = {
    palabra: Decimal(numero)
    for numero, palabras in enumerate(
        (
            "",
            "un una uno",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
        )
    )
    for palabra in palabras.split()
} | {
    "quince": Decimal(15),
    "veinte": Decimal(20),
    "treinta": Decimal(30),
    "cien": Decimal(100),
    "ciento": Decimal(100),
}
# «Treinta y dos», «dos mil» y «ciento veinte» son más que su primera palabra.
_SIGUE_LA_CIFRA = frozenset(_CIFRAS_EN_PALABRAS) | {"y", "mil", "millon", "millones"}
_ORDINAL_PEGADO = r"(?!\s?[°ºª]|(?:er|ero|ro|ra|do|da|to|ta|vo|va)\b)"
_CIFRA_SUELTA = re.compile(rf"(?<![\w.,])(?:{_NUMERO})(?!\w){_ORDINAL_PEGADO}")
_CIFRA_ACLARADA = re.compile(rf"((?:[^\W\d_]+\s+){{1,4}})\(\s*({_NUMERO})\s*\)\s*(.*)", re.DOTALL)
_CIEN_POR_CIENTO = re.compile(rf"cien(?:to)? ?por ?ciento\s*\(\s*({_NUMERO})\s*%?\s*\)(.*)", re.IGNORECASE | re.DOTALL)
_EN_PALABRAS = re.compile(r"\(\s*([^\W\d_]+)\s*\)\s*")
_CIFRA_Y_UNIDAD = re.compile(rf"(?:[≥≤<>=]+\s*)?((?>{_NUMERO})){_ORDINAL_PEGADO}\s*(%?)\s*(?![:=])(.*)", re.DOTALL)
_OTRA_META = re.compile(rf"(?:\b[yeoóu]\b|,|;|\+|/|-)\s*(?:{_NUMERO})\s*%?\s*(?!de\b)[^\W\d_]|\s\d+\s*[.)]\s+[^\W\d_]")
_ES_FECHA = re.compile(
    r"(?:del? )?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\b"
)
_CADA_CUANTO = re.compile(
    r"\b(?:por|al|cada|a la|x) (?:dia|semana|mes|bimestre|trimestre|cuatrimestre|semestre|periodo)\b"
    r"|(?:diari[oa]|semanal|quincenal|mensual|bimestral|trimestral|cuatrimestral|semestral)(?:mente)?\b"
)
# Un año, una norma o una fase no son una cantidad, aunque lleven cifra.
_ANIO_ESCRITO = re.compile(r"199\d|20(?:0[1-9]|[1-4]\d)")
_LLEVA_CIFRA_EN_EL_NOMBRE = re.compile(
    r"\b(?:ley|decreto|resolucion|circular|acuerdo|ordenanza|norma|conpes|iso|ntc\w*|gtc|ods|mipg|articulo|art|numeral"
    r"|anexo|acta|formato|fase|etapa|ciclo|version|v|modulo|dimension|politica|pilar|eje|linea|componente|capitulo|nivel"
    r"|grupo|comuna|trimestre|semestre|bimestre|vigencia|ano|anos|no|nro|num|numero|n|item|sede|piso)"
    r"(?:\s+(?!de\b|\d)\S+){0,2}$"
)
_ANUNCIA_CANTIDAD = re.compile(
    r"(?:\w*[^s]s|\w+[aei]r(?:se)?|de|del|a|al|el|la|en|con|hasta|por|y|total|meta|minimo|maximo)"
)


def es_porcentaje(unidad: str) -> bool:
    """Si una unidad de medida es el porcentaje: «%», «Porcentaje», «Por ciento», «Cobertura (%)»."""
    return "%" in unidad or bool(re.match(r"porcent|por ?cien", normalizar(unidad)))


def leer_meta(celda: Celda) -> Meta:
    """La meta de `celda`: «2 informes» → 2 y «informes»; «100 %» → 100 y «%»; «Permanente» → constante.

    Lanza `ValorInvalido` si no hay ninguna cifra, si hay varias metas o si el número no se entiende.
    """
    if not isinstance(celda.valor, str):
        return Meta(numero_de(celda), "%" if celda.porcentaje else "")
    texto = en_una_linea(celda.valor)
    if sin_valor(texto):
        raise ValorInvalido(
            "La meta está vacía. Escriba la cantidad que se propone la actividad, por ejemplo «2 informes»."
        )
    if len(texto) > _LARGO_MAXIMO:
        raise ValorInvalido("La meta es un texto muy largo. Escriba sólo la cantidad y su unidad: «2 informes».")
    constante = bool(_CONSTANTES.search(normalizar(texto)))
    leida = _cantidad_y_unidad(texto)
    if leida is None:
        if not constante:
            raise ValorInvalido(_sin_cantidad(texto))
        return Meta(None, constante=True, supuesto=f"«{texto}» se entendió como una meta constante")
    cantidad, unidad = leida
    if constante:
        unidad = "%" if unidad.startswith("%") else _CONSTANTES.sub("", unidad.casefold()).strip(" ()-,.;")
        return Meta(
            cantidad,
            unidad,
            True,
            f"«{texto}» se entendió como una meta constante de {escribir_numero(cantidad)}",
        )
    if unidad in ("", "%") and texto.replace(" ", "") == f"{escribir_numero(cantidad)}{unidad}":
        return Meta(cantidad, unidad)
    con_unidad = f" y unidad «{unidad}»" if unidad else ""
    supuesto = f"«{texto}» se entendió como {escribir_numero(cantidad)}{con_unidad}"
    directa = bool(re.match(rf"{escribir_numero(cantidad)}[^\d.,]", texto))
    periodica = bool(_CADA_CUANTO.search(normalizar(unidad.partition("(")[0])))
    return Meta(cantidad, unidad, False, supuesto, directa, periodica)


def leer_cantidad(celda: Celda) -> Meta:
    """La cantidad de un período: «12», «25 %» o, con su unidad, «1 informe». Lanza `ValorInvalido`."""
    try:
        numero = numero_de(celda)
        return Meta(numero, "%" if celda.porcentaje or celda.texto.endswith("%") else "")
    except ValorInvalido:
        if not isinstance(celda.valor, str):
            raise
        try:
            leida = leer_meta(celda)
        except ValorInvalido:
            leida = None
        if not leida or leida.cantidad is None:
            raise
        return leida


def _cantidad_y_unidad(texto: str) -> tuple[Decimal, str] | None:
    if porcentual := _CIEN_POR_CIENTO.fullmatch(texto):
        return _cifra(porcentual[1]), _unidad(f"%{porcentual[2]}")
    aclarada = _CIFRA_ACLARADA.fullmatch(texto)
    if aclarada and (aclarada[2] == "1" or _puede_ser_cantidad(aclarada[1].split()[-1], aclarada[2])):
        return _cifra(aclarada[2]), _unidad(aclarada[3])
    primera, _, resto = texto.partition(" ")
    cantidades = [suelta for suelta in _CIFRA_SUELTA.finditer(texto) if _es_cantidad(texto, suelta)]
    if en_palabra := _CIFRAS_EN_PALABRAS.get(normalizar(primera)):
        sigue = normalizar(resto).partition(" ")[0] in _SIGUE_LA_CIFRA
        return None if cantidades or sigue else (en_palabra, _unidad(resto))
    if (directa := _CIFRA_Y_UNIDAD.fullmatch(texto)) and not _es_un_anio_con_nombre(directa[1], directa[3]):
        if _ES_FECHA.match(normalizar(directa[3])):
            raise ValorInvalido(f"«{texto}» es una fecha y no una cantidad. Escriba cuánto, por ejemplo «2 informes».")
        if _OTRA_META.search(directa[3]) or re.match(r"(?:-|–|a|/)\s*\d", directa[3]):
            raise ValorInvalido(f"«{texto}» trae más de una meta. Deje una por fila.")
        return _cifra(directa[1]), _unidad(f"{directa[2]} {_sin_repetir_en_palabras(directa[1], directa[3])}")
    if len(cantidades) > 1:
        raise ValorInvalido(f"«{texto}» trae más de una cifra. Escriba una sola meta, por ejemplo «2 informes».")
    if cantidades:
        return _cifra(cantidades[0][0]), _unidad(texto[cantidades[0].end() :])
    return None


def _sin_cantidad(texto: str) -> str:
    if suelta := _CIFRA_SUELTA.search(texto):
        return (
            f"En «{texto}», {suelta[0]} no es con seguridad una cantidad: puede ser un año, una norma o un nombre. "
            "Escriba cuánto se propone la actividad, por ejemplo «2 informes»."
        )
    return f"La meta «{texto}» no trae una cantidad. Escríbala con número, por ejemplo «2 informes»."


def _unidad(texto: str) -> str:
    unidad = texto.strip(" .:()") if texto.count("(") != texto.count(")") else texto.strip(" .:")
    return "%" if normalizar(unidad) == "por ciento" else unidad


def _sin_repetir_en_palabras(cifra: str, resto: str) -> str:
    """Lo que sigue a «12» en «12 (doce) informes»: «informes»."""
    en_palabras = _EN_PALABRAS.match(resto)
    repite = en_palabras and _CIFRAS_EN_PALABRAS.get(normalizar(en_palabras[1])) == _cifra(cifra)
    return resto[en_palabras.end() :] if repite else resto


def _puede_ser_cantidad(antes: str, cifra: str) -> bool:
    return not _ANIO_ESCRITO.fullmatch(cifra) and not _LLEVA_CIFRA_EN_EL_NOMBRE.search(normalizar(antes))


def _es_cantidad(texto: str, cifra: re.Match[str]) -> bool:
    """Si una cifra dentro de una frase dice cuánto: «Elaborar 4 informes» sí; «Ley 1712», «Fase 2» y «Plan 2025» no.

    Se mira lo escrito desde los dos puntos: tras una palabra en singular, la cifra suele ser su nombre.
    """
    antes = re.split("[:=≥≤<>]", texto[: cifra.start()])[-1]
    despues = texto[cifra.end() :].lstrip()
    if not _puede_ser_cantidad(antes, cifra[0]):
        return False
    anterior, siguiente = normalizar(antes).rpartition(" ")[2], normalizar(despues).partition(" ")[0]
    return (
        not anterior
        or cifra[0] == "1"
        or _unidad(despues).startswith("%")
        or siguiente.endswith("s")
        or bool(_ANUNCIA_CANTIDAD.fullmatch(anterior))
    )


def _es_un_anio_con_nombre(cifra: str, resto: str) -> bool:
    siguiente = normalizar(resto).partition(" ")[0]
    return bool(siguiente and _ANIO_ESCRITO.fullmatch(cifra) and not siguiente.endswith("s"))


# Fechas


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
_DIA = r"(?P<dia>\d{1,2}|primero)(?:ero|ro|er|o|°)?"
_VIGENCIA = r"(?P<vigencia>(?:19|20)\d\d)"
_VIGENCIA_CORTA = r"(?P<vigencia>(?:19|20)\d\d|\d\d)"
_DE = r"(?:\s*(?:de la vigencia|del ano|de|del|,|/|-|\.)\s*|\s+)"
_ORDINAL = r"(?P<orden>" + "|".join(sorted(_ORDINALES, key=len, reverse=True)) + ")"
_CICLO = r"(?P<ciclo>trimestre|trim|t|q|semestre|sem|s|cuatrimestre)(?![a-z])\.?"
# El mes en cifras; sin día, el año va completo: «03/2025».
_MES_EN_CIFRA = r"(?P<mes>0?[1-9]|1[0-2])"
_RELLENO = re.compile(
    r"^(?:(?:a mas tardar|antes|hasta|desde|entre|inicio|inicia|fin|final|plazo|fecha|dia|el|del|de|a)\b:?\s*)+"
    r"|^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b,?\s*|\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s*m\.?)?$|t\d{2}:\d{2}:\d{2}$"
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
        return Periodo(celda.valor, celda.valor)
    if isinstance(celda.valor, Decimal):
        return _de_numero(celda.valor)
    texto = _ANIO_CON_PUNTO.sub(r"\1\2", en_una_linea(sin_tildes(celda.valor).casefold()))
    if re.fullmatch(r"\d{4,5}(?:[.,]0+)?", texto):
        return _de_numero(Decimal(texto.replace(",", ".")))
    if len(texto) <= _LARGO_MAXIMO and (periodo := _punta(texto, vigencia) or _rango(texto, vigencia)):
        return periodo
    raise ValorInvalido(
        f"«{en_una_linea(celda.texto)[:40]}» no es una fecha. Escríbala como día/mes/año: 31/01/{vigencia}."
    )


def fin_de_trimestre(vigencia: int, trimestre: int) -> date:
    """Último día del `trimestre` (1–4) de `vigencia`."""
    return _fin_de_mes(vigencia, trimestre * 3)


def _fin_de_mes(vigencia: int, mes: int) -> date:
    return date(vigencia, mes, calendar.monthrange(vigencia, mes)[1])


def _de_numero(numero: Decimal) -> Periodo:
    if int(numero) in _SERIE_DE_EXCEL:
        dia = _DIA_CERO_DE_EXCEL + timedelta(days=int(numero))
        return Periodo(dia, dia, f"el número {int(numero)} se entendió como la fecha de Excel {dia:%d/%m/%Y}")
    if numero == int(numero) and 1990 <= numero <= 2100:
        return _todo_el_anio(int(numero), str(int(numero)))
    raise ValorInvalido(f"El número {escribir_numero(numero)} no es una fecha. Escríbala como día/mes/año: 31/01/2025.")


def _todo_el_anio(vigencia: int, texto: str) -> Periodo:
    return Periodo(date(vigencia, 1, 1), date(vigencia, 12, 31), f"«{texto}» se entendió como todo el año {vigencia}")


def _rango(texto: str, vigencia: int) -> Periodo | None:
    """Dos puntas en una celda; la primera hereda el mes y el año de la segunda si no los trae."""
    for corte in _PUNTAS.finditer(texto):
        izquierda, derecha = texto[: corte.start()], texto[corte.end() :]
        if corte[0] in "-/" and derecha.isdecimal() and not re.fullmatch(_VIGENCIA, izquierda):
            continue
        hasta = _punta_o_nada(derecha, vigencia)
        if not hasta:
            continue
        desde = _punta_o_nada(izquierda, hasta.fin.year)
        if not desde and (dia := re.fullmatch(r"(?:del?\s+)?(?:el\s+)?(\d{1,2})", izquierda.strip())):
            desde = _punta_o_nada(f"{dia[1]}/{hasta.fin.month}/{hasta.fin.year}", vigencia)
        if desde and corte[0].strip() == "y" and not texto.startswith("entre"):
            return Periodo(desde.inicio, hasta.fin, f"«{texto}» trae varias fechas: se tomó la que corresponde")
        if desde:
            supuesto = f"«{texto}» se entendió como del {desde.inicio:%d/%m/%Y} al {hasta.fin:%d/%m/%Y}"
            return Periodo(desde.inicio, hasta.fin, supuesto, rango=True)
    return None


def _punta_o_nada(texto: str, vigencia: int) -> Periodo | None:
    try:
        return _punta(texto.strip(), vigencia)
    except ValorInvalido:
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
    del_anio, mes = _vigencia_escrita(hallado, vigencia), _mes(hallado)
    inicio, fin = date(del_anio, mes, 1), _fin_de_mes(del_anio, mes)
    return Periodo(inicio, fin, f"«{texto}» se entendió como del {inicio:%d/%m/%Y} al {fin:%d/%m/%Y}")


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
    del_anio = _vigencia_escrita(hallado, vigencia)
    inicio, fin = date(del_anio, meses * (orden - 1) + 1, 1), _fin_de_mes(del_anio, meses * orden)
    return Periodo(inicio, fin, f"«{texto}» se entendió como del {inicio:%d/%m/%Y} al {fin:%d/%m/%Y}")


def _anio_entero(hallado: re.Match[str], texto: str, vigencia: int) -> Periodo:
    return _todo_el_anio(_vigencia_escrita(hallado, vigencia), texto)


# Una forma por fila, de la más a la menos precisa.
_FORMAS_DE_FECHA: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, int], Periodo | None]], ...] = tuple(
    (re.compile(forma), leer)
    for forma, leer in (
        (rf"(?P<vigencia>\d{{4}})[-/.](?P<mes>\d{{1,2}})[-/.]{_DIA}", _dia_exacto),
        (rf"{_DIA}\s*[-/. ]\s*(?P<mes>\d{{1,2}})\s*[-/. ]\s*{_VIGENCIA_CORTA}", _dia_exacto),
        (rf"{_DIA}(?:\s*(?:de|del|-|/|\.)\s*|\s*){_MES}(?:{_DE}{_VIGENCIA_CORTA})?", _dia_exacto),
        (rf"{_MES}(?:[-/.]|{_DE}){_VIGENCIA}", _mes_entero),
        (rf"{_MES}[-/]{_VIGENCIA_CORTA}", _mes_con_dos_cifras),
        (rf"{_MES}\s*[-/. ]\s*{_DIA}(?:{_DE}{_VIGENCIA})?", _dia_exacto),
        (rf"{_MES_EN_CIFRA}\s*[-/.]\s*{_VIGENCIA}", _mes_entero),
        (rf"{_VIGENCIA}[-/](?P<mes>0[1-9]|1[0-2])", _mes_entero),
        (rf"{_DIA}/{_MES_EN_CIFRA}(?P<vigencia>)", _dia_exacto),
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

# Listas

_INDICE = re.compile(r"\bI[\s-]?0?(\d{1,2})\b", re.IGNORECASE)


def leer_indices(texto: str) -> Iterator[str]:
    """Códigos de índice FURAG que aparecen en `texto` («I5», «i-05», «I05» → «I05»), sin repetir y en orden."""
    for numero in dict.fromkeys(int(hallado) for hallado in _INDICE.findall(texto)):
        if numero:
            yield f"I{numero:02}"
