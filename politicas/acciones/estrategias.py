"""Heredar las estrategias del plan de implementación de un año al siguiente."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from mipg.bitacora.acciones import registrar_en_lote
from mipg.bitacora.models import Suceso
from mipg.fechas import otro_anio
from mipg.usuarios.models import Usuario
from politicas.models import Estrategia
from politicas.reglas.estrategias import fecha_del_anio


@transaction.atomic
def heredar_estrategias(*, anio: int, por: Usuario, ahora: datetime) -> list[Estrategia]:
    """Copia al año las del último que las tenga, con sus fechas corridas; nada si ya las tiene o no hay de dónde.

    La nota no pasa: habla del documento de aquel año.
    """
    if Estrategia.objects.filter(anio=anio).exists():
        return []
    anteriores = Estrategia.objects.filter(anio__lt=anio).order_by("-anio", "numero").prefetch_related("responsables")
    ultimo = next((una.anio for una in anteriores), None)
    nuevas = []
    for una in [una for una in anteriores if una.anio == ultimo]:
        nueva = Estrategia.objects.create(
            anio=anio,
            numero=una.numero,
            nombre=una.nombre,
            descripcion=una.descripcion,
            responde=una.responde,
            soporte=una.soporte,
            responsables_texto=una.responsables_texto,
            toda_la_entidad=una.toda_la_entidad,
            fecha_inicio=otro_anio(una.fecha_inicio, anio - una.anio),
            fecha_fin=otro_anio(una.fecha_fin, anio - una.anio),
            fecha_texto=fecha_del_anio(una, anio),
            nota=f"Como en {una.anio}, con las fechas pasadas a {anio}.",
        )
        nueva.responsables.set(una.responsables.all())
        nuevas.append(nueva)
    registrar_en_lote([(nueva, "heredar", {"anio": (ultimo, anio)}) for nueva in nuevas], por=por, ahora=ahora)
    return nuevas


def soltar_estrategias(anio: int) -> None:
    """Borra las que el año heredó de otro; las que se cargaron de su documento se quedan."""
    heredar = Suceso.objects.filter(verbo="heredar", content_type=ContentType.objects.get_for_model(Estrategia))
    Estrategia.objects.filter(anio=anio, pk__in=heredar.order_by().values("object_id")).delete()
