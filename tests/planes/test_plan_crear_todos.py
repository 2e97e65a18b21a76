"""Crear de una vez los planes de la vigencia."""

import pytest

from mipg.usuarios.models import Dependencia
from planes.models import Plan
from politicas.models import ResponsabilidadPolitica, TipoPlan
from tests import fabricas

URL = "/planes/crear-todos/"


@pytest.fixture
def vigencia(quien):
    """Una vigencia con dos tipos de plan institucional y una política con líder."""
    for numero in (1, 2):
        TipoPlan.objects.create(numero=numero, desde=2018, nombre=f"Institucional {numero}", dependencia=quien.propia)
    ResponsabilidadPolitica.objects.create(
        politica=fabricas.politica(), dependencia=quien.propia, rol="LIDER", texto="x", fuente=fabricas.fuente()
    )
    return fabricas.vigencia()


def test_crea_los_que_faltan_y_repetirlo_no_duplica(quien, vigencia):
    for _ in range(2):
        respuesta = quien.cliente.planeacion.post(URL, {"vigencia": vigencia.pk})
        assert respuesta.status_code == 302
        assert Plan.objects.count() == 3


def test_solo_planeacion(quien, vigencia):
    for cliente in (quien.cliente.jefe, quien.cliente.control, quien.cliente.enlace):
        assert cliente.post(URL, {"vigencia": vigencia.pk}).status_code == 403
    assert not Plan.objects.exists()


def test_solo_con_post_y_con_una_vigencia_abierta(quien, vigencia):
    assert quien.cliente.planeacion.get(URL).status_code == 405
    for mala in ("", "x", "9999"):
        assert quien.cliente.planeacion.post(URL, {"vigencia": mala}).status_code == 404


@pytest.mark.parametrize("absurdo", ["9" * 5000, "9" * 400, "-1", "²", "1e9"])
def test_un_numero_absurdo_nunca_es_500(quien, vigencia, absurdo):
    cliente = quien.cliente.planeacion
    assert cliente.post(URL, {"vigencia": absurdo}).status_code == 404
    plan = fabricas.plan("EN_REVISION")
    rutas = ("/planes/", "/planes/crear/", f"/planes/{plan.pk}/", f"/planes/{plan.pk}/aprobar/", "/personas/")
    for ruta in (*rutas, "/pendientes/", "/expediente/informes/", "/politicas/", "/avisos/ensayo/"):
        parametros = dict.fromkeys(("corte", "version", "page", "vigencia", "politica", "tipo", "dependencia"), absurdo)
        assert cliente.get(ruta, parametros).status_code < 500, ruta


def test_lo_que_respondia_una_dependencia_suprimida_espera_a_quien_la_suceda(quien, vigencia):
    Dependencia.objects.filter(pk=quien.propia.pk).update(vigente_hasta="2026-01-31")
    quien.cliente.planeacion.post(URL, {"vigencia": vigencia.pk})
    assert not Plan.objects.exists()


def test_lo_que_respondia_una_suprimida_es_de_la_ultima_que_la_sucedio(quien, vigencia):
    ultima = fabricas.dependencia("La de hoy")
    media = fabricas.dependencia("La de en medio", vigente_hasta="2026-06-30", sucesora=ultima, heredera=ultima)
    Dependencia.objects.filter(pk=quien.propia.pk).update(
        vigente_hasta="2026-01-31", sucesora=media.pk, heredera=ultima.pk
    )
    quien.cliente.planeacion.post(URL, {"vigencia": vigencia.pk})
    assert {plan.dependencia for plan in Plan.objects.all()} == {ultima}
