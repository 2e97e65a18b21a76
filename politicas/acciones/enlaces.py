"""Designar enlaces de política."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import exigir
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Permiso, Rol
from politicas.models import EnlacePolitica, Politica
from politicas.reglas import (
    problemas_para_designar,
)


@transaction.atomic
def designar_enlace(
    *,
    politica: Politica,
    dependencia: Dependencia,
    persona: Usuario,
    desde: date,
    por: Usuario,
    ahora: datetime,
) -> EnlacePolitica:
    """Designa el enlace de la dependencia para la política; el anterior termina el día antes.

    Designa Planeación en todas y el jefe en la suya. Lanza `ReglaIncumplida` si no le toca, si la persona no puede
    serlo o si ya hay un enlace que empieza ese día o después.
    """
    # La fila de la política se toma para que dos designaciones a la vez no dejen dos enlaces.
    Politica.objects.select_for_update(of=("self",)).get(pk=politica.pk)
    anteriores = list(
        EnlacePolitica.objects.filter(politica=politica, dependencia=dependencia).select_related("persona")
    )
    de_quien_designa = por.perfil(ahora)
    exigir(
        problemas_para_designar(
            puede=de_quien_designa.puede(Permiso.PERSONAS_EDITAR)
            or dependencia.pk in de_quien_designa.dependencias(Permiso.ENLACE_DESIGNAR),
            persona=persona.pk,
            desde=desde,
            activa=persona.is_active,
            vinculo_hasta=persona.vinculo_hasta,
            audita=Rol.CONTROL_INTERNO in persona.perfil(desde).roles,
            anteriores=[(e.persona_id, e.desde, e.hasta) for e in anteriores],
        )
    )
    anterior = next((e for e in anteriores if e.hasta is None or e.hasta >= desde), None)
    if anterior:
        anterior.hasta = desde - timedelta(days=1)
        anterior.full_clean()
        anterior.save(update_fields=["hasta"])
    enlace = EnlacePolitica(politica=politica, dependencia=dependencia, persona=persona, desde=desde)
    enlace.full_clean()
    enlace.save()
    registrar(
        enlace,
        verbo="designar",
        por=por,
        ahora=ahora,
        cambios={"persona": (anterior and str(anterior.persona), str(persona)), "desde": (None, desde)},
    )
    return enlace
