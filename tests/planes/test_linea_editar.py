"""Los textos largos de una modificación, en su página: se guardan en la línea y lo que rige sigue igual."""

import pytest

from planes.acciones.actividades import eliminar_actividad
from tests import fabricas as f


@pytest.fixture
def linea(propuesta):
    """La primera de la propuesta."""
    return propuesta.actividades.get(numero="1")


@pytest.fixture
def url(linea):
    """La dirección de su página."""
    return f"/planes/propuestas/lineas/{linea.pk}/editar/"


def test_sin_guiones_los_textos_largos_de_una_modificacion_se_guardan_en_su_linea(
    quien, propuesta, linea, url, formulario_de_actividad
):
    formular = f"/planes/propuestas/{propuesta.pk}/formular/"
    respuesta = quien.cliente.jefe.post(formular, {"hacer": "textos", "elegida": linea.pk})
    assert respuesta.url == url
    pagina = quien.cliente.jefe.get(url).content.decode()
    assert 'name="indicador"' in pagina
    enviado = formulario_de_actividad(numero="1", indicador="Informes publicados", version=linea.version)
    assert quien.cliente.jefe.post(url, enviado).url == formular
    linea.refresh_from_db()
    assert (linea.indicador, linea.actividad.indicador) == ("Informes publicados", "")
    # Otra que venía de antes no pisa: se le muestran los dos.
    respuesta = quien.cliente.planeacion.post(url, enviado | {"indicador": "Libros"})
    assert respuesta.status_code == 422
    assert "Informes publicados" in respuesta.content.decode()


def test_la_que_se_retira_o_ya_se_envio_no_se_cambia(quien, propuesta, linea, url):
    type(propuesta).objects.filter(pk=propuesta.pk).update(
        estado="EN_REVISION", enviada_en=f.AHORA, enviada_por=quien.jefe, motivo="Cambió.", frase="Cambia."
    )
    assert quien.cliente.jefe.get(url).url == f"/planes/propuestas/{propuesta.pk}/"
    type(propuesta).objects.filter(pk=propuesta.pk).update(estado="BORRADOR", enviada_en=None, enviada_por=None)
    eliminar_actividad(actividad=linea, por=quien.jefe, ahora=f.AHORA)
    assert quien.cliente.jefe.get(url).status_code == 404


def test_de_quien_es(quien, url):
    assert quien.cliente.otro.get(url).status_code == 404
    assert quien.cliente.enlace.get(url).status_code == 403
