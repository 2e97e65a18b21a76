"""Los números y los pesos de las actividades, que se deciden mirándolas todas."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from mipg.libros.libro import escribir_numero
from mipg.libros.notas import VACIO
from mipg.libros.numeros import numero_de
from mipg.libros.textos import en_una_linea
from mipg.texto import normalizar

from .lectura import YaEnElPlan
from .renglones import Cuaderno, Renglon

_PESO_TOTAL = Decimal(100)
_REDONDEO_DE_PESOS = Decimal("0.5")
_TOLERANCIA_DE_PESOS = Decimal("0.05")


class Numero(NamedTuple):
    """El número de una actividad; `supuesto` si no es el que trae el archivo."""

    texto: str
    supuesto: bool = False


def numeros(renglones: list[Renglon], cuaderno: Cuaderno) -> dict[int, Numero]:
    """El número de cada fila; los que faltan toman el siguiente libre."""
    escritos = {renglon.numero: _numero_escrito(renglon, cuaderno) for renglon in renglones}
    repetidos = {numero for numero, veces in Counter(escritos.values()).items() if numero and veces > 1}
    if repetidos and _se_repite_por_seccion(renglones, escritos):
        cuaderno.supuesto("numeracion_por_seccion", None, "numero")
        return {renglon.numero: Numero(str(orden), True) for orden, renglon in enumerate(renglones, start=1)}
    for renglon in renglones:
        if escritos[renglon.numero] in repetidos:
            cuaderno.error("numero_repetido", renglon, "numero", escrito=escritos[renglon.numero])
    usados = set(escritos.values())
    libres = (str(orden) for orden in range(1, 2 * len(renglones) + 1) if str(orden) not in usados)
    faltan = [renglon for renglon in renglones if not escritos[renglon.numero]]
    if faltan:
        donde = None if "numero" not in cuaderno.tabla.indices else faltan[0]
        cuaderno.supuesto("numero_supuesto", donde, "numero")
    return {fila: Numero(escrito) if escrito else Numero(next(libres), True) for fila, escrito in escritos.items()}


def _numero_escrito(renglon: Renglon, cuaderno: Cuaderno) -> str:
    celda = renglon.sana("numero")
    if celda is None or celda.combinada_desde:
        return ""
    if isinstance(celda.valor, date):
        numero = f"{celda.valor.day}.{celda.valor.month}"
        cuaderno.supuesto("numero_como_fecha", renglon, "numero", numero=numero)
        return numero
    if isinstance(celda.valor, Decimal):
        entero, _, decimales = escribir_numero(celda.valor).partition(",")
        # La hoja muestra «1.10», que no es la 1.1.
        return f"{entero}.{decimales.ljust(celda.decimales, '0')}" if decimales else entero
    return en_una_linea(celda.valor).rstrip(".")


def _se_repite_por_seccion(renglones: list[Renglon], escritos: Mapping[int, str]) -> bool:
    secciones: dict[tuple[int, str], list[str]] = defaultdict(list)
    for renglon in renglones:
        secciones[renglon.seccion, normalizar(renglon.texto("politica"))].append(escritos[renglon.numero])
    sin_repetir = all(len(set(numeros)) == len(numeros) for numeros in secciones.values())
    return len(secciones) > 1 and sin_repetir


def ponderaciones(
    renglones: list[Renglon], cuaderno: Cuaderno, del_plan: Mapping[str, YaEnElPlan] = VACIO
) -> dict[int, Decimal | None]:
    """El peso de cada fila en 0–100, o todos nulos; si son los que el plan ya tiene, así no cuadren."""
    pesos = {renglon.numero: cuaderno.intentar(renglon, "ponderacion", numero_de) for renglon in renglones}
    if not any(peso is not None for peso in pesos.values()):
        return pesos
    ya = {renglon.numero: del_plan.get(normalizar(renglon.texto("nombre"))) for renglon in renglones}
    if all(ya[numero] and ya[numero].peso == peso for numero, peso in pesos.items()):
        return pesos
    sanas = True
    for renglon in renglones:
        celda = renglon.sana("ponderacion")
        if celda is None:
            cuaderno.error("peso_falta", renglon, "ponderacion")
        elif (peso := pesos[renglon.numero]) is not None and peso <= 0:
            cuaderno.error("peso_no_positivo", renglon, "ponderacion")
        sanas = sanas and bool(pesos[renglon.numero]) and pesos[renglon.numero] > 0
    return _cuadrar_pesos(renglones, pesos, cuaderno) if sanas else pesos


def _cuadrar_pesos(renglones: list[Renglon], pesos: dict[int, Decimal], cuaderno: Cuaderno) -> dict[int, Decimal]:
    if abs(sum(pesos.values()) * 100 - _PESO_TOTAL) <= _REDONDEO_DE_PESOS:
        cuaderno.supuesto("pesos_en_fraccion", None, "ponderacion")
        pesos = {numero: peso * 100 for numero, peso in pesos.items()}
    diferencia = _PESO_TOTAL - sum(pesos.values())
    if abs(diferencia) <= _TOLERANCIA_DE_PESOS or _suman_por_politica(renglones, pesos):
        return pesos
    if abs(diferencia) <= _REDONDEO_DE_PESOS:
        ultimo = renglones[-1]
        cuaderno.supuesto("pesos_redondeados", ultimo, "ponderacion")
        return pesos | {ultimo.numero: pesos[ultimo.numero] + diferencia}
    suma = escribir_numero(sum(pesos.values()))
    cuaderno.error("pesos_no_suman", None, "ponderacion", suma=suma, valor=suma)
    return pesos


def _suman_por_politica(renglones: list[Renglon], pesos: Mapping[int, Decimal]) -> bool:
    sumas: dict[str, Decimal] = defaultdict(Decimal)
    for renglon in renglones:
        sumas[normalizar(renglon.texto("politica") or renglon.politica_de_seccion)] += pesos[renglon.numero]
    return len(sumas) > 1 and all(abs(suma - _PESO_TOTAL) <= _TOLERANCIA_DE_PESOS for suma in sumas.values())
