"""Verbos con que un plan sale de una equivocación: corregir sus datos y trasladarlo."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import exigir_vigencia_abierta, tomar_fila
from planes.models import Plan
from planes.reglas import salidas as reglas


@transaction.atomic
def trasladar(
    *,
    plan: Plan,
    dependencia: Dependencia,
    motivo: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    fecha_limite: date | None = None,
) -> Plan:
    """Cambia quién coordina un plan que no se ha aprobado y, si se dice otra, su fecha límite.

    Lanza `ReglaIncumplida` si ya se aprobó o la dependencia no sirve; `EstadoCambiado` si cambió desde que se leyó.
    """
    plan = _tomar_leido(plan, version)
    exigir(
        reglas.problemas_para_trasladar(
            estado=plan.estado,
            dependencia=plan.dependencia_id,
            nueva=dependencia.pk,
            existe=Dependencia.objects.vigentes(en_bogota(ahora)).filter(pk=dependencia.pk).exists(),
            motivo=motivo,
            anio=plan.vigencia.anio,
            fecha_limite=fecha_limite,
        )
    )
    cambios = {"dependencia": dependencia, "fecha_limite": fecha_limite or plan.fecha_limite}
    return _cambiar(plan, cambios, verbo="trasladar", nota=motivo.strip(), por=por, ahora=ahora)


@transaction.atomic
def editar_plan(
    *, plan: Plan, nombre: str, fecha_limite: date | None, version: int, por: Usuario, ahora: datetime
) -> Plan:
    """Corrige el nombre y la fecha límite de un plan que no se ha aprobado; quien cambia el nombre escribió en él.

    Lanza `ReglaIncumplida` si no se puede y `EstadoCambiado` si cambió desde que se leyó.
    """
    plan = _tomar_leido(plan, version)
    perfil = por.perfil(ahora)
    exigir(reglas.problemas_para_editar(perfil, estado=plan.estado, coordinadora=plan.dependencia_id))
    if fecha_limite != plan.fecha_limite:
        exigir(reglas.problemas_para_mover_limite(perfil, fecha_limite=fecha_limite, anio=plan.vigencia.anio))
    if nombre.strip() != plan.nombre:
        plan.autores.add(por)
    cambios = {"nombre": nombre.strip(), "fecha_limite": fecha_limite}
    return _cambiar(plan, cambios, verbo="editar", por=por, ahora=ahora)


def _tomar_leido(plan: Plan, version: int) -> Plan:
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia", "dependencia"))
    if plan.version != version:
        raise EstadoCambiado("El plan cambió desde que usted lo abrió: mírelo de nuevo antes de seguir.")
    exigir_vigencia_abierta(plan.vigencia)
    return plan


def _cambiar(plan: Plan, cambios: dict, *, verbo: str, por: Usuario, ahora: datetime, nota: str = "") -> Plan:
    """Guarda lo que de verdad cambia, con su suceso; sin cambios no hace nada."""
    antes = {campo: getattr(plan, campo) for campo, valor in cambios.items() if getattr(plan, campo) != valor}
    if not antes:
        return plan
    for campo in antes:
        setattr(plan, campo, cambios[campo])
    plan.version += 1
    plan.full_clean()
    plan.save(update_fields=[*antes, "version"])
    dichos = {c: (_dicho(antes[c]), _dicho(cambios[c])) for c in antes}
    registrar(plan, verbo=verbo, por=por, ahora=ahora, cambios=dichos, nota=nota)
    return plan


def _dicho(valor):
    """Una dependencia se cita por su nombre: así se lee en la historia aunque después cambie."""
    return str(valor) if isinstance(valor, Dependencia) else valor
