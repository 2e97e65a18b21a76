"""Devolver con observaciones."""

import pytest

from planes.models import Observacion


@pytest.fixture
def enviado(en_estado):
    """Un plan en revisión."""
    return en_estado("EN_REVISION")


@pytest.fixture
def datos(enviado):
    """Una observación sobre la meta de la actividad y otra general."""
    return {
        "version": enviado.version,
        "renglones": "3",
        "actividad_1": enviado.actividades.get().pk,
        "campo_1": "meta",
        "texto_1": "La meta es corta.",
        "texto_2": "Falta la sede norte.",
    }


def test_devuelve_con_una_observacion_por_renglon(quien, enviado, datos, sucesos):
    assert quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos).status_code == 302
    enviado.refresh_from_db()
    assert enviado.estado == "DEVUELTO"
    assert list(Observacion.objects.order_by("id").values_list("campo", "texto")) == [
        ("meta", "La meta es corta."),
        ("", "Falta la sede norte."),
    ]
    assert sucesos(enviado) == ["devolver"]


def test_sin_observaciones_no_se_devuelve(quien, enviado, sucesos):
    vacio = {"version": enviado.version, "renglones": "3"}
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", vacio)
    assert respuesta.status_code == 422
    assert "al menos una observación" in respuesta.content.decode()
    assert sucesos(enviado) == []


def test_elegir_actividad_sin_escribir_se_reclama(quien, enviado, datos):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos | {"texto_1": ""})
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "Escriba qué hay que corregir" in pagina
    assert "Falta la sede norte." in pagina


def test_otra_observacion_anade_un_renglon_sin_perder_lo_escrito(quien, enviado, datos):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos | {"otra": "1"})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert 'name="texto_4"' in pagina
    assert "La meta es corta." in pagina
    assert 'name="renglones" value="4"' in pagina
    assert not Observacion.objects.exists()


def test_si_el_plan_cambio_no_se_devuelve_lo_que_no_se_leyo(quien, enviado, datos):
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos | {"version": 99})
    assert respuesta.status_code == 422
    assert not Observacion.objects.exists()
    assert "La meta es corta." in respuesta.content.decode()


@pytest.mark.parametrize("renglones", ["", "x", "-3", "0", "1000000", "²"])
def test_un_numero_de_renglones_disparatado_no_rompe(quien, enviado, datos, renglones):
    datos |= {"renglones": renglones}
    assert quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos).status_code in (302, 422)


def test_una_actividad_de_otro_plan_no_se_acepta(quien, enviado, datos, en_estado):
    ajena = en_estado("EN_REVISION").actividades.get()
    respuesta = quien.cliente.planeacion.post(f"/planes/{enviado.pk}/devolver/", datos | {"actividad_1": ajena.pk})
    assert respuesta.status_code == 422
    assert not Observacion.objects.exists()


def test_solo_decide_planeacion_y_solo_en_revision(quien, enviado, datos, plan):
    assert quien.cliente.otro.post(f"/planes/{enviado.pk}/devolver/", datos).status_code == 404
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.get(f"/planes/{enviado.pk}/devolver/").status_code == 403
        assert cliente.post(f"/planes/{enviado.pk}/devolver/", datos).status_code == 403
    assert quien.cliente.planeacion.get(f"/planes/{enviado.pk}/devolver/").status_code == 200
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/devolver/").status_code == 302
