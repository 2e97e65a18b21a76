"""De lo que dicen la meta y los trimestres, la programación según su tipo. Todo puro.

ACUMULADA: los trimestres suman la meta. CONSTANTE: cada trimestre programado vale la meta. HITO: una entrega (meta 1)
en un trimestre.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from mipg.libros.libro import escribir_numero

from .mensajes import Supuesto, invalido, suponer
from .valores import Meta, es_porcentaje, es_razon

ACUMULADA, CONSTANTE, HITO = "ACUMULADA", "CONSTANTE", "HITO"
# Lo que escribe el archivo cuando sólo dice que no se acumula: es CONSTANTE, salvo que los trimestres sumen la meta.
NO_ACUMULADA = "NO_ACUMULADA"
ASCENDENTE, DESCENDENTE = "ASCENDENTE", "DESCENDENTE"

_CIEN = Decimal(100)
# Tercios y sextos escritos con dos decimales: 33,33 × 3 = 99,99.
_REDONDEO = Decimal("0.05")
_DECIMALES = Decimal("0.0001")


Trimestres = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Programacion:
    """La programación de una actividad. `trimestres` lleva `None` donde no hay nada programado.

    `unidad` es «%» si lo programado viene en porcentaje.
    """

    meta: Decimal
    tipo_meta: str
    trimestres: Trimestres
    supuestos: tuple[Supuesto, ...] = ()
    unidad: str = ""


@dataclass(frozen=True)
class Planteamiento:
    """Lo que el archivo dice de la meta de una actividad.

    `trimestres` son cantidades (`None` si la celda está vacía); `marcas`, cuántas «X» hay en cada trimestre (1–4);
    `en_porcentaje`, si las cantidades vienen en celdas de porcentaje; `unidad`, la de su propia columna. `trae_metas`
    es falso si el archivo no tiene columna de meta. `tipo_meta` y `sentido` van vacíos si el archivo no los trae.
    `en_por_ciento`, si se sabe que los
    porcentajes de la tabla van de 0 a 100. `sumados`, si los trimestres ya son la suma de sus meses; `supuestos`, lo
    que ya se interpretó al plantearla.
    """

    meta: Meta | None
    trimestres: Sequence[Decimal | None] = (None,) * 4
    marcas: Mapping[int, int] = field(default_factory=dict)
    en_porcentaje: bool = False
    trae_metas: bool = True
    tipo_meta: str = ""
    sentido: str = ""
    inicio: date | None = None
    fin: date | None = None
    unidad: str = ""
    sumados: bool = False
    en_por_ciento: bool = False
    supuestos: tuple[Supuesto, ...] = ()

    @property
    def de_la_meta(self) -> tuple[Supuesto, ...]:
        """Lo que se interpretó de la celda de la meta."""
        return (Supuesto("meta_interpretada", self.meta.supuesto),) if self.meta and self.meta.supuesto else ()

    @property
    def programados(self) -> list[Decimal]:
        """Las cantidades mayores que cero, en orden."""
        return [cantidad for cantidad in self.trimestres if cantidad]

    @property
    def primero(self) -> int:
        """Trimestre en que empieza."""
        return trimestre_de(self.inicio) if self.inicio else 1

    @property
    def ultimo(self) -> int:
        """Trimestre en que termina."""
        return trimestre_de(self.fin) if self.fin else 4

    @property
    def es_porcentual(self) -> bool:
        """Si la meta se mide en porcentaje."""
        if self.meta and self.meta.unidad:
            return self.meta.unidad.startswith("%")
        return es_porcentaje(self.unidad) or (self.en_porcentaje and self.meta is None)

    @property
    def en_partes(self) -> bool:
        """Si los trimestres dicen qué porcentaje va de una meta que se cuenta en otra unidad."""
        unidad = self.unidad or (self.meta.unidad if self.meta else "")
        return self.en_porcentaje and bool(unidad) and not self.es_porcentual

    @property
    def no_se_suma(self) -> bool:
        """Si lo de un trimestre no se suma con lo de otro: un porcentaje, un índice, un promedio."""
        return self.es_porcentual or es_razon(self.unidad or (self.meta.unidad if self.meta else ""))


def trimestre_de(dia: date) -> int:
    """Trimestre (1–4) de un día."""
    return (dia.month + 2) // 3


def plantear(planteamiento: Planteamiento, periodos: Sequence[tuple[int, Decimal]]) -> Planteamiento:
    """`planteamiento` con las cantidades de cada período (trimestre y cantidad, en orden) en su trimestre y su escala.

    Lanza `ValorInvalido` si no se sabe de qué son las cantidades.
    """
    cantidades = [cantidad for _, cantidad in periodos]
    p, cantidades = _en_escala_de_cien(planteamiento, cantidades)
    p = _con_la_meta_que_falta(p, cantidades)
    periodos = [(trimestre, cantidad) for (trimestre, _), cantidad in zip(periodos, cantidades, strict=True)]
    return _por_trimestre(periodos, p)


def _en_escala_de_cien(p: Planteamiento, cantidades: list[Decimal]) -> tuple[Planteamiento, list[Decimal]]:
    """En porcentaje, «0,9» puede ser 0,9 % o 90 %: lo dicen las otras cantidades de la fila o se pregunta."""
    tope, suma = max(cantidades, default=Decimal(0)), sum(cantidades, Decimal(0))
    meta = p.meta.cantidad if p.meta else None
    dudosa = bool(meta and 0 < meta <= 1 and not p.meta.unidad)
    dudosos = 0 < tope <= 1 and not p.en_porcentaje
    if not p.es_porcentual or not (dudosa or dudosos):
        return p, cantidades
    if meta in (tope, suma) and dudosa is not dudosos:
        return p, cantidades
    if dudosa and not dudosos and meta * 100 in (tope, suma):
        como = suponer("meta_en_fraccion", una=escribir_numero(meta), otra=escribir_numero(meta * 100))
        p = replace(p, meta=replace(p.meta, cantidad=meta * 100, unidad="%"))
        return replace(p, supuestos=(*p.supuestos, como)), cantidades
    if dudosos and not dudosa and meta in (tope * 100, suma * 100):
        p = replace(p, supuestos=(*p.supuestos, suponer("trimestres_en_fraccion")))
        return p, [cantidad * 100 for cantidad in cantidades]
    cual = meta if dudosa else tope
    uno, otro = escribir_numero(cual), escribir_numero(cual * 100)
    if p.en_por_ciento:
        return replace(p, supuestos=(*p.supuestos, suponer("porcentaje_chico", uno=uno, otro=otro))), cantidades
    raise invalido("porcentaje_dudoso", uno=uno, otro=otro)


def _con_la_meta_que_falta(p: Planteamiento, cantidades: list[Decimal]) -> Planteamiento:
    """En porcentaje y sin meta, pasar de 100 es repetir la meta (100, 100) o llevarla acumulada (25, 50, 75, 100)."""
    falta = not p.meta or (p.meta.cantidad is None and not p.meta.constante)
    if not falta or not cantidades or not (p.no_se_suma or p.en_porcentaje):
        return p
    if p.en_porcentaje and not es_porcentaje(p.unidad or "%"):
        raise invalido("porcentajes_sin_meta")
    programadas = [cantidad for cantidad in cantidades if cantidad]
    if not programadas or (p.es_porcentual and sum(programadas) <= _CIEN):
        return p
    ultima = programadas[-1]
    if (p.es_porcentual and ultima > _CIEN) or programadas != sorted(programadas):
        raise invalido("trimestres_sin_meta", suma=escribir_numero(sum(programadas)))
    constante = len(set(programadas)) == 1
    como = "se repite en los trimestres: se entendió como constante" if constante else "es lo acumulado al final"
    unidad = p.meta.unidad if p.meta else "%" if p.es_porcentual else ""
    signo = " %" if p.es_porcentual else ""
    meta = Meta(ultima, unidad, constante, f"sin meta anual: {escribir_numero(ultima)}{signo} {como}")
    return replace(p, meta=meta)


def _por_trimestre(periodos: Sequence[tuple[int, Decimal]], p: Planteamiento) -> Planteamiento:
    """Los meses o semestres suman en su trimestre; si repiten la meta o van acumulados hasta ella, vale el último."""
    grupos: dict[int, list[Decimal]] = defaultdict(list)
    for trimestre, cantidad in periodos:
        grupos[trimestre].append(cantidad)
    cantidades = [cantidad for _, cantidad in periodos]
    se_mantiene = bool(p.meta and (p.meta.constante or p.no_se_suma) and set(cantidades) == {p.meta.cantidad})
    agrupan = len(grupos) < len(periodos)
    acumulan = agrupan and _van_acumuladas(cantidades, p.meta.cantidad if p.meta else None)
    reunir = max if se_mantiene or acumulan else sum
    trimestres = tuple(reunir(grupos[orden]) if orden in grupos else None for orden in range(1, 5))
    nota = (suponer("periodos_acumulados"),) if acumulan else ()
    return replace(p, trimestres=trimestres, sumados=agrupan and not acumulan, supuestos=(*p.supuestos, *nota))


def _van_acumuladas(cantidades: Sequence[Decimal | None], meta: Decimal | None) -> bool:
    """Si crecen hasta la meta sin sumarla: 1, 2, 3… 12."""
    crecen = [cantidad for cantidad in cantidades if cantidad]
    llegan = bool(crecen) and crecen[-1] == meta and sum(crecen) != meta
    return llegan and crecen == sorted(crecen) and len(set(crecen)) > 1


def programar(planteamiento: Planteamiento) -> Programacion:
    """La programación que se deduce de `planteamiento`; lanza `ValorInvalido` si no se puede o no cuadra."""
    programacion = _programar(planteamiento)
    return replace(
        programacion,
        supuestos=(*planteamiento.supuestos, *programacion.supuestos),
        unidad=programacion.unidad or ("%" if planteamiento.es_porcentual else ""),
    )


def _programar(p: Planteamiento) -> Programacion:
    if any(cantidad is not None and cantidad < 0 for cantidad in p.trimestres):
        raise invalido("trimestre_negativo")
    if p.meta and p.meta.cantidad is not None and p.meta.cantidad < 0:
        raise invalido("meta_negativa")
    if p.meta and p.meta.periodica and not p.programados and len(p.marcas) != 1:
        raise invalido("meta_periodica")
    if p.meta is None and not p.programados and not p.marcas:
        return _sin_meta(p)
    if p.tipo_meta == NO_ACUMULADA:
        return _no_acumulada(p)
    return _SEGUN_TIPO[p.tipo_meta or _tipo_implicito(p)](p)


def _no_acumulada(p: Planteamiento) -> Programacion:
    suman = len(p.programados) > 1 and bool(p.meta) and sum(p.programados) == p.meta.cantidad
    tipo, como = (ACUMULADA, "acumulada, porque sus trimestres suman la meta") if suman else (CONSTANTE, "constante")
    programacion = _SEGUN_TIPO[tipo](replace(p, tipo_meta=tipo))
    supuesto = suponer("no_acumulada", como=como)
    return replace(programacion, supuestos=(supuesto, *programacion.supuestos))


def _tipo_implicito(p: Planteamiento) -> str:
    if p.meta is None:
        return ACUMULADA
    if p.meta.constante or (p.meta.cantidad == 0 and p.sentido == DESCENDENTE):
        return CONSTANTE
    repetida = len(p.programados) > 1 and all(cantidad == p.meta.cantidad for cantidad in p.programados)
    # Lo que se cuenta es entero: 2,5 en los cuatro trimestres, con meta 2,5, es algo que se mantiene.
    no_se_cuenta = p.meta.cantidad is not None and p.meta.cantidad % 1 and len(p.programados) == len(p.trimestres)
    return CONSTANTE if repetida and (p.no_se_suma or no_se_cuenta) else ACUMULADA


def _sin_meta(p: Planteamiento) -> Programacion:
    if p.trae_metas:
        raise invalido("falta_la_meta")
    return Programacion(Decimal(1), HITO, _solo_en(p.ultimo, Decimal(1)), (suponer("sin_meta", ultimo=p.ultimo),))


def _solo_en(trimestre: int, cantidad: Decimal) -> Trimestres:
    return tuple(cantidad if orden == trimestre else None for orden in range(1, 5))


def _en_cada(trimestres: Iterable[int], cantidad: Decimal) -> Trimestres:
    return tuple(cantidad if orden in trimestres else None for orden in range(1, 5))


# Constante


def _constante(p: Planteamiento) -> Programacion:
    supuestos = list(p.de_la_meta)
    meta, unidad = p.meta.cantidad if p.meta else None, ""
    if meta is None and p.programados:
        meta = p.programados[0]
    elif meta is None:
        meta, unidad = _CIEN, "%"
        supuestos.append(suponer("constante_sin_cantidad"))
    if meta == 0 and p.sentido != DESCENDENTE:
        raise invalido("meta_cero")
    if any(cantidad != meta for cantidad in p.programados):
        raise invalido("constante_con_otras", meta=escribir_numero(meta))
    if not p.tipo_meta and not (p.meta and p.meta.supuesto):
        supuestos.append(suponer("constante_repetida"))
    programados = frozenset(p.marcas) or _trimestres_constantes(p, meta)
    if not programados:
        programados = frozenset(range(p.primero, p.ultimo + 1)) or frozenset({p.ultimo})
        supuestos.append(suponer("constante_sin_trimestres", donde=enumerar(programados)))
    return Programacion(meta, CONSTANTE, _en_cada(programados, meta), tuple(supuestos), unidad)


def _trimestres_constantes(p: Planteamiento, meta: Decimal) -> frozenset[int]:
    return frozenset(
        orden for orden, cantidad in enumerate(p.trimestres, start=1) if cantidad or (cantidad == 0 and meta == 0)
    )


def enumerar(trimestres: Iterable[int]) -> str:
    """«T1, T3», en orden y sin repetir."""
    return ", ".join(f"T{trimestre}" for trimestre in sorted(set(trimestres)))


# Hito


def _hito(p: Planteamiento) -> Programacion:
    supuestos = list(p.de_la_meta)
    meta = p.meta.cantidad if p.meta else None
    if meta not in (None, Decimal(1)) and not (meta == _CIEN and p.es_porcentual):
        raise invalido("hito_de_varias")
    if meta != 1:
        supuestos.append(suponer("hito_de_una_entrega"))
    senalados = frozenset(p.marcas) or frozenset(
        orden for orden, cantidad in enumerate(p.trimestres, start=1) if cantidad
    )
    if len(senalados) > 1:
        raise invalido("hito_en_varios", senalados=len(senalados))
    if not senalados:
        supuestos.append(suponer("hito_sin_trimestre", ultimo=p.ultimo))
    (trimestre,) = senalados or {p.ultimo}
    return Programacion(Decimal(1), HITO, _solo_en(trimestre, Decimal(1)), tuple(supuestos))


# Acumulada


def _acumulada(p: Planteamiento) -> Programacion:
    meta = p.meta.cantidad if p.meta else None
    supuestos = list(p.de_la_meta)
    if meta == 0:
        raise invalido("meta_cero")
    if p.marcas:
        meta, trimestres, supuesto = _de_marcas(p.marcas, meta)
    elif not p.programados and meta is None:
        raise invalido("meta_sin_cantidad")
    elif not p.programados:
        trimestres = _solo_en(p.ultimo, meta)
        supuesto = suponer("sin_trimestres", ultimo=p.ultimo)
    elif meta is None:
        meta, trimestres = sum(p.programados, Decimal(0)), _sin_ceros(p.trimestres)
        supuesto = suponer("meta_es_la_suma", meta=escribir_numero(meta))
    else:
        trimestres, supuesto = _cuadrar(p, meta)
    return Programacion(meta, ACUMULADA, trimestres, tuple([*supuestos, supuesto] if supuesto else supuestos))


def _de_marcas(marcas: Mapping[int, int], meta: Decimal | None) -> tuple[Decimal, Trimestres, Supuesto | None]:
    """La meta repartida entre las «X»; si no es exacta, entre los trimestres que señalan, o toda en el último."""
    donde = enumerar(marcas)
    if meta is None:
        meta = Decimal(len(marcas))
        return meta, _en_cada(marcas, Decimal(1)), suponer("entrega_por_marca", donde=donde)
    if len(marcas) == 1:
        return meta, _en_cada(marcas, meta), None
    for pesos, como in ((marcas, "entre las X"), (dict.fromkeys(marcas, 1), "en los trimestres señalados")):
        parte, resto = divmod(meta, sum(pesos.values()))
        if not resto:
            trimestres = tuple(parte * pesos[orden] if orden in pesos else None for orden in range(1, 5))
            return meta, trimestres, suponer("meta_repartida", como=como, donde=donde)
    ultimo = max(marcas)
    return meta, _solo_en(ultimo, meta), suponer("meta_sin_repartir", donde=donde, ultimo=ultimo)


def _sin_ceros(trimestres: Sequence[Decimal | None]) -> Trimestres:
    return tuple(cantidad or None for cantidad in trimestres)


def _cuadrar(p: Planteamiento, meta: Decimal) -> tuple[Trimestres, Supuesto | None]:
    """Los trimestres con la primera lectura que sume la meta; `ValorInvalido` si ninguna la suma."""
    trimestres, suma = _sin_ceros(p.trimestres), escribir_numero(sum(p.programados, Decimal(0)))
    solo_partes = p.en_partes and meta != _CIEN
    for leer, codigo in _LECTURAS[:1] if solo_partes else _LECTURAS:
        leidos = leer(trimestres, meta, p)
        if leidos and sum(cantidad or 0 for cantidad in leidos) == meta:
            return leidos, suponer(codigo) if codigo else None
    if solo_partes:
        raise invalido("partes_que_no_suman", suma=suma)
    raise invalido("trimestres_no_suman", suma=suma, meta=escribir_numero(meta))


def _tal_cual(trimestres: Trimestres, _meta: Decimal, _p: Planteamiento) -> Trimestres:
    return trimestres


def _redondeados(trimestres: Trimestres, meta: Decimal, _p: Planteamiento) -> Trimestres | None:
    diferencia = meta - sum(cantidad or 0 for cantidad in trimestres)
    enteros = all(cantidad is None or cantidad == int(cantidad) for cantidad in trimestres)
    if enteros or abs(diferencia) > _REDONDEO:
        return None
    ultimo = max(orden for orden, cantidad in enumerate(trimestres) if cantidad)
    return tuple(cantidad + diferencia if orden == ultimo else cantidad for orden, cantidad in enumerate(trimestres))


def _acumulados(trimestres: Trimestres, meta: Decimal, p: Planteamiento) -> Trimestres | None:
    """25, 50, 75, 100 son lo acumulado a cada corte: se restan para tener lo de cada trimestre."""
    if p.sumados or not _van_acumuladas(trimestres, meta):
        return None
    periodo, anterior = [], Decimal(0)
    for cantidad in trimestres:
        periodo.append((cantidad - anterior or None) if cantidad else None)
        anterior = cantidad or anterior
    return tuple(periodo)


def _partes_de_la_meta(trimestres: Trimestres, meta: Decimal, p: Planteamiento) -> Trimestres | None:
    """Trimestres en «25 %» con meta en unidades: cada uno es esa parte de la meta. Con una meta de 100 da lo mismo."""
    if not p.en_porcentaje or p.es_porcentual or meta == _CIEN:
        return None
    partes = trimestres if sum(p.programados) == _CIEN else _acumulados(trimestres, _CIEN, p)
    if not partes:
        return None
    # La base guarda cuatro decimales: lo que se pierde al redondear queda en el último trimestre.
    cantidades = [(parte * meta / _CIEN).quantize(_DECIMALES) if parte else None for parte in partes]
    ultimo = max(orden for orden, cantidad in enumerate(cantidades) if cantidad is not None)
    cantidades[ultimo] += meta - sum(cantidad or 0 for cantidad in cantidades)
    return tuple(cantidades)


# Cómo se leen y el supuesto que dejan; en orden: la primera que cuadra gana.
_LECTURAS: tuple[tuple[Callable[[Trimestres, Decimal, Planteamiento], Trimestres | None], str], ...] = (
    (_partes_de_la_meta, "trimestres_en_partes"),
    (_tal_cual, ""),
    (_redondeados, "trimestres_redondeados"),
    (_acumulados, "trimestres_acumulados"),
)
_SEGUN_TIPO: dict[str, Callable[[Planteamiento], Programacion]] = {
    ACUMULADA: _acumulada,
    CONSTANTE: _constante,
    HITO: _hito,
}
