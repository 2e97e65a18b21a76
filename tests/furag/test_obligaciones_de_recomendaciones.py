"""Quién debe decidir las recomendaciones, cuándo y dónde: una por política, aunque sean cientos."""

from datetime import date

from furag.obligaciones import DECIDIR, pendientes
from furag.obligaciones.recomendaciones import de_recomendaciones
from tests import fabricas as f
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes


def deben(persona=None) -> list:
    return [una for una in pendientes(f.HOY, persona and persona.pk) if una.verbo == DECIDIR]


def test_le_toca_al_jefe_que_responde_o_a_planeacion_y_se_salda_al_decidir(db, django_assert_max_num_queries):
    quien = quienes()
    archivo = furag.importacion(aplicada_en=f.AHORA, aplicada_por=quien.planeacion, estado="APLICADA")
    suyas = [furag.recomendacion(politica=quien.digital, importacion=archivo) for _ in range(3)]
    furag.recomendacion(politica=quien.integridad)
    furag.recomendacion(politica=quien.integridad, falta_en=archivo)
    (del_jefe,) = deben(quien.jefe)
    assert (del_jefe.asunto, del_jefe.detalle) == ("Gobierno Digital", "3 recomendaciones de la medición 2025")
    assert del_jefe.url.endswith(f"?medicion=2025&politica={quien.digital.pk}&estado=PENDIENTE")
    assert del_jefe.vence == date(2026, 12, 31)
    # La otra dependencia no tiene jefe.
    assert [una.asunto for una in deben(quien.planeacion)] == ["Integridad"]
    assert not deben(quien.comite) and len({una.clave for una in deben()}) == 2
    with django_assert_max_num_queries(12):
        list(de_recomendaciones(f.HOY, quien.jefe.pk))
    for una in suyas:
        una.estado, una.decidida_en, una.decidida_por = "ACOGIDA", f.AHORA, quien.jefe
        una.save()
    assert not deben(quien.jefe)
