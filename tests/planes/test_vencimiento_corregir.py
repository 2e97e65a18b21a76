"""Corregir el radicado con que se presentó un informe: la historia conserva el que decía."""

from planes.acciones import vencimientos
from tests.planes import ley


def test_se_corrige_con_motivo_y_la_pagina_cuenta_lo_que_decia(quien, reloj_fijo):
    vencimiento = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    vencimientos.presentar(vencimiento=vencimiento, **ley.SALIDA, version=0, por=quien.jefe, ahora=ley.AHORA)
    url = f"/planes/vencimientos/{vencimiento.pk}/"
    datos = {"version": 1, "radicado": "EXT-22", "fecha": "2026-04-15", "url": "", "motivo": "Se copió mal"}
    assert quien.cliente.jefe.post(f"{url}corregir/", datos | {"motivo": ""}).status_code == 422
    assert quien.cliente.jefe.post(f"{url}corregir/", datos).status_code == 302
    pagina = quien.cliente.planeacion.get(url).text
    assert "EXT-22" in pagina and "EXT-1" in pagina and "Se copió mal" in pagina and "A tiempo" in pagina
