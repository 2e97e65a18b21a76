"""Una acción de mejora: lo que dijo cada quien, y lo que cada quien puede hacer con ella."""

import pytest

from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_dice_lo_de_planeacion_y_lo_de_control_interno_por_separado_y_recomendacion_por_recomendacion(client):
    de = m.llevar("efectiva")
    client.force_login(de.enlace)
    html = " ".join(client.get(f"/furag/mejoras/{de.mejora.pk}/").text.split())
    assert "Cerrada" in html and "línea base 60,00, esperado 70,00" in html
    assert "Quedó cumplida" in html and "No quedó cumplida" in html and "Conforme" in html
    assert html.count("Soporte: <a") == 1 and "suscribió la acción ante Planeación" in html
    assert "evaluó, por Control Interno, la efectividad" in html


@pytest.mark.parametrize(
    ("hasta", "quien", "verbo"),
    [
        ("formulada", "jefe", "editar"),
        ("suscrita", "planea", "verificar"),
        ("cumplida", "audita", "conceptuar"),
    ],
)
def test_a_quien_le_toca_se_le_ofrece_y_a_los_demas_no(client, hasta, quien, verbo):
    de = m.llevar(hasta)
    for otra in ("jefe", "planea", "audita", "enlace"):
        client.force_login(getattr(de, otra))
        ofrece = f"/furag/mejoras/{de.mejora.pk}/{verbo}/" in client.get(f"/furag/mejoras/{de.mejora.pk}/").text
        # Planeación formula los planes de cualquiera.
        assert ofrece is (otra == quien or (verbo, otra) == ("editar", "planea")), otra
