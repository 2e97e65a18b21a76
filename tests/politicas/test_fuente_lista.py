"""Las fuentes: cuáles hay, qué años rigen y cómo están."""

import pytest

from politicas.models import Fuente
from tests import fabricas as f

URL = "/politicas/fuentes/"


@pytest.mark.django_db
def test_cada_una_dice_como_esta_en_la_vigencia_que_corre(cliente_de):
    f.vigencia(2026)
    for nombre, datos in {"A": {}, "B": {"desde": 2027}, "C": {"hasta": 2025}}.items():
        f.fuente(nombre, **datos)
    retirada = {"retirada_en": f.AHORA, "retirada_por": f.persona(), "retirada_motivo": "Era otra."}
    f.fuente("D", desde=2026, hasta=2026, **retirada)
    respuesta = cliente_de(f.persona("enlace")).get(URL)
    assert {fuente.nombre: (fuente.anios, estado[0]) for fuente, estado in respuesta.context["fuentes"]} == {
        "A": ("desde 2018", "Rige en 2026"),
        "B": ("desde 2027", "Rige desde 2027"),
        "C": ("2018 a 2025", "Dejó de regir"),
        "D": ("2026", "Retirada"),
    }
    assert "Cargar un acto" not in respuesta.text
    assert "Cargar un acto" in cliente_de(f.persona("planeacion")).get(URL).text


@pytest.mark.django_db
def test_vacia_lo_dice_y_con_muchas_cuesta_lo_mismo(cliente_de, consultas):
    cliente = cliente_de(f.persona("planeacion"))
    assert "Todavía no hay fuentes" in cliente.get(URL).text
    medidas = []
    for cuantas in (2, 70):
        Fuente.objects.bulk_create(
            Fuente(clase="ACTO", nombre=f"Acto {cuantas} {n}", desde=2026) for n in range(cuantas)
        )
        with consultas() as hechas:
            assert "Acto" in cliente.get(URL).text
        medidas.append(len(hechas))
    # La segunda página cuenta además cuántas hay.
    assert medidas[0] == medidas[1] <= 12, medidas
