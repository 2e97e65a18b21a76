"""En qué va una acción de mejora: cada situación y su precedencia, leída en SQL y preguntada a la instancia."""

from datetime import date, timedelta

import pytest
from auditlog.context import disable_auditlog

from furag.models import AccionMejora, ConceptoDeControl, Recomendacion, Suscripcion
from furag.origenes import por_atender
from furag.reglas.situaciones import VENCIDA, Situacion, situacion
from seguimiento import mejoras
from seguimiento.models import Corte
from tests import fabricas as f
from tests.furag import fabricas as ff

S = Situacion
HOY = date(2026, 11, 30)
ANTES, DESPUES = HOY - timedelta(days=1), HOY + timedelta(days=20)


@pytest.fixture
def _anio(db):
    f.vigencia(2026)


@disable_auditlog()
def _accion(estado="SUSCRITA", *, fin=DESPUES, aceptado=None, **campos) -> AccionMejora:
    plan = f.plan("APROBADO", clase="MEJORAMIENTO", vigencia_medida=2025, politica=f.politica())
    actividad = f.actividad(plan, (None, None, None, 2), tipo_meta="ACUMULADA", meta=2, fecha_fin=fin)
    accion = ff.mejora(actividad, **campos)
    if estado != "FORMULADA":
        accion.suscripcion = Suscripcion.objects.create(
            plan=plan, version=f.version(plan), foto=[], sha256="0" * 64, suscrita_en=f.AHORA,
            suscrita_por=f.persona("jefe"),
        )  # fmt: skip
        accion.estado = estado
        accion.save()
    if aceptado is not None:
        abierto = Corte.objects.filter(trimestre=4).first() or f.corte(4, "ABIERTO", plan.vigencia)
        f.avance(actividad, abierto, "ACEPTADO", aceptado)
    return accion


@disable_auditlog()
def _concepto(accion, clase, *, favorable, anulado=False):
    anulacion = {"anulado_en": f.AHORA, "anulado_por": f.persona("control_interno"), "anulado_motivo": "Error."}
    return ConceptoDeControl.objects.create(
        accion=accion, clase=clase, favorable=favorable, nota="Se revisó.", emitido_en=f.AHORA,
        emitido_por=f.persona("control_interno"), **(anulacion if anulado else {}),
    )  # fmt: skip


DE_LO_REPORTADO = {S.EN_EJECUCION, S.EJECUTADA, S.VENCIDA}


def _en_que_va(accion) -> str:
    leida = mejoras.con_situacion(HOY).get(pk=accion.pk)
    assert leida.situacion == situacion(leida), "SQL y la instancia no dicen lo mismo"
    sin_avance = AccionMejora.objects.con_hechos().get(pk=accion.pk).situacion_sin_avance()
    assert sin_avance == (S.SUSCRITA if leida.situacion in DE_LO_REPORTADO else leida.situacion), "furag dice otra cosa"
    return leida.situacion


def test_sin_cortes_hablan_las_fechas(_anio):
    assert _en_que_va(_accion("FORMULADA")) == S.FORMULADA
    assert _en_que_va(_accion()) == S.SUSCRITA
    assert _en_que_va(_accion(fin=ANTES)) == S.VENCIDA
    sin_firmar = _accion("FORMULADA", fin=ANTES)
    assert _en_que_va(sin_firmar) == S.FORMULADA
    assert mejoras.con_situacion(HOY).filter(VENCIDA.q).count() == 2, "la que nadie firmó también venció"


def test_el_avance_aceptado_la_mueve(_anio):
    assert _en_que_va(_accion(aceptado=1)) == S.EN_EJECUCION
    assert _en_que_va(_accion(aceptado=1, fin=ANTES)) == S.VENCIDA
    assert _en_que_va(_accion(aceptado=2, fin=ANTES)) == S.EJECUTADA
    sin_firmar = _accion("FORMULADA", aceptado=2)
    assert _en_que_va(sin_firmar) == S.FORMULADA
    assert mejoras.con_situacion(HOY).get(pk=sin_firmar.pk).avance == 1


