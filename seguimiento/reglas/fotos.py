"""La foto de una cifra: lo que la sostiene, con sus tipos, y cómo se guarda en JSON.

Lo congelado no se reescribe: `a_json` de lo que leyó `de_json` devuelve lo mismo que estaba guardado.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal


def _numero(texto: str | None) -> Decimal | None:
    return None if texto is None else Decimal(texto)


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
        return cls(**guardado)


@dataclass(frozen=True)
class FotoDeReporte:
    """El reporte del corte: lo escrito, quiénes respondieron y sus soportes (documento, título, SHA-256 y URL)."""

    estado: str
    situacion: str
    cantidad: Decimal | None
    texto: str
    dificultades: str
    motivo: str
    reserva: str
    reportado_por: str
    avalado_por: str
    aceptado_por: str
    sin_aval: str
    misma_dependencia: bool
    soportes: Sequence[Mapping[str, object]]

    def a_json(self) -> dict:
        """Lo que se guarda."""
        guardado = {campo.name: getattr(self, campo.name) for campo in fields(self)}
        return guardado | {"cantidad": _texto(self.cantidad), "soportes": list(self.soportes)}

    @classmethod
    def de_json(cls, guardado: Mapping) -> "FotoDeReporte":
        """De lo guardado, que puede traer más campos."""
        propios = {campo.name: guardado[campo.name] for campo in fields(cls)}
        return cls(**propios | {"cantidad": _numero(guardado["cantidad"])})


@dataclass(frozen=True)
class FotoDeActividad:
    """Lo que decía la actividad, lo programado y lo aceptado de T1 a T4, y su reporte si lo hubo."""

    numero: str
    actividad: str
    plan: str
    dependencia: str
    unidad: str
    tipo_meta: str
    sentido: str
    meta: Decimal
    programado: tuple[Decimal | None, ...]
    ejecutado: tuple[Decimal | None, ...]
    situaciones: tuple[str, ...]
    fecha_fin: date | None
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
        fin = guardado["fecha_fin"]
        propios = {campo.name: guardado[campo.name] for campo in fields(cls) if campo.name != "reporte"}
        return cls(
            **propios
            | {
                "meta": Decimal(guardado["meta"]),
                "programado": tuple(map(_numero, guardado["programado"])),
                "ejecutado": tuple(map(_numero, guardado["ejecutado"])),
                "situaciones": tuple(guardado["situaciones"]),
                "fecha_fin": date.fromisoformat(fin) if fin else None,
            },
            reporte=FotoDeReporte.de_json(guardado) if "estado" in guardado else None,
        )
