"""Trasladar un compromiso a quien hoy pueda cumplirlo."""


def test_lo_traslada_quien_lleva_las_sesiones(quien, comprometido):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/trasladar/"
    datos = {"persona": quien.otro.pk, "dependencia": "", "version": 0, "motivo": "Cambió de oficina"}
    assert quien.cliente.jefe.post(url, datos).status_code == 403
    assert quien.cliente.planeacion.post(url, datos | {"dependencia": quien.ajena.pk}).status_code == 422
    assert quien.cliente.planeacion.post(url, datos).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.persona, suyo.dependencia) == (quien.otro, None)
