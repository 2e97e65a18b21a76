"""Lo que se ve de un archivo leído, como se guarda: la lectura sin sus filas y la diferencia por páginas. Todo puro."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mipg.libros.grupos import Grupo, agrupar, en_filas
from mipg.libros.guardado import a_json, de_json
from mipg.libros.notas import FilaOmitida, Nota
from planes.campos import POR_NOMBRE
from planes.reglas import Cambio, Diferencia

from .lectura import TIPOS, ActividadLeida, Lectura

POR_PAGINA = 50
ERRORES_A_LA_VISTA = 100
NOTAS_A_LA_VISTA = 40


def por_motivo(omitidas: Iterable[FilaOmitida]) -> list[tuple[str, str]]:
    """Las filas que no son actividades, juntas por su motivo."""
    juntas = defaultdict(list)
    for omitida in omitidas:
        juntas[omitida.motivo].append(omitida.fila)
    grupos = [(motivo[:1].upper() + motivo[1:], en_filas(filas)) for motivo, filas in juntas.items()]
    return grupos[:NOTAS_A_LA_VISTA]


class Paginas(Sequence):
    """Una lista larga que se trae por tramos: `traer(pagina)` da los de una; sin él, sólo se cuenta."""

    def __init__(self, cuantos: int, traer=lambda pagina: ()):
        self.cuantos, self._traer = cuantos, traer

    def __len__(self) -> int:
        return self.cuantos

    def __getitem__(self, cual):
        if isinstance(cual, slice):
            desde, hasta, _ = cual.indices(self.cuantos)
            return self._traer(desde // POR_PAGINA)[: hasta - desde] if desde < hasta else []
        return self._traer(cual // POR_PAGINA)[cual % POR_PAGINA]


@dataclass(frozen=True)
class Analisis:
    """Lo que se muestra de un archivo leído. Las listas largas son `Paginas`.

    `errores`, `supuestos` y `avisos` van agrupados; hasta cuántos se muestran, en `…_A_LA_VISTA`.
    """

    lectura: Lectura
    diferencia: Diferencia
    errores: tuple[Grupo, ...]
    supuestos: tuple[Grupo, ...]
    avisos: tuple[Grupo, ...]
    omitidas: tuple[tuple[str, str], ...]
    hay_ocultas: bool

    @property
    def aceptable(self) -> bool:
        """Si se puede importar: hay actividades y ningún error."""
        return len(self.lectura.actividades) > 0 and len(self.lectura.errores) == 0


def analizar(lectura: Lectura, diferencia: Diferencia) -> Analisis:
    """Lo que se muestra de una lectura y su diferencia, recién hechas."""
    return Analisis(
        lectura=lectura,
        diferencia=diferencia,
        errores=_a_la_vista(lectura.errores, ERRORES_A_LA_VISTA),
        supuestos=_a_la_vista(lectura.supuestos),
        avisos=_a_la_vista(lectura.avisos),
        omitidas=tuple(por_motivo(lectura.filas_omitidas)),
        hay_ocultas=any(actividad.oculta for actividad in lectura.actividades),
    )


def _a_la_vista(notas: Iterable[Nota], maximo: int = NOTAS_A_LA_VISTA) -> tuple[Grupo, ...]:
    grupos = agrupar(notas)
    de_mas = len(grupos) - maximo
    return grupos if de_mas <= 0 else (*grupos[:maximo], Grupo("de_mas", f"Y {de_mas} más."))


def guardar(analisis: Analisis) -> tuple[dict, dict, dict]:
    """Un análisis en JSON: lo que se ve, las páginas de la diferencia y todo lo leído."""
    lectura, cambia = analisis.lectura, analisis.diferencia
    ligera = replace(
        lectura,
        actividades=(),
        supuestos=(),
        avisos=(),
        filas_omitidas=(),
        errores=(),
    )
    visto = {
        "lectura": a_json(ligera),
        "cuantas": {
            "actividades": len(lectura.actividades),
            "errores": len(lectura.errores),
            "filas_omitidas": len(lectura.filas_omitidas),
            "nuevas": len(cambia.nuevas),
            "cambios": len(cambia.cambios),
            "ausentes": len(cambia.ausentes),
        },
        "iguales": cambia.iguales,
        "ausentes": list(cambia.ausentes[:POR_PAGINA]),
        "desconocidos": list(cambia.desconocidos[:POR_PAGINA]),
        "huella": cambia.huella,
        "errores": a_json(analisis.errores),
        "supuestos": a_json(analisis.supuestos),
        "avisos": a_json(analisis.avisos),
        "omitidas": a_json(analisis.omitidas),
        "hay_ocultas": analisis.hay_ocultas,
    }
    paginas = {
        "nuevas": _en_paginas([a_json(leida) for leida in cambia.nuevas]),
        "cambios": _en_paginas([a_json(cambio) for cambio in cambia.cambios]),
    }
    return visto, paginas, a_json(lectura)


def _en_paginas(dichos: list) -> list[list]:
    return [dichos[desde : desde + POR_PAGINA] for desde in range(0, len(dichos), POR_PAGINA)]


def abrir(visto: Mapping, traer) -> Analisis:
    """Un análisis guardado; `traer(clase, pagina)` da una página de «nuevas» o de «cambios» en JSON."""
    cuantas, lectura = visto["cuantas"], de_json(Lectura, visto["lectura"])
    lectura = replace(
        lectura,
        errores=Paginas(cuantas["errores"]),
        actividades=Paginas(cuantas["actividades"]),
        filas_omitidas=Paginas(cuantas["filas_omitidas"]),
    )
    diferencia = Diferencia(
        nuevas=Paginas(cuantas["nuevas"], lambda n: [de_json(ActividadLeida, d) for d in traer("nuevas", n)]),
        cambios=Paginas(cuantas["cambios"], lambda n: [_cambio(d) for d in traer("cambios", n)]),
        iguales=visto["iguales"],
        ausentes=Paginas(cuantas["ausentes"], lambda _: visto["ausentes"]),
        desconocidos=tuple(visto["desconocidos"]),
        guardada=visto["huella"],
    )
    return Analisis(
        lectura=lectura,
        diferencia=diferencia,
        errores=de_json(tuple[Grupo, ...], visto["errores"]),
        supuestos=de_json(tuple[Grupo, ...], visto["supuestos"]),
        avisos=de_json(tuple[Grupo, ...], visto["avisos"]),
        omitidas=tuple(map(tuple, visto["omitidas"])),
        hay_ocultas=visto["hay_ocultas"],
    )


def _cambio(dicho: Mapping[str, Any]) -> Cambio:
    campos = {
        campo: tuple(de_json(TIPOS[POR_NOMBRE[campo].clase][0] | None, valor) for valor in valores)
        for campo, valores in dicho["campos"].items()
    }
    return Cambio(dicho["pk"], de_json(ActividadLeida, dicho["leida"]), campos)
