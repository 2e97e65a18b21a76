"""Verbos sobre los seguimientos propios de un plan institucional: programar, copiar, cumplir y sus salidas."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.etiquetas import contar, fecha
from mipg.expediente.acciones import adjuntar
from mipg.fechas import en_bogota, otro_anio
from mipg.reglas import EstadoCambiado, Problema, ReglaIncumplida, desde, exigir, problemas_de_motivo
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import problemas_de_vigencia, tomar_fila
from planes.models import Plan, SeguimientoDePlan
from planes.reglas import institucionales as reglas

Estado = SeguimientoDePlan.Estado


def problemas_para_programar(plan: Plan) -> list[Problema]:
    """Por qué no se programan seguimientos de este plan."""
    return reglas.problemas_de_clase(plan.clase, plan.estado) or problemas_de_vigencia(plan.vigencia)


def problemas_para(seguimiento: SeguimientoDePlan, verbo: str) -> list[Problema]:
    """Por qué, como está, no se puede cumplir, cancelar o reabrir."""
    if seguimiento.estado in desde(reglas.TRANSICIONES_DE_SEGUIMIENTO, verbo):
        return []
    return [Problema(f"El seguimiento está {seguimiento.get_estado_display().lower()}.")]


def _tomar_plan(plan: Plan) -> Plan:
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia"))
    exigir(problemas_para_programar(plan))
    return plan


@transaction.atomic
def programar(*, plan: Plan, nombre: str, dia: date, por: Usuario, ahora: datetime) -> SeguimientoDePlan:
    """Programa un seguimiento del plan para un día: desde entonces se debe. Uno por día."""
    plan = _tomar_plan(plan)
    exigir(reglas.problemas_de_fecha_de_seguimiento(dia, plan.vigencia.anio))
    nuevo = SeguimientoDePlan(plan=plan, nombre=nombre.strip(), fecha=dia, creado_en=ahora, creado_por=por)
    nuevo.full_clean()
    nuevo.save()
    _contar(nuevo, "programar seguimiento", (None, _como_se_lee(nuevo)), por=por, ahora=ahora)
    return nuevo


def por_copiar(plan: Plan) -> list[SeguimientoDePlan]:
    """Los del plan anterior del mismo tipo que a éste le faltan, con la fecha ya corrida. No los guarda."""
    anteriores = Plan.objects.en_pie().filter(
        clase=plan.clase, tipo=plan.tipo_id, vigencia__anio__lt=plan.vigencia.anio, seguimientos_propios__isnull=False
    )
    de = anteriores.select_related("vigencia").order_by("-vigencia__anio").first()
    if de is None:
        return []
    hay = set(plan.seguimientos_propios.sin_cancelar().values_list("fecha", flat=True))
    nuevos = {}
    for uno in de.seguimientos_propios.sin_cancelar():
        dia = otro_anio(uno.fecha, plan.vigencia.anio - de.vigencia.anio)
        if dia not in hay:
            nuevos[dia] = SeguimientoDePlan(plan=plan, nombre=uno.nombre, fecha=dia)
    return list(nuevos.values())


@transaction.atomic
def copiar(*, plan: Plan, por: Usuario, ahora: datetime) -> list[SeguimientoDePlan]:
    """Programa los seguimientos del plan del año anterior que a éste le faltan. Repetirlo no duplica."""
    plan = _tomar_plan(plan)
    nuevos = por_copiar(plan)
    for uno in nuevos:
        uno.creado_en, uno.creado_por = ahora, por
    SeguimientoDePlan.objects.bulk_create(nuevos)
    if nuevos:
        nota = f"{contar(len(nuevos), 'seguimiento')}: {', '.join(fecha(uno.fecha) for uno in nuevos)}."
        registrar(plan, verbo="copiar seguimientos", por=por, ahora=ahora, nota=nota)
    return nuevos


@transaction.atomic
def cumplir(
    *,
    seguimiento: SeguimientoDePlan,
    nota: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    soporte: dict | None = None,
) -> SeguimientoDePlan:
    """Da por hecho un seguimiento, con lo que se encontró y, si lo hay, su soporte (los argumentos de `adjuntar`).

    `version`, aquí y en los demás: el número de cambio que se leyó. Si ya es otro, lanza `EstadoCambiado`.
    """
    if not nota.strip():
        raise ReglaIncumplida([Problema("Diga qué se encontró.", "nota")])
    hecho = {"cumplido_en": ahora, "cumplido_por": por, "cumplido_nota": nota.strip()}
    cumplido = _pasar(seguimiento, Estado.CUMPLIDO, "cumplir", version, nota, por, ahora, **hecho)
    if soporte:
        plan = cumplido.plan
        dependencia = plan.dependencia.de_hoy(en_bogota(ahora)) or plan.dependencia
        adjuntar(objeto=cumplido, dependencia=dependencia, por=por, ahora=ahora, **soporte)
    _contar(cumplido, "cumplir seguimiento", (None, _como_se_lee(cumplido)), nota, por=por, ahora=ahora)
    return cumplido


@transaction.atomic
def cancelar(
    *, seguimiento: SeguimientoDePlan, motivo: str, version: int, por: Usuario, ahora: datetime
) -> SeguimientoDePlan:
    """Cancela un seguimiento que no va: se programó por error o la periodicidad cambió."""
    exigir(problemas_de_motivo(motivo, "se cancela"))
    hecho = {"cancelado_en": ahora, "cancelado_por": por, "cancelado_motivo": motivo.strip()}
    cancelado = _pasar(seguimiento, Estado.CANCELADO, "cancelar", version, motivo, por, ahora, **hecho)
    _contar(cancelado, "cancelar seguimiento", (_como_se_lee(cancelado), None), motivo, por=por, ahora=ahora)
    return cancelado


@transaction.atomic
def reabrir(
    *, seguimiento: SeguimientoDePlan, motivo: str, version: int, por: Usuario, ahora: datetime
) -> SeguimientoDePlan:
    """Vuelve a deber un seguimiento que se dio por hecho sin estarlo."""
    exigir(problemas_de_motivo(motivo, "se reabre"))
    deshecho = {"cumplido_en": None, "cumplido_por": None, "cumplido_nota": ""}
    abierto = _pasar(seguimiento, Estado.PENDIENTE, "reabrir", version, motivo, por, ahora, **deshecho)
    _contar(abierto, "reabrir seguimiento", (None, _como_se_lee(abierto)), motivo, por=por, ahora=ahora)
    return abierto


@transaction.atomic
def corregir(
    *,
    seguimiento: SeguimientoDePlan,
    nombre: str,
    dia: date,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
) -> SeguimientoDePlan:
    """Corrige qué seguimiento es o para cuándo, mientras se deba."""
    exigir(problemas_de_motivo(motivo, "se corrige"))
    tomado = _tomar_leido(seguimiento, version)
    # Como el que se cancela: mientras se deba.
    exigir(problemas_para(tomado, "cancelar"))
    exigir(reglas.problemas_de_fecha_de_seguimiento(dia, tomado.plan.vigencia.anio))
    antes = _como_se_lee(tomado)
    tomado.nombre, tomado.fecha = nombre.strip(), dia
    tomado.version += 1
    tomado.full_clean()
    tomado.save()
    _contar(tomado, "corregir seguimiento", (antes, _como_se_lee(tomado)), motivo, por=por, ahora=ahora)
    return tomado


def _tomar_leido(seguimiento: SeguimientoDePlan, version: int) -> SeguimientoDePlan:
    filas = SeguimientoDePlan.objects.filter(pk=seguimiento.pk).select_related("plan__vigencia", "plan__dependencia")
    tomado = tomar_fila(filas)
    if tomado.version != version:
        raise EstadoCambiado(
            f"Otra persona lo cambió: ahora es «{_como_se_lee(tomado)}» y está {tomado.get_estado_display().lower()}. "
            "Si aún es lo que quiere, envíelo otra vez."
        )
    return tomado


def _pasar(
    seguimiento: SeguimientoDePlan, a: str, verbo: str, version: int, nota: str, por, ahora, **cambios
) -> SeguimientoDePlan:
    exigir(problemas_para(_tomar_leido(seguimiento, version), verbo))
    filas = SeguimientoDePlan.objects.filter(pk=seguimiento.pk).select_related("plan__dependencia__heredera")
    return tomar(
        filas, reglas.TRANSICIONES_DE_SEGUIMIENTO, a=a, por=por, verbo=verbo, ahora=ahora, nota=nota.strip(), **cambios
    )


def _como_se_lee(uno: SeguimientoDePlan) -> str:
    return f"{uno.nombre} ({fecha(uno.fecha)})"


def _contar(uno: SeguimientoDePlan, verbo: str, cambio: tuple, nota: str = "", **quien) -> None:
    """En la historia del plan, que es donde se lee."""
    registrar(uno.plan, verbo=verbo, cambios={"seguimiento": cambio}, nota=nota.strip(), **quien)
