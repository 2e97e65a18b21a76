"""La foto de una cifra: lo que la sostiene, con sus tipos, y cómo se guarda en JSON.

Lo congelado no se reescribe: una foto vieja se lee aunque no traiga todas las partes de hoy (las que faltan van vacías)
o traiga otras. `a_json` de lo que leyó `de_json` devuelve lo mismo que estaba guardado y, vacío, lo que no estaba.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal


def _numero(texto: str | None) -> Decimal | None:
    return None if texto is None else Decimal(texto)


def _guardadas(clase: type, guardado: Mapping) -> dict:
    return {campo.name: guardado[campo.name] for campo in fields(clase) if campo.name in guardado}


def _texto(numero: Decimal | None) -> str | None:
    return None if numero is None else format(numero.normalize(), "f")


@dataclass(frozen=True)
class FotoDeConjunto:
    """De una entidad, dimensión, política, plan o dependencia. Lo que no se guardó va vacío.

    `plazos` y `semaforos`: cuántas actividades hay en cada uno; `fracciones`: sus cifras sin redondear (0–1).
    """

    plazos: Mapping[str, int] = field(default_factory=dict)
    semaforos: Mapping[str, int] = field(default_factory=dict)
    fracciones: Mapping[str, float | None] = field(default_factory=dict)

    def a_json(self) -> dict:
        """Lo que se guarda: sin lo vacío."""
        return {parte.name: dict(valor) for parte in fields(self) if (valor := getattr(self, parte.name))}

    @classmethod
    def de_json(cls, guardado: Mapping) -> "FotoDeConjunto":
        """De lo guardado."""
        return cls(**_guardadas(cls, guardado))


@dataclass(frozen=True)
class FotoDeReporte:
    """El reporte del corte: lo escrito, quiénes respondieron y sus soportes (documento, título, SHA-256 y URL)."""

    estado: str
    situacion: str = ""
    cantidad: Decimal | None = None
    texto: str = ""
    dificultades: str = ""
    motivo: str = ""
    reserva: str = ""
    reportado_por: str = ""
    avalado_por: str = ""
    aceptado_por: str = ""
    sin_aval: str = ""
    misma_dependencia: bool = False
    soportes: Sequence[Mapping[str, object]] = ()

    def a_json(self) -> dict:
        """Lo que se guarda."""
        guardado = {campo.name: getattr(self, campo.name) for campo in fields(self)}
        return guardado | {"cantidad": _texto(self.cantidad), "soportes": list(self.soportes)}

    @classmethod
    def de_json(cls, guardado: Mapping) -> "FotoDeReporte":
        """De lo guardado."""
        return cls(**_guardadas(cls, guardado) | {"cantidad": _numero(guardado.get("cantidad"))})


@dataclass(frozen=True)
class FotoDeActividad:
    """Lo que decía la actividad, lo programado y lo aceptado de T1 a T4, y su reporte si lo hubo."""

    tipo_meta: str
    sentido: str
    meta: Decimal
    numero: str = ""
    actividad: str = ""
    plan: str = ""
    dependencia: str = ""
    unidad: str = ""
    programado: tuple[Decimal | None, ...] = (None,) * 4
    ejecutado: tuple[Decimal | None, ...] = (None,) * 4
    situaciones: tuple[str, ...] = ("",) * 4
    fecha_fin: date | None = None
    reporte: FotoDeReporte | None = None

    def a_json(self) -> dict:
        """Lo que se guarda: el reporte va al mismo nivel que la actividad."""
        guardado = {campo.name: getattr(self, campo.name) for campo in fields(self) if campo.name != "reporte"}
        guardado |= {
            "meta": _texto(self.meta),
            "programado": [_texto(p) for p in self.programado],
            "ejecutado": [_texto(e) for e in self.ejecutado],
            "situaciones": list(self.situaciones),
            "fecha_fin": self.fecha_fin.isoformat() if self.fecha_fin else None,
        }
        return guardado | (self.reporte.a_json() if self.reporte else {})

    @classmethod
    def de_json(cls, guardado: Mapping) -> "FotoDeActividad":
        """De lo guardado."""
        propias = {llave: _TIPOS.get(llave, lambda v: v)(valor) for llave, valor in _guardadas(cls, guardado).items()}
        return cls(**propias, reporte=FotoDeReporte.de_json(guardado) if "estado" in guardado else None)


_TIPOS: Mapping[str, Callable] = {
    "meta": Decimal,
    "programado": lambda trimestres: tuple(map(_numero, trimestres)),
    "ejecutado": lambda trimestres: tuple(map(_numero, trimestres)),
    "situaciones": tuple,
    "fecha_fin": lambda fin: date.fromisoformat(fin) if fin else None,
}
