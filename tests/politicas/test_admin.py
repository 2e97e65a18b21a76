"""El catálogo en el admin: los catálogos se editan, la vigencia y los enlaces sólo se miran."""

import pytest
from django.apps import apps
from django.contrib import admin

from mipg.usuarios.admin_base import MipgAdmin

SOLO_LECTURA = {"Vigencia", "EnlacePolitica"}


@pytest.mark.parametrize("modelo", list(apps.get_app_config("politicas").get_models()), ids=lambda m: m.__name__)
def test_todo_modelo_esta_en_el_admin_y_solo_los_catalogos_se_editan(modelo):
    registrado = admin.site._registry[modelo]
    assert isinstance(registrado, MipgAdmin)
    assert registrado.catalogo == (modelo.__name__ not in SOLO_LECTURA)
    assert registrado.search_fields
