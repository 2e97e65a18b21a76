"""Terminar una membresía con su fecha."""

from datetime import date

from planes.acciones.decisiones import quorum_de
from planes.models import Miembro
from tests.planes import comite


def test_termina_una_vez_y_no_antes_de_empezar(quien, reunion):
    miembro = Miembro.objects.first()
    url = f"/planes/miembros/{miembro.pk}/terminar/"
    assert quien.cliente.planeacion.post(url, {"hasta": "2023-01-01"}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"hasta": "2026-07-06"}).status_code == 302
    miembro.refresh_from_db()
    assert miembro.hasta.isoformat() == "2026-07-06"
    assert "Ya terminó" in quien.cliente.planeacion.post(url, {"hasta": "2026-07-07"}).text
    assert quien.cliente.comite.post(url, {"hasta": "2026-07-06"}).status_code == 403


def test_lo_registrado_por_error_se_borra_si_nadie_lo_cito(quien, reunion, sucesos):
    mal = Miembro.objects.create(
        instancia=reunion.instancia, nombre="Ana", cargo="Secretaria", con_voto=True, desde=date(2072, 1, 1)
    )
    pk = mal.pk
    assert quien.cliente.planeacion.post(f"/planes/miembros/{pk}/terminar/", {"hasta": "2026-07-06"}).status_code == 302
    assert not Miembro.objects.filter(pk=pk).exists()
    mal.pk = pk
    assert sucesos(mal)[-1] == "anular"


def test_quien_dejo_de_serlo_antes_de_la_sesion_no_cuenta_en_ella(quien, reunion):
    """Con la sesión en curso, el quórum lo hacen los que la integran ese día."""
    antes = reunion.sesion.asistencias.count()
    miembro = reunion.sesion.asistencias.filter(con_voto=True).first().miembro
    url = f"/planes/miembros/{miembro.pk}/terminar/"
    assert quien.cliente.planeacion.post(url, {"hasta": "2026-07-01"}).status_code == 302
    assert reunion.sesion.asistencias.count() == antes - 1
    comite.llegan(reunion.sesion, 1)
    assert str(quorum_de(reunion.tema)).startswith("1 de 2 con voto")
