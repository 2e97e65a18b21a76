"""Las prórrogas que cada quien ve, con lo que puede hacer con ellas."""

from tests import fabricas as f

URL = "/planes/prorrogas/"


def test_cada_quien_ve_las_suyas_y_el_filtro_separa_las_que_esperan(quien, en_estado):
    assert "Nadie ha pedido prórrogas" in quien.cliente.planeacion.get(URL).content.decode()
    prorroga = f.prorroga(en_estado("PUBLICADO").actividades.get(), por=quien.enlace)
    html = quien.cliente.planeacion.get(URL).content.decode()
    assert "Falta el acto." in html and f"/planes/prorrogas/{prorroga.pk}/decidir/" in html
    suya = quien.cliente.enlace.get(URL).content.decode()
    assert "Sí, desistir" in suya and "/decidir/" not in suya
    assert "Falta el acto." not in quien.cliente.otro.get(URL).content.decode()
    assert "Ninguna prórroga está así" in quien.cliente.enlace.get(URL, {"estado": "NEGADA"}).content.decode()
    assert "Falta el acto." in quien.cliente.enlace.get(URL, {"estado": "OCURRENCIA"}).content.decode()


def test_las_consultas_no_crecen(quien, en_estado, django_assert_max_num_queries):
    plan = en_estado("PUBLICADO")
    for _ in range(12):
        f.prorroga(f.actividad(plan), por=quien.enlace)
    quien.cliente.planeacion.get(URL)
    with django_assert_max_num_queries(14):
        quien.cliente.planeacion.get(URL)
