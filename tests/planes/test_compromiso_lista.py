"""Los compromisos que cada quien ve, con su filtro y su costo constante."""

from planes.models import Compromiso

URL = "/planes/compromisos/"


def test_cada_quien_ve_los_suyos_y_filtra(quien, comprometido):
    comprometido()
    comprometido(persona=quien.otro, texto="Otra cosa")
    assert "Otra cosa" in quien.cliente.comite.get(URL).text
    assert "Otra cosa" not in quien.cliente.jefe.get(URL).text
    assert "Otra cosa" in quien.cliente.otro.get(URL).text
    assert "Ningún compromiso está así" in quien.cliente.comite.get(f"{URL}?estado=VENCIDO").text
    Compromiso.objects.update(vence="2026-07-05")
    assert "Vencido" in quien.cliente.comite.get(f"{URL}?estado=VENCIDO").text
    assert quien.cliente.comite.get(f"{URL}?estado=NADA").status_code == 200


def test_las_consultas_no_dependen_de_cuantos_haya(quien, comprometido, consultas_de):
    comprometido()
    antes = consultas_de(quien.cliente.comite, URL)
    for n in range(6):
        comprometido(dependencia=quien.ajena, texto=f"Compromiso {n}")
    assert consultas_de(quien.cliente.comite, URL) == antes
