"""El archivo oficial de resultados: miles de entidades, un centenar de columnas, y nada se recalcula."""

import re
from collections.abc import Callable, Mapping, Sequence

from furag.lectura.dicho import LecturaDeResultados
from furag.lectura.encabezados import Encabezado, buscar, cambiados
from furag.lectura.filas import Filas
from furag.lectura.preguntas import Pregunta
from furag.models import AmbitoCarga
from furag.reglas.arbol import RAIZ
from mipg.libros import Nota
from mipg.libros.formato import Topes
from mipg.libros.libro import letra
from mipg.libros.por_filas import HojaPorFilas
from mipg.texto import en_lista, normalizar

TOPES = Topes(filas=15_000, columnas=200, celdas=2_000_000, descomprimido=200 * 1024 * 1024)
_VIGENCIA = re.compile(r"vig(?:encias?)?\.?[\s_-]*(?:medida)?[\s_-]*((?:19|20)\d\d)", re.IGNORECASE)
_ANIO = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def leer_resultados(
    nombre: str,
    hojas: Sequence[HojaPorFilas],
    *,
    anio: int,
    nombres: Mapping[str, str],
    elecciones: Mapping[str, object],
    avanzar: Callable[[int], None] = lambda porcentaje: None,
) -> LecturaDeResultados:
    """Lee un archivo de resultados ya abierto. Lanza `ArchivoInvalido` si una hoja no se puede leer.

    `anio`, la vigencia medida que se eligió; `nombres`, de código a nombre de las dimensiones, políticas e índices de
    la versión del modelo medida; `elecciones`, lo que la persona contestó (`Pregunta.clave` → valor).
    """
    lectura = LecturaDeResultados()
    hallados = [encabezado for hoja in hojas if (encabezado := buscar(hoja))]
    if not hallados:
        lectura.errores.append(Nota("hoja_equivocada", "", 0, "", "", _por_que_no_es(hojas)))
        return lectura
    elegido = next((e for e in hallados if e.hoja.nombre == elecciones.get("hoja")), None)
    if elegido is None and len(hallados) > 1:
        opciones = tuple((e.hoja.nombre, e.hoja.nombre) for e in hallados)
        lectura.preguntas.append(Pregunta("hoja", "Varias hojas traen resultados. ¿Cuál se lee?", opciones))
        return lectura
    encabezado = elegido or hallados[0]
    lectura.hoja, lectura.fila_encabezado = encabezado.hoja.nombre, encabezado.fila
    lectura.columnas = encabezado.puntajes
    lectura.errores += [*encabezado.errores, *cambiados(encabezado, nombres)]
    if lectura.errores:
        return lectura
    _preguntar_por_las_columnas(lectura, encabezado, nombres, elecciones)
    _preguntar_por_la_vigencia(lectura, nombre, encabezado, anio, elecciones)
    Filas(encabezado, lectura, elecciones).leer(avanzar)
    _decidir_el_ambito(lectura, nombre, encabezado, elecciones)
    return lectura


def _por_que_no_es(hojas: Sequence[HojaPorFilas]) -> str:
    dichos: set[str] = set()
    for hoja in hojas:
        for _, fila in zip(range(20), hoja.leer(), strict=False):
            dichos |= {normalizar(celda.texto) for celda in fila.celdas.values()}
    if {"recomendacion", "recomendaciones"} & dichos and "politica" in dichos:
        return "Es un archivo de recomendaciones, no de resultados: súbalo en las recomendaciones de la medición."
    if {"i01", "pol01"} <= dichos:
        return "Parece el diccionario de índices, no los resultados: súbalo en el diccionario de la medición."
    return (
        "Ninguna hoja trae, en sus primeras 20 filas, los títulos «Entidad» e «Índice de Desempeño Institucional»: no "
        "es el archivo de resultados. Súbalo como lo publica Función Pública, sin cambiarle los títulos."
    )


def _preguntar_por_las_columnas(
    lectura: LecturaDeResultados, encabezado: Encabezado, nombres: Mapping[str, str], elecciones: Mapping
) -> None:
    donde = f"hoja «{lectura.hoja}», fila {encabezado.fila}"
    if (faltan := encabezado.faltan(nombres)) and not elecciones.get("faltan"):
        dichas = en_lista(f"«{una}»" for una in faltan[:30]) + (f" y otras {len(faltan) - 30}" if faltan[30:] else "")
        texto = f"En los títulos ({donde}) faltan {dichas}. ¿Se importa sin esas columnas?"
        lectura.preguntas.append(Pregunta("faltan", texto))
    if encabezado.sobran and not elecciones.get("sobran"):
        dichas = en_lista(f"«{titulo[:60]}» ({letra(indice)})" for indice, titulo in encabezado.sobran.items())
        texto = f"Estas columnas no se reconocen ({donde}): {dichas}. ¿Se dejan de lado?"
        lectura.preguntas.append(Pregunta("sobran", texto))
    ajenas = [c for c in encabezado.puntajes if c.codigo not in nombres and c.codigo != RAIZ]
    lectura.avisos += [
        Nota(
            "codigo_ajeno", lectura.hoja, encabezado.fila, c.letra, c.codigo, f"{c.codigo} no está en el modelo medido."
        )
        for c in ajenas
    ]


def anios_de(nombre: str, encima: str) -> set[int]:
    """Las vigencias que dicen el nombre del archivo o lo escrito encima de los títulos; vacío si no dicen ninguna."""
    dichas = {int(anio) for texto in (nombre, encima) for anio in _VIGENCIA.findall(texto)}
    return dichas or {int(anio) for anio in _ANIO.findall(nombre)}


def _preguntar_por_la_vigencia(
    lectura: LecturaDeResultados, nombre: str, encabezado: Encabezado, anio: int, elecciones: Mapping
) -> None:
    dichos = anios_de(nombre, encabezado.antes)
    if dichos and dichos != {anio} and not elecciones.get("vigencia"):
        texto = (
            f"El archivo dice ser de la vigencia {en_lista(map(str, sorted(dichos)))} y usted lo subió a la medición "
            f"de {anio}. ¿Es de verdad la de {anio}?"
        )
        lectura.preguntas.append(Pregunta("vigencia", texto))


def _decidir_el_ambito(lectura: LecturaDeResultados, nombre: str, encabezado: Encabezado, elecciones: Mapping) -> None:
    dichos = {ambito for texto in (nombre, encabezado.hoja.nombre) if (ambito := _ambito_en(texto))}
    grupos = [normalizar(entidad.datos["grupo_par"]) for entidad in lectura.entidades]
    nacionales = sum(grupo.startswith("nacion") for grupo in grupos)
    if any(grupos):
        # Lo que dicen las filas no basta para decidir, pero sí para dudar.
        dichos |= {"NACION"} if nacionales > len(grupos) / 2 else {"TERRITORIO"} if "NACION" in dichos else set()
    if elecciones.get("ambito") in AmbitoCarga:
        lectura.ambito = str(elecciones["ambito"])
    elif len(dichos) == 1:
        (lectura.ambito,) = dichos
    else:
        que = "no dice" if not dichos else "dice de dos maneras"
        texto = f"El archivo {que} si es de las entidades del territorio o de la nación. ¿De cuáles es?"
        lectura.preguntas.append(Pregunta("ambito", texto, tuple(AmbitoCarga.choices)))


def _ambito_en(texto: str) -> str:
    palabras = normalizar(texto).split()
    if any(palabra.startswith("territori") for palabra in palabras):
        return "TERRITORIO"
    return "NACION" if any(palabra in ("nacion", "nacional") for palabra in palabras) else ""
