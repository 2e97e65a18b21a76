"""Verbos sobre los miembros de una instancia: crear y terminar."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import Problema, ReglaIncumplida
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.models import Miembro


@transaction.atomic
def crear_miembro(*, por: Usuario, ahora: datetime, **campos) -> Miembro:
    """Registra a un miembro de la instancia. Lanza `ValidationError` por campo."""
    miembro = Miembro(**campos)
    miembro.full_clean()
    miembro.save()
    registrar(miembro, verbo="crear", por=por, ahora=ahora)
    return miembro


@transaction.atomic
def terminar_miembro(*, miembro: Miembro, hasta: date, por: Usuario, ahora: datetime) -> Miembro:
    """Dice el último día en que integró la instancia; las sesiones de antes lo conservan."""
    miembro = tomar_fila(Miembro.objects.filter(pk=miembro.pk))
    if miembro.hasta is not None:
        raise ReglaIncumplida([Problema(f"Ya terminó el {miembro.hasta:%d/%m/%Y}.", "hasta")])
    miembro.hasta = hasta
    miembro.full_clean()
    miembro.save(update_fields=["hasta"])
    registrar(miembro, verbo="terminar", por=por, ahora=ahora, cambios={"hasta": (None, hasta)})
    return miembro
