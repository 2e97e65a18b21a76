"""Qué plan de mejoramiento trae un libro: uno suscrito con la Contraloría es de otra clase. Todo puro."""

import re
from collections.abc import Collection, Iterable

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
_ARCHIVOS_DE_SISIFO = {"plan": "planes", "hallazgo": "hallazgos", "accion": "acciones", "avance": "avances"}
_CLAVE_DE_SISIFO = re.compile(rf"id ?(?:del? |de la )?({'|'.join(_ARCHIVOS_DE_SISIFO)})")
_DE_UNA_PREGUNTA = re.compile(r"\s*([A-Za-z]{3})[\s_-]*\d{2,3}\s*")
# Con qué letras empiezan las preguntas del FURAG de cada política.
_PREGUNTAS = {
    "GTH": "POL01", "INT": "POL02", "PLA": "POL03", "CCP": "POL05", "FOR": "POL06", "GDI": "POL07", "SDI": "POL08",
    "DJU": "POL09", "SEC": "POL11", "PCI": "POL13", "SYE": "POL14", "TRA": "POL15", "GDO": "POL16", "GCI": "POL18",
    "CIN": "POL19",
}  # fmt: skip
_ENTIDAD = re.compile(r"^(?:alcaldia|gobernacion|municipio|distrito)\b")
_NO_DISTINGUEN = frozenset(("de", "del", "la", "el", "los", "las", "y", "mayor", "municipal", "distrital", "alcaldia"))
_ENTRE_PARTES = re.compile(r"\s+[-–—·|]\s*|[,\n]")


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


def es_de_sisifo(hoja: str, titulos: Iterable[str], campos: Collection[str]) -> str:
    """Por qué no se lee uno de los cuatro CSV con que se carga SISIFO; vacío si no lo es o ya trae el hallazgo.

    `hoja`: en un CSV, el nombre del archivo; `campos`, los que se reconocieron.
    """
    dichos = [normalizar(titulo) for titulo in titulos]
    claves = [suya[1] for uno in dichos if (suya := _CLAVE_DE_SISIFO.fullmatch(uno))]
    # El suyo va primero; de los otros trae con qué se ligan.
    cual = claves[0] if claves else ""
    se_llama = "nombre" not in campos and normalizar(hoja) in (cual, f"{cual}s", f"{cual}es")
    if "hallazgo" in campos or not cual or not (len({*claves}) >= _DOS or se_llama):
        return ""
    return (
        f"Es el archivo de {_ARCHIVOS_DE_SISIFO[cual]} de SISIFO, que son cuatro (plan, hallazgo, acción y avance): "
        "uno solo no dice qué se halló y qué se va a hacer. Júntelos en un libro: parta de accion.csv, traiga de "
        "hallazgo.csv, por id_hallazgo, la descripción y la causa de cada una, y ponga estos títulos: Hallazgo, Causa, "
        "Acción de mejora, Meta, Indicador, Responsable, Fecha de inicio y Fecha de terminación. Los avances no se "
        "importan: cada acción se reporta aquí."
    )


def politica_de_la_pregunta(texto: str) -> str:
    """El código de la política de una pregunta del FURAG; vacío si no lo es o no se sabe.

    >>> politica_de_la_pregunta(" gdi-211 "), politica_de_la_pregunta("EMI08")
    ('POL07', '')
    """
    hallada = _DE_UNA_PREGUNTA.fullmatch(texto)
    return _PREGUNTAS.get(hallada[1].upper(), "") if hallada else ""


def es_de_otra_entidad(encima: Iterable[str], nuestra: str) -> str:
    """Por qué un libro es de otra entidad, según lo escrito arriba de la tabla; vacío si no nombra a otra.

    >>> es_de_otra_entidad(["ALCALDÍA DE CARTAGENA — Planeación"], "Alcaldía Mayor de Cartagena de Indias")
    ''
    """
    propias = {*normalizar(nuestra).split()} - _NO_DISTINGUEN
    for texto in encima:
        for parte in _ENTRE_PARTES.split(texto):
            dichas = {*normalizar(parte).split()} - _NO_DISTINGUEN
            nombra = _ENTIDAD.match(normalizar(parte)) and not (dichas <= propias or propias <= dichas)
            # Las alcaldías locales son de la misma entidad.
            if propias and nombra and "local" not in dichas:
                return (
                    f"Arriba de la tabla dice «{parte.strip()[:100]}» y este plan es de {nuestra}. Si el archivo es de "
                    "esta entidad, corríjalo y súbalo de nuevo."
                )
    return ""
