"""De lo que dicen la meta y los trimestres, la programación según su tipo. Todo puro.

ACUMULADA: los trimestres suman la meta. CONSTANTE: cada trimestre programado vale la meta. HITO: una entrega (meta 1)
en un trimestre.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from mipg.fechas import trimestre_de
from mipg.libros.libro import escribir_numero
from planes.reglas.formula import es_porcentaje

from .mensajes import Supuesto, invalido, suponer
from .valores import Meta, es_razon

ACUMULADA, CONSTANTE, HITO = "ACUMULADA", "CONSTANTE", "HITO"
# Lo que escribe el archivo cuando sólo dice que no se acumula: es CONSTANTE, salvo que los trimestres sumen la meta.
NO_ACUMULADA = "NO_ACUMULADA"
DESCENDENTE = "DESCENDENTE"

_CIEN = Decimal(100)
# Tercios y sextos escritos con dos decimales: 33,33 × 3 = 99,99.
_REDONDEO = Decimal("0.05")
_DECIMALES = Decimal("0.0001")
# Lo que se programa en el trimestre en que termina, si no se dice en cuál.
_SEGUN_LA_FECHA_FIN = frozenset({"sin_meta", "sin_trimestres", "hito_sin_trimestre", "constante_sin_trimestres"})

Trimestres = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


class Programacion(NamedTuple):
    """La programación de una actividad. `trimestres` lleva `None` donde no hay nada programado.

    `unidad` es «%» si lo programado viene en porcentaje.
    """

    meta: Decimal
    tipo_meta: str
    trimestres: Trimestres
    supuestos: Sequence[Supuesto] = ()
    unidad: str = ""


@dataclass
class Planteamiento:
    """Lo que el archivo dice de la meta de una actividad; al programarla se completa con lo que se interpreta.

    `marcas`: cuántas «X» hay en cada trimestre (1–4); `en_porcentaje`, si las cantidades vienen en celdas de
    porcentaje; `unidad`, la de su propia columna. `trae_metas` es falso si el archivo no tiene columna de meta.
    `tipo_meta` y `sentido` van vacíos si el archivo no los trae. `en_por_ciento`, si se sabe que los porcentajes de la
    tabla van de 0 a 100. `trimestres` son cantidades (`None` si la celda está vacía); `programados`, los que no son
    cero, en orden; y `sumados`, si ya son la suma de sus meses.
    """

    meta: Meta | None
    marcas: Mapping[int, int] = field(default_factory=dict)
    en_porcentaje: bool = False
    trae_metas: bool = True
    tipo_meta: str = ""
    sentido: str = ""
    inicio: date | None = None
    fin: date | None = None
    unidad: str = ""
    en_por_ciento: bool = False
    trimestres: Trimestres = (None,) * 4
    programados: Mapping[int, Decimal] = field(default_factory=dict)
    sumados: bool = False
    supuestos: list[Supuesto] = field(default_factory=list)

    def suponer(self, codigo: str, **datos) -> None:
        """Anota algo que se interpretó."""
        self.supuestos.append(suponer(codigo, **datos))

    @property
    def cantidad(self) -> Decimal | None:
        """La cifra de la meta, si la dice."""
        return self.meta.cantidad if self.meta else None

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
    def unidad_dicha(self) -> str:
        """La unidad de su columna o la de la meta."""
        return self.unidad or (self.meta.unidad if self.meta else "")

    @property
    def no_se_suma(self) -> bool:
        """Si lo de un trimestre no se suma con lo de otro: un porcentaje, un índice, un promedio."""
        return self.es_porcentual or es_razon(self.unidad_dicha)


def programar(p: Planteamiento, periodos: Iterable[tuple[int, Decimal]] = ()) -> Programacion:
    """La programación que se deduce de `p` y de la cantidad de cada período (trimestre y cantidad, en orden).

    Lanza `ValorInvalido` si no se puede o no cuadra.
    """
    cuales, cantidades = [trimestre for trimestre, _ in periodos], [cantidad for _, cantidad in periodos]
    cantidades = _en_escala_de_cien(p, cantidades)
    _suponer_la_meta_que_falta(p, cantidades)
    _por_trimestre(p, cuales, cantidades)
    if any(cantidad < 0 for cantidad in p.programados.values()):
        raise invalido("trimestre_negativo")
    if p.cantidad is not None and p.cantidad < 0:
        raise invalido("meta_negativa")
    if p.meta and p.meta.periodica and not p.programados and len(p.marcas) != 1:
        raise invalido("meta_periodica")
    if p.meta is None and not p.programados and not p.marcas:
        if p.trae_metas:
            raise invalido("falta_la_meta")
        p.suponer("sin_meta", ultimo=p.ultimo)
        tipo, meta, trimestres = HITO, Decimal(1), _en({p.ultimo: Decimal(1)})
    else:
        tipo = _tipo(p)
        if p.meta and p.meta.supuesto:
            p.supuestos.append(Supuesto("meta_interpretada", p.meta.supuesto))
        meta, trimestres = _SEGUN_TIPO[tipo](p)
    return Programacion(meta, tipo, trimestres, p.supuestos, "%" if p.es_porcentual else "")


def _en_escala_de_cien(p: Planteamiento, cantidades: list[Decimal]) -> list[Decimal]:
    """En porcentaje, «0,9» puede ser 0,9 % o 90 %: lo dicen las otras cantidades de la fila o se pregunta."""
    tope, suma, meta = max(cantidades, default=Decimal(0)), sum(cantidades, Decimal(0)), p.cantidad
    dudosa = bool(meta and 0 < meta <= 1 and not p.meta.unidad)
    dudosos = 0 < tope <= 1 and not p.en_porcentaje
    if not p.es_porcentual or not (dudosa or dudosos) or (meta in (tope, suma) and dudosa is not dudosos):
        return cantidades
    if dudosa and not dudosos and meta * 100 in (tope, suma):
        p.suponer("meta_en_fraccion", una=escribir_numero(meta), otra=escribir_numero(meta * 100))
        p.meta = replace(p.meta, cantidad=meta * 100, unidad="%")
        return cantidades
    if dudosos and not dudosa and meta in (tope * 100, suma * 100):
        p.suponer("trimestres_en_fraccion")
        return [cantidad * 100 for cantidad in cantidades]
    cual = meta if dudosa else tope
    dichos = {"uno": escribir_numero(cual), "otro": escribir_numero(cual * 100)}
    if not p.en_por_ciento:
        raise invalido("porcentaje_dudoso", **dichos)
    p.suponer("porcentaje_chico", **dichos)
    return cantidades


def _suponer_la_meta_que_falta(p: Planteamiento, cantidades: list[Decimal]) -> None:
    """En porcentaje y sin meta, pasar de 100 es repetir la meta (100, 100) o llevarla acumulada (25, 50, 75, 100)."""
    falta = p.cantidad is None and not (p.meta and p.meta.constante)
    if not falta or not cantidades or not (p.no_se_suma or p.en_porcentaje):
        return
    if p.en_porcentaje and not es_porcentaje(p.unidad or "%"):
        raise invalido("porcentajes_sin_meta")
    programadas = [cantidad for cantidad in cantidades if cantidad]
    if not programadas or (p.es_porcentual and sum(programadas) <= _CIEN):
        return
    ultima = programadas[-1]
    if (p.es_porcentual and ultima > _CIEN) or programadas != sorted(programadas):
        raise invalido("trimestres_sin_meta", suma=escribir_numero(sum(programadas)))
    constante = len(set(programadas)) == 1
    como = "se repite en los trimestres: se entendió como constante" if constante else "es lo acumulado al final"
    unidad = p.meta.unidad if p.meta else "%" if p.es_porcentual else ""
    signo = " %" if p.es_porcentual else ""
    p.meta = Meta(ultima, unidad, constante, f"sin meta anual: {escribir_numero(ultima)}{signo} {como}")


def _por_trimestre(p: Planteamiento, cuales: list[int], cantidades: list[Decimal]) -> None:
    """Los meses o semestres suman en su trimestre; si repiten la meta o van acumulados hasta ella, vale el último."""
    grupos: dict[int, list[Decimal]] = defaultdict(list)
    for trimestre, cantidad in zip(cuales, cantidades, strict=True):
        grupos[trimestre].append(cantidad)
    se_mantiene = bool(p.meta and (p.meta.constante or p.no_se_suma) and set(cantidades) == {p.cantidad})
    agrupan = len(grupos) < len(cuales)
    acumulan = agrupan and _van_acumuladas(cantidades, p.cantidad)
    reunir = max if se_mantiene or acumulan else sum
    p.trimestres = _en({orden: reunir(grupo) for orden, grupo in grupos.items()})
    p.programados = {orden: cantidad for orden, cantidad in enumerate(p.trimestres, start=1) if cantidad}
    p.sumados = agrupan and not acumulan
    if acumulan:
        p.suponer("periodos_acumulados")


def _van_acumuladas(cantidades: Iterable[Decimal | None], meta: Decimal | None) -> bool:
    """Si crecen hasta la meta sin sumarla: 1, 2, 3… 12."""
    crecen = [cantidad for cantidad in cantidades if cantidad]
    llegan = bool(crecen) and crecen[-1] == meta and sum(crecen) != meta
    return llegan and crecen == sorted(crecen) and len(set(crecen)) > 1


def _tipo(p: Planteamiento) -> str:
    """El que dice el archivo o el que se deduce de las cantidades."""
    if p.tipo_meta == NO_ACUMULADA:
        suman = len(p.programados) > 1 and sum(p.programados.values()) == p.cantidad
        p.tipo_meta = ACUMULADA if suman else CONSTANTE
        p.suponer("no_acumulada", como="acumulada, porque sus trimestres suman la meta" if suman else "constante")
    if p.tipo_meta or p.meta is None:
        return p.tipo_meta or ACUMULADA
    if p.meta.constante or (p.cantidad == 0 and p.sentido == DESCENDENTE):
        return CONSTANTE
    repetida = len(p.programados) > 1 and set(p.programados.values()) == {p.cantidad}
    # Lo que se cuenta es entero: 2,5 en los cuatro trimestres, con meta 2,5, es algo que se mantiene.
    no_se_cuenta = p.cantidad is not None and p.cantidad % 1 and len(p.programados) == 4
    return CONSTANTE if repetida and (p.no_se_suma or no_se_cuenta) else ACUMULADA


def _en(cantidades: Mapping[int, Decimal]) -> Trimestres:
    return tuple(map(cantidades.get, range(1, 5)))


def enumerar(trimestres: Iterable[int]) -> str:
    """«T1, T3», en orden y sin repetir."""
    return ", ".join(f"T{trimestre}" for trimestre in sorted(set(trimestres)))


# De cada tipo, la meta y los trimestres


def sin_suponer_el_fin(programacion: Programacion) -> Programacion:
    """La misma o, si sus trimestres salen de una fecha fin que el archivo no trae, sin programar."""
    codigos = {supuesto.codigo for supuesto in programacion.supuestos}
    if not codigos & _SEGUN_LA_FECHA_FIN:
        return programacion
    supuestos = [
        suponer("queda_sin_programar" if s.codigo != "sin_meta" else "hito_sin_programar")
        if s.codigo in _SEGUN_LA_FECHA_FIN
        else s
        for s in programacion.supuestos
    ]
    return programacion._replace(trimestres=(None,) * 4, supuestos=supuestos)


def _constante(p: Planteamiento) -> tuple[Decimal, Trimestres]:
    meta = next(iter(p.programados.values()), None) if p.cantidad is None else p.cantidad
    if meta is None:
        meta, p.unidad = _CIEN, "%"
        p.suponer("constante_sin_cantidad")
    if meta == 0 and p.sentido != DESCENDENTE:
        raise invalido("meta_cero")
    if any(cantidad != meta for cantidad in p.programados.values()):
        raise invalido("constante_con_otras", meta=escribir_numero(meta))
    if not p.tipo_meta and not p.meta.supuesto:
        p.suponer("constante_repetida")
    dichos = (orden for orden, cantidad in enumerate(p.trimestres, start=1) if cantidad == meta)
    programados = set(p.marcas) or set(dichos)
    if not programados:
        primero = trimestre_de(p.inicio) if p.inicio else 1
        programados = range(min(primero, p.ultimo), p.ultimo + 1)
        p.suponer("constante_sin_trimestres", donde=enumerar(programados))
    return meta, _en(dict.fromkeys(programados, meta))


def _hito(p: Planteamiento) -> tuple[Decimal, Trimestres]:
    if p.cantidad not in (None, 1) and not (p.cantidad == _CIEN and p.es_porcentual):
        raise invalido("hito_de_varias")
    if p.cantidad != 1:
        p.suponer("hito_de_una_entrega")
    senalados = list(p.marcas or p.programados)
    if len(senalados) > 1:
        raise invalido("hito_en_varios", senalados=len(senalados))
    if not senalados:
        p.suponer("hito_sin_trimestre", ultimo=p.ultimo)
    return Decimal(1), _en(dict.fromkeys(senalados or [p.ultimo], Decimal(1)))


def _acumulada(p: Planteamiento) -> tuple[Decimal, Trimestres]:
    meta = p.cantidad
    if meta == 0:
        raise invalido("meta_cero")
    if p.marcas:
        return _de_marcas(p, meta)
    if not p.programados and meta is None:
        raise invalido("meta_sin_cantidad")
    if not p.programados:
        p.suponer("sin_trimestres", ultimo=p.ultimo)
        return meta, _en({p.ultimo: meta})
    if meta is None:
        meta = sum(p.programados.values())
        p.suponer("meta_es_la_suma", meta=escribir_numero(meta))
        return meta, _en(p.programados)
    return meta, _cuadrar(p, meta)


def _de_marcas(p: Planteamiento, meta: Decimal | None) -> tuple[Decimal, Trimestres]:
    """La meta repartida entre las «X»; si no es exacta, entre los trimestres que señalan, o toda en el último."""
    donde, una_vez = enumerar(p.marcas), dict.fromkeys(p.marcas, 1)
    if meta is None:
        p.suponer("entrega_por_marca", donde=donde)
        return Decimal(len(p.marcas)), _en(dict.fromkeys(p.marcas, Decimal(1)))
    if len(p.marcas) == 1:
        return meta, _en(dict.fromkeys(p.marcas, meta))
    for pesos, como in ((p.marcas, "entre las X"), (una_vez, "en los trimestres señalados")):
        parte, resto = divmod(meta, sum(pesos.values()))
        if not resto:
            p.suponer("meta_repartida", como=como, donde=donde)
            return meta, _en({orden: parte * peso for orden, peso in pesos.items()})
    p.suponer("meta_sin_repartir", donde=donde, ultimo=max(p.marcas))
    return meta, _en({max(p.marcas): meta})


def _cuadrar(p: Planteamiento, meta: Decimal) -> Trimestres:
    """Los trimestres con la primera lectura que sume la meta; `ValorInvalido` si ninguna la suma."""
    suma, trimestres = escribir_numero(sum(p.programados.values())), _en(p.programados)
    en_partes = p.en_porcentaje and bool(p.unidad_dicha) and not p.es_porcentual and meta != _CIEN
    for leer, codigo in _LECTURAS[:1] if en_partes else _LECTURAS:
        leidos = leer(trimestres, meta, p)
        if leidos and sum(filter(None, leidos)) == meta:
            if codigo:
                p.suponer(codigo)
            return leidos
    if en_partes:
        raise invalido("partes_que_no_suman", suma=suma)
    raise invalido("trimestres_no_suman", suma=suma, meta=escribir_numero(meta))


def _partes_de_la_meta(trimestres: Trimestres, meta: Decimal, p: Planteamiento) -> Trimestres | None:
    """Trimestres en «25 %» con meta en unidades: cada uno es esa parte de la meta. Con una meta de 100 da lo mismo."""
    if not p.en_porcentaje or p.es_porcentual or meta == _CIEN:
        return None
    partes = trimestres if sum(p.programados.values()) == _CIEN else _acumulados(trimestres, _CIEN, p)
    # La base guarda cuatro decimales: lo que se pierde al redondear queda en el último trimestre.
    return partes and _con_lo_que_falta(
        [parte and (parte * meta / _CIEN).quantize(_DECIMALES) for parte in partes], meta
    )


def _tal_cual(trimestres: Trimestres, _meta: Decimal, _p: Planteamiento) -> Trimestres:
    return trimestres


def _redondeados(trimestres: Trimestres, meta: Decimal, p: Planteamiento) -> Trimestres | None:
    hay_decimales = any(cantidad % 1 for cantidad in p.programados.values())
    es_redondeo = hay_decimales and abs(meta - sum(p.programados.values())) <= _REDONDEO
    return _con_lo_que_falta(trimestres, meta) if es_redondeo else None


def _con_lo_que_falta(trimestres: Sequence[Decimal | None], meta: Decimal) -> Trimestres:
    """Los trimestres con lo que les falta para sumar la meta en el último programado."""
    falta = meta - sum(cantidad or 0 for cantidad in trimestres)
    ultimo = max(orden for orden, cantidad in enumerate(trimestres) if cantidad is not None)
    return tuple(cantidad + falta if orden == ultimo else cantidad for orden, cantidad in enumerate(trimestres))


def _acumulados(trimestres: Trimestres, meta: Decimal, p: Planteamiento) -> Trimestres | None:
    """25, 50, 75, 100 son lo acumulado a cada corte: se restan para tener lo de cada trimestre."""
    if p.sumados or not _van_acumuladas(trimestres, meta):
        return None
    periodo, anterior = [], Decimal(0)
    for cantidad in trimestres:
        periodo.append((cantidad - anterior or None) if cantidad else None)
        anterior = cantidad or anterior
    return tuple(periodo)


# Cómo se leen y el supuesto que dejan; en orden: la primera que cuadra gana.
_LECTURAS: tuple[tuple[Callable[[Trimestres, Decimal, Planteamiento], Trimestres | None], str], ...] = (
    (_partes_de_la_meta, "trimestres_en_partes"),
    (_tal_cual, ""),
    (_redondeados, "trimestres_redondeados"),
    (_acumulados, "trimestres_acumulados"),
)
_SEGUN_TIPO: dict[str, Callable[[Planteamiento], tuple[Decimal, Trimestres]]] = {
    ACUMULADA: _acumulada,
    CONSTANTE: _constante,
    HITO: _hito,
}
