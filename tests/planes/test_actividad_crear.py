"""Agregar una actividad."""

import pytest

from planes.models import Actividad


def test_crea_con_numeros_y_fechas_de_colombia(quien, plan, formulario_de_actividad, decimal, sucesos):
    enviado = formulario_de_actividad(apoyos=[quien.ajena.pk])
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/actividades/crear/", enviado).status_code == 302
    creada = Actividad.objects.get(numero="2")
    assert creada.programacion == (decimal(1), decimal("1.5"), decimal("1.5"), None)
    assert f"{creada.fecha_fin:%d/%m/%Y}" == "30/11/2026"
    assert list(creada.apoyos.all()) == [quien.ajena]
    assert sucesos(creada) == ["crear"]
    plan.refresh_from_db()
    assert plan.version == 1


def test_guardar_y_agregar_otra_vuelve_al_formulario(quien, plan, formulario_de_actividad):
    url = f"/planes/{plan.pk}/actividades/crear/"
    assert quien.cliente.jefe.post(url, formulario_de_actividad(otra="1"))["Location"] == url
    assert quien.cliente.jefe.get(url).context["form"].initial["numero"] == "3"


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ({"meta": "muchas"}, "«muchas» no es un número"),
        ({"meta": "-1"}, "no puede ser negativa"),
        ({"numero": "1"}, "Ya hay una actividad con ese número"),
        ({"tipo_meta": "HITO"}, "Un hito tiene meta 1"),
        ({"sentido": "DESCENDENTE"}, "sólo vale en metas constantes"),
        ({"ponderacion": "120"}, "de más de 0 a 100"),
        ({"fecha_inicio": "2026-12-01"}, "termina antes de empezar"),
        ({"nombre": ""}, "obligatorio"),
        ({"nombre": "#N/A"}, "«#N/A» es un error de Excel"),
        ({"indicador": " #¡REF! "}, "«#¡REF!» es un error de Excel"),
    ],
)
def test_lo_que_no_vale_vuelve_con_el_formulario_lleno(quien, plan, formulario_de_actividad, cambio, mensaje):
    enviado = formulario_de_actividad(producto="Un producto que no se pierde", **cambio)
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/actividades/crear/", enviado)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert mensaje in pagina
    assert "Un producto que no se pierde" in pagina
    assert Actividad.objects.count() == 1


def test_programar_cero_es_no_programar(quien, plan, formulario_de_actividad):
    quien.cliente.jefe.post(f"/planes/{plan.pk}/actividades/crear/", formulario_de_actividad(programado_t4="0"))
    assert Actividad.objects.get(numero="2").programado_t4 is None


def test_de_quien_es(quien, plan, formulario_de_actividad):
    url = f"/planes/{plan.pk}/actividades/crear/"
    assert quien.cliente.otro.post(url, formulario_de_actividad()).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.get(url).status_code == 403
        assert cliente.post(url, formulario_de_actividad()).status_code == 403


@pytest.mark.parametrize("estado", ["EN_REVISION", "APROBADO", "PUBLICADO", "CERRADO"])
def test_un_plan_que_no_se_formula_no_recibe_actividades(quien, en_estado, formulario_de_actividad, estado):
    plan = en_estado(estado)
    url = f"/planes/{plan.pk}/actividades/crear/"
    assert quien.cliente.jefe.get(url).status_code == 302
    respuesta = quien.cliente.jefe.post(url, formulario_de_actividad())
    assert respuesta.status_code == 422
    assert "Realizar talleres" in respuesta.content.decode()
    assert plan.actividades.count() == 1
