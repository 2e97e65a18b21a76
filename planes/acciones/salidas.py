"""Verbos con que un plan sale de una equivocación o termina: corregir, trasladar, desistir, retirar y cerrar."""

from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar, tomar
from mipg.fechas import en_bogota
from mipg.reglas import EstadoCambiado, Problema, exigir
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import exigir_vigencia_abierta, tomar_fila
from planes.acciones.planes import descartar_archivos
from planes.models import Plan, Propuesta, Prorroga
from planes.reglas import RIGEN, TRANSICIONES
from planes.reglas import salidas as reglas
from planes.reglas.correcciones import DEL_NOMBRE_DEL_PLAN, problemas_para_corregir
from politicas.acciones import tomar_vigencia


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
    exigir_vigencia_abierta(plan.vigencia)
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
    *,
    plan: Plan,
    nombre: str,
    version: int,
    por: Usuario,
    ahora: datetime,
    fecha_limite: date | None = None,
    motivo: str = "",
) -> Plan:
    """Corrige el nombre y la fecha límite de un plan que no se ha aprobado; quien cambia el nombre escribió en él.

    Del aprobado sólo las erratas del nombre, y con `motivo`: lo que se aprobó queda en su versión. Lanza
    `ReglaIncumplida` si no se puede y `EstadoCambiado` si cambió desde que se leyó.
    """
    plan = _tomar_leido(plan, version)
    exigir_vigencia_abierta(plan.vigencia)
    perfil = por.perfil(ahora)
    exigir(reglas.problemas_para_editar(perfil, estado=plan.estado, coordinadora=plan.dependencia_id))
    nombre = nombre.strip()
    if plan.estado in RIGEN:
        cambios = {"nombre": (plan.nombre, nombre)} if nombre != plan.nombre else {}
        # Ninguna modificación lo cambia: el aprobado es el de la primera versión.
        foto = plan.versiones.order_by("numero").values_list("foto", flat=True).first() or {}
        dicho = {"motivo": motivo, "cambios": cambios, "aprobado": foto, "salida": DEL_NOMBRE_DEL_PLAN}
        exigir(problemas_para_corregir(estado=plan.estado, **dicho))
        return _cambiar(plan, {"nombre": nombre}, verbo="corregir nombre", nota=motivo.strip(), por=por, ahora=ahora)
    if fecha_limite != plan.fecha_limite:
        exigir(reglas.problemas_para_mover_limite(perfil, fecha_limite=fecha_limite, anio=plan.vigencia.anio))
    if nombre != plan.nombre:
        plan.autores.add(por)
    cambios = {"nombre": nombre, "fecha_limite": fecha_limite}
    return _cambiar(plan, cambios, verbo="editar", por=por, ahora=ahora)


@transaction.atomic
def desistir(*, plan: Plan, motivo: str, version: int, por: Usuario, ahora: datetime) -> Plan:
    """Desiste de un plan que no se ha aprobado: queda como está, libera su lugar y descarta sus archivos por revisar.

    Vale también si su vigencia ya se cerró. Si la entidad debe tenerlo, crear otro vuelve a deberse.
    """
    plan = _tomar_leido(plan, version)
    exigir(reglas.problemas_para_desistir(estado=plan.estado, motivo=motivo))
    descartar_archivos(plan=plan, por=por, ahora=ahora)
    return _tomar(
        plan,
        a=Plan.Estado.DESISTIDO,
        verbo="desistir",
        por=por,
        ahora=ahora,
        version=version,
        desistido_en=ahora,
        desistido_por=por,
        desistido_motivo=motivo.strip(),
    )


@transaction.atomic
def retirar(*, plan: Plan, motivo: str, version: int, por: Usuario, ahora: datetime) -> Plan:
    """Retira de la publicación un plan publicado por error. Sigue rigiendo y midiéndose; se puede volver a publicar."""
    plan = _tomar_leido(plan, version)
    exigir(reglas.problemas_para_retirar(publicado=plan.publicado_en is not None, motivo=motivo))
    return _tomar(
        plan,
        a=Plan.Estado.CERRADO if plan.estado == Plan.Estado.CERRADO else Plan.Estado.APROBADO,
        verbo="retirar",
        por=por,
        ahora=ahora,
        version=version,
        publicado_en=None,
        publicado_por=None,
        retirado_en=ahora,
        retirado_por=por,
        retirado_motivo=motivo.strip(),
    )


def problemas_para_cerrar(plan: Plan, *, con_su_vigencia: bool = False) -> list[Problema]:
    """Lo que impide cerrar el plan, solo o al cerrar su vigencia, con los datos de hoy. El plan trae su vigencia."""
    vigencia = plan.vigencia
    return reglas.problemas_para_cerrar(
        estado=plan.estado,
        programados=plan.actividades.vigentes().trimestres_programados(),
        trimestre_cerrado=vigencia.trimestre_cerrado,
        se_mide=vigencia.esta_abierta and vigencia.corte_t1 is not None,
        propuestas=Propuesta.objects.abiertas().filter(plan=plan).count(),
        prorrogas=Prorroga.objects.por_decidir().filter(actividad__plan=plan).count(),
        falta_lo_que_lo_reemplaza=plan.clase in reglas.OBLIGATORIOS
        and vigencia.esta_abierta
        and not con_su_vigencia
        and Plan.objects.vaciados().filter(pk=plan.pk).exists(),
    )


@transaction.atomic
def cerrar(
    *, plan: Plan, por: Usuario, ahora: datetime, version: int | None = None, con_su_vigencia: bool = False
) -> Plan:
    """Cierra un plan aprobado o publicado que ya no tiene nada que medir ni que decidir.

    Sin `version` no importa qué se leyó. `con_su_vigencia`: se cierra el año, y ya nada lo reemplaza.
    """
    # En orden: quien aprueba una modificación o cierra un corte también toma primero la vigencia.
    tomar_vigencia(plan.vigencia_id)
    plan = _tomar_leido(plan, version)
    exigir(problemas_para_cerrar(plan, con_su_vigencia=con_su_vigencia))
    return _tomar(plan, a=Plan.Estado.CERRADO, verbo="cerrar", por=por, ahora=ahora, cerrado_en=ahora, cerrado_por=por)


def _tomar(plan: Plan, **como) -> Plan:
    nota = next((v for c, v in como.items() if c.endswith("_motivo")), "")
    return tomar(Plan.objects.filter(pk=plan.pk).select_related("vigencia"), TRANSICIONES, nota=nota, **como)


def _tomar_leido(plan: Plan, version: int | None) -> Plan:
    plan = tomar_fila(Plan.objects.filter(pk=plan.pk).select_related("vigencia", "dependencia"))
    if version not in (None, plan.version):
        raise EstadoCambiado("El plan cambió desde que usted lo abrió: mírelo de nuevo antes de seguir.")
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
