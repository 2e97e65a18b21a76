"""La lista de planes: qué ve cada quien, filtros y costo."""

from datetime import date

import pytest
from django.urls import reverse

from planes.models import Plan
from politicas.models import ResponsabilidadPolitica
from tests import fabricas

URL = "/planes/"


def test_sin_sesion_no_hay_lista(client, db):
    assert client.get(URL).status_code == 302


def test_muestra_estado_actividades_y_plazo(quien, plan):
    plan.fecha_limite = date(2026, 2, 28)
    plan.save()
    pagina = quien.cliente.jefe.get(URL).content.decode()
    assert plan.nombre in pagina
    assert "Borrador" in pagina
    assert "28/02/2026" in pagina
    assert "Iguales" in pagina


def test_el_borrador_de_otra_dependencia_no_se_ve(quien, plan):
    ajeno = fabricas.plan(dependencia=quien.ajena)
    pagina = quien.cliente.jefe.get(URL).content.decode()
    assert plan.nombre in pagina
    assert ajeno.nombre not in pagina
    assert ajeno.nombre in quien.cliente.planeacion.get(URL).content.decode()


def test_los_filtros_viven_en_la_url(quien, plan, en_estado):
    aprobado = en_estado("APROBADO")
    pagina = quien.cliente.jefe.get(URL, {"estado": "APROBADO"}).content.decode()
    assert aprobado.nombre in pagina
    assert plan.nombre not in pagina
    assert "Ningún plan cumple esos filtros" in quien.cliente.jefe.get(URL, {"q": "nada así"}).content.decode()


def test_filtrar_con_disparates_no_rompe(quien, plan):
    disparates = {"vigencia": "x", "clase": "'; --", "estado": "?", "dependencia": "999999", "page": "dos"}
    assert quien.cliente.jefe.get(URL, disparates).status_code == 200


def test_por_defecto_muestra_la_vigencia_en_curso_y_todas_si_se_pide(quien, plan):
    viejo = fabricas.plan(dependencia=quien.propia, vigencia=fabricas.vigencia(2025))
    assert viejo.nombre not in quien.cliente.jefe.get(URL).content.decode()
    assert viejo.nombre in quien.cliente.jefe.get(URL, {"vigencia": ""}).content.decode()


def test_cuesta_lo_mismo_con_2_que_con_50_planes(quien, consultas):
    def crear(cuantos):
        for _ in range(cuantos):
            fabricas.actividad(fabricas.plan(dependencia=quien.propia))

    crear(2)
    quien.cliente.jefe.get(URL)
    with consultas() as con_2:
        quien.cliente.jefe.get(URL)
    crear(48)
    with consultas() as con_50:
        quien.cliente.jefe.get(URL)
    assert len(con_50) == len(con_2)


def test_solo_planeacion_ve_crear_los_que_faltan(quien, plan):
    lider(quien.propia)
    boton = reverse("planes:plan_crear_todos")
    assert boton in quien.cliente.planeacion.get(URL).content.decode()
    assert boton not in quien.cliente.jefe.get(URL).content.decode()


def lider(dependencia):
    """Una política sin plan que `dependencia` lidera según el documento."""
    ResponsabilidadPolitica.objects.create(
        politica=fabricas.politica(), dependencia=dependencia, rol="LIDER", texto="x", fuente=fabricas.fuente()
    )


def test_el_vacio_dice_que_hacer(quien):
    assert "Crear plan" in quien.cliente.jefe.get(URL).content.decode()
    pagina = quien.cliente.enlace.get(URL).content.decode()
    assert "Todavía no hay planes que usted pueda ver" in pagina
    assert reverse("planes:plan_crear") not in pagina


@pytest.mark.django_db
def test_la_consulta_y_el_plan_dicen_lo_mismo_de_su_estado():
    perfil = fabricas.persona("enlace").perfil(fabricas.HOY)
    planes = {estado: fabricas.plan(estado) for estado in Plan.Estado.values}
    sin_publicar = fabricas.plan("CERRADO", publicado_en=None, publicado_por=None)

    assert set(Plan.objects.aprobados()) == {p for p in (*planes.values(), sin_publicar) if p.esta_aprobado}
    # Lo que se cerró sin publicar no lo lee ni el ciudadano ni quien es de otra dependencia.
    for leen in (Plan.objects.publicados(), Plan.objects.visibles_para(perfil)):
        assert set(leen) == {planes["PUBLICADO"], planes["CERRADO"]}


def test_el_filtro_solo_ofrece_dependencias_de_planes_que_la_persona_ve(quien, plan):
    fabricas.plan(dependencia=quien.ajena)
    for cliente, ofrecidas in (
        (quien.cliente.jefe, {str(plan.dependencia)}),
        (quien.cliente.planeacion, {str(plan.dependencia), str(quien.ajena)}),
    ):
        opciones = cliente.get(URL, {"vigencia": ""}).context["filtro"].fields["dependencia"].choices
        assert {rotulo for clave, rotulo in opciones if clave} == ofrecidas
