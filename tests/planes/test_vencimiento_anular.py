"""Anular una sola presentación."""

from planes.acciones import informes_de_ley, vencimientos
from planes.models import Vencimiento
from planes.reglas.de_ley import Situacion
from tests.planes import ley


def test_se_anula_esa_y_las_demas_siguen(quien, reloj_fijo):
    informe = ley.informe(quien.planeacion, quien.propia)
    url = f"/planes/vencimientos/{informe.vencimientos.first().pk}/anular/"
    assert quien.cliente.jefe.post(url, {"motivo": "No", "version": 0}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": "Empezó en abril", "version": 0}).status_code == 302
    assert list(informe.vencimientos.values_list("estado", flat=True)) == ["ANULADO", *["PENDIENTE"] * 3]


def test_lo_presentado_en_un_informe_que_no_era_deja_de_contar(quien, reloj_fijo, sucesos):
    informe = ley.informe(quien.planeacion, quien.propia)
    primero = informe.vencimientos.first()
    vencimientos.presentar(vencimiento=primero, **ley.SALIDA, version=0, por=quien.jefe, ahora=ley.AHORA)
    aviso = quien.cliente.planeacion.get(f"/planes/informes-de-ley/{informe.pk}/anular/").text
    assert "sigue contando (1)" in aviso
    datos = {"motivo": "Era de 2025", "version": 0, "por": quien.planeacion, "ahora": ley.AHORA}
    informes_de_ley.anular_informe(informe=informe, **datos)
    url = f"/planes/vencimientos/{primero.pk}/"
    assert f"{url}anular/" in quien.cliente.planeacion.get(url).text
    assert f"{url}anular/" not in quien.cliente.jefe.get(url).text
    assert "EXT-1 queda en la historia" in quien.cliente.planeacion.get(f"{url}anular/").text
    assert quien.cliente.planeacion.post(f"{url}anular/", {"motivo": "Era de 2025", "version": 1}).status_code == 302
    assert Vencimiento.objects.cuantos(ley.HOY)[Situacion.ANULADO] == 4
    assert sucesos(primero) == ["presentar", "anular"]
    assert "EXT-1" in quien.cliente.planeacion.get(url).text
