"""Registrar un informe de ley."""

from planes.models import InformeDeLey
from tests import fabricas

URL = "/planes/informes-de-ley/crear/"


def datos(quien, **cambios):
    base = {
        "vigencia": fabricas.vigencia().pk,
        "nombre": "Informe  de‮ gestión",
        "norma": "Norma de ejemplo",
        "ante": "El Concejo",
        "periodicidad": "SEMESTRAL",
        "primero": "2026-06-30",
        "dependencia": quien.propia.pk,
        "nota": "",
    }
    return base | cambios


def test_lo_registra_planeacion_con_sus_vencimientos_y_dos_veces_es_una(quien, reloj_fijo):
    cliente = quien.cliente.planeacion
    assert cliente.post(URL, datos(quien)).status_code == 302
    informe = InformeDeLey.objects.get()
    assert informe.nombre == "Informe de gestión" and informe.creado_por == quien.planeacion
    assert [f"{v.vence:%d/%m}" for v in informe.vencimientos.all()] == ["30/06", "31/12"]
    otra = cliente.post(URL, datos(quien))
    assert otra.status_code == 422 and "ya tiene un informe con ese nombre" in otra.text
    fuera = cliente.post(URL, datos(quien, nombre="Otro", primero="2028-01-01"))
    assert fuera.status_code == 422 and "vence entre" in fuera.text


def test_control_interno_registra_lo_suyo_y_no_elige_otra_dependencia(quien, reloj_fijo):
    cliente = quien.cliente.control
    assert cliente.post(URL, datos(quien)).status_code == 422
    assert cliente.post(URL, datos(quien, dependencia=quien.oficina.pk)).status_code == 302
    assert InformeDeLey.objects.get().de_control
    assert quien.cliente.jefe.get(URL).status_code == 403
