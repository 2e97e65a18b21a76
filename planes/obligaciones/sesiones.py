"""Lo que se debe en las sesiones: prepararlas y cerrar su acta, asistir, y cumplir los compromisos."""

from collections.abc import Iterator

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.fechas import sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Usuario
from mipg.usuarios.querysets import vinculada
from planes.models import Compromiso, Miembro, Sesion
from planes.obligaciones.papeles import Papeles, sin_jefe
from planes.reglas.sesiones import ABIERTAS, DIAS_PARA_CERRAR

PREPARAR, CERRAR, ASISTIR, CUMPLIR = "Preparar la sesión", "Cerrar el acta", "Asistir", "Cumplir el compromiso"
# Lo que quedó sin quien lo cumpla es de quien lleva las sesiones: lo traslada.
TRASLADAR = "Trasladar el compromiso"
REEMPLAZAR = "Terminar la membresía"


def de_sesiones(papeles: Papeles) -> Iterator[Obligacion]:
    """Preparar la que viene y cerrar la que ya fue, de quienes las llevan; asistir, de los miembros con cuenta."""
    sesiones = Sesion.objects.filter(estado__in=ABIERTAS).select_related("instancia").defer("foto")
    if not (papeles.de_todos or papeles.llevan):
        sesiones = sesiones.filter(_integra(papeles))
    sesiones = list(sesiones.order_by("fecha", "pk"))
    miembros = _con_cuenta(papeles, sesiones)
    idos, locales = set(), asuetos()
    for sesion in sesiones:
        paso = sesion.estado == Sesion.Estado.EN_CURSO or sesion.fecha < papeles.hoy
        if papeles.de_todos or papeles.llevan:
            vence = sumar_habiles(sesion.fecha, DIAS_PARA_CERRAR, locales) if paso else sesion.fecha
            for quien in papeles.llevan or [None]:
                yield _de_sesion(sesion, CERRAR if paso else PREPARAR, vence, quien)
        if paso:
            continue
        for miembro in _que_la_integran(miembros, sesion):
            if miembro.vinculado and (papeles.de_todos or miembro.persona_id in papeles.personas):
                yield _de_sesion(sesion, ASISTIR, sesion.fecha, miembro.persona_id)
            elif not miembro.vinculado and miembro.pk not in idos:
                idos.add(miembro.pk)
                for quien in papeles.llevan or ([None] if papeles.de_todos else []):
                    yield _de_quien_se_fue(miembro, sesion, quien)


def _integra(papeles: Papeles) -> Exists:
    suyas = Miembro.objects.filter(persona__in=sorted(papeles.personas), instancia=OuterRef("instancia"))
    return Exists(suyas.order_by().vigentes(OuterRef("fecha")))


def _con_cuenta(papeles: Papeles, sesiones: list[Sesion]) -> list[Miembro]:
    """Los miembros con cuenta de las instancias que se reúnen, y si cada uno sigue vinculado; sólo los propios, para
    quien no lleva las sesiones.
    """
    if not sesiones:
        return []
    miembros = Miembro.objects.filter(instancia__in=[s.instancia_id for s in sesiones], persona__isnull=False)
    if not (papeles.de_todos or papeles.llevan):
        miembros = miembros.filter(persona__in=sorted(papeles.personas))
    vinculado = ExpressionWrapper(vinculada(papeles.hoy, "persona__"), output_field=BooleanField())
    return list(miembros.annotate(vinculado=vinculado).select_related("persona").order_by("persona", "pk"))


def _que_la_integran(miembros: list[Miembro], sesion: Sesion) -> list[Miembro]:
    return [
        m
        for m in miembros
        if m.instancia_id == sesion.instancia_id
        and m.desde <= sesion.fecha
        and (m.hasta is None or m.hasta >= sesion.fecha)
    ]


def _de_quien_se_fue(miembro: Miembro, sesion: Sesion, persona: int | None) -> Obligacion:
    return Obligacion(
        vence=sesion.fecha,
        verbo=REEMPLAZAR,
        asunto=f"{miembro} · {sesion.instancia}"[:150],
        detalle="Ya no trabaja en la entidad: termine su membresía y registre a quien lo reemplaza.",
        clave=f"miembro:{miembro.pk}:terminar",
        url=reverse("planes:miembro_terminar", args=[miembro.pk]),
        persona=persona,
        dependencia=sesion.instancia.secretaria_tecnica_id,
    )


def _de_sesion(sesion: Sesion, verbo: str, vence, persona: int | None) -> Obligacion:
    return Obligacion(
        vence=vence,
        verbo=verbo,
        asunto=f"{sesion} · {sesion.instancia}"[:150],
        detalle=f"{sesion.hora:%H:%M}, {sesion.lugar}"[:150],
        clave=f"sesion:{sesion.pk}:{verbo.split()[0].lower()}",
        url=reverse("planes:sesion_detalle", args=[sesion.pk]),
        persona=persona,
        dependencia=sesion.instancia.secretaria_tecnica_id,
    )


def de_compromisos(papeles: Papeles) -> Iterator[Obligacion]:
    """Cada compromiso abierto, de su persona o del jefe de su dependencia; si ya no queda nadie, de quien los lleva."""
    abiertos = Compromiso.objects.abiertos().select_related("sesion").annotate(huerfano=_sin_quien(papeles))
    if not papeles.de_todos:
        suyos = Q(persona__in=sorted(papeles.personas)) | Q(dependencia__in=[d for d in papeles.jefes if d])
        abiertos = abiertos.filter(suyos | Q(huerfano=True) if papeles.llevan else suyos)
    for compromiso in abiertos.order_by("vence", "pk"):
        if compromiso.huerfano:
            quienes = papeles.llevan or ([None] if papeles.de_todos else [])
            verbo, pagina = TRASLADAR, "planes:compromiso_trasladar"
        else:
            quienes = [compromiso.persona_id] if compromiso.persona_id else papeles.jefes[compromiso.dependencia_id]
            verbo, pagina = CUMPLIR, "planes:compromiso_cumplir"
        for quien in quienes:
            yield Obligacion(
                vence=compromiso.vence,
                verbo=verbo,
                asunto=compromiso.texto[:150],
                detalle=str(compromiso.sesion),
                clave=f"compromiso:{compromiso.pk}:{verbo.split()[0].lower()}",
                url=reverse(pagina, args=[compromiso.pk]),
                persona=quien,
                dependencia=compromiso.dependencia_id,
            )


def _sin_quien(papeles: Papeles) -> Q:
    """Ni la persona sigue vinculada ni la dependencia tiene jefe."""
    vive = Usuario.objects.vinculadas(papeles.hoy).filter(pk=OuterRef("persona"))
    return Q(~Exists(vive), persona__isnull=False) | Q(sin_jefe(papeles.hoy), dependencia__isnull=False)
