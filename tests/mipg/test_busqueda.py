"""El buscador: qué encuentra cada quien, que todo lo encontrado se abre, y lo que se escribe con mala intención."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from mipg.expediente import acciones as expediente
from mipg.portal.views.busqueda import POR_CLASE, POR_PAGINA
from tests import fabricas
from tests.mipg import mundo
from tests.planes import ley

URL = "/buscar/"


def encontrados(respuesta) -> dict[str, list[str]]:
    """`{clase: títulos}` de lo que la página muestra."""
    return {g.clase.codigo: [h.titulo for h in g.hallazgos] for g in respuesta.context["grupos"] if g.total}


def enlaces(texto: str) -> list[str]:
    """Adónde llevan los resultados."""
    dentro = texto.split('id="resultados"', 1)[1].split("</main>", 1)[0]
    return re.findall(r'<li>\s*<a href="([^"]+)"', dentro)


@pytest.fixture
def contratacion(db, ahora):
    """Planes, actividades y documentos «de contratación» de dos dependencias, en varios estados."""
    propia, ajena = fabricas.dependencia("Oficina Jurídica"), fabricas.dependencia("Oficina de Prensa")
    for estado, oficina in (("PUBLICADO", propia), ("BORRADOR", propia), ("BORRADOR", ajena), ("APROBADO", ajena)):
        plan = fabricas.plan(estado, dependencia=oficina, nombre=f"Contratación {estado} de {oficina}")
        fabricas.actividad(plan, nombre=f"Publicar la contratación {estado} de {oficina}")
    for oficina in (propia, ajena):
        expediente.adjuntar(
            objeto=plan,
            dependencia=oficina,
            titulo=f"Acta de contratación de {oficina}",
            fecha_documento=date(2026, 3, 1),
            nombre="acta.txt",
            contenido=f"Acta de {oficina}".encode(),
            por=fabricas.persona("enlace", oficina),
            ahora=ahora,
        )
    fabricas.persona("enlace", propia, nombre="Contratación Ficticia")
    return propia


def test_un_enlace_encuentra_lo_suyo_y_lo_publicado_y_nada_mas(cliente_de, contratacion):
    respuesta = cliente_de(fabricas.persona("enlace", contratacion)).get(URL, {"q": "CONTRATACION"})

    assert {clase: sorted(titulos) for clase, titulos in encontrados(respuesta).items()} == {
        "planes": ["Contratación BORRADOR de Oficina Jurídica", "Contratación PUBLICADO de Oficina Jurídica"],
        "actividades": sorted(t for t in encontrados(respuesta)["actividades"] if "Prensa" not in t),
        "documentos": ["Acta de contratación de Oficina Jurídica"],
    }
    assert len(encontrados(respuesta)["actividades"]) == 2


def test_planeacion_encuentra_todo_y_tambien_a_las_personas(cliente_de, contratacion):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"q": "contratacion"})

    assert {clase: len(titulos) for clase, titulos in encontrados(respuesta).items()} == {
        "planes": 4,
        "actividades": 4,
        "documentos": 2,
        "personas": 1,
    }


@pytest.mark.una_base
@pytest.mark.parametrize("rol", [rol for rol in mundo.ROLES if rol != "anonimo"])
def test_cada_rol_puede_abrir_todo_lo_que_encuentra(cliente_de, contratacion, rol):
    creado = mundo.crear()
    cliente = cliente_de(creado.personas[rol])
    encontradas = set()
    for q in ("contratacion", "propia", "plan", "actividad", "soporte", "politica", "persona"):
        encontradas |= set(enlaces(cliente.get(URL, {"q": q}).text))
    assert encontradas
    assert [url for url in sorted(encontradas) if cliente.get(url).status_code != 200] == []


def test_lo_que_se_debe_por_ley_lo_encuentra_quien_lo_ve(cliente_de, contratacion):
    planea, jefa = fabricas.persona("planeacion"), fabricas.persona("jefe", contratacion)
    ley.informe(planea, contratacion, nombre="Informe de contratación")
    ley.requerimiento(planea, contratacion, radicado="CGR-4417", asunto="Copia de la contratación")
    for persona, ve in ((jefa, True), (planea, True), (fabricas.persona("jefe", fabricas.dependencia()), False)):
        cliente = cliente_de(persona)
        assert encontrados(cliente.get(URL, {"q": "cgr 4417"})) == ({"requerimientos": ["CGR-4417"]} if ve else {})
        hallado = encontrados(cliente.get(URL, {"q": "contratacion"}))
        assert hallado.get("informes") == (["Informe de contratación"] if ve else None)


def test_sin_rol_solo_se_encuentra_lo_publicado(cliente_de, contratacion):
    respuesta = cliente_de(fabricas.persona()).get(URL, {"q": "contratación"})
    assert set(encontrados(respuesta)) == {"planes", "actividades"}
    assert encontrados(respuesta)["planes"] == ["Contratación PUBLICADO de Oficina Jurídica"]


def test_lo_retirado_no_se_encuentra(cliente_de, ahora):
    actividad = fabricas.actividad(fabricas.plan("PUBLICADO"), nombre="Algo singular")
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert "actividades" in encontrados(cliente.get(URL, {"q": "singular"}))
    actividad.retirada_en, actividad.retirada_por = ahora, fabricas.persona()
    actividad.save()
    assert encontrados(cliente.get(URL, {"q": "singular"})) == {}


def test_marca_lo_encontrado_y_dice_donde_vive(cliente_de, contratacion):
    pagina = cliente_de(fabricas.persona("planeacion")).get(URL, {"q": "juridica contratacion publicado"})
    texto = " ".join(pagina.text.split())
    assert "<mark>Contratación</mark> <mark>PUBLICADO</mark> de Oficina <mark>Jurídica</mark>" in texto
    assert "Vigencia 2026" in texto
    assert "Oficina <mark>Jurídica</mark> ·" in texto


def test_muestra_los_primeros_y_lleva_a_todos(cliente_de):
    plan = fabricas.plan("PUBLICADO")
    for _ in range(POR_PAGINA + 2):
        fabricas.actividad(plan, nombre="Realizar talleres")
    cliente = cliente_de(fabricas.persona("planeacion"))

    primera = cliente.get(URL, {"q": "talleres"})
    assert len(encontrados(primera)["actividades"]) == POR_CLASE
    assert 'href="?q=talleres&amp;en=actividades">Ver 22 actividades</a>' in primera.text
    todas = cliente.get(URL, {"q": "talleres", "en": "actividades", "page": "2"})
    assert len(encontrados(todas)["actividades"]) == 2
    assert "<strong>22</strong> actividades" in " ".join(todas.text.split())


@pytest.mark.parametrize(
    "q",
    ["", " ", "a", "%", "_", "%%", "'", '"', "\\", "' OR 1=1 --", "<script>alert(1)</script>", "\0\0", "x" * 10_000,
     "a b " * 3_000, "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "¿¿", "((((", "{{ 7 }}"],
)  # fmt: skip
def test_lo_raro_no_rompe_nada(cliente_de, contratacion, q):
    cliente = cliente_de(fabricas.persona("planeacion"))
    for consulta in ({"q": q}, {"q": q, "en": "actividades", "page": "x"}, {"q": q, "en": "disparate"}):
        respuesta = cliente.get(URL, consulta)
        assert respuesta.status_code == 200
        assert "<script>alert" not in respuesta.text


def test_con_una_letra_pide_otra_y_no_busca(cliente_de, contratacion, consultas):
    cliente = cliente_de(fabricas.persona("planeacion"))
    with consultas() as hechas:
        respuesta = cliente.get(URL, {"q": "c"})
    assert "Escriba al menos dos letras" in respuesta.text
    assert [q for q in hechas if "CONTIENE" in q["sql"].upper() or "TRANSLATE" in q["sql"].upper()] == []


def test_si_no_hay_nada_dice_como_seguir(cliente_de, contratacion):
    texto = cliente_de(fabricas.persona("planeacion")).get(URL, {"q": "contratación inexistente"}).text
    assert "No se encontró nada con todas esas palabras" in texto
    assert 'href="?q=contratacion"' in texto
    assert "pruebe con el comienzo" in cliente_de(fabricas.persona("enlace")).get(URL, {"q": "inexistente"}).text


def test_tambien_explica_el_termino_que_se_busca(cliente_de):
    texto = cliente_de(fabricas.persona("enlace")).get(URL, {"q": "cobertura"}).text
    assert reverse("portal:ayuda") + "#cobertura" in texto


def test_htmx_recibe_solo_los_resultados_y_la_cuenta(cliente_de, contratacion):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(
        URL, {"q": "contratacion"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in respuesta.text
    assert 'id="resultados"' in respuesta.text
    assert 'hx-swap-oob="innerHTML:#busqueda-cuenta"' in respuesta.text


def test_al_volver_atras_htmx_recibe_la_pagina_entera(cliente_de, db):
    cabeceras = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    texto = cliente_de(fabricas.persona("enlace")).get(URL, {"q": "plan"}, headers=cabeceras).text
    assert "<html" in texto
    assert texto.count('id="busqueda-cuenta"') == 1


@pytest.mark.una_base
def test_todas_las_paginas_con_sesion_llevan_la_caja_menos_la_del_buscador(cliente_de, client):
    cliente = cliente_de(fabricas.persona("enlace"))
    assert 'id="buscador-texto"' in cliente.get("/planes/").text
    assert 'id="buscador-texto"' not in cliente.get(URL).text
    assert 'id="buscador-texto"' not in client.get("/cuenta/login/").text


def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, ahora):
    cliente, medidas = cliente_de(fabricas.persona("planeacion")), []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            fabricas.actividad(fabricas.plan("PUBLICADO"), nombre="Buscada")
            fabricas.persona("enlace", nombre="Buscada")
        for consulta in ({"q": "buscada"}, {"q": "buscada", "en": "actividades"}):
            cliente.get(URL, consulta)
            with consultas() as hechas:
                cliente.get(URL, consulta)
            medidas.append(len(hechas))
    assert medidas[:2] == medidas[2:]


def test_el_admin_tampoco_mira_tildes_en_ningun_modelo(cliente_de):
    fabricas.dependencia("Dirección de Archivo")
    cliente = cliente_de(fabricas.persona("control_interno"))
    assert "Dirección de Archivo" in cliente.get("/admin/usuarios/dependencia/", {"q": "ARCHIVO direccion"}).text
    con_caja = [modelo._meta for modelo, en_admin in admin.site._registry.items() if en_admin.search_fields]
    assert len(con_caja) > 20
    for opciones in con_caja:
        lista = reverse(f"admin:{opciones.app_label}_{opciones.model_name}_changelist")
        assert cliente.get(lista, {"q": "ñandú 2026 %"}).status_code == 200, lista


@pytest.mark.parametrize(
    ("url", "campo"),
    [
        ("/planes/", "q"),
        ("/personas/", "texto"),
        ("/seguimiento/avances/", "q"),
        ("/seguimiento/actividades/", "q"),
    ],
)
def test_los_filtros_de_cada_lista_tampoco_miran_tildes(cliente_de, url, campo):
    vigencia = fabricas.vigencia()
    plan = fabricas.plan("APROBADO", vigencia=vigencia, nombre="Evaluación única")
    avance = fabricas.avance(fabricas.actividad(plan, nombre="Evaluación única"), fabricas.corte(2, de=vigencia))
    fabricas.persona("enlace", nombre="Evaluación Única")
    assert avance.pk
    cliente = cliente_de(fabricas.persona("planeacion"))
    for texto, total in (("UNICA evaluacion", 1), ("única zeta", 0)):
        assert cliente.get(url, {campo: texto}).context["page_obj"].paginator.count == total
