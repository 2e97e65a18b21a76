"""Subir y bajar un punto con botones."""


def test_sube_y_baja(quien, reunion):
    url = f"/planes/puntos/{reunion.tema.pk}/mover/"

    def orden():
        return list(reunion.sesion.puntos.order_by("orden").values_list("clase", flat=True))

    assert quien.cliente.planeacion.post(url, {"hacia": "arriba"})["Location"].endswith("#orden")
    assert orden() == ["OTRO", "PLAN"]
    quien.cliente.planeacion.post(url, {"hacia": "arriba"})
    assert orden() == ["OTRO", "PLAN"]
    quien.cliente.planeacion.post(url, {"hacia": "abajo"})
    assert orden() == ["PLAN", "OTRO"]
    assert quien.cliente.jefe.post(url, {"hacia": "arriba"}).status_code == 403
