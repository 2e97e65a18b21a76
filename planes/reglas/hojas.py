"""Decisiones puras sobre la hoja en que se formula: qué se supone, cómo corregir lo que no cuadra, el orden."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mipg.etiquetas import cantidad
from mipg.fechas import trimestre_de
from planes.campos import TRIMESTRES
from planes.reglas import comparable

CENTESIMA = Decimal("0.01")


def por_omision(anio: int, coordinadora: int) -> dict[str, object]:
    """Lo que una actividad nueva dice si nadie escribe otra cosa: `{campo: valor}`."""
    return {
        "tipo_meta": "ACUMULADA",
        "fecha_inicio": date(anio, 1, 1),
        "fecha_fin": date(anio, 12, 31),
        "dependencia": coordinadora,
    }


def choca(guardado, vistos: Collection, escrito) -> bool:
    """Si otra persona dejó un valor que quien escribe no vio, y no es el mismo que escribe."""
    return comparable(guardado) not in [comparable(uno) for uno in (*vistos, escrito)]


def al_escribir(actividad, tocados: Collection[str]) -> dict[str, object]:
    """Lo que cambia solo al escribir `tocados`: un hito mide 1 y, si la meta no es 0, programar 0 es no programar."""
    cambian: dict[str, object] = {}
    if "tipo_meta" in tocados and "meta" not in tocados and actividad.tipo_meta == "HITO" and actividad.meta != 1:
        cambian["meta"] = Decimal(1)
    if actividad.meta != 0:
        cambian |= {campo: None for campo in TRIMESTRES if campo in tocados and getattr(actividad, campo) == 0}
    return cambian


@dataclass(frozen=True)
class Correccion:
    """Una manera de que cuadre: lo que dice el botón y lo que escribe, `{campo: valor}`."""

    rotulo: str
    cambios: Mapping[str, Decimal | None]


def correcciones(actividad) -> list[Correccion]:
    """Cómo hacer que los trimestres de una actividad cuadren con su meta y su tipo; vacía si cuadran o no se sabe."""
    meta, programado = actividad.meta, actividad.programacion
    dichos = [t for t, cuanto in enumerate(programado, start=1) if cuanto is not None]
    if meta is None:
        suma = sum(p for p in programado if p is not None)
        return [_cambiar_meta(suma)] if dichos and actividad.tipo_meta == "ACUMULADA" else []
    if actividad.tipo_meta == "HITO":
        return _de_hito(actividad, dichos)
    if actividad.tipo_meta == "CONSTANTE":
        return _de_constante(meta, programado, dichos)
    suma = sum((p for p in programado if p is not None), Decimal(0))
    if suma == meta:
        return []
    ultimo = dichos[-1] if dichos else _trimestre_de_fin(actividad)
    falta = (programado[ultimo - 1] or Decimal(0)) + meta - suma
    hechas = [_poner(ultimo, falta)] if falta > 0 else []
    return [*hechas, *([_cambiar_meta(suma)] if dichos and suma > 0 else [])]


def _de_hito(actividad, dichos: Sequence[int]) -> list[Correccion]:
    if [p for p in actividad.programacion if p is not None] == [Decimal(1)]:
        return []
    cual = dichos[-1] if dichos else _trimestre_de_fin(actividad)
    solo = dict.fromkeys(TRIMESTRES) | {TRIMESTRES[cual - 1]: Decimal(1)}
    return [Correccion(f"Poner 1 sólo en T{cual}", solo)]


def _de_constante(meta: Decimal, programado: Sequence, dichos: Sequence[int]) -> list[Correccion]:
    if dichos and all(programado[t - 1] == meta for t in dichos):
        return []
    donde = dichos or (1, 2, 3, 4)
    cuales = "los cuatro trimestres" if len(donde) == len(TRIMESTRES) else " y ".join(f"T{t}" for t in donde)
    hechas = [Correccion(f"Poner {cantidad(meta)} en {cuales}", {TRIMESTRES[t - 1]: meta for t in donde})]
    iguales = {programado[t - 1] for t in dichos}
    return [*hechas, *(_cambiar_meta(cuanto) for cuanto in iguales if len(iguales) == 1 and cuanto > 0)]


def _trimestre_de_fin(actividad) -> int:
    return trimestre_de(actividad.fecha_fin) if actividad.fecha_fin else len(TRIMESTRES)


def _poner(trimestre: int, cuanto: Decimal) -> Correccion:
    return Correccion(f"Poner {cantidad(cuanto)} en T{trimestre}", {TRIMESTRES[trimestre - 1]: cuanto})


def _cambiar_meta(meta: Decimal) -> Correccion:
    return Correccion(f"Cambiar la meta a {cantidad(meta)}", {"meta": meta})


def repartir(pesos: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Los pesos que suman 100: lo que falta, por igual entre los vacíos; si no hay, todos crecen o bajan en proporción.

    Al centésimo. Lo que ya pesa no baja de eso si hay vacíos: cuando
    los demás suman 100 o más no hay qué repartir y se devuelven como están.
    """
    vacios = [i for i, peso in enumerate(pesos) if peso is None]
    suma = sum((peso for peso in pesos if peso is not None), Decimal(0))
    if vacios:
        falta = 100 - suma
        if falta < CENTESIMA * len(vacios):
            return list(pesos)
        cuales, crudos = vacios, [falta / len(vacios)] * len(vacios)
    elif suma:
        falta = Decimal(100)
        cuales, crudos = list(range(len(pesos))), [peso * 100 / suma for peso in pesos]
    else:
        return list(pesos)
    redondos = [max(crudo.quantize(CENTESIMA, rounding=ROUND_HALF_UP), CENTESIMA) for crudo in crudos]
    # Lo que sobra o falta de redondear, al centésimo, en los que más pesan.
    sobran = int((falta - sum(redondos)) / CENTESIMA)
    for puesto in sorted(range(len(crudos)), key=lambda puesto: -crudos[puesto])[: abs(sobran)]:
        redondos[puesto] += CENTESIMA if sobran > 0 else -CENTESIMA
    repartidos = list(pesos)
    for cual, redondo in zip(cuales, redondos, strict=True):
        repartidos[cual] = redondo
    return repartidos


def reordenar(actuales: Sequence[int], pedido: Sequence[int]) -> list[int]:
    """Las claves en el orden pedido; las que el pedido no nombra (otra persona las creó) quedan donde estaban."""
    conocidas = [clave for clave in dict.fromkeys(pedido) if clave in set(actuales)]
    turno = iter(conocidas)
    nombradas = set(conocidas)
    return [next(turno) if clave in nombradas else clave for clave in actuales]
