"""Al abrir un año con otra versión del modelo: lo que sigue, por equivalencia, y lo que queda sin nadie.

De las fuentes siguen todas las que rigen ese año o después, y no sólo las que hoy valen: si la más nueva se retira o
deja de regir, la equivalente vuelve, como la de antes, a lo que dice la anterior.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from mipg.bitacora.acciones import registrar_en_lote
from mipg.etiquetas import contar
from mipg.fechas import en_bogota
from mipg.usuarios.models import Usuario
from politicas.models import (
    EnlacePolitica,
    Equivalencia,
    FaseCumplida,
    Fuente,
    NombrePolitica,
    Politica,
    ResponsabilidadPolitica,
    VersionModelo,
    Vigencia,
)
from politicas.reglas import ANTICIPACION, linaje

_COPIADOS = ("rol", "dependencia", "instancia", "texto", "fase")


@dataclass(frozen=True)
class Herencia:
    """Qué pasó de una versión a otra. `sin_responsable`: las políticas que quedaron sin nadie que responda."""

    de: VersionModelo
    a: VersionModelo
    responsabilidades: int
    enlaces: int
    sin_responsable: tuple[Politica, ...]

    @property
    def en_palabras(self) -> str:
        """Lo que se heredó y lo que falta, en un párrafo."""
        quedan = ", ".join(f"«{politica.nombre}»" for politica in self.sin_responsable)
        heredado = (
            f"{contar(self.responsabilidades, 'responsabilidad', 'responsabilidades')} y "
            f"{contar(self.enlaces, 'enlace', 'enlaces')}"
        )
        return f"De {self.de} a {self.a} siguen {heredado}.{f' Sin responsable: {quedan}.' if quedan else ''}"


@transaction.atomic
def heredar(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> Herencia | None:
    """Si el año trabaja con otra versión que el anterior, sus políticas heredan lo que dicen las fuentes y los enlaces.

    Después, y también si la versión es la misma, lo que una fuente dijo sólo de otra: el acto que se cargó mientras el
    año trabajaba con aquella sigue rigiendo. Lo que una fuente ya dice de la nueva no se pisa. `None` si no hay nada
    que heredar. Las consultas dependen de cuántas versiones haya, y de nada más.
    """
    de = _version_de_antes(vigencia)
    if de is None:
        return None
    # Dos años que se abren a la vez con la misma versión no heredan dos veces.
    VersionModelo.objects.select_for_update().get(pk=vigencia.version_id)
    nuevas = list(Politica.objects.de_vigencia(vigencia))
    fuentes = Fuente.objects.que_cubren_desde(vigencia.anio)
    responsabilidades, enlaces = 0, []
    es_otra = de.pk != vigencia.version_id
    if es_otra:
        vienen = _de_quien_vienen(nuevas, de)
        responsabilidades = _lo_que_dicen(fuentes, nuevas, vienen, por=por, ahora=ahora)
        enlaces = _enlaces(nuevas, vienen, ahora)
        EnlacePolitica.objects.bulk_create(enlaces)
        registrar_en_lote([(uno, "", {}) for uno in enlaces], por=por, ahora=ahora)
    for otra in VersionModelo.objects.exclude(pk__in=[de.pk, vigencia.version_id]).order_by("pk"):
        vienen = _de_quien_vienen(nuevas, otra)
        siguen = _lo_que_dicen(fuentes, nuevas, vienen, sin_lo_heredado=True, por=por, ahora=ahora)
        responsabilidades += siguen
        de = de if es_otra or not siguen else otra
    if not es_otra and not responsabilidades:
        return None
    sin_responsable = Politica.objects.de_vigencia(vigencia).sin_responsable(vigencia.anio)
    return Herencia(de, vigencia.version, responsabilidades, len(enlaces), tuple(sin_responsable))


@transaction.atomic
def heredar_la_fuente(*, fuente: Fuente, de: VersionModelo, por: Usuario, ahora: datetime) -> int:
    """Lo que una fuente dice de las políticas de una versión, en los años que rige y ya se abrieron con otra.

    Devuelve cuántas responsabilidades siguen.
    """
    abiertas = Vigencia.objects.abiertas_alguna_vez().exclude(version=de)
    otras = {vigencia.version_id for vigencia in abiertas if fuente.cubre(vigencia.anio)}
    siguen = 0
    for version in VersionModelo.objects.select_for_update().filter(pk__in=otras).order_by("pk"):
        nuevas = list(Politica.objects.filter(dimension__version=version))
        vienen = _de_quien_vienen(nuevas, de)
        siguen += _lo_que_dicen(Fuente.objects.filter(pk=fuente.pk), nuevas, vienen, por=por, ahora=ahora)
    return siguen


@transaction.atomic
def soltar_lo_heredado(version: VersionModelo) -> None:
    """Borra lo que heredaron las políticas de una versión con la que ya no trabaja ni trabajó ningún año.

    Lo que se dijo o se designó en ella se queda. La biblioteca anota cada fila que se borra.
    """
    VersionModelo.objects.select_for_update().get(pk=version.pk)
    if Vigencia.objects.abiertas_alguna_vez().filter(version=version).exists():
        return
    suyas = {"politica__dimension__version": version}
    # De la política en que alguien terminó una fase se quedan todas: si volviera a heredar, lo que ya dice la fuente no
    # se pisa y se quedaría sólo con ésa.
    con_fases = FaseCumplida.objects.order_by().values("responsabilidad__politica")
    ResponsabilidadPolitica.objects.filter(heredada=True, **suyas).exclude(politica__in=con_fases).delete()
    NombrePolitica.objects.filter(heredado=True, **suyas).delete()
    EnlacePolitica.objects.filter(heredado=True, **suyas).delete()


def _version_de_antes(vigencia: Vigencia) -> VersionModelo | None:
    """La del último año que se abrió antes; si es el primero, la activa, que es la que dicen las fuentes."""
    antes = Vigencia.objects.abiertas_alguna_vez().filter(anio__lt=vigencia.anio).select_related("version")
    ultima = antes.order_by("-anio").first()
    return ultima.version if ultima else VersionModelo.objects.activa()


def _de_quien_vienen(nuevas: Iterable[Politica], de: VersionModelo) -> Mapping[int, list[int]]:
    """Política nueva → las de la versión anterior que son su misma."""
    pares = Equivalencia.objects.pares()
    de_antes = set(Politica.objects.filter(dimension__version=de).order_by().values_list("pk", flat=True))
    return {nueva.pk: sorted(linaje(nueva.pk, pares) & de_antes) for nueva in nuevas}


def _lo_que_dicen(
    fuentes: QuerySet[Fuente],
    nuevas: Iterable[Politica],
    vienen: Mapping[int, list[int]],
    *,
    sin_lo_heredado: bool = False,
    por: Usuario,
    ahora: datetime,
) -> int:
    """Crea en las nuevas las responsabilidades y los nombres de aquellas de que vienen; cuántas responsabilidades.

    `sin_lo_heredado`: de las demás versiones, sólo lo que la fuente dijo de ellas.
    """
    dicen = ResponsabilidadPolitica.objects.filter(fuente__in=fuentes).select_related("dependencia", "instancia")
    llaman = NombrePolitica.objects.filter(fuente__in=fuentes)
    if sin_lo_heredado:
        dicen = dicen.filter(Q(heredada=False) | Q(politica__in=nuevas))
        llaman = llaman.filter(Q(heredado=False) | Q(politica__in=nuevas))
    responsabilidades = [
        heredada for nueva, filas in _por_nueva(dicen, nuevas, vienen) for heredada in _de_una(nueva, filas)
    ]
    nombres = [
        NombrePolitica(politica=nueva, fuente=filas[0].fuente, nombre=filas[0].nombre, heredado=True)
        for nueva, filas in _por_nueva(llaman, nuevas, vienen)
    ]
    ResponsabilidadPolitica.objects.bulk_create(responsabilidades)
    NombrePolitica.objects.bulk_create(nombres)
    registrar_en_lote([(una, "", {}) for una in (*responsabilidades, *nombres)], por=por, ahora=ahora)
    return len(responsabilidades)


def _por_nueva(
    filas: QuerySet, nuevas: Iterable[Politica], vienen: Mapping[int, list[int]]
) -> Iterator[tuple[Politica, list]]:
    """De cada nueva y cada fuente que todavía no dice nada de ella, lo que dice de aquellas de que viene."""
    dichas = defaultdict(lambda: defaultdict(list))
    for fila in filas.select_related("fuente", "politica__dimension__version").order_by("fuente", "pk"):
        dichas[fila.politica_id][fila.fuente_id].append(fila)
    for nueva in nuevas:
        juntas = defaultdict(list)
        for una in vienen[nueva.pk]:
            for fuente, suyas in dichas[una].items():
                juntas[fuente] += suyas
        yield from ((nueva, suyas) for fuente, suyas in juntas.items() if fuente not in dichas[nueva.pk])


def _de_una(nueva: Politica, filas: Iterable[ResponsabilidadPolitica]) -> Iterator[ResponsabilidadPolitica]:
    """Lo que una fuente dice de una nueva, en su orden: si dos se funden en una, primero el de la primera."""
    orden = 0
    for fila in sorted(filas, key=lambda fila: (fila.politica_id, fila.orden)):
        orden = max(fila.orden, orden + 1)
        nota = f"{fila.nota} Heredada de «{fila.politica.nombre}», de {fila.politica.dimension.version}.".strip()
        iguales = {campo: getattr(fila, campo) for campo in _COPIADOS}
        yield ResponsabilidadPolitica(
            politica=nueva, fuente=fila.fuente, orden=orden, nota=nota, heredada=True, **iguales
        )


def _enlaces(nuevas: Iterable[Politica], vienen: Mapping[int, list[int]], ahora: datetime) -> list[EnlacePolitica]:
    """Los que no han terminado, desde hoy, donde la nueva no tenga ya el de esa dependencia; los de un año mal escrito,
    no.
    """
    hoy = en_bogota(ahora)
    hay: dict[int, list[EnlacePolitica]] = {}
    sin_terminar = EnlacePolitica.objects.sin_terminar(hoy)
    for enlace in sin_terminar.filter(desde__lte=hoy + ANTICIPACION).select_related("dependencia", "persona"):
        hay.setdefault(enlace.politica_id, []).append(enlace)
    heredados = []
    for nueva in nuevas:
        ocupadas = {enlace.dependencia_id for enlace in hay.get(nueva.pk, ())}
        for una in vienen[nueva.pk]:
            suyos = [enlace for enlace in hay.get(una, ()) if enlace.dependencia_id not in ocupadas]
            ocupadas |= {enlace.dependencia_id for enlace in suyos}
            heredados += [
                EnlacePolitica(
                    politica=nueva,
                    dependencia=enlace.dependencia,
                    persona=enlace.persona,
                    desde=max(hoy, enlace.desde),
                    hasta=enlace.hasta,
                    heredado=True,
                )
                for enlace in suyos
            ]
    return heredados
