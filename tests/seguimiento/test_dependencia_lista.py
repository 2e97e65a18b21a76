"""La lista de dependencias: se busca, se ven las suprimidas y cuesta lo mismo con muchas."""

import pytest

from tests import fabricas as f

URL = "/seguimiento/dependencias/"


@pytest.fixture
def cliente(cliente_de, db):
    return cliente_de(f.persona("planeacion"))


def test_se_busca_por_nombre_o_sigla_y_lleva_a_suprimirla(cliente):
    una, _ = f.dependencia("Hacienda Distrital", sigla="HAC"), f.dependencia("Otra cosa")
    for texto in ("hacienda", "hac"):
        pagina = cliente.get(URL, {"texto": texto}).text
        assert f"{URL}{una.pk}/suprimir/" in pagina
        assert "Otra cosa" not in pagina
    assert "Ninguna dependencia cumple" in cliente.get(URL, {"texto": "zzz"}).text
    assert cliente.get(URL, {"estado": "rara", "texto": "x" * 500}).status_code == 200


def test_cuesta_las_mismas_consultas_con_dos_y_con_cincuenta(cliente, consultas):
    f.dependencia("Una", superior=f.dependencia("Otra"))
    cliente.get(URL)
    with consultas() as antes:
        cliente.get(URL)
    for _ in range(50):
        f.dependencia(superior=f.dependencia())
    with consultas() as despues:
        cliente.get(URL)
    assert len(despues) == len(antes)
