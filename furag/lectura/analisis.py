"""Lo que se muestra de un archivo de resultados ya leído: se guarda con él y no se calcula al mirar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from furag.lectura.dicho import EntidadLeida, LecturaDeResultados
from furag.lectura.preguntas import Pregunta
from mipg.libros.grupos import Grupo, agrupar

NOMBRADAS = 20


@dataclass(frozen=True)
class Diferencia:
    """Qué cambia frente a lo vigente: cuántas entidades y los nombres de las primeras de cada clase."""

    nuevas: int
    quitadas: int
    cambiadas: int
    iguales: int
    nombres_nuevas: tuple[str, ...] = ()
    nombres_quitadas: tuple[str, ...] = ()
    nombres_cambiadas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analisis:
    """Lo entendido. `igual`: dice lo mismo que la carga `vigente` (su clave), y no se preparó nada."""

    hoja: str
    ambito: str
    fila_encabezado: int
    entidades: int
    columnas: int
    errores: tuple[Grupo, ...]
    preguntas: tuple[Pregunta, ...]
    avisos: tuple[Grupo, ...]
    vigente: int | None = None
    igual: bool = False
    diferencia: Diferencia | None = None

    @property
    def se_puede(self) -> bool:
        """Si quedó preparado y se puede confirmar."""
        return bool(self.entidades) and not (self.errores or self.preguntas or self.igual)


def analizar(
    lectura: LecturaDeResultados, vigente: int | None, huella: str, de_antes: Mapping[tuple[str, ...], tuple[str, str]]
) -> Analisis:
    """Resume una lectura frente a la carga vigente: su clave, su huella y, por entidad, su huella y su nombre."""
    return Analisis(
        hoja=lectura.hoja,
        ambito=lectura.ambito,
        fila_encabezado=lectura.fila_encabezado,
        entidades=len(lectura.entidades),
        columnas=len(lectura.columnas),
        errores=agrupar(lectura.errores),
        preguntas=tuple(lectura.preguntas),
        avisos=agrupar(lectura.avisos),
        vigente=vigente,
        igual=vigente is not None and lectura.se_puede and lectura.huella == huella,
        diferencia=None if vigente is None else comparar(lectura.entidades, de_antes),
    )


def comparar(leidas: Iterable[EntidadLeida], de_antes: Mapping[tuple[str, ...], tuple[str, str]]) -> Diferencia:
    """Qué entidades aparecen, desaparecen o cambian. `de_antes`: de clave a (huella, nombre)."""
    nuevas, cambiadas, iguales, vistas = [], [], 0, set()
    for leida in leidas:
        vistas.add(leida.clave)
        antes = de_antes.get(leida.clave)
        if antes is None:
            nuevas.append(leida.datos["nombre"])
        elif antes[0] != leida.huella:
            cambiadas.append(leida.datos["nombre"])
        else:
            iguales += 1
    quitadas = [nombre for clave, (_, nombre) in de_antes.items() if clave not in vistas]
    return Diferencia(
        len(nuevas),
        len(quitadas),
        len(cambiadas),
        iguales,
        *(tuple(nombres[:NOMBRADAS]) for nombres in (nuevas, quitadas, cambiadas)),
    )
