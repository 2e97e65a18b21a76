"""La lista de políticas por dimensión."""

import pytest
from django.urls import reverse

from mipg.usuarios.roles import Rol
from politicas.models import EnlacePolitica, Politica, VersionModelo
from tests import fabricas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogo_del_modulo")]
URL = "politicas:politica_lista"


@pytest.mark.parametrize("rol", [None, *Rol.values])
def test_la_lee_toda_persona_con_sesion(rol, cliente_de):
    respuesta = cliente_de(fabricas.persona(rol)).get(reverse(URL))
    assert respuesta.status_code == 200
    dimensiones = respuesta.context["dimensiones"]
    assert [d.codigo for d, _ in dimensiones] == [f"D{n}" for n in range(1, 8)]
    assert sum(len(filas) for _, filas in dimensiones) == 19
    # Sólo quien asigna personas ve la puerta a los enlaces.
    puede = rol in (Rol.PLANEACION, Rol.ADMINISTRADOR, Rol.JEFE)
    assert (reverse("politicas:enlace_lista") in respuesta.content.decode()) == puede


def test_dice_las_fuentes_que_rigen_el_anio_y_no_las_retiradas_ni_las_de_despues(cliente_de):
    retirada = {"retirada_en": fabricas.AHORA, "retirada_por": fabricas.persona(), "retirada_motivo": "Error"}
    rige = fabricas.fuente("Rige", desde=2026)
    fabricas.fuente("Retirada", desde=2026, **retirada)
    fabricas.fuente("De 2090", desde=2090)
    fuentes = set(cliente_de(fabricas.persona()).get(reverse(URL)).context["fuentes"])
    assert rige in fuentes
    assert not {"Retirada", "De 2090"} & {fuente.nombre for fuente in fuentes}


def test_sin_sesion_lleva_al_ingreso(client):
    assert client.get(reverse(URL)).status_code == 302


def test_solo_se_lee(cliente_de):
    assert cliente_de(fabricas.persona("planeacion")).post(reverse(URL)).status_code == 405


def test_cada_fila_lleva_al_detalle_y_dice_responsables_y_contradicciones(cliente_de):
    respuesta = cliente_de(fabricas.persona()).get(reverse(URL))
    filas = {f["politica"].codigo_furag: f for _, filas in respuesta.context["dimensiones"] for f in filas}
    html = respuesta.content.decode()
    for fila in filas.values():
        assert reverse("politicas:politica_detalle", args=[fila["politica"].pk]) in html
    assert filas["POL16"]["papeles"].nombres == ("Secretaría General", "Dirección de Archivo")
    por_decidir = {codigo for codigo, fila in filas.items() if fila["papeles"].advertencia}
    assert por_decidir == {"POL04", "POL05", "POL06", "POL07", "POL08", "POL15", "POL16", "POL19"}
    assert html.count("Por decidir") == len(por_decidir)
    assert reverse("politicas:contradiccion_lista") in html


def test_una_version_sin_activar_no_se_muestra(cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(reverse(URL))
    assert respuesta.context["total"] == 19
    assert "Gestión Ambiental Institucional" not in respuesta.content.decode()


def test_muestra_la_version_de_la_vigencia_actual_y_no_la_activa(cliente_de):
    fabricas.vigencia()
    VersionModelo.objects.filter(nombre="v6").update(activa=False)
    VersionModelo.objects.filter(nombre="v7").update(activa=True)
    respuesta = cliente_de(fabricas.persona()).get(reverse(URL))
    assert respuesta.context["total"] == 19


def test_sin_catalogo_dice_que_hacer(cliente_de):
    VersionModelo.objects.update(activa=False)
    respuesta = cliente_de(fabricas.persona()).get(reverse(URL))
    assert "sembrar" in respuesta.content.decode()


def test_las_consultas_no_crecen_con_los_enlaces(cliente_de, consultas, hoy):
    cliente = cliente_de(fabricas.persona("planeacion"))
    cliente.get(reverse(URL))
    cuentas = []
    for cuantos in (2, 48):
        for _ in range(cuantos):
            EnlacePolitica.objects.create(
                politica=Politica.objects.first(),
                dependencia=fabricas.dependencia(),
                persona=fabricas.persona(),
                desde=hoy,
            )
        with consultas() as hechas:
            cliente.get(reverse(URL))
        cuentas.append(len(hechas))
    assert cuentas[0] == cuentas[1]


def test_se_ven_las_de_otra_vigencia_abierta(cliente_de):
    v7 = VersionModelo.objects.get(nombre="v7")
    fabricas.vigencia()
    fabricas.vigencia(2027, version=v7)
    cliente = cliente_de(fabricas.persona())
    pagina = cliente.get(reverse(URL))
    assert pagina.context["total"] == 19
    assert "?vigencia=2027" in pagina.text
    de_2027 = cliente.get(reverse(URL) + "?vigencia=2027")
    assert (de_2027.context["total"], de_2027.context["anio"]) == (20, 2027)
    assert cliente.get(reverse(URL) + "?vigencia=x").context["anio"] == 2026
