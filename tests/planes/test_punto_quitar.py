"""Quitar un punto lo lleva al banco."""

from planes.acciones import decisiones
from tests.planes import comite


def test_quita_y_no_si_ya_tiene_resultados(quien, reunion):
    url = f"/planes/puntos/{reunion.de_plan.pk}/quitar/"
    assert quien.cliente.jefe.post(url).status_code == 403
    assert quien.cliente.planeacion.post(url).status_code == 302
    reunion.de_plan.refresh_from_db()
    assert reunion.de_plan.estado == "QUITADO"
    decisiones.informar(punto=reunion.tema, texto="Se informó.", por=quien.planeacion, ahora=comite.AHORA)
    pagina = quien.cliente.planeacion.post(f"/planes/puntos/{reunion.tema.pk}/quitar/", follow=True).content.decode()
    assert "ya tiene resultados" in pagina
