"""Designar, terminar y retirar enlaces de política."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.bitacora.models import Suceso
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Dependencia, Usuario
from mipg.usuarios.roles import Permiso, Rol
from politicas import reglas
from politicas.models import EnlacePolitica, Politica, Vigencia

_UN_DIA = timedelta(days=1)


def anios_abiertos(hoy: date) -> tuple[date, date]:
    """El primer día del año abierto más antiguo y el último del más nuevo; sin ninguno, los de este año."""
    anios = [*Vigencia.objects.abiertas().order_by().values_list("anio", flat=True), hoy.year]
    return date(min(anios), 1, 1), date(max(anios), 12, 31)


def se_retira(enlace: EnlacePolitica, hoy: date) -> bool:
    """Si la designación todavía se deshace: no ha empezado, o se hizo hoy."""
    suceso = Suceso.objects.de(enlace).filter(verbo="designar").first()
    return reglas.se_retira(desde=enlace.desde, designado=suceso and en_bogota(suceso.timestamp), hoy=hoy)


def _tomar_de(politica: int, dependencia: int) -> list[EnlacePolitica]:
    """Los de una política en una dependencia. Se toma la política: dos cambios a la vez no dejan dos enlaces."""
    Politica.objects.select_for_update(of=("self",)).get(pk=politica)
    suyos = EnlacePolitica.objects.filter(politica=politica, dependencia=dependencia)
    return list(suyos.select_related("persona", "politica", "dependencia").order_by("desde", "pk"))


def _tomar(enlace: EnlacePolitica) -> tuple[EnlacePolitica, list[EnlacePolitica]]:
    """El enlace como está, y los otros de su política y dependencia. Lanza `EstadoCambiado` si alguien lo retiró."""
    todos = _tomar_de(enlace.politica_id, enlace.dependencia_id)
    tomado = next((otro for otro in todos if otro.pk == enlace.pk), None)
    if tomado is None:
        raise EstadoCambiado("Otra persona ya retiró este enlace.")
    return tomado, [otro for otro in todos if otro.pk != enlace.pk]


def _designa(por: Usuario, dependencia: int, ahora: datetime) -> bool:
    perfil = por.perfil(ahora)
    return perfil.puede(Permiso.PERSONAS_EDITAR) or dependencia in perfil.dependencias(Permiso.ENLACE_DESIGNAR)


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

    Si otro todavía no empieza, éste lo es hasta el día antes de él. Designa Planeación en todas y el jefe en la suya.
    Lanza `ReglaIncumplida` si no le toca, si la persona no puede serlo o si la fecha no sirve.
    """
    hoy = en_bogota(ahora)
    otros = _tomar_de(politica.pk, dependencia.pk)
    exigir(
        reglas.problemas_para_designar(
            puede=_designa(por, dependencia.pk, ahora),
            persona=persona.pk,
            desde=desde,
            hoy=hoy,
            primero=anios_abiertos(hoy)[0],
            activa=persona.is_active,
            vinculo_hasta=persona.vinculo_hasta,
            audita=Rol.CONTROL_INTERNO in persona.perfil(desde).roles,
            anteriores=[(e.persona_id, e.desde, e.hasta) for e in otros],
        )
    )
    anterior = next((e for e in otros if e.desde < desde and (e.hasta or desde) >= desde), None)
    if anterior:
        _hasta(anterior, desde - _UN_DIA, "terminar", f"Sigue {persona}.", por, ahora)
    sigue = min((e.desde for e in otros if e.desde > desde), default=None)
    enlace = EnlacePolitica(
        politica=politica, dependencia=dependencia, persona=persona, desde=desde, hasta=sigue and sigue - _UN_DIA
    )
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


@transaction.atomic
def terminar_enlace(*, enlace: EnlacePolitica, ultimo: date, por: Usuario, ahora: datetime) -> EnlacePolitica:
    """Dice el último día en que la persona es el enlace. Lanza `ReglaIncumplida` si no le toca o el día no sirve."""
    hoy = en_bogota(ahora)
    tomado, _ = _tomar(enlace)
    exigir(
        reglas.problemas_para_terminar(
            puede=_designa(por, tomado.dependencia_id, ahora),
            desde=tomado.desde,
            hasta=tomado.hasta,
            ultimo=ultimo,
            hoy=hoy,
            tope=anios_abiertos(hoy)[1],
        )
    )
    return _hasta(tomado, ultimo, "terminar", "", por, ahora)


@transaction.atomic
def retirar_enlace(*, enlace: EnlacePolitica, motivo: str, por: Usuario, ahora: datetime) -> EnlacePolitica | None:
    """Deshace una designación que no ha empezado o se hizo hoy: queda en la bitácora, con su motivo.

    El que por ella terminaba el día antes sigue siéndolo, a lo sumo hasta cuando éste iba a serlo, y se devuelve. No
    vuelve el que alguien terminó ese día. Lanza `ReglaIncumplida` si no le toca o si ya fue el enlace.
    """
    tomado, otros = _tomar(enlace)
    exigir(
        reglas.problemas_para_retirar_enlace(
            puede=_designa(por, tomado.dependencia_id, ahora),
            se_retira=se_retira(tomado, en_bogota(ahora)),
            motivo=motivo,
        )
    )
    anterior = next((otro for otro in otros if otro.hasta == tomado.desde - _UN_DIA), None)
    sigue, era = _iba_hasta(anterior, tomado) if anterior else (False, None)
    cambios = {"persona": (str(tomado.persona), None), "desde": (tomado.desde, None)}
    registrar(tomado, verbo="anular", por=por, ahora=ahora, cambios=cambios, nota=motivo.strip())
    tomado.delete()
    if not sigue:
        return None
    nota = f"Se retiró la designación de {tomado.persona}."
    hasta = min(filter(None, (era, tomado.hasta)), default=None)
    return _hasta(anterior, hasta, "restablecer", nota, por, ahora)


def _iba_hasta(anterior: EnlacePolitica, sigue: EnlacePolitica) -> tuple[bool, date | None]:
    """Si lo terminó la designación de quien sigue (o nació hasta ella), y hasta cuándo iba."""
    termino = Suceso.objects.de(anterior).filter(verbo="terminar").first()
    if termino is None:
        return True, None
    designo = Suceso.objects.de(sigue).filter(verbo="designar").first()
    if designo is None or designo.timestamp != termino.timestamp:
        return False, None
    iba, _ = termino.changes["hasta"]
    return True, iba and date.fromisoformat(iba)


def _hasta(
    enlace: EnlacePolitica, hasta: date | None, verbo: str, nota: str, por: Usuario, ahora: datetime
) -> EnlacePolitica:
    antes, enlace.hasta = enlace.hasta, hasta
    enlace.full_clean()
    enlace.save(update_fields=["hasta"])
    registrar(enlace, verbo=verbo, por=por, ahora=ahora, cambios={"hasta": (antes, hasta)}, nota=nota)
    return enlace
