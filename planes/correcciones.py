"""Las correcciones hechas después de aprobar, como las guarda la bitácora: qué decía, qué dice, cuándo y por qué."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from mipg.bitacora.models import Suceso
from mipg.usuarios.querysets import nombre_de
from planes.campos import CORREGIBLES, LISTAS, POR_NOMBRE, Campo
from planes.models import Actividad, Plan, VersionPlan
from planes.reglas.comparacion import CambioDeCampo, escribir

_POR_NOMBRE = {campo.nombre: campo for campo in CORREGIBLES}


@dataclass(frozen=True)
class DeActo:
    """El acto de una versión, corregido."""

    cuando: datetime
    antes: str
    despues: str
    motivo: str


@dataclass(frozen=True)
class DeActividad:
    """Lo que una corrección cambió en una actividad."""

    clave: int
    actividad: str
    cuando: datetime
    quien: str
    motivo: str
    cambios: tuple[CambioDeCampo, ...]


def de_actos(versiones: Iterable[int]) -> dict[int, list[DeActo]]:
    """Las correcciones del acto de cada versión (clave primaria), la última primero. Una consulta."""
    sucesos = Suceso.objects.filter(
        content_type=ContentType.objects.get_for_model(VersionPlan),
        object_pk__in=[str(pk) for pk in versiones],
        verbo="corregir acto",
    ).order_by("-timestamp", "-id")
    suyas: dict[int, list[DeActo]] = defaultdict(list)
    for suceso in sucesos:
        antes, despues = suceso.changes["acto"]
        suyas[suceso.object_id].append(DeActo(suceso.timestamp, antes, despues, suceso.nota))
    return suyas


def de_actividades(
    plan: int, desde: datetime, hasta: datetime | None = None, *, con_quien: bool = False
) -> list[DeActividad]:
    """Las correcciones de las actividades del plan entre dos instantes, la última primero. Una consulta.

    `con_quien` trae quién las hizo: el público no lo lee, y sin él `quien` va vacío.
    """
    antes = {"timestamp__lt": hasta} if hasta else {}
    sucesos = (
        Suceso.objects.del_historial(Plan.historial_de(plan))
        .filter(verbo="corregir", timestamp__gte=desde, **antes)
        .order_by("-timestamp", "-id")
    )
    if con_quien:
        sucesos = sucesos.annotate(quien=nombre_de("actor"))
    return [
        DeActividad(
            clave=suceso.object_id,
            actividad=suceso.object_repr,
            cuando=suceso.timestamp,
            quien=suceso.quien if con_quien else "",
            motivo=suceso.nota,
            cambios=tuple(_cambios(suceso.changes)),
        )
        for suceso in sucesos
    ]


def _cambios(changes: Mapping[str, list]) -> Iterator[CambioDeCampo]:
    for nombre, valores in changes.items():
        if campo := _POR_NOMBRE.get(nombre):
            # La bitácora guarda lo que se lee: una lista es un texto.
            valores = [_de_lista(campo, valor) for valor in valores]
            yield CambioDeCampo(campo, tuple(valores), *(escribir(campo, valor) for valor in valores))


def _de_lista(campo: Campo, valor: str | None) -> str | list[str] | None:
    return valor and valor.split(campo.entre_varios) if campo.clase in LISTAS else valor


def aprobado_de(actividad: Actividad, campos: Iterable[str]) -> dict[str, object]:
    """Lo que decía la actividad, en cada campo, cuando se aprobó: su foto y lo menor que se aprobó después.

    No está el campo que esa foto no trae.
    """
    # Una prórroga aprueba una fecha: su foto trae las erratas corregidas sin que nadie las aprobara.
    de_textos = VersionPlan.objects.filter(plan=actividad.plan_id).exclude(clase=VersionPlan.Clase.PRORROGA)
    version = de_textos.order_by("-numero").first()
    if version is None:
        return {}
    foto = next((una for una in version.foto["actividades"] if una["id"] == actividad.pk), {})
    aprobado = {campo: foto[campo] for campo in campos if campo in foto}
    modificada = Suceso.objects.de(actividad).filter(verbo="editar", timestamp__gt=version.aprobado_en)
    for cambios in modificada.order_by("timestamp", "id").values_list("changes", flat=True):
        aprobado |= {campo: despues for campo, (_, despues) in cambios.items() if campo in campos}
    return aprobado


def corregidas(actividades: Iterable[Mapping], hechas: Iterable[DeActividad]) -> list[Mapping]:
    """Las actividades de una foto con lo que después se les corrigió: lo que se publica no repite la errata."""
    por_clave: dict[int, set[str]] = defaultdict(set)
    for una in hechas:
        por_clave[una.clave] |= {cambio.campo.nombre for cambio in una.cambios}
    vivas = Actividad.objects.con_apoyos().prefetch_related("indices").in_bulk(por_clave) if por_clave else {}
    return [
        una
        | {
            nombre: POR_NOMBRE[nombre].fotografiar(vivas[una["id"]])
            for nombre in por_clave[una["id"]]
            if una["id"] in vivas
        }
        for una in actividades
    ]
