"""El catálogo en el admin: los catálogos y los parámetros de la vigencia se editan; los enlaces sólo se miran."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError

from mipg.usuarios.admin_base import MipgAdmin
from politicas.models import Dimension, Indice, Politica
from tests import fabricas

SOLO_LECTURA = {"DecisionCatalogo", "EnlacePolitica", "FaseCumplida"}


@pytest.mark.parametrize("modelo", list(apps.get_app_config("politicas").get_models()), ids=lambda m: m.__name__)
def test_todo_modelo_esta_en_el_admin_y_solo_los_catalogos_se_editan(modelo):
    registrado = admin.site._registry[modelo]
    assert isinstance(registrado, MipgAdmin)
    assert registrado.catalogo == (modelo.__name__ not in SOLO_LECTURA)
    assert registrado.search_fields


def parametros(**cambios) -> dict:
    return {
        "fecha_limite_institucionales": "2026-01-31", "fecha_limite_politicas": "2026-02-28",
        "umbral_satisfactorio": "85", "umbral_aceptable": "70", "exige_aval": "on", "dias_sin_aval": "4",
        "dias_aviso": "[10, 2]", "dias_proxima": "14", "anio": "2031",
    } | cambios  # fmt: skip


@pytest.mark.parametrize(("rol", "codigo"), [("planeacion", 302), ("control_interno", 403), ("administrador", 403)])
def test_solo_planeacion_corrige_los_parametros_de_la_vigencia(cliente_de, rol, codigo):
    vigencia = fabricas.vigencia()
    url = f"/admin/politicas/vigencia/{vigencia.pk}/change/"
    assert cliente_de(fabricas.persona(rol)).post(url, parametros()).status_code == codigo
    vigencia.refresh_from_db()
    assert vigencia.anio == 2026
    assert (vigencia.umbral_satisfactorio == 85) is (codigo == 302)


@pytest.mark.parametrize(
    "malo", [{"dias_aviso": '["x"]'}, {"dias_aviso": "3"}, {"fecha_limite_politicas": "2027-01-01"}]
)
def test_los_parametros_corregidos_siguen_las_reglas_de_la_apertura(cliente_de, malo):
    vigencia = fabricas.vigencia()
    url = f"/admin/politicas/vigencia/{vigencia.pk}/change/"
    assert cliente_de(fabricas.persona("planeacion")).post(url, parametros(**malo)).status_code == 200
    assert cliente_de(fabricas.persona("planeacion")).get("/admin/politicas/vigencia/add/").status_code == 403


def test_ni_numero_ni_codigo_ni_lugar_se_repiten_en_la_version_del_modelo(db):
    una = fabricas.politica(codigo_furag="POL01", numero_plan=1)
    otra_dimension = Dimension.objects.create(
        version=una.dimension.version, codigo="D2", orden=2, nombre="Otra", nombre_furag="OT"
    )
    for cambio in ({"numero_plan": 1}, {"codigo_furag": "POL01"}):
        datos = {"codigo_furag": "POL99", "numero_plan": 99, "nombre": "Repetida"} | cambio
        with pytest.raises(ValidationError, match="de la misma versión del modelo"):
            Politica(dimension=otra_dimension, **datos).full_clean()
    una.full_clean()
    indice = Indice.objects.create(politica=una, codigo="I01", nombre="Uno")
    with pytest.raises(ValidationError, match="I01 · Uno"):
        Indice(politica=fabricas.politica(otra_dimension), codigo="I01", nombre="Otro").full_clean()
    indice.full_clean()
    with pytest.raises(ValidationError, match="ya ocupa ese lugar"):
        Dimension(version=una.dimension.version, codigo="D3", orden=2, nombre="x", nombre_furag="x").full_clean()
