"""La meta de cada actividad, su programación, su unidad y su línea base, y los campos de una lista cerrada."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from mipg.libros.libro import escribir_numero
from mipg.libros.textos import ValorInvalido, en_una_linea, si_se_entiende
from mipg.texto import normalizar
from planes.reglas import problemas_de_programacion
from planes.reglas.formula import es_porcentaje

from .columnas import VOCABULARIO, es_exporte
from .filas import DE_PLAZO
from .lectura import ActividadLeida
from .programacion import (
    ACUMULADA,
    CONSTANTE,
    DESCENDENTE,
    HITO,
    NO_ACUMULADA,
    Planteamiento,
    Programacion,
    enumerar,
    programar,
    sin_suponer_el_fin,
)
from .renglones import Cuaderno, Renglon
from .titulos import trimestre_de
from .valores import Meta, leer_cantidad, leer_meta, repite_la_unidad

_DE_DINERO = re.compile(r"\b(?:pesos|dinero|cop|millones|recaudo|ingresos|valor|smm?lv)\b|\$")
_TODO_EL_TIEMPO = re.compile(
    r"permanente|continu[oa]|siempre|todo el ano|toda la vigencia|durante (?:el ano|la vigencia)|enero \S* ?diciembre"
)
# Una casilla de Excel llega como «Sí» o «No»; de un CSV, como VERDADERO o FALSO.
_MARCA = re.compile(r"x+|si|verdadero|true|✓|✔|☑|☒|✅|•|●|■|√", re.IGNORECASE)
_SIN_MARCA = re.compile(r"no|falso|false|☐|□|○")

# «No acumulada» no dice cuál es: se decide por las cantidades. «Decreciente» no es ninguna.
_SIN_NEGAR = r"(?<!\bno )(?<!\bno es )"
OPCIONES = {
    "tipo_meta": (
        (re.compile(r"\bno (?:es )?(?:una )?(?:meta )?(?:acumul|suma)|\bacumul\w* no$"), NO_ACUMULADA),
        (re.compile(rf"{_SIN_NEGAR}(?:hito|unica|entrega)|si no"), HITO),
        (re.compile(rf"{_SIN_NEGAR}(?:constante|mantenimiento|mantener|stock|permanente|continu)"), CONSTANTE),
        (re.compile(rf"{_SIN_NEGAR}(?<!\bde)(?:acumul|suma|increment|crecient|flujo|capacidad)"), ACUMULADA),
    ),
    "sentido": (
        (re.compile(r"desc|decre|dismin|reduc|baj|negativ"), DESCENDENTE),
        (re.compile(r"asc|crec|aument|increm|sub|posit"), "ASCENDENTE"),
    ),
    "fuente": (
        (re.compile(r"autodiag|reflexion"), "AUTODIAGNOSTICO"),
        (re.compile(r"furag|recomendacion|desempeno institucional|\b(?:mdi|idi)\b"), "FURAG"),
        (re.compile(r"audit|control interno|hallazgo|contraloria|\boci\b"), "AUDITORIA"),
        (re.compile(r"norma|decreto|resolucion|legal|acuerdo|\bley(?:es)?\b"), "NORMA"),
    ),
}


def opcion_de(renglon: Renglon, campo: str, cuaderno: Cuaderno) -> str:
    """De un campo de lista cerrada, el valor de la primera expresión que aparece; vacío si ninguna o no hay texto."""
    celda = renglon.sana(campo)
    texto = normalizar(celda.texto) if celda else ""
    hallada = next((valor for expresion, valor in OPCIONES[campo] if texto and expresion.search(texto)), "")
    if texto and not hallada and texto not in ("otra", "otro", "otras"):
        cuaderno.aviso("valor_por_defecto", renglon, campo, texto=celda.texto)
    return hallada


class Metas:
    """Lee las metas de una tabla; `en_por_ciento`, si sus porcentajes sin signo van de 0 a 100.

    Con `supone_fechas`, sin fecha fin se programa como si fuera el 31 de diciembre.
    """

    def __init__(
        self, cuaderno: Cuaderno, renglones: list[Renglon], del_plan: Mapping[str, Any], supone_fechas: bool = True
    ):
        self.cuaderno, self.del_plan, self.supone_fechas = cuaderno, del_plan, supone_fechas
        self.en_por_ciento = self._va_de_0_a_100(renglones)

    def _va_de_0_a_100(self, renglones: list[Renglon]) -> bool:
        """Si los porcentajes sin signo ya están en por ciento: los exportó el sistema o alguno pasa de 1."""
        if es_exporte(self.cuaderno.tabla.encabezado):
            return True
        metas = [r.sana("meta") for r in renglones if es_porcentaje(self._unidad_escrita(r))]
        return any(m and isinstance(m.valor, Decimal) and not m.porcentaje and m.valor > 1 for m in metas)

    def leer(self, renglon: Renglon) -> Meta | None:
        """La de su columna; si el archivo no trae metas ni períodos, la cantidad con que empieza el producto."""
        celda = renglon.sana("meta")
        if celda and celda.texto.startswith("$") and not _DE_DINERO.search(normalizar(renglon.texto("unidad"))):
            self.cuaderno.error("meta_en_dinero", renglon, "meta", texto=celda.texto)
            return None
        producto = renglon.sana("producto")
        if "meta" in renglon.indices or not producto or any(map(trimestre_de, renglon.indices)):
            return self.cuaderno.intentar(renglon, "meta", leer_meta)
        leida = si_se_entiende(leer_meta, producto)
        if not leida or not leida.directa:
            return None
        dicho = leida.supuesto.replace("se entendió como", "del producto es la meta,")
        self.cuaderno.supuesto("meta_del_producto", renglon, "producto", dicho=dicho)
        return replace(leida, supuesto="")

    def programar(
        self, renglon: Renglon, meta: Meta | None, inicio: date | None, fin: date | None
    ) -> Programacion | None:
        """La meta del año y lo de cada trimestre; nulo, con su error, si no se puede saber."""
        celda = renglon.celda("meta")
        if meta is None and celda and (celda.error or renglon.sana("meta")):
            return None
        antes = len(self.cuaderno.errores)
        meta = self._permanente(renglon, meta)
        periodos, marcas, en_porcentaje = self._periodos(renglon, meta)
        planteamiento = Planteamiento(
            meta=meta,
            unidad=self._unidad_escrita(renglon),
            marcas=marcas,
            en_porcentaje=en_porcentaje,
            en_por_ciento=self.en_por_ciento,
            trae_metas="meta" in renglon.indices,
            tipo_meta=opcion_de(renglon, "tipo_meta", self.cuaderno),
            sentido=opcion_de(renglon, "sentido", self.cuaderno),
            inicio=inicio,
            fin=fin,
        )
        if len(self.cuaderno.errores) > antes:
            return None
        if como_esta := self._a_medias_como_en_el_plan(renglon, planteamiento, periodos):
            return como_esta
        try:
            programacion = programar(planteamiento, periodos)
        except ValorInvalido as error:
            self.cuaderno.error(error.codigo, renglon, "meta", mensaje=error.mensaje)
            return None
        if fin is None and not self.supone_fechas:
            programacion = sin_suponer_el_fin(programacion)
        con_su_unidad = bool(meta) and repite_la_unidad(meta, renglon.texto("unidad"))
        for supuesto in programacion.supuestos:
            # Con la unidad en su propia columna, «2 informes» no necesita que nadie lo confirme.
            if not (con_su_unidad and supuesto.mensaje == meta.supuesto):
                self.cuaderno.supuesto(supuesto.codigo, renglon, "meta", mensaje=supuesto.mensaje)
        return programacion

    def _a_medias_como_en_el_plan(
        self, renglon: Renglon, p: Planteamiento, periodos: list[tuple[int, Decimal]]
    ) -> Programacion | None:
        """La programación sin terminar que el plan ya tiene, si el archivo repite su meta, su tipo y sus trimestres."""
        ya, cantidades = self.del_plan.get(normalizar(renglon.texto("nombre"))), dict(periodos)
        if not ya or p.cantidad != ya.meta or p.marcas or p.tipo_meta not in ("", ya.tipo_meta):
            return None
        iguales = all((cantidades.get(t) or 0) == (dicha or 0) for t, dicha in enumerate(ya.programacion, start=1))
        if not iguales or len(cantidades) < len(periodos) or not problemas_de_programacion(ya):
            return None
        return Programacion(ya.meta, ya.tipo_meta, ya.programacion)

    def _permanente(self, renglon: Renglon, meta: Meta | None) -> Meta | None:
        """Un 100 % con plazo «Permanente» o «Enero a diciembre» se mantiene todo el año."""
        textos = (celda.texto for campo in DE_PLAZO if (celda := renglon.sana(campo)))
        dicho = next((texto for texto in textos if _TODO_EL_TIEMPO.search(normalizar(texto))), "")
        cien = meta and meta.cantidad == 100 and (meta.unidad or self._unidad_escrita(renglon)).startswith("%")
        if not dicho or not cien or meta.constante or renglon.sana("tipo_meta") or any(renglon.periodos()):
            return meta
        return replace(meta, constante=True, supuesto=f"100 % «{en_una_linea(dicho)}» se entendió como constante")

    def _periodos(
        self, renglon: Renglon, meta: Meta | None
    ) -> tuple[list[tuple[int, Decimal]], Mapping[int, int], bool]:
        """Trimestre y cantidad de cada período, cuántas «X» hay por trimestre y si las cantidades son porcentajes."""
        periodos: list[tuple[int, Decimal]] = []
        marcas: list[tuple[str, int]] = []
        porcentajes, planteada = [], self._unidad_escrita(renglon) or (meta.unidad if meta else "")
        for campo, celda in renglon.periodos():
            cubiertos = renglon.trimestres_que_cubre(campo)
            escrito = normalizar(celda.texto) or celda.texto
            if _MARCA.fullmatch(escrito):
                marcas += [(campo, trimestre) for trimestre in cubiertos]
                continue
            if _SIN_MARCA.fullmatch(escrito) or not (leida := self.cuaderno.intentar(renglon, campo, leer_cantidad)):
                continue
            if leida.supuesto and not repite_la_unidad(leida, planteada):
                self.cuaderno.supuesto("cantidad_interpretada", renglon, campo, mensaje=leida.supuesto)
            if len(set(cubiertos)) > 1 and not (meta and meta.constante):
                self.cuaderno.error("cantidad_combinada", renglon, campo, trimestres=enumerar(cubiertos))
            periodos += [(trimestre, leida.cantidad) for trimestre in dict.fromkeys(cubiertos)]
            porcentajes.append(leida.unidad.startswith("%"))
        if marcas and periodos:
            self.cuaderno.error("marcas_y_cantidades", renglon, marcas[0][0])
        return periodos, Counter(trimestre for _, trimestre in marcas), bool(porcentajes) and all(porcentajes)

    def _unidad_escrita(self, renglon: Renglon) -> str:
        """La de su columna o, si el título de la meta dice «(%)», el porcentaje."""
        titulos = self.cuaderno.tabla.encabezado.titulos.get(self.cuaderno.tabla.indices.get("meta", 0), ())
        return renglon.texto("unidad") or ("%" if "%" in " ".join(titulos) else "")

    def unidad(self, renglon: Renglon, meta: Meta | None, programacion: Programacion) -> str:
        """La unidad de medida: la de su columna o la que se deduce de la meta."""
        columna = renglon.sana("unidad")
        escrita = en_una_linea(columna.texto) if columna else ""
        if programacion.unidad and programacion.tipo_meta != HITO and escrita and not es_porcentaje(escrita):
            self.cuaderno.supuesto("unidad_es_porcentaje", renglon, "unidad", escrita=escrita)
            return programacion.unidad
        if unidad := escrita or (meta.unidad if meta else "") or programacion.unidad:
            return unidad
        if programacion.tipo_meta == HITO:
            self.cuaderno.supuesto("unidad_de_hito", renglon, "unidad")
            return "entrega"
        de_porcentaje = es_porcentaje(renglon.texto("indicador"))
        if programacion.meta and (programacion.meta < 1 or (programacion.meta == 1 and de_porcentaje)):
            cien = escribir_numero(programacion.meta * 100)
            self.cuaderno.aviso("meta_sin_unidad", renglon, "meta", cien=cien)
        return ""

    def linea_base(self, renglon: Renglon, programacion: Programacion) -> Decimal | None:
        """La línea base; nula si no se dice o no es un número."""
        celda = renglon.sana("linea_base")
        if celda is None:
            return None
        leida = si_se_entiende(leer_meta, celda)
        if not leida:
            self.cuaderno.aviso("linea_base_ilegible", renglon, "linea_base")
            return None
        if leida.supuesto and not leida.directa:
            self.cuaderno.supuesto("linea_base_interpretada", renglon, "linea_base", mensaje=leida.supuesto)
        cantidad = leida.cantidad
        if cantidad and 0 < cantidad <= 1 and programacion.unidad and not leida.unidad:
            escrita, como = escribir_numero(cantidad), escribir_numero(cantidad * 100)
            self.cuaderno.aviso("linea_base_en_otra_escala", renglon, "linea_base", escrita=escrita, como=como)
        return cantidad

    def comparar_con_la_descrita(self, renglon: Renglon, actividad: ActividadLeida) -> None:
        """Con la cantidad en su columna, «Meta» es el producto; si dice «5 informes», deben ser esos."""
        celda = renglon.sana("producto")
        titulo = celda and VOCABULARIO.reconocer(
            self.cuaderno.tabla.encabezado.titulos[self.cuaderno.tabla.indices["producto"]]
        )
        descrita = si_se_entiende(leer_meta, celda) if titulo and titulo.campo == "meta" else None
        if descrita and descrita.cantidad not in (None, actividad.meta):
            dicha, meta = escribir_numero(descrita.cantidad), escribir_numero(actividad.meta)
            self.cuaderno.aviso("meta_descrita_distinta", renglon, "producto", dicha=dicha, meta=meta)
