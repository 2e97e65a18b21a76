"""Contestar lo que el archivo no dice: de quién es, de qué política, y si una es la misma de antes."""

from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes, subir, una


def test_lo_que_no_se_sabe_se_contesta_y_lo_viejo_no_pisa(db, cliente_de, reloj_fijo):
    quien = quienes()
    furag.recomendacion("Publicar los conjuntos de datos abiertos.", politica=quien.digital)
    subido = subir(
        quien, una("Publicar los conjuntos de datos abiertos de la entidad."), una("Otra cosa.", "Transparencia", ""),
        nombre="otro.xlsx",
    )  # fmt: skip
    url, planeacion = f"/furag/entregas/{subido.pk}/", cliente_de(quien.planeacion)
    pagina = planeacion.get(url)
    assert "no es el de esta entidad" in pagina.text and "ninguna política se llama así" in pagina.text
    assert "Dice: «Otra cosa.»" in pagina.text
    assert "Confirmar e importar" not in pagina.text
    respuestas = {"huella": subido.huella, "entidad": "on", "politica_0": "0"}
    assert planeacion.post(f"{url}contestar/", respuestas | {"politica_0": "999999"}).status_code == 422
    assert planeacion.post(f"{url}contestar/", respuestas).status_code == 302
    subido.refresh_from_db()
    pagina = planeacion.get(url)
    assert "Es la misma, redactada de otro modo" in pagina.text
    assert "Ver la que ya estaba y qué se decidió de ella" in pagina.text
    viejo = {"huella": "otra", "parecidas": "1", "parecida_0": "nueva"}
    assert "No se guardó" in planeacion.post(f"{url}contestar/", viejo, follow=True).text
    planeacion.post(f"{url}contestar/", {"huella": subido.huella, "parecidas": "1", "parecida_0": "nueva"})
    assert len(planeacion.get(url).context["entrega"].se_escriben) == 1
    assert cliente_de(quien.jefe).get(url).status_code == 404
    assert cliente_de(quien.control).get(url).status_code == 200
