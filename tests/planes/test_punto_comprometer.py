"""Anotar un compromiso con su responsable."""

from planes.models import Compromiso


def test_anota_y_pide_un_solo_responsable(quien, reunion):
    url = f"/planes/puntos/{reunion.tema.pk}/comprometer/"
    sin = {"texto": "Enviar el informe", "persona": "", "dependencia": "", "fecha": ""}
    assert "una persona o una dependencia" in quien.cliente.planeacion.post(url, sin).content.decode()
    antes = quien.cliente.planeacion.post(url, sin | {"persona": quien.jefe.pk, "fecha": "2026-01-01"})
    assert "anterior a la sesión" in antes.content.decode()
    assert quien.cliente.planeacion.post(url, sin | {"dependencia": quien.propia.pk}).status_code == 302
    assert Compromiso.objects.get().responsable == "Secretaría de Hacienda"
    assert quien.cliente.jefe.post(url, sin).status_code == 403
