"""Verbos sobre los miembros de una instancia: crear y terminar, o anular lo que se registró por error."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.acciones.orden_del_dia import tomar_instancia
from planes.models import Asistencia, Miembro
from planes.reglas.sesiones import ABIERTAS, problemas_de_miembro
from politicas.models import Instancia


@transaction.atomic
def crear_miembro(*, instancia: Instancia, por: Usuario, ahora: datetime, **campos) -> Miembro:
    """Registra a un miembro de la instancia. Lanza `ValidationError` por campo.

    Con la instancia tomada: enviarlo dos veces deja uno. Lanza `ReglaIncumplida` si en esas fechas ya la integra, o si
    la preside otro.
    """
    tomar_instancia(instancia.pk)
    miembro = Miembro(instancia=instancia, **campos)
    otros = Miembro.objects.filter(instancia=instancia).entre(miembro.desde, miembro.hasta).select_related("persona")
    exigir(problemas_de_miembro(miembro, otros))
    miembro.full_clean()
    miembro.save()
    registrar(miembro, verbo="crear", por=por, ahora=ahora)
    return miembro


@transaction.atomic
def terminar_miembro(*, miembro: Miembro, hasta: date, por: Usuario, ahora: datetime) -> Miembro:
    """Dice el último día en que integró la instancia: las sesiones de antes lo conservan y las de después no.

    Con un día anterior a su «desde» nunca la integró: su registro se borra, si ninguna sesión lo citó.
    """
    tomar_instancia(miembro.instancia_id)
    miembro = tomar_fila(Miembro.objects.filter(pk=miembro.pk))
    suyas = Asistencia.objects.filter(miembro=miembro)
    if hasta < miembro.desde and miembro.hasta is None and not suyas.exists():
        registrar(miembro, verbo="anular", por=por, ahora=ahora, nota=f"Se registró desde el {miembro.desde:%d/%m/%Y}.")
        miembro.delete()
        return miembro
    if miembro.hasta is not None:
        raise ReglaIncumplida([Problema(f"Ya terminó el {miembro.hasta:%d/%m/%Y}.", "hasta")])
    miembro.hasta = hasta
    miembro.full_clean()
    miembro.save(update_fields=["hasta"])
    # Contó en lo que ya se decidió; en lo demás de esas sesiones, no.
    suyas.filter(sesion__estado__in=ABIERTAS, sesion__fecha__gt=hasta, decisiones=None).delete()
    registrar(miembro, verbo="terminar", por=por, ahora=ahora, cambios={"hasta": (None, hasta)})
    return miembro
