"""Cargar un acto: subir la hoja."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Importacion
from mipg.usuarios.roles import PERMISOS, Permiso, Rol
from politicas.models import Fuente
from tests import fabricas

SUBIR = "/politicas/fuentes/importar/"


@pytest.mark.django_db
@pytest.mark.parametrize("rol", Rol)
def test_la_abre_quien_edita_la_vigencia(cliente_de, rol):
    respuesta = cliente_de(fabricas.persona(rol)).get(SUBIR)
    assert respuesta.status_code == (200 if Permiso.VIGENCIA_EDITAR in PERMISOS[rol] else 403)


@pytest.mark.django_db
def test_subir_no_carga_nada(cliente_de):
    archivo = SimpleUploadedFile("acto.csv", "Política;Papel;Responsable\nUna;Líder;Otra\n".encode())
    respuesta = cliente_de(fabricas.persona("planeacion")).post(SUBIR, {"archivo": archivo})
    assert respuesta["Location"] == f"{SUBIR}{Importacion.objects.get().pk}/"
    assert not Fuente.objects.exists()
