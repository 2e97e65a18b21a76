"""Cerrar el acta: antes se ve qué pasa a la siguiente, y recibe su número."""

from planes.acciones import decisiones
from tests.planes import comite


def url(reunion) -> str:
    return f"/planes/sesiones/{reunion.sesion.pk}/cerrar/"


def test_muestra_que_pasa_a_la_siguiente_y_cierra(quien, reunion):
    decisiones.informar(punto=reunion.tema, texto="Se informó.", por=quien.planeacion, ahora=comite.AHORA)
    pagina = quien.cliente.planeacion.get(url(reunion)).content.decode()
    tratados, intactos = pagina.split("Pasan a la siguiente</h2>")
    assert "Varios" in tratados and reunion.plan.nombre in intactos
    assert quien.cliente.planeacion.post(url(reunion)).status_code == 302
    reunion.sesion.refresh_from_db()
    assert reunion.sesion.acta == "Acta 1 de 2026"
    assert quien.cliente.planeacion.get(url(reunion)).status_code == 302


def test_lo_que_falta_para_cerrar_se_dice(quien, reunion):
    respuesta = quien.cliente.planeacion.post(url(reunion))
    assert respuesta.status_code == 422 and "No se trató ningún punto" in respuesta.content.decode()
    assert quien.cliente.comite.post(url(reunion)).status_code == 403
