"""Pedir, decidir y desistir de una prórroga: qué mueve y qué no."""

from datetime import date, datetime
from decimal import Decimal as D
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import decisiones, modificaciones, propuestas
from planes.acciones import prorrogas as acciones
from planes.acciones.actividades import editar_actividad
from planes.models import Actividad, Prorroga, Punto, VersionPlan
from planes.obligaciones import pendientes
from planes.reglas import prorrogas as reglas
from tests import fabricas as f


def _hito(trimestre, fin=date(2026, 6, 15)):
    programacion = tuple(D(1) if t == trimestre else None for t in (1, 2, 3, 4))
    return SimpleNamespace(tipo_meta="HITO", meta=D(1), programacion=programacion, fecha_fin=fin)


@pytest.mark.parametrize(
    ("nueva", "a_tiempo", "intocable", "mueve", "dicho"),
    [
        (date(2026, 8, 1), True, 1, (date(2026, 8, 1), 3), "pasa de T2 a T3"),
        (date(2026, 6, 30), True, 1, (date(2026, 6, 30), None), "sigue en T2"),
        (date(2026, 8, 1), True, 2, (date(2026, 8, 1), None), "la fecha de corte de T2 ya pasó"),
        (date(2026, 8, 1), False, 1, (None, None), "no mueve nada"),
    ],
)
def test_que_mueve_en_un_hito(nueva, a_tiempo, intocable, mueve, dicho):
    queda = reglas.efecto(_hito(2), fecha_nueva=nueva, a_tiempo=a_tiempo, intocable=intocable)
    assert (queda.fecha_fin, queda.trimestre) == mueve and dicho in queda.dicho


def test_en_las_demas_metas_solo_mueve_la_fecha():
    una = SimpleNamespace(tipo_meta="ACUMULADA", programacion=(None, D(3), None, None))
    queda = reglas.efecto(una, fecha_nueva=date(2026, 8, 1), a_tiempo=True, intocable=0)
    assert (queda.fecha_fin, queda.trimestre) == (date(2026, 8, 1), None) and "modificación" in queda.dicho


@pytest.mark.parametrize(("hoy", "a_tiempo"), [(date(2026, 6, 15), True), (date(2026, 6, 16), False)])
def test_el_ultimo_dia_todavia_es_a_tiempo(hoy, a_tiempo):
    assert reglas.es_a_tiempo(date(2026, 6, 15), hoy) is a_tiempo


@pytest.mark.parametrize(
    ("nueva", "motivo", "campos"),
    [
        (date(2026, 6, 15), "Falta el acto.", ["fecha_nueva"]),
        (date(2027, 1, 1), "Falta el acto.", ["fecha_nueva"]),
        (date(2026, 6, 16), " ", ["motivo"]),
    ],
)
def test_lo_pedido_va_despues_dentro_del_anio_y_con_motivo(nueva, motivo, campos):
    problemas = reglas.problemas_de_lo_pedido(fecha_fin=date(2026, 6, 15), fecha_nueva=nueva, motivo=motivo, anio=2026)
    assert [p.campo for p in problemas] == campos


# --- Las acciones --------------------------------------------------------------------------------------------

BOGOTA = ZoneInfo("America/Bogota")
JUNIO = datetime(2026, 6, 10, 9, tzinfo=BOGOTA)
JULIO = datetime(2026, 7, 6, 9, tzinfo=BOGOTA)
AGOSTO = date(2026, 8, 20)


@pytest.fixture
def quien(db):
    """Un hito de T2 que vence el 15 de junio, su enlace, y dos personas de Planeación."""
    f.vigencia()
    dependencia = f.dependencia()
    plan = f.plan("PUBLICADO", dependencia=dependencia)
    actividad = f.actividad(plan, (None, D(1), None, None), tipo_meta="HITO", fecha_fin=date(2026, 6, 15), numero="1")
    return SimpleNamespace(
        plan=plan,
        actividad=actividad,
        enlace=f.persona("enlace", dependencia),
        ajena=f.persona("enlace"),
        decide=f.persona("planeacion"),
        otra=f.persona("planeacion"),
    )


def _pedir(quien, ahora=JUNIO, por=None, hasta=AGOSTO):
    return acciones.pedir(
        actividad=quien.actividad, fecha_nueva=hasta, motivo="Falta el acto.", por=por or quien.enlace, ahora=ahora
    )


def _conceder(quien, prorroga, ahora=JUNIO, por=None):
    return acciones.conceder(prorroga=prorroga, por=por or quien.decide, ahora=ahora)


def _queda(quien) -> tuple:
    actividad = Actividad.objects.get(pk=quien.actividad.pk)
    return actividad.fecha_fin, [t for t, p in enumerate(actividad.programacion, start=1) if p]


