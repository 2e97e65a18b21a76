"""El catálogo en el admin: los catálogos y los parámetros de la vigencia se editan; los enlaces sólo se miran."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError

from mipg.usuarios.admin_base import MipgAdmin
from politicas.models import Dimension, Indice, Politica, Vigencia
from tests import fabricas

SOLO_LECTURA = {"Jornada", "DecisionCatalogo", "EnlacePolitica", "FaseCumplida"}


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


def de_formulario(objeto, campos, **cambios) -> dict:
    """Lo guardado, como lo manda el formulario del admin, con los cambios."""
    valores = {campo: objeto.serializable_value(campo) for campo in campos}
    return {c: v for c, v in (valores | cambios).items() if v not in (None, False)}


@pytest.mark.parametrize(
    ("cerrado", "cambios", "guarda"),
    [
        (2, {"desde": 2026}, False),
        (2, {"hasta": 2025}, False),
        (2, {"hasta": 2026}, True),
        (2, {"nombre": "Otro nombre"}, False),
        (2, {"nota": "Una nota"}, True),
        (0, {"nombre": "Otro nombre", "hasta": 2025}, True),
    ],
)
def test_la_fuente_que_rige_un_anio_con_cortes_cerrados_no_se_corrige_a_mano(cliente_de, cerrado, cambios, guarda):
    Vigencia.objects.filter(pk=fabricas.vigencia(2026).pk).update(trimestre_cerrado=cerrado)
    es_nueva = cambios == {"desde": 2026}
    fuente = fabricas.fuente(desde=2027 if es_nueva else 2025)
    campos = ("clase", "nombre", "seccion", "desde", "hasta", "reparte", "orden", "url", "nota")
    url = f"/admin/politicas/fuente/{fuente.pk}/change/"
    respuesta = cliente_de(fabricas.persona("planeacion")).post(url, de_formulario(fuente, campos, **cambios))
    fuente.refresh_from_db()
    guardo = all(getattr(fuente, campo) == valor for campo, valor in cambios.items())
    assert (respuesta.status_code == 302, guardo) == (guarda, guarda)
    assert guarda or "ya cerró un corte y conserva sus responsables" in respuesta.text


def test_lo_que_dice_una_fuente_en_un_anio_con_cortes_cerrados_tampoco(cliente_de):
    vigencia = fabricas.vigencia(2026)
    fila = fabricas.politica().responsabilidades.create(
        fuente=fabricas.fuente(), dependencia=fabricas.dependencia(), rol="LIDER", texto="x"
    )
    campos = ("politica", "dependencia", "instancia", "rol", "orden", "texto", "fase", "fuente", "nota")
    planeacion = cliente_de(fabricas.persona("planeacion"))

    def guarda(**cambios) -> bool:
        datos = de_formulario(fila, campos, **cambios)
        return planeacion.post(f"/admin/politicas/responsabilidadpolitica/{fila.pk}/change/", datos).status_code == 302

    assert guarda(rol="COLIDER")
    Vigencia.objects.filter(pk=vigencia.pk).update(trimestre_cerrado=1)
    fila.refresh_from_db()
    assert (guarda(rol="LIDER"), guarda(nota="Una nota")) == (False, True)
    otra = de_formulario(fila, campos, orden=9)
    assert planeacion.post("/admin/politicas/responsabilidadpolitica/add/", otra).status_code == 200
    assert (
        planeacion.post(
            "/admin/politicas/responsabilidadpolitica/add/", otra | {"fuente": fabricas.fuente("A", desde=2027).pk}
        ).status_code
        == 302
    )


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
