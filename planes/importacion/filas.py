"""Qué filas de una tabla no son actividades: títulos, totales, separadores, firmas, notas, otras tablas debajo."""

import itertools
import re
from collections.abc import Iterable

from mipg.libros.libro import Celda, Fila
from mipg.texto import normalizar

from .columnas import Tabla
from .titulos import trimestre_de


def _conjunto(palabras: str) -> frozenset[str]:
    return frozenset(palabras.split())


SEPARADOR = "separador"
OTRA_TABLA = "otra tabla debajo del plan"
# De estas dos se avisa: su texto está donde va el de una actividad.
SOLO_UN_TEXTO = "título o firma: sólo trae un texto"
DEBAJO = "firma o nota debajo de la tabla"

_TOTAL = re.compile(
    r"(?:gran |sub ?)?total(?:es)?(?: (?:de (?:las? |los )?)?"
    r"(?:del|general|ponderacion|pesos?|dimension|politica|plan|componente|actividades|acciones|metas)\b.*)?"
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
_LINEA_DE_FIRMA = re.compile(r"_{3,}|\.{5,}")
# Las palabras con que se titulan el cuadro de firmas y el control de cambios; las segundas bastan para reconocerlos.
_DE_OTRA_TABLA = _conjunto(
    """no n item version versiones fecha descripcion cambio cambios modificacion modificaciones naturaleza motivo razon
    elaboro elaborado elaboracion proyecto reviso revisado revision aprobo aprobado aprobacion nombre nombres apellidos
    cargo cargos firma firmas vigencia responsable responsables observaciones autor control historial registro documento
    realizado realizada actualizacion convenciones leyenda de del por y la el los las en o"""
)
_DELATAN_OTRA_TABLA = _conjunto(
    """version versiones cambio cambios modificacion modificaciones elaboro elaborado reviso revisado aprobo aprobado
    apellidos cargo cargos firma firmas historial convenciones leyenda"""
)
# Cómo se rotulan las filas de una actividad que lleva lo programado en una y lo ejecutado debajo.
_FILA_DE_LO_PROGRAMADO = _conjunto("p prog programado programada programacion planeado meta")
_FILA_DE_LO_EJECUTADO = _conjunto("e ejec ejecutado ejecutada ejecucion avance real logro cumplimiento")
_COINCIDENCIAS_DE_ENCABEZADO = 3
# Columnas donde un texto solo en su fila es el título de una sección («» es una columna que no se importa).
_DE_SECCION = frozenset({"", "numero", "politica", "dimension", "indices"})
_DE_PLAZO = ("plazo", "fecha_inicio", "fecha_fin")


def motivos_de_omision(tabla: Tabla, omitir_ocultas: bool) -> dict[int, str]:
    """Por qué no es una actividad cada fila que no lo es, por su número; las demás pueden serlo."""
    motivos, sueltos = {}, _textos_sueltos(tabla)
    parte, columnas = "", frozenset()
    programada = None
    for fila in tabla.filas:
        if omitir_ocultas and fila.oculta:
            motivos[fila.numero] = "fila oculta"
            continue
        if _rotulo_de_fila(fila, tabla, _FILA_DE_LO_PROGRAMADO):
            programada = fila
        elif programada and _es_lo_ejecutado(fila, programada, tabla):
            motivos[fila.numero] = f"lo ejecutado de la fila {programada.numero}"
            continue
        if abre := _parte_que_abre(fila):
            parte, columnas = abre, frozenset(fila.propias)
        elif not _sigue_la_parte(fila, tabla, parte, columnas):
            parte = ""
        if motivo := parte or _motivo_propio(fila, tabla) or sueltos.get(fila.numero):
            motivos[fila.numero] = motivo
    return motivos


def _sigue_la_parte(fila: Fila, tabla: Tabla, parte: str, columnas: frozenset[int]) -> bool:
    """Si la fila sigue en lo que va debajo del plan: no pasa de sus columnas o, bajo un título, no es actividad."""
    if not parte or not fila.propias or set(fila.propias) <= columnas:
        return bool(parte and fila.propias)
    de_actividad = {"dependencia", *_DE_PLAZO, *filter(trimestre_de, tabla.indices)} & set(tabla.indices)
    numerada = _escribe(fila, tabla, ["numero"]) and _escribe(fila, tabla, ["meta"])
    bajo_un_titulo = parte == OTRA_TABLA and len(columnas) == 1
    return bajo_un_titulo and bool(de_actividad) and not numerada and not _trae(fila, tabla, de_actividad)


def politica_de_seccion(fila: Fila) -> str:
    """El nombre que anuncia un separador «POLÍTICA: Gobierno Digital»; vacío si anuncia otra cosa."""
    texto = next(iter(fila.propias.values())).texto
    hallada = _SECCION_DE_POLITICA.match(texto)
    return texto[hallada.end() :].strip() if hallada else ""


def _motivo_propio(fila: Fila, tabla: Tabla) -> str:
    """El motivo que se ve en la fila misma."""
    propias = list(fila.propias.values())
    if not propias:
        return "vacía: sólo tiene celdas combinadas que vienen de arriba"
    if _repite_encabezado(fila, tabla):
        return "repetición del encabezado"
    if _es_numeracion(fila, tabla):
        return "numeración de las columnas"
    if _es_ayuda(fila, tabla):
        return "ayuda del encabezado"
    if _son_textos(propias) and not _con_letras(propias):
        return "sin texto"
    if _es_total(fila, propias, tabla):
        return "total"
    if _es_pie(fila, propias, tabla):
        return "pie de página"
    return SEPARADOR if _es_separador(fila, propias, tabla) else ""


def _textos_sueltos(tabla: Tabla) -> dict[int, str]:
    """Las filas con el nombre y nada de lo que traen las otras actividades: títulos de sección, firmas, notas."""
    numeradas = [f.numero for f in tabla.filas if _escribe(f, tabla, ["numero"]) and _escribe(f, tabla, ["nombre"])]
    cola = [fila.numero for fila in tabla.filas if numeradas and fila.numero > numeradas[-1]]
    tras_un_blanco = {fila for orden, fila in enumerate(cola, start=1) if fila - numeradas[-1] > orden}
    de_actividades = ["dependencia", *_datos(tabla)]
    sin_metas = "meta" not in tabla.indices and not any(map(trimestre_de, tabla.indices))
    se_distinguen = sin_metas and any(_trae(fila, tabla, de_actividades) for fila in tabla.filas)
    sueltos = {}
    for fila in tabla.filas:
        if not _escribe(fila, tabla, ["nombre"]) or not _son_textos(fila.propias.values()):
            continue
        if fila.numero in tras_un_blanco and not _trae(fila, tabla, _datos(tabla)):
            sueltos[fila.numero] = DEBAJO
        elif se_distinguen and len(fila.propias) == 1 and not _trae(fila, tabla, de_actividades):
            sueltos[fila.numero] = SOLO_UN_TEXTO
    return sueltos


# Rasgos


def _trae(fila: Fila, tabla: Tabla, campos: Iterable[str]) -> bool:
    """Si la fila tiene, escrito en ella o combinado desde arriba, alguno de los campos."""
    return any(tabla.indices.get(campo) in fila.celdas for campo in campos)


def _escribe(fila: Fila, tabla: Tabla, campos: Iterable[str]) -> bool:
    """Si la fila tiene escrito en ella alguno de los campos."""
    return any(tabla.indices.get(campo) in fila.propias for campo in campos)


def _datos(tabla: Tabla) -> list[str]:
    """Los campos que hacen de una fila una actividad y no un texto suelto."""
    return ["numero", "meta", *_DE_PLAZO, *filter(trimestre_de, tabla.indices)]


def _son_textos(celdas: Iterable[Celda]) -> bool:
    return all(isinstance(celda.valor, str) and not celda.error for celda in celdas)


def _sin_textos(celdas: Iterable[Celda]) -> bool:
    return not any(isinstance(celda.valor, str) and re.search(r"[^\W\d_]{2}", celda.valor) for celda in celdas)


def _con_letras(celdas: Iterable[Celda]) -> bool:
    return any(re.search(r"[^\W_]", celda.texto) for celda in celdas)


# Cada motivo


def _rotulo_de_fila(fila: Fila, tabla: Tabla, rotulos: frozenset[str]) -> int:
    """La columna sin usar donde la fila dice uno de los `rotulos` («P», «Ejecutado»); 0 si ninguna."""
    usadas = tabla.indices.values()
    dichos = {indice: normalizar(celda.texto) for indice, celda in fila.propias.items() if indice not in usadas}
    return next((indice for indice, dicho in dichos.items() if dicho in rotulos), 0)


def _es_lo_ejecutado(fila: Fila, programada: Fila, tabla: Tabla) -> bool:
    """Si la fila dice lo ejecutado de la misma actividad, en la columna donde la otra dice lo programado."""
    columna = _rotulo_de_fila(fila, tabla, _FILA_DE_LO_EJECUTADO)
    nombre = tabla.indices.get("nombre", 0)
    propio, de_encima = fila.celdas.get(nombre), programada.celdas.get(nombre)
    es_la_misma = bool(de_encima) and (not propio or normalizar(propio.texto) == normalizar(de_encima.texto))
    return bool(columna) and columna == _rotulo_de_fila(programada, tabla, _FILA_DE_LO_PROGRAMADO) and es_la_misma


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


def _es_ayuda(fila: Fila, tabla: Tabla) -> bool:
    """La fila «(Describa)», «(Número)» o, sin ninguna cifra, «Describa», «dd/mm/aaaa»… pegada a los títulos."""
    if not tabla.encabezado or fila.numero != tabla.encabezado.ultima_fila + 1:
        return False
    textos = [celda.texto for celda in fila.propias.values()]
    sin_cifras = not any(re.search(r"\d", texto) for texto in textos)
    return all(map(_ENTRE_PARENTESIS.fullmatch, textos)) or (sin_cifras and any(map(_FORMA_DE_FECHA.fullmatch, textos)))


def _es_total(fila: Fila, propias: list[Celda], tabla: Tabla) -> bool:
    primera, *otras = propias
    rotulo = normalizar(primera.texto.replace("%", " porcentaje "))
    if _TOTAL.fullmatch(rotulo) and _sin_textos(otras):
        return True
    de_actividades = {tabla.indices[c] for c in ("numero", "dependencia", *_DE_PLAZO) if c in tabla.indices}
    completa = any(indice in de_actividades and celda is not primera for indice, celda in fila.celdas.items())
    if not _RESUMEN.fullmatch(rotulo) or not de_actividades or completa:
        return False
    unidad = fila.propias.get(tabla.indices.get("unidad"))
    return bool(otras) and _sin_textos(celda for celda in otras if celda is not unidad)


def _es_pie(fila: Fila, propias: list[Celda], tabla: Tabla) -> bool:
    """«Elaboró: Ana Pérez», «Fuente: …», «* Los porcentajes…»; «Código de integridad: …» con plazo es una actividad."""
    primera = propias[0]
    if _AUTORIA.match(primera.texto):
        return not _escribe(fila, tabla, ["meta", *filter(trimestre_de, tabla.indices)])
    if _NOTA.match(primera.texto):
        return len(fila.celdas) == 1
    columnas = {tabla.indices.get(campo) for campo in ("dependencia", *_datos(tabla))}
    otras = [celda for indice, celda in fila.celdas.items() if indice in columnas and celda is not primera]
    return bool(_PIE.match(primera.texto)) and all(_ROTULO.match(celda.texto) for celda in otras)


def _es_separador(fila: Fila, propias: list[Celda], tabla: Tabla) -> bool:
    """Un texto solo: combinado a lo ancho, con palabra de sección o en una columna que no es del contenido.

    Si comparte con la fila de arriba un plazo o un responsable combinados, es una actividad. «COMPONENTE 1» puede traer
    al lado su peso y su avance, pero no el nombre, la meta ni el plazo de una actividad.
    """
    primera, *otras = propias
    de_actividad = ("nombre", "meta", *_DE_PLAZO, *filter(trimestre_de, tabla.indices))
    if otras and not _trae(fila, tabla, de_actividad) and _sin_textos(otras):
        return bool(_SECCION.match(normalizar(primera.texto)))
    if otras or not isinstance(primera.valor, str):
        return False
    (indice,) = fila.propias
    campo = next((campo for campo, columna in tabla.indices.items() if columna == indice), "")
    if campo == "nombre" and _trae(fila, tabla, ("dependencia", *_DE_PLAZO)):
        return False
    return campo in _DE_SECCION or propias[0].ancho > 1 or bool(_SECCION.match(normalizar(propias[0].texto)))


def _parte_que_abre(fila: Fila) -> str:
    """Si aquí empieza lo que va debajo del plan, qué es: un renglón para firmar o el encabezado de otra tabla."""
    propias = list(fila.propias.values())
    if not propias or not _son_textos(propias):
        return ""
    if not _con_letras(propias):
        return "firma" if any(_LINEA_DE_FIRMA.search(celda.texto) for celda in propias) else ""
    palabras = {palabra for celda in propias for palabra in normalizar(celda.texto).split()}
    return OTRA_TABLA if palabras <= _DE_OTRA_TABLA and palabras & _DELATAN_OTRA_TABLA else ""
