"""Los resultados de la entidad frente a su grupo par y a los años anteriores, leídos de lo que rige.

Todo se cuenta en la base; aquí se junta con su columna del archivo. Las consultas no dependen de cuántos índices ni de
cuántas entidades haya.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import F, FilteredRelation, Q

from furag.models import Carga, Columna, Definicion, EntidadMedida, Medicion, Puntaje
from furag.reglas.arbol import Nodo, armar, sin_codigo
from furag.reglas.cifras import DelGrupo, Medido, Paso, Resultado, del_grupo, evolucion
from politicas.models import Dimension, Equivalencia, Indice, Politica
from politicas.reglas import linaje, uno_a_uno

_NINGUNO = {"n": 0, "suma": None, "maximo": None, "minimo": None, "mejores": 0}


# --- Un año --------------------------------------------------------------------------------------------------------


def cargas() -> list[Carga]:
    """Los resultados que rigen y traen la fila de esta entidad, uno por vigencia medida: la última primero."""
    por_medicion: dict[int, Carga] = {}
    for carga in Carga.objects.con_lo_nuestro():
        por_medicion.setdefault(carga.medicion_id, carga)
    return list(por_medicion.values())


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


def resultados(de: Iterable[Carga], codigos: Iterable[str] | None = None) -> dict[int, dict[str, Resultado]]:
    """Por carga (clave primaria) y código, en el orden del archivo; sin `codigos`, todos. Tres consultas.

    El código que el archivo no trae no está; el que trae y no se midió, con `valor` nulo.
    """
    propias = {carga.pk: carga.propia for carga in de}
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


# --- De un año a otro ----------------------------------------------------------------------------------------------


def evolucion_de(codigo: str, *, hasta: int | None = None, carga: Carga | None = None) -> list[Paso]:
    """Un índice en todas las vigencias medidas (hasta una, si se dice), con su grupo en cada una.

    Una política se sigue por la que en la versión del modelo de cada medición es la misma; `carga` dice en cuál se
    llama `codigo`, y si falta es la última.
    """
    todas = cargas()
    carga = carga or (todas[0] if todas else None)
    if hasta is not None:
        todas = [una for una in todas if una.medicion.anio <= hasta]
    llamado = _como_se_llama(codigo, carga, todas)
    leidos = resultados(todas, set(llamado.values()))
    desde = _comparable_desde(codigo, carga)
    return evolucion(
        _medido(una.medicion, llamado.get(una.medicion.version_id, ""), leidos[una.pk], desde) for una in todas
    )


def _medido(medicion: Medicion, codigo: str, leidos: Mapping[str, Resultado], desde: int | None) -> Medido:
    resultado = leidos.get(codigo)
    serie = str(medicion.serie) if medicion.serie_id else ""
    if resultado is None:
        return Medido(medicion.anio, serie)
    titulo = sin_codigo(resultado.titulo)
    titulo = "" if titulo.upper() == codigo else titulo
    return Medido(medicion.anio, serie, codigo, titulo, resultado.valor, resultado, desde)


def _como_se_llama(codigo: str, carga: Carga | None, todas: Iterable[Carga]) -> dict[int, str]:
    """Por versión del modelo (clave primaria), el código de lo mismo; falta si en ella no está."""
    versiones = {una.medicion.version_id for una in todas}
    if carga is None or versiones <= {carga.medicion.version_id} or not codigo.startswith("POL"):
        return dict.fromkeys(versiones, codigo)
    propia = carga.medicion.version_id
    politica = Politica.objects.filter(dimension__version=propia, codigo_furag=codigo).values_list("pk", flat=True)
    misma = linaje(politica[0], uno_a_uno(Equivalencia.objects.pares())) if politica else ()
    de_cada_una = Politica.objects.filter(pk__in=misma).values_list("dimension__version", "codigo_furag")
    return dict(de_cada_una) | {propia: codigo}


def _comparable_desde(codigo: str, carga: Carga | None) -> int | None:
    """Desde cuándo se compara, si el catálogo dice que el índice antes medía otra cosa."""
    if carga is None:
        return None
    indices = Indice.objects.de_la_version(carga.medicion.version_id).filter(codigo=codigo)
    return indices.values_list("comparable_desde", flat=True).first()
