"""Revisar la hoja de un acto, decir qué acto es y cargarlo, todo o nada y una sola vez."""

import html
from types import MappingProxyType

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Importacion
from politicas.models import Fuente, Politica, ResponsabilidadPolitica, Vigencia
from tests import fabricas as f
from tests.planes.archivos import con_hojas

TITULOS = ("Política", "Papel", "Dependencia o instancia", "Fase", "Texto", "Nota")
ACTO = {"clase": "ACTO", "nombre": "Decreto 1 de 2027", "seccion": "art. 3", "desde": "2027", "reparte": "on"}


@pytest.fixture
def planeacion(db, cliente_de):
    f.politica(nombre="Integridad")
    f.dependencia("Oficina de Paz")
    return cliente_de(f.persona("planeacion"))


def subir(cliente, *filas) -> str:
    hoja = con_hojas({"Acto": filas or [("Integridad", "Líder", "Oficina de Paz")]}, TITULOS)
    archivo = SimpleUploadedFile("acto.xlsx", hoja)
    return cliente.post("/politicas/fuentes/importar/", {"archivo": archivo})["Location"]


def confirmar(cliente, url, cambios=MappingProxyType({})):
    huella = Importacion.objects.get(pk=url.strip("/").split("/")[-1]).huella
    return cliente.post(url, ACTO | {"huella": huella, **cambios})


def test_la_vista_previa_dice_lo_que_trae_y_no_carga_nada(planeacion):
    pagina = planeacion.get(subir(planeacion))
    assert "1 política que nombra y 1 responsabilidad." in pagina.text
    assert not Fuente.objects.exists()


def test_confirmar_la_carga_una_sola_vez(planeacion):
    url = subir(planeacion)
    assert confirmar(planeacion, url)["Location"] == "/politicas/fuentes/"
    assert confirmar(planeacion, url)["Location"] == url
    assert "Este archivo ya se aplicó" in planeacion.get(url).text
    (fila,) = ResponsabilidadPolitica.objects.que_rigen(2027)
    assert (str(fila.fuente), fila.dependencia.nombre, fila.fuente.hasta) == (
        "Decreto 1 de 2027, art. 3", "Oficina de Paz", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cambios", "campo", "mensaje"),
    [
        ({"nombre": " \u200b"}, "nombre", ""),
        ({"desde": "1900", "hasta": "2018"}, "desde", "2018"),
        ({"desde": "9" * 40}, "desde", "2100"),
        ({"hasta": "2026"}, "__all__", "deja de regir antes de empezar"),
        ({"desde": "2026"}, "desde", "La vigencia 2026 ya se cerró"),
        ({"nombre": "Documento de prueba", "seccion": ""}, "__all__", "Ya hay una fuente con ese nombre"),
        ({"url": "javascript:alert(1)"}, "url", "URL"),
    ],
)
def test_lo_mal_dicho_del_acto_vuelve_con_su_razon(planeacion, cambios, campo, mensaje):
    f.fuente()
    Vigencia.objects.filter(pk=f.vigencia(2026).pk).update(cerrada_en=f.AHORA, cerrada_por=f.persona())
    respuesta = confirmar(planeacion, subir(planeacion), cambios)
    assert respuesta.status_code == 422
    errores = respuesta.context["form"].errors
    assert list(errores) == [campo]
    assert mensaje in str(errores[campo])
    assert str(errores[campo][0]) in html.unescape(respuesta.text)
    assert Fuente.objects.count() == 1


def test_el_acto_nombra_las_politicas_de_la_version_de_su_vigencia(planeacion):
    """Lo que se lee con la versión de hoy no se carga en la de un año que trabaja con otra."""
    f.vigencia(2026)
    otra = f.VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    Vigencia.objects.filter(pk=f.vigencia(2027).pk).update(version=otra)
    url = subir(planeacion)
    dimension = f.Dimension.objects.create(version=otra, codigo="D1", orden=1, nombre="Otra", nombre_furag="O")
    respuesta = confirmar(planeacion, url)
    assert (respuesta.status_code, Fuente.objects.exists()) == (422, False)
    assert "No hay ninguna política «Integridad»" in respuesta.text
    en_la_otra = f.politica(dimension, nombre="Integridad")
    assert confirmar(planeacion, url).status_code == 302
    assert ResponsabilidadPolitica.objects.get().politica == en_la_otra


def test_la_que_solo_existe_en_la_version_de_otro_anio_abierto_se_lee_con_ella(planeacion):
    f.vigencia(2026)
    otra = f.VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    Vigencia.objects.filter(pk=f.vigencia(2027).pk).update(version=otra)
    dimension = f.Dimension.objects.create(version=otra, codigo="D1", orden=1, nombre="Otra", nombre_furag="O")
    f.politica(dimension, nombre="Ambiental")
    url = subir(planeacion, ("Ambiental", "Líder", "Oficina de Paz", "", "", "Nota del acto"))
    pagina = planeacion.get(url).text
    assert "Confirmar e importar" in pagina and "Nota: Nota del acto" in pagina
    assert confirmar(planeacion, url, {"desde": "2026"}).status_code == 422
    assert confirmar(planeacion, url).status_code == 302


def test_al_cargarlo_se_dice_cuantos_planes_quedan_con_otra(planeacion):
    plan = f.plan(politica=Politica.objects.get(nombre="Integridad"))
    url = subir(planeacion)
    huella = Importacion.objects.get(pk=url.strip("/").split("/")[-1]).huella
    pagina = planeacion.post(url, ACTO | {"huella": huella, "desde": str(plan.vigencia.anio)}, follow=True).text
    assert "1 plan lo coordina una dependencia que no responde por su política" in pagina


def test_cuesta_lo_mismo_con_1_y_con_40_filas(planeacion, consultas):
    medidas = []
    for cuantas in (1, 40):
        filas = []
        for n in range(cuantas):
            f.politica(nombre=f"P{cuantas} x {n}")
            filas.append((f"P{cuantas} x {n}", "Líder", "Oficina de Paz"))
        url = subir(planeacion, *filas)
        with consultas() as hechas:
            planeacion.get(url)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1] <= 20, medidas
