"""Verbos de las recomendaciones: acoger, descartar, reabrir, priorizar, agrupar y ligar a un índice."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from furag.models import Agrupacion, Atencion, Medicion, Recomendacion
from furag.reglas import TRANSICIONES_DE_RECOMENDACION
from furag.reglas.recomendaciones import (
    LLEVA_A,
    problemas_de_cuantas,
    problemas_para_agrupar,
    problemas_para_decidir,
)
from mipg.bitacora.acciones import mover, registrar, registrar_en_lote
from mipg.reglas import Problema, desde, exigir
from mipg.usuarios.models import Usuario
from politicas.models import Indice


def _tomar(claves: Collection[int]) -> list[Recomendacion]:
    """Las elegidas, tomadas; lanza `ReglaIncumplida` si no son ninguna o son demasiadas."""
    exigir(problemas_de_cuantas(len({*claves})))
    elegidas = Recomendacion.objects.select_for_update(of=("self",)).select_related("medicion", "politica")
    # En el mismo orden que la entrega: dos que tocan las mismas se esperan, y ninguna se queda trabada.
    return list(elegidas.filter(pk__in=claves).order_by("pk"))


@transaction.atomic
def decidir(
    *, recomendaciones: Collection[int], verbo: str, motivo: str = "", por: Usuario, ahora: datetime
) -> list[Recomendacion]:
    """Acoge, descarta (con motivo) o reabre unas recomendaciones (claves primarias), todas o ninguna.

    Las que ya están así quedan como están; devuelve las que cambiaron. Las consultas no dependen de cuántas sean. Lanza
    `ReglaIncumplida` si a alguna no se le puede hacer.
    """
    elegidas, estado, motivo = _tomar(recomendaciones), LLEVA_A[verbo], motivo.strip()
    cambian = [una for una in elegidas if una.estado in desde(TRANSICIONES_DE_RECOMENDACION, verbo)]
    atendidas = set(
        Atencion.objects.en_pie().filter(recomendacion__in=cambian).order_by().values_list("recomendacion", flat=True)
    )
    con_accion = [una.referencia for una in cambian if una.pk in atendidas]
    exigir(problemas_para_decidir(verbo, motivo, len(cambian), con_accion))
    decidida = {"decidida_en": None, "decidida_por": None} if verbo == "reabrir" else {
        "decidida_en": ahora, "decidida_por": por
    }  # fmt: skip
    nuevo = motivo if verbo == "descartar" else ""
    mover(
        Recomendacion.objects.filter(pk__in=[una.pk for una in cambian]),
        TRANSICIONES_DE_RECOMENDACION,
        verbo=verbo,
        a=estado,
        motivo=nuevo,
        version=F("version") + 1,
        **decidida,
    )
    hechos = [
        (
            una,
            verbo,
            {"estado": (una.estado, estado)} | ({"motivo": (una.motivo, nuevo)} if una.motivo != nuevo else {}),
        )
        for una in cambian
    ]
    registrar_en_lote(hechos, por=por, ahora=ahora)
    return cambian


@transaction.atomic
def priorizar(*, recomendaciones: Collection[int], prioridad: str, por: Usuario, ahora: datetime) -> int:
    """Les pone una prioridad, o se la quita si va vacía; devuelve cuántas cambiaron."""
    cambian = [una for una in _tomar(recomendaciones) if una.prioridad != prioridad]
    _cambiar(cambian, prioridad=prioridad)
    hechos = [(una, "priorizar", {"prioridad": (una.prioridad, prioridad)}) for una in cambian]
    registrar_en_lote(hechos, por=por, ahora=ahora)
    return len(cambian)


@transaction.atomic
def agrupar(*, recomendaciones: Collection[int], nombre: str, por: Usuario, ahora: datetime) -> int:
    """Las junta bajo un nombre, o las saca de su grupo si va vacío; el grupo que se queda sin ninguna se borra.

    Devuelve cuántas cambiaron. Lanza `ReglaIncumplida` si son de políticas o de vigencias distintas.
    """
    suyas = Recomendacion.objects.filter(pk__in=recomendaciones).order_by().values("medicion")
    # De a una persona: un grupo no se borra mientras otra mete algo en él.
    list(Medicion.objects.filter(pk__in=suyas).order_by("pk").select_for_update())
    elegidas, nombre = _tomar(recomendaciones), " ".join(nombre.split())
    exigir(problemas_para_agrupar(len({(una.medicion_id, una.politica_id) for una in elegidas}), nombre))
    grupo = None
    if nombre:
        grupo, _ = Agrupacion.objects.get_or_create(
            medicion_id=elegidas[0].medicion_id,
            politica_id=elegidas[0].politica_id,
            nombre=nombre,
            defaults={"creada_en": ahora, "creada_por": por},
        )
    suyo = grupo and grupo.pk
    cambian = [una for una in elegidas if una.agrupacion_id != suyo]
    nombres = dict(Agrupacion.objects.filter(pk__in={una.agrupacion_id for una in cambian}).values_list("pk", "nombre"))
    _cambiar(cambian, agrupacion=grupo)
    hechos = [
        (una, "agrupar" if nombre else "desagrupar", {"grupo": (nombres.get(una.agrupacion_id), nombre or None)})
        for una in cambian
    ]
    registrar_en_lote(hechos, por=por, ahora=ahora)
    for vacio in Agrupacion.objects.filter(pk__in=nombres, recomendaciones=None):
        vacio.delete()
    return len(cambian)


def _cambiar(cambian: Collection[Recomendacion], **cambios) -> None:
    claves = [una.pk for una in cambian]
    Recomendacion.objects.filter(pk__in=claves).update(version=F("version") + 1, **cambios)


@transaction.atomic
def ligar_indices(
    *, recomendacion: Recomendacion, indices: Collection[Indice], por: Usuario, ahora: datetime
) -> Recomendacion:
    """Dice a qué índices apunta, que el archivo no trae. Lanza `ReglaIncumplida` si alguno no es de su política."""
    recomendacion = Recomendacion.objects.select_for_update(of=("self",)).select_related("medicion", "politica").get(
        pk=recomendacion.pk
    )  # fmt: skip
    miden = set(Indice.objects.que_miden(recomendacion.politica_id).values_list("pk", flat=True))
    exigir(
        Problema(f"{indice.codigo} no es un índice de {recomendacion.politica}.", "indices")
        for indice in indices
        if indice.pk not in miden
    )
    antes = sorted(recomendacion.indices.values_list("codigo", flat=True))
    despues = sorted(indice.codigo for indice in indices)
    if antes != despues:
        recomendacion.indices.set(indices)
        cambios = {"indices": (", ".join(antes) or None, ", ".join(despues) or None)}
        registrar(recomendacion, verbo="ligar índices", por=por, ahora=ahora, cambios=cambios)
    return recomendacion
