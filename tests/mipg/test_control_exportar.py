"""El exporte de la página de Control Interno: lo mismo que se ve, sin fórmulas."""

from tests import fabricas
from tests.mipg.test_control_lista import crear, excepciones


def test_se_descarga_lo_mismo_que_se_ve(cliente_de, db, time_machine, ahora):
    time_machine.move_to(ahora, tick=False)
    control = cliente_de(fabricas.persona("control_interno"))
    crear("=Ana")
    excepciones()
    libro = control.get("/control/exportar/?desde=2020-01-01")
    assert libro["Content-Type"].startswith("application/vnd.openxmlformats")
    csv = control.get("/control/exportar/?formato=csv&clase=cuenta").content.decode("utf-8-sig")
    assert csv.count("\r\n") == 2
    assert "06/07/2026 10:00;Cuenta;Creó;'=Ana;" in csv
