"""Un requerimiento: quién lo ve y qué puede hacer."""

from tests.planes import ley


def test_se_ofrece_lo_que_toca_a_cada_quien(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    del_jefe = quien.cliente.jefe.get(url).text
    assert f"{url}responder/" in del_jefe and f"{url}devolver/" in del_jefe and f"{url}trasladar/" not in del_jefe
    assert "5 días hábiles" in del_jefe
    de_planeacion = quien.cliente.planeacion.get(url).text
    assert f"{url}trasladar/" in de_planeacion and f"{url}devolver/" not in de_planeacion
    assert f"{url}responder/" not in quien.cliente.enlace.get(url).text
    assert quien.cliente.otro.get(url).status_code == 404
    de_control = ley.requerimiento(quien.control, quien.oficina, radicado="CI-1")
    url = f"/planes/requerimientos/{de_control.pk}/"
    assert f"{url}responder/" not in quien.cliente.planeacion.get(url).text
    assert f"{url}responder/" in quien.cliente.control.get(url).text
