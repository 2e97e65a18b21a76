"""El detalle de una política: las dos tablas lado a lado, sin esconder lo que se contradice."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from mipg.usuarios.roles import Rol
from politicas.models import EnlacePolitica, Politica
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogo(catalogo_del_modulo):
    """El mismo catálogo para todas las pruebas de este módulo."""
    return catalogo_del_modulo


def url(codigo: str) -> str:
    politica = Politica.objects.get(codigo_furag=codigo, dimension__version__nombre="v6")
    return reverse("politicas:politica_detalle", args=[politica.pk])


def texto(respuesta) -> str:
    return " ".join(unescape(respuesta.content.decode()).split())


@pytest.mark.parametrize("rol", [None, *Rol.values])
def test_lo_lee_toda_persona_con_sesion(rol, catalogo, cliente_de):
    respuesta = cliente_de(fabricas.persona(rol)).get(url("POL16"))
    assert respuesta.status_code == 200
    puede = rol in (Rol.PLANEACION, Rol.ADMINISTRADOR)
    assert (reverse("politicas:enlace_designar") in respuesta.content.decode()) == puede


def test_sin_sesion_lleva_al_ingreso(client, catalogo):
    assert client.get(url("POL01")).status_code == 302


def test_solo_se_lee(catalogo, cliente_de):
    assert cliente_de(fabricas.persona("planeacion")).post(url("POL01")).status_code == 405


def test_una_politica_que_no_existe_o_de_version_sin_activar_es_404(catalogo, cliente_de):
    futura = Politica.objects.get(codigo_furag="POL01", dimension__version__nombre="v7")
    cliente = cliente_de(fabricas.persona("planeacion"))
    for pk in (futura.pk, 999_999):
        assert cliente.get(reverse("politicas:politica_detalle", args=[pk])).status_code == 404


def test_las_diecinueve_se_pintan(catalogo, cliente_de):
    cliente = cliente_de(fabricas.persona())
    for politica in Politica.objects.de_version_activa():
        respuesta = cliente.get(reverse("politicas:politica_detalle", args=[politica.pk]))
        html = texto(respuesta)
        assert politica.nombre in html and politica.nota in html
        assert html.count(politica.nota or "§4 (tabla de actores)") == 1
        for r in politica.responsabilidades.all():
            assert r.nota in html and r.responsable in html and f"«{r.texto}»" in html and str(r.fuente) in html
        for indice in politica.indices.all():
            assert indice.nombre in html
        assert "807 de 2019" not in html and "UAESP" not in html


def test_la_contradiccion_se_ve_con_sus_dos_fuentes(catalogo, cliente_de):
    respuesta = cliente_de(fabricas.persona()).get(url("POL16"))
    html = texto(respuesta)
    assert respuesta.context["papeles"].advertencia
    assert "Las fuentes que rigen no concuerdan en quién responde" in html
    assert [[r.responsable for r in filas] for _, filas in respuesta.context["tablas"]] == [
        ["Secretaría General"],
        ["Dirección de Archivo", "Todas las dependencias"],
    ]
    assert "§7, actividad 2 (tabla de políticas)" in html and "§4 (tabla de actores)" in html


def test_la_politica_seis_muestra_sus_cuatro_fases_en_orden(catalogo, cliente_de):
    respuesta = cliente_de(fabricas.persona()).get(url("POL06"))
    assert [
        (t.numero, t.nombre, tuple(r.responsable for r, *_ in filas)) for t, filas in respuesta.context["tramos"]
    ] == [
        (1, "entender la situación", ("Secretaría de Planeación Distrital",)),
        (2, "diseñar o rediseñar lo necesario – arquitectura institucional", ("Secretaría General",)),
        (
            3,
            "impacto en el presupuesto",
            ("Dirección Administrativa de Talento Humano", "Secretaría de Hacienda"),
        ),
        (4, "trabajo por procesos", ("Secretaría de Planeación Distrital",)),
    ]
    assert "Fases, en orden" in texto(respuesta)


def test_una_politica_sin_fases_ni_indices_lo_dice(catalogo, cliente_de):
    html = texto(cliente_de(fabricas.persona()).get(url("POL14")))
    assert "Fases, en orden" not in html
    assert "no tiene índices" in html
    assert "no tiene enlaces" in html


def test_muestra_los_enlaces_vigentes_y_no_los_terminados(catalogo, cliente_de, time_machine, ahora, hoy):
    time_machine.move_to(ahora)
    politica = Politica.objects.de_version_activa().get(codigo_furag="POL01")
    ayer = hoy - timedelta(days=1)
    for nombre, desde, hasta, vinculo in (
        ("Ana Vigente", hoy, None, hoy),
        ("Luis Terminado", hoy - timedelta(days=60), ayer, None),
        ("Eva Retirada", hoy - timedelta(days=30), None, ayer),
    ):
        EnlacePolitica.objects.create(
            politica=politica,
            dependencia=fabricas.dependencia(),
            persona=fabricas.persona(nombre=nombre, vinculo_hasta=vinculo),
            desde=desde,
            hasta=hasta,
        )
    html = texto(cliente_de(fabricas.persona()).get(url("POL01")))
    assert "Ana Vigente" in html and "06/07/2026" in html
    assert "Luis Terminado" not in html and "Eva Retirada" not in html


def test_las_consultas_no_crecen_con_los_enlaces(catalogo, cliente_de, consultas, hoy):
    cliente = cliente_de(fabricas.persona())
    cliente.get(url("POL01"))
    cuentas = []
    for cuantos in (2, 48):
        for _ in range(cuantos):
            EnlacePolitica.objects.create(
                politica=Politica.objects.de_version_activa().get(codigo_furag="POL01"),
                dependencia=fabricas.dependencia(),
                persona=fabricas.persona(),
                desde=hoy - timedelta(days=400),
            )
        with consultas() as hechas:
            respuesta = cliente.get(url("POL01"))
        cuentas.append(len(hechas))
    assert len(respuesta.context["enlaces"]) == 50
    assert cuentas[0] == cuentas[1]
