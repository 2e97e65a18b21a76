"""El anexo con lo que cambia entre dos versiones."""

import pytest

from seguimiento import informes
from tests import fabricas as f
from tests.lector_pdf import LectorPdf
from tests.seguimiento.test_version_pedir import con_dos, pedida

__all__ = ["con_dos"]


def test_marca_lo_que_sale_y_lo_que_entra_y_lista_lo_que_sigue(cliente_de, con_dos):
    f.actividad(con_dos, nombre="Dictar talleres")
    f.version(con_dos, 3)
    cliente = cliente_de(f.persona("planeacion"))
    emision = pedida(cliente, f"/seguimiento/planes/{con_dos.pk}/diferencia/pedir/", {"de": "1", "a": "3"})
    lector = LectorPdf(informes.generar(emision).contenido)
    texto = " ".join(lector.paginas)
    assert "De la versión 1 a la versión 3" in texto
    assert "[− dos −]" in texto
    assert "[+ tres +]" in texto
    assert "1 actividad nueva y 1 actividad que cambia" in texto
    tabla = next(t for t in lector.arbol.todas("Table") if lector.filas(t)[0][0] == "No.")
    assert [fila[1:] for fila in lector.filas(tabla)[1:]] == [
        ["Inventariar tres fondos", "Cambia"],
        ["Dictar talleres", "Nueva"],
    ]


def test_producirlo_otra_vez_da_los_mismos_bytes(cliente_de, con_dos):
    cliente = cliente_de(f.persona("planeacion"))
    emision = pedida(cliente, f"/seguimiento/planes/{con_dos.pk}/diferencia/pedir/", {"de": "1", "a": "2"})
    antes = informes.generar(emision).contenido
    con_dos.actividades.update(nombre="Otra cosa")
    con_dos.versiones.update(acto="Otro acto 7")
    f.version(con_dos, 3)
    assert informes.generar(emision).contenido == antes


@pytest.mark.parametrize("datos", [{}, {"de": "1"}, {"de": "1", "a": "9"}, {"de": "x", "a": "9" * 30}])
def test_lo_que_no_existe_es_404(cliente_de, con_dos, datos):
    direccion = f"/seguimiento/planes/{con_dos.pk}/diferencia/pedir/"
    assert cliente_de(f.persona("planeacion")).post(direccion, datos).status_code == 404
    assert cliente_de(f.persona("enlace")).post(direccion, {"de": "1", "a": "2"}).status_code == 403
