"""Un índice antes y después: cuánto varió, o por qué no se dice."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from furag.acciones.conceptos import medicion_siguiente
from furag.comparaciones import Pedido, comparar
from tests.furag import fabricas as ff


@pytest.mark.django_db
def test_varia_dentro_de_la_serie_y_no_se_compara_fuera_de_ella():
    for anio, valor in ((2021, 60), (2023, 70), (2024, None), (2025, 74.55)):
        ff.carga({"La nuestra": {"POL01": valor, "I12": 50}}, de=ff.medicion(anio))
    pedidos = [
        Pedido("POL01", *anios) for anios in ((2023, 2025), (2021, 2023), (2023, 2024), (2024, 2025), (2025, 2026))
    ]
    with CaptureQueriesContext(connection) as hechas:
        leidas = comparar(pedidos)
    assert [leidas[uno].variacion for uno in pedidos] == [D("4.55"), None, None, None, None]
    notas = [leidas[uno].nota for uno in pedidos]
    assert notas[0] == "" and notas[1].startswith("No comparable: cambió la metodología")
    assert notas[2:] == ["No se midió.", "No se compara: no hay puntaje de 2024.", "Todavía no hay resultados de 2026."]
    assert leidas[pedidos[0]].antes.valor == 70
    # 2022 no se midió: después es 2023, la misma medición con que Control Interno evalúa la efectividad.
    sin_medir = Pedido("POL01", 2021, 2022)
    assert comparar([sin_medir])[sin_medir].despues.anio == medicion_siguiente(2022) == 2023
    with CaptureQueriesContext(connection) as con_mas:
        comparar([*pedidos, *(Pedido(f"I{n}", 2023, 2025) for n in range(10, 40))])
    assert len(con_mas) == len(hechas)
