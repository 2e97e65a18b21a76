"""Verbos de Planeación sobre una acción suscrita: verificar si se cumplió y anular la verificación equivocada."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from furag.models import AccionMejora, Verificacion
from furag.reglas import TRANSICIONES_DE_MEJORA
from furag.reglas import mejoras as reglas
from mipg.bitacora.acciones import registrar, tomar
from mipg.consultas import armada_una_vez
from mipg.expediente.acciones import adjuntar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir, problemas_de_motivo
from mipg.usuarios.models import Asignacion, Usuario
from mipg.usuarios.querysets import nombre_de
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import tomar_fila
from planes.models import Actividad, Plan

VERIFICA = "Verifica Planeación."


@armada_una_vez
def quienes_verifican(hoy: date) -> QuerySet:
    """Las personas que verifican: clave primaria y nombre."""
    suyas = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.FURAG_GESTIONAR)
    return suyas.order_by().values_list("persona", nombre_de("persona")).distinct()


def problemas_para_verificar(
    mejora: AccionMejora, persona: int, hoy: date, quienes: Callable[[date], Iterable] = quienes_verifican
) -> list[Problema]:
    """Por qué esa persona no la verifica: lo mismo en la página, el botón y la acción. Cárguela `con_hechos`.

    `quienes`: `quienes_verifican`; quien pregunta por muchas acciones, la que ya las recuerda.
    """
    suscribio = mejora.suscripcion is not None and mejora.suscripcion.suscrita_por_id == persona
    otras = {nombre for quien, nombre in quienes(hoy) if quien != persona} if suscribio else set()
    return reglas.problemas_para_verificar(
        estado=mejora.estado,
        estado_plan=mejora.actividad.plan.estado,
        retirada=mejora.actividad.retirada_en is not None,
        continuada=mejora.fue_continuada,
        suscribio=suscribio,
        otras=otras,
    )


def tomar_mejora(pk: int) -> AccionMejora:
    """La acción con sus hechos, tomados antes su plan y su fila: en ese orden los toma todo lo que la mueve."""
    actividad = Actividad.objects.only("plan").get(mejora=pk)
    tomar_fila(Plan.objects.filter(pk=actividad.plan_id))
    tomar_fila(AccionMejora.objects.filter(pk=pk))
    return AccionMejora.objects.en_lista().con_hechos().get(pk=pk)


@transaction.atomic
def verificar(
    *,
    mejora: AccionMejora,
    cumplida: bool,
    nota: str,
    constancias: Mapping[int, tuple[bool, str]],
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> Verificacion:
    """Dice si la acción se cumplió (eficacia) y, de cada recomendación que atiende, si quedó cumplida.

    `constancias`: recomendación (clave) → si quedó cumplida y su nota; `soporte`: lo que pide `adjuntar`, obligatorio
    en lo cumplido. Lanza `EstadoCambiado` si otra persona la movió y `ReglaIncumplida` si no le toca o falta algo.
    """
    if not por.perfil(ahora).puede(Permiso.FURAG_GESTIONAR):
        raise ReglaIncumplida(VERIFICA)
    mejora = tomar_mejora(mejora.pk)
    exigir(problemas_para_verificar(mejora, por.pk, en_bogota(ahora)))
    atenciones = {una.recomendacion_id: una for una in mejora.atenciones.all()}
    exigir(
        reglas.problemas_de_la_verificacion(
            cumplida=cumplida,
            con_soporte=bool(soporte),
            nota=nota,
            constancias={cual: quedo for cual, (quedo, _) in constancias.items()},
            atiende=set(atenciones),
        )
    )
    sola = mejora.suscripcion.suscrita_por_id == por.pk
    verificacion = Verificacion(
        accion=mejora,
        cumplida=cumplida,
        nota=nota.strip(),
        verificada_en=ahora,
        verificada_por=por,
        sin_segregacion=SIN_OTRA if sola else "",
    )
    verificacion.full_clean()
    verificacion.save()
    if soporte:
        de_quien = mejora.actividad.dependencia or mejora.actividad.plan.dependencia
        adjuntar(objeto=verificacion, dependencia=de_quien, por=por, ahora=ahora, **soporte)
    for cual, (quedo, suya) in constancias.items():
        una = atenciones[cual]
        una.cumplida, una.nota, una.decidida_en, una.decidida_por = quedo, suya.strip(), ahora, por
        una.full_clean()
        una.save(update_fields=["cumplida", "nota", "decidida_en", "decidida_por"])
    estado = AccionMejora.Estado.CUMPLIDA if cumplida else AccionMejora.Estado.NO_CUMPLIDA
    dicho = " ".join(filter(None, [nota.strip(), verificacion.sin_segregacion]))
    _mover(mejora, estado, "verificar", por, ahora, nota=dicho, version=version)
    return verificacion


SIN_OTRA = "La verificó quien la suscribió: ninguna otra persona que verifique seguía vinculada."


def _mover(mejora: AccionMejora, a: str, verbo: str, por: Usuario, ahora: datetime, nota: str, version=None) -> None:
    movida = tomar(
        AccionMejora.objects.filter(pk=mejora.pk).select_related("actividad"),
        TRANSICIONES_DE_MEJORA,
        a=a,
        por=por,
        verbo=verbo,
        ahora=ahora,
        nota=nota[:2000],
        version=version,
    )
    plan, queda = mejora.actividad.plan, movida.get_estado_display().lower()
    registrar(plan, verbo=f"{verbo} acción", por=por, ahora=ahora, nota=f"{movida.codigo}: {queda}.")


def problemas_para_anular(verificacion: Verificacion) -> list[Problema]:
    """Por qué no se anula: lo mismo en la página y en la acción."""
    return reglas.problemas_para_anular_verificacion(
        anulada=verificacion.anulada_en is not None, conceptos=verificacion.accion.conceptos.en_pie().count()
    )


@transaction.atomic
def anular_verificacion(*, verificacion: Verificacion, motivo: str, por: Usuario, ahora: datetime) -> Verificacion:
    """Anula la verificación, con su motivo, y las constancias que dejó: la acción vuelve a estar suscrita."""
    exigir(problemas_de_motivo(motivo, "se anula"))
    if not por.perfil(ahora).puede(Permiso.FURAG_GESTIONAR):
        raise ReglaIncumplida(VERIFICA)
    mejora = tomar_mejora(verificacion.accion_id)
    verificacion = tomar_fila(Verificacion.objects.filter(pk=verificacion.pk))
    if verificacion.anulada_en:
        raise EstadoCambiado("Otra persona ya la anuló.")
    exigir(problemas_para_anular(verificacion))
    verificacion.anulada_en, verificacion.anulada_por, verificacion.anulada_motivo = ahora, por, motivo.strip()
    verificacion.full_clean()
    verificacion.save(update_fields=["anulada_en", "anulada_por", "anulada_motivo"])
    for una in mejora.atenciones.exclude(decidida_en=None):
        # Lo que decía queda en la bitácora.
        una.cumplida, una.nota, una.decidida_en, una.decidida_por = None, "", None, None
        una.save(update_fields=["cumplida", "nota", "decidida_en", "decidida_por"])
    _mover(mejora, AccionMejora.Estado.SUSCRITA, "anular verificación", por, ahora, nota=motivo.strip())
    return verificacion
