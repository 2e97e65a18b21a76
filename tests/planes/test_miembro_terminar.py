"""Terminar una membresía con su fecha."""

from planes.models import Miembro


def test_termina_una_vez_y_no_antes_de_empezar(quien, reunion):
    miembro = Miembro.objects.first()
    url = f"/planes/miembros/{miembro.pk}/terminar/"
    assert quien.cliente.planeacion.post(url, {"hasta": "2023-01-01"}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"hasta": "2026-07-06"}).status_code == 302
    miembro.refresh_from_db()
    assert miembro.hasta.isoformat() == "2026-07-06"
    assert "Ya terminó" in quien.cliente.planeacion.post(url, {"hasta": "2026-07-07"}).text
    assert quien.cliente.comite.post(url, {"hasta": "2026-07-06"}).status_code == 403
