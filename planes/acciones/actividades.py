"""Verbos sobre actividades: crear, editar, eliminar y asignar enlace."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet

from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, exigir
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from planes import reglas
from planes.models import Actividad, ActividadPropuesta, Observacion, Plan, Propuesta
from politicas.models import Vigencia

# Lo que se formula: un plan o una propuesta de modificarlo. Tienen los mismos nombres.
Hoja = Plan | Propuesta
Linea = Actividad | ActividadPropuesta
_CON_VIGENCIA = {Plan: "vigencia", Propuesta: "plan__vigencia"}


def tomar_formulable(hoja: Hoja, por: Usuario) -> Hoja:
    """Toma la hoja para escribir en ella o enviarla, y anota a `por` entre sus autores: no podrá aprobarla.

    Lanza `ReglaIncumplida` si ya no se formula o ya no está.
    """
    clase = type(hoja)
    hoja = tomar_fila(clase.objects.filter(pk=hoja.pk).select_related(_CON_VIGENCIA[clase]))
    exigir(problemas_para_formular(hoja))
    hoja.autores.add(por)
    return hoja


def problemas_para_formular(hoja: Hoja) -> list[Problema]:
    """Por qué ya no se escribe en la hoja: la misma razón al abrir su página y al guardar."""
    if not hoja.es_editable:
        cual = "El plan" if isinstance(hoja, Plan) else "La modificación"
        return [Problema(f"{cual} está {hoja.get_estado_display().lower()}: sus actividades no se cambian así.")]
    return problemas_de_vigencia(hoja.vigencia)


def problemas_de_vigencia(vigencia: Vigencia) -> list[Problema]:
    """Por qué los planes de la vigencia ya no cambian: el año se cerró."""
    return [Problema(f"La vigencia {vigencia} ya se cerró: sus planes no cambian.")] if vigencia.cerrada_en else []


def exigir_vigencia_abierta(vigencia: Vigencia) -> None:
    """Lanza `ReglaIncumplida` si el año ya se cerró: sus planes quedan como están."""
    exigir(problemas_de_vigencia(vigencia))


def tomar_fila(filas: QuerySet):
    """Toma para escribir la única fila de `filas`; lanza `EstadoCambiado` si otra persona ya la eliminó."""
    fila = filas.select_for_update(of=("self",)).order_by("pk").first()
    if fila is None:
        raise EstadoCambiado("Otra persona ya lo eliminó.")
    return fila


def tocar(hoja: Hoja) -> None:
    """Mueve el número de cambio de la hoja: quien decide sobre ella lo hace sobre lo que leyó."""
    type(hoja).objects.filter(pk=hoja.pk).update(version=F("version") + 1)


@transaction.atomic
def crear_actividad(*, hoja: Hoja, por: Usuario, ahora: datetime, apoyos=(), indices=(), **campos) -> Linea:
    """Crea una actividad al final de una hoja en formulación. Lanza `ValidationError` por campo."""
    hoja = tomar_formulable(hoja, por)
    _exigir_que_existan(ahora, campos.get("dependencia"), *apoyos)
    actividad = nueva_linea(hoja, orden=ultimo_orden(hoja) + 1, **campos)
    actividad.full_clean()
    actividad.save()
    actividad.apoyos.set(apoyos)
    actividad.indices.set(indices)
    tocar(hoja)
    registrar(actividad, verbo="crear", por=por, ahora=ahora)
    return actividad


def ultimo_orden(hoja: Hoja) -> int:
    """El mayor orden de las actividades de la hoja; 0 si no tiene."""
    return hoja.actividades.aggregate(n=Max("orden"))["n"] or 0


def nueva_linea(hoja: Hoja, **campos) -> Linea:
    """Una actividad de la hoja, sin guardar."""
    relacion = hoja.actividades
    return relacion.model(**{relacion.field.name: hoja}, **campos)


@transaction.atomic
def editar_actividad(
    *, actividad: Linea, version: int, por: Usuario, ahora: datetime, apoyos=None, indices=None, **campos
) -> Linea:
    """Cambia una actividad en formulación, sobre la versión que se leyó.

    Si cambia la dependencia responsable, el enlace que no reporta por la nueva queda por asignar.

    Lanza `EstadoCambiado` si otra persona la guardó mientras tanto: no se pisa lo suyo.
    """
    hoja = tomar_formulable(actividad.hoja, por)
    actividad = tomar_fila(type(actividad).objects.filter(pk=actividad.pk))
    if actividad.version != version:
        raise EstadoCambiado("Otra persona guardó esta actividad mientras usted la editaba. Compare antes de guardar.")
    # Las que ya tenía se quedan aunque se hayan suprimido: corregir otra cosa no debe borrarlas.
    estaban = {actividad.dependencia, *(actividad.apoyos.all() if apoyos else ())}
    _exigir_que_existan(ahora, *({campos.get("dependencia"), *(apoyos or ())} - estaban))
    nueva = campos.get("dependencia", actividad.dependencia)
    if actividad.enlace_id and nueva != actividad.dependencia:
        reportan = Asignacion.objects.pares_que_reportan(en_bogota(ahora), [actividad.enlace_id])
        if not reglas.enlace_que_queda(actividad.enlace_id, nueva and nueva.pk, reportan):
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
    tocar(hoja)
    cambios = {c: (antes[c], getattr(actividad, c)) for c in campos if antes[c] != getattr(actividad, c)}
    registrar(actividad, verbo="editar", por=por, ahora=ahora, cambios=cambios)
    return actividad


def eliminar_actividad(*, actividad: Linea, por: Usuario, ahora: datetime) -> None:
    """Elimina una actividad, como `eliminar_actividades`; lanza `EstadoCambiado` si ya no está."""
    if not eliminar_actividades(hoja=actividad.hoja, claves=[actividad.pk], por=por, ahora=ahora):
        raise EstadoCambiado("Otra persona ya lo eliminó.")


@transaction.atomic
def eliminar_actividades(*, hoja: Hoja, claves: Collection[int], por: Usuario, ahora: datetime) -> int:
    """Elimina de una vez actividades de una hoja en formulación (la bitácora las conserva); devuelve cuántas estaban.

    En una propuesta, la que rige no se borra: queda dicho que se retira. De cada una sólo cuesta aparte su suceso.
    """
    hoja = tomar_formulable(hoja, por)
    lineas = hoja.actividades.filter(pk__in=claves)
    dichas = [str(linea) for linea in lineas.select_for_update(of=("self",)).order_by("pk")]
    if not dichas:
        return 0
    registrar_en_lote(
        [(hoja, "eliminar actividad", {"actividad": (dicha, None)}) for dicha in dichas], por=por, ahora=ahora
    )
    if isinstance(hoja, Propuesta):
        lineas.exclude(actividad=None).update(se_retira=True, version=F("version") + 1)
        lineas = lineas.filter(actividad=None)
    else:
        Observacion.objects.filter(actividad__in=claves).update(actividad=None)
    lineas.delete()
    tocar(hoja)
    return len(dichas)


def _exigir_que_existan(ahora: datetime, *dependencias: Dependencia | None) -> None:
    exigir_que_existan((una.pk for una in dependencias if una), en_bogota(ahora))


def _problemas_de_enlace(persona: Usuario, dependencia: Dependencia | None, ahora: datetime) -> list[Problema]:
    reportan = Asignacion.objects.pares_que_reportan(en_bogota(ahora), [persona.pk])
    return reglas.problemas_para_enlazar(
        persona=persona.pk, dependencia=dependencia and dependencia.pk, reportan=reportan
    )


def problemas_para_cambiar_enlaces(plan: Plan) -> list[Problema]:
    """Por qué los enlaces del plan ya no cambian."""
    if plan.estado in reglas.FINALES:
        return [Problema(f"El plan está {plan.get_estado_display().lower()}: sus enlaces ya no cambian.")]
    return problemas_de_vigencia(plan.vigencia)


@transaction.atomic
def asignar_enlace(*, actividad: Actividad, enlace: Usuario | None, por: Usuario, ahora: datetime) -> Actividad:
    """Cambia el enlace de una actividad: es un cambio menor, también en planes aprobados, mientras corra su año.

    Lanza `ReglaIncumplida` si la persona no es enlace ni jefe vigente de la dependencia responsable.
    """
    plan = tomar_fila(Plan.objects.filter(pk=actividad.plan_id).select_related("vigencia"))
    exigir(problemas_para_cambiar_enlaces(plan))
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
