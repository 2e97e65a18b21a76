"""Lo que se decide mirando juntas todas las filas: los números, los pesos, otras hojas y planes, puntos dudosos…"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from mipg.libros.libro import escribir_numero
from mipg.libros.numeros import numero_de, puntos_dudosos
from mipg.libros.textos import con_letras_perdidas, en_una_linea
from mipg.texto import normalizar
from planes.campos import POR_NOMBRE
from planes.reglas import numeros_libres

from .columnas import Tabla, actividades_de, columna_del_plan, completa, solo_trae_avances, trae_actividades_que_faltan
from .lectura import ActividadLeida
from .renglones import Cuaderno, Renglon
from .titulos import trimestre_de

_PESO_TOTAL = Decimal(100)
REDONDEO_DE_PESOS = Decimal("0.5")
_TOLERANCIA_DE_PESOS = Decimal("0.05")
_ESQUEMA = re.compile(r"\d+(?:\.\d+)*")
_TITULO_DE_PLAN = re.compile(r"(?:nombre del? )?plan(?: (?:de|institucional)\b.*)?")


class Numero(NamedTuple):
    """El número de una actividad; `supuesto` si no es el que trae el archivo."""

    texto: str
    supuesto: bool = False


def numeros(renglones: list[Renglon], cuaderno: Cuaderno, agrupador: str = "") -> dict[int, Numero]:
    """El número de cada fila; los que faltan toman el siguiente libre.

    `agrupador`: el campo que comparten varias actividades; si el número es de lo que las agrupa, se numeran de corrido.
    """
    escritos = {renglon.numero: _numero_escrito(renglon, cuaderno) for renglon in renglones}
    repetidos = {numero for numero, veces in Counter(escritos.values()).items() if numero and veces > 1}
    if repetidos and _se_repite_por_seccion(renglones, escritos):
        cuaderno.supuesto("numeracion_por_seccion", None, "numero")
        return _de_corrido(renglones)
    if agrupador in cuaderno.tabla.indices and _son_de_lo_que_agrupa(renglones, escritos, repetidos, agrupador):
        cuaderno.supuesto("numeracion_por_grupo", None, "numero")
        return _de_corrido(renglones)
    for renglon in renglones:
        if escritos[renglon.numero] in repetidos:
            cuaderno.error("numero_repetido", renglon, "numero", escrito=escritos[renglon.numero])
    usados = set(escritos.values())
    libres = numeros_libres(usados)
    faltan = [renglon for renglon in renglones if not escritos[renglon.numero]]
    if faltan:
        donde = None if "numero" not in cuaderno.tabla.indices else faltan[0]
        cuaderno.supuesto("numero_supuesto", donde, "numero")
    return {fila: Numero(escrito) if escrito else Numero(next(libres), True) for fila, escrito in escritos.items()}


def _de_corrido(renglones: list[Renglon]) -> dict[int, Numero]:
    return {renglon.numero: Numero(str(orden), True) for orden, renglon in enumerate(renglones, start=1)}


def _son_de_lo_que_agrupa(
    renglones: list[Renglon], escritos: Mapping[int, str], repetidos: set[str], agrupador: str
) -> bool:
    """Si el número es el de lo que agrupa: se repite sólo con lo mismo, o falta en las que siguen a la primera."""
    grupos: dict[str, set[str]] = defaultdict(set)
    for renglon in renglones:
        if escritos[renglon.numero] in repetidos:
            grupos[escritos[renglon.numero]].add(normalizar(renglon.texto(agrupador)))
    siguen = any(
        not escritos[otro.numero] and normalizar(otro.texto(agrupador)) == normalizar(uno.texto(agrupador))
        for uno, otro in pairwise(renglones)
    )
    return bool(siguen or repetidos) and all(len(grupo) == 1 for grupo in grupos.values())


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
    renglones: list[Renglon], cuaderno: Cuaderno, del_plan: Mapping[str, Any]
) -> dict[int, Decimal | None]:
    """El peso de cada fila en 0–100, o todos nulos; si son los que el plan ya tiene, así no cuadren."""
    pesos = {renglon.numero: cuaderno.intentar(renglon, "ponderacion", numero_de) for renglon in renglones}
    if not any(peso is not None for peso in pesos.values()):
        return pesos
    ya = {renglon.numero: del_plan.get(normalizar(renglon.texto("nombre"))) for renglon in renglones}
    if all(ya[numero] and ya[numero].ponderacion == peso for numero, peso in pesos.items()):
        return pesos
    for renglon in renglones:
        if not renglon.sana("ponderacion"):
            cuaderno.error("peso_falta", renglon, "ponderacion")
        elif (peso := pesos[renglon.numero]) is not None and peso <= 0:
            cuaderno.error("peso_no_positivo", renglon, "ponderacion")
    traidas = {normalizar(renglon.texto("nombre")) for renglon in renglones}
    resto = sum(una.ponderacion or 0 for nombre, una in del_plan.items() if nombre not in traidas)
    return _cuadrar_pesos(renglones, pesos, resto, cuaderno) if all(p and p > 0 for p in pesos.values()) else pesos


def _cuadrar_pesos(
    renglones: list[Renglon], pesos: dict[int, Decimal], resto: Decimal, cuaderno: Cuaderno
) -> dict[int, Decimal]:
    """Los pesos en 0–100. `resto`: lo que suman las actividades del plan que el archivo no trae y que se conservan."""
    if abs(sum(pesos.values()) * 100 - _PESO_TOTAL) <= REDONDEO_DE_PESOS:
        cuaderno.supuesto("pesos_en_fraccion", None, "ponderacion")
        pesos = {numero: peso * 100 for numero, peso in pesos.items()}
    diferencia = _PESO_TOTAL - sum(pesos.values())
    cuadra = any(abs(una) <= _TOLERANCIA_DE_PESOS for una in (diferencia, diferencia - resto))
    if cuadra or _suman_por_politica(renglones, pesos):
        return pesos
    if not resto and abs(diferencia) <= REDONDEO_DE_PESOS:
        ultimo = renglones[-1]
        cuaderno.supuesto("pesos_redondeados", ultimo, "ponderacion")
        return pesos | {ultimo.numero: pesos[ultimo.numero] + diferencia}
    suma = escribir_numero(sum(pesos.values()) + resto)
    cuaderno.error("pesos_no_suman", None, "ponderacion", suma=suma, valor=suma)
    return pesos


def _suman_por_politica(renglones: list[Renglon], pesos: Mapping[int, Decimal]) -> bool:
    sumas: dict[str, Decimal] = defaultdict(Decimal)
    for renglon in renglones:
        sumas[normalizar(renglon.texto("politica") or renglon.politica_de_seccion)] += pesos[renglon.numero]
    return len(sumas) > 1 and all(abs(suma - _PESO_TOTAL) <= _TOLERANCIA_DE_PESOS for suma in sumas.values())


def avisar_otras_hojas(cuaderno: Cuaderno, otras: Iterable[Tabla], elegida: bool) -> None:
    """Si otra hoja también trae un plan o lo que le falta a este, la persona elige cuál se importa."""
    tabla, otras = cuaderno.tabla, list(otras)
    planes = [otra for otra in otras if actividades_de(otra)]
    nombres = _nombrar(planes)
    # De una consolidada no falta nada en las demás.
    if not elegida and any(trae_actividades_que_faltan(otra, tabla) for otra in planes):
        cuaderno.error("hojas_parecidas", None, "", nombre=tabla.hoja.nombre, nombres=nombres)
    elif planes:
        cuaderno.aviso("otras_hojas", None, "", nombres=nombres)
    if completan := [otra for otra in otras if completa(otra, tabla)]:
        anotar = cuaderno.aviso if elegida else cuaderno.error
        anotar("hojas_que_completan", None, "", nombre=tabla.hoja.nombre, nombres=_nombrar(completan))
    if avances := [otra for otra in [tabla, *otras] if solo_trae_avances(otra)]:
        cuaderno.aviso("solo_avances", None, "", nombres=_nombrar(avances))
    if tabla.hoja.oculta:
        cuaderno.aviso("hoja_oculta", None, "", nombre=tabla.hoja.nombre)


def _nombrar(tablas: Iterable[Tabla]) -> str:
    return ", ".join(tabla.hoja.nombre for tabla in tablas)


def de_este_plan(cuaderno: Cuaderno, renglones: list[Renglon], plan: str) -> list[Renglon]:
    """Del exporte de varios planes, los renglones que no dicen ser de otro; los que sí, se omiten y se cuentan."""
    indice = columna_del_plan(cuaderno.tabla.encabezado) if plan else 0
    dichos = {r.numero: r.fila.celdas[indice].texto for r in renglones if indice in r.fila.celdas}
    ajenos = {fila for fila, dicho in dichos.items() if normalizar(dicho) != normalizar(plan)}
    for renglon in renglones:
        if renglon.numero in ajenos:
            cuaderno.omitir("de_otro_plan", renglon.fila, "actividad de otro plan")
    if ajenos:
        anotar = cuaderno.aviso if len(ajenos) < len(renglones) else cuaderno.error
        anotar("de_otro_plan", None, cuaderno.tabla.por_indice[indice], cuantas=len(ajenos), plan=plan)
    return [renglon for renglon in renglones if renglon.numero not in ajenos]


def avisar_planes(cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
    """Si la columna «Plan», que no se importa, nombra varios, sus actividades se están mezclando."""
    tabla = cuaderno.tabla
    for indice, columna in tabla.por_indice.items():
        if columna.campo or not _TITULO_DE_PLAN.fullmatch(normalizar(tabla.encabezado.titulos[indice][-1])):
            continue
        celdas = [renglon.fila.celdas[indice] for renglon in renglones if indice in renglon.fila.celdas]
        planes = {normalizar(celda.texto): celda.texto for celda in celdas}
        if len(planes) > 1:
            cuaderno.aviso("varios_planes", None, columna, planes=len(planes), nombres="; ".join(planes.values()))


def avisar_resumenes(cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
    """Sin meta, la fila «2» seguida de la «2.1» puede ser el resumen de las que siguen y no otra actividad."""
    columnas = [i for i, c in cuaderno.tabla.por_indice.items() if c.campo is None or c.campo == "numero"]
    for indice in columnas:
        celdas = [renglon.fila.propias.get(indice) for renglon in renglones]
        codigos = [celda.texto.replace(",", ".").rstrip(".") if celda else "" for celda in celdas]
        for renglon, (codigo, siguiente) in zip(renglones, pairwise(codigos), strict=False):
            es_padre = _ESQUEMA.fullmatch(codigo) and siguiente.startswith(f"{codigo}.")
            if es_padre and not renglon.sana("meta"):
                cuaderno.aviso("fila_de_resumen", renglon, "nombre", padre=codigo, siguiente=siguiente)


def avisar_letras_perdidas(cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
    """Si una celda dice «Capacitaci?n», así quedaría."""
    for renglon in renglones:
        for campo in cuaderno.tabla.indices:
            celda = renglon.fila.propias.get(cuaderno.tabla.indices[campo])
            if celda and con_letras_perdidas(celda.texto):
                cuaderno.aviso("letras_perdidas", renglon, campo)


def exigir_cronograma_escrito(cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
    """Si una fila no dice nada en sus meses y los tiene de varios colores, ahí está cuándo, y no se lee.

    Con fecha fin, o con el mismo dibujo en todas las filas, que puede ser adorno, sólo se avisa.
    """
    periodos = {indice for campo, indice in cuaderno.tabla.indices.items() if trimestre_de(campo)}
    dibujos = {r.numero: {par for par in r.fila.pintadas if par[0] in periodos} for r in renglones}
    distintos = len(renglones) < 2 or any(a != b for a, b in pairwise(dibujos.values()))
    for renglon in renglones:
        colores = {color for _, color in dibujos[renglon.numero]}
        de_un_color = len(colores) == 1 and len(dibujos[renglon.numero]) == len(periodos)
        if not colores or de_un_color or any(renglon.periodos()):
            continue
        dice_cuando = any(renglon.sana(campo) for campo in ("fecha_fin", "plazo"))
        anotar = cuaderno.error if distintos and not dice_cuando else cuaderno.aviso
        anotar("cronograma_pintado", renglon, "")


def exigir_puntos_claros(cuaderno: Cuaderno, renglones: list[Renglon]) -> None:
    """Si en el archivo el punto separa decimales («0.75»), «1.250» no se sabe si son miles."""
    numericos = [
        c for c in cuaderno.tabla.indices if trimestre_de(c) or (c in POR_NOMBRE and POR_NOMBRE[c].punto_claro)
    ]
    celdas = [(r, campo, celda) for r in renglones for campo in numericos if (celda := r.sana(campo))]
    escritas = [(r, campo, celda.valor) for r, campo, celda in celdas if isinstance(celda.valor, str)]
    dudosos = puntos_dudosos(valor for _, _, valor in escritas)
    for renglon, campo, valor in escritas:
        if valor.rstrip("% ") in dudosos:
            miles, decimal = valor.replace(".", ""), valor.replace(".", ",")
            cuaderno.error("punto_dudoso", renglon, campo, escrito=valor, miles=miles, decimal=decimal)


def avisar_conjunto(cuaderno: Cuaderno, renglones: list[Renglon], actividades: list[ActividadLeida]) -> None:
    """Varias políticas, filas que dicen lo mismo y filas ocultas."""
    politicas = {normalizar(actividad.politica): actividad.politica for actividad in actividades if actividad.politica}
    if len(politicas) > 1:
        nombres = "; ".join(politicas.values())
        cuaderno.aviso("varias_politicas", None, "politica", politicas=len(politicas), nombres=nombres)
    iguales: dict[ActividadLeida, list[str]] = defaultdict(list)
    for actividad in actividades:
        lo_dicho = replace(actividad, fila=0, numero="", numero_supuesto=False, oculta=False)
        iguales[lo_dicho].append(str(actividad.fila))
    for filas in iguales.values():
        if len(filas) > 1:
            cuaderno.aviso("filas_iguales", None, "nombre", filas=", ".join(filas))
    if ocultas := [str(renglon.numero) for renglon in renglones if renglon.fila.oculta]:
        filas = ", ".join(ocultas)
        cuaderno.aviso("filas_ocultas", None, "", filas=filas)
