"""Al abrir un año con otra versión del modelo: lo que sigue, por equivalencia, y lo que queda sin nadie."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar_en_lote
from mipg.etiquetas import contar
from mipg.fechas import en_bogota
from mipg.usuarios.models import Usuario
from politicas.models import EnlacePolitica, Equivalencia, Politica, ResponsabilidadPolitica, VersionModelo, Vigencia
from politicas.reglas import Par, linaje

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
    """Si el año trabaja con otra versión que el anterior, sus políticas heredan los responsables y los enlaces.

    Sólo las que no tienen todavía quien responda ese año. `None` si la versión es la misma. Un número fijo de
    consultas.
    """
    de = _version_de_antes(vigencia)
    if de is None or de.pk == vigencia.version_id:
        return None
    # Dos años que se abren a la vez con la misma versión no heredan dos veces.
    VersionModelo.objects.select_for_update().get(pk=vigencia.version_id)
    nuevas = list(Politica.objects.de_vigencia(vigencia))
    vienen = _de_quien_vienen(nuevas, de)
    responsabilidades = _responsabilidades(nuevas, vienen, de, vigencia.anio)
    enlaces = _enlaces(nuevas, vienen, ahora)
    ResponsabilidadPolitica.objects.bulk_create(responsabilidades)
    EnlacePolitica.objects.bulk_create(enlaces)
    registrar_en_lote([(una, "", {}) for una in (*responsabilidades, *enlaces)], por=por, ahora=ahora)
    sin_responsable = Politica.objects.de_vigencia(vigencia).sin_responsable(vigencia.anio)
    return Herencia(de, vigencia.version, len(responsabilidades), len(enlaces), tuple(sin_responsable))


@transaction.atomic
def soltar_lo_heredado(version: VersionModelo) -> None:
    """Borra lo que heredaron las políticas de una versión con la que ya no trabaja ni trabajó ningún año.

    Lo que se dijo o se designó en ella se queda. La biblioteca anota cada fila que se borra.
    """
    VersionModelo.objects.select_for_update().get(pk=version.pk)
    if Vigencia.objects.filter(version=version, abierta_en__isnull=False).exists():
        return
    suyas = {"politica__dimension__version": version}
    ResponsabilidadPolitica.objects.filter(heredada=True, cumplidas=None, **suyas).delete()
    EnlacePolitica.objects.filter(heredado=True, **suyas).delete()


def _version_de_antes(vigencia: Vigencia) -> VersionModelo | None:
    """La del último año que se abrió antes; si es el primero, la activa, que es la que dicen las fuentes."""
    antes = Vigencia.objects.filter(anio__lt=vigencia.anio, abierta_en__isnull=False).select_related("version")
    ultima = antes.order_by("-anio").first()
    return ultima.version if ultima else VersionModelo.objects.filter(activa=True).first()


def _de_quien_vienen(nuevas: Iterable[Politica], de: VersionModelo) -> Mapping[int, list[int]]:
    """Política nueva → las de la versión anterior que son su misma."""
    campos = ("de", "de__dimension__version", "a", "a__dimension__version")
    pares = [Par(*fila) for fila in Equivalencia.objects.order_by().values_list(*campos)]
    de_antes = set(Politica.objects.filter(dimension__version=de).order_by().values_list("pk", flat=True))
    return {nueva.pk: sorted(linaje(nueva.pk, pares) & de_antes) for nueva in nuevas}


def _responsabilidades(
    nuevas: Iterable[Politica], vienen: Mapping[int, list[int]], de: VersionModelo, anio: int
) -> list[ResponsabilidadPolitica]:
    rigen: dict[int, list[ResponsabilidadPolitica]] = {}
    relacionados = ("politica", "dependencia", "instancia")
    for fila in ResponsabilidadPolitica.objects.que_rigen(anio).select_related(*relacionados).order_by("orden", "pk"):
        rigen.setdefault(fila.politica_id, []).append(fila)
    return [
        heredada
        for nueva in nuevas
        if nueva.pk not in rigen
        for heredada in _de_una(nueva, [fila for una in vienen[nueva.pk] for fila in rigen.get(una, ())], de)
    ]


def _de_una(
    nueva: Politica, filas: Iterable[ResponsabilidadPolitica], de: VersionModelo
) -> Iterator[ResponsabilidadPolitica]:
    ultimo: dict[int, int] = {}
    for fila in filas:
        # Si dos se funden en una, las dos empezaban en 1.
        ultimo[fila.fuente_id] = orden = max(fila.orden, ultimo.get(fila.fuente_id, 0) + 1)
        nota = f"{fila.nota} Heredada de «{fila.politica.nombre}», de {de}.".strip()
        iguales = {campo: getattr(fila, campo) for campo in _COPIADOS}
        yield ResponsabilidadPolitica(
            politica=nueva, fuente_id=fila.fuente_id, orden=orden, nota=nota, heredada=True, **iguales
        )


def _enlaces(nuevas: Iterable[Politica], vienen: Mapping[int, list[int]], ahora: datetime) -> list[EnlacePolitica]:
    """Los que no han terminado, desde hoy, donde la nueva no tenga ya el de esa dependencia."""
    hoy = en_bogota(ahora)
    hay: dict[int, list[EnlacePolitica]] = {}
    for enlace in EnlacePolitica.objects.sin_terminar(hoy).select_related("dependencia", "persona"):
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
