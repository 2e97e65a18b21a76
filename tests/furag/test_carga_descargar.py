"""El archivo original de unos resultados, como lo subieron."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests import fabricas as f
from tests.furag import fabricas

pytestmark = pytest.mark.django_db


def test_se_descarga_el_original_de_lo_que_rige_o_rigio_y_no_lo_que_nadie_ha_confirmado(client):
    client.force_login(f.persona("enlace", f.dependencia()))
    carga = fabricas.carga({"N": {"IDI": 1}})
    url = reverse("furag:carga_descargar", args=[carga.pk])
    assert client.get(url).status_code == 404  # la fila está y el archivo no
    carga.importacion.archivo.save("x", ContentFile(b"contenido"))
    respuesta = client.get(url)
    assert b"".join(respuesta.streaming_content) == b"contenido"
    assert "archivo.xlsx" in respuesta["Content-Disposition"]
    type(carga).objects.filter(pk=carga.pk).update(estado="PREPARADA", confirmada_en=None, confirmada_por=None)
    assert client.get(url).status_code == 404
