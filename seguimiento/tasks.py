"""Tareas de Celery de seguimiento: conciliar el corte abierto y generar los informes pedidos."""

import logging

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from mipg.expediente import acciones
from mipg.expediente.models import Emision
from mipg.fechas import en_bogota
from seguimiento import informes
from seguimiento.acciones.conciliacion import conciliar, por_conciliar
from seguimiento.acciones.publicaciones import pedir_planes_publicados
from seguimiento.models import Corte

registro = logging.getLogger(__name__)
CADA = 60  # segundos entre barridos (`CELERY_BEAT_SCHEDULE`)


@shared_task
def conciliar_corte() -> None:
    """Cada minuto: si los planes cambiaron, deja el corte abierto como dicen, en nombre de quien lo abrió."""
    ahora = timezone.now()
    corte = Corte.objects.abierto()
    if corte is not None and por_conciliar(corte, en_bogota(ahora)):
        conciliar(corte=corte, por=corte.abierto_por, ahora=ahora)


@shared_task
def generar_emision(pk: int) -> None:
    """Genera un informe pedido, si nadie más lo está haciendo."""
    emision = Emision.objects.filter(pk=pk).first()
    if emision is not None:
        acciones.emitir(emision=emision, generar=informes.generar, ahora=timezone.now())


@shared_task
def generar_emisiones() -> None:
    """Cada minuto: pide el PDF de lo recién publicado, y despierta los informes en espera y los que quedaron a medias.

    A medias quedan al morir quien los hacía.
    """
    ahora = timezone.now()
    pedir_planes_publicados(ahora=ahora)
    a_medias = Q(estado=Emision.Estado.EN_CURSO, arrendado_hasta__lt=ahora)
    caidas = Emision.objects.filter(Q(estado=Emision.Estado.PEDIDA) | a_medias, informe__in=informes.GENERADORES)
    for pk in caidas.order_by("pedida_en", "pk").values_list("pk", flat=True):
        # Cada uno con su propio límite de tiempo; lo que no se alcance a tomar lo publica el barrido siguiente.
        publicar(pk, expires=CADA)


def publicar(pk: int, **opciones) -> None:
    """Pide a Celery que genere una emisión. Si el corredor no contesta no pasa nada: el barrido la recogerá."""
    try:
        generar_emision.apply_async((pk,), retry=False, **opciones)
    except Exception:
        registro.warning("No se pudo publicar la emisión %s; la recogerá el barrido.", pk, exc_info=True)
