"""Corregir qué se acordó y para cuándo, mientras el compromiso siga abierto."""


def test_lo_corrige_con_traza_quien_lleva_las_sesiones(quien, comprometido, sucesos):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/corregir/"
    datos = {"texto": "Enviar el presupuesto", "fecha": "2026-07-31", "motivo": "Se anotó mal"}
    assert quien.cliente.jefe.post(url, datos).status_code == 403
    pagina = quien.cliente.planeacion.get(url).content.decode()
    assert "Enviar el cronograma" in pagina
    temprana = quien.cliente.planeacion.post(url, datos | {"fecha": "2026-01-01"})
    assert temprana.status_code == 422 and "anterior a la sesión" in temprana.content.decode()
    assert quien.cliente.planeacion.post(url, datos).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.texto, suyo.vence.isoformat()) == ("Enviar el presupuesto", "2026-07-31")
    assert sucesos(suyo) == ["crear", "corregir"]
    suyo.cumplido_en, suyo.cumplido_por, suyo.cumplido_nota = suyo.creado_en, quien.jefe, "Se envió"
    suyo.estado = "CUMPLIDO"
    suyo.save()
    assert "ya no se corrige" in quien.cliente.planeacion.post(url, datos).content.decode()
