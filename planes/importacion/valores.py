"""Las metas y los índices de un plan, como los escribe una persona en una celda. Todo puro y en `Decimal`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mipg.libros.libro import Celda, escribir_numero
from mipg.libros.numeros import NUMERO, exigir_cifra_completa, leer_cifra, leer_numero, numero_de
from mipg.libros.textos import LARGO_MAXIMO, ValorInvalido, en_una_linea, si_se_entiende, sin_valor
from mipg.texto import normalizar, sin_tildes
from planes.campos import LIMITES
from planes.reglas.formula import es_porcentaje

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
    for numero, palabras in {
        1: "un una uno", 2: "dos", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 7: "siete", 8: "ocho", 9: "nueve",
        10: "diez", 11: "once", 12: "doce", 15: "quince", 20: "veinte", 30: "treinta", 100: "cien ciento",
    }.items()
    for palabra in palabras.split()
}  # fmt: skip
# «Treinta y dos», «dos mil» y «ciento veinte» son más que su primera palabra.
_SIGUE_LA_CIFRA = frozenset(_CIFRAS_EN_PALABRAS) | {"y", "mil", "millon", "millones"}
_ORDINAL_PEGADO = r"(?!\s?[°ºª]|(?:er|ero|ro|ra|do|da|to|ta|vo|va)\b)"
_CIFRA_SUELTA = re.compile(rf"(?<![\w.,])(?:{NUMERO})(?!\w){_ORDINAL_PEGADO}")
_CIFRA_ACLARADA = re.compile(rf"((?:[^\W\d_]+\s+){{1,4}})\(\s*({NUMERO})\s*\)\s*(.*)", re.DOTALL)
_CIEN_POR_CIENTO = re.compile(rf"cien(?:to)? ?por ?ciento\s*\(\s*({NUMERO})\s*%?\s*\)(.*)", re.IGNORECASE | re.DOTALL)
_EN_PALABRAS = re.compile(r"\(\s*([^\W\d_]+)\s*\)\s*")
_CIFRA_Y_UNIDAD = re.compile(rf"(?:[≥≤<>=]+\s*)?((?>{NUMERO})){_ORDINAL_PEGADO}\s*(%?)\s*(?![:=])(.*)", re.DOTALL)
_OTRA_META = re.compile(rf"(?:\b[yeoóu]\b|,|;|\+|/|-)\s*(?:{NUMERO})\s*%?\s*(?!de\b)[^\W\d_]|\s\d+\s*[.)]\s+[^\W\d_]")
_RANGO = re.compile(rf"(?:\b(?:entre|de)\s+|(?<![\w.,/-]))(?>{NUMERO})\s*%?\s+(?:y|a)\s+(?>{NUMERO})", re.IGNORECASE)
_ES_FECHA = re.compile(
    r"(?:del? )?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\b"
)
_CADA_CUANTO = re.compile(
    r"\b(?:por|al|cada|a la|x) (?:dia|semana|mes|bimestre|trimestre|cuatrimestre|semestre|periodo)\b"
    r"|(?:diari[oa]|semanal|quincenal|mensual|bimestral|trimestral|cuatrimestral|semestral)(?:mente)?\b"
)
# Lo que sigue a la cifra y la cambia: «50 mil», «2 x 4», «3 de 5», «2 por dependencia», «1 docena», «2²».
_OTRA_CANTIDAD = re.compile(
    r"[+*/×÷^\d]|x[\s\d]|por (?!cien|mil|ano|vigencia|(?:cada )?1[0.]*00)|millon|millar|centenar|decena|docena"
    r"|(?:de (?:cada )?\d+|cada|miles|mil|k|pares de|par|pares$)\b"
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


_RAZON = re.compile(r"\b(?:indices?|tasas?|promedios?|razon|proporcion|puntajes?|calificacion|cobertura|margen)\b")


def es_razon(unidad: str) -> bool:
    """Si lo que se mide no se suma de un trimestre a otro: «Índice», «Tasa», «Días promedio»."""
    return bool(_RAZON.search(normalizar(unidad)))


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
    if len(texto) > LARGO_MAXIMO:
        raise ValorInvalido("La meta es un texto muy largo. Escriba sólo la cantidad y su unidad: «2 informes».")
    exigir_cifra_completa(texto)
    if rango := _RANGO.search(texto):
        raise ValorInvalido(f"«{rango[0]}» es un rango. Escriba una sola cantidad: la que se compromete en el año.")
    constante = bool(_CONSTANTES.search(normalizar(texto)))
    leida = _cantidad_y_unidad(texto)
    if leida is None:
        if not constante:
            raise ValorInvalido(_sin_cantidad(texto))
        return Meta(None, constante=True, supuesto=f"«{texto}» se entendió como una meta constante")
    cantidad, unidad = leida
    sigue = sin_tildes(unidad).casefold()
    if _OTRA_CANTIDAD.match(sigue) and not _CADA_CUANTO.match(sigue):
        raise ValorInvalido(f"«{texto}» no dice con seguridad cuánto. Escriba la cantidad completa: «24 informes».")
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


def repite_la_unidad(meta: Meta, unidad: str) -> bool:
    """Si lo escrito junto a la cifra sólo repite `unidad`: «2 informes» con «Informe», «90 % de lo pedido» con «%»."""
    if es_porcentaje(unidad):
        return meta.directa and meta.unidad.startswith("%")
    dichas, propias = ({_PLURAL.sub("", p) for p in normalizar(texto).split()} for texto in (meta.unidad, unidad))
    return meta.directa and dichas <= propias


_PLURAL = re.compile("e?s?$")


def leer_cantidad(celda: Celda) -> Meta:
    """La cantidad de un período: «12», «25 %» o, con su unidad, «1 informe». Lanza `ValorInvalido`."""
    try:
        numero = numero_de(celda)
        return Meta(numero, "%" if celda.porcentaje or celda.texto.endswith("%") else "")
    except ValorInvalido:
        if not isinstance(celda.valor, str):
            raise
        leida = si_se_entiende(leer_meta, celda)
        if not leida or leida.cantidad is None:
            raise
        return leida


# «COP 1.200.000», «$ 1.200.000.-», «1.200.000,oo M/CTE»: como se escribe el dinero sin que diga otra cosa.
_PESOS = re.compile(
    rf"(?:cop\s*)?\$?\s*({NUMERO})(?:,oo)?(?:\s*\.?[-–=]+)?"
    r"(?:\s*(?:cop|pesos(?: colombianos)?|m\s?/?\s?cte\.?|moneda corriente))*",
    re.IGNORECASE,
)


def leer_pesos(celda: Celda) -> Decimal:
    """Los pesos de `celda`: «$ 5.000.000», «5’000.000», «COP 5.000.000 m/cte».

    Lanza `ValorInvalido`, también si es un % o es negativo.
    """
    escritos = _PESOS.fullmatch(celda.valor.strip()[:LARGO_MAXIMO]) if isinstance(celda.valor, str) else None
    pesos = leer_numero(escritos[1]) if escritos else numero_de(celda)
    if pesos < 0 or celda.porcentaje or celda.texto.endswith("%"):
        raise ValorInvalido(f"«{celda.texto[:40]}» no son pesos. Escriba la cifra completa, por ejemplo 5.000.000.")
    return pesos


# Con menos de un salario mínimo al mes, lo más seguro es que esté en miles o en millones.
_PESOS_QUE_ALCANZAN = 1_000_000


def es_poco(pesos: Decimal | None) -> bool:
    """Si un presupuesto es tan bajo que conviene avisarlo."""
    return bool(pesos) and pesos < _PESOS_QUE_ALCANZAN


# «2024-05001-0012» y «2024.05001.0012»: los separadores no son parte del código. El corriente lleva de 10 dígitos a 16.
_BPIN = re.compile(r"(?<![\w.])\d(?:[ .\-/]?\d){7,}(?!\w)")
_DIGITOS_DE_EXCEL = 15


def leer_bpin(celda: Celda) -> str:
    """El código BPIN de `celda`: sus dígitos, con los ceros a la izquierda y sin las palabras; vacío si no hay.

    Lanza `ValorInvalido` si hay varios o si Excel ya lo volvió un número y perdió cifras («2,02405E+14»).
    """
    texto = celda.texto.replace("'", "").strip()
    hallados = [re.sub(r"\D", "", codigo) for codigo in _BPIN.findall(texto)]
    perdido = isinstance(celda.valor, Decimal) and not (hallados and len(hallados[0]) <= _DIGITOS_DE_EXCEL)
    if perdido or len(hallados) > 1 or re.search(r"\d[.,]?\d*E\+", texto) or _es_largo(hallados):
        raise ValorInvalido(
            f"«{celda.texto[:40]}» no es un código BPIN. Escriba uno, completo y sólo dígitos; en Excel, con la celda "
            "en formato Texto."
        )
    return hallados[0] if hallados else ""


def _es_largo(codigos: list[str]) -> bool:
    return any(len(codigo) > LIMITES["bpin"] for codigo in codigos)


def _cantidad_y_unidad(texto: str) -> tuple[Decimal, str] | None:
    if porcentual := _CIEN_POR_CIENTO.fullmatch(texto):
        return leer_cifra(porcentual[1]), _unidad(f"%{porcentual[2]}")
    aclarada = _CIFRA_ACLARADA.fullmatch(texto)
    if aclarada and (aclarada[2] == "1" or _puede_ser_cantidad(aclarada[1].split()[-1], aclarada[2])):
        return leer_cifra(aclarada[2]), _unidad(aclarada[3])
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
        return leer_cifra(directa[1]), _unidad(f"{directa[2]} {_sin_repetir_en_palabras(directa[1], directa[3])}")
    if len(cantidades) > 1:
        raise ValorInvalido(f"«{texto}» trae más de una cifra. Escriba una sola meta, por ejemplo «2 informes».")
    if cantidades:
        return leer_cifra(cantidades[0][0]), _unidad(texto[cantidades[0].end() :])
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
    repite = en_palabras and _CIFRAS_EN_PALABRAS.get(normalizar(en_palabras[1])) == leer_cifra(cifra)
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


# Índices

_INDICE = re.compile(r"\bI[\s-]?0?(\d{1,2})\b", re.IGNORECASE)


def leer_indices(texto: str) -> Iterator[str]:
    """Códigos de índice FURAG que aparecen en `texto` («I5», «i-05», «I05» → «I05»), sin repetir y en orden."""
    for numero in dict.fromkeys(int(hallado) for hallado in _INDICE.findall(texto)):
        if numero:
            yield f"I{numero:02}"
