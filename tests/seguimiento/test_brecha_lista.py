"""El tablero de brechas: lo que dice cada política, la lista de cada número y las mismas consultas con muchas."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import fabricas as f
from tests.seguimiento import mejoramiento

PAGINA = "seguimiento:brecha_lista"


@pytest.mark.django_db
def test_sin_mediciones_dice_que_hacer(cliente_de):
    assert "Todavía no hay mediciones" in cliente_de(f.persona("comite")).get(reverse(PAGINA)).content.decode()


@pytest.mark.django_db
def test_cada_politica_dice_su_brecha_y_sus_cuentas_y_cada_numero_lleva_a_su_lista(en_t2, cliente_de):
    mejoramiento.mundo()
    cliente = cliente_de(f.persona("planeacion"))
    respuesta = cliente.get(reverse(PAGINA))
    una, otra = respuesta.context["tablero"].brechas
    # Pares: 50 a 54 y la nuestra, 40,25: promedio 50,04.
    assert [str(una.resultado.brecha), str(una.resultado.distancia)] == ["-9.79", "13.75"]
    assert (una.resultado.grupo.posicion, otra.resultado.grupo.posicion) == (6, 1)
    cuentas = [(b.abiertas, b.sin_accion, b.cuentas.acciones, b.cuentas.cumplidas) for b in (una, otra)]
    assert cuentas == [(2, 1, 2, 1), (3, 1, 2, 0)]
    pagina = respuesta.content.decode()
    # El puntaje se escribe como en sus resultados, y lleva a ellos.
    assert reverse("furag:resultado_detalle", args=[2025, una.politica.codigo_furag]) in pagina
    assert ">40,25<" in pagina and "\N{MINUS SIGN}9,79" in pagina
    for ver, esperadas in (("abiertas", 2), ("sin_accion", 1), ("acciones", 2), ("cumplidas", 1), ("efectivas", 0)):
        url = f"{reverse('seguimiento:hilo')}?medicion=2025&amp;politica={una.politica.pk}&amp;ver={ver}"
        assert url in pagina
        assert cliente.get(url.replace("&amp;", "&")).context["page_obj"].paginator.count == esperadas


@pytest.mark.django_db
def test_diecinueve_politicas_y_cuatrocientas_recomendaciones_cuestan_lo_mismo_que_dos(en_t2, cliente_de):
    cliente = cliente_de(f.persona("planeacion"))

    def consultas() -> int:
        cliente.get(reverse(PAGINA))
        with CaptureQueriesContext(connection) as hechas:
            assert cliente.get(reverse(PAGINA)).status_code == 200
        return len(hechas)

    mundo = mejoramiento.mundo()
    con_pocas = consultas()
    for n in range(17):
        politica = f.politica(codigo_furag=f"POL{n + 3:02}")
        mejoramiento.suscrita(politica, *mejoramiento.recomendadas(politica, mundo.medicion, 24))
    assert consultas() == con_pocas
