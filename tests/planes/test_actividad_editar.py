"""Editar una actividad, también cuando otra persona la guardó mientras tanto."""

from datetime import date

import pytest

from mipg.bitacora.models import Suceso
from mipg.usuarios.models import Dependencia
from planes.acciones import actividades as acciones
from planes.models import Actividad
from planes.views.comunes import ACTIVIDADES_POR_PAGINA
from tests import fabricas


@pytest.fixture
def actividad(plan):
    """La actividad del plan."""
    return plan.actividades.get()


def test_guarda_y_dice_que_cambio(quien, actividad, formulario_de_actividad, sucesos):
    enviado = formulario_de_actividad(numero="1", nombre="Publicar dos informes", version=0)
    assert quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/editar/", enviado).status_code == 302
    actividad.refresh_from_db()
    assert (actividad.nombre, actividad.version) == ("Publicar dos informes", 1)
    assert sucesos(actividad) == ["editar"]


def test_el_segundo_ve_los_dos_valores_y_nada_se_pierde(quien, actividad, formulario_de_actividad, sucesos):
    url = f"/planes/actividades/{actividad.pk}/editar/"
    quien.cliente.planeacion.post(url, formulario_de_actividad(numero="1", nombre="Lo de Planeación", version=0))
    respuesta = quien.cliente.jefe.post(url, formulario_de_actividad(numero="1", nombre="Lo del jefe", version=0))
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Lo de Planeación" in pagina
    assert "Lo del jefe" in pagina
    assert quien.planeacion.nombre in pagina
    actividad.refresh_from_db()
    assert actividad.nombre == "Lo de Planeación"
    # La página ya trae la versión nueva: guardar otra vez es decidir con los dos valores a la vista.
    assert 'name="version" value="1"' in pagina
    quien.cliente.jefe.post(url, formulario_de_actividad(numero="1", nombre="Lo del jefe", version=1))
    actividad.refresh_from_db()
    assert actividad.nombre == "Lo del jefe"
    assert sucesos(actividad) == ["editar", "editar"]


def test_al_cambiar_de_dependencia_se_suelta_el_enlace_que_no_reporta_por_ella(
    quien, actividad, formulario_de_actividad
):
    actividad.enlace = quien.enlace
    actividad.save()
    url = f"/planes/actividades/{actividad.pk}/editar/"
    enviado = formulario_de_actividad(numero="1", dependencia=quien.ajena.pk, version=0)
    pagina = quien.cliente.jefe.post(url, enviado, follow=True).content.decode()
    actividad.refresh_from_db()
    assert (actividad.dependencia, actividad.enlace) == (quien.ajena, None)
    assert f"{quien.enlace} no reporta por la nueva dependencia" in pagina
    (suceso,) = Suceso.objects.de(actividad).con_verbo()
    assert suceso.changes["enlace"] == [str(quien.enlace.pk), None]


def test_el_enlace_que_tambien_reporta_por_la_nueva_dependencia_se_conserva(quien, actividad, formulario_de_actividad):
    quien.enlace.asignaciones.create(rol="jefe", dependencia=quien.ajena, desde=date(2025, 1, 1))
    actividad.enlace = quien.enlace
    actividad.save()
    enviado = formulario_de_actividad(numero="1", dependencia=quien.ajena.pk, version=0)
    quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/editar/", enviado)
    actividad.refresh_from_db()
    assert (actividad.dependencia, actividad.enlace) == (quien.ajena, quien.enlace)


def test_sin_version_no_se_guarda(quien, actividad, formulario_de_actividad):
    respuesta = quien.cliente.jefe.post(
        f"/planes/actividades/{actividad.pk}/editar/", formulario_de_actividad(nombre="A ciegas")
    )
    assert respuesta.status_code == 422
    actividad.refresh_from_db()
    assert actividad.nombre == "Publicar el informe"


def test_la_pagina_dice_que_le_falta_y_lo_que_se_observo(quien, actividad, ahora):
    actividad.programado_t2 = 5
    actividad.save()
    actividad.observaciones.create(plan=actividad.plan, texto="Revísela.", creada_en=ahora, creada_por=quien.planeacion)
    pagina = quien.cliente.jefe.get(f"/planes/actividades/{actividad.pk}/editar/").content.decode()
    assert "la programación suma 5 y la meta es 1" in pagina
    assert "Revísela." in pagina


def test_el_formulario_devuelve_los_numeros_con_coma(quien, actividad):
    actividad.meta = actividad.programado_t2 = 2
    actividad.linea_base = "0.5"
    actividad.save()
    pagina = quien.cliente.jefe.get(f"/planes/actividades/{actividad.pk}/editar/").content.decode()
    assert 'value="0,5"' in pagina


def test_de_quien_es_y_cuando(quien, actividad, en_estado, formulario_de_actividad):
    url = f"/planes/actividades/{actividad.pk}/editar/"
    assert quien.cliente.otro.get(url).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.get(url).status_code == 403
        assert cliente.post(url, formulario_de_actividad()).status_code == 403
    aprobada = en_estado("APROBADO").actividades.get()
    assert quien.cliente.jefe.get(f"/planes/actividades/{aprobada.pk}/editar/").status_code == 302
    respuesta = quien.cliente.jefe.post(
        f"/planes/actividades/{aprobada.pk}/editar/", formulario_de_actividad(nombre="Tarde", version=0)
    )
    assert respuesta.status_code == 422
    aprobada.refresh_from_db()
    assert aprobada.nombre == "Publicar el informe"


