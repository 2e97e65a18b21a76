"""Lo exportado lleva los filtros de la lista, y se vuelve a importar sin diferencias."""

from furag.lectura.recomendaciones import leer_recomendaciones
from mipg.libros.lector import leer
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes

URL = "/furag/recomendaciones/exportar/"


def test_lo_exportado_lleva_los_filtros_y_se_vuelve_a_leer(db, cliente_de, reloj_fijo, consultas_de):
    quien = quienes()
    furag.recomendacion("=Publicar los datos.", politica=quien.digital)
    furag.recomendacion("Adoptar el código.", "DESCARTADA", politica=quien.integridad)
    cliente = cliente_de(quien.comite)
    for formato in ("xlsx", "csv"):
        contenido = cliente.get(f"{URL}?formato={formato}").content
        leido = leer_recomendaciones(leer(f"x.{formato}", contenido))
        assert [(r.politica, r.texto) for r in leido.renglones] == [
            ("Integridad", "Adoptar el código."), ("Gobierno Digital", "=Publicar los datos."),
        ]  # fmt: skip
        assert not leido.errores
    assert "Ya se hace." in cliente.get(f"{URL}?formato=csv&estado=DESCARTADA").text
    assert "Publicar" not in cliente.get(f"{URL}?formato=csv&estado=DESCARTADA").text
    antes = consultas_de(cliente, URL)
    for _ in range(5):
        furag.recomendacion(politica=quien.digital)
    assert consultas_de(cliente, URL) == antes
