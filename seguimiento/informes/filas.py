"""Las filas del plan de acción: una actividad, formulada o medida, escrita como se lee.

Dar formato en la plantilla, celda por celda, cuesta más que componer: por eso cada texto sale de aquí.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from mipg.etiquetas import RAYA, cantidad, con_unidad, fecha, porcentaje
from planes.models import Actividad, TipoMetaActividad
from seguimiento.informes.documento import Fila, peso
from seguimiento.models import Avance, Cifra
from seguimiento.reglas.cumplimiento import Plazo, Semaforo
from seguimiento.reglas.hechos import por_que_no_cuenta

# Tras un punto de miles la cifra puede partirse; en cualquier otra parte, nunca.
_CORTE_DE_CIFRA = "\N{ZERO WIDTH SPACE}"
_CIFRA_LARGA = 9
SIN_DEMANDA = "s. d."


@dataclass(frozen=True)
class Texto:
    """Lo de una actividad que las cifras no traen."""

    producto: str
    indicador: str
    fecha_inicio: date | None
    apoyos: tuple[str, ...]

    @classmethod
    def de_foto(cls, foto: Mapping) -> "Texto":
        """De la foto de una versión aprobada."""
        return cls(foto["producto"], foto["indicador"], _fecha_iso(foto["fecha_inicio"]), tuple(foto["apoyos"]))

    @classmethod
    def de_actividad(cls, actividad: Actividad) -> "Texto":
        """De la actividad, con sus apoyos cargados."""
        apoyos = tuple(sorted(apoyo.nombre for apoyo in actividad.apoyos.all()))
        return cls(actividad.producto, actividad.indicador, actividad.fecha_inicio, apoyos)


def textos_vivos(filas: Iterable[Cifra | Actividad]) -> dict[int, Texto]:
    """Los de hoy, por clave de actividad."""
    actividades = (fila.actividad if isinstance(fila, Cifra) else fila for fila in filas)
    return {actividad.pk: Texto.de_actividad(actividad) for actividad in actividades}


def fila_formulada(actividad: Actividad, texto: Texto, pesos: Mapping[int, Decimal]) -> Fila:
    """Una actividad sin seguimiento. `pesos`: la suma de los de cada plan."""
    return Fila(
        **_formulacion(
            texto,
            numero=actividad.numero,
            nombre=actividad.nombre,
            meta=actividad.meta,
            unidad=actividad.unidad,
            tipo_meta=actividad.tipo_meta,
            fin=actividad.fecha_fin,
            responsable=actividad.dependencia.nombre if actividad.dependencia else "",
        ),
        peso=peso(Decimal(1) if actividad.ponderacion is None else actividad.ponderacion, pesos[actividad.plan_id]),
        programado=tuple(map(_cifra_en_celda, actividad.programacion)),
    )


def fila_medida(cifra: Cifra, texto: Texto, pesos: Mapping[int, Decimal], *, cerrado: bool) -> Fila:
    """Una actividad con lo programado y lo aceptado. `pesos`: la suma de los de cada plan."""
    foto = cifra.detalle
    return Fila(
        **_formulacion(
            texto,
            numero=foto.numero,
            nombre=foto.actividad,
            meta=foto.meta,
            unidad=foto.unidad,
            tipo_meta=foto.tipo_meta,
            fin=foto.fecha_fin,
            responsable=foto.dependencia,
        ),
        peso=peso(cifra.peso, pesos[cifra.plan_id]),
        programado=tuple(_cifra_en_celda(p) for p in foto.programado),
        ejecutado=tuple(
            SIN_DEMANDA if situacion == Avance.Situacion.SIN_DEMANDA else _cifra_en_celda(e)
            for e, situacion in zip(foto.ejecutado, foto.situaciones, strict=True)
        ),
        cumplimiento=porcentaje(cifra.cumplimiento),
        nota=_nota(cifra, cerrado=cerrado),
        semaforo=Semaforo(cifra.semaforo).label,
        nivel=cifra.semaforo.lower(),
        plazo=Plazo(cifra.plazo).label if cifra.plazo else RAYA,
    )


def _nota(cifra: Cifra, *, cerrado: bool) -> str:
    """Por qué lo de este trimestre no cuenta, aunque se esperaba."""
    reporte = cifra.detalle.reporte
    if not cifra.n_esperados or reporte is None:
        return ""
    return por_que_no_cuenta(SimpleNamespace(esperado=True, estado=reporte.estado), cerrado=cerrado)


def _formulacion(
    texto: Texto,
    *,
    numero: str,
    nombre: str,
    meta: Decimal,
    unidad: str,
    tipo_meta: str,
    fin: date | None,
    responsable: str,
) -> dict[str, str]:
    return {
        "numero": numero,
        "nombre": nombre,
        "producto": texto.producto,
        "indicador": texto.indicador,
        "meta": f"{con_unidad(meta, unidad)}, {TipoMetaActividad(tipo_meta).label.lower()}",
        "inicio": fecha(texto.fecha_inicio),
        "fin": fecha(fin),
        "responsable": responsable or RAYA,
        "apoyos": "; ".join(texto.apoyos),
    }


def _fecha_iso(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


def _cifra_en_celda(valor: Decimal | None) -> str:
    texto = cantidad(valor)
    return texto if len(texto) < _CIFRA_LARGA else texto.replace(".", "." + _CORTE_DE_CIFRA)
