"""Registrar un miembro: con cuenta o sólo con su nombre."""

from planes.models import Miembro
from tests.planes import comite

URL = "/planes/miembros/crear/"


def test_registra_y_dice_lo_que_falta(quien, reunion):
    datos = {"instancia": reunion.instancia.pk, "persona": "", "nombre": "", "cargo": "Asesor", "desde": "2026-07-01"}
    assert "Diga quién es" in quien.cliente.planeacion.post(URL, datos).text
    datos |= {"persona": quien.jefe.pk, "con_voto": "on"}
    assert "Ya hay quien preside" in quien.cliente.planeacion.post(URL, datos | {"preside": "on"}).text
    assert quien.cliente.planeacion.post(URL, datos).status_code == 302
    assert Miembro.objects.get(persona=quien.jefe).con_voto
    assert "ya es miembro" in quien.cliente.planeacion.post(URL, datos).text
    assert quien.cliente.comite.post(URL, datos).status_code == 403


def test_solo_ofrece_las_instancias_con_secretaria_tecnica(quien):
    otra = comite.instancia(nombre="Sin secretaría")
    otra.secretaria_tecnica = None
    otra.save()
    assert "Sin secretaría" not in quien.cliente.planeacion.get(URL).text
