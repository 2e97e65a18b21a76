"""La lista de recomendaciones: filtros, casillas de quien decide y costo constante."""

from furag.models import Recomendacion
from mipg.bitacora.models import Suceso
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes

URL = "/furag/recomendaciones/"


def test_cada_quien_elige_las_de_sus_politicas_y_filtra(db, cliente_de, reloj_fijo):
    quien = quienes()
    suya = furag.recomendacion("Publicar los datos abiertos.", politica=quien.digital, prioridad="ALTA")
    otra = furag.recomendacion("Adoptar el código.", "ACOGIDA", politica=quien.integridad)
    ida = furag.recomendacion("Ya no viene.", politica=quien.digital, falta_en=furag.importacion())
    furag.recomendacion("De otra vigencia.", medicion=furag.medicion(2023), politica=quien.digital)
    de_jefe = cliente_de(quien.jefe).get(URL).text
    assert f'id="r{suya.pk}"' in de_jefe and otra.referencia in de_jefe and f'id="r{otra.pk}"' not in de_jefe
    assert "Ya no viene." not in de_jefe and "De otra vigencia." not in de_jefe
    comite = cliente_de(quien.comite)
    assert 'name="recomendacion"' not in comite.get(URL).text
    for filtro, esperada in (
        ("estado=ACOGIDA", otra),
        ("prioridad=ALTA", suya),
        (f"politica={quien.integridad.pk}", otra),
        ("q=DATOS abiertos", suya),
        ("viene=no", ida),
        ("accion=no&prioridad=ALTA&agrupacion=SIN", suya),
    ):
        filas = comite.get(f"{URL}?{filtro}").context["filas"]
        assert [una.pk for una, *_ in filas] == [esperada.pk], filtro
    assert comite.get(f"{URL}?medicion=2023").context["cuantas"]["todas"] == 1
    assert comite.get(f"{URL}?estado=NADA&politica=x&medicion=y&page=z").status_code == 200


def test_vacia_dice_que_hacer(db, cliente_de, reloj_fijo):
    quien = quienes()
    assert "Importe el archivo" in cliente_de(quien.planeacion).get(URL).text
    assert "Planeación importe" in cliente_de(quien.jefe).get(URL).text


def test_las_consultas_no_dependen_de_cuantas_haya_y_cabe_en_una_pagina(db, cliente_de, consultas_de, reloj_fijo):
    quien = quienes()
    accion = furag.mejora(None, furag.recomendacion(politica=quien.digital))
    cliente = cliente_de(quien.jefe)
    antes = consultas_de(cliente, URL)
    largas = [f"{n} " + "Publicación oportuna de la información pública ñandú " * 11 for n in range(45)]
    for texto in largas:
        furag.recomendacion(texto, politica=quien.digital)
    assert consultas_de(cliente, URL) == antes
    respuesta = cliente.get(URL)
    assert len(respuesta.content) < 60_000
    assert "las 46 de esta lista" in respuesta.text
    assert accion.atenciones.count() == Recomendacion.objects.con_accion().count() == 1
    assert not Suceso.objects.filter(verbo="acoger").exists()
