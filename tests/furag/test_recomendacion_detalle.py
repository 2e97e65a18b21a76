"""El detalle de una recomendación: de dónde salió, qué se decidió, sus índices, sus acciones y su historia."""

from politicas.models import Indice
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes


def test_dice_de_donde_salio_que_la_atiende_y_su_historia(db, cliente_de, reloj_fijo):
    quien = quienes()
    una = furag.recomendacion("Publicar los datos.", "ACOGIDA", politica=quien.digital, fila=88)
    mejora = furag.mejora(None, una)
    una.redacciones.create(
        texto="Publicar datos.", importacion=una.importacion, reemplazada_en=una.decidida_en, reemplazada_por=quien.jefe
    )
    pagina = cliente_de(quien.comite).get(f"/furag/recomendaciones/{una.pk}/")
    for dicho in ("Publicar los datos.", "fila 88", mejora.codigo, "«Publicar datos.»", una.referencia):
        assert dicho in pagina.text
    assert "Aplicar" not in pagina.text
    assert cliente_de(quien.comite).post(f"/furag/recomendaciones/{una.pk}/").status_code == 403


def test_los_indices_se_ligan_a_mano_y_son_de_su_politica(db, cliente_de, reloj_fijo):
    quien = quienes()
    una = furag.recomendacion(politica=quien.digital)
    suyo = Indice.objects.create(politica=quien.digital, codigo="I24", nombre="Gobierno de datos")
    ajeno = Indice.objects.create(politica=quien.integridad, codigo="I03", nombre="Cambio cultural")
    url, jefe = f"/furag/recomendaciones/{una.pk}/", cliente_de(quien.jefe)
    assert jefe.post(url, {"indices": [suyo.pk, ajeno.pk]}).status_code == 422
    assert jefe.post(url, {"indices": [suyo.pk]}).status_code == 302
    assert list(una.indices.all()) == [suyo]
    pagina = jefe.get(url).text
    assert "I24 · Gobierno de datos" in pagina and "dijo a qué índices apunta" in pagina
    jefe.post(url, {})
    assert not una.indices.exists()
