"""Lo que se ve de un archivo leído, como se guarda: la lectura sin sus filas y la diferencia por páginas. Todo puro."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mipg.libros.grupos import Grupo, agrupar, en_filas
from mipg.libros.guardado import a_json, de_json
from mipg.libros.notas import FilaOmitida, Nota
from mipg.texto import normalizar
from planes.campos import POR_NOMBRE
from planes.reglas import Cambio, Diferencia

from .lectura import TIPOS, ActividadLeida, Lectura
from .mensajes import MENSAJES

POR_PAGINA = 50
ERRORES_A_LA_VISTA = 100
NOTAS_A_LA_VISTA = 40


@dataclass(frozen=True)
class Analisis:
    """Lo que se muestra de un archivo leído, sin sus filas: sólo `cuantas` son.

    `errores`, `supuestos` y `avisos` van agrupados; hasta cuántos se muestran, en `…_A_LA_VISTA`. `huella` es la de la
    diferencia con el plan, que se trae por páginas; las `primeras` vienen aquí, en JSON, porque son las que se miran.
    """

    lectura: Lectura
    cuantas: Mapping[str, int]
    iguales: int
    ausentes: tuple[str, ...]
    desconocidos: tuple[str, ...]
    huella: str
    errores: tuple[Grupo, ...]
    supuestos: tuple[Grupo, ...]
    avisos: tuple[Grupo, ...]
    omitidas: tuple[tuple[str, str], ...]
    hay_ocultas: bool
    # Lo que otro lector dejó guardado sin ellas también se abre, para corregirlo.
    primeras: Mapping[str, list] = field(default_factory=dict)

    @property
    def vacio(self) -> bool:
        """El archivo no cambia nada del plan."""
        return not self.cuantas["nuevas"] and not self.cuantas["cambios"]

    @property
    def aceptable(self) -> bool:
        """Si se puede importar: hay actividades y ningún error."""
        return self.cuantas["actividades"] > 0 and not self.errores


def analizar(lectura: Lectura, cambia: Diferencia, paginas: Mapping[str, list[list]]) -> Analisis:
    """Lo que se muestra de una lectura y de lo que cambia, con sus `paginas` (`en_paginas`)."""
    largas = {campo: getattr(lectura, campo) for campo in ("actividades", "errores", "filas_omitidas")}
    largas |= {"nuevas": cambia.nuevas, "cambios": cambia.cambios, "ausentes": cambia.ausentes}
    return Analisis(
        lectura=replace(lectura, actividades=(), supuestos=(), avisos=(), filas_omitidas=(), errores=()),
        cuantas={cual: len(lista) for cual, lista in largas.items()},
        iguales=cambia.iguales,
        ausentes=cambia.ausentes[:POR_PAGINA],
        desconocidos=cambia.desconocidos[:POR_PAGINA],
        huella=cambia.huella,
        errores=_a_la_vista(lectura.errores, ERRORES_A_LA_VISTA),
        supuestos=_a_la_vista(lectura.supuestos),
        avisos=_a_la_vista((*lectura.avisos, *_con_otro_nombre(lectura.hoja, cambia.cambios))),
        omitidas=_por_motivo(lectura.filas_omitidas),
        hay_ocultas=any(actividad.oculta for actividad in lectura.actividades),
        primeras={clase: suyas[0] for clase, suyas in paginas.items() if suyas},
    )


def _con_otro_nombre(hoja: str, cambios: Iterable[Cambio]) -> Iterator[Nota]:
    """Las que sólo el número empareja con una del plan: el archivo puede ser de otro."""
    for cambio in cambios:
        antes, despues = map(_palabras_llenas, cambio.campos.get("nombre", ("", "")))
        if len(antes & despues) * 3 < min(len(antes), len(despues)):
            mensaje = MENSAJES["otra_con_su_numero"]
            yield Nota("otra_con_su_numero", hoja, cambio.leida.fila, "", cambio.leida.nombre, mensaje)


def _palabras_llenas(nombre: str) -> set[str]:
    return {palabra for palabra in normalizar(nombre).split() if len(palabra) > 3}


def _a_la_vista(notas: Iterable[Nota], maximo: int = NOTAS_A_LA_VISTA) -> tuple[Grupo, ...]:
    grupos = agrupar(notas)
    de_mas = len(grupos) - maximo
    return grupos if de_mas <= 0 else (*grupos[:maximo], Grupo("de_mas", f"Y {de_mas} más."))


def _por_motivo(omitidas: Iterable[FilaOmitida]) -> tuple[tuple[str, str], ...]:
    """Las filas que no son actividades, juntas por su motivo."""
    juntas = defaultdict(list)
    for omitida in omitidas:
        juntas[omitida.motivo].append(omitida.fila)
    grupos = ((motivo[:1].upper() + motivo[1:], en_filas(filas)) for motivo, filas in juntas.items())
    return tuple(grupos)[:NOTAS_A_LA_VISTA]


def en_paginas(cambia: Diferencia) -> dict[str, list[list]]:
    """Las «nuevas» y los «cambios» en JSON, de a `POR_PAGINA`."""
    return {
        clase: [a_json(filas[desde : desde + POR_PAGINA]) for desde in range(0, len(filas), POR_PAGINA)]
        for clase, filas in (("nuevas", cambia.nuevas), ("cambios", cambia.cambios))
    }


def fila_de(clase: str, dicha: Mapping[str, Any]) -> ActividadLeida | Cambio:
    """Lo que `en_paginas` guardó de una fila: una actividad nueva o un cambio."""
    if clase == "nuevas":
        return de_json(ActividadLeida, dicha)
    campos = {
        campo: tuple(de_json(TIPOS[POR_NOMBRE[campo].clase][0] | None, valor) for valor in valores)
        for campo, valores in dicha["campos"].items()
    }
    propios = {campo: tuple(valores) for campo, valores in dicha["propios"].items()}
    return Cambio(dicha["pk"], de_json(ActividadLeida, dicha["leida"]), campos, propios)
