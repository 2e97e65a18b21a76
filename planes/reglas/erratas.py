"""Si un texto corregido dice lo mismo que decía, palabra por palabra. Todo puro."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import groupby

from mipg.texto import normalizar

# De 0 a 1: cuánto se parecen, en sus letras, una palabra mal escrita y la misma bien escrita.
PARECIDO = 0.75
_CIFRAS = re.compile(r"\d+")
_OPERACIONES = re.compile(r"[+*/×÷%<>=()-]")
_PALABRAS = re.compile(r"[^\W_]+")
_PESAN = re.compile(
    r"no|ni|sin|nunca|ningun[oa]?|mas|menos|maxim[oa]|minim[oa]|cero|una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|diez|once|doce|trece|catorce|quince|dieci\w+|veint[ei]\w*|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta"
    r"|noventa|cien|cientos?|quinient[oa]s|\w+cient[oa]s|mil|millon|millones|medi[oa]|mitad|doble|triple|cada"
    r"|tod[oa]s?|algun[oa]?s?|primera?|segund[oa]|tercera?|cuart[oa]"
)
_PERIODOS = (
    "diari", "seman", "semanal", "quincenal", "mensual", "bimensual", "bimestral", "trimestral", "cuatrimestral",
    "semestral", "anual", "bianual", "bienal", "trienal", "cuatrienal",
)  # fmt: skip
_TERMINA = re.compile(r"(?:mente|es|[aeo]s?)$")
_CONTRAIDAS = {"al": ("a", "el"), "del": ("de", "el")}
_ARTICULOS = frozenset(("el", "la", "los", "las", "lo"))
_ENLACES = frozenset(("a", "con", "de", "en", "para", "por", "y"))
_SUENAN_DISTINTO = {"e": "y", "u": "o"}
# Con cuál cambia de sentido una palabra; los que sólo cambian por la letra que sigue son el mismo.
_PREFIJOS = {
    **dict.fromkeys(("in", "im", "ir"), "in"), "a": "a", "des": "des", "dis": "dis", "re": "re", "anti": "anti",
    "contra": "contra", "ex": "ex", "sub": "sub", "sobre": "sobre", "pre": "pre", "pos": "pos", "post": "pos",
}  # fmt: skip
# Con qué puede empezar una palabra: «nforme» no es «informe» sin su prefijo.
_EMPIEZA = re.compile(r"[aeiou]|[^aeiou][aeiouhlr]")
_BASE_MINIMA = 4


def por_que_no_es_errata(campo: str, antes: str, despues: str) -> str:
    """Por qué el cambio de un texto que compromete no es quitarle una errata; vacío si lo es.

    Lo es si conserva, en su orden, las palabras que dicen algo, bien o mal escritas: sólo entran o salen artículos y
    enlaces («de», «y»…), y juntar o partir no cambia letras. Conserva además las cifras y, en una fórmula, las
    operaciones.
    """
    if _CIFRAS.findall(antes) != _CIFRAS.findall(despues):
        return "cambia una cifra"
    if campo == "formula" and _OPERACIONES.findall(antes) != _OPERACIONES.findall(despues):
        return "cambia cómo se calcula"
    escritas = {normalizar(una): una for una in (*_PALABRAS.findall(antes), *_PALABRAS.findall(despues))}
    de_antes, de_despues = normalizar(antes).split(), normalizar(despues).split()
    juntas = _juntar(de_antes, de_despues), _juntar(de_despues, de_antes)
    (dicen, enlazan), (diran, enlazaran) = (_partes(una) for una in juntas)
    if len(dicen) != len(diran):
        return _lo_que_cambia(dicen, diran, escritas)
    for una, otra in zip(dicen, diran, strict=True):
        if por_que := _por_que_es_otra(una, otra):
            return f"cambia «{escritas.get(una, una)}» por «{escritas.get(otra, otra)}»{por_que}"
    for unos, otros in zip(enlazan, enlazaran, strict=True):
        if not (_cabe(unos, otros) or _cabe(otros, unos)):
            return f"cambia «{' '.join(unos)}» por «{' '.join(otros)}»"
    return ""


def _juntar(palabras: Sequence[str], otras: Sequence[str]) -> list[str]:
    """Las palabras con las que el otro texto trae pegadas ya pegadas («publi car» → «publicar»), y sin repetir."""
    enteras, juntas = set(otras), []
    for palabra in palabras:
        if juntas and juntas[-1] + palabra in enteras and not enteras >= {juntas[-1], palabra}:
            juntas[-1] += palabra
        else:
            juntas.append(palabra)
    return [una for una, _ in groupby(juntas)]


def _partes(palabras: Iterable[str]) -> tuple[list[str], list[list[str]]]:
    """Las palabras que dicen algo y, antes de cada una y al final, los enlaces que la preceden."""
    dicen: list[str] = []
    enlazan: list[list[str]] = [[]]
    for escrita in palabras:
        for palabra in _CONTRAIDAS.get(escrita, (escrita,)):
            suena = _SUENAN_DISTINTO.get(palabra, palabra)
            if suena in _ENLACES:
                enlazan[-1].append(suena)
            elif suena not in _ARTICULOS:
                dicen.append(suena)
                enlazan.append([])
    return dicen, enlazan


def _cabe(unos: Sequence[str], otros: Sequence[str]) -> bool:
    """Los unos están entre los otros, en su orden: los que faltan sólo entran."""
    quedan = iter(otros)
    return all(uno in quedan for uno in unos)


def _lo_que_cambia(dicen: Sequence[str], diran: Sequence[str], escritas: Mapping[str, str]) -> str:
    cambios = []
    for que, desde, hasta, otro_desde, otro_hasta in SequenceMatcher(None, dicen, diran, autojunk=False).get_opcodes():
        sale = " ".join(escritas.get(una, una) for una in dicen[desde:hasta])
        entra = " ".join(escritas.get(una, una) for una in diran[otro_desde:otro_hasta])
        if que == "replace" and hasta - desde != otro_hasta - otro_desde:
            cambios.append(f"cambia «{sale}» por «{entra}»")
        elif que in ("insert", "delete"):
            cambios.append(f"añade «{entra}»" if entra else f"quita «{sale}»")
    return cambios[0]


def _por_que_es_otra(una: str, otra: str) -> str:
    """Vacío si `otra` es `una` bien escrita; si no, por qué, para seguir a «cambia «una» por «otra»»."""
    if una == otra:
        return ""
    if _PESAN.fullmatch(una) or _PESAN.fullmatch(otra):
        return ", y una palabra que dice cuánto, o que niega, no se corrige así aunque esté mal escrita"
    if _periodo(una) != _periodo(otra):
        return ", que es otra frecuencia"
    if _cambia_el_prefijo(una, otra) or not _se_parece(una, otra):
        return ", que es otra palabra"
    return ""


def _periodo(palabra: str) -> str:
    """La frecuencia que dice la palabra («trimestrales», «mensaul»), o vacío."""
    cercanos = get_close_matches(_TERMINA.sub("", palabra), _PERIODOS, n=1, cutoff=0.8)
    return next((uno for uno in cercanos if uno[0] == palabra[0]), "")


def _cambia_el_prefijo(una: str, otra: str) -> bool:
    de_una, de_otra = _bases(una), _bases(otra)
    return any(de_una[base] != de_otra[base] for base in de_una.keys() & de_otra.keys())


def _bases(palabra: str) -> dict[str, str]:
    """Lo que queda de la palabra sin cada prefijo que trae, con cuál; entera, con ninguno."""
    # «i-» sólo niega ante ele: «ilegal».
    prefijos = _PREFIJOS | ({"i": "in"} if palabra.startswith("il") else {})
    sin = {palabra[len(uno) :]: clase for uno, clase in prefijos.items() if palabra.startswith(uno)}
    return {base: c for base, c in sin.items() if len(base) >= _BASE_MINIMA and _EMPIEZA.match(base)} | {palabra: ""}


def _se_parece(una: str, otra: str) -> bool:
    if una[0] != otra[0]:
        # Mal escrita desde la primera letra, sólo ella: «ejecucion» no es «reduccion», ni «auditar», «editar».
        return una[1:] in (otra, otra[1:]) or una == otra[1:]
    # Justo en el límite, en una de cuatro letras, cambia una: «meta» y «mesa»; trocadas, «paln» y «plan», no.
    parecido = SequenceMatcher(None, una, otra, autojunk=False).ratio()
    return parecido > PARECIDO or (parecido == PARECIDO and (len(una) > _BASE_MINIMA or sorted(una) == sorted(otra)))
