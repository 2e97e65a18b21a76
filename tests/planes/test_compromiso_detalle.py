"""Un compromiso: quién lo ve y qué puede hacer."""


def test_quien_responde_lo_cumple_y_quien_lleva_las_sesiones_ademas_lo_traslada(quien, comprometido):
    url = f"/planes/compromisos/{comprometido().pk}/"
    del_jefe = quien.cliente.jefe.get(url).text
    assert "Dar por cumplido" in del_jefe and "Trasladar" not in del_jefe
    assert "no se acordó una fecha" in del_jefe
    de_planeacion = quien.cliente.planeacion.get(url).text
    assert "Dar por cumplido" in de_planeacion and "Trasladar" in de_planeacion
    assert "Dar por cumplido" not in quien.cliente.comite.get(url).text
    assert quien.cliente.otro.get(url).status_code == 404
