"""Retirar el soporte que se adjuntó por error a un informe de ley, un requerimiento o un seguimiento propio."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from mipg.expediente import acciones as expediente
from mipg.expediente.models import Uso
from mipg.reglas import Problema, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas import Perfil
from planes.acciones.actividades import tomar_fila
from planes.acciones.de_ley import tiene_soporte
from planes.documentos import usos_visibles
from planes.models import Actuacion, Requerimiento, SeguimientoDePlan, Vencimiento
from planes.reglas import de_ley as reglas
from planes.reglas import puede_formular

Fila = Actuacion | Requerimiento | SeguimientoDePlan | Vencimiento


def visibles(perfil: Perfil) -> QuerySet[Uso]:
    """Los soportes que se pueden retirar, de lo que la persona ve."""
    tipos = ContentType.objects.get_for_models(Actuacion, Requerimiento, SeguimientoDePlan, Vencimiento).values()
    return Uso.objects.filter(usos_visibles(perfil), tipo__in=tipos).select_related("documento", "tipo")


def puede_retirar(fila: Fila, perfil: Perfil) -> bool:
    """Quien lo adjuntaría: quien responde o, de un seguimiento propio, quien formula el plan."""
    if isinstance(fila, SeguimientoDePlan):
        return puede_formular(perfil, fila.plan.dependencia_id)
    return reglas.responde(fila.requerimiento if isinstance(fila, Actuacion) else fila, perfil)


def _problemas(fila: Fila, uso: Uso) -> list[Problema]:
    salio = isinstance(fila, Requerimiento | Vencimiento) and fila.fecha_salida is not None
    if salio and not fila.salida_nota and not tiene_soporte(fila, sin=uso):
        return [Problema("Es su único soporte y la nota no dice dónde reposa: corrija antes y adjunte el que es.")]
    return []


@transaction.atomic
def retirar_soporte(*, uso: Uso, motivo: str, por: Usuario, ahora: datetime) -> None:
    """Retira el documento, que sigue guardado; si además sostiene otra cosa, sólo lo suelta de ésta.

    Lanza `ReglaIncumplida` si no le toca, ya estaba retirado, falta el motivo o es lo único que dice dónde reposa.
    """
    exigir(problemas_de_motivo(motivo, "se retira"))
    fila = tomar_fila(uso.tipo.model_class().objects.filter(pk=uso.objeto_id))
    exigir(reglas.problemas_de_quien(puede_retirar(fila, por.perfil(ahora))))
    exigir(_problemas(fila, uso))
    if Uso.objects.filter(documento=uso.documento_id).exclude(pk=uso.pk).exists():
        expediente.desadjuntar(uso=uso, por=por, ahora=ahora, nota=motivo, en=donde_se_lee(fila))
        return
    expediente.retirar(documento=uso.documento, motivo=motivo, por=por, ahora=ahora)
    expediente.contar_que_se_quito(uso, por=por, ahora=ahora, nota=motivo, en=donde_se_lee(fila))


def donde_se_lee(fila: Fila):
    """El registro cuya historia lo cuenta, y a cuya página se vuelve."""
    if isinstance(fila, SeguimientoDePlan):
        return fila.plan
    return fila.requerimiento if isinstance(fila, Actuacion) else fila
