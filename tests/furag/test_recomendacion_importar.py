"""Subir el archivo de recomendaciones."""

from mipg.expediente.models import Importacion
from tests.furag import fabricas as furag
from tests.furag.recomendaciones import NUESTRO, excel, quienes, una
from tests.planes.archivos import subido

URL = "/furag/recomendaciones/importar/"


def test_planeacion_sube_el_archivo_y_lo_revisa(db, cliente_de, reloj_fijo):
    quien = quienes()
    planeacion = cliente_de(quien.planeacion)
    assert "créela primero" in planeacion.get(URL).text
    medicion = furag.medicion()
    datos = subido(excel(una("Una.")), NUESTRO) | {"medicion": medicion.pk}
    respuesta = planeacion.post(URL, datos)
    importacion = Importacion.objects.get()
    assert respuesta.url == f"/furag/entregas/{importacion.pk}/"
    assert NUESTRO in planeacion.get(URL).text
    assert planeacion.post(URL, subido(b"", NUESTRO) | {"medicion": medicion.pk}).status_code == 422
    assert cliente_de(quien.jefe).post(URL, datos).status_code == 403
