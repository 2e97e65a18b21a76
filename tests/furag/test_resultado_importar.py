"""Subir los resultados: nada rige todavía."""

from furag.models import Carga
from mipg.expediente.models import Importacion
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, tabla, xlsx
from tests.planes.archivos import subido
from tests.sesiones import entrar

URL = "/furag/mediciones/2025/resultados/importar/"


def test_se_sube_se_lee_y_espera_la_revision(db):
    fabricas.medicion(2025)
    cliente = entrar(f.persona("planeacion"))
    assert cliente.get(URL).status_code == 200
    respuesta = cliente.post(URL, subido(xlsx(tabla()), NOMBRE))
    importacion = Importacion.objects.get()
    assert respuesta["Location"] == f"/furag/importaciones/{importacion.pk}/"
    assert (importacion.destino, importacion.lectura) == ("furag.resultados", "LISTA")
    assert not Carga.objects.vigentes().exists()


def test_lo_que_no_es_una_tabla_no_entra(db):
    fabricas.medicion(2025)
    respuesta = entrar(f.persona("planeacion")).post(URL, subido(b"%PDF-1.7", NOMBRE))
    assert respuesta.status_code == 422
    assert "El archivo es un PDF" in respuesta.text
    assert not Importacion.objects.exists()
