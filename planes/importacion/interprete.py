"""De un `Libro` a una `Lectura`: qué actividades trae el plan, qué se supuso y qué hay que corregir.

Cada fila del archivo termina en una actividad, en una nota de error o en `filas_omitidas` con su motivo: nada se
pierde en silencio.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from mipg.libros.libro import Libro
from mipg.libros.notas import VACIO, ColumnaLeida, Nota
from mipg.libros.numeros import numero_de
from mipg.libros.textos import en_una_linea
from mipg.texto import normalizar
from planes.campos import LIMITES, POR_NOMBRE, SENCILLOS, TRIMESTRES, Clase

from .columnas import Tabla, buscar_tablas, es_exporte, escritas, que_impide_leerla
from .conjunto import (
    Numero,
    avisar_conjunto,
    avisar_letras_perdidas,
    avisar_otras_hojas,
    avisar_planes,
    avisar_resumenes,
    de_este_plan,
    exigir_cronograma_escrito,
    exigir_puntos_claros,
    numeros,
    ponderaciones,
)
from .dependencias import Directorio, Responsables
from .estrategias import leer_estrategia
from .lectura import ActividadLeida, Elecciones, Lectura
from .metas import Metas, opcion_de
from .plazos import Plazos, con_fechas_en_orden
from .posibles import completar
from .propios import NADA_PROPIO, LectorPropio
from .renglones import Cuaderno, Renglon, renglones_de
from .titulos import trimestre_de
from .trimestrales import unir_trimestres
from .valores import es_poco, leer_bpin, leer_indices, leer_pesos

SIN_ELECCIONES = Elecciones()
# «Ana Peña <ana@alcaldia.example>», como lo copia el correo.
_CORREO_DEL_NOMBRE = re.compile(r"(?<=\S)\s*<[^<>\s]+@[^<>\s]+>")
_DE_QUIEN = ("dependencia", "apoyos", "enlace", "politica", "dimension")


def interpretar(
    libro: Libro,
    *,
    vigencia: int,
    dependencias: Mapping[str, int],
    columnas_recordadas: Mapping[str, str] = VACIO,
    elecciones: Elecciones = SIN_ELECCIONES,
    plan: str = "",
    del_plan: Mapping[str, Any] = VACIO,
    con_estrategias: bool = True,
    propios: LectorPropio = NADA_PROPIO,
) -> Lectura:
    """Lee el plan de `libro` para la `vigencia` (año). `plan`: su nombre, para tomar sólo lo suyo si el archivo es el
    exporte de varios. `del_plan`: las actividades que ya tiene, por su nombre normalizado; lo que de ellas todavía no
    cuadra y el archivo repite igual no es un error. `con_estrategias`: el plan es el de implementación; en los demás,
    la columna «Estrategia» es otra cosa y no se importa. `propios`: lo que otra app lee y exige en esta clase de plan.

    `dependencias` va de nombre, alias o sigla normalizados (`mipg.texto.normalizar`) a id; `columnas_recordadas`, de
    encabezado normalizado a campo («» para no usarlo). No lanza: lo que no se entiende es un error en la `Lectura`.
    """
    nombres = tuple(hoja.nombre for hoja in libro.hojas)
    # Lo que se eligió al importar en otra clase de plan puede ser de un campo que aquí no hay.
    suyos = propios.vocabulario.sinonimos
    recordadas = {titulo: c for titulo, c in columnas_recordadas.items() if not c or c in suyos or _es_del_plan(c)}
    tablas = buscar_tablas(libro, vigencia, recordadas, elecciones, propios.vocabulario)
    if not tablas:
        mensaje = "El archivo no tiene datos. Suba el plan de acción."
        return Lectura("", nombres, errores=(Nota("archivo_sin_datos", "", 0, "", "", mensaje),))
    directorio = Directorio(dependencias, elecciones.dependencias)
    ajeno = propios.impide(libro, tablas[0])
    impide = "de_otra_clase" if ajeno else que_impide_leerla(tablas[0])
    # Si no se lee, lo que se sepa de sus columnas no viene al caso.
    cuaderno = Cuaderno(replace(tablas[0], avisos=(), errores=(), supuestos=()) if impide else tablas[0], vigencia)
    if not con_estrategias:
        _dejar_las_estrategias(cuaderno)
    avisar_otras_hojas(cuaderno, tablas[1:], bool(elecciones.hoja))
    responsables = Responsables(cuaderno, directorio)
    if ajeno:
        cuaderno.error(impide, None, "", mensaje=ajeno)
    elif impide:
        _pedir_otra_forma(cuaderno, impide)
    actividades = () if impide else _actividades(libro, cuaderno, responsables, elecciones, plan, del_plan, propios)
    if not actividades and not cuaderno.errores:
        cuaderno.error("sin_actividades", None, "nombre")
    tabla = cuaderno.tabla
    return Lectura(
        hoja=tabla.hoja.nombre,
        hojas=nombres,
        fila_encabezado=tabla.encabezado.fila if tabla.encabezado else 0,
        columnas=tabla.columnas,
        actividades=actividades,
        supuestos=tuple(cuaderno.supuestos),
        avisos=tuple(cuaderno.avisos),
        errores=tuple(sorted(cuaderno.errores, key=lambda nota: nota.fila)),
        dependencias_sin_reconocer=responsables.sin_reconocer,
        filas_omitidas=tuple(sorted(cuaderno.omitidas, key=lambda omitida: omitida.fila)),
    )


def _actividades(
    libro: Libro,
    cuaderno: Cuaderno,
    responsables: Responsables,
    elecciones: Elecciones,
    plan: str,
    del_plan: Mapping[str, Any],
    propios: LectorPropio,
) -> tuple[ActividadLeida, ...]:
    completar(cuaderno, responsables.directorio)
    con_pesos = any(actividad.ponderacion is not None for actividad in del_plan.values())
    _suponer_lo_que_no_trae(cuaderno, responsables.directorio, con_pesos)
    renglones = con_fechas_en_orden(cuaderno, renglones_de(cuaderno, elecciones.omitir_ocultas))
    renglones = propios.elegir(cuaderno, de_este_plan(cuaderno, renglones, plan))
    avisar_planes(cuaderno, renglones)
    avisar_resumenes(cuaderno, renglones)
    avisar_letras_perdidas(cuaderno, renglones)
    exigir_cronograma_escrito(cuaderno, renglones)
    exigir_puntos_claros(cuaderno, renglones)
    metas, plazos = Metas(cuaderno, renglones, del_plan, propios.supone_fechas), Plazos(cuaderno, propios.supone_fechas)
    lector = _LectorDeActividad(cuaderno, metas, plazos, responsables, propios)
    renglones = unir_trimestres(renglones, cuaderno)
    pesos = ponderaciones(renglones, cuaderno, del_plan)
    numerados = numeros(renglones, cuaderno, propios.agrupador)
    leidas = (lector.leer(renglon, numerados[renglon.numero], pesos[renglon.numero]) for renglon in renglones)
    actividades = tuple(filter(None, leidas))
    avisar_conjunto(cuaderno, renglones, actividades)
    if not elecciones.otra_vigencia:
        plazos.exigir_vigencia()
    propios.revisar(libro, cuaderno, actividades, elecciones)
    return actividades


def _es_del_plan(campo: str) -> bool:
    return campo in POR_NOMBRE or bool(trimestre_de(campo))


def _pedir_otra_forma(cuaderno: Cuaderno, impide: str) -> None:
    """Dice por qué no se lee la tabla; si es que falta la columna de las actividades, cuál puede ser.

    Es la que tiene más letras y no es de responsables.
    """
    tabla = cuaderno.tabla
    if impide != "sin_columna_de_actividad":
        cuaderno.error(impide, None, "")
        for fila in tabla.hoja.filas:
            cuaderno.omitir(impide, fila, impide.replace("_", " "))
        return
    letras = {
        columna: sum(sum(map(str.isalpha, texto)) for texto in escritas(tabla, indice))
        for indice, columna in tabla.por_indice.items()
        if columna.campo not in _DE_QUIEN
    }
    posible = max(letras, key=letras.get) if any(letras.values()) else ""
    cual = f" ¿Es la columna {posible.letra}, «{posible.titulo}»?" if posible else ""
    cuaderno.error(impide, None, posible, posible=cual)


def _dejar_las_estrategias(cuaderno: Cuaderno) -> None:
    """Saca la columna de las estrategias del modelo; si trae algo, lo dice."""
    if indice := cuaderno.tabla.indices.get("estrategia"):
        ajena = cuaderno.dejar("estrategia")
        if escritas(cuaderno.tabla, indice):
            cuaderno.aviso("estrategia_de_otro_plan", None, ajena, titulo=ajena.titulo)


def _suponer_lo_que_no_trae(cuaderno: Cuaderno, directorio: Directorio, con_pesos: bool) -> None:
    tabla = cuaderno.tabla
    if "ponderacion" not in tabla.indices:
        cuaderno.supuesto("se_conservan_los_pesos" if con_pesos else "sin_pesos", None, "ponderacion")
    if "dependencia" not in tabla.indices and (columna := _columna_de_dependencias(tabla, directorio)):
        cuaderno.error("dependencias_sin_usar", None, columna)
    elif "dependencia" not in tabla.indices:
        cuaderno.aviso("sin_columna_de_dependencia", None, "")
    if any(campo.startswith("periodo_") for campo in tabla.indices):
        cuaderno.supuesto("periodos_sumados", None, "")


def _columna_de_dependencias(tabla: Tabla, directorio: Directorio) -> ColumnaLeida | None:
    """Una columna que no se importa, sin que nadie lo eligiera, y está llena de nombres de dependencias."""
    for indice, columna in tabla.por_indice.items():
        if not columna.campo and columna.origen == "reconocida":
            conocidas = [normalizar(texto) in directorio.nombres for texto in escritas(tabla, indice)]
            if sum(conocidas) > max(1, len(conocidas) / 2):
                return columna
    return None


class _LectorDeActividad:
    """De un renglón a una actividad, con quien lee cada parte."""

    def __init__(
        self, cuaderno: Cuaderno, metas: Metas, plazos: Plazos, responsables: Responsables, propios: LectorPropio
    ):
        self.cuaderno, self.metas, self.plazos = cuaderno, metas, plazos
        self.responsables, self.propios = responsables, propios
        self.es_exporte = es_exporte(cuaderno.tabla.encabezado)

    def leer(self, renglon: Renglon, numero: Numero, peso: Decimal | None) -> ActividadLeida | None:
        """La actividad; nula, con su error, si no se pudo entender."""
        # Combinado sobre varias acciones, el número es el de lo que las agrupa.
        agrupa = self.propios.agrupador in renglon.indices
        self.cuaderno.exigir_sanas(renglon, salvo=("numero",) if agrupa else ())
        meta = renglon.meta_del_anio or self.metas.leer(renglon)
        inicio, fin = self.plazos.leer(renglon)
        programacion = self.metas.programar(renglon, meta, inicio, fin)
        dependencia, apoyos = self.responsables.leer(renglon)
        sencillos = self._sencillos(renglon)
        if not self.es_exporte and not re.search(r"[^\W\d_]", renglon.texto("nombre")):
            self.cuaderno.error("nombre_sin_letras", renglon, "nombre")
            return None
        if programacion is None:
            return None
        inicio, fin = self.plazos.completar(renglon, inicio, fin, programacion)
        actividad = ActividadLeida(
            fila=renglon.numero,
            numero=numero.texto,
            numero_supuesto=numero.supuesto,
            meta=programacion.meta,
            unidad=self.metas.unidad(renglon, meta, programacion),
            linea_base=self.metas.linea_base(renglon, programacion),
            tipo_meta=programacion.tipo_meta,
            sentido=opcion_de(renglon, "sentido", self.cuaderno) or "ASCENDENTE",
            ponderacion=peso,
            presupuesto=self._presupuesto(renglon),
            bpin=self._bpin(renglon),
            fecha_inicio=inicio,
            fecha_fin=fin,
            dependencia=dependencia,
            apoyos=apoyos,
            fuente=opcion_de(renglon, "fuente", self.cuaderno) or "OTRA",
            estrategia=self._estrategia(renglon),
            indices=tuple(leer_indices(f"{renglon.texto('indices')} {renglon.texto('criterio')}")),
            politica=en_una_linea(renglon.texto("politica")) or renglon.politica_de_seccion,
            oculta=renglon.fila.oculta,
            propios=self.propios.leer(self.cuaderno, renglon),
            **sencillos,
            **dict(zip(TRIMESTRES, programacion.trimestres, strict=True)),
        )
        self.metas.comparar_con_la_descrita(renglon, actividad)
        return actividad if self._caben(renglon, actividad) else None

    def _estrategia(self, renglon: Renglon) -> str:
        celda = renglon.sana("estrategia")
        leida = leer_estrategia(celda.texto) if celda else ""
        if celda and not leida:
            self.cuaderno.aviso("estrategia_no_clara", renglon, "estrategia", texto=celda.texto)
        return leida

    def _presupuesto(self, renglon: Renglon) -> Decimal | None:
        celda = renglon.sana("presupuesto")
        if celda is None:
            return None
        if not re.search(r"\d", celda.texto):
            self.cuaderno.aviso("presupuesto_sin_cifra", renglon, "presupuesto")
            return None
        pesos = self.cuaderno.intentar(renglon, "presupuesto", leer_pesos)
        if es_poco(pesos) and not self.es_exporte:
            self.cuaderno.aviso("presupuesto_muy_bajo", renglon, "presupuesto")
        return pesos

    def _bpin(self, renglon: Renglon) -> str:
        celda = renglon.sana("bpin")
        codigo = self.cuaderno.intentar(renglon, "bpin", leer_bpin) if celda else ""
        if celda and codigo == "":
            self.cuaderno.aviso("bpin_sin_codigo", renglon, "bpin")
        return codigo or ""

    def _sencillos(self, renglon: Renglon) -> dict:
        """Los campos que se leen de su celda sin mirar otras, más el nombre y el enlace."""
        leidos = {campo.nombre: self._sencillo(renglon, campo.nombre, campo.clase) for campo in SENCILLOS}
        nombre = en_una_linea(renglon.texto("nombre"))
        enlace = _CORREO_DEL_NOMBRE.sub("", self._sencillo(renglon, "enlace", Clase.TEXTO))
        return leidos | {"nombre": nombre, "enlace": enlace}

    def _sencillo(self, renglon: Renglon, campo: str, clase: Clase) -> str | Decimal | date | None:
        if clase is Clase.NUMERO:
            return self.cuaderno.intentar(renglon, campo, numero_de)
        if clase is Clase.FECHA:
            periodo = self.cuaderno.intentar(renglon, campo, self.cuaderno.leer_periodo)
            return periodo and periodo.fin
        texto = renglon.texto(campo) if renglon.sana(campo) or campo in renglon.agregados else ""
        return en_una_linea(texto) if clase is Clase.TEXTO else texto

    def _caben(self, renglon: Renglon, actividad: ActividadLeida) -> bool:
        largos = {c: texto for c, limite in LIMITES.items() if len(texto := getattr(actividad, c)) > limite}
        for campo, texto in largos.items():
            valor = f"{texto[:80]}…"
            self.cuaderno.error("texto_largo", renglon, campo, letras=len(texto), limite=LIMITES[campo], valor=valor)
        return not largos
