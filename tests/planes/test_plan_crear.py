"""Crear un plan: con qué, quién y el responsable que se propone."""

import pytest

from mipg.reglas import ReglaIncumplida
from planes.acciones.planes import crear_plan
from planes.models import Plan
from politicas.models import Dimension, ResponsabilidadPolitica, TipoPlan, VersionModelo, Vigencia
from tests import fabricas

URL = "/planes/crear/"


def liderada(dependencia, rol="LIDER", reparte=True):
    """Una política con un papel para la dependencia."""
    fuente = fabricas.fuente() if reparte else fabricas.fuente("Otra tabla", reparte=False)
    politica = fabricas.politica()
    ResponsabilidadPolitica.objects.create(
        politica=politica, dependencia=dependencia, rol=rol, texto="x", fuente=fuente
    )
    return politica


@pytest.fixture
def datos(quien):
    """Un plan de acción de política de la dependencia del jefe."""
    return {
        "clase": "ACCION_POLITICA",
        "vigencia": fabricas.vigencia().pk,
        "politica": liderada(quien.propia).pk,
        "dependencia": quien.propia.pk,
    }


def test_crea_el_plan_en_borrador_con_su_fecha_limite(quien, datos, sucesos):
    respuesta = quien.cliente.jefe.post(URL, datos)
    creado = Plan.objects.get()
    assert respuesta["Location"] == f"/planes/{creado.pk}/"
    assert (creado.estado, creado.dependencia) == ("BORRADOR", quien.propia)
    assert creado.fecha_limite == creado.vigencia.fecha_limite_politicas
    assert sucesos(creado) == ["crear"]


def test_un_jefe_solo_crea_los_de_su_dependencia(quien, datos):
    respuesta = quien.cliente.jefe.post(URL, datos | {"dependencia": quien.ajena.pk})
    assert respuesta.status_code == 422
    assert not Plan.objects.exists()
    assert quien.cliente.planeacion.post(URL, datos | {"dependencia": quien.ajena.pk}).status_code == 302


@pytest.mark.parametrize("papel", ["enlace", "control", "comite"])
def test_quien_no_formula_no_crea(quien, datos, papel):
    cliente = getattr(quien.cliente, papel)
    assert cliente.get(URL).status_code == 403
    assert cliente.post(URL, datos).status_code == 403
    assert not Plan.objects.exists()


def test_sin_dependencia_queda_la_responsable_segun_el_documento(quien, datos):
    tipo = TipoPlan.objects.create(numero=1, desde=2018, nombre="Plan Anual de Vacantes", dependencia=quien.ajena)
    quien.cliente.planeacion.post(URL, datos | {"clase": "INSTITUCIONAL", "tipo": tipo.pk, "dependencia": ""})
    creado = Plan.objects.get()
    assert (creado.dependencia, creado.politica, creado.nombre) == (quien.ajena, None, "Plan Anual de Vacantes")


def test_la_url_propone_politica_y_responsable(quien, datos):
    politica = liderada(quien.ajena)
    form = quien.cliente.planeacion.get(URL, {"politica": politica.pk}).context["form"]
    assert form.initial["politica"] == politica
    assert form.initial["dependencia"] == quien.ajena


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ({"politica": ""}, "Elija la política"),
        ({"clase": "INSTITUCIONAL", "politica": ""}, "Elija cuál de los planes institucionales"),
        ({"clase": "MEJORAMIENTO"}, "año de la medición"),
    ],
)
def test_lo_que_falta_vuelve_con_el_formulario_lleno(quien, datos, cambio, mensaje):
    respuesta = quien.cliente.jefe.post(URL, datos | cambio)
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert mensaje in pagina
    assert f'<option value="{quien.propia.pk}" selected' in pagina
    assert not Plan.objects.exists()


def test_el_mismo_plan_dos_veces_es_uno(quien, datos):
    quien.cliente.jefe.post(URL, datos)
    respuesta = quien.cliente.jefe.post(URL, datos)
    assert respuesta.status_code == 422
    assert "ya tiene plan de acción" in respuesta.content.decode()
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(("rol", "reparte", "codigo"), [
    ("LIDER", True, 302), ("COLIDER", False, 302), ("FASE", False, 302), ("APOYO", True, 422),
])  # fmt: skip
def test_un_jefe_crea_los_de_las_politicas_de_su_dependencia(quien, datos, rol, reparte, codigo):
    suya = liderada(quien.propia, rol, reparte)
    assert quien.cliente.jefe.post(URL, datos | {"politica": suya.pk}).status_code == codigo


