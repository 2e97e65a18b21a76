"""«Mis pendientes»: todo lo que se debe, por riesgo, con sus días hábiles."""

from datetime import date

import pytest

from mipg.portal import plazos
from tests import fabricas

URL = "/pendientes/"
LUNES = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.mark.parametrize(
    ("vence", "grupo"),
    [
        (date(2026, 7, 5), "vencidas"),
        (LUNES, "semana"),
        (date(2026, 7, 12), "semana"),
        (date(2026, 7, 13), "despues"),
    ],
)
def test_el_grupo_depende_de_la_semana_calendario(vence, grupo):
    assert plazos.grupo_de(vence, LUNES) == grupo


@pytest.mark.parametrize(
    ("faltan", "vence", "frase"),
    [
        (0, LUNES, "Vence hoy"),
        (1, date(2026, 7, 7), "Falta 1 día hábil"),
        (5, date(2026, 7, 14), "Faltan 5 días hábiles"),
        (0, date(2026, 7, 7), "Vence antes del próximo día hábil"),
        (-1, date(2026, 7, 3), "Venció hace 1 día hábil"),
        (-3, date(2026, 7, 1), "Venció hace 3 días hábiles"),
        (0, date(2026, 7, 5), "Venció el último día hábil"),
    ],
)
def test_el_plazo_se_dice_en_palabras(faltan, vence, frase):
    assert plazos.en_palabras(faltan, vence, LUNES) == frase


def test_quien_no_debe_nada_lee_que_esta_al_dia(cliente_de):
    respuesta = cliente_de(fabricas.persona("enlace")).get(URL)
    assert respuesta.status_code == 200
    assert "Usted está al día" in respuesta.text


def test_agrupa_por_riesgo_y_lleva_a_cada_pagina(cliente_de, dependencias):
    enlace = fabricas.persona("enlace", dependencias.hacienda)
    corte, plan = fabricas.corte(), fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    normal = fabricas.avance(fabricas.actividad(plan), corte)
    vencido = fabricas.avance(
        fabricas.actividad(plan), corte, "DEVUELTO", cantidad=1, reportado_por=enlace, plazo=date(2026, 7, 2)
    )
    corte.cierra = date(2026, 7, 3)
    corte.save()
    normal.plazo = date(2026, 7, 30)
    normal.save()
    respuesta = cliente_de(enlace).get(URL)
    grupos = {g["codigo"]: [p.obligacion.clave for p in g["pendientes"]] for g in respuesta.context["grupos"]}
    assert grupos == {
        "vencidas": [f"avance:{vencido.pk}:corregir"],
        "despues": [f"avance:{normal.pk}:reportar"],
    }
    assert "Venció hace 1 día hábil" in respuesta.text
    assert f"/seguimiento/avances/{normal.pk}/editar/" in respuesta.text


def test_lo_de_otra_dependencia_no_aparece(cliente_de, dependencias):
    corte = fabricas.corte()
    ajena = fabricas.actividad(fabricas.plan("APROBADO", dependencia=dependencias.educacion), nombre="Ajena")
    fabricas.avance(ajena, corte)
    respuesta = cliente_de(fabricas.persona("enlace", dependencias.hacienda)).get(URL)
    assert "Ajena" not in respuesta.text


def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, dependencias):
    cliente = cliente_de(fabricas.persona("enlace", dependencias.hacienda))
    corte, plan = fabricas.corte(), fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    medidas = []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            fabricas.avance(fabricas.actividad(plan), corte)
        cliente.get(URL)
        with consultas() as hechas:
            cliente.get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def test_no_admite_escrituras_y_lo_dice_en_una_pagina(cliente_de):
    assert cliente_de(fabricas.persona("enlace")).post(URL).status_code == 405