def test_pedida_a_tiempo_mueve_la_fecha_y_el_hito_y_deja_version(quien):
    prorroga = _conceder(quien, _pedir(quien))
    assert _queda(quien) == (AGOSTO, [3])
    version = VersionPlan.objects.get()
    assert (version.clase, version.motivo, prorroga.version_plan) == ("PRORROGA", "Falta el acto.", version)
    assert version.frase == "La actividad 1 tiene plazo hasta el 20/08/2026, y no hasta el 15/06/2026."
    assert version.foto["actividades"][0]["fecha_fin"] == "2026-08-20"
    assert (prorroga.fecha_original, prorroga.trimestre_original, prorroga.trimestre_nuevo) == (date(2026, 6, 15), 2, 3)
    assert Actividad.objects.con_fecha_original().get().fecha_original == date(2026, 6, 15)
    assert Suceso.objects.de(quien.actividad).filter(verbo="prorrogar").get().changes["programado_t3"] == [None, "1"]
    assert list(Suceso.objects.de(quien.plan).con_verbo().order_by("id").values_list("verbo", flat=True)) == [
        "pedir prórroga",
        "conceder prórroga",
    ]


def test_con_dos_prorrogas_la_fecha_original_es_la_de_antes_de_la_primera(quien):
    for hasta in (AGOSTO, date(2026, 9, 20)):
        _conceder(quien, _pedir(quien, hasta=hasta))
    assert Prorroga.objects.fechas_originales([quien.actividad.pk]) == {quien.actividad.pk: date(2026, 6, 15)}


def test_pedida_tarde_se_decide_y_no_mueve_nada(quien):
    prorroga = _conceder(quien, _pedir(quien, JULIO), JULIO)
    assert (prorroga.estado, prorroga.a_tiempo, prorroga.version_plan) == ("CONCEDIDA", False, None)
    assert _queda(quien) == (date(2026, 6, 15), [2])
    assert Actividad.objects.con_fecha_original().get().fecha_original is None
    assert not VersionPlan.objects.exists()


def test_pedida_a_tiempo_y_decidida_pasado_el_corte_mueve_la_fecha_y_no_el_trimestre(quien):
    prorroga = _conceder(quien, _pedir(quien), JULIO)
    assert _queda(quien) == (AGOSTO, [2])
    assert (prorroga.trimestre_original, prorroga.trimestre_nuevo) == (2, None)


def test_negar_exige_motivo_y_desistir_es_de_quien_responde(quien):
    prorroga = _pedir(quien)
    with pytest.raises(ReglaIncumplida, match="por qué se niega"):
        acciones.negar(prorroga=prorroga, motivo=" ", por=quien.decide, ahora=JUNIO)
    with pytest.raises(ReglaIncumplida, match="Desiste quien la pidió"):
        acciones.desistir(prorroga=prorroga, por=quien.ajena, ahora=JUNIO)
    assert acciones.desistir(prorroga=prorroga, por=quien.enlace, ahora=JUNIO).estado == "DESISTIDA"
    otra = _pedir(quien)
    assert acciones.negar(prorroga=otra, motivo="No hace falta.", por=quien.decide, ahora=JUNIO).estado == "NEGADA"
    with pytest.raises(EstadoCambiado):
        _conceder(quien, otra)
    assert _queda(quien) == (date(2026, 6, 15), [2])


def test_la_pide_quien_responde_o_formula_y_una_a_la_vez(quien):
    for negada in (quien.ajena, f.persona("comite")):
        with pytest.raises(ReglaIncumplida, match="La pide quien responde"):
            _pedir(quien, por=negada)
    _pedir(quien, por=quien.decide)
    with pytest.raises(ReglaIncumplida, match="sin decidir"):
        _pedir(quien)
    repetida = Prorroga.objects.get()
    repetida.pk = None
    with pytest.raises(ValidationError, match="por decidir"):
        repetida.full_clean()


def test_nadie_decide_la_que_pidio_mientras_haya_otra_persona(quien):
    prorroga = _pedir(quien, por=quien.decide)
    with pytest.raises(ReglaIncumplida, match=f"Puede hacerlo .*{quien.otra.nombre}"):
        _conceder(quien, prorroga)
    type(quien.otra).objects.exclude(pk__in=[quien.decide.pk, quien.enlace.pk]).update(is_active=False)
    assert _conceder(quien, prorroga).sin_segregacion == reglas.SIN_OTRA_PERSONA


def test_si_la_actividad_cambio_despues_de_pedirla_no_se_concede(quien):
    prorroga = _pedir(quien)
    Actividad.objects.update(fecha_fin=date(2026, 9, 1))
    with pytest.raises(ReglaIncumplida, match=r"ahora termina el 01/09/2026"):
        _conceder(quien, prorroga)
    assert acciones.negar(prorroga=prorroga, motivo="Ya cambió.", por=quien.decide, ahora=JUNIO).estado == "NEGADA"


def test_si_la_fecha_cambio_despues_de_pedirla_a_tiempo_se_concede_sobre_la_que_rige(quien):
    prorroga = _pedir(quien)
    Actividad.objects.update(fecha_fin=date(2026, 6, 25))
    concedida = _conceder(quien, prorroga, ahora=JULIO)
    assert (concedida.a_tiempo, concedida.fecha_original) == (True, date(2026, 6, 25))
    assert _queda(quien)[0] == AGOSTO
    assert "y no hasta el 25/06/2026" in concedida.version_plan.frase


