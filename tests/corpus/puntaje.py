"""Cuánto de cada archivo se leyó bien y si lo que no, lo supo la persona."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mipg.libros import Nota
from mipg.texto import normalizar
from planes.importacion import ActividadLeida, ArchivoInvalido, Elecciones, Lectura
from planes.importacion import filas as filas_de_importacion
from tests.corpus.casos import Caso, Esperado, casos
from tests.planes.importacion.libros import DEPENDENCIAS, importar


class Estado(StrEnum):
    """Qué pasó con un archivo. Sólo `MAL_EN_SILENCIO` engaña a quien importa."""

    EXACTO = "exacto"
    PREGUNTO = "preguntó"
    AVISO = "avisó"
    MAL_EN_SILENCIO = "MAL EN SILENCIO"


# De cada cosa que se compara, los campos en cuyas columnas una nota la cubre.
_CAMPOS = {
    "inicio": ("fecha_inicio", "plazo"),
    "fin": ("fecha_fin", "plazo"),
    "trimestres": ("meta", "programado_", "periodo_", "trimestre"),
    "tipo": ("tipo_meta", "meta", "programado_", "periodo_"),
    "meta": ("meta", "programado_", "periodo_", "trimestre"),
    "unidad": ("unidad", "meta"),
    "peso": ("ponderacion",),
    "apoyos": ("apoyos", "dependencia"),
}


@dataclass(frozen=True)
class Puntaje:
    """Lo leído de un archivo: columnas y filas bien sobre las esperadas, y lo que quedó mal sin que se dijera."""

    nombre: str
    estado: Estado
    columnas_bien: int
    columnas: int
    filas_bien: int
    filas: int
    faltas: tuple[str, ...] = ()
    codigos: frozenset[str] = frozenset()


def puntuar(corpus: Iterable[Caso] | None = None) -> list[Puntaje]:
    """El puntaje de cada archivo del corpus."""
    return [puntuar_caso(caso) for caso in (casos() if corpus is None else corpus)]


def puntuar_caso(caso: Caso) -> Puntaje:
    """El puntaje de un archivo. Uno que no se abre preguntó: no se importa nada.

    Leído una vez con las mismas reglas, se recuerda.
    """
    cual = caso.nombre, tuple(regla.codigo for regla in filas_de_importacion.REGLAS)
    if cual not in _YA_LEIDOS:
        _YA_LEIDOS[cual] = _puntuar(caso)
    return _YA_LEIDOS[cual]


_YA_LEIDOS: dict[tuple[str, tuple[str, ...]], Puntaje] = {}


def _puntuar(caso: Caso) -> Puntaje:
    esperado = caso.esperado
    try:
        lectura = importar(
            caso.contenido,
            caso.archivo,
            columnas_recordadas=caso.recordadas,
            elecciones=Elecciones(omitir_ocultas=caso.omitir_ocultas),
        )
    except ArchivoInvalido as rechazo:
        filas = sum(e is None for e in esperado.filas.values())
        return Puntaje(
            caso.nombre, Estado.PREGUNTO, 0, len(esperado.columnas), filas, len(esperado.filas), (str(rechazo),)
        )
    columnas = _faltas_de_columnas(lectura, esperado)
    filas, de_sobra = _faltas_de_filas(lectura, esperado)
    faltas = [*columnas, *filas, *de_sobra]
    calladas = [falta for falta in faltas if not falta.cubierta]
    if lectura.errores:
        estado = Estado.PREGUNTO
    elif not faltas:
        estado = Estado.EXACTO
    else:
        estado = Estado.MAL_EN_SILENCIO if calladas else Estado.AVISO
    malas = {falta.fila for falta in filas}
    return Puntaje(
        caso.nombre,
        estado,
        len(esperado.columnas) - len(columnas),
        len(esperado.columnas),
        len(esperado.filas) - len(malas),
        len(esperado.filas) + len(de_sobra),
        tuple(map(str, faltas)),
        frozenset(
            getattr(n, "codigo", "")
            for n in (*lectura.avisos, *lectura.supuestos, *lectura.errores, *lectura.filas_omitidas)
        ),
    )


@dataclass(frozen=True)
class _Falta:
    fila: int
    que: str
    esperado: str
    leido: str
    cubierta: bool = False

    def __str__(self) -> str:
        donde = f"fila {self.fila}, " if self.fila else ""
        return f"{'' if self.cubierta else '¡'}{donde}{self.que}: «{self.leido}» y no «{self.esperado}»"


def _faltas_de_columnas(lectura: Lectura, esperado: Esperado) -> list[_Falta]:
    leidas = {columna.letra: columna for columna in lectura.columnas}
    faltas = []
    for orden, campo in enumerate(esperado.columnas):
        letra = chr(ord("A") + orden) if orden < 26 else "A" + chr(ord("A") + orden - 26)
        leida = leidas.get(letra)
        dicho = (leida and leida.campo) or "-"
        preguntada = any(nota.columna == letra for nota in lectura.errores)
        if not (preguntada if campo == "?" else dicho == campo):
            faltas.append(
                _Falta(
                    0,
                    letra,
                    campo,
                    dicho,
                    any(n.columna == letra and _de_toda_la_columna(n, lectura) for n in lectura.avisos),
                )
            )
    return faltas


def _faltas_de_filas(lectura: Lectura, esperado: Esperado) -> tuple[list[_Falta], list[_Falta]]:
    por_fila = {a.fila: a for a in lectura.actividades}
    if any(fila < 0 for fila in esperado.filas):
        por_fila = {-orden: a for orden, a in enumerate(lectura.actividades, start=1)}
    faltas = []
    for fila, campos in esperado.filas.items():
        leida = por_fila.get(fila)
        if campos is None:
            if not any(n.fila in (0, fila, lectura.fila_encabezado) for n in lectura.errores):
                faltas.append(_Falta(fila, "pregunta", "una pregunta", leida.nombre[:30] if leida else "nada"))
        elif leida is None:
            avisada = any(n.fila == fila for n in (*lectura.avisos, *lectura.errores))
            faltas.append(_Falta(fila, "fila", "una actividad", "nada", avisada))
        else:
            for que, dicho in campos.items():
                leido = _como_texto(leida, que)
                if leido != _esperado_en(que, dicho):
                    faltas.append(_Falta(fila, que, dicho, leido, _cubierta(lectura, leida.fila, que)))
    sobran = [
        _Falta(fila, "fila", "nada", leida.nombre[:30], any(n.fila == leida.fila for n in lectura.avisos))
        for fila, leida in por_fila.items()
        if fila not in esperado.filas
    ]  # fmt: skip
    return faltas, sobran


def _de_toda_la_columna(nota: Nota, lectura: Lectura) -> bool:
    return nota.fila in (0, lectura.fila_encabezado)


def _cubierta(lectura: Lectura, fila: int, que: str) -> bool:
    """Si una nota de esa celda, o un aviso de su columna, dice a la persona que mire ahí."""
    prefijos = _CAMPOS.get(que, (que,))
    letras = {c.letra for c in lectura.columnas if c.campo and c.campo.startswith(prefijos)} or {""}
    en_la_celda = any(n.fila == fila and n.columna in letras for n in (*lectura.avisos, *lectura.supuestos))
    return en_la_celda or any(n.columna in letras and _de_toda_la_columna(n, lectura) for n in lectura.avisos)


def _como_texto(leida: ActividadLeida, que: str) -> str:
    match que:
        case "tipo":
            return leida.tipo_meta[0]
        case "trimestres":
            return " ".join(_numero(p) for p in leida.programacion)
        case "inicio" | "fin":
            return str(getattr(leida, f"fecha_{que}"))
        case "peso" | "meta" | "linea_base" | "presupuesto":
            return _numero(getattr(leida, "ponderacion" if que == "peso" else que))
        case "apoyos":
            return " ".join(map(str, sorted(leida.apoyos)))
        case "dependencia":
            return str(leida.dependencia or "-")
    return " ".join(str(getattr(leida, que)).split()) or "-"


def _esperado_en(que: str, dicho: str) -> str:
    if que in ("dependencia", "apoyos"):
        ids = [t if t.strip().isdecimal() or t == "-" else str(DEPENDENCIAS[normalizar(t)]) for t in dicho.split(";")]
        return " ".join(sorted(ids)) if que == "dependencia" or dicho != "-" else ""
    if que in ("meta", "peso", "linea_base", "presupuesto") and dicho != "-":
        return _numero(Decimal(dicho))
    return dicho


def _numero(numero: Decimal | None) -> str:
    return "-" if numero is None else f"{numero.normalize():f}"


def totales(puntajes: Iterable[Puntaje]) -> dict[str, float | int]:
    """El puntaje de todo: % de columnas y de filas bien leídas y cuántos archivos hay en cada estado."""
    puntajes = list(puntajes)
    return {
        "archivos": len(puntajes),
        "columnas": _en_cien(sum(p.columnas_bien for p in puntajes), sum(p.columnas for p in puntajes)),
        "filas": _en_cien(sum(p.filas_bien for p in puntajes), sum(p.filas for p in puntajes)),
        **{estado.value: sum(p.estado is estado for p in puntajes) for estado in Estado},
    }


def _en_cien(bien: int, todas: int) -> float:
    """El porcentaje bien leído; de lo que no se espera nada, nada se leyó mal."""
    return 100 * bien / todas if todas else 100.0
