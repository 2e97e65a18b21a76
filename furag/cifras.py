"""Los resultados de la entidad frente a su grupo par y a los años anteriores, leídos de lo que rige.

Todo se cuenta en la base; aquí se junta con su columna del archivo. Las consultas no dependen de cuántos índices ni de
cuántas entidades haya.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, FilteredRelation, Q, QuerySet

from furag.modelo import del_modelo
from furag.models import Carga, Columna, Definicion, EntidadMedida, Medicion, Puntaje
from furag.reglas.arbol import Nodo, armar, sin_codigo
from furag.reglas.cifras import DelGrupo, Medido, Paso, Resultado, del_grupo, evolucion
from politicas.models import Equivalencia, Indice, Politica, Vigencia
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
    return armar(titulos, (Nodo(*fila) for fila in definidas), del_modelo(carga.medicion.version_id).values())


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

    Dos consultas; ninguna si no hay archivos.
    """
    claves = [carga.pk for carga in de]
    if not claves:
        return {}
    por_codigo = {
        (version, codigo): pk
        for pk, version, codigo in Politica.objects.order_by().values_list("pk", "dimension__version", "codigo_furag")
    }
    columnas = Columna.objects.filter(carga__in=claves, codigo__startswith="POL").order_by()
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


@dataclass(frozen=True)
class Medidos:
    """Unos códigos leídos en varias vigencias medidas, en cada una por como se llaman en su versión del modelo.

    `llamados`: de una política, por versión del modelo y código, su código en cada versión; vacío si la versión es una
    sola. `comparables_desde`: por versión y código, la primera vigencia con que se compara.
    """

    leidos: Mapping[int, Mapping[str, Resultado]]
    llamados: Mapping[tuple[int, str], Mapping[int, str]]
    comparables_desde: Mapping[tuple[int, str], int]

    def en(self, carga: Carga, codigo: str, version: int) -> Medido:
        """Lo que en `carga` es lo que en `version` (clave primaria) se llama `codigo`; sin código, si no está."""
        medicion = carga.medicion
        # La política que en la otra versión no es ninguna no se busca por su código: allí es de otra.
        de_politica = self.llamados.get((version, codigo))
        suyo = codigo if de_politica is None else de_politica.get(medicion.version_id, "")
        serie = str(medicion.serie) if medicion.serie_id else ""
        resultado = self.leidos[carga.pk].get(suyo)
        if resultado is None:
            return Medido(medicion.anio, serie)
        desde = self.comparables_desde.get((medicion.version_id, suyo))
        return Medido(medicion.anio, serie, suyo, sin_codigo(resultado.titulo), resultado.valor, resultado, desde)


def medidos(codigos: Iterable[str], de: Collection[Carga], version: int, *, con_grupo: bool = True) -> Medidos:
    """Unos códigos de la `version` (o de cualquiera de las de `de`), en todas las vigencias medidas de `de`.

    Cuatro consultas, o dos sin el grupo; dos más si entre ellas cambió el modelo.
    """
    codigos = set(codigos)
    versiones = {version, *(una.medicion.version_id for una in de)}
    llamados = _como_se_llaman(versiones)
    otros = {otro for (_, codigo), suyos in llamados.items() if codigo in codigos for otro in suyos.values()}
    leidos = resultados(de, codigos | otros, con_grupo=con_grupo)
    indices = Indice.objects.filter(politica__dimension__version__in=versiones, codigo__in=codigos)
    indices = indices.exclude(comparable_desde=None).order_by()
    desde = indices.values_list("politica__dimension__version", "codigo", "comparable_desde")
    return Medidos(leidos, llamados, {(suya, codigo): anio for suya, codigo, anio in desde})


def _como_se_llaman(versiones: Collection[int]) -> dict[tuple[int, str], dict[int, str]]:
    """Por versión del modelo y código de una política, cómo se llama la misma en cada versión."""
    if len(versiones) < 2:
        return {}
    campos = ("pk", "dimension__version", "codigo_furag")
    filas = Politica.objects.filter(dimension__version__in=versiones).order_by().values_list(*campos)
    suyas = {pk: (version, codigo) for pk, version, codigo in filas}
    pares = uno_a_uno(Equivalencia.objects.pares())
    return {suya: dict(suyas[otra] for otra in linaje(pk, pares) if otra in suyas) for pk, suya in suyas.items()}


def evolucion_de(codigo: str, *, hasta: int | None = None, version: int | None = None) -> list[Paso]:
    """Un índice en todas las vigencias medidas (hasta una, si se dice), con su grupo en cada una.

    `version`: aquella del modelo en que se llama así; si falta, la de la última medición.
    """
    todas = [una for una in cargas() if hasta is None or una.medicion.anio <= hasta]
    return evoluciones([codigo], version or todas[0].medicion.version_id, todas)[codigo] if todas else []


def evoluciones(
    codigos: Iterable[str], version: int, todas: Sequence[Carga], *, con_grupo: bool = True
) -> dict[str, list[Paso]]:
    """Cada índice en las vigencias medidas de `todas`; `version`: aquella del modelo en que se llaman así.

    Una política se sigue por la que en la versión del modelo de cada medición es la misma: su código puede ser otro.
    """
    codigos = list(codigos)
    leidos = medidos(codigos, todas, version, con_grupo=con_grupo)
    return {codigo: evolucion(leidos.en(una, codigo, version) for una in todas) for codigo in codigos}
