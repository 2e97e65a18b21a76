"""Verbos sobre actividades: crear, editar, eliminar y asignar enlace."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes import reglas
from planes.models import Actividad, Plan
from politicas.models import Vigencia


def tomar_formulable(plan: Plan, por: Usuario) -> Plan:
    """Toma el plan para escribir en él o enviarlo, y anota a `por` entre sus autores: no podrá aprobarlo.

    Lanza `ReglaIncumplida` si ya no se formula o ya no está.
    """
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia"))
    if not plan.es_editable:
        raise ReglaIncumplida(f"El plan está {plan.get_estado_display().lower()}: sus actividades no se cambian así.")
    exigir_vigencia_abierta(plan.vigencia)
    plan.autores.add(por)
    return plan


def exigir_vigencia_abierta(vigencia: Vigencia) -> None:
    """Lanza `ReglaIncumplida` si el año ya se cerró: sus planes quedan como están."""
    if vigencia.cerrada_en:
        raise ReglaIncumplida(f"La vigencia {vigencia} ya se cerró: sus planes no cambian.")


def tomar_fila(filas: QuerySet):
    """Toma para escribir la única fila de `filas`; lanza `EstadoCambiado` si otra persona ya la eliminó."""
    fila = filas.select_for_update(of=("self",)).order_by("pk").first()
    if fila is None:
        raise EstadoCambiado("Otra persona ya lo eliminó.")
    return fila


def tocar(plan: Plan) -> None:
    """Mueve el número de cambio del plan: quien decide sobre él lo hace sobre lo que leyó."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


@transaction.atomic
def crear_actividad(*, plan: Plan, por: Usuario, ahora: datetime, apoyos=(), indices=(), **campos) -> Actividad:
    """Crea una actividad al final de un plan en formulación. Lanza `ValidationError` por campo."""
    plan = tomar_formulable(plan, por)
    ultimo = plan.actividades.order_by("-orden").values_list("orden", flat=True).first() or 0
    actividad = Actividad(plan=plan, orden=ultimo + 1, **campos)
    actividad.full_clean()
    actividad.save()
    actividad.apoyos.set(apoyos)
    actividad.indices.set(indices)
    tocar(plan)
    registrar(actividad, verbo="crear", por=por, ahora=ahora)
    return actividad


@transaction.atomic
def editar_actividad(
    *, actividad: Actividad, version: int, por: Usuario, ahora: datetime, apoyos=None, indices=None, **campos
) -> Actividad:
    """Cambia una actividad en formulación, sobre la versión que se leyó.

    Si cambia la dependencia responsable, el enlace que no reporta por la nueva queda por asignar.

    Lanza `EstadoCambiado` si otra persona la guardó mientras tanto: no se pisa lo suyo.
    """
    plan = tomar_formulable(actividad.plan, por)
    actividad = tomar_fila(Actividad.objects.filter(pk=actividad.pk))
    if actividad.version != version:
        raise EstadoCambiado("Otra persona guardó esta actividad mientras usted la editaba. Compare antes de guardar.")
    cambia_de_dependencia = campos.get("dependencia", actividad.dependencia) != actividad.dependencia
    enlace = actividad.enlace if cambia_de_dependencia else None
    if enlace and _problemas_de_enlace(enlace, campos["dependencia"], ahora):
        campos["enlace"] = None
    antes = {campo: getattr(actividad, campo) for campo in campos}
    for campo, valor in campos.items():
        setattr(actividad, campo, valor)
    actividad.version += 1
    actividad.full_clean()
    actividad.save()
    if apoyos is not None:
        actividad.apoyos.set(apoyos)
    if indices is not None:
        actividad.indices.set(indices)
    tocar(plan)
    cambios = {c: (antes[c], getattr(actividad, c)) for c in campos if antes[c] != getattr(actividad, c)}
    registrar(actividad, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return actividad


@transaction.atomic
def eliminar_actividad(*, actividad: Actividad, por: Usuario, ahora: datetime) -> None:
    """Elimina una actividad de un plan en formulación (la bitácora la conserva)."""
    plan = tomar_formulable(actividad.plan, por)
    actividad = tomar_fila(Actividad.objects.filter(pk=actividad.pk))
    registrar(plan, verbo="eliminar actividad", por=por, ahora=ahora, cambios={"actividad": (str(actividad), None)})
    actividad.observaciones.update(actividad=None)
    actividad.delete()
    tocar(plan)


def _problemas_de_enlace(persona: Usuario, dependencia: Dependencia | None, ahora: datetime) -> list[Problema]:
    reportan = Asignacion.objects.que_reportan(en_bogota(ahora)).filter(persona=persona)
    return reglas.problemas_para_enlazar(
        persona=persona.pk,
        dependencia=dependencia and dependencia.pk,
        reportan=set(reportan.values_list("persona", "dependencia")),
    )


@transaction.atomic
def asignar_enlace(*, actividad: Actividad, enlace: Usuario | None, por: Usuario, ahora: datetime) -> Actividad:
    """Cambia el enlace de una actividad: es un cambio menor, también en planes aprobados (no en los cerrados).

    Lanza `ReglaIncumplida` si la persona no es enlace ni jefe vigente de la dependencia responsable.
    """
    plan = tomar_fila(Plan.objects.filter(pk=actividad.plan_id))
    if plan.estado == Plan.Estado.CERRADO:
        raise ReglaIncumplida("El plan está cerrado: sus enlaces ya no cambian.")
    actividad = tomar_fila(Actividad.objects.filter(pk=actividad.pk).select_related("enlace"))
    if enlace is not None:
        exigir(_problemas_de_enlace(enlace, actividad.dependencia, ahora))
    antes = actividad.enlace
    actividad.enlace = enlace
    actividad.version += 1
    actividad.save(update_fields=["enlace", "version"])
    if not plan.esta_aprobado:
        tocar(plan)
    registrar(
        actividad,
        verbo="asignar enlace",
        por=por,
        ahora=ahora,
        cambios={"enlace": (antes and str(antes), enlace and str(enlace))},
    )
    return actividad
