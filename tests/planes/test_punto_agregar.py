"""Traer un punto del banco a ésta o a otra sesión."""

from planes.acciones import orden_del_dia
from planes.models import Punto
from tests.planes import comite


def test_vuelve_a_la_suya_o_pasa_a_otra(quien, reunion):
    url = f"/planes/puntos/{reunion.tema.pk}/agregar/"
    orden_del_dia.quitar_punto(punto=reunion.tema, por=quien.planeacion, ahora=comite.AHORA)
    assert quien.cliente.planeacion.post(url).status_code == 302
    reunion.tema.refresh_from_db()
    assert reunion.tema.estado == "PENDIENTE"
    orden_del_dia.quitar_punto(punto=reunion.tema, por=quien.planeacion, ahora=comite.AHORA)
    otra = comite.convocada(reunion.instancia, quien.planeacion, comite.MANANA)
    quien.cliente.planeacion.post(url, {"sesion": otra.pk})
    assert Punto.objects.get(viene_de=reunion.tema).sesion == otra
    assert quien.cliente.planeacion.post(url, {"sesion": "9" * 9}).status_code == 404
    assert quien.cliente.jefe.post(url).status_code == 403


def test_lo_del_banco_de_otra_instancia_no_se_trae(quien, reunion):
    orden_del_dia.quitar_punto(punto=reunion.tema, por=quien.planeacion, ahora=comite.AHORA)
    ajena = comite.convocada(comite.instancia(nombre="Comité de Control"), quien.planeacion)
    quien.cliente.planeacion.post(f"/planes/puntos/{reunion.tema.pk}/agregar/", {"sesion": ajena.pk})
    assert not Punto.objects.filter(viene_de=reunion.tema).exists()
