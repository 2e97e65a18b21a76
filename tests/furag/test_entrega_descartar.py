"""Un archivo que no es de recomendaciones se dice, y se descarta."""

from tests.furag.recomendaciones import quienes, subir


def test_un_archivo_que_no_es_se_dice_y_se_descarta(db, cliente_de, reloj_fijo):
    quien = quienes()
    subido = subir(quien, titulos=("Actividad", "Meta"))
    url, planeacion = f"/furag/entregas/{subido.pk}/", cliente_de(quien.planeacion)
    assert "No es un archivo de recomendaciones" in planeacion.get(url).text
    assert "No se aplicó nada" in planeacion.post(f"{url}confirmar/", follow=True).text
    assert "Se descartó" in planeacion.post(f"{url}descartar/", follow=True).text
    assert "se descartó" in planeacion.get(url).text
    assert "ya se había aplicado o descartado" in planeacion.post(f"{url}descartar/", follow=True).text
