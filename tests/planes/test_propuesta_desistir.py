"""Desistir de la modificación, con su motivo."""


def test_desiste_con_su_motivo_y_el_plan_sigue_como_rige(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/desistir/"
    assert quien.cliente.jefe.post(url, {"motivo": ""}).status_code == 422
    respuesta = quien.cliente.jefe.post(url, {"motivo": "Ya no hace falta."}, follow=True)
    assert "el plan sigue como rige" in respuesta.content.decode()
    propuesta.refresh_from_db()
    assert (propuesta.estado, propuesta.desistida_motivo) == ("DESISTIDA", "Ya no hace falta.")
    assert "no hay qué desistir" in quien.cliente.jefe.get(url, follow=True).content.decode()
