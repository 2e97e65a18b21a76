"""Una medición: su calendario y de dónde salió cada cifra."""

from tests import fabricas as f
from tests.furag import fabricas
from tests.sesiones import entrar

URL = "/furag/mediciones/2025/"


def test_dice_de_que_archivo_hoja_y_fila_salen_los_resultados(db):
    cliente = entrar(f.persona("enlace"))
    assert cliente.get(URL).status_code == 404
    medicion = fabricas.medicion(2025)
    assert "no tiene resultados" in cliente.get(URL).text
    fabricas.carga({"OTRA": {"IDI": 50}, "ALCALDIA": {"IDI": 60}}, propia="ALCALDIA")
    fabricas.importacion("por_revisar.xlsx", objeto_id=medicion.pk)
    pagina = cliente.get(URL).text
    assert "Fila 5: ALCALDIA" in pagina
    assert "Hoja Territorio, títulos en la fila 3" in pagina
    # Lo que falta por confirmar es de quien gestiona la medición.
    assert "por_revisar.xlsx" not in pagina
    assert "por_revisar.xlsx" in entrar(f.persona("planeacion")).get(URL).text
