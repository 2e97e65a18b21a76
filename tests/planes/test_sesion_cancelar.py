"""Cancelar con motivo: el orden del día pasa a la siguiente."""

from planes.models import Punto
from tests.planes import comite


def test_cancela_con_motivo(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/cancelar/"
    assert quien.cliente.planeacion.post(url, {"motivo": " "}).status_code == 422
    assert quien.cliente.comite.get(url).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": "No hubo quórum."}).status_code == 302
    reunion.sesion.refresh_from_db()
    assert (reunion.sesion.estado, reunion.sesion.cancelada_motivo) == ("CANCELADA", "No hubo quórum.")
    assert set(Punto.objects.values_list("estado", flat=True)) == {"APLAZADO"}


def test_lo_informado_no_impide_cancelar_y_sin_nadie_en_la_sala_no_se_anota(quien, reunion):
    informar = f"/planes/puntos/{reunion.tema.pk}/informar/"
    cancelar = f"/planes/sesiones/{reunion.sesion.pk}/cancelar/"
    planeacion = quien.cliente.planeacion
    comite.llegan(reunion.sesion, 0)
    sin_nadie = planeacion.post(informar, {"texto": "Se presentó."})
    assert sin_nadie.status_code == 422 and "Anote primero quién asistió" in sin_nadie.text
    comite.llegan(reunion.sesion, 1)
    assert planeacion.post(informar, {"texto": "Se presentó."}).status_code == 302
    # Se fueron todos: lo informado no deja la sesión sin salida.
    comite.llegan(reunion.sesion, 0)
    assert planeacion.post(f"/planes/sesiones/{reunion.sesion.pk}/cerrar/", {}).status_code == 422
    assert planeacion.post(cancelar, {"motivo": "No hubo quórum."}).status_code == 302
    reunion.sesion.refresh_from_db()
    assert reunion.sesion.estado == "CANCELADA"
