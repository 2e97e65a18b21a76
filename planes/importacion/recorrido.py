"""De las filas de una tabla a los renglones que van a ser actividades; las demás se omiten o se unen a la anterior."""

from dataclasses import replace

from mipg.libros.textos import en_una_linea
from planes.campos import DE_CONTINUACION

from .filas import DE_PLAZO, filas_que_no_son, politica_de_seccion, sigue_el_encabezado
from .mensajes import MENSAJES
from .renglones import Cuaderno, Renglon


def renglones_de(cuaderno: Cuaderno, omitir_ocultas: bool) -> list[Renglon]:
    """Las filas que son actividades; las demás quedan en `omitidas` o se unen a la anterior."""
    tabla = cuaderno.tabla
    for fila in tabla.hoja.filas:
        if fila.numero < tabla.encabezado.fila:
            cuaderno.omitir("encima_del_encabezado", fila, "título encima del encabezado")
        elif tabla.encabezado.fila < fila.numero <= tabla.encabezado.ultima_fila:
            cuaderno.omitir("encabezado", fila, "encabezado")
    renglones: list[Renglon] = []
    # «POLÍTICA: Integridad» puede ir antes del primer encabezado.
    encima = (politica_de_seccion(fila) for fila in tabla.hoja.filas if fila.numero < tabla.encabezado.fila)
    politica, seccion, ultima = next(filter(None, encima), ""), 0, 0
    reglas = filas_que_no_son(tabla, omitir_ocultas)
    for fila in tabla.filas:
        if regla := reglas.get(fila.numero):
            if regla.abre_seccion:
                seccion += 1
                politica = politica_de_seccion(fila) or politica
            if regla.avisa:
                suyo = Renglon(fila, tabla.indices)
                cuaderno.aviso(regla.codigo, suyo, "nombre", mensaje=MENSAJES["fila_que_puede_ser"])
            if regla.detiene:
                cuaderno.error(regla.codigo, Renglon(fila, tabla.indices), "", fila=fila.numero)
            cuaderno.omitir(regla.codigo, fila, regla.motivo)
            continue
        renglon = Renglon(fila, tabla.indices, politica, seccion)
        if fila.numero == ultima + 1 and renglones and _sigue_el_nombre(renglon, renglones[-1]):
            _unir_nombre(cuaderno, renglon, renglones[-1])
            ultima = fila.numero
        elif _tiene_nombre_propio(renglon):
            renglones.append(renglon)
            ultima = fila.numero
        elif _continuar(cuaderno, renglon, renglones, seguida=fila.numero == ultima + 1):
            ultima = fila.numero
    return renglones


def _tiene_nombre_propio(renglon: Renglon) -> bool:
    """Si la fila nombra una actividad, aunque sea la combinada de encima en otro trimestre."""
    celda = renglon.celda("nombre")
    por_trimestre = renglon.indices.get("trimestre") in renglon.fila.propias
    return bool(celda and (por_trimestre or not celda.combinada_desde))


def _sigue_el_nombre(renglon: Renglon, anterior: Renglon) -> bool:
    """Si la fila es el resto de un nombre que un conversor partió: empieza en minúscula y sólo trae textos."""
    campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
    nombre = renglon.celda("nombre")
    trae_mas = any(anterior.sana(campo) for campo in ("meta", *DE_PLAZO) if campo in anterior.indices)
    return bool(
        "nombre" in campos and campos <= DE_CONTINUACION | {"nombre"} and nombre.texto[:1].islower() and trae_mas
    )


def _unir_nombre(cuaderno: Cuaderno, renglon: Renglon, anterior: Renglon) -> None:
    celdas = dict(anterior.fila.celdas)
    for campo in DE_CONTINUACION | {"nombre"}:
        indice = renglon.indices.get(campo, 0)
        if resto := renglon.fila.propias.get(indice):
            antes = celdas.get(indice)
            celdas[indice] = replace(resto, valor=f"{antes.texto} {resto.texto}") if antes else resto
    anterior.fila = replace(anterior.fila, celdas=celdas)
    cuaderno.supuesto("nombre_partido", renglon, "nombre", otra=anterior.numero)
    cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anterior.numero}")


def _continuar(cuaderno: Cuaderno, renglon: Renglon, anteriores: list[Renglon], seguida: bool) -> bool:
    """Si una fila sin nombre es texto que sigue de la de encima; si no, es un texto suelto o un error."""
    campos = {campo for campo, indice in renglon.indices.items() if indice in renglon.fila.propias}
    nombre = renglon.celda("nombre")
    es_texto = bool(anteriores and campos and campos <= DE_CONTINUACION)
    if es_texto and not seguida and not nombre:
        dice = en_una_linea(" · ".join(celda.texto for celda in renglon.fila.propias.values()))
        cuaderno.omitir("texto_suelto", renglon.fila, "texto suelto, separado de las actividades")
        cuaderno.aviso("texto_suelto", renglon, "", dice=dice[:80])
    elif es_texto:
        for campo in campos:
            anteriores[-1].agregados[campo].append(renglon.celda(campo).texto)
        cuaderno.supuesto("continuacion", renglon, "", otra=anteriores[-1].numero)
        cuaderno.omitir("continuacion", renglon.fila, f"continuación de la fila {anteriores[-1].numero}")
        return True
    elif not campos:
        cuaderno.omitir("sin_datos_del_plan", renglon.fila, "sin datos en las columnas del plan")
    elif nombre:
        cuaderno.error("nombre_combinado", renglon, "nombre", combinada_desde=nombre.combinada_desde)
        if anteriores and campos & set(DE_PLAZO):
            cuaderno.aviso("fechas_de_varias_filas", anteriores[-1], "fecha_fin")
    else:
        codigo = "encabezado_de_dos_filas" if sigue_el_encabezado(renglon.fila, cuaderno.tabla) else "fila_sin_nombre"
        cuaderno.error(codigo, renglon, "nombre", valor="")
    return False
