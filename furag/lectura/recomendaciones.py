"""El archivo de recomendaciones de una entidad: dónde está la tabla y qué dice cada fila. Todo puro.

Trae `Política | Recomendación | Política relacionada` o, de 2019 a 2021, `# | Política | Recomendaciones`; sin índice
ni identificador. De qué política es cada fila se decide después, con el catálogo (`furag.reglas.politicas_dichas`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf

from mipg.libros.libro import ArchivoInvalido, Celda, Hoja, Libro, letra
from mipg.libros.notas import Nota
from mipg.libros.textos import con_letras_perdidas, sin_valor
from mipg.texto import normalizar

FILAS_DE_BUSQUEDA = 20
# El archivo más largo que se conoce trae unas cuatrocientas.
RECOMENDACIONES_MAXIMAS = 1_500
LARGO_MAXIMO = 4_000
HOJA = "recomendaciones"
# Los títulos se comparan sin espacios: Excel parte las palabras («Recomen- dación»).
_TITULOS: Mapping[str, frozenset[str]] = {
    "recomendacion": frozenset(
        {"recomendacion", "recomendaciones", "recomendaciondemejora", "recomendacionesdemejora", "textorecomendacion",
         "textodelarecomendacion", "descripciondelarecomendacion", "recomendacionesdemejoramiento"}
    ),
    "politica": frozenset(
        {"politica", "politicas", "nombredelapolitica", "nombrepolitica", "politicadegestionydesempeno",
         "politicadegestionydesempenoinstitucional", "politicamipg", "politicasdegestionydesempeno"}
    ),
    "relacionada": frozenset(
        {"politicarelacionada", "politicasrelacionadas", "codigodelapolitica", "codigopolitica", "codpolitica"}
    ),
    "entidad": frozenset({"entidad", "nombredelaentidad", "nombreentidad"}),
}  # fmt: skip
# Con dos de estas, no es el archivo de Función Pública sino un plan que alguien armó con él.
_DE_UN_PLAN = re.compile(
    r"(?:accion|acciones|actividad|responsable|dependencia|fecha|plazo|estado|meta|indicador|causa)\b"
)
_DOS = 2
# Si son menos, no es que la política se escriba una vez por grupo: a esas filas les falta.
_PARTE_QUE_HEREDA = 4
# Con estas empieza lo que va al pie: quién lo hizo, de dónde sale, qué advierte.
_DEL_PIE = re.compile(
    r"(?:elaboro|elaborado por|reviso|revisado por|aprobo|aprobado por|proyecto(?= )|proyectado por|vo ?bo|visto bueno"
    r"|firma|fuente|notas?|fecha de (?:generacion|corte|elaboracion|consulta|expedicion|impresion)|generado|pagina"
    r"|documento (?:no )?controlado|copia (?:no )?controlada)\b"
)
_ROTULOS = {
    "recomendacion": "Recomendación",
    "politica": "Política",
    "relacionada": "Política relacionada",
    "entidad": "Entidad",
}
# Así dice un archivo que a esa política no le hicieron ninguna.
_NINGUNA = re.compile(
    r"(?:sin|ninguna|no (?:hay|tiene|presenta|registra|aplica|genera|se generaron))"
    r"(?: (?:ninguna )?recomendacion(?:es)?)?"
    r"(?: (?:para|en) (?:esta|la) (?:politica|vigencia|entidad|medicion))?"
)
_ENTIDAD = re.compile(r"\s*(?:nombre de la )?entidad\s*:?\s*(.*)", re.IGNORECASE | re.DOTALL)
_NUMERADAS = re.compile(r"^\s*\d{1,2}\s?[.)-]\s*\D", re.MULTILINE)
_ANIO = re.compile(r"(?<!\d)20[1-4]\d(?!\d)")


@dataclass(frozen=True)
class Renglon:
    """Una recomendación como viene. `politica` y `relacionada`: lo escrito (o heredado de arriba) en esas columnas.

    `entidad`: la de su fila, si el archivo tiene esa columna.
    """

    fila: int
    texto: str
    politica: str = ""
    relacionada: str = ""
    entidad: str = ""


@dataclass(frozen=True)
class LecturaDeRecomendaciones:
    """Lo que dice el archivo. `membrete`: lo escrito sobre el encabezado; `entidad`, la que nombra, si la nombra.

    `anios`: los que nombra el membrete o la hoja. `hojas`: las que tienen la tabla. Con `errores` no se importa nada.
    """

    hoja: str
    hojas: tuple[str, ...]
    encabezado: int
    renglones: tuple[Renglon, ...]
    membrete: tuple[str, ...] = ()
    entidad: str = ""
    anios: tuple[int, ...] = ()
    notas: tuple[Nota, ...] = ()
    errores: tuple[Nota, ...] = ()


@dataclass(frozen=True)
class _Tabla:
    hoja: Hoja
    fila: int
    columnas: Mapping[str, int]
    repetidas: tuple[str, ...]


def leer_recomendaciones(libro: Libro, hoja: str | None = None) -> LecturaDeRecomendaciones:
    """Lee la hoja elegida o, sin elegir, «Recomendaciones»; si no la hay, la única que tenga la tabla.

    Lanza `ArchivoInvalido` si ninguna la tiene, o si trae más de `RECOMENDACIONES_MAXIMAS`.
    """
    tablas = [tabla for una in libro.hojas if (tabla := _tabla(una))]
    if not tablas:
        raise ArchivoInvalido(
            "No es un archivo de recomendaciones: en las primeras 20 filas de ninguna hoja hay un encabezado con las "
            "columnas «Política» y «Recomendación». Suba el archivo de Función Pública como se descargó."
        )
    tabla = _la_elegida(tablas, hoja)
    if len(de_plan := _titulos_de_un_plan(tabla)) >= _DOS:
        raise ArchivoInvalido(
            f"No es el archivo de recomendaciones sino un plan: la hoja «{tabla.hoja.nombre}» trae las columnas "
            f"{', '.join(f'«{titulo}»' for titulo in de_plan)}. Súbalo en el plan de mejoramiento de su política."
        )
    notas: list[Nota] = []
    errores: list[Nota] = []
    if len(tablas) > 1 and hoja is None and not _es_la_de_siempre(tabla.hoja):
        nombres = ", ".join(f"«{una.hoja.nombre}»" for una in tablas)
        mensaje = f"Varias hojas tienen recomendaciones: {nombres}. Elija cuál se lee."
        errores.append(Nota("varias_hojas", "", 0, "", "", mensaje))
    for campo in tabla.repetidas:
        mensaje = f"La columna «{_ROTULOS[campo]}» está más de una vez: deje una sola en el archivo y vuelva a subirlo."
        errores.append(Nota("columna_repetida", tabla.hoja.nombre, tabla.fila, "", "", mensaje))
    renglones = tuple(_renglones(tabla, notas, errores))
    if len(renglones) > RECOMENDACIONES_MAXIMAS:
        raise ArchivoInvalido(
            f"El archivo trae {len(renglones)} recomendaciones y de una entidad no se esperan más de "
            f"{RECOMENDACIONES_MAXIMAS}. Suba el de esta entidad, no el de todas."
        )
    membrete = tuple(_membrete(tabla))
    dichos = " ".join((tabla.hoja.nombre, *membrete))
    return LecturaDeRecomendaciones(
        hoja=tabla.hoja.nombre,
        hojas=tuple(una.hoja.nombre for una in tablas),
        encabezado=tabla.fila,
        renglones=renglones,
        membrete=membrete,
        entidad=_entidad(tabla),
        anios=tuple(sorted({int(anio) for anio in _ANIO.findall(dichos)})),
        notas=tuple(notas),
        errores=tuple(errores),
    )


def sin_las_de_otras(lectura: LecturaDeRecomendaciones, es_nuestra: Callable[[str], bool]) -> LecturaDeRecomendaciones:
    """La misma sin las filas que dicen ser de otra entidad; si todas son de una sola ajena, enteras y con su nombre."""
    dichas = {renglon.entidad for renglon in lectura.renglones if renglon.entidad}
    ajenas = {dicha for dicha in dichas if not es_nuestra(dicha)}
    if not ajenas:
        return lectura
    if len(dichas) == 1:
        return replace(lectura, entidad=lectura.entidad or ajenas.pop())
    notas = [
        Nota("de_otra_entidad", lectura.hoja, una.fila, "", una.entidad[:80], "Es de otra entidad: no se importa.")
        for una in lectura.renglones
        if una.entidad in ajenas
    ]
    quedan = tuple(una for una in lectura.renglones if una.entidad not in ajenas)
    return replace(lectura, renglones=quedan, notas=(*lectura.notas, *notas))


def _es_la_de_siempre(hoja: Hoja) -> bool:
    return normalizar(hoja.nombre) == HOJA


def _la_elegida(tablas: list[_Tabla], hoja: str | None) -> _Tabla:
    elegidas = [tabla for tabla in tablas if tabla.hoja.nombre == hoja]
    siempre = [tabla for tabla in tablas if _es_la_de_siempre(tabla.hoja)]
    visibles = [tabla for tabla in tablas if not tabla.hoja.oculta]
    return (elegidas or siempre or visibles or tablas)[0]


def _campo(celda: Celda) -> str | None:
    clave = normalizar(celda.texto).replace(" ", "")
    return next((campo for campo, titulos in _TITULOS.items() if clave in titulos), None)


def _tabla(hoja: Hoja) -> _Tabla | None:
    """La última fila seguida que parece el encabezado: uno combinado hacia abajo ocupa varias."""
    hallada = None
    for fila in hoja.filas:
        if fila.numero > FILAS_DE_BUSQUEDA + (hallada is not None):
            break
        campos = [(campo, indice) for indice, celda in fila.celdas.items() if (campo := _campo(celda))]
        nombres = [campo for campo, _ in campos]
        if "recomendacion" in nombres and {"politica", "relacionada"} & {*nombres}:
            repetidas = tuple(dict.fromkeys(uno for uno in nombres if nombres.count(uno) > 1))
            hallada = _Tabla(hoja, fila.numero, dict(reversed(campos)), repetidas)
        elif hallada:
            break
    return hallada


def _titulos_de_un_plan(tabla: _Tabla) -> list[str]:
    fila = next(fila for fila in tabla.hoja.filas if fila.numero == tabla.fila)
    return [celda.texto[:40] for celda in fila.propias.values() if _DE_UN_PLAN.match(normalizar(celda.texto))]


def _se_escribe_por_grupos(tabla: _Tabla) -> bool:
    """Si la política se escribe una vez y vale para las filas de abajo."""
    indices = [indice for campo, indice in tabla.columnas.items() if campo != "recomendacion"]
    de_datos = [f for f in tabla.hoja.filas if f.numero > tabla.fila and tabla.columnas["recomendacion"] in f.celdas]
    calladas = sum(not any(indice in fila.celdas for indice in indices) for fila in de_datos)
    return calladas * _PARTE_QUE_HEREDA >= len(de_datos)


def _membrete(tabla: _Tabla) -> Iterator[str]:
    for fila in tabla.hoja.filas:
        if fila.numero >= tabla.fila:
            return
        dicho = " ".join(celda.texto for celda in fila.propias.values())
        if dicho and not any(map(_campo, fila.celdas.values())):
            yield dicho[:300]


def _entidad(tabla: _Tabla) -> str:
    """La que dice el membrete: «Entidad: ALCALDIA DE…», en una celda o en la siguiente."""
    for fila in tabla.hoja.filas:
        if fila.numero >= tabla.fila:
            break
        celdas = [celda.texto for _, celda in sorted(fila.propias.items())]
        for celda, siguiente in zip(celdas, [*celdas[1:], ""], strict=True):
            if dicha := _ENTIDAD.fullmatch(celda):
                return (dicha[1] or siguiente).strip(" :")[:300]
    return ""


def _renglones(tabla: _Tabla, notas: list[Nota], errores: list[Nota]) -> Iterator[Renglon]:
    columna = {campo: letra(indice) for campo, indice in tabla.columnas.items()}
    arriba, pie = ("", ""), _donde_empieza_el_pie(tabla)
    hereda = _se_escribe_por_grupos(tabla)

    def anotar(lista: list[Nota], codigo: str, mensaje: str, campo: str = "", valor: str = "") -> None:
        lista.append(Nota(codigo, tabla.hoja.nombre, fila.numero, columna.get(campo, ""), valor[:80], mensaje))

    for fila in tabla.hoja.filas:
        celdas = {campo: fila.celdas.get(indice) for campo, indice in tabla.columnas.items()}
        dicha = celdas["recomendacion"]
        if fila.numero <= tabla.fila or (dicha and _campo(dicha) == "recomendacion"):
            continue  # El encabezado se repite en cada página.
        politica, relacionada = (_texto(celdas.get(campo)) for campo in ("politica", "relacionada"))
        if fila.numero >= pie or _es_del_pie(celdas):
            anotar(notas, "pie", "Es del pie del archivo (firmas, fuente o notas): no se importa.")
            continue
        if problema := _problema(celdas, politica):
            codigo, campo, mensaje = problema
            anotar(errores, codigo, mensaje, campo, celdas[campo].texto)
            continue
        if dicha is None or not isinstance(dicha.valor, str) or _no_hay(dicha.valor):
            if politica or relacionada:
                # Puede ser el título de las que siguen: «Gobierno Digital», y debajo sus recomendaciones.
                arriba = (politica or arriba[0], relacionada)
            anotar(notas, "sin_recomendacion", "No trae recomendación: no se importa.")
            continue
        if not (politica or relacionada) and hereda:
            politica, relacionada = arriba
            anotar(notas, "politica_de_arriba", "No dice su política: se toma la de la fila de arriba.")
        elif relacionada and not politica and relacionada == arriba[1]:
            politica = arriba[0]
        arriba = (politica, relacionada)
        if len(varias := _NUMERADAS.findall(dicha.valor)) >= _DOS:
            mensaje = (
                f"La celda trae {len(varias)} renglones numerados: se importa como una sola. Si son varias, deje una "
                "por fila."
            )
            anotar(notas, "varias_en_una", mensaje, "recomendacion", dicha.valor)
        if fila.oculta:
            anotar(notas, "oculta", "Está oculta en Excel: también se lee.")
        if perdidas := con_letras_perdidas(dicha.valor):
            mensaje = f"A «{perdidas[0]}» le falta una letra: quien guardó el archivo la cambió por «?»."
            anotar(notas, "letras_perdidas", mensaje, "recomendacion", dicha.valor)
        yield Renglon(fila.numero, dicha.valor, politica, relacionada, _texto(celdas.get("entidad")))


def _no_hay(texto: str) -> bool:
    return sin_valor(texto) or bool(_NINGUNA.fullmatch(normalizar(texto)))


def _donde_empieza_el_pie(tabla: _Tabla) -> float:
    """La fila de la primera firma o nota debajo de la última recomendación que dice su política; infinito si no hay.

    Lo que sigue (nombres, cargos, rayas) es del pie aunque no lo diga.
    """
    pie = inf
    for fila in tabla.hoja.filas:
        celdas = {campo: fila.celdas.get(indice) for campo, indice in tabla.columnas.items()}
        dice_politica = any(_texto(celdas.get(campo)) for campo in ("politica", "relacionada"))
        if fila.numero <= tabla.fila:
            continue
        if _es_del_pie(celdas):
            pie = min(pie, fila.numero)
        elif dice_politica and celdas["recomendacion"]:
            pie = inf
    return pie


def _es_del_pie(celdas: Mapping[str, Celda | None]) -> bool:
    """Si la fila es una firma o una nota: lo dice donde iría la política o, sin política, donde la recomendación."""
    dichos = {campo: _texto(celda) for campo, celda in celdas.items()}
    politica = dichos.get("politica", "")
    if _DEL_PIE.match(normalizar(politica)):
        return True
    sin_politica = not (politica or dichos.get("relacionada"))
    return sin_politica and bool(_DEL_PIE.match(normalizar(dichos["recomendacion"])))


def _problema(celdas: Mapping[str, Celda | None], politica: str) -> tuple[str, str, str] | None:
    """Por qué no se puede usar la fila: código, columna y mensaje."""
    for campo, celda in celdas.items():
        if celda and celda.error:
            return "celda_con_error", campo, celda.error
    dicha = celdas["recomendacion"]
    if dicha is None:
        return None
    if not isinstance(dicha.valor, str):
        es_total = isinstance(dicha.valor, Decimal) and normalizar(politica).startswith("total")
        mensaje = f"«{dicha.texto}» no es una recomendación: se esperaba un texto."
        return None if es_total else ("no_es_texto", "recomendacion", mensaje)
    largo = len(dicha.valor)
    mensaje = f"La recomendación tiene {largo} letras y caben {LARGO_MAXIMO}: revise que no sean varias."
    return ("muy_larga", "recomendacion", mensaje) if largo > LARGO_MAXIMO else None


def _texto(celda: Celda | None) -> str:
    return " ".join(celda.texto.split()) if celda and not celda.error else ""
