"""Qué se copiaría de un plan del año pasado, línea por línea. Todo puro."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mipg.etiquetas import cantidad, fecha
from mipg.fechas import otro_anio
from mipg.texto import normalizar
from planes.campos import EN_COLUMNA
from planes.reglas import enlace_que_queda, numeros_libres

# Es de cada año: se apropia otra vez.
NO_SE_COPIA = frozenset({"presupuesto"})
FECHAS = ("fecha_inicio", "fecha_fin")
SIMPLES = tuple(
    nombre for nombre in EN_COLUMNA if nombre not in {*NO_SE_COPIA, *FECHAS, "numero", "dependencia", "enlace"}
)


@dataclass(frozen=True)
class Destino:
    """El plan al que se copia. Claves primarias, salvo lo que se dice.

    `anios`: cuántos después es. `hoy_responde`: de cada dependencia a la que hoy responde por lo suyo; la que no está
    no tiene quien la suceda. `reportan`: pares (persona, dependencia). `copiadas`: de la actividad de origen al número
    que ya tiene aquí. `nombres`: los que ya tiene, normalizados. `numeros`: los ocupados. `indices`: los de su
    política. `dependencias`: clave → nombre.
    """

    anios: int
    hoy_responde: Mapping[int, int]
    reportan: Collection[tuple[int, int]]
    copiadas: Mapping[int, str]
    nombres: Collection[str]
    numeros: Collection[str]
    indices: Collection[int]
    dependencias: Mapping[int, str]


@dataclass(frozen=True)
class Linea:
    """Una actividad del año pasado: lo que quedaría de ella y qué hay que saber.

    `valores`: `{atributo: valor}` de la nueva; `listas`: las claves de sus apoyos e índices. `corrido` y `perdido`: lo
    que se copia distinto y lo que no se copia, ya escrito. `impide`: por qué no se copia; vacío si se puede. `copiada`:
    el número que ya tiene en el plan, si se copió.
    """

    clave: int
    numero: str
    nombre: str
    valores: Mapping[str, object]
    listas: Mapping[str, Sequence[int]]
    corrido: tuple[str, ...] = ()
    perdido: tuple[str, ...] = ()
    impide: str = ""
    copiada: str = ""


def lineas(actividades: Iterable, destino: Destino) -> list[Linea]:
    """Cada actividad de origen, en su orden. `actividades`: con sus relaciones cargadas."""
    ocupados = set(destino.numeros)
    libres = numeros_libres(ocupados)
    return [_linea(actividad, destino, ocupados, libres) for actividad in actividades]


def _linea(actividad, destino: Destino, ocupados: set[str], libres: Iterator[str]) -> Linea:
    fechas = {campo: otro_anio(getattr(actividad, campo), destino.anios) for campo in FECHAS}
    dependencia = destino.hoy_responde.get(actividad.dependencia_id)
    enlace = enlace_que_queda(actividad.enlace_id, dependencia, destino.reportan)
    antes_apoyan = [una.pk for una in actividad.apoyos.all()]
    apoyos = {destino.hoy_responde.get(pk) for pk in antes_apoyan} - {None, dependencia}
    antes_indices = [uno.pk for uno in actividad.indices.all()]
    valores = {nombre: getattr(actividad, nombre) for nombre in SIMPLES} | fechas
    valores |= dict.fromkeys(_otra_meta(actividad), actividad.meta)
    copiada = destino.copiadas.get(actividad.pk, "")
    repite = not copiada and normalizar(actividad.nombre) in destino.nombres
    numero = copiada or (next(libres) if actividad.numero in ocupados else actividad.numero)
    ocupados.add(numero)
    return Linea(
        clave=actividad.pk,
        numero=actividad.numero,
        nombre=actividad.nombre,
        valores=valores | {"numero": numero, "dependencia_id": dependencia, "enlace_id": enlace},
        listas={"apoyos": sorted(apoyos), "indices": [pk for pk in antes_indices if pk in destino.indices]},
        corrido=tuple(_corrido(actividad, fechas, dependencia, antes_apoyan, numero, destino)),
        perdido=tuple(_perdido(actividad, dependencia, enlace, antes_apoyan, antes_indices, destino)),
        impide="El plan ya tiene una actividad con ese nombre." if repite else "",
        copiada=copiada,
    )


def _otra_meta(actividad) -> list[str]:
    """Los trimestres de una constante con otra meta: la que tenía antes de modificarse a mitad de año."""
    if actividad.tipo_meta != "CONSTANTE" or actividad.meta is None:
        return []
    return [c for t in (1, 2, 3, 4) if getattr(actividad, c := f"programado_t{t}") not in (None, actividad.meta)]


def _corrido(actividad, fechas, dependencia, antes_apoyan, numero, destino: Destino) -> Iterator[str]:
    if numero != actividad.numero:
        yield f"Número: {actividad.numero} → {numero}"
    for rotulo, campo in zip(("Inicio", "Fin"), FECHAS, strict=True):
        if fechas[campo]:
            yield f"{rotulo}: {fecha(getattr(actividad, campo))} → {fecha(fechas[campo])}"
    for campo in _otra_meta(actividad):
        antes = getattr(actividad, campo)
        yield f"{campo[-2:].upper()}: {cantidad(antes)} → {cantidad(actividad.meta)}, la última meta de la constante"
    for pk in filter(None, (actividad.dependencia_id, *antes_apoyan)):
        suya = destino.hoy_responde.get(pk)
        if suya and suya != pk:
            papel = "Responsable" if pk == actividad.dependencia_id else "Apoyo"
            yield f"{papel}: {destino.dependencias[pk]} → {destino.dependencias[suya]}, que la sucedió"


def _perdido(actividad, dependencia, enlace, antes_apoyan, antes_indices, destino: Destino) -> Iterator[str]:
    if actividad.dependencia_id and not dependencia:
        yield f"Responsable: {destino.dependencias[actividad.dependencia_id]} ya no existe y nadie la sucede"
    for pk in antes_apoyan:
        if pk not in destino.hoy_responde:
            yield f"Apoyo: {destino.dependencias[pk]} ya no existe y nadie la sucede"
    if actividad.enlace_id and not enlace:
        yield f"Enlace: {actividad.enlace} ya no reporta por su dependencia"
    if set(antes_indices) - set(destino.indices):
        yield "Índices FURAG: son de otra política"
    if actividad.presupuesto is not None:
        yield "Presupuesto: se apropia cada año"
