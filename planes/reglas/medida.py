"""La definición única del cumplimiento, en Decimal y sin base de datos.

Las fracciones van de 0 a 1 (la de una meta acumulada puede pasar de 1); `porcentaje` las vuelve 0–100 con dos
decimales. La consulta de `seguimiento.cumplimiento` dice lo mismo en SQL y una prueba de propiedades las compara.
Vive aquí porque quien aprueba un plan tarde ve antes la cifra que resulta.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNO = Decimal(1)
# SQLite calcula en coma flotante: con esta holgura los dos redondean igual los valores que acaban en medio centavo.
HOLGURA = Decimal("1e-7")


@dataclass(frozen=True)
class Trimestre:
    """Lo de un trimestre. `programado` nulo: no programado; `ejecutado` nulo: sin reporte aceptado."""

    programado: Decimal | None = None
    ejecutado: Decimal | None = None
    sin_demanda: bool = False

    @property
    def reportado(self) -> bool:
        """Su reporte se aceptó: con cantidad o diciendo que no hubo demanda."""
        return self.ejecutado is not None or self.sin_demanda


@dataclass(frozen=True)
class Resultado:
    """Cumplimiento al corte y avance anual, en fracción; nulos cuando no hay con qué medir."""

    cumplimiento: Decimal | None
    anual: Decimal | None


@dataclass(frozen=True)
class Agregado:
    """Medida de un conjunto de actividades: cumplimiento, cobertura del peso y avance anual (fracciones)."""

    cumplimiento: Decimal | None
    cobertura: Decimal | None
    anual: Decimal | None


def es_definitivo(t: int, *, corte: int, cerrado: bool) -> bool:
    """Lo que falte del trimestre `t` ya vale cero: su corte cerró. El del corte abierto todavía puede llegar."""
    return cerrado or t < corte


def cuales_cuentan(
    trimestres: Sequence[Trimestre], *, tipo_meta: str, meta: Decimal, corte: int, cerrado: bool
) -> list[bool]:
    """De T1 al `corte` (1–4), si cada trimestre entra en la cuenta: tenía algo programado, y llegó o ya no se espera.

    A la que ya completó su meta no se le espera nada más, aunque la ventana siga abierta.
    """
    hasta = trimestres[:corte]
    completa = tipo_meta != "CONSTANTE" and ejecutado_en(hasta) >= meta
    return [
        t.programado is not None and (t.reportado or completa or es_definitivo(n, corte=corte, cerrado=cerrado))
        for n, t in enumerate(hasta, start=1)
    ]


def ejecutado_en(trimestres: Iterable[Trimestre]) -> Decimal:
    """Lo aceptado en esos trimestres."""
    return sum((t.ejecutado or Decimal(0) for t in trimestres), Decimal(0))


def medir(
    *, tipo_meta: str, sentido: str, meta: Decimal, trimestres: Sequence[Trimestre], corte: int, cerrado: bool
) -> Resultado:
    """Mide una actividad al trimestre `corte` (1–4), cerrado o abierto. `trimestres` son los cuatro del año."""
    cuales = cuales_cuentan(trimestres, tipo_meta=tipo_meta, meta=meta, corte=corte, cerrado=cerrado)
    cuentan = [t for t, cuenta in zip(trimestres, cuales, strict=False) if cuenta]
    if tipo_meta == "CONSTANTE":
        return _constante(sentido, cuentan, trimestres)
    programado = sum((t.programado for t in cuentan), Decimal(0))
    ejecutado = ejecutado_en(trimestres[:corte])
    if tipo_meta == "HITO":
        entregado = UNO if ejecutado >= 1 else Decimal(0)
        return Resultado(entregado if programado else None, entregado)
    return Resultado(ejecutado / programado if programado else None, min(ejecutado / meta, UNO))


def _constante(sentido: str, cuentan: Sequence[Trimestre], trimestres: Sequence[Trimestre]) -> Resultado:
    terminos = [_termino(sentido, t) for t in cuentan if not t.sin_demanda]
    sin_demanda = len(cuentan) - len(terminos)
    del_anio = sum(t.programado is not None for t in trimestres) - sin_demanda
    suma = sum(terminos, Decimal(0))
    return Resultado(suma / len(terminos) if terminos else None, suma / del_anio if del_anio else None)


def _termino(sentido: str, t: Trimestre) -> Decimal:
    if t.ejecutado is None:
        return Decimal(0)
    if sentido == "DESCENDENTE":
        return UNO if t.ejecutado <= t.programado else t.programado / t.ejecutado
    return min(t.ejecutado / t.programado, UNO)


def agregar(partes: Iterable[tuple[Decimal, Resultado]]) -> Agregado:
    """Reúne actividades con su peso: Σ w·min(c, 1) / Σ w sobre las que tienen valor.

    La cobertura es el peso con valor entre el peso total; el anual va sobre todas las que tienen anual.
    """
    partes = list(partes)
    total = sum((peso for peso, _ in partes), Decimal(0))
    con_valor = [(peso, r.cumplimiento) for peso, r in partes if r.cumplimiento is not None]
    con_anual = [(peso, r.anual) for peso, r in partes if r.anual is not None]
    return Agregado(
        _ponderar([(peso, min(c, UNO)) for peso, c in con_valor]),
        sum((peso for peso, _ in con_valor), Decimal(0)) / total if total else None,
        _ponderar(con_anual),
    )


def _ponderar(partes: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    total = sum((peso for peso, _ in partes), Decimal(0))
    return sum((peso * valor for peso, valor in partes), Decimal(0)) / total if total else None


def media(valores: Iterable[Decimal | None]) -> Decimal | None:
    """Media simple de los que tienen valor; nula si ninguno lo tiene."""
    con_valor = [valor for valor in valores if valor is not None]
    return sum(con_valor, Decimal(0)) / len(con_valor) if con_valor else None


def porcentaje(fraccion: Decimal | float | None) -> Decimal | None:
    """Fracción → porcentaje con dos decimales, mitad hacia arriba. Es el número que se muestra y se juzga."""
    if fraccion is None:
        return None
    return (Decimal(fraccion) * 100 + HOLGURA).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
