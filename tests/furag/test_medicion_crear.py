"""Crear una medición: la vigencia medida no es el año en que se captura."""

from furag.models import Medicion
from mipg.bitacora.models import Suceso
from politicas.models import VersionModelo
from tests import fabricas as f
from tests.sesiones import entrar

URL = "/furag/mediciones/crear/"


def test_se_crea_y_no_se_confunde_con_el_anio_de_captura(db):
    f.politica()
    cliente = entrar(f.persona("planeacion"))
    propone = cliente.get(URL).context["form"].initial
    assert (propone["anio"], propone["anio_captura"], propone["version"].nombre) == (
        ayer := f.HOY.year - 1,
        ayer + 1,
        "v6",
    )
    datos = {"anio": "2025", "anio_captura": "2025", "version": VersionModelo.objects.get().pk}
    respuesta = cliente.post(URL, datos)
    assert respuesta.status_code == 422
    assert "no son el mismo" in respuesta.text
    assert cliente.post(URL, datos | {"anio_captura": "2026"})["Location"] == "/furag/mediciones/2025/"
    medicion = Medicion.objects.get()
    assert (medicion.anio, medicion.anio_captura) == (2025, 2026)
    assert Suceso.objects.de(medicion).filter(verbo="crear").count() == 1
    assert cliente.post(URL, datos | {"anio_captura": "2026"}).status_code == 422
