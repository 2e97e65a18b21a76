"""El micrositio: sin sesión, sin galletas, igual para todos, sin personas, y sólo con lo publicado."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from mipg.portal.contexto import ENTRADAS_MAXIMAS, MENU_PUBLICO
from mipg.portal.publico import es_publica
from planes.models import Plan
from politicas.models import (
    Actor,
    Dimension,
    Instancia,
    Norma,
    PlanteamientoDelAnio,
    ResponsabilidadPolitica,
    VersionModelo,
)
from seguimiento.models import Cifra
from tests import fabricas as f
from tests.mipg import matriz

pytestmark = pytest.mark.django_db
PUBLICAS = sorted(nombre for nombre, patron in matriz.urls_del_sistema().items() if es_publica(patron.callback))


@pytest.fixture
def medida():
    """Una política con plan publicado y otra con plan aprobado, las dos con cifra en un corte cerrado."""

    version = VersionModelo.objects.create(nombre="v6", titulo="Versión 6", activa=True)
    una, otra = (
        Dimension.objects.create(version=version, codigo=f"D{n}", orden=n, nombre=f"Dimensión {n}", nombre_furag="x")
        for n in (1, 2)
    )
    publica, reservada = f.politica(una, numero_plan=1), f.politica(otra, numero_plan=2)
    plan, aprobado = f.plan("PUBLICADO", politica=publica), f.plan("APROBADO", politica=reservada)
    corte = f.corte(1, "CERRADO")
    f.cifra(publica, corte, Decimal("91.23"), plan=plan, cobertura=80, anual=40)
    f.cifra(reservada, corte, Decimal("61.11"), plan=aprobado)
    f.cifra(una, corte, Decimal("91.24"), cobertura=100)
    f.cifra(otra, corte, Decimal("61.12"))
    return SimpleNamespace(plan=plan, aprobado=aprobado, publica=publica, reservada=reservada)


# --- Sólo lo publicado --------------------------------------------------------------------------------------


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "DEVUELTO", "APROBADO"])
def test_lo_no_publicado_es_igual_a_lo_que_no_existe(estado):
    plan = f.plan(estado, nombre="Plan secreto")
    if estado == "APROBADO":
        f.version(plan)

    def sin_numero(url: str) -> tuple[int, str]:
        respuesta = Client().get(url)
        return respuesta.status_code, respuesta.text.replace(respuesta.wsgi_request.peticion, "")

    for pagina in ("", "descargar/"):
        suya, ninguna = (sin_numero(f"/micrositio/planes/{pk}/{pagina}") for pk in (plan.pk, plan.pk + 1000))
        assert suya == ninguna
        assert suya[0] == 404
    for url in ("/", "/micrositio/planes/", "/sitemap.xml", f"/micrositio/politicas/{plan.politica.numero_plan}/"):
        texto = Client().get(url).text
        assert "Plan secreto" not in texto
        assert f"/micrositio/planes/{plan.pk}/" not in texto


def test_un_plan_que_se_cerro_al_terminar_su_vigencia_sigue_publicado():
    cerrado = f.plan("CERRADO")
    assert Client().get(f"/micrositio/planes/{cerrado.pk}/").status_code == 200
    assert list(Plan.objects.publicados()) == [cerrado]


def test_solo_se_ven_cifras_de_cortes_cerrados_y_de_planes_publicados(medida):
    abierto = f.corte(2)
    f.cifra(medida.publica, abierto, Decimal("99.99"), plan=medida.plan)
    visitante = Client()
    publica, reservada = (visitante.get(f"/micrositio/politicas/{n}/").text for n in (1, 2))
    assert "91,23" in publica
    assert "80,00" in publica
    assert "99,99" not in publica
    assert "61,1" not in reservada


def test_una_dimension_no_deja_restar_lo_que_no_se_ha_publicado(medida):
    visitante = Client()
    assert "91,24" in visitante.get("/micrositio/dimensiones/1/").text
    assert "61,12" not in visitante.get("/micrositio/dimensiones/2/").text
    assert "61,12" not in visitante.get("/").text
    Plan.objects.filter(pk=medida.aprobado.pk).update(
        estado="PUBLICADO", publicado_en=f.AHORA, publicado_por=f.persona()
    )
    assert "61,12" in visitante.get("/micrositio/dimensiones/2/").text


# --- Las páginas --------------------------------------------------------------------------------------------


def test_la_portada_lleva_a_cada_dimension_y_a_cada_politica_en_el_dibujo_y_en_el_texto(medida):
    texto = Client().get("/").text
    dibujo = re.search(r"<svg class=\"mapa\".*?</svg>", texto, re.S).group()
    for url, nombre in (
        ("/micrositio/dimensiones/1/", "Dimensión 1: Dimensión 1"),
        ("/micrositio/politicas/2/", f"Política 2: {medida.reservada.nombre}"),
    ):
        assert f'href="{url}"' in dibujo
        assert f'aria-label="{nombre}"' in dibujo
        assert f'href="{url}"' in texto.replace(dibujo, "")


@pytest.mark.parametrize("con_vigencia", [True, False])
def test_no_se_muestran_politicas_de_una_version_sin_verificar(con_vigencia):
    f.politica(numero_plan=29)
    if con_vigencia:
        f.vigencia()
    borrador = VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    dimension = Dimension.objects.create(version=borrador, codigo="D9", orden=9, nombre="Otra", nombre_furag="x")
    f.politica(dimension, numero_plan=30)
    assert Client().get("/micrositio/dimensiones/9/").status_code == 404
    assert Client().get("/micrositio/politicas/30/").status_code == 404
    assert Client().get("/micrositio/politicas/29/").status_code == 200


def test_la_politica_dice_que_dependencias_responden_y_en_que_fase(medida):
    ResponsabilidadPolitica.objects.create(
        politica=medida.publica, dependencia=f.dependencia("Secretaría X"), rol="LIDER", texto="x", fuente=f.fuente()
    )
    ResponsabilidadPolitica.objects.create(
        politica=medida.reservada,
        dependencia=f.dependencia("Secretaría Y"),
        rol="FASE",
        fase="entender la situación",
        texto="y",
        fuente=f.fuente(),
    )
    assert "Secretaría X" in Client().get("/micrositio/politicas/1/").text
    por_fases = Client().get("/micrositio/politicas/2/").text
    assert "Secretaría Y</strong>: entender la situación" in por_fases
    assert por_fases.count("Secretaría Y") == 1


def test_lo_que_el_documento_afirma_de_la_ciudad_va_como_cita_con_su_fuente():
    assert Client().get("/micrositio/que-es-mipg/").status_code == 200, "sin documento también se lee"
    PlanteamientoDelAnio.objects.create(
        anio=2025,
        documento="Plan de 2025",
        modelo="El modelo.",
        afirmacion="La ciudad subió.",
        proposito="El propósito.",
        resultados="Uno.\nDos.",
        medicion="Se mide.",
        objetivo="El objetivo.",
        alcance="El alcance.",
    )
    texto = " ".join(Client().get("/micrositio/que-es-mipg/").text.split())
    cita = re.search(r"<figure class=\"cita\">.*?</figure>", texto).group()
    assert "La ciudad subió." in cita and "Plan de 2025, §1" in cita
    assert "La ciudad subió." not in texto.replace(cita, "")
    for suyo in (
        "El modelo.",
        "El propósito.",
        "<li>Uno.</li>",
        "<li>Dos.</li>",
        "Se mide.",
        "El objetivo.",
        "El alcance.",
    ):
        assert suyo in texto


def test_los_actores_dicen_su_norma_su_secretaria_tecnica_y_el_comite_que_la_tabla_no_describe():
    planeacion = f.dependencia("Secretaría de Planeación Distrital")
    distrital = Instancia.objects.create(nombre="Comité Distrital", norma="Decreto A", secretaria_tecnica=planeacion)
    Instancia.objects.create(nombre="Comité de Control Interno", sigla="CICCI", norma="Decreto B")
    Actor.objects.create(orden=1, nombre="Comité Distrital", descripcion="Dirige.", instancia=distrital, fuente="§4")
    Actor.objects.create(
        orden=2,
        nombre="Planeación",
        descripcion="Coordina.",
        dependencia=planeacion,
        fuente="§4",
        nota="Dice «Planear».",
    )
    texto = " ".join(re.sub(r"<[^>]+>", " ", Client().get("/micrositio/actores/").text).split())
    del_comite, otras = texto.split("Otras instancias")
    assert "Secretaría técnica: Secretaría de Planeación Distrital. Norma: Decreto A." in del_comite
    assert "En este sitio: Secretaría de Planeación Distrital." in del_comite
    assert "Comité de Control Interno (CICCI) Norma: Decreto B." in otras
    assert "Comité Distrital" not in otras
    assert "Dice «Planear»." in otras


def test_las_normas_de_otras_entidades_no_se_atribuyen_a_esta():
    base = {"materia": "x", "entidad": "x"}
    Norma.objects.create(orden=1, nombre="Decreto 807 de 2019 (Bogotá)", ambito="OTRA_ENTIDAD", **base)
    Norma.objects.create(orden=2, nombre="Decreto Distrital 1600 de 2024", ambito="DISTRITAL", **base)
    texto = Client().get("/micrositio/marco-normativo/").text
    assert "807 de 2019" not in texto
    assert "Decreto Distrital 1600 de 2024" in texto


def test_el_menu_publico_no_pasa_de_siete_y_marca_la_pagina():
    assert len(MENU_PUBLICO) <= ENTRADAS_MAXIMAS
    texto = Client().get(reverse("portal:verificacion")).text
    assert re.findall(r'aria-current="page">\s*([^<]+?)\s*<', texto).count("Verificar un documento") == 2


def test_el_mapa_para_buscadores_solo_nombra_paginas_que_existen(medida):
    direcciones = re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", Client().get("/sitemap.xml").text)
    assert f"/micrositio/planes/{medida.plan.pk}/" in direcciones
    assert "/micrositio/politicas/2/" in direcciones
    assert {url: Client().get(url).status_code for url in direcciones} == dict.fromkeys(direcciones, 200)
    assert "http://127.0.0.1:8000/sitemap.xml" in Client().get("/robots.txt").text


# --- Cuánto cuesta ------------------------------------------------------------------------------------------


def test_cada_pagina_cuesta_las_mismas_consultas_con_2_y_con_50_filas(consultas):
    def crecer(cuantas: int) -> None:
        for _ in range(cuantas):
            plan = f.plan("PUBLICADO", politica=f.politica(dimension))
            ResponsabilidadPolitica.objects.create(
                politica=plan.politica, dependencia=plan.dependencia, rol="LIDER", texto="x", fuente=f.fuente()
            )
            f.version(plan)
            f.cifra(plan.politica, corte, 90, plan=plan, dimension=dimension)
            f.actividad(principal)
        f.version(principal, numero=principal.versiones.count() + 1)
        for actividad in principal.actividades.exclude(pk__in=Cifra.objects.values("clave")):
            f.cifra(actividad, corte, 90)

    def medir() -> dict[str, int]:
        cuentas = {}
        for url in urls:
            with consultas() as hechas:
                assert Client().get(url).status_code == 200
            cuentas[url] = len(hechas)
        return cuentas

    principal, corte = f.plan("PUBLICADO"), f.corte(1, "CERRADO")
    dimension = principal.politica.dimension
    f.cifra(principal, corte, 90)
    urls = [
        reverse(f"portal:{n}") for n in ("micrositio", "plan_publico_lista", "mapa_sitio", "sitemap", "que_es_mipg")
    ]
    urls += [
        reverse("portal:dimension_publica", args=[dimension.orden]),
        reverse("portal:politica_publica", args=[principal.politica.numero_plan]),
        reverse("portal:plan_publico", args=[principal.pk]),
    ]
    crecer(2)
    medir()  # lo que el proceso recuerda de la primera vez no cuenta
    con_pocas = medir()
    crecer(48)
    assert medir() == con_pocas
    assert max(con_pocas.values()) <= 14, con_pocas  # la de una política, que dice también su última ficha
