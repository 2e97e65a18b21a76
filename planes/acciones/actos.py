"""Verbos sobre el acto con que se aprobó: completar el que quedó pendiente y corregir el mal escrito."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.reglas import Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import tomar_fila
from planes.acciones.planes import exigir_acto
from planes.models import Plan, Propuesta, VersionPlan
from planes.reglas import TRANSICIONES_DEL_ACTO
from planes.reglas.actos import citar, problemas_para_corregir


@transaction.atomic
def completar_acto(
    *, plan: Plan, acto: str, acto_numero: str, acto_fecha: date | None, por: Usuario, ahora: datetime
) -> Plan:
    """Completa el acto de un plan aprobado con «acta pendiente»; la versión que aprobó lo cita desde ahora."""
    _exigir_definitivo(acto)
    exigir_acto(plan, acto, acto_numero, acto_fecha, ahora)
    completado = _poner(plan, "completar acto", acto, acto_numero, acto_fecha, por, ahora)
    for version in _que_lo_citan(completado).filter(acto=Plan.Acto.PENDIENTE.label):
        _citar_en(version, completado.acto_texto, acto_fecha)
    return completado


@transaction.atomic
def corregir_acto(
    *,
    version: VersionPlan,
    acto: str,
    acto_numero: str,
    acto_fecha: date | None,
    motivo: str,
    por: Usuario,
    ahora: datetime,
) -> VersionPlan:
    """Corrige el acto mal escrito de una versión, o completa el que quedó pendiente; la foto y su huella no cambian.

    El de la primera aprobación es también el del plan; el de una modificación, el de su propuesta. Queda un suceso con
    lo que antes decía y el motivo. Lanza `ReglaIncumplida` si no cambia nada, falta el motivo o el acto no se puede
    citar así.
    """
    _exigir_definitivo(acto)
    plan = tomar_fila(Plan.objects.filter(pk=version.plan_id).select_related("vigencia"))
    version = tomar_fila(VersionPlan.objects.filter(pk=version.pk))
    exigir_acto(plan, acto, acto_numero, acto_fecha, ahora)
    completa = version.acto_pendiente
    antes, despues = version.acto_citado, citar(Plan.Acto(acto).label, acto_numero.strip(), acto_fecha)
    exigir(problemas_para_corregir(motivo="se completa" if completa else motivo, antes=antes, despues=despues))
    verbo = "completar acto" if completa else "corregir acto"
    if _que_lo_citan(plan).filter(pk=version.pk).exists():
        _poner(plan, verbo, acto, acto_numero, acto_fecha, por, ahora, nota=motivo.strip())
    _citar_en(version, citar(Plan.Acto(acto).label, acto_numero.strip()), acto_fecha)
    for propuesta in Propuesta.objects.filter(resultado=version):
        _guardar(propuesta, {"acto": acto, "acto_numero": acto_numero.strip(), "acto_fecha": acto_fecha})
    registrar(version, verbo=verbo, por=por, ahora=ahora, cambios={"acto": (antes, despues)}, nota=motivo.strip())
    return version


def _exigir_definitivo(acto: str) -> None:
    if acto == Plan.Acto.PENDIENTE:
        raise ReglaIncumplida([Problema("Elija con qué acto se aprobó.", "acto")])


def _que_lo_citan(plan: Plan):
    """La versión que aprobó el plan: el acto del plan es el suyo."""
    return plan.versiones.filter(clase=VersionPlan.Clase.APROBACION)


def _poner(plan, verbo, acto, acto_numero, acto_fecha, por, ahora, nota="") -> Plan:
    return tomar(
        Plan.objects.filter(pk=plan.pk),
        TRANSICIONES_DEL_ACTO,
        a=acto,
        campo="acto",
        por=por,
        verbo=verbo,
        ahora=ahora,
        nota=nota,
        acto_numero=acto_numero.strip(),
        acto_fecha=acto_fecha,
    )


def _citar_en(version: VersionPlan, texto: str, cuando: date | None) -> None:
    _guardar(version, {"acto": texto, "acto_fecha": cuando})


def _guardar(registro: VersionPlan | Propuesta, valores: dict) -> None:
    for campo, valor in valores.items():
        setattr(registro, campo, valor)
    registro.save(update_fields=list(valores))
