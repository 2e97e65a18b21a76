"""Cuándo empieza y cuándo termina cada actividad, y de qué años son las fechas de un plan."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from mipg.fechas import fin_de_trimestre
from mipg.libros.fechas import Orden, Periodo, en_orden, ordenes
from mipg.texto import normalizar

from .filas import DE_PLAZO
from .programacion import Programacion
from .renglones import Cuaderno, Renglon

# El código del error que se resuelve confirmando que las fechas sí son de otro año.
PLAN_DE_OTRO_ANIO = "plan_de_otro_anio"
_FECHAS_DE_UN_PLAN = 4
# Junto a una fecha fin, «150» o «5 meses» es la duración y no el plazo.
_CUANTO_DURA = re.compile(r"\d{1,3}(?: \d+)?(?: (?:dias?|semanas?|mes|meses)\b.*)?")


def con_fechas_en_orden(cuaderno: Cuaderno, renglones: list[Renglon]) -> list[Renglon]:
    """Los renglones con sus fechas en día/mes; el orden lo deciden las columnas, no cada celda."""
    campos = [campo for campo in DE_PLAZO if campo in cuaderno.tabla.indices]
    orden_de = ordenes({c: [celda for r in renglones if (celda := r.sana(c))] for c in campos})
    for campo in campos:
        if orden_de[campo] is Orden.MES_DIA:
            cuaderno.supuesto("fechas_mes_dia", None, campo)
    return [
        replace(renglon, fila=replace(renglon.fila, celdas=dict(renglon.fila.celdas) | {
            renglon.indices[campo]: en_orden(celda, orden_de[campo])
            for campo in campos if (celda := renglon.celda(campo))
        }))
        for renglon in renglones
    ]  # fmt: skip


class Plazos:
    """Lee los plazos y lleva la cuenta de los años que nombran."""

    def __init__(self, cuaderno: Cuaderno, supone: bool = True):
        self.cuaderno, self.vigencia, self.supone = cuaderno, cuaderno.vigencia, supone
        self.anios: Counter[int] = Counter()

    def leer(self, renglon: Renglon) -> tuple[date | None, date | None]:
        """El inicio y el fin que se dicen; nulo el que no."""
        periodo_de = self.cuaderno.leer_periodo
        desde, hasta = (self.cuaderno.intentar(renglon, campo, periodo_de) for campo in ("fecha_inicio", "fecha_fin"))
        dura = hasta and _CUANTO_DURA.fullmatch(normalizar(renglon.texto("plazo")))
        plazo = None if dura else self.cuaderno.intentar(renglon, "plazo", periodo_de)
        campo_de_plazo = "plazo"
        if desde and not hasta and not plazo and _dice_las_dos_fechas(renglon, desde):
            desde, plazo, campo_de_plazo = None, desde, "fecha_inicio"
        inicio, fin = desde and desde.inicio, hasta and hasta.fin
        for campo, periodo in (("fecha_inicio", desde), ("fecha_fin", hasta), (campo_de_plazo, plazo)):
            if not periodo:
                continue
            self.anios.update(range(periodo.inicio.year, periodo.fin.year + 1))
            if periodo.supuesto:
                self.cuaderno.supuesto("fecha_interpretada", renglon, campo, mensaje=periodo.supuesto)
            if periodo.rango or (periodo is plazo and not periodo.es_un_dia):
                inicio, fin = inicio or periodo.inicio, fin or periodo.fin
            elif periodo is plazo:
                fin = fin or periodo.fin
            if {periodo.inicio.year, periodo.fin.year} != {self.vigencia}:
                self.cuaderno.aviso("fecha_de_otra_vigencia", renglon, campo, vigencia=self.vigencia)
        if inicio and fin and fin < inicio:
            donde = "fecha_fin" if "fecha_fin" in renglon.indices else "plazo"
            self.cuaderno.error("fin_antes_de_inicio", renglon, donde, fin=fin, inicio=inicio)
        vigencia = re.search(r"\b(?:19|20)\d\d\b", renglon.texto("vigencia"))
        if vigencia and int(vigencia[0]) != self.vigencia:
            self.cuaderno.aviso("fila_de_otra_vigencia", renglon, "vigencia", vigencia=vigencia[0], esta=self.vigencia)
        return inicio, fin

    def completar(
        self, renglon: Renglon, inicio: date | None, fin: date | None, programacion: Programacion
    ) -> tuple[date | None, date | None]:
        """Sin inicio, el 1 de enero; sin fin, el último día del último trimestre programado.

        Si no se suponen, queda vacía la que falte, y se dice.
        """
        if not self.supone:
            if inicio is None:
                self._suponer("queda_sin_fecha_inicio", renglon, "fecha_inicio")
            if fin is None:
                self._suponer("queda_sin_fecha_fin", renglon, "fecha_fin")
            return inicio, fin
        if fin is None:
            programados = [orden for orden, p in enumerate(programacion.trimestres, start=1) if p is not None]
            fin = fin_de_trimestre(self.vigencia, max(programados, default=4))
            if inicio and fin < inicio:
                fin = date(inicio.year, 12, 31)
            self._suponer("sin_fecha_fin", renglon, "fecha_fin", fin=fin)
        if inicio is None:
            inicio = date(min(self.vigencia, fin.year), 1, 1)
            self._suponer("sin_fecha_inicio", renglon, "fecha_inicio", inicio=inicio)
        return inicio, fin

    def _suponer(self, codigo: str, renglon: Renglon, campo: str, **fecha: date) -> None:
        """Dice la fecha que se completó; la que está escrita y no se entiende ya dejó su error."""
        if not renglon.sana(campo) and not (campo == "fecha_fin" and renglon.sana("plazo")):
            self.cuaderno.supuesto(codigo, renglon, campo, **fecha)

    def exigir_vigencia(self) -> None:
        """Con todas las fechas de otro año, puede que se haya subido otro archivo."""
        if self.anios.total() >= _FECHAS_DE_UN_PLAN and self.vigencia not in self.anios:
            anios = ", ".join(map(str, sorted(self.anios)))
            self.cuaderno.error(PLAN_DE_OTRO_ANIO, None, "fecha_fin", anios=anios, vigencia=self.vigencia)


def _dice_las_dos_fechas(renglon: Renglon, desde: Periodo) -> bool:
    """Si lo escrito en el inicio vale también para el fin: está combinado sobre él o es todo el año."""
    if renglon.sana("fecha_fin"):
        return False
    todo_el_anio = desde.inicio == date(desde.inicio.year, 1, 1) and desde.fin == date(desde.fin.year, 12, 31)
    return todo_el_anio or renglon.cubre("fecha_inicio", "fecha_fin")