@pytest.mark.parametrize("cambio", [{"estado": "CERRADO"}, {"retirada": True}])
def test_lo_que_ya_no_rige_no_se_prorroga_y_la_pedida_se_puede_negar(quien, cambio):
    prorroga = _pedir(quien)
    if cambio.pop("retirada", None):
        Actividad.objects.update(retirada_en=JUNIO, retirada_por=quien.decide)
    else:
        type(quien.plan).objects.update(**cambio, cerrado_en=JUNIO, cerrado_por=quien.decide)
    with pytest.raises(ReglaIncumplida, match="ya no rige"):
        _conceder(quien, prorroga)
    acciones.negar(prorroga=prorroga, motivo="Ya no rige.", por=quien.decide, ahora=JUNIO)
    with pytest.raises(ReglaIncumplida, match=r"retirada|cerrado"):
        _pedir(quien)


def test_decidirla_se_debe_y_no_a_quien_la_pidio_si_hay_otra_persona(quien):
    prorroga = _pedir(quien, por=quien.decide)

    def deben() -> dict:
        return {o.persona: o.vence for o in pendientes(JUNIO.date()) if o.clave == f"prorroga:{prorroga.pk}:decidir"}

    # Antes de que venza lo que se pide.
    assert deben() == {quien.otra.pk: date(2026, 6, 15)}
    assert [o.persona for o in pendientes(JUNIO.date(), quien.otra.pk)] == [quien.otra.pk]
    assert list(pendientes(JUNIO.date(), quien.decide.pk)) == []
    type(quien.otra).objects.filter(pk=quien.otra.pk).update(is_active=False)
    assert list(deben()) == [quien.decide.pk]


def test_la_concedida_mientras_hay_una_propuesta_sobrevive_al_aprobarla(quien):
    f.version(quien.plan)
    jefe = f.persona("jefe", quien.plan.dependencia)
    propuesta = propuestas.proponer(plan=quien.plan, por=jefe, ahora=JUNIO)
    editar_actividad(actividad=propuesta.actividades.get(), version=0, unidad="actas", por=jefe, ahora=JUNIO)
    _conceder(quien, _pedir(quien))
    enviada = propuestas.enviar(propuesta=propuesta, motivo="Así es.", frase="Así es.", por=jefe, ahora=JUNIO)
    modificaciones.aprobar(propuesta=enviada, version=enviada.version, acto="PENDIENTE", por=quien.decide, ahora=JUNIO)
    assert _queda(quien) == (AGOSTO, [3])
    assert Actividad.objects.get(pk=quien.actividad.pk).unidad == "actas"
    assert [v.clase for v in VersionPlan.objects.order_by("numero")] == ["APROBACION", "PRORROGA", "MODIFICACION"]


def test_en_sesion_se_niega_con_lo_suyo_y_no_con_lo_del_plan(quien):
    punto = Punto(clase=Punto.Clase.PRORROGA, prorroga=_pedir(quien, por=quien.decide))
    [problema] = decisiones.problemas_para_registrar(punto, quien.decide.perfil(JUNIO))
    assert problema.mensaje.startswith("Usted la pidió: la decide otra persona. Puede hacerlo ")


def test_solo_la_de_una_accion_de_mejora_pasa_de_su_vigencia_y_hasta_el_anio_siguiente():
    pedida = {"fecha_fin": date(2026, 6, 15), "motivo": "Falta.", "anio": 2026}
    pasa = {"clase": "MEJORAMIENTO", "fecha_nueva": date(2027, 3, 1)}
    assert reglas.problemas_de_lo_pedido(**pedida, **pasa) == []
    assert reglas.problemas_de_lo_pedido(**pedida, **pasa | {"clase": "ACCION_POLITICA"})
    assert reglas.problemas_de_lo_pedido(**pedida, **pasa | {"fecha_nueva": date(2028, 1, 1)})


@pytest.mark.django_db
def test_la_concedida_que_pasa_del_anio_no_mueve_la_fecha_ni_deja_version():
    plan = f.plan("APROBADO", clase="MEJORAMIENTO", vigencia_medida=2025)
    jefe, planea = f.persona("jefe", plan.dependencia), f.persona("planeacion")
    una = f.actividad(plan, (None, None, None, 1), tipo_meta="HITO")
    pedida = acciones.pedir(
        actividad=una, fecha_nueva=date(2027, 3, 1), motivo="No llegó el software.", por=jefe, ahora=f.AHORA
    )
    concedida = acciones.conceder(prorroga=pedida, por=planea, ahora=f.AHORA)
    una.refresh_from_db()
    assert (una.fecha_fin, una.programado_t4, plan.versiones.count()) == (date(2026, 12, 15), 1, 0)
    assert list(Prorroga.objects.que_pasan_del_anio()) == [concedida]
    assert concedida.en_palabras == "continúa en el plan de 2027"
