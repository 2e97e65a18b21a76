"""Subir el diccionario de índices."""

from mipg.expediente.models import Importacion
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import xlsx
from tests.furag.test_lectura_diccionario import FILAS
from tests.planes.archivos import subido
from tests.sesiones import entrar


def test_se_sube_y_dice_que_cambiaria(db):
    fabricas.medicion(2025)
    cliente = entrar(f.persona("planeacion"))
    respuesta = cliente.post("/furag/mediciones/2025/diccionario/importar/", subido(xlsx(FILAS, "Ind2025"), "ind.xlsx"))
    importacion = Importacion.objects.get()
    assert respuesta["Location"] == f"/furag/importaciones/{importacion.pk}/"
    pagina = cliente.get(respuesta["Location"]).text
    assert "Calidad de la planeación" in pagina
    assert f"/furag/importaciones/{importacion.pk}/diccionario/confirmar/" in pagina
