"""Copiar el plan del año pasado: línea por línea, de una vez, y cada actividad recuerda de cuál viene."""

from datetime import date
from decimal import Decimal

import pytest

from planes.acciones import copias
from planes.historia import historia_de
from tests import fabricas


@pytest.fixture
def anterior(quien):
    """El de 2025, aprobado, con dos actividades."""
    viejo = fabricas.plan("PUBLICADO", vigencia=fabricas.vigencia(2025), dependencia=quien.propia, por=quien.jefe)
    una = fabricas.actividad(
        viejo, numero="1", nombre="Publicar el boletín", enlace=quien.enlace, dependencia=quien.propia,
        fecha_inicio=date(2025, 2, 1), fecha_fin=date(2025, 11, 30), presupuesto=Decimal(5_000_000),
        bpin="002024680010012", programado=(1, None, None, 1), meta=Decimal(2),
    )  # fmt: skip
    una.apoyos.add(quien.ajena)
    fabricas.actividad(viejo, numero="2", nombre="Hacer talleres", fecha_fin=date(2025, 12, 1))
    return viejo


@pytest.fixture
def nuevo(quien, anterior):
    return fabricas.plan(politica=anterior.politica, dependencia=quien.propia, por=quien.jefe)


def test_se_ve_antes_se_copia_lo_marcado_y_se_dice_despues(quien, anterior, nuevo, sucesos):
    url, cliente = f"/planes/{nuevo.pk}/copiar/", quien.cliente.jefe
    assert url in cliente.get(f"/planes/{nuevo.pk}/").text
    antes = cliente.get(url).text
    assert "Fin: 30/11/2025 → 30/11/2026" in antes
    assert "Presupuesto: se apropia cada año" in antes
    una = anterior.actividades.get(numero="1")
    despues = cliente.post(url, {"actividad": [una.pk]}, follow=True).text
    assert "1 actividad copiada de" in despues
    assert "Es la actividad 1." in despues
    copia = nuevo.actividades.get()
    assert (copia.origen, copia.fecha_fin, copia.presupuesto) == (una, date(2026, 11, 30), None)
    assert (copia.bpin, copia.programado_t4, copia.enlace, [*copia.apoyos.all()]) == (
        "002024680010012", 1, quien.enlace, [quien.ajena],
    )  # fmt: skip
    assert sucesos(nuevo) == ["copiar"]
    assert [evento.verbo for evento in historia_de(nuevo)] == ["copió el plan del año pasado y creó 1 actividad"]


def test_repetirlo_no_duplica_y_todas_o_ninguna(quien, anterior, nuevo):
    url, cliente = f"/planes/{nuevo.pk}/copiar/", quien.cliente.jefe
    una, otra = anterior.actividades.order_by("numero")
    cliente.post(url, {"actividad": [una.pk]})
    respuesta = cliente.post(url, {"actividad": [una.pk, otra.pk]})
    assert respuesta.status_code == 422
    assert "Ya se copió: es la actividad 1." in respuesta.text
    assert nuevo.actividades.count() == 1
    assert cliente.post(url, {"actividad": ["x", "99999999999"]}).status_code == 422


def test_la_serie_se_lee_desde_la_actividad_de_hoy(quien, anterior, nuevo, ahora):
    una = anterior.actividades.get(numero="1")
    (copia,) = copias.copiar(plan=nuevo, de=anterior, elegidas={una.pk}, por=quien.jefe, ahora=ahora)
    assert list(copia.anteriores()) == [una]
    assert f"/actividades/{una.pk}/" in quien.cliente.jefe.get(f"/planes/actividades/{copia.pk}/editar/").text


def test_sin_plan_aprobado_de_otro_anio_no_se_ofrece(quien, plan):
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/copiar/").url == f"/planes/{plan.pk}/"
    assert f"/planes/{plan.pk}/copiar/" not in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text


def test_cuesta_lo_mismo_con_2_que_con_40_actividades(quien, anterior, nuevo, consultas):
    def mirar() -> int:
        with consultas() as hechas:
            assert quien.cliente.jefe.get(f"/planes/{nuevo.pk}/copiar/").status_code == 200
        return len(hechas)

    mirar()
    con_2 = mirar()
    for n in range(3, 41):
        fabricas.actividad(anterior, numero=str(n)).apoyos.add(quien.ajena)
    assert mirar() == con_2
