"""Retirar una prórroga que nadie ha decidido."""

from planes.models import Prorroga
from tests import fabricas as f


def test_desiste_quien_responde_y_lo_decidido_ya_no(quien, en_estado):
    prorroga = f.prorroga(en_estado("PUBLICADO").actividades.get(), por=quien.enlace)
    url = f"/planes/prorrogas/{prorroga.pk}/desistir/"
    assert quien.cliente.control.post(url).status_code == 403
    assert quien.cliente.otro.post(url).status_code == 404
    html = quien.cliente.jefe.post(url, follow=True).content.decode()
    assert "La prórroga se retiró" in html
    assert Prorroga.objects.get().estado == "DESISTIDA"
    assert "Otra persona cambió" in quien.cliente.jefe.post(url, follow=True).content.decode()
