"""Cancelar con motivo: el orden del día pasa a la siguiente."""

from planes.models import Punto


def test_cancela_con_motivo(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/cancelar/"
    assert quien.cliente.planeacion.post(url, {"motivo": " "}).status_code == 422
    assert quien.cliente.comite.get(url).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": "No hubo quórum."}).status_code == 302
    reunion.sesion.refresh_from_db()
    assert (reunion.sesion.estado, reunion.sesion.cancelada_motivo) == ("CANCELADA", "No hubo quórum.")
    assert set(Punto.objects.values_list("estado", flat=True)) == {"APLAZADO"}
