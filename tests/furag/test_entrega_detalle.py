"""Revisar el archivo: qué trae y qué haría; con 360 recomendaciones cabe en una página y cuesta lo mismo."""

from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes, subir, una

LARGO = "Publicación oportuna de la información pública de la entidad en su sede electrónica. " * 7


def test_con_trescientas_sesenta_cabe_en_una_pagina_y_cuesta_lo_mismo(db, cliente_de, consultas_de, reloj_fijo):
    quien = quienes()
    planeacion = cliente_de(quien.planeacion)
    poco = consultas_de(planeacion, f"/furag/entregas/{subir(quien, una('Una.')).pk}/")
    subido = subir(quien, *(una(f"Recomendación {n}: {LARGO}") for n in range(360)))
    url = f"/furag/entregas/{subido.pk}/"
    assert consultas_de(planeacion, url) == poco
    assert len(planeacion.get(url).content) < 60_000
    for n in range(30):
        furag.recomendacion(f"Sugerencia {n}: {LARGO}", politica=quien.digital)
    parecidas = planeacion.get(f"{url}?ver=parecidas")
    assert len(parecidas.content) < 60_000
