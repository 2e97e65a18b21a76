"""Corregir qué se acordó y para cuándo, mientras el compromiso siga abierto."""


def test_lo_corrige_con_traza_quien_lleva_las_sesiones(quien, comprometido, sucesos):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/corregir/"
    datos = {"texto": "Enviar el presupuesto", "fecha": "2026-07-31", "version": 0, "motivo": "Se anotó mal"}
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


def test_lo_que_otra_pestana_cambio_no_se_pisa(quien, comprometido, sucesos):
    """Vuelve lo escrito con lo que ahora hay; enviarlo otra vez, ya leído, es decidir."""
    suyo = comprometido()
    url, cliente = f"/planes/compromisos/{suyo.pk}/corregir/", quien.cliente.planeacion
    una = {"texto": "Enviar el presupuesto", "fecha": "2026-07-31", "version": 0, "motivo": "Se anotó mal"}
    otra = {"texto": "Enviar el balance", "fecha": "", "version": 0, "motivo": "Era otra cosa"}
    assert cliente.post(url, una).status_code == 302
    choca = cliente.post(url, otra)
    assert choca.status_code == 422
    assert "dice «Enviar el presupuesto»" in choca.text and "vence el 31/07/2026" in choca.text
    assert "Enviar el balance" in choca.text
    suyo.refresh_from_db()
    assert suyo.texto == "Enviar el presupuesto"
    assert cliente.post(url, otra | {"version": choca.context["form"]["version"].value()}).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.texto, suyo.fecha) == ("Enviar el balance", None)
    # Sin decir qué se leyó, tampoco; lo mismo dos veces no choca ni se repite.
    assert cliente.post(url, una | {"version": ""}).status_code == 422
    assert cliente.post(url, otra).status_code == 302
    assert sucesos(suyo) == ["crear", "corregir", "corregir"]


def test_nada_se_hace_con_un_compromiso_que_cambio(quien, comprometido):
    suyo = comprometido()
    url, cliente = f"/planes/compromisos/{suyo.pk}", quien.cliente.planeacion
    leido = {"version": 0, "motivo": "Porque sí"}
    assert cliente.post(f"{url}/corregir/", leido | {"texto": "Enviar el presupuesto", "fecha": ""}).status_code == 302
    for verbo, datos in (
        ("trasladar", {"persona": quien.otro.pk}),
        ("cancelar", {}),
        ("cumplir", {"nota": "Se envió el cronograma"}),
    ):
        respuesta = cliente.post(f"{url}/{verbo}/", leido | datos)
        assert respuesta.status_code == 422 and "dice «Enviar el presupuesto»" in respuesta.text, verbo
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.dependencia, suyo.version) == ("ABIERTO", quien.propia, 1)
    assert cliente.post(f"{url}/cumplir/", {"version": 1, "nota": "Se envió"}).status_code == 302
    respuesta = cliente.post(f"{url}/reabrir/", leido | {"version": 1})
    assert respuesta.status_code == 422 and "Ahora está cumplido" in respuesta.text