def test_lo_que_solo_se_envio_no_cuenta(_anio):
    accion = _accion()
    f.avance(accion.actividad, f.corte(4, "ABIERTO"), "ENVIADO", 2)
    assert _en_que_va(accion) == S.SUSCRITA


def test_la_prorrogada_al_otro_anio_no_vence(_anio):
    concedida = {"estado": "CONCEDIDA", "decidida_en": f.AHORA, "decidida_por": f.persona("planeacion")}
    otro_anio = concedida | {"fecha_nueva": date(2027, 3, 31)}
    accion = _accion(fin=ANTES)
    f.prorroga(accion.actividad, **otro_anio)
    assert _en_que_va(accion) == S.PRORROGADA
    no_cumplida = _accion("NO_CUMPLIDA", fin=ANTES)
    assert _en_que_va(no_cumplida) == S.NO_CUMPLIDA
    ff.mejora(None, continua=no_cumplida)
    assert _en_que_va(no_cumplida) == S.PRORROGADA
    del_mismo = _accion(fin=ANTES)
    f.prorroga(del_mismo.actividad, **concedida | {"fecha_nueva": DESPUES})
    assert _en_que_va(del_mismo) == S.VENCIDA
    cumplida = _accion("CUMPLIDA")
    f.prorroga(cumplida.actividad, **otro_anio)
    assert _en_que_va(cumplida) == S.CUMPLIDA


def test_el_cierre_sale_solo_de_los_dos_conceptos(_anio):
    accion = _accion("CUMPLIDA", aceptado=2)
    assert _en_que_va(accion) == S.CUMPLIDA
    _concepto(accion, "CUMPLIMIENTO", favorable=True)
    assert _en_que_va(accion) == S.CUMPLIDA
    _concepto(accion, "EFECTIVIDAD", favorable=True, anulado=True)
    assert _en_que_va(accion) == S.CUMPLIDA
    _concepto(accion, "EFECTIVIDAD", favorable=True)
    assert _en_que_va(accion) == S.CERRADA


def test_la_que_control_interno_no_encuentra_conforme_no_se_cierra(_anio):
    accion = _accion("CUMPLIDA", aceptado=2)
    _concepto(accion, "CUMPLIMIENTO", favorable=False)
    assert _en_que_va(accion) == S.NO_CONFORME


def test_la_no_efectiva_queda_reformulada_cuando_otra_la_reformula(_anio):
    accion = _accion("CUMPLIDA")
    _concepto(accion, "CUMPLIMIENTO", favorable=True)
    _concepto(accion, "EFECTIVIDAD", favorable=False)
    assert _en_que_va(accion) == S.NO_EFECTIVA
    ff.mejora(None, reformula=accion)
    assert _en_que_va(accion) == S.REFORMULADA


def test_la_retirada_deja_de_contar(_anio):
    accion = _accion(fin=ANTES)
    with disable_auditlog():
        type(accion.actividad).objects.filter(pk=accion.actividad_id).update(
            retirada_en=f.AHORA, retirada_por=f.persona("planeacion")
        )
    assert _en_que_va(accion) == S.RETIRADA


def test_la_del_plan_de_que_se_desistio_esta_retirada_y_lo_que_atendia_queda_por_atender(_anio):
    recomendacion = ff.recomendacion(estado="ACOGIDA")
    desistido = f.plan("DESISTIDO", clase="MEJORAMIENTO", vigencia_medida=2025)
    assert _en_que_va(ff.mejora(f.actividad(desistido), recomendacion)) == S.RETIRADA
    assert Recomendacion.objects.por_atender().get() == recomendacion and por_atender()[0]["n"] == 1
    ff.mejora(None, recomendacion)
    assert not Recomendacion.objects.por_atender().exists() and not por_atender()
