"""La medida de una actividad, en SQL de texto: la misma definición de `planes.reglas.medida`.

Va en texto, y no en `Case` y `When`, porque armarlos costaba diez veces lo que tarda la base en responder. Cada
`$nombre` es una columna de `COLUMNAS`; entre SQLite y PostgreSQL sólo cambia cómo se llama el menor de dos números.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from string import Template

from django.db import models
from django.db.models import Case, F, Func, When

from mipg.fechas import inicio_de_trimestre
from planes.reglas.medida import es_definitivo
from seguimiento.models import Avance
from seguimiento.models.regias import MEDIDOS
from seguimiento.reglas.cumplimiento import Plazo

TRIMESTRES = (1, 2, 3, 4)
# El error de la coma flotante al sumar fracciones exactas como 0,1 + 0,2.
EPSILON = 1e-9
COLUMNAS = {
    **{campo: campo for campo in ("tipo_meta", "sentido", "meta", "ponderacion", "fecha_inicio", "fecha_fin")},
    **{f"p{t}": f"programado_t{t}" for t in TRIMESTRES},
    **{f"{campo}{t}": f"a{t}__{campo}" for campo in ("estado", "cantidad", "situacion") for t in TRIMESTRES},
}


# Las mismas, de un corte en que algo cambió después de su fecha: lo que regía, donde se guardó (`r`).
CON_LO_QUE_REGIA = {
    nombre: Case(When(r__pk__isnull=False, then=F(f"r__{campo}")), default=F(campo)) if campo in MEDIDOS else campo
    for nombre, campo in COLUMNAS.items()
}


def en_porcentaje(fraccion: str) -> str:
    """El porcentaje redondeado, mitad hacia arriba; la milésima de más absorbe el error de la coma flotante."""
    return f"ROUND({fraccion} * 10000 + 0.00001) / 100"


class Formula(Func):
    """SQL de texto sobre las `COLUMNAS` que nombra. Los decimales entran en coma flotante."""

    def __init__(self, sql: str, output_field: models.Field, columnas: Mapping = COLUMNAS):
        plantilla = Template(sql)
        nombres = [nombre for nombre in plantilla.get_identifiers() if nombre in COLUMNAS]
        super().__init__(*(columnas[nombre] for nombre in nombres), output_field=output_field)
        self.columnas = columnas
        # Buscar los `$nombre` en veinte mil letras cuesta lo que consultar: se hace una vez.
        self.molde, self.nombres = plantilla.substitute({n: f"{{{n}}}" for n in (*nombres, "menor")}), nombres

    def con_columnas(self, columnas: Mapping[str, str], connection) -> str:
        """El texto con cada `$nombre` reemplazado por su columna."""
        menor = "LEAST" if connection.vendor == "postgresql" else "MIN"
        return f"({self.molde.format_map({**columnas, 'menor': menor})})"

    def as_sql(self, compiler, connection, **_):
        """El texto con sus columnas puestas; no lleva parámetros."""
        columnas = {}
        for nombre, columna in zip(self.nombres, self.source_expressions, strict=True):
            sql, _ = compiler.compile(columna)
            es_decimal = isinstance(columna.output_field, models.DecimalField)
            columnas[nombre] = f"CAST({sql} AS double precision)" if es_decimal else sql
        return self.con_columnas(columnas, connection), ()


@dataclass(frozen=True)
class Medida:
    """Qué se mide: hasta qué trimestre, con cuáles de ellos con corte y con qué reportes.

    `cerrado`: lo que falta en el último trimestre vale cero; si no, ese trimestre todavía no existe, salvo
    para lo que ya completó su meta. `estados`: los de los reportes que cuentan.
    """

    hasta: int
    con_corte: frozenset[int]
    cerrado: bool
    estados: tuple[str, ...]

    @property
    def _hasta(self) -> Iterable[int]:
        return sorted(self.con_corte)

    def _vale(self, t: int) -> str:
        return f"$estado{t} IN ({', '.join(repr(str(e)) for e in self.estados)})"

    def ejecutado(self, t: int) -> str:
        """La cantidad que cuenta en un trimestre; nula si no hay reporte que cuente."""
        return f"CASE WHEN {self._vale(t)} THEN $cantidad{t} END" if t in self.con_corte else "NULL"

    def situacion(self, t: int) -> str:
        """La situación reportada en un trimestre; vacía si no hay reporte que cuente."""
        return f"CASE WHEN {self._vale(t)} THEN $situacion{t} ELSE '' END" if t in self.con_corte else "''"

    def _cuenta(self, t: int) -> str:
        programado = f"$p{t} IS NOT NULL"
        if es_definitivo(t, corte=self.hasta, cerrado=self.cerrado):
            return programado
        return f"{programado} AND ({self._vale(t)} OR {self.completa})"

    @property
    def completa(self) -> str:
        """Ya completó su meta: no se le espera nada más."""
        return f"$tipo_meta <> 'CONSTANTE' AND {self._ejecutados} >= $meta - {EPSILON}"

    def _con_demanda(self, t: int) -> str:
        return f"{self.situacion(t)} <> '{Avance.Situacion.SIN_DEMANDA}'"

    def _sumar(self, terminos: Iterable[str]) -> str:
        return f"({' + '.join(['0.0', *terminos])})"

    @property
    def _programados(self) -> str:
        return self._sumar(f"CASE WHEN {self._cuenta(t)} THEN $p{t} ELSE 0 END" for t in self._hasta)

    @property
    def _ejecutados(self) -> str:
        return self._sumar(f"COALESCE({self.ejecutado(t)}, 0)" for t in self._hasta)

    def _termino(self, t: int) -> str:
        e, p = self.ejecutado(t), f"$p{t}"
        return (
            f"CASE WHEN NOT ({self._cuenta(t)} AND {self._con_demanda(t)}) OR {e} IS NULL THEN 0"
            f" WHEN $sentido = 'DESCENDENTE' THEN CASE WHEN {e} <= {p} THEN 1 ELSE {p} / {e} END"
            f" WHEN {p} > 0 THEN $menor({e} / {p}, 1.0) ELSE 0 END"
        )

    def _constante(self, trimestres: Iterable[str]) -> str:
        """Media de los términos entre los `trimestres` que se demandaron; nula si ninguno."""
        terminos = self._sumar(self._termino(t) for t in self._hasta)
        demandados = self._sumar(f"CASE WHEN {condicion} THEN 1 ELSE 0 END" for condicion in trimestres)
        return f"{terminos} / NULLIF({demandados}, 0)"

    @property
    def _entregado(self) -> str:
        return f"CASE WHEN {self._ejecutados} >= 1 THEN 1.0 ELSE 0.0 END"

    @property
    def cumplimiento(self) -> str:
        """Fracción al corte; nula cuando no hay con qué medir."""
        constante = self._constante(f"{self._cuenta(t)} AND {self._con_demanda(t)}" for t in self._hasta)
        return (
            f"CASE WHEN $tipo_meta = 'CONSTANTE' THEN {constante}"
            f" WHEN $tipo_meta = 'HITO' THEN CASE WHEN {self._programados} > 0 THEN {self._entregado} END"
            f" ELSE {self._ejecutados} / NULLIF({self._programados}, 0) END"
        )

    @property
    def anual(self) -> str:
        """Fracción de la meta del año; nula en una constante que no se demandó."""
        constante = self._constante(f"$p{t} IS NOT NULL AND {self._con_demanda(t)}" for t in TRIMESTRES)
        return (
            f"CASE WHEN $tipo_meta = 'CONSTANTE' THEN {constante}"
            f" WHEN $tipo_meta = 'HITO' THEN {self._entregado}"
            f" ELSE $menor({self._ejecutados} / NULLIF($meta, 0), 1.0) END"
        )

    @property
    def valor(self) -> str:
        """El cumplimiento como porcentaje redondeado."""
        return en_porcentaje(self.cumplimiento)

    def _a_tiempo(self, t: int, anio: int) -> str:
        # Un hito entregado después de su trimestre se cumplió tarde.
        pasado = " AND ".join(f"$p{k} IS NULL" for k in range(t, 5))
        return (
            f"CASE WHEN $tipo_meta = 'HITO' AND {pasado} OR $fecha_fin < '{inicio_de_trimestre(anio, t)}' THEN 0"
            f" ELSE COALESCE({self.ejecutado(t)}, 0) END"
        )

    def _reportado(self, t: int) -> str:
        return f"($p{t} IS NULL OR {self._vale(t)})" if t in self.con_corte else f"$p{t} IS NULL"

    def plazo(self, *, hoy: date, anio: int, dias_proxima: int) -> str:
        """El estado de plazo a la fecha `hoy`; si `cerrado`, lo que debía terminar ese mismo día ya venció."""
        a_tiempo = self._sumar(self._a_tiempo(t, anio) for t in self._hasta)
        return (
            f"CASE WHEN {self._finalizada}"
            f" THEN '{Plazo.FINALIZADA}'"
            f" WHEN {self._cumplida} THEN CASE WHEN {a_tiempo} >= $meta - {EPSILON}"
            f" THEN '{Plazo.CUMPLIDA}' ELSE '{Plazo.CUMPLIDA_CON_RETRASO}' END"
            f" WHEN $fecha_fin {'<=' if self.cerrado else '<'} '{hoy}' THEN '{Plazo.VENCIDA}'"
            f" WHEN $fecha_inicio > '{hoy}' THEN '{Plazo.POR_INICIAR}'"
            f" WHEN $fecha_fin <= '{hoy + timedelta(days=dias_proxima)}' THEN '{Plazo.PROXIMA}'"
            f" ELSE '{Plazo.EN_EJECUCION}' END"
        )

    @property
    def _finalizada(self) -> str:
        return f"$tipo_meta = 'CONSTANTE' AND {' AND '.join(self._reportado(t) for t in TRIMESTRES)}"

    @property
    def _cumplida(self) -> str:
        return f"{self.anual} >= 1 - {EPSILON}"

    @property
    def terminada(self) -> str:
        """Ya no se le espera nada en el año: completó su meta o, si es constante, reportó cada trimestre."""
        return f"({self._finalizada}) OR ({self._cumplida})"

    @property
    def empezada(self) -> str:
        """Tiene algún reporte que cuenta."""
        return " OR ".join(self._vale(t) for t in self._hasta)
