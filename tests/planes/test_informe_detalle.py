"""Un informe de ley: quién lo ve y qué se le ofrece."""

from tests.planes import ley


def test_lo_ve_la_dependencia_y_lo_cambia_quien_lo_lleva(quien, reloj_fijo):
    informe = ley.informe(quien.planeacion, quien.propia, primero=ley.date(2026, 8, 1))
    suyo = ley.informe(quien.control, quien.oficina, nombre="De Control Interno")
    url = f"/planes/informes-de-ley/{informe.pk}/"
    de_planeacion = quien.cliente.planeacion.get(url).text
    assert f"{url}trasladar/" in de_planeacion and "no es hábil" in de_planeacion
    assert f"{url}trasladar/" not in quien.cliente.enlace.get(url).text
    assert quien.cliente.otro.get(url).status_code == 404
    url = f"/planes/informes-de-ley/{suyo.pk}/"
    assert f"{url}editar/" not in quien.cliente.planeacion.get(url).text
    assert f"{url}editar/" in quien.cliente.control.get(url).text