def test_un_jefe_no_crea_el_de_una_politica_ajena_ni_un_tipo_ajeno_ni_el_de_implementacion(quien, datos, ahora):
    ajena = liderada(quien.ajena)
    tipo = TipoPlan.objects.create(numero=1, desde=2018, nombre="Plan Anual de Vacantes", dependencia=quien.ajena)
    for cambio in ({"politica": ajena.pk}, {"clase": "INSTITUCIONAL", "tipo": tipo.pk}, {"clase": "IMPLEMENTACION"}):
        assert quien.cliente.jefe.post(URL, datos | cambio).status_code == 422
    comunes = {"vigencia": fabricas.vigencia(), "dependencia": quien.propia, "por": quien.jefe, "ahora": ahora}
    for clase, de in (
        ("ACCION_POLITICA", {"politica": ajena}),
        ("INSTITUCIONAL", {"tipo": tipo}),
        ("IMPLEMENTACION", {}),
    ):
        with pytest.raises(ReglaIncumplida):
            crear_plan(clase=clase, **de, **comunes)
    assert not Plan.objects.exists()


@pytest.fixture
def de_la_nueva(datos):
    """Una política de la versión del modelo con que se abrió 2027, mientras 2026 sigue abierta con la anterior."""
    version = VersionModelo.objects.create(nombre="v7", titulo="Versión 7")
    Vigencia.objects.filter(pk=fabricas.vigencia(2027).pk).update(version=version)
    dimension = Dimension.objects.create(version=version, codigo="D1", orden=1, nombre="Otra", nombre_furag="OT")
    return fabricas.politica(dimension, nombre="Integridad")


def test_la_politica_debe_ser_de_la_version_del_modelo_de_la_vigencia(quien, datos, de_la_nueva):
    respuesta = quien.cliente.planeacion.post(URL, datos | {"politica": de_la_nueva.pk})
    assert respuesta.status_code == 422
    assert "no es de la versión del modelo que rige en 2026" in respuesta.content.decode()
    assert not Plan.objects.exists()


def test_con_dos_versiones_abiertas_se_formula_en_las_dos_y_cada_politica_dice_la_suya(quien, datos, de_la_nueva):
    pagina = quien.cliente.planeacion.get(URL).text
    assert "Integridad (MIPG v7)" in pagina and "(MIPG v6)" in pagina
    en_2027 = datos | {"vigencia": fabricas.vigencia(2027).pk, "politica": de_la_nueva.pk}
    for cada in (datos, en_2027):
        assert quien.cliente.planeacion.post(URL, cada).status_code == 302
    Vigencia.objects.filter(anio=2026).update(cerrada_en="2027-01-31T12:00Z", cerrada_por=quien.planeacion)
    pagina = quien.cliente.planeacion.get(URL).text
    assert "Integridad" in pagina and "(MIPG" not in pagina


def test_el_que_ya_existe_se_enlaza_al_llegar_y_al_negarse(quien, datos):
    quien.cliente.jefe.post(URL, datos)
    suyo = Plan.objects.get()
    enlace = f'href="/planes/{suyo.pk}/">Abrir el que ya existe'
    respuesta = quien.cliente.jefe.post(URL, datos)
    assert respuesta.status_code == 422
    assert enlace in respuesta.text
    consulta = f"?vigencia={datos['vigencia']}&clase=ACCION_POLITICA&politica={datos['politica']}"
    assert enlace in quien.cliente.planeacion.get(URL + consulta).text
    otra = f"?vigencia={datos['vigencia']}&clase=ACCION_POLITICA&politica={fabricas.politica().pk}"
    for nada in ("", otra, "?clase=x", "?clase=INSTITUCIONAL"):
        assert "Abrir el que ya existe" not in quien.cliente.planeacion.get(URL + nada).text, nada
    # De quien no lo ve no se dice cuál es.
    assert "Abrir el que ya existe" not in quien.cliente.otro.get(URL + consulta).text
