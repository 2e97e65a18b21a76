"""Las sesiones que cada quien ve, y su costo constante."""

from datetime import timedelta

from tests import fabricas as f
from tests.planes import comite

URL = "/planes/sesiones/"


def test_planeacion_ve_todas_y_convoca_los_demas_solo_las_suyas(quien, reunion):
    otra = comite.convocada(comite.instancia(nombre="Otra instancia"), quien.planeacion, comite.MANANA)
    todas = quien.cliente.planeacion.get(URL).content.decode()
    assert "Convocar una sesión" in todas and f"/planes/sesiones/{otra.pk}/" in todas
    del_jefe = quien.cliente.jefe.get(URL).content.decode()
    assert f"/planes/sesiones/{reunion.sesion.pk}/" in del_jefe and f"/planes/sesiones/{otra.pk}/" not in del_jefe
    assert "Convocar una sesión" not in del_jefe
    assert "Todavía no hay sesiones que usted pueda ver" in quien.cliente.otro.get(URL).content.decode()


def test_las_consultas_no_dependen_de_cuantas_haya(quien, reunion, consultas_de):
    antes = consultas_de(quien.cliente.comite, URL)
    for n in range(6):
        comite.convocada(reunion.instancia, quien.planeacion, f.HOY + timedelta(days=n))
    assert consultas_de(quien.cliente.comite, URL) == antes
