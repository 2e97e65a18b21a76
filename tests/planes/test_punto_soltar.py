"""Soltar un punto pide motivo."""


def test_suelta_con_motivo(quien, reunion):
    url = f"/planes/puntos/{reunion.tema.pk}/soltar/"
    assert quien.cliente.planeacion.get(url).status_code == 200
    assert quien.cliente.planeacion.post(url, {"motivo": ""}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"motivo": "Lo trata otra instancia"}).status_code == 302
    reunion.tema.refresh_from_db()
    assert (reunion.tema.estado, reunion.tema.soltado_por) == ("SOLTADO", quien.planeacion)
    assert quien.cliente.comite.post(url, {"motivo": "x"}).status_code == 403
