"""Registrar un requerimiento: el vencimiento se calcula con festivos y asuetos."""

from datetime import date

from mipg.avisos.models import DiaNoHabil
from planes.models import Requerimiento

URL = "/planes/requerimientos/crear/"


def datos(quien, **cambios):
    base = {
        "quien_pide": "Entidad de ejemplo",
        "radicado": "R-1",
        "asunto": "Copia de los contratos",
        "recibido": "2026-07-03",
        "clase_plazo": "HABILES",
        "plazo": "5",
        "vence": "",
        "dependencia": quien.propia.pk,
    }
    return base | cambios


def test_se_registra_una_vez_con_su_vencimiento(quien, reloj_fijo):
    cliente = quien.cliente.planeacion
    assert "vence el 10/07/2026" in cliente.post(URL, datos(quien), follow=True).text
    otra = cliente.post(URL, datos(quien))
    assert otra.status_code == 422 and "ya está registrado" in otra.text
    DiaNoHabil.objects.create(fecha=date(2026, 7, 7), motivo="Asueto de ejemplo")
    assert "vence el 14/07/2026" in cliente.post(URL, datos(quien, radicado="R-2"), follow=True).text
    fija = datos(quien, radicado="R-3", clase_plazo="FECHA", plazo="", vence="2026-07-31")
    assert "vence el 31/07/2026" in cliente.post(URL, fija, follow=True).text
    sin_plazo = cliente.post(URL, datos(quien, radicado="R-4", plazo=""))
    assert sin_plazo.status_code == 422 and "cuántos días dieron" in sin_plazo.text
    enorme = cliente.post(URL, datos(quien, radicado="R-5", plazo="99999999999999999999"))
    assert enorme.status_code == 422
    assert quien.cliente.jefe.get(URL).status_code == 403


def test_el_de_control_interno_lo_registra_control_interno(quien, reloj_fijo):
    suyo = datos(quien, dependencia=quien.oficina.pk)
    assert quien.cliente.control.post(URL, datos(quien)).status_code == 422
    assert quien.cliente.control.post(URL, suyo).status_code == 302
    assert Requerimiento.objects.get().de_control
