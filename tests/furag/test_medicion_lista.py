"""La lista de las mediciones."""

from tests import fabricas as f
from tests.furag import fabricas
from tests.sesiones import entrar

URL = "/furag/mediciones/"


def test_dice_que_se_midio_y_si_ya_tiene_resultados(db):
    cliente = entrar(f.persona("enlace"))
    assert "Todavía no hay mediciones" in cliente.get(URL).text
    fabricas.carga({"ALCALDIA": {"IDI": 60}}, de=fabricas.medicion(2025))
    fabricas.medicion(2024, serie=None)
    pagina = cliente.get(URL).text
    assert pagina.index("/furag/mediciones/2025/") < pagina.index("/furag/mediciones/2024/")
    assert pagina.count(">Ver los resultados<") == pagina.count(">Sin cargar<") == pagina.count("no se compara") == 1
    assert "Crear una medición" not in pagina
    assert "Crear una medición" in entrar(f.persona("planeacion")).get(URL).text
