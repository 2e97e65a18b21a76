"""Agregar un tema suelto."""


def test_agrega_al_final(quien, reunion):
    url = f"/planes/sesiones/{reunion.sesion.pk}/puntos/crear/"
    assert quien.cliente.planeacion.post(url, {"texto": ""}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"texto": "x" * 301}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"texto": "Informe de gestión"}).status_code == 302
    ultimo = reunion.sesion.puntos.order_by("-orden").first()
    assert (ultimo.titulo, ultimo.clase, ultimo.orden) == ("Informe de gestión", "OTRO", 3)
    assert quien.cliente.jefe.post(url, {"texto": "Otro"}).status_code == 403
