"""La página de una jornada."""

import pytest

from tests import fabricas as f

pytestmark = pytest.mark.django_db
VERBOS = ("realizar", "anular", "reabrir", "editar")


@pytest.mark.parametrize(
    ("estado", "fecha", "ofrece"),
    [
        ("PROGRAMADA", f.HOY, {"realizar", "anular", "editar"}),
        ("PROGRAMADA", f.HOY.replace(month=12), {"anular", "editar"}),
        ("REALIZADA", f.HOY, {"reabrir", "editar"}),
        ("ANULADA", f.HOY, {"reabrir"}),
    ],
)
def test_ofrece_lo_que_se_puede_hacer_y_a_los_demas_nada(cliente_de, estado, fecha, ofrece):
    url = f"/politicas/jornadas/{f.jornada(estado, fecha=fecha).pk}/"
    pagina = cliente_de(f.persona("planeacion")).get(url).text
    assert {verbo for verbo in VERBOS if f"{url}{verbo}/" in pagina} == ofrece
    assert f"{url}realizar/" not in cliente_de(f.persona("jefe")).get(url).text


def test_dice_a_quien_convoca_y_por_que_se_anulo(cliente_de):
    jornada = f.jornada("ANULADA", politicas=[f.politica(nombre="Integridad")])
    pagina = cliente_de(f.persona("enlace")).get(f"/politicas/jornadas/{jornada.pk}/").text
    for dicho in ("Se aplazó.", "Toda la entidad", "Integridad"):
        assert dicho in pagina
