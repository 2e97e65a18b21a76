"""El menú y los datos comunes: por rol, sin sesión y en las páginas de error."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from mipg.portal.contexto import ENTRADAS_MAXIMAS, MENU_PUBLICO, entradas, menu_de, portal
from mipg.usuarios.reglas import Papel, Perfil
from mipg.usuarios.roles import Rol
from tests import fabricas


def perfil(*roles) -> Perfil:
    return Perfil(persona=1, hoy=fabricas.HOY, papeles=tuple(Papel(rol, 1) for rol in roles))


@pytest.mark.parametrize("rol", Rol)
def test_el_menu_de_cada_rol_cabe_y_cada_entrada_lleva_a_una_pagina(rol):
    menu = menu_de(perfil(rol))
    assert 0 < len(menu) <= ENTRADAS_MAXIMAS
    assert [e.nombre for e in menu if not reverse(e.nombre).startswith("/")] == []
    assert menu[0].nombre == "portal:inicio"


def test_quien_reune_varios_roles_tambien_cabe_y_no_pierde_lo_que_usa_a_diario():
    todas = list(entradas(perfil(Rol.PLANEACION, Rol.JEFE, Rol.ADMINISTRADOR)))
    menu = menu_de(perfil(Rol.PLANEACION, Rol.JEFE, Rol.ADMINISTRADOR))
    assert len(todas) > ENTRADAS_MAXIMAS == len(menu)
    assert {"seguimiento:revision_lista", "planes:plan_lista", "usuarios:persona_lista"} <= {e.nombre for e in menu}


def test_cada_rol_ve_en_el_menu_solo_lo_suyo():
    textos = {rol: {e.texto for e in menu_de(perfil(rol))} for rol in Rol}
    assert textos[Rol.ENLACE] == {"Inicio", "Mis pendientes", "Planes", "FURAG", "Políticas"}
    assert "Personas" not in textos[Rol.CONTROL_INTERNO]
    assert "Administración" in textos[Rol.CONTROL_INTERNO]
    assert "Revisión" in textos[Rol.PLANEACION]
    assert [rol for rol in Rol if "Revisión" in textos[rol]] == [Rol.PLANEACION]


def test_la_seccion_actual_queda_marcada():
    actuales = [e.nombre for e in menu_de(perfil(Rol.PLANEACION), "usuarios:persona_detalle") if e.actual]
    assert actuales == ["usuarios:persona_lista"]


@pytest.mark.parametrize("vista", ["furag:mejora_detalle", "seguimiento:hilo", "seguimiento:brecha_lista"])
def test_lo_de_la_medicion_es_de_su_seccion(vista):
    assert [e.texto for e in menu_de(perfil(Rol.JEFE), vista) if e.actual] == ["FURAG"]


def test_sin_sesion_ni_middlewares_el_contexto_no_falla():
    contexto = portal(RequestFactory().get("/"))
    assert [e.texto for e in contexto["menu"]] == [e.texto for e in MENU_PUBLICO]
    assert contexto["entidad"]["nombre"]


def test_un_404_con_sesion_conserva_el_menu_y_dice_el_numero_de_peticion(cliente_de):
    respuesta = cliente_de(fabricas.persona("enlace")).get("/no-existe/")
    assert respuesta.status_code == 404
    assert "Mis pendientes" in respuesta.text
    assert respuesta.wsgi_request.peticion in respuesta.text


def test_un_404_sin_sesion_lleva_al_ingreso_o_dice_que_no_existe(db):
    respuesta = Client().get("/no-existe/")
    assert respuesta.status_code == 404
    assert "Cerrar sesión" not in respuesta.text