def test_si_otra_persona_la_elimino_mientras_tanto_se_dice(quien, actividad, formulario_de_actividad, monkeypatch):
    def eliminar_y_seguir(**datos):
        acciones.eliminar_actividad(actividad=Actividad.objects.get(), por=quien.planeacion, ahora=fabricas.AHORA)
        return editar(**datos)

    editar = acciones.editar_actividad
    monkeypatch.setattr(acciones, "editar_actividad", eliminar_y_seguir)
    enviado = formulario_de_actividad(numero="1", version=0)
    respuesta = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/editar/", enviado, follow=True)
    assert respuesta.status_code == 200
    assert "Otra persona ya lo eliminó" in respuesta.content.decode()


def test_corregir_otra_cosa_no_borra_la_dependencia_que_se_suprimio(quien, actividad, formulario_de_actividad):
    apoyo = fabricas.dependencia("Oficina que se fusionó")
    actividad.apoyos.add(apoyo)
    Dependencia.objects.filter(pk__in=[quien.propia.pk, apoyo.pk]).update(vigente_hasta=date(2026, 1, 31))
    enviado = formulario_de_actividad(numero="1", nombre="Publicar dos informes", version=0) | {"apoyos": [apoyo.pk]}
    assert quien.cliente.planeacion.post(f"/planes/actividades/{actividad.pk}/editar/", enviado).status_code == 302
    actividad.refresh_from_db()
    assert (actividad.nombre, actividad.dependencia) == ("Publicar dos informes", quien.propia)
    assert list(actividad.apoyos.all()) == [apoyo]
    pagina = quien.cliente.planeacion.get(f"/planes/{actividad.plan_id}/formular/").text.partition("<datalist")[2]
    assert "Oficina que se fusionó" not in pagina


def test_el_presupuesto_se_escribe_en_pesos_y_se_ve_en_el_plan(quien, actividad, formulario_de_actividad):
    url = f"/planes/actividades/{actividad.pk}/editar/"
    datos = formulario_de_actividad(version=actividad.version)
    for malo in ("-1", "25 %"):
        respuesta = quien.cliente.jefe.post(url, datos | {"presupuesto": malo})
        assert (respuesta.status_code, "no son pesos" in respuesta.content.decode()) == (422, True)
    poco = quien.cliente.jefe.post(url, datos | {"presupuesto": "120"}, follow=True)
    assert "menos de un millón de pesos" in poco.content.decode()
    actividad.refresh_from_db()
    datos |= {"version": actividad.version}
    assert quien.cliente.jefe.post(url, datos | {"presupuesto": "$ 12.500.000"}).status_code == 302
    actividad.refresh_from_db()
    assert actividad.presupuesto == 12_500_000
    plan = quien.cliente.jefe.get(f"/planes/{actividad.plan_id}/").content.decode()
    assert "12.500.000" in plan and "resupuesto apropiado (pesos)" in plan


def test_al_guardar_se_vuelve_a_su_pagina_y_a_su_fila(quien, plan, actividad, formulario_de_actividad):
    primera = actividad
    for n in range(1, ACTIVIDADES_POR_PAGINA + 1):
        ultima = fabricas.actividad(plan, numero=f"1.{n}", orden=primera.orden + n)
    for cual, pagina in ((primera, ""), (ultima, "?page=2")):
        enviado = formulario_de_actividad(numero=cual.numero, nombre=f"Otra {cual.numero}", version=0)
        respuesta = quien.cliente.jefe.post(f"/planes/actividades/{cual.pk}/editar/", enviado)
        assert respuesta.url == f"/planes/{plan.pk}/{pagina}#actividad-{cual.pk}"
        assert f'id="actividad-{cual.pk}"' in quien.cliente.jefe.get(respuesta.url).text


def test_un_apoyo_que_no_cabe_en_ninguna_clave_se_dice(quien, actividad, formulario_de_actividad):
    datos = formulario_de_actividad(version=actividad.version, apoyos=[quien.ajena.pk, "9" * 19])
    respuesta = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/editar/", datos)
    assert respuesta.status_code == 422
    assert "9" * 19 in str(respuesta.context["form"].errors["apoyos"])


def test_el_bpin_se_guarda_con_sus_ceros_y_sin_letras(quien, plan, formulario_de_actividad):
    (actividad,) = plan.actividades.all()
    url = f"/planes/actividades/{actividad.pk}/editar/"
    datos = formulario_de_actividad(numero="1", version=actividad.version, bpin="00202-468001", meta_pdd="Modernizar")
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    actividad.refresh_from_db()
    assert (actividad.bpin, actividad.meta_pdd) == ("00202468001", "Modernizar")
    for malo, mensaje in (("202468001,202468002", "no es un código BPIN"), ("Funcionamiento", "sólo dígitos")):
        respuesta = quien.cliente.jefe.post(url, datos | {"version": actividad.version, "bpin": malo})
        assert mensaje in respuesta.text


@pytest.mark.parametrize(("unidad", "abierto"), [("% de avance", True), ("informes", False)])
def test_el_numerador_se_pide_solo_si_la_unidad_es_un_porcentaje(quien, plan, unidad, abierto):
    plan.actividades.update(unidad=unidad)
    pagina = quien.cliente.jefe.get(f"/planes/actividades/{plan.actividades.get().pk}/editar/").text
    partes = pagina[: pagina.index("Si se mide en porcentaje")].rpartition("<details")[2]
    assert ("open" in partes) is abierto
