"""Editar los datos de un informe de ley: lo que otra pestaña cambió no se pisa."""

from tests.planes import ley


def test_se_corrige_y_lo_que_cambio_mientras_tanto_se_dice(quien, reloj_fijo, sucesos):
    informe, cliente = ley.informe(quien.planeacion, quien.propia), quien.cliente.planeacion
    url = f"/planes/informes-de-ley/{informe.pk}/editar/"
    datos = {"nombre": "Informe nuevo", "norma": "Otra norma", "ante": "El Concejo", "nota": "", "version": 0}
    assert quien.cliente.control.post(url, datos).status_code == 403
    assert cliente.post(url, datos).status_code == 302
    choca = cliente.post(url, datos | {"nombre": "Tercero"})
    assert choca.status_code == 422 and "cambió mientras usted lo miraba" in choca.text and "Tercero" in choca.text
    assert cliente.post(url, datos | {"nombre": "Tercero", "version": 1}).status_code == 302
    informe.refresh_from_db()
    assert informe.nombre == "Tercero" and sucesos(informe) == ["crear", "editar", "editar"]
