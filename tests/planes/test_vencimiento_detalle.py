"""Una presentación: quién la ve y qué puede hacer."""

from planes.acciones import vencimientos
from tests.planes import ley


def test_se_ofrece_lo_que_toca_a_cada_quien_en_cada_estado(quien, reloj_fijo):
    vencimiento = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    url = f"/planes/vencimientos/{vencimiento.pk}/"
    del_jefe = quien.cliente.jefe.get(url).text
    assert f"{url}presentar/" in del_jefe and f"{url}editar/" not in del_jefe and "Vencido" in del_jefe
    assert f"{url}editar/" in quien.cliente.planeacion.get(url).text
    assert f"{url}presentar/" not in quien.cliente.enlace.get(url).text
    vencimientos.presentar(vencimiento=vencimiento, **ley.SALIDA, version=0, por=quien.jefe, ahora=ley.AHORA)
    del_jefe = quien.cliente.jefe.get(url).text
    assert f"{url}corregir/" in del_jefe and "EXT-1" in del_jefe and "Tarde" in del_jefe
    assert f"{url}reabrir/" in quien.cliente.planeacion.get(url).text
    assert quien.cliente.otro.get(url).status_code == 404
