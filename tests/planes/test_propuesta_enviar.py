"""Enviar a revisión con motivo y frase pública."""

from planes.models import Propuesta


def test_envia_con_su_motivo_y_su_frase(quien, propuesta):
    datos = {"motivo": "Se contaba mal.", "frase": "Ahora se cuenta por actas."}
    assert quien.cliente.jefe.post(f"/planes/propuestas/{propuesta.pk}/enviar/", datos).status_code == 302
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.frase) == ("EN_REVISION", "Ahora se cuenta por actas.")


def test_lo_escrito_vuelve_si_falta_algo(quien, propuesta):
    respuesta = quien.cliente.jefe.post(f"/planes/propuestas/{propuesta.pk}/enviar/", {"motivo": "Se contaba mal."})
    assert respuesta.status_code == 422
    assert "Se contaba mal." in respuesta.content.decode()
    assert "frase" in respuesta.context["enviar"].errors
    assert Propuesta.objects.get().estado == "BORRADOR"


def test_lo_que_no_cambia_nada_no_se_envia_y_lo_dice_la_pagina(quien, propuesta):
    propuesta.actividades.filter(numero="1").update(unidad="documentos")
    datos = {"motivo": "Por nada.", "frase": "Nada."}
    respuesta = quien.cliente.jefe.post(f"/planes/propuestas/{propuesta.pk}/enviar/", datos)
    assert respuesta.status_code == 422
    assert "no cambia nada de lo que rige" in respuesta.content.decode()
