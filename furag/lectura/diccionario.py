"""El diccionario de índices: hoja `Ind…`, una fila por índice, y la jerarquía en el orden (IDI → D → POL → I)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from furag.lectura import titulos
from furag.lectura.preguntas import Pregunta
from furag.lectura.resultados import anios_de
from furag.reglas.arbol import RAIZ
from furag.reglas.cifras import miden_lo_mismo
from mipg.libros import Fila, Hoja, Libro, Nota
from mipg.libros.libro import letra
from mipg.libros.notas import VACIO
from mipg.libros.textos import en_una_linea
from mipg.texto import en_lista, normalizar

_CODIGO = re.compile(r"idi|d ?0?[1-7]|pol ?\d{1,2}|i ?\d{1,2}")
_CODIGOS_MINIMOS = 5
_LARGO_DEL_NOMBRE = 300
_ANIO_DE_LA_HOJA = re.compile(r"(20\d\d)")


@dataclass(frozen=True)
class DefinicionLeida:
    """Un índice como lo nombra el diccionario; `padre`, el código del que cuelga."""

    codigo: str
    nombre: str
    descripcion: str
    padre: str
    orden: int
    fila: int


@dataclass
class LecturaDeDiccionario:
    """Lo que dice el diccionario. Con `errores` o `preguntas` no se guarda nada."""

    hoja: str = ""
    definiciones: list[DefinicionLeida] = field(default_factory=list)
    errores: list[Nota] = field(default_factory=list)
    preguntas: list[Pregunta] = field(default_factory=list)

    @property
    def se_puede(self) -> bool:
        """Si hay índices y nada que corregir ni preguntar."""
        return bool(self.definiciones) and not self.errores and not self.preguntas


def leer_diccionario(
    nombre: str, libro: Libro, *, anio: int, elecciones: Mapping, modelo: Mapping[str, tuple[str, str]] = VACIO
) -> LecturaDeDiccionario:
    """Lee un diccionario de índices para la medición de `anio`; `elecciones`, lo que la persona contestó.

    `modelo`: de cada código, su nombre y de cuál cuelga en la versión medida. Lo que el archivo dice de otra manera se
    pregunta.
    """
    lectura = LecturaDeDiccionario()
    hojas = {hoja.nombre: (hoja, columna) for hoja in libro.hojas if (columna := _columna_de_codigos(hoja))}
    if not hojas:
        mensaje = (
            "Ninguna hoja trae una columna con los códigos de los índices (D1, POL01, I01…): no es el diccionario."
        )
        lectura.errores.append(Nota("hoja_equivocada", "", 0, "", "", mensaje))
        return lectura
    elegida = elecciones.get("hoja") if elecciones.get("hoja") in hojas else None
    if elegida is None and len(hojas) > 1:
        opciones = tuple((una, una) for una in hojas)
        lectura.preguntas.append(Pregunta("hoja", "Varias hojas traen índices. ¿Cuál se lee?", opciones))
        return lectura
    hoja, columna = hojas[elegida or next(iter(hojas))]
    lectura.hoja = hoja.nombre
    dichos = {int(dicho) for dicho in _ANIO_DE_LA_HOJA.findall(hoja.nombre)} or anios_de(nombre, "")
    if dichos and dichos != {anio} and not elecciones.get("vigencia"):
        texto = f"El diccionario es de {en_lista(map(str, sorted(dichos)))}. ¿Vale para la medición de {anio}?"
        lectura.preguntas.append(Pregunta("vigencia", texto))
    _leer_filas(lectura, hoja, columna)
    if modelo and lectura.definiciones:
        _comparar_con_el_modelo(lectura, letra(columna), modelo, elecciones)
    return lectura


def _es_codigo(texto: str) -> bool:
    return bool(_CODIGO.fullmatch(normalizar(texto)))


def _columna_de_codigos(hoja: Hoja) -> int | None:
    """La columna con más códigos; nula si son muy pocos para ser un diccionario."""
    veces = Counter(i for fila in hoja.filas for i, celda in fila.celdas.items() if _es_codigo(celda.texto))
    columna, cuantos = max(veces.items(), key=lambda par: par[1], default=(None, 0))
    return columna if cuantos >= _CODIGOS_MINIMOS else None


def _columnas(hoja: Hoja, de_codigos: int, primera: int) -> tuple[int | None, int | None]:
    """Las del nombre y la descripción: las que lo dicen en su título o, sin él, las de los lados."""
    dichas = {
        normalizar(celda.texto): indice
        for fila in hoja.filas
        if fila.numero < primera
        for indice, celda in fila.celdas.items()
        if indice != de_codigos
    }
    con_letras = Counter(
        indice
        for fila in hoja.filas
        if fila.numero >= primera
        for indice, celda in fila.celdas.items()
        if celda.error or any(letra.isalpha() for letra in celda.texto)
    )
    # Ni el consecutivo ni una marca suelta son el nombre.
    con_texto = {indice for indice, veces in con_letras.items() if veces * 2 > con_letras[de_codigos]}
    nombre = next((i for t, i in dichas.items() if t.startswith(("nombre", "indice")) and i in con_texto), None)
    izquierda = max((i for i in con_texto if i < de_codigos), default=None)
    # De la descripción, muchas celdas pueden venir vacías.
    derecha = [i for i in sorted(con_letras) if i > de_codigos]
    nombre = nombre or izquierda or next(iter(derecha), None)
    descripcion = next((i for titulo, i in dichas.items() if titulo.startswith("descripcion")), None)
    return nombre, descripcion or next((i for i in derecha if i != nombre), None)


def _leer_filas(lectura: LecturaDeDiccionario, hoja: Hoja, columna: int) -> None:
    primera = next(f.numero for f in hoja.filas if columna in f.celdas and _es_codigo(f.celdas[columna].texto))
    de_nombre, de_descripcion = _columnas(hoja, columna, primera)
    donde: dict[str, int] = {}
    for fila in hoja.filas:
        if fila.numero < primera:
            if _nombra_el_idi(fila, de_nombre) and columna not in fila.celdas:
                _anotar(lectura, RAIZ, fila, de_nombre, de_descripcion)
                donde[RAIZ] = fila.numero
            continue
        if _es_un_rotulo(fila):
            continue
        for indice in {columna, de_nombre, de_descripcion} - {None}:
            if (celda := fila.celdas.get(indice)) and celda.error:
                lectura.errores.append(
                    Nota("celda_con_error", hoja.nombre, fila.numero, letra(indice), celda.texto[:40], celda.error)
                )
        dicho = _texto(fila, columna)
        codigo = titulos.codigo_de(dicho) if _es_codigo(dicho) else None
        if codigo is None and not dicho and _nombra_el_idi(fila, de_nombre):
            codigo = RAIZ
        if codigo in donde and columna not in fila.propias:
            # El código ocupa dos filas combinadas: la descripción viene en pedazos.
            ultima = lectura.definiciones[-1]
            juntas = " ".join(filter(None, (ultima.descripcion, _texto(fila, de_descripcion))))
            lectura.definiciones[-1] = replace(ultima, descripcion=juntas)
        elif codigo is None:
            mensaje = f"«{dicho[:40]}» no es el código de un índice." if dicho else "Falta el código del índice."
            lectura.errores.append(
                Nota("codigo_ilegible", hoja.nombre, fila.numero, letra(columna), dicho[:40], mensaje)
            )
        elif codigo in donde:
            mensaje = f"{codigo} ya está en la fila {donde[codigo]}. Deje uno solo."
            lectura.errores.append(Nota("codigo_repetido", hoja.nombre, fila.numero, letra(columna), codigo, mensaje))
        else:
            donde[codigo] = fila.numero
            _anotar(lectura, codigo, fila, de_nombre, de_descripcion)


def _es_un_rotulo(fila: Fila) -> bool:
    """«DIMENSIÓN 1 Y SUS POLÍTICAS», a lo ancho: si se comiera un índice, su falta se pregunta frente al modelo."""
    propias = list(fila.propias.values())
    return len(propias) == 1 and propias[0].ancho > 1


def _nombra_el_idi(fila: Fila, de_nombre: int | None) -> bool:
    return titulos.codigo_de(_texto(fila, de_nombre)) == RAIZ


def _texto(fila: Fila, columna: int | None) -> str:
    celda = fila.celdas.get(columna) if columna else None
    return en_una_linea(celda.texto) if celda and not celda.error else ""


def _anotar(
    lectura: LecturaDeDiccionario, codigo: str, fila: Fila, de_nombre: int | None, de_descripcion: int | None
) -> None:
    nombre = titulos.sin_corte(_texto(fila, de_nombre))
    if not nombre or len(nombre) > _LARGO_DEL_NOMBRE:
        mensaje = f"El nombre tiene más de {_LARGO_DEL_NOMBRE} letras." if nombre else f"Falta el nombre de {codigo}."
        columna = letra(de_nombre) if de_nombre else ""
        lectura.errores.append(Nota("nombre", lectura.hoja, fila.numero, columna, nombre[:40], mensaje))
        return
    padre = _padre(codigo, (una.codigo for una in reversed(lectura.definiciones)))
    orden = len(lectura.definiciones)
    lectura.definiciones.append(
        DefinicionLeida(codigo, nombre, _texto(fila, de_descripcion), padre, orden, fila.numero)
    )


def _nivel(codigo: str) -> int:
    return 0 if codigo == RAIZ else 1 if codigo[0] == "D" else 2 if codigo.startswith("POL") else 3


def _padre(codigo: str, hacia_atras: Iterable[str]) -> str:
    """El último de un nivel más alto."""
    return next((otro for otro in hacia_atras if _nivel(otro) < _nivel(codigo)), "")


def _comparar_con_el_modelo(
    lectura: LecturaDeDiccionario, columna: str, modelo: Mapping[str, tuple[str, str]], elecciones: Mapping
) -> None:
    """Lo que el archivo dice distinto del modelo medido: un nombre de otro es un error; lo demás se pregunta."""
    llamado = titulos.por_nombre({codigo: nombre for codigo, (nombre, _) in modelo.items()})
    leidas = {una.codigo: una for una in lectura.definiciones}
    for una in leidas.values():
        otro = llamado(una.codigo, una.nombre)
        if otro and otro != una.codigo and una.codigo in modelo:
            mensaje = f"El código dice {una.codigo} y el nombre es el de {otro}. Compruebe el archivo y súbalo."
            lectura.errores.append(Nota("codigo_y_nombre", lectura.hoja, una.fila, columna, una.nombre[:40], mensaje))
    de_otro = [u for u in leidas.values() if u.codigo in modelo and modelo[u.codigo][1] not in ("", u.padre)]
    if de_otro and not elecciones.get("jerarquia"):
        dichos = _algunos(
            f"{u.codigo} de {u.padre or 'nada'} y no de {modelo[u.codigo][1]} (fila {u.fila})" for u in de_otro
        )
        texto = f"Por el orden del archivo cuelgan: {dichos}. ¿Se cuelgan como en el modelo medido?"
        lectura.preguntas.append(Pregunta("jerarquia", texto))
    lectura.definiciones = [replace(u, padre=modelo[u.codigo][1]) if u in de_otro else u for u in lectura.definiciones]
    sobran = [u.codigo for u in leidas.values() if u.codigo not in modelo and u.codigo != RAIZ]
    # El oficial no trae POL14.
    faltan = [codigo for codigo in modelo if codigo not in leidas and codigo != "POL14"]
    nuevos = [
        f"{u.codigo} («{u.nombre[:60]}» por «{modelo[u.codigo][0][:60]}»)"
        for u in leidas.values()
        if u.codigo in modelo
        and not miden_lo_mismo(titulos.nombre_de(u.nombre), titulos.nombre_de(modelo[u.codigo][0]))
    ]
    partes = (("trae sin estar en él", sobran), ("no trae", faltan), ("nombra de otro modo", nuevos))
    if (dichas := "; ".join(f"{que} {_algunos(codigos)}" for que, codigos in partes if codigos)) and not elecciones.get(
        "modelo"
    ):
        texto = f"Frente al modelo medido, el archivo {dichas}. ¿Se importa así?"
        lectura.preguntas.append(Pregunta("modelo", texto))


def _algunos(dichos: Iterable[str], cuantos: int = 12) -> str:
    dichos = list(dichos)
    return en_lista([*dichos[:cuantos], *([f"otros {len(dichos) - cuantos}"] if dichos[cuantos:] else [])])
