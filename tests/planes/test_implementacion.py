"""El plan del plan: el de implementación nace con la vigencia, con sus nueve actividades."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Dependencia
from planes.acciones import planes as acciones
from planes.acciones import salidas
from planes.acciones.implementacion import quien_lo_coordina
from planes.models import Actividad, Plan
from planes.obligaciones import pendientes
from planes.reglas.implementacion import MOLDES, meta_al_dia, valores_de
from politicas.models import Estrategia, Politica, TipoPlan
from seguimiento.models import Corte
from tests import fabricas

CUANTOS = {"tipos": 12, "politicas": 19, "dependencias": 10, "cien": 100}


def _estrategia(numero: int, **fechas):
    base = {"fecha_inicio": None, "fecha_fin": None, "fecha_texto": "", "nombre": "X", "soporte": "Acta", "anio": 2025}
    return SimpleNamespace(numero=numero, **(base | fechas))


@pytest.mark.parametrize(
    ("fechas", "inicio", "fin", "trimestre"),
    [
        ({"fecha_fin": date(2025, 1, 31), "fecha_texto": "31 de enero de 2024"}, None, date(2025, 1, 31), 1),
        ({"fecha_texto": "Junio – Julio 2025"}, date(2025, 6, 1), date(2025, 7, 31), 3),
        ({}, date(2025, 1, 1), date(2025, 12, 31), 4),
    ],
)
def test_la_ventana_es_la_del_documento_o_los_meses_que_dice_o_todo_el_anio(fechas, inicio, fin, trimestre):
    valores = valores_de(_estrategia(1, **fechas), CUANTOS)
    assert (valores["fecha_inicio"], valores["fecha_fin"]) == (inicio, fin)
    assert valores["meta"] == valores[f"programado_t{trimestre}"] == 12


@pytest.mark.parametrize(
    ("meta", "hoy", "cambia"),
    [
        (19, 20, {"meta": 20, "programado_t4": 20}),
        (19, 19, {}),
        (15, 20, {}),
        (19, 18, {"meta": 18, "programado_t4": 18}),
    ],
)
def test_la_meta_que_era_todo_lo_que_habia_sigue_siendolo(meta, hoy, cambia):
    """La que alguien decidió se respeta."""
    vacios = dict.fromkeys(("programado_t1", "programado_t2", "programado_t3"))
    actividad = SimpleNamespace(estrategia="4", meta=Decimal(meta), programado_t4=Decimal(meta), **vacios)
    assert meta_al_dia(actividad, CUANTOS, CUANTOS | {"politicas": hoy}) == cambia


def _abrir(anio: int) -> Plan:
    """El del año, como nace con la vigencia; sin los otros treinta y uno."""
    vigencia, por = fabricas.vigencia(anio), fabricas.persona("planeacion")
    coordina = quien_lo_coordina(vigencia, fabricas.HOY)
    creado = acciones.crear_plan(
        clase=Plan.Clase.IMPLEMENTACION, vigencia=vigencia, dependencia=coordina, por=por, ahora=fabricas.AHORA
    )
    return Plan.objects.get(pk=creado.pk)


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_el_de_2025_nace_una_vez_con_lo_que_dice_el_documento():
    vigencia, por = fabricas.vigencia(2025), fabricas.persona("planeacion")
    for _ in range(2):
        acciones.crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=fabricas.AHORA)
    plan = Plan.objects.get(vigencia=vigencia, clase=Plan.Clase.IMPLEMENTACION)
    assert plan.dependencia.nombre == "Secretaría de Planeación Distrital"
    suyas = {
        a.estrategia: (str(a.fecha_inicio or ""), str(a.fecha_fin), a.dependencia.nombre, a.meta)
        for a in plan.actividades.vigentes()
    }
    planeacion, general = "Secretaría de Planeación Distrital", "Secretaría General"
    assert suyas == {
        "1": ("", "2025-01-31", planeacion, TipoPlan.objects.count()),
        "2": ("", "2025-02-28", planeacion, Politica.objects.de_vigencia(plan.vigencia).count()),
        "3": ("2025-03-01", "2025-10-30", general, Dependencia.objects.filter(en_alcance=True).count()),
        "4": ("", "2025-11-30", general, 19),
        "5": ("2025-06-30", "2025-11-30", general, 1),
        "6": ("2025-01-01", "2025-12-31", planeacion, 100),
        "7": ("2025-06-01", "2025-07-31", planeacion, 19),
        "8": ("", "2025-10-30", planeacion, 19),
        "9": ("2025-11-15", "2025-11-30", planeacion, 19),
    }
    uno = plan.actividades.get(estrategia="1")
    assert {una.nombre for una in uno.apoyos.all()} >= {"Dirección de Archivo", "Oficina Asesora de Informática"}
    assert uno.producto and not plan.actividades.filter(producto="").exists()
    assert acciones.reglas.problemas_para_enviar(list(plan.actividades.vigentes()), 2025, plan.clase) == []


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_el_siguiente_nace_del_aprobado_del_anio_anterior_con_las_fechas_corridas():
    de_2025 = _abrir(2025)
    de_2025.actividades.filter(estrategia="3").update(nombre="Sensibilizar como se aprendió", meta=7, programado_t4=7)
    Plan.objects.filter(pk=de_2025.pk).update(
        estado="APROBADO", acto="RESOLUCION", acto_numero="1", enviado_en=fabricas.AHORA,
        enviado_por=fabricas.persona(), aprobado_en=fabricas.AHORA, aprobado_por=fabricas.persona(),
    )  # fmt: skip
    tercera = Actividad.objects.get(plan=_abrir(2026), estrategia="3")
    assert (tercera.nombre, tercera.meta) == ("Sensibilizar como se aprendió", 7)
    assert (tercera.fecha_inicio, tercera.fecha_fin) == (date(2026, 3, 1), date(2026, 10, 30))
    assert tercera.origen.plan == de_2025


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_la_estrategia_que_el_anio_pasado_no_traia_nace_del_catalogo_y_sin_ella_no_se_envia():
    de_2025 = _abrir(2025)
    de_2025.actividades.filter(estrategia="5").delete()
    # Quien ocupó su número no la deja sin lugar.
    de_2025.actividades.filter(estrategia="9").update(numero="5")
    Plan.objects.filter(pk=de_2025.pk).update(
        estado="APROBADO", acto="RESOLUCION", acto_numero="1", enviado_en=fabricas.AHORA,
        enviado_por=fabricas.persona(), aprobado_en=fabricas.AHORA, aprobado_por=fabricas.persona(),
    )  # fmt: skip
    plan = _abrir(2026)
    assert sorted(plan.actividades.values_list("estrategia", "numero"))[4] == ("5", "9")
    assert plan.actividades.count() == 9 and plan.actividades.get(estrategia="5").origen is None
    plan.actividades.filter(estrategia="5").delete()
    with pytest.raises(ReglaIncumplida, match="Falta la actividad que cumple la estrategia 5 del modelo"):
        acciones.enviar(plan=plan, por=fabricas.persona("planeacion"), ahora=fabricas.AHORA)


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_los_planes_de_la_vigencia_nacen_en_lote(django_assert_max_num_queries):
    vigencia, por = fabricas.vigencia(2025), fabricas.persona("planeacion")
    with django_assert_max_num_queries(100):
        nuevos = acciones.crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=fabricas.AHORA)
    assert len(nuevos) == 31
    assert Suceso.objects.filter(content_type__model="plan", action=Suceso.Action.CREATE, actor=por).count() == 31


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_sin_plan_aprobado_el_anio_nuevo_sale_de_sus_estrategias_heredadas():
    plan = _abrir(2026)
    assert plan.actividades.get(estrategia="7").fecha_fin == date(2026, 7, 31)
    heredada = Estrategia.objects.get(anio=2026, numero=7)
    assert heredada.fecha_texto == "Junio – Julio 2026" and heredada.responde_id
    assert Estrategia.objects.get(anio=2026, numero=1).fecha_texto == ""
    assert Estrategia.objects.filter(anio=2026).count() == len(MOLDES) and not Corte.objects.exists()


@pytest.mark.usefixtures("catalogo_del_modulo")
def test_lo_que_respondia_una_suprimida_nace_a_cargo_de_quien_la_sucedio():
    nueva = fabricas.dependencia("Secretaría de lo Nuevo")
    Dependencia.objects.filter(nombre="Secretaría General").update(
        vigente_hasta="2025-12-31", sucesora=nueva, heredera=nueva
    )
    assert _abrir(2026).actividades.get(estrategia="4").dependencia == nueva


@pytest.mark.django_db
def test_si_se_desiste_de_el_vuelve_a_deberse_crear_y_la_pagina_propone_quien_lo_coordina(
    catalogo_del_modulo, cliente_de
):
    plan = _abrir(2026)
    quien = fabricas.persona("planeacion")
    pagina = "/planes/crear/"

    def se_debe() -> list[str]:
        return [o.url for o in pendientes(fabricas.HOY, quien.pk) if "clase=IMPLEMENTACION" in o.url]

    assert se_debe() == []
    salidas.desistir(plan=plan, motivo="Se repitió", version=plan.version, por=quien, ahora=fabricas.AHORA)
    (url,) = se_debe()
    assert url.startswith(pagina)
    cliente_de(quien).post(pagina, {"clase": "IMPLEMENTACION", "vigencia": plan.vigencia_id})
    otro = Plan.objects.en_pie().get(clase="IMPLEMENTACION")
    assert otro.dependencia == plan.dependencia and otro.actividades.count() == 9
    assert se_debe() == []
