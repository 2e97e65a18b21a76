"""Qué plan de mejoramiento trae un libro: uno suscrito con la Contraloría es de otra clase. Todo puro."""

import re
from collections.abc import Iterable

from mipg.texto import normalizar

_SIRECI = re.compile(r"\bsireci\b|\bf ?14 1\b")
_CONTRALORIA = re.compile(r"\bcontraloria\b|\bcgr\b")
# Los títulos que sólo trae el formato que se rinde: con dos basta.
_DEL_FORMATO = tuple(
    re.compile(forma)
    for forma in (
        r"modalidad (?:de )?registro",
        r"codigo (?:del )?hallazgo",
        r"plazo en semanas",
        r"denominacion (?:de la )?unidad (?:de )?medida",
    )
)
_DOS = 2


def es_de_contraloria(encima: Iterable[str], titulos: Iterable[str]) -> str:
    """Por qué un libro es el plan suscrito con la Contraloría; vacío si no lo es.

    `encima`: el nombre de la hoja y lo escrito arriba de la tabla; `titulos`: los de sus columnas. Que un hallazgo
    nombre a la Contraloría no lo hace suyo.
    """
    dichos = [(texto, normalizar(texto)) for texto in encima]
    nombra = next((texto for texto, n in dichos if _SIRECI.search(n) or _CONTRALORIA.search(n)), "")
    columnas = [titulo for titulo in titulos if any(forma.search(normalizar(titulo)) for forma in _DEL_FORMATO)]
    if nombra:
        senal = f"arriba de la tabla dice «{nombra[:100]}»"
    elif len(columnas) >= _DOS or any(_SIRECI.search(normalizar(titulo)) for titulo in titulos):
        senal = f"sus columnas son las de ese formato ({', '.join(f'«{t}»' for t in columnas[:3])})"
    else:
        return ""
    return (
        f"Parece el plan de mejoramiento suscrito con la Contraloría: {senal}. Ese plan se rinde y se sigue en SIRECI "
        "(formato F14.1), no aquí: en este van las acciones que atienden los resultados del FURAG. Si no lo es, quite "
        "eso del archivo y súbalo de nuevo."
    )
