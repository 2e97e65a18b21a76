"""Decidir sobre una o muchas recomendaciones: acoger, descartar con motivo, reabrir, priorizar y agrupar."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from furag.acciones.recomendaciones import decidir
from furag.models import Agrupacion, Recomendacion
from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes

URL = "/furag/recomendaciones/decidir/"


@pytest.fixture
def quien(db, reloj_fijo):
    return quienes()


def test_el_jefe_decide_las_de_su_politica_y_ninguna_otra(quien, cliente_de):
    suyas = [furag.recomendacion(politica=quien.digital) for _ in range(3)]
    ajena = furag.recomendacion(politica=quien.integridad)
    jefe = cliente_de(quien.jefe)
    claves = [una.pk for una in suyas]
    respuesta = jefe.post(f"{URL}?estado=PENDIENTE", {"hacer": "acoger", "recomendacion": claves[:2]})
    assert respuesta.url == "/furag/recomendaciones/?estado=PENDIENTE"
    assert set(Recomendacion.objects.filter(estado="ACOGIDA").values_list("pk", flat=True)) == {*claves[:2]}
    assert jefe.post(URL, {"hacer": "acoger", "recomendacion": [*claves, ajena.pk]}).status_code == 403
    assert cliente_de(quien.control).post(URL, {"hacer": "acoger", "recomendacion": claves}).status_code == 403
    assert cliente_de(quien.planeacion).post(URL, {"hacer": "acoger", "recomendacion": ajena.pk}).status_code == 302


def test_descartar_pide_el_motivo_y_el_formulario_vuelve_lleno(quien, cliente_de):
    una, otra = furag.recomendacion(politica=quien.digital), furag.recomendacion(politica=quien.digital)
    jefe = cliente_de(quien.jefe)
    respuesta = jefe.post(URL, {"hacer": "descartar", "motivo": " ", "recomendacion": una.pk})
    assert respuesta.status_code == 422
    assert "Diga por qué se descarta." in respuesta.text
    assert [fila[2] for fila in respuesta.context["filas"] if fila[0].pk in (una.pk, otra.pk)] == [True, False]
    jefe.post(URL, {"hacer": "descartar", "motivo": "Ya se hace.", "recomendacion": una.pk})
    una.refresh_from_db()
    assert (una.estado, una.motivo, una.decidida_por) == ("DESCARTADA", "Ya se hace.", quien.jefe)
    jefe.post(f"{URL}?detalle={una.pk}", {"hacer": "reabrir"})
    una.refresh_from_db()
    assert (una.estado, una.motivo, una.decidida_en) == ("PENDIENTE", "", None)
    assert [s.verbo for s in Suceso.objects.de(una)] == ["reabrir", "descartar"]
    assert jefe.post(f"{URL}?detalle={una.pk}", {"hacer": "descartar"}).status_code == 422
    assert jefe.post(URL, {"hacer": "acoger"}).status_code == 422


def test_lo_que_ya_tiene_accion_no_se_descarta(quien):
    una = furag.recomendacion(estado="ACOGIDA", politica=quien.digital)
    mejora = furag.mejora(None, una)
    quien_decide = {"por": quien.jefe, "ahora": f.AHORA, "recomendaciones": [una.pk]}
    with pytest.raises(ReglaIncumplida, match="ya tiene una acción"):
        decidir(verbo="descartar", motivo="No.", **quien_decide)
    mejora.atenciones.all().delete()
    assert decidir(verbo="descartar", motivo="No.", **quien_decide)


def test_todas_las_del_filtro_de_una_vez_y_sin_costo_por_fila(quien, cliente_de):
    for n in range(40):
        furag.recomendacion(politica=quien.digital, estado="ACOGIDA" if n == 7 else "PENDIENTE")
    furag.recomendacion(politica=quien.integridad)
    jefe = cliente_de(quien.jefe)
    assert "La lista cambió" in jefe.post(URL, {"hacer": "acoger", "todas": "on", "cuantas": 39}).text

    def costo(**datos) -> int:
        with CaptureQueriesContext(
            connection,
        ) as consultas:
            assert jefe.post(URL, datos).status_code == 302
        return len(consultas)

    suyas = Recomendacion.objects.filter(politica=quien.digital, estado="PENDIENTE")
    pocas = costo(hacer="acoger", recomendacion=list(suyas.values_list("pk", flat=True)[:2]))
    assert costo(hacer="acoger", todas="on", cuantas=40) <= pocas + 1
    assert Recomendacion.objects.filter(estado="ACOGIDA").count() == 40
    with pytest.raises(ReglaIncumplida, match="a lo sumo 400"):
        decidir(recomendaciones=range(401), verbo="acoger", por=quien.jefe, ahora=f.AHORA)


def test_se_priorizan_y_se_agrupan_las_de_una_politica(quien, cliente_de):
    una, otra = furag.recomendacion(politica=quien.digital), furag.recomendacion(politica=quien.digital)
    ajena = furag.recomendacion(politica=quien.integridad)
    planeacion = cliente_de(quien.planeacion)
    planeacion.post(URL, {"hacer": "priorizar", "prioridad": "ALTA", "recomendacion": [una.pk, otra.pk]})
    planeacion.post(URL, {"hacer": "agrupar", "agrupacion": "Datos  abiertos", "recomendacion": [una.pk, otra.pk]})
    assert set(Recomendacion.objects.filter(prioridad="ALTA").values_list("agrupacion__nombre", flat=True)) == {
        "Datos abiertos"
    }
    juntas = {"hacer": "agrupar", "agrupacion": "Todo", "recomendacion": [una.pk, ajena.pk]}
    assert "misma política" in planeacion.post(URL, juntas).text
    planeacion.post(URL, {"hacer": "agrupar", "agrupacion": "", "recomendacion": [una.pk, otra.pk]})
    assert not Agrupacion.objects.exists()


def test_de_lo_acogido_de_una_politica_se_formula_una_accion(quien, cliente_de):
    acogidas = [furag.recomendacion(estado="ACOGIDA", politica=quien.digital) for _ in range(2)]
    ajena = furag.recomendacion(estado="ACOGIDA", politica=quien.integridad)
    pendiente = furag.recomendacion(politica=quien.digital)
    planeacion = cliente_de(quien.planeacion)

    def formular(*unas) -> object:
        return planeacion.post(URL, {"hacer": "formular", "recomendacion": [una.pk for una in unas]})

    claves = "&".join(f"recomendacion={una.pk}" for una in acogidas)
    assert formular(*acogidas).url == f"/furag/mejoras/crear/?{claves}"
    assert "de una sola política" in formular(acogidas[0], ajena).text
    assert "acójala antes" in formular(acogidas[0], pendiente).text
    assert formular().status_code == 422
