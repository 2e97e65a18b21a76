"""Aclarar un acta cerrada sin cambiarla."""

from planes.acciones import decisiones, sesiones
from tests.planes import comite


def test_solo_se_aclara_lo_cerrado(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/aclarar/"
    respuesta = quien.cliente.planeacion.post(url, {"texto": "Fue en otra sala."})
    assert respuesta.status_code == 422 and "está en curso" in respuesta.content.decode()
    decisiones.informar(punto=reunion.tema, texto="Se informó.", por=quien.planeacion, ahora=comite.AHORA)
    sesiones.cerrar(sesion=reunion.sesion, por=quien.planeacion, ahora=comite.AHORA)
    assert quien.cliente.planeacion.post(url, {"texto": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"texto": "Fue en otra sala."}).status_code == 302
    repetida = quien.cliente.planeacion.post(url, {"texto": "Fue en otra sala. "})
    assert repetida.status_code == 422 and "hace un momento" in repetida.text
    assert reunion.sesion.aclaraciones.get().creada_por == quien.planeacion
    assert quien.cliente.comite.post(url, {"texto": "x"}).status_code == 403
