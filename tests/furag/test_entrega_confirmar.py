"""Confirmar la entrega: una sola vez, lo que se vio."""

from furag.models import Recomendacion
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import quienes, subir, una


def test_se_confirma_una_sola_vez(db, cliente_de, reloj_fijo):
    quien = quienes()
    furag.recomendacion("Publicar los conjuntos de datos abiertos.", politica=quien.digital)
    subido = subir(quien, una("Publicar los conjuntos de datos abiertos de la entidad."))
    url, planeacion = f"/furag/entregas/{subido.pk}/", cliente_de(quien.planeacion)
    planeacion.post(f"{url}contestar/", {"huella": subido.huella, "todas": "1"})
    pagina = planeacion.get(url)
    vista = {"huella": pagina.context["importacion"].huella, "diferencia": pagina.context["entrega"].huella}
    assert "Listo" in planeacion.post(f"{url}confirmar/", vista, follow=True).text
    assert Recomendacion.objects.get().texto.endswith("de la entidad.")
    assert "ya se había aplicado" in planeacion.post(f"{url}confirmar/", vista, follow=True).text
