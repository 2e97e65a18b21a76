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


def test_una_entrega_que_deja_fuera_mas_de_las_que_siguen_pregunta_si_esta_completa(db, cliente_de, reloj_fijo):
    quien = quienes()
    planeacion = cliente_de(quien.planeacion)
    for texto in ("Documentar los riesgos.", "Publicar los datos abiertos.", "Capacitar al equipo."):
        furag.recomendacion(texto, politica=quien.digital)
    parcial = planeacion.get(f"/furag/entregas/{subir(quien, una('Documentar los riesgos.')).pk}/").text
    assert "¿Está completo el archivo?" in parcial and "ya había, 2 no vienen" in parcial
    dos = subir(quien, una("Documentar los riesgos."), una("Publicar los datos abiertos."))
    assert "¿Está completo el archivo?" not in planeacion.get(f"/furag/entregas/{dos.pk}/").text
    # Las que casi dicen lo mismo y nadie ha decidido no se dan por perdidas.
    otras = ("Documentar todos los riesgos.", "Publicar siempre los datos abiertos.", "Capacitar pronto al equipo.")
    redactadas = subir(quien, *(una(texto) for texto in otras))
    assert "¿Está completo el archivo?" not in planeacion.get(f"/furag/entregas/{redactadas.pk}/").text
