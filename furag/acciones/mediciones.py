"""Verbos de la medición: crearla y corregir su calendario."""

from datetime import date, datetime

from django.db import transaction

from furag.models import Medicion
from mipg.bitacora.acciones import registrar
from mipg.expediente.models import Importacion
from mipg.fechas import en_bogota
from mipg.reglas import Problema, ReglaIncumplida
from mipg.usuarios.models import Usuario
from politicas.models import SerieMetodologica, VersionModelo

SIN_PUBLICAR = "Los resultados no pueden haberse publicado en una fecha que no ha llegado: déjela vacía hasta entonces."
CON_RECOMENDACIONES = "Ya tiene recomendaciones, que son de las políticas de esa versión: no se cambia."


# Los archivos que son de una medición.
DESTINOS = ("furag.resultados", "furag.diccionario", "furag.recomendaciones")


@transaction.atomic
def crear_medicion(
    *,
    anio: int,
    anio_captura: int,
    version: VersionModelo,
    por: Usuario,
    ahora: datetime,
    serie: SerieMetodologica | None = None,
    abre: date | None = None,
    cierra: date | None = None,
    fecha_publicacion: date | None = None,
) -> Medicion:
    """Crea la medición de un año. Lanza `ValidationError` si ya la hay o si sus fechas no pueden ser.

    Y `ReglaIncumplida` si dice que sus resultados se publicaron un día que no ha llegado.
    """
    _exigir_que_llego(fecha_publicacion, ahora)
    medicion = Medicion(
        anio=anio,
        anio_captura=anio_captura,
        version=version,
        serie=serie,
        abre=abre,
        cierra=cierra,
        fecha_publicacion=fecha_publicacion,
        creada_en=ahora,
        creada_por=por,
    )
    medicion.full_clean()
    medicion.save()
    registrar(medicion, verbo="crear", por=por, ahora=ahora)
    return medicion


def esta_vacia(medicion: Medicion) -> bool:
    """Nadie le ha subido ningún archivo: su año, mal escrito, todavía se corrige."""
    archivos = Importacion.objects.filter(destino__in=DESTINOS, objeto_id=medicion.pk)
    return not (archivos.exists() or medicion.recomendaciones.exists() or medicion.cargas.exists())


@transaction.atomic
def editar_medicion(*, medicion: Medicion, por: Usuario, ahora: datetime, **cambios) -> Medicion:
    """Corrige el calendario, la versión o la serie de una medición y, si no se le ha subido nada, el año que mide.

    Con recomendaciones, la versión tampoco cambia: son de sus políticas. Lanza `ReglaIncumplida` y `ValidationError`.
    """
    tomada = Medicion.objects.select_for_update().get(pk=medicion.pk)
    if cambios.get("anio", tomada.anio) != tomada.anio and not esta_vacia(tomada):
        raise ReglaIncumplida([Problema("Ya se le subieron archivos de ese año: cree la del otro.", "anio")])
    if "version" in cambios and cambios["version"].pk != tomada.version_id and tomada.recomendaciones.exists():
        raise ReglaIncumplida([Problema(CON_RECOMENDACIONES, "version")])
    _exigir_que_llego(cambios.get("fecha_publicacion"), ahora)
    antes = {campo: getattr(tomada, campo) for campo in cambios}
    for campo, valor in cambios.items():
        setattr(tomada, campo, valor)
    tomada.full_clean()
    distintos = {campo: (antes[campo], valor) for campo, valor in cambios.items() if antes[campo] != valor}
    if distintos:
        tomada.save(update_fields=[*distintos])
        registrar(tomada, verbo="editar", por=por, ahora=ahora, cambios=distintos)
    return tomada


def _exigir_que_llego(publicados: date | None, ahora: datetime) -> None:
    if publicados and publicados > en_bogota(ahora):
        raise ReglaIncumplida([Problema(SIN_PUBLICAR, "fecha_publicacion")])
