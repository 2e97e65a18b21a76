"""Verbos sobre prórrogas: pedir, conceder, negar y desistir."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.text import capfirst

from mipg.bitacora.acciones import registrar, tomar
from mipg.etiquetas import fecha
from mipg.fechas import en_bogota, trimestre_de
from mipg.reglas import ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from planes import reglas as de_planes
from planes.acciones.actividades import exigir_vigencia_abierta, tocar, tomar_fila
from planes.acciones.planes import congelar, quienes_deciden
from planes.models import Actividad, Plan, Prorroga, Punto, VersionPlan
from planes.reglas import prorrogas as reglas
from politicas.acciones import tomar_vigencia

ACTO = "Prórroga concedida por Planeación"


@transaction.atomic
def pedir(*, actividad: Actividad, fecha_nueva: date, motivo: str, por: Usuario, ahora: datetime) -> Prorroga:
    """Pide más plazo para una actividad que rige; queda dicho si se pidió antes de que venciera.

    Lanza `ReglaIncumplida` si no le toca a quien pide, ya hay una sin decidir o la fecha no es posterior.
    """
    plan = tomar_fila(Plan.objects.filter(pk=actividad.plan_id).select_related("vigencia"))
    actividad = tomar_fila(Actividad.objects.filter(pk=actividad.pk))
    actividad.plan = plan
    exigir(reglas.problemas_para_pedir(actividad, por.perfil(ahora), pedida=actividad.prorrogas.por_decidir().exists()))
    fin, hito, anio = actividad.fecha_fin, reglas.trimestre_del_hito(actividad), plan.vigencia.anio
    exigir(
        reglas.problemas_de_lo_pedido(
            fecha_fin=fin, fecha_nueva=fecha_nueva, motivo=motivo, anio=anio, clase=plan.clase
        )
    )
    prorroga = Prorroga(
        actividad=actividad,
        fecha_original=fin,
        fecha_nueva=fecha_nueva,
        trimestre_original=hito,
        trimestre_nuevo=trimestre_de(fecha_nueva) if hito and fecha_nueva.year == anio else None,
        motivo=motivo.strip(),
        a_tiempo=reglas.es_a_tiempo(fin, en_bogota(ahora)),
        pedida_en=ahora,
        pedida_por=por,
    )
    prorroga.full_clean()
    prorroga.save()
    registrar(prorroga, verbo="pedir", por=por, ahora=ahora, cambios={"fecha_fin": (fin, fecha_nueva)})
    registrar(plan, verbo="pedir prórroga", por=por, ahora=ahora, nota=str(prorroga))
    return prorroga


def _tomar(prorroga: Prorroga) -> Prorroga:
    """La prórroga con su vigencia, su plan y su actividad, tomados en ese orden."""
    de_que = Actividad.objects.select_related("plan").get(pk=prorroga.actividad_id)
    vigencia = tomar_vigencia(de_que.plan.vigencia_id)
    plan = tomar_fila(Plan.objects.filter(pk=de_que.plan_id))
    actividad = tomar_fila(Actividad.objects.filter(pk=de_que.pk))
    prorroga = tomar_fila(Prorroga.objects.filter(pk=prorroga.pk))
    plan.vigencia, actividad.plan, prorroga.actividad = vigencia, plan, actividad
    return prorroga


@transaction.atomic
def conceder(
    *, prorroga: Prorroga, por: Usuario, ahora: datetime, motivo: str = "", punto: Punto | None = None
) -> Prorroga:
    """Concede la prórroga: si se pidió a tiempo cambia la fecha, mueve el hito que se pueda y deja una versión.

    `punto`: el de la sesión en que se decidió, que la versión cita. Pedida tarde no mueve nada; ya pasada la fecha de
    corte de su trimestre, el hito se queda en él (`reglas.efecto` lo dice).
    """
    prorroga = _tomar(prorroga)
    actividad, plan, hoy = prorroga.actividad, prorroga.actividad.plan, en_bogota(ahora)
    _exigir_decidir(prorroga, por, ahora)
    exigir(reglas.problemas_de_la_decision(prorroga, concede=True, motivo=motivo))
    exigir_vigencia_abierta(plan.vigencia)
    if plan.estado not in de_planes.RIGEN or actividad.retirada_en:
        raise ReglaIncumplida("La actividad ya no rige: niegue la prórroga y diga por qué.")
    queda = reglas.efecto(
        actividad,
        fecha_nueva=prorroga.fecha_nueva,
        a_tiempo=prorroga.a_tiempo,
        intocable=plan.vigencia.trimestre_intocable(hoy),
        anio=plan.vigencia.anio,
    )
    # Una modificación pudo cambiarla después de pedida: se prorroga la que rige.
    original = actividad.fecha_fin if queda.fecha_fin else prorroga.fecha_original
    version = _aplicar(prorroga, queda, punto, por, ahora) if queda.fecha_fin else None
    return _decidir(
        prorroga,
        Prorroga.Estado.CONCEDIDA,
        "conceder",
        por,
        ahora,
        decision_motivo=motivo.strip(),
        fecha_original=original or prorroga.fecha_original,
        trimestre_nuevo=queda.trimestre,
        version_plan=version,
        punto=punto,
    )


def _aplicar(
    prorroga: Prorroga, queda: reglas.Efecto, punto: Punto | None, por: Usuario, ahora: datetime
) -> VersionPlan:
    actividad, plan = prorroga.actividad, prorroga.actividad.plan
    terminaba = actividad.fecha_fin or prorroga.fecha_original
    nuevos: dict[str, object] = {"fecha_fin": queda.fecha_fin}
    if queda.trimestre:
        estaba = reglas.trimestre_del_hito(actividad)
        nuevos |= {f"programado_t{estaba}": None, f"programado_t{queda.trimestre}": actividad.meta}
    cambios = {campo: (getattr(actividad, campo), valor) for campo, valor in nuevos.items()}
    for campo, valor in nuevos.items():
        setattr(actividad, campo, valor)
    actividad.version += 1
    actividad.full_clean()
    actividad.save(update_fields=[*nuevos, "version"])
    registrar(actividad, verbo="prorrogar", por=por, ahora=ahora, cambios=cambios)
    tocar(plan)
    return congelar(
        Plan.objects.select_related("vigencia", "politica", "tipo", "dependencia").get(pk=plan.pk),
        clase=VersionPlan.Clase.PRORROGA,
        acto=capfirst(punto.cita) if punto else ACTO,
        punto=punto,
        motivo=prorroga.motivo,
        frase=f"La actividad {actividad.numero} tiene plazo hasta el {fecha(queda.fecha_fin)}, y no hasta el "
        f"{fecha(terminaba)}.",
        rige_desde=en_bogota(ahora),
        por=por,
        ahora=ahora,
    )


@transaction.atomic
def negar(*, prorroga: Prorroga, motivo: str, por: Usuario, ahora: datetime, punto: Punto | None = None) -> Prorroga:
    """Niega la prórroga, con su motivo: nada cambia."""
    prorroga = _tomar(prorroga)
    _exigir_decidir(prorroga, por, ahora)
    exigir(reglas.problemas_de_la_decision(prorroga, concede=False, motivo=motivo))
    return _decidir(prorroga, Prorroga.Estado.NEGADA, "negar", por, ahora, decision_motivo=motivo.strip(), punto=punto)


@transaction.atomic
def desistir(*, prorroga: Prorroga, por: Usuario, ahora: datetime) -> Prorroga:
    """Retira una prórroga que nadie ha decidido: quien la pidió, o quien podría pedirla hoy."""
    prorroga = _tomar(prorroga)
    exigir(reglas.problemas_para_desistir(prorroga, por.perfil(ahora)))
    return _decidir(prorroga, Prorroga.Estado.DESISTIDA, "desistir", por, ahora)


def _exigir_decidir(prorroga: Prorroga, por: Usuario, ahora: datetime) -> None:
    deciden = quienes_deciden(en_bogota(ahora))
    exigir(reglas.problemas_para_decidir(prorroga, por.perfil(ahora), deciden=deciden))


# Cómo lo cuenta la historia del plan.
_VERBOS: Mapping[str, str] = {
    "conceder": "conceder prórroga",
    "negar": "negar prórroga",
    "desistir": "desistir de prórroga",
}


def _decidir(prorroga: Prorroga, a: str, verbo: str, por: Usuario, ahora: datetime, **cambios) -> Prorroga:
    propia = verbo != "desistir" and por.pk == prorroga.pedida_por_id
    decidida = tomar(
        Prorroga.objects.filter(pk=prorroga.pk).select_related("actividad__plan"),
        de_planes.TRANSICIONES_DE_PRORROGA,
        a=a,
        por=por,
        verbo=verbo,
        ahora=ahora,
        decidida_en=ahora,
        decidida_por=por,
        sin_segregacion=reglas.SIN_OTRA_PERSONA if propia else "",
        **cambios,
    )
    registrar(decidida.actividad.plan, verbo=_VERBOS[verbo], por=por, ahora=ahora, nota=str(decidida))
    return decidida
