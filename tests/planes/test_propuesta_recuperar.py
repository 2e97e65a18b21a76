"""Recuperar lo enviado mientras nadie decida."""

from planes.acciones import propuestas
from tests import fabricas as f


def test_recupera_lo_que_nadie_ha_decidido(quien, enviada):
    assert quien.cliente.jefe.post(f"/planes/propuestas/{enviada.pk}/recuperar/").status_code == 302
    enviada.refresh_from_db()
    assert enviada.estado == "BORRADOR"


def test_lo_decidido_no_se_recupera_y_se_dice(quien, enviada):
    propuestas.devolver(
        propuesta=enviada,
        version=enviada.version,
        observaciones=[{"texto": "No."}],
        por=quien.planeacion,
        ahora=f.AHORA,
    )
    respuesta = quien.cliente.jefe.post(f"/planes/propuestas/{enviada.pk}/recuperar/", follow=True)
    assert "no se recuperó" in respuesta.content.decode()
    enviada.refresh_from_db()
    assert enviada.estado == "DEVUELTA"
