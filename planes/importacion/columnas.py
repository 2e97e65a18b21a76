"""Qué hoja trae el plan, y lo que las columnas de un plan dicen unas de otras."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from mipg.libros import columnas
from mipg.libros.columnas import SIN_TITULO, Aspirante, Reparto, Tabla
from mipg.libros.encabezados import Encabezado
from mipg.libros.libro import Hoja, Libro, letra
from mipg.libros.notas import Elecciones, Nota
from mipg.texto import normalizar
from planes.campos import CON_LETRAS, EXPORTADOS, POR_NOMBRE, SINONIMOS, TITULO_DEL_PLAN, TRIMESTRES
from planes.propios import titulos_propios

from .titulos import (
    ACOMPANANTES,
    AJENAS,
    DE_AVANCES,
    NUCLEOS,
    PRIMERAS_PALABRAS,
    Titulos,
    dice_duracion,
    nombrar_semanas,
    parece_periodo,
    trimestre_de,
)

_TITULOS_DEL_EXPORTE = frozenset({TITULO_DEL_PLAN, *(campo.titulo for campo in EXPORTADOS)})
_DELATAN_UN_EXPORTE = frozenset({"Tipo de meta", "Unidad de medida", "Programado T1", "Programado T4"})
_TITULOS_ACOSTADOS, _TITULOS_DE_FICHA = 3, 2
_DE_UN_PLAN = frozenset({"meta", "plazo", "fecha_fin", "dependencia"})
_ANIO_DEL_TITULO = re.compile(r"(?:vigencia|a[ñn]o|\bplan\b)\D{0,60}?(20\d\d)(?!\s*[-–—/])", re.IGNORECASE)
_CON_LETRAS = re.compile(r"[^\W\d_]{2}")
_CANTIDAD_O_MARCA = re.compile(r"\d|[xX✓✔•●■√]+$")


def buscar_tablas(
    libro: Libro,
    vigencia: int,
    recordadas: Mapping[str, str],
    elecciones: Elecciones,
    vocabulario: "VocabularioDePlan | None" = None,
) -> list[Tabla]:
    """Una tabla por hoja con datos, de la más a la menos parecida a un plan; la hoja elegida va primero.

    Si un plan dice ser de la vigencia, las hojas que dicen ser de otro año van después.
    """
    tablas = columnas.buscar_tablas(libro, vocabulario or VOCABULARIO, recordadas, elecciones, vigencia)
    anios = {tabla.hoja.nombre: _vigencias_de_la_hoja(tabla) for tabla in tablas}
    if any(_es_un_plan(tabla) and vigencia in anios[tabla.hoja.nombre] for tabla in tablas):
        tablas.sort(key=lambda tabla: bool(anios[tabla.hoja.nombre]) and vigencia not in anios[tabla.hoja.nombre])
        tablas.sort(key=lambda tabla: tabla.hoja.nombre != elecciones.hoja)
    return [_con_el_aviso_de_su_anio(tabla, anios[tabla.hoja.nombre], vigencia) for tabla in tablas]


def _es_un_plan(tabla: Tabla) -> bool:
    """Si tiene actividades con meta, plazo o responsable."""
    return "nombre" in tabla.indices and bool(_DE_UN_PLAN & set(tabla.indices)) and bool(tabla.filas)


def actividades_de(tabla: Tabla, campos: Iterable[str] = ()) -> frozenset[tuple[str, ...]]:
    """El nombre y los `campos`, normalizados, de lo que una hoja lista como un plan; nada si no parece un plan."""
    nombre, otros = tabla.indices.get("nombre", 0), [tabla.indices[c] for c in tabla.indices if _es_de_un_plan(c)]
    if not nombre or not otros:
        return frozenset()
    filas = (fila for fila in tabla.filas if nombre in fila.propias and any(i in fila.celdas for i in otros))
    indices = [nombre, *(tabla.indices[campo] for campo in campos)]
    dichas = (tuple(normalizar(f.celdas[i].texto) if i in f.celdas else "" for i in indices) for f in filas)
    return frozenset(dicha for dicha in dichas if _CON_LETRAS.search(dicha[0]))


def programacion_de(tabla: Tabla) -> frozenset[str]:
    """Los campos de meta y de cuándo que trae una tabla."""
    return frozenset(
        campo for campo in tabla.indices if _es_de_un_plan(campo) and campo not in ("dependencia", "producto")
    )


def trae_actividades_que_faltan(otra: Tabla, tabla: Tabla) -> bool:
    """Si lista alguna que `tabla` no trae igual: otra actividad, o la misma con otra meta u otra fecha."""
    comunes = sorted(programacion_de(tabla) & programacion_de(otra))
    return _esta_a_la_vista(otra) and not actividades_de(otra, comunes) <= actividades_de(tabla, comunes)


def completa(otra: Tabla, tabla: Tabla) -> bool:
    """Si, sin nombrarlas, trae por su número la meta, los trimestres o las fechas que a `tabla` le faltan."""
    if "nombre" in otra.indices or not programacion_de(otra) - programacion_de(tabla):
        return False
    return _esta_a_la_vista(otra) and bool(_numeros_de(otra) & _numeros_de(tabla))


def solo_trae_avances(tabla: Tabla) -> bool:
    """Si no dice meta, producto, fecha ni trimestre de nada, y sus títulos (o su nombre) hablan de lo avanzado."""
    dicen = [columna.titulo for columna in tabla.columnas] or [tabla.hoja.nombre]
    sin_plan = not any(_es_de_un_plan(campo) and campo != "dependencia" for campo in tabla.indices)
    return sin_plan and any(DE_AVANCES & set(normalizar(titulo).split()) for titulo in dicen)


def _numeros_de(tabla: Tabla) -> set[str]:
    return set(map(normalizar, escritas(tabla, tabla.indices.get("numero", 0))))


def _es_de_un_plan(campo: str) -> bool:
    return campo in _DE_UN_PLAN or campo in ("producto", "fecha_inicio") or bool(trimestre_de(campo))


def _esta_a_la_vista(tabla: Tabla) -> bool:
    """Si la hoja no está oculta ni dice ser de otro año."""
    return not tabla.hoja.oculta and all(nota.codigo != "hoja_de_otra_vigencia" for nota in tabla.avisos)


def _vigencias_de_la_hoja(tabla: Tabla) -> frozenset[int]:
    """Los años que dice el nombre de la hoja o, si no dice ninguno, su título («PLAN DE ACCIÓN 2025»)."""
    encabezado = tabla.encabezado.fila if tabla.encabezado else 0
    encima = [celda.texto for fila in tabla.hoja.filas if fila.numero < encabezado for celda in fila.propias.values()]
    return VOCABULARIO.vigencias_de([tabla.hoja.nombre]) or frozenset(
        int(escrito) for texto in encima for escrito in _ANIO_DEL_TITULO.findall(texto)
    )


def _con_el_aviso_de_su_anio(tabla: Tabla, anios: frozenset[int], vigencia: int) -> Tabla:
    if not anios or vigencia in anios or not tabla.encabezado:
        return tabla
    escritos = ", ".join(map(str, sorted(anios)))
    mensaje = f"La hoja es de {escritos} y el plan, de la vigencia {vigencia}. Compruebe que es la que quiere importar."
    return replace(tabla, avisos=(Nota("hoja_de_otra_vigencia", tabla.hoja.nombre, 0, "", "", mensaje), *tabla.avisos))


def es_exporte(encabezado: Encabezado | None) -> bool:
    """Si el archivo lo exportó este sistema: trae sus títulos y ninguno más."""
    titulos = {" ".join(partes) for partes in encabezado.titulos.values()} if encabezado else set()
    titulos.discard(SIN_TITULO)
    return titulos >= _DELATAN_UN_EXPORTE and titulos <= _TITULOS_DEL_EXPORTE | titulos_propios()


def columna_del_plan(encabezado: Encabezado | None) -> int:
    """La columna que dice de qué plan es cada actividad, en un exporte de varios; 0 si el archivo no lo es."""
    titulos = encabezado.titulos if es_exporte(encabezado) else {}
    return next((indice for indice, partes in titulos.items() if partes == (TITULO_DEL_PLAN,)), 0)


def que_impide_leerla(tabla: Tabla) -> str:
    """El código de por qué una tabla no se lee como un plan; vacío si se lee.

    Está acostada si los títulos van hacia abajo en una columna y cada actividad es una columna; trae fichas si donde
    van las actividades lo que hay son títulos: cada una es de pares «Meta | 4 jornadas».
    """
    for textos in map(partial(escritas, tabla), tabla.por_indice):
        if _TITULOS_ACOSTADOS <= len(textos) <= len(SINONIMOS):
            campos = _campos_titulados(textos)
            if len(set(campos)) == len(campos) >= max(_TITULOS_ACOSTADOS, len(textos) / 2):
                return "tabla_acostada"
    textos = escritas(tabla, tabla.indices.get("nombre", 0))
    campos = _campos_titulados(textos)
    if len(set(campos)) >= _TITULOS_DE_FICHA and len(campos) >= len(textos) / 2:
        return "fichas"
    return "" if "nombre" in tabla.indices else "sin_columna_de_actividad"


def escritas(tabla: Tabla, indice: int) -> list[str]:
    """Los textos de una columna, debajo de su título."""
    return [fila.propias[indice].texto for fila in tabla.filas if indice in fila.propias]


def _campos_titulados(textos: Iterable[str]) -> list[str]:
    return [hallado.campo for hallado in map(VOCABULARIO.exacto, textos) if hallado and hallado.campo]


@dataclass(frozen=True, eq=False)
class VocabularioDePlan(Titulos):
    """Los títulos de un plan y lo que sus columnas dicen unas de otras."""

    def es_de_una_vigencia(self, campo: str) -> bool:
        """Los períodos y los campos `de_un_anio`."""
        return self.es_periodo(campo) or (campo in POR_NOMBRE and POR_NOMBRE[campo].de_un_anio)

    def es_del_sistema(self, encabezado: Encabezado) -> bool:
        """Si lo exportó este sistema."""
        return es_exporte(encabezado)

    def preparar(self, encabezado: Encabezado, hoja: Hoja) -> Encabezado:
        """«Actividades» sobre dos columnas, la de los números y la de los textos: la segunda es la del nombre."""
        titulos = nombrar_semanas(encabezado.titulos)
        for indice, propios in encabezado.titulos.items():
            reconocido = self.reconocer(propios)
            if indice + 1 in titulos or not reconocido or reconocido.campo != "nombre":
                continue
            pares = [
                (fila.propias[indice].texto, fila.propias[indice + 1].texto)
                for fila in hoja.filas
                if fila.numero > encabezado.ultima_fila and {indice, indice + 1} <= set(fila.propias)
            ]
            if pares and all(_CON_LETRAS.search(texto) and not _CON_LETRAS.search(numero) for numero, texto in pares):
                titulos |= {indice: (*propios, "No."), indice + 1: propios}
        return replace(encabezado, titulos=titulos)

    def ajustar(self, reparto: Reparto) -> None:
        """El número es el de la actividad, la meta es la cantidad y sólo cuenta un ciclo de períodos."""
        _preferir_el_numero_vecino(reparto)
        _repartir_cantidad(reparto)
        _preferir_un_ciclo(reparto)

    def duda(self, tabla: Tabla, indice: int, aspirantes: Iterable[Aspirante]) -> tuple[str, str] | None:
        """El código y el porqué de que no se pueda dejar sin usar una columna que no se entendió; nulo si se puede."""
        celdas = [fila.propias[indice] for fila in tabla.filas if indice in fila.propias]
        trae_cantidades = any(isinstance(c.valor, Decimal | str) and _CANTIDAD_O_MARCA.match(c.texto) for c in celdas)
        por_indice = {aspirante.indice: aspirante for aspirante in aspirantes}
        propio = por_indice.get(indice)
        rival = por_indice.get(tabla.indices.get(propio.campo, 0)) if propio else None
        if trae_cantidades and rival and self.es_de_una_vigencia(propio.campo) and propio.rango == rival.rango:
            ambas = f"{letra(rival.indice)} y {letra(indice)}"
            return (
                "columnas_iguales",
                f"Las columnas {ambas} pueden ser el mismo dato. Diga cuál se importa y que la otra no se importa.",
            )
        if trae_cantidades and "meta" not in tabla.indices and self.vigencias_de(tabla.encabezado.titulos[indice]):
            return (
                "meta_de_un_anio",
                "El archivo no trae una columna «Meta» y esta puede ser la de un año. Diga qué es, o que no se "
                "importa.",
            )
        sin_fin = not {"fecha_fin", "plazo"} & set(tabla.indices)
        if sin_fin and celdas and all(isinstance(celda.valor, date) for celda in celdas):
            return (
                "fechas_sin_usar",
                "El archivo no trae la fecha fin y esta columna sólo tiene fechas. Diga si es, o que no se importa.",
            )
        titulos = tabla.encabezado.titulos[indice]
        decide_cuando = (trae_cantidades and not dice_duracion(titulos)) or (celdas and sin_fin)
        if decide_cuando and not _cubre_el_anio(tabla.indices) and parece_periodo(titulos):
            return (
                "periodo_sin_entender",
                "La columna parece de un trimestre o un mes y no se entendió: sin ella, la programación quedaría en "
                "otra fecha. Diga qué es, o que no se importa.",
            )
        return None


VOCABULARIO = VocabularioDePlan(
    "actividades",
    SINONIMOS,
    principal="nombre",
    ajenas=AJENAS,
    primeras_palabras=PRIMERAS_PALABRAS,
    acompanantes=ACOMPANANTES,
    nucleos=NUCLEOS,
    de_texto=CON_LETRAS,
    # Si dos columnas aspiran a un campo, la menos específica pasa al segundo.
    alternativas={"dependencia": "enlace"},
    de_antes=frozenset({"linea_base"}),
    se_elige=True,
)


def _preferir_el_numero_vecino(reparto: Reparto) -> None:
    """De dos «No.», el de la actividad es el que va justo antes de ella; el otro, el del objetivo."""
    if not {"numero", "nombre"} <= set(reparto.ganadores):
        return
    numero, vecina = reparto.ganadores["numero"], reparto.ganadores["nombre"].indice - 1
    for rival in reparto.aspirantes:
        if rival.campo == "numero" and rival.indice == vecina and rival[:5] == numero[:5]:
            reparto.asignadas |= {numero.indice: ("", numero.origen), rival.indice: ("numero", rival.origen)}
            reparto.indices["numero"] = rival.indice


def _repartir_cantidad(reparto: Reparto) -> None:
    """Con «Cantidad», la meta es ella; «Meta», si también está, es una descripción y hace de producto."""
    cantidad = reparto.indices.pop("cantidad", None)
    if cantidad is None:
        return
    descripcion = reparto.indices.pop("meta", None)
    if descripcion is not None:
        libre = "producto" not in reparto.indices
        if libre:
            reparto.indices["producto"] = descripcion
        reparto.pasar(descripcion, "producto" if libre else "")
    reparto.indices["meta"] = cantidad
    reparto.pasar(cantidad, "meta")


def _preferir_un_ciclo(reparto: Reparto) -> None:
    """Si la misma meta viene por trimestres y además por meses o semestres, sólo cuenta un ciclo."""
    ciclos = {campo: _ciclo_de(campo) for campo in reparto.indices if trimestre_de(campo)}
    preferido = next((ciclo for ciclo in _CICLOS_POR_PREFERENCIA if ciclo in ciclos.values()), "")
    for campo, ciclo in ciclos.items():
        if ciclo != preferido:
            reparto.pasar(reparto.indices.pop(campo), "")


_CICLOS_POR_PREFERENCIA = ("trimestre", "mes", "semana", "semana_del_anio", "bimestre", "cuatrimestre", "semestre")


def _ciclo_de(campo: str) -> str:
    return "trimestre" if campo in TRIMESTRES else re.sub(r"periodo_\d_|\d+$", "", campo)


def _cubre_el_anio(indices: Mapping[str, int]) -> bool:
    """Si los períodos reconocidos son los del año entero, o la programación va por filas."""
    periodos = [campo for campo in indices if trimestre_de(campo)]
    ciclos = Counter(map(_ciclo_de, periodos))
    return (
        "trimestre" in indices
        or {trimestre_de(campo) for campo in periodos} == {1, 2, 3, 4}
        or ciclos["semestre"] == 2
        or ciclos["cuatrimestre"] == 3
    )
