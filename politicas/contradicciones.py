"""Leer el catálogo de un año para saber dónde se contradice, qué se decidió y con qué papel se nombra a cada quien.

En un número fijo de consultas, sin que importe cuántas fuentes o políticas haya.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from mipg.usuarios.models import AliasDependencia
from politicas.models import (
    Atribucion,
    DecisionCatalogo,
    EnlacePolitica,
    Estrategia,
    Fuente,
    NombrePolitica,
    Politica,
    ResponsabilidadPolitica,
    VersionModelo,
    Vigencia,
)
from politicas.reglas import (
    QUE_RESPONDEN,
    Contradiccion,
    Lectura,
    Papeles,
    de_responsables,
    decir_papeles,
    detectar,
)


@dataclass(frozen=True)
class Caso:
    """Una contradicción y lo que se decidió de ella, si se decidió."""

    contradiccion: Contradiccion
    decision: DecisionCatalogo | None = None


def del_anio(anio: int, version: VersionModelo | int, hoy: date) -> list[Caso]:
    """Los casos de un año con la versión del modelo que rige en él; primero, los que están por decidir."""
    decididas = _por_clave(DecisionCatalogo.objects.que_valen(anio).select_related("vigencia", "decidida_por"))
    casos = [
        Caso(hallada, decididas.get((hallada.clave, hallada.huella))) for hallada in detectar(_leer(anio, version, hoy))
    ]
    return sorted(casos, key=lambda caso: caso.decision is not None)


def de_vigencia(vigencia: Vigencia, hoy: date) -> list[Caso]:
    """Los de una vigencia."""
    return del_anio(vigencia.anio, vigencia.version_id, hoy)


def quien_responde_por_decidir(vigencia: Vigencia, hoy: date) -> tuple[int, int]:
    """De cuántas políticas no concuerda ni se ha decidido quién responde, y cuántas con responsable no tienen enlace.

    Lo que muestra un inicio: a lo sumo tres consultas.
    """
    rigen = _responsabilidades(vigencia.anio, vigencia.version_id)
    con_enlace = _con_enlace(hoy)
    halladas = [(hallada.clave, hallada.huella) for hallada in de_responsables(rigen, con_enlace)]
    decididas = _por_clave(DecisionCatalogo.objects.que_valen(vigencia.anio)) if halladas else {}
    por_decidir = sum(hallada not in decididas for hallada in halladas)
    return por_decidir, len({fila.politica_id for fila in rigen} - con_enlace)


def papeles_publicos(politicas: Iterable[Politica], anio: int, al: datetime | None = None) -> dict[int, Papeles]:
    """Cómo se nombra a quien responde por cada política (`{clave primaria: papeles}`), en dos consultas.

    De aquí lo toman todas las páginas, públicas o no, y todos los PDF. `al`: como se decía en ese instante, que es lo
    que se lee de un corte cerrado. Que falte quién ejecute lo de una instancia no le quita el papel: se decide, pero
    las fuentes concuerdan en quién es; así no depende de los enlaces de hoy.
    """
    rigen: dict[int, list[ResponsabilidadPolitica]] = {politica.pk: [] for politica in politicas}
    filas = ResponsabilidadPolitica.objects.que_rigen(anio, al).filter(politica__in=list(rigen))
    for fila in filas.select_related("politica", "fuente", "dependencia", "instancia"):
        rigen[fila.politica_id].append(fila)
    decididas = _por_clave(DecisionCatalogo.objects.que_valen(anio, al))
    papeles = {}
    for politica, suyas in rigen.items():
        hallada = next(de_responsables(suyas), None)
        decision = hallada and decididas.get((hallada.clave, hallada.huella))
        if not decision:
            hallada = next(de_responsables(suyas, frozenset(rigen)), None)
        papeles[politica] = decir_papeles(suyas, hallada, decision)
    return papeles


def responden_en(vigencia: Vigencia, hoy: date) -> dict[int, dict[int, str]]:
    """Las dependencias que en la fecha responden por cada política del año (claves primarias), con su nombre, en dos
    consultas: las de todas las fuentes que rigen o, si se decidió cuál vale, las de ésa.

    Por la suprimida, quien la sucedió; la política de una instancia o de nadie queda vacía.
    """
    filas = _responsabilidades(vigencia.anio, vigencia.version_id)
    decididas = _por_clave(DecisionCatalogo.objects.que_valen(vigencia.anio))
    responden = {}
    for politica, suyas in groupby(filas, key=lambda fila: fila.politica_id):
        suyas = tuple(suyas)
        hallada = next(de_responsables(suyas), None)
        decision = hallada and decididas.get((hallada.clave, hallada.huella))
        escogidas = (o.filas for o in hallada.elegibles if o.clave == decision.opcion) if decision else ()
        responden[politica] = {
            existe.pk: existe.nombre
            for fila in next(iter(escogidas), suyas)
            if fila.rol in QUE_RESPONDEN and fila.dependencia and (existe := fila.dependencia.de_hoy(hoy))
        }
    return responden


def _responsabilidades(anio: int, version: VersionModelo | int):
    rigen = ResponsabilidadPolitica.objects.que_rigen(anio).filter(politica__dimension__version=version)
    return rigen.select_related("politica", "fuente", "dependencia__heredera", "instancia")


def _por_clave(decisiones: Iterable[DecisionCatalogo]) -> dict[tuple[str, str], DecisionCatalogo]:
    return {(decision.clave, decision.huella): decision for decision in decisiones}


def _con_enlace(hoy: date) -> frozenset[int]:
    return frozenset(EnlacePolitica.objects.vigentes(hoy).order_by().values_list("politica", flat=True))


def _leer(anio: int, version: VersionModelo | int, hoy: date) -> Lectura:
    fuentes = list(Fuente.objects.que_cubren(anio))
    de_la_version = {"politica__dimension__version": version}
    documentos = tuple({f.nombre for f in fuentes if f.clase == Fuente.Clase.DOCUMENTO})
    alias = AliasDependencia.objects.select_related("dependencia").order_by("dependencia", "clave")
    return Lectura(
        responsabilidades=_responsabilidades(anio, version),
        con_enlace=_con_enlace(hoy),
        nombres=NombrePolitica.objects.que_rigen(anio).filter(**de_la_version).select_related("politica", "fuente"),
        # El alias de uso corriente no es de un documento: no contradice a nadie.
        alias=[a for a in alias if a.fuente.startswith(documentos)] if documentos else (),
        # Las del año y las de los documentos que rigen en él, cada una frente a su propio año.
        estrategias=Estrategia.objects.filter(anio__in={anio, *(f.desde for f in fuentes)}),
        atribuciones=Atribucion.objects.que_rigen(anio).select_related("norma", "dependencia", "fuente"),
    )
