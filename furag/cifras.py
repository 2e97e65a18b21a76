"""Los resultados de la entidad frente a su grupo par y a los años anteriores, leídos de lo que rige.

Todo se cuenta en la base; aquí se junta con su columna del archivo. Las consultas no dependen de cuántos índices ni de
cuántas entidades haya.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from furag.models import Carga, Columna, Definicion, EntidadMedida, Medicion, Puntaje, Recomendacion
from furag.reglas.arbol import Nodo, armar, sin_codigo
from furag.reglas.cifras import DelGrupo, Medido, Paso, Resultado, del_grupo, evolucion
from politicas.models import Dimension, Equivalencia, Indice, Politica, Vigencia
from politicas.reglas import linaje, uno_a_uno

_NINGUNO = {"n": 0, "suma": None, "maximo": None, "minimo": None, "mejores": 0}


# --- Un año --------------------------------------------------------------------------------------------------------


def cargas() -> list[Carga]:
    """Los resultados que rigen y traen la fila de esta entidad, uno por vigencia medida: la última primero."""
    por_medicion: dict[int, Carga] = {}
    for carga in Carga.objects.con_lo_nuestro():
        por_medicion.setdefault(carga.medicion_id, carga)
    return list(por_medicion.values())


@dataclass(frozen=True)
class Pestana:
    """Una vigencia medida entre las que se pueden ver."""

    texto: str
    url: str
    actual: bool
    cuenta: int = 0


def pestanas(todas: Iterable[Carga], medicion: Medicion, url: Callable[[int], str]) -> list[Pestana]:
    """Las vigencias medidas, la última primero. `url`: la de cada año."""
    return [Pestana(str(m.anio), url(m.anio), m == medicion) for m in (carga.medicion for carga in todas)]


def arbol(carga: Carga) -> dict[str, Nodo]:
    """Los puntajes del archivo, por código y en su orden, con nombre y jerarquía. Cinco consultas."""
    titulos = dict(carga.columnas.order_by("orden").values_list("codigo", "titulo"))
    campos = ("codigo", "nombre", "padre", "descripcion")
    definidas = Definicion.objects.filter(medicion=carga.medicion_id).order_by("orden").values_list(*campos)
    return armar(titulos, (Nodo(*fila) for fila in definidas), _catalogo(carga.medicion))


def _catalogo(medicion: Medicion) -> Iterable[Nodo]:
    version = medicion.version_id
    for codigo, nombre in Dimension.objects.filter(version=version).values_list("codigo", "nombre"):
        yield Nodo(codigo, nombre)
    for una in Politica.objects.filter(dimension__version=version).select_related("dimension"):
        yield Nodo(una.codigo_furag, una.nombre, una.dimension.codigo, nota=una.nota, politica=una.pk)
    for uno in Indice.objects.de_la_version(version).select_related("politica"):
        yield Nodo(uno.codigo, uno.nombre, uno.politica.codigo_furag, nota=uno.nota, politica=uno.politica_id)


def resultados(
    de: Iterable[Carga], codigos: Iterable[str] | None = None, *, con_grupo: bool = True
) -> dict[int, dict[str, Resultado]]:
    """Por carga (clave primaria) y código, en el orden del archivo; sin `codigos`, todos. Tres consultas.

    El código que el archivo no trae no está; el que trae y no se midió, con `valor` nulo. `con_grupo=False`: sólo lo
    nuestro, en una consulta.
    """
    propias = {carga.pk: carga.propia for carga in de}
    contadas, comparados = {}, {}
    if con_grupo:
        contadas = EntidadMedida.objects.pares_de(propias.values()).contadas()
        comparados = {
            (uno["entidad__carga"], uno["columna__codigo"]): uno
            for uno in Puntaje.objects.comparados(propias.values(), codigos)
        }
    leidos: dict[int, dict[str, Resultado]] = {pk: {} for pk in propias}
    for columna in _columnas(propias.values(), codigos):
        carga, codigo = columna.carga_id, columna.codigo
        grupo = _grupo(comparados.get((carga, codigo)), contadas.get(carga, (0, 0)), propias[carga], columna.valor)
        leidos[carga][codigo] = Resultado(codigo, columna.letra, columna.titulo, columna.valor, grupo)
    return leidos


def _columnas(propias: Iterable[EntidadMedida], codigos: Iterable[str] | None) -> Iterable[Columna]:
    """Las columnas, cada una con el `valor` de la nuestra: nulo si no se le midió."""
    propias = list(propias)
    nuestro = Q(puntajes__entidad__in=[propia.pk for propia in propias])
    columnas = Columna.objects.filter(carga__in=[propia.carga_id for propia in propias])
    if codigos is not None:
        columnas = columnas.filter(codigo__in=list(codigos))
    return columnas.annotate(nuestro=FilteredRelation("puntajes", condition=nuestro), valor=F("nuestro__valor"))


def _grupo(
    contado: Mapping | None, entidades: tuple[int, int], propia: EntidadMedida, valor: Decimal | None
) -> DelGrupo:
    cuantas, solo_meci = entidades
    contado = {campo: (contado or _NINGUNO)[campo] for campo in _NINGUNO}
    # A la que sólo responde el MECI no se le busca lugar entre las que responden todo.
    se_situa = valor is not None and not propia.es_solo_meci
    return del_grupo(**contado, entidades=cuantas, solo_meci=solo_meci, se_situa=se_situa)


def politicas_medidas(de: Iterable[Carga]) -> dict[int, dict[int, str]]:
    """Por vigencia medida, las políticas del modelo (claves primarias) que su archivo trae, con su código ahí.

    Dos consultas.
    """
    por_codigo = {
        (version, codigo): pk
        for pk, version, codigo in Politica.objects.order_by().values_list("pk", "dimension__version", "codigo_furag")
    }
    columnas = Columna.objects.filter(carga__in=[carga.pk for carga in de], codigo__startswith="POL").order_by()
    medidas: dict[int, dict[int, str]] = {}
    for anio, version, codigo in columnas.values_list("carga__medicion__anio", "carga__medicion__version", "codigo"):
        if (politica := por_codigo.get((version, codigo))) is not None:
            medidas.setdefault(anio, {})[politica] = codigo
    return medidas


def politicas_con_resultado(codigos: QuerySet | Iterable[str], medicion: Medicion, vigencia: Vigencia) -> QuerySet:
    """Las políticas de la versión que rige la vigencia que se midieron con esos códigos; si la medición fue con otra
    versión, las que les siguieron: el mismo código puede ser allí de otra política.
    """
    medidas = Politica.objects.filter(dimension__version=medicion.version_id, codigo_furag__in=codigos).order_by()
    claves = set(medidas.values_list("pk", flat=True))
    if medicion.version_id != vigencia.version_id:
        pares = Equivalencia.objects.pares()
        claves = set().union(*(linaje(clave, pares) for clave in claves))
    return Politica.objects.de_vigencia(vigencia).filter(pk__in=claves)


# --- De un año a otro ----------------------------------------------------------------------------------------------


def evolucion_de(codigo: str, *, hasta: int | None = None, carga: Carga | None = None) -> list[Paso]:
    """Un índice en todas las vigencias medidas (hasta una, si se dice), con su grupo en cada una.

    `carga`: aquella en que se llama así; si falta, la última.
    """
    todas = [una for una in cargas() if hasta is None or una.medicion.anio <= hasta]
    return evoluciones([codigo], carga or todas[0], todas)[codigo] if todas else []


def evoluciones(
    codigos: Iterable[str], carga: Carga, todas: Sequence[Carga], *, con_grupo: bool = True
) -> dict[str, list[Paso]]:
    """Cada índice en las vigencias medidas de `todas`; `carga` es aquella en que se llaman así.

    Una política se sigue por la que en la versión del modelo de cada medición es la misma: su código puede ser otro.
    """
    llamados = _como_se_llaman(list(codigos), carga, todas)
    en_todas = {suyo for de_version in llamados.values() for suyo in de_version.values()}
    leidos = resultados(todas, en_todas, con_grupo=con_grupo)
    indices = Indice.objects.de_la_version(carga.medicion.version_id).exclude(comparable_desde=None)
    desde = dict(indices.values_list("codigo", "comparable_desde"))
    return {
        codigo: evolucion(
            _medido(una.medicion, de_version.get(una.medicion.version_id, ""), leidos[una.pk], desde.get(codigo))
            for una in todas
        )
        for codigo, de_version in llamados.items()
    }


def _medido(medicion: Medicion, codigo: str, leidos: Mapping[str, Resultado], desde: int | None) -> Medido:
    resultado = leidos.get(codigo)
    serie = str(medicion.serie) if medicion.serie_id else ""
    if resultado is None:
        return Medido(medicion.anio, serie)
    titulo = sin_codigo(resultado.titulo)
    titulo = "" if titulo.upper() == codigo else titulo
    return Medido(medicion.anio, serie, codigo, titulo, resultado.valor, resultado, desde)


def _como_se_llaman(codigos: Iterable[str], carga: Carga, todas: Iterable[Carga]) -> dict[str, dict[int, str]]:
    """De cada código, por versión del modelo (clave primaria), el de lo mismo; falta si en ella no está."""
    propia = carga.medicion.version_id
    versiones = {una.medicion.version_id for una in todas}
    iguales = {codigo: dict.fromkeys(versiones, codigo) for codigo in codigos}
    if versiones <= {propia}:
        return iguales
    politicas = {
        pk: (version, codigo)
        for pk, version, codigo in Politica.objects.order_by().values_list("pk", "dimension__version", "codigo_furag")
    }
    pares = uno_a_uno(Equivalencia.objects.pares())
    claves = {codigo: pk for pk, (version, codigo) in politicas.items() if version == propia}
    de_politica = {
        codigo: dict(politicas[pk] for pk in linaje(claves[codigo], pares)) for codigo in iguales if codigo in claves
    }
    return iguales | de_politica


# --- Dónde ganar más -----------------------------------------------------------------------------------------------


def abiertas_por_politica(medicion: Medicion) -> dict[int, int]:
    """Cuántas recomendaciones de la medición siguen abiertas en cada política (clave primaria)."""
    filas = Recomendacion.objects.filter(medicion=medicion).abiertas().order_by().values("politica")
    return dict(filas.annotate(n=Count("pk")).values_list("politica", "n"))
