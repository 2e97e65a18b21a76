"""Copiar el calendario del año anterior."""

from planes.models import InformeDeLey
from tests import fabricas
from tests.planes import ley

URL = "/planes/informes-de-ley/copiar/"


def test_lo_copia_sin_repetir_y_dice_que_no_copio(quien, reloj_fijo):
    ley.informe(quien.planeacion, quien.propia)
    siguiente, cliente = fabricas.vigencia(2027), quien.cliente.planeacion
    una = cliente.post(URL, {"vigencia": siguiente.pk}, follow=True)
    assert "1 informe se copió de 2026 a 2027" in una.text and "Primer trimestre" in una.text
    otra = cliente.post(URL, {"vigencia": siguiente.pk}, follow=True)
    assert "«Informe de austeridad» (ya está)" in otra.text
    assert InformeDeLey.objects.filter(vigencia=siguiente).count() == 1
    nada = quien.cliente.control.post(URL, {"vigencia": siguiente.pk}, follow=True)
    assert "no hay informes que copiar" in nada.text
    assert quien.cliente.jefe.post(URL, {"vigencia": siguiente.pk}).status_code == 403
