"""Lista de personas: filtros, estados y costo constante."""

from datetime import date

import pytest

from tests import fabricas

URL = "/personas/"


def nombres(respuesta) -> set[str]:
    return {persona.nombre for persona, _ in respuesta.context["filas"]}


@pytest.fixture
def gente(dependencias):
    fabricas.persona("enlace", dependencias.hacienda, nombre="Ana Hacienda", email="ana@ejemplo.test")
    fabricas.persona("jefe", dependencias.educacion, nombre="Beto Educación")
    fabricas.persona(nombre="Caro Sinrol")
    fabricas.persona("enlace", nombre="Dora Inactiva", is_active=False)
    fabricas.persona("enlace", nombre="Elías Retirado", vinculo_hasta=date(2025, 1, 1))
    nueva = fabricas.persona("enlace", nombre="Flor Nueva")
    nueva.set_password(None)
    nueva.save()


@pytest.mark.parametrize(
    ("filtro", "esperadas"),
    [
        ({}, {"Ana Hacienda", "Beto Educación", "Caro Sinrol", "Flor Nueva", "Quien Mira"}),
        ({"texto": "ana@"}, {"Ana Hacienda"}),
        ({"texto": "beto"}, {"Beto Educación"}),
        ({"rol": "jefe"}, {"Beto Educación"}),
        ({"estado": "sin_rol"}, {"Caro Sinrol"}),
        ({"estado": "sin_invitar"}, {"Flor Nueva"}),
        ({"estado": "invitadas"}, set()),
        ({"estado": "desactivadas"}, {"Dora Inactiva", "Elías Retirado"}),
        ({"estado": "todas", "texto": "i"}, {"Ana Hacienda", "Beto Educación", "Caro Sinrol", "Dora Inactiva",
                                             "Elías Retirado", "Quien Mira"}),
    ],
)  # fmt: skip
def test_filtra(cliente_de, gente, filtro, esperadas):
    cliente = cliente_de(fabricas.persona("planeacion", nombre="Quien Mira"))
    assert nombres(cliente.get(URL, filtro)) == esperadas


def test_filtra_por_dependencia(cliente_de, gente, dependencias):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"dependencia": dependencias.hacienda.pk})
    assert nombres(respuesta) == {"Ana Hacienda"}


def test_un_filtro_mal_escrito_no_rompe_la_pagina(cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"dependencia": "x", "rol": "rey", "page": "z"})
    assert respuesta.status_code == 200


def test_sin_resultados_dice_como_seguir(cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(URL, {"texto": "nadie se llama así"})
    assert "Nadie cumple esos filtros" in respuesta.text


def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas):
    cliente, medidas = cliente_de(fabricas.persona("planeacion")), []
    for cuantas in (2, 46):
        for _ in range(cuantas):
            fabricas.persona("enlace")
        cliente.get(URL)
        with consultas() as hechas:
            cliente.get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
