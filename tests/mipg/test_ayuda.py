"""La ayuda: glosario, guías por rol, y que cada pantalla principal explique al menos un término que exista."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from mipg.glosario import TERMINOS, en_tabla, que_explican
from mipg.texto import plegar
from mipg.usuarios.roles import Rol
from tests import fabricas
from tests.mipg.test_casa import FUENTES_DE_PLANTILLA, RAIZ

EN_LA_PLANTILLA = re.compile(r"\{% (?:ayuda|terminos)((?: \"\w+\")+) %\}")
# Las pantallas del camino: formular, abrir, reportar, revisar, cerrar y mirar.
PRINCIPALES = (
    "portal/inicio_auditoria.html",
    "portal/inicio_captura.html",
    "portal/inicio_decisiones.html",
    "portal/inicio_entidad.html",
    "portal/inicio_jefatura.html",
    "portal/inicio_mejoramiento.html",
    "portal/inicio_operacion.html",
    "portal/inicio_publicacion.html",
    "portal/inicio_reporte.html",
    "portal/pendientes.html",
    "planes/plan_lista.html",
    "planes/plan_detalle.html",
    "planes/plan_crear.html",
    "planes/plan_aprobar.html",
    "planes/plan_devolver.html",
    "planes/plan_importar.html",
    "planes/_formular.html",
    "planes/actividad_editar.html",
    "politicas/politica_lista.html",
    "politicas/politica_detalle.html",
    "politicas/enlace_lista.html",
    "seguimiento/vigencia_crear.html",
    "seguimiento/corte_lista.html",
    "seguimiento/corte_detalle.html",
    "seguimiento/corte_editar.html",
    "seguimiento/corte_ampliar.html",
    "seguimiento/avance_lista.html",
    "seguimiento/avance_editar.html",
    "seguimiento/avance_detalle.html",
    "seguimiento/avances_enviar.html",
    "seguimiento/avance_revisar.html",
    "seguimiento/revision_lista.html",
    "seguimiento/tablero.html",
    "seguimiento/actividad_lista.html",
    "seguimiento/actividad_avance.html",
    "seguimiento/plan_avance.html",
    "seguimiento/dependencia_avance.html",
    "seguimiento/politica_avance.html",
    "seguimiento/informe_pedir.html",
    "expediente/documento_detalle.html",
    "expediente/emision_lista.html",
    "usuarios/persona_lista.html",
    "usuarios/persona_detalle.html",
)


def terminos_de(fuente: str) -> list[str]:
    """Los códigos de término que explica una plantilla."""
    return [codigo for grupo in EN_LA_PLANTILLA.findall(fuente) for codigo in re.findall(r"\w+", grupo)]


# --- El glosario --------------------------------------------------------------------------------------------


def test_cada_termino_se_relaciona_con_otros_que_existen_y_dice_algo():
    for termino in TERMINOS.values():
        assert set(termino.ver) <= set(TERMINOS) - {termino.codigo}, termino.codigo
        assert re.fullmatch(r"[a-z_]+", termino.codigo)
        assert termino.definicion.endswith(".")
        assert len(termino.definicion) < 260, termino.codigo


def test_los_terminos_van_en_orden_alfabetico_sin_mirar_tildes():
    nombres = [plegar(termino.nombre) for termino in TERMINOS.values()]
    assert nombres == sorted(nombres)


def test_ninguna_definicion_escribe_una_cifra_que_pueda_cambiar():
    """Umbrales, días y cantidades son datos de la vigencia; sólo se citan normas y nombres con número."""
    conocidas = re.compile(r"Decreto 612 de 2018|SHA-256")
    con_cifras = [t.codigo for t in TERMINOS.values() if re.search(r"\d", conocidas.sub("", t.definicion))]
    assert con_cifras == []


def test_se_explica_lo_que_se_busca_con_todas_sus_palabras():
    assert [t.codigo for t in que_explican("COBERTURA")] == ["cobertura"]
    assert [t.codigo for t in que_explican("accion plan")] == ["plan_de_accion"]
    assert que_explican("plan talento") == que_explican("") == []


def test_el_glosario_del_readme_es_el_de_la_ayuda():
    texto = (RAIZ / "README.md").read_text(encoding="utf-8")
    dentro = texto.split("<!-- glosario", 1)[1].split("-->", 1)[1].split("<!-- /glosario -->")[0].strip()
    por_nombre = {termino.nombre: termino.codigo for termino in TERMINOS.values()}
    nombrados = [linea.split("|")[1].strip() for linea in dentro.splitlines()[2:]]
    assert len(nombrados) > 10
    assert dentro == en_tabla(por_nombre[nombre] for nombre in nombrados)


# --- En cada pantalla ---------------------------------------------------------------------------------------


def test_cada_pantalla_del_camino_explica_al_menos_un_termino():
    assert [nombre for nombre in PRINCIPALES if not terminos_de(FUENTES_DE_PLANTILLA[nombre])] == []


def test_todo_termino_que_se_explica_existe_y_ninguna_llamada_se_escribe_de_otro_modo():
    faltas = {}
    for nombre, fuente in FUENTES_DE_PLANTILLA.items():
        sin_comentarios = re.sub(r"\{#.*?#\}", "", fuente)
        llamadas = re.findall(r"\{%\s*(?:ayuda|terminos)\b[^%]*%\}", sin_comentarios)
        raras = [llamada for llamada in llamadas if not EN_LA_PLANTILLA.fullmatch(llamada)]
        if malos := raras + sorted(set(terminos_de(sin_comentarios)) - set(TERMINOS)):
            faltas[nombre] = malos
    assert faltas == {}


def test_el_termino_se_abre_sin_javascript_y_se_lee_que_explica(cliente_de):
    texto = " ".join(cliente_de(fabricas.persona("planeacion")).get("/planes/").text.split())
    definicion = TERMINOS["plan"].definicion
    assert '<details class="termino" data-mipg-desplegable>' in texto
    assert "Qué significa «Plan»" in texto
    assert definicion in texto
    assert f'href="{reverse("portal:ayuda")}#plan"' in texto


# --- Las páginas --------------------------------------------------------------------------------------------


def test_la_ayuda_tiene_cada_termino_con_su_ancla_y_pone_primero_la_guia_propia(cliente_de):
    respuesta = cliente_de(fabricas.persona("comite")).get(reverse("portal:ayuda"))
    for termino in TERMINOS.values():
        assert f'id="{termino.codigo}"' in respuesta.text
    assert respuesta.context["guias"][0] == (Rol.COMITE, True)
    assert len(respuesta.context["guias"]) == len(Rol)


# Lo que cada rol hace, o lee, de la vida de un plan.
_LEEN = {"sesion_lista", "compromiso_lista", "propuesta_lista"}
DE_LA_VIDA_DEL_PLAN = {
    Rol.ENLACE: {"prorroga_lista", "compromiso_lista"},
    Rol.JEFE: {"propuesta_lista", "prorroga_lista", "compromiso_lista", "ventana_lista"},
    Rol.PLANEACION: _LEEN | {"prorroga_lista", "ventana_lista", "miembro_lista"},
    Rol.COMITE: _LEEN,
    Rol.SECRETARIA_GENERAL: _LEEN,
    Rol.CONTROL_INTERNO: _LEEN | {"prorroga_lista"},
}


@pytest.mark.parametrize("rol", Rol.values)
def test_cada_guia_dice_cuando_como_y_que_nunca_y_sus_enlaces_se_abren(creado, cliente_de, rol):
    cliente = cliente_de(creado.personas[rol])
    texto = cliente.get(reverse("portal:guia", args=[rol])).text
    dentro = texto.split('<div class="guia">')[1].split("</main>")[0]
    assert "<ol>" in dentro
    assert "nunca puede hacer" in dentro
    enlaces = set(re.findall(r'href="(/[^"#]*)', dentro))
    assert len(enlaces) > 3
    assert {reverse(f"planes:{nombre}") for nombre in DE_LA_VIDA_DEL_PLAN.get(rol, ())} <= enlaces
    abiertas = {url: cliente.get(url, follow=True).status_code for url in enlaces}
    assert {url for url, codigo in abiertas.items() if codigo != 200} == set()


def test_la_guia_de_un_rol_que_no_existe_no_existe(cliente_de):
    assert cliente_de(fabricas.persona("enlace")).get("/ayuda/alcalde/").status_code == 404


def test_cada_inicio_lleva_a_la_guia_de_su_rol(creado, cliente_de):
    for rol in Rol.values:
        cliente = cliente_de(creado.personas[rol])
        assert f'href="{reverse("portal:guia", args=[rol])}"' in cliente.get(reverse("portal:inicio")).text


def test_se_llega_a_la_ayuda_desde_cualquier_pagina(cliente_de):
    assert f'href="{reverse("portal:ayuda")}"' in cliente_de(fabricas.persona()).get("/politicas/").text


def test_la_ayuda_no_consulta_mas_que_la_sesion(cliente_de, consultas):
    cliente = cliente_de(fabricas.persona("enlace"))
    cliente.get("/buscar/")
    medidas = []
    for url in ("/ayuda/", "/ayuda/enlace/", "/buscar/"):
        with consultas() as hechas:
            cliente.get(url)
        medidas.append(len(hechas))
    assert len(set(medidas)) == 1


def test_las_plantillas_de_guia_son_las_de_los_roles():
    assert {ruta.stem for ruta in (Path(RAIZ) / "templates/portal/guias").iterdir()} == set(Rol.values)
