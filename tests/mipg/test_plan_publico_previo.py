"""La página pública, antes de que lo sea: sólo para quien decide o formula, y sin que nadie la guarde."""

import pytest

from planes.acciones import actividades, propuestas
from planes.acciones.correcciones import corregir_actividad
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def aprobado():
    plan = f.plan("APROBADO")
    f.actividad(plan, numero="1", nombre="Publicar el informe")
    f.version(plan)
    return plan


def test_se_ve_lo_aprobado_con_el_aviso_de_que_no_esta_publicado(cliente_de, aprobado):
    respuesta = cliente_de(f.persona("planeacion")).get(f"/micrositio/planes/{aprobado.pk}/previo/")
    assert "todavía no está publicado" in respuesta.text
    assert "Publicar el informe" in respuesta.text
    assert respuesta["Cache-Control"] == "no-store"
    assert (
        f"/micrositio/planes/{aprobado.pk}/previo/"
        in cliente_de(f.persona("planeacion")).get(f"/planes/{aprobado.pk}/").text
    )


def test_una_propuesta_se_ve_como_quedara_y_lo_que_rige_sigue_igual(cliente_de, aprobado):
    jefe = f.persona("jefe", aprobado.dependencia)
    propuesta = propuestas.proponer(plan=aprobado, por=jefe, ahora=f.AHORA)
    actividades.editar_actividad(
        actividad=propuesta.actividades.get(), version=0, nombre="Publicar dos informes", por=jefe, ahora=f.AHORA
    )
    propuesta.frase = "Se publica uno más."
    propuesta.save()
    cliente = cliente_de(jefe)
    previo = cliente.get(f"/micrositio/planes/{aprobado.pk}/previo/", {"propuesta": propuesta.pk}).text
    assert "Publicar dos informes" in previo
    assert "Se publica uno más." in previo
    assert "2, por aprobarse" in " ".join(previo.split())
    assert "Publicar dos informes" not in cliente.get(f"/micrositio/planes/{aprobado.pk}/previo/").text
    for mala in ("x", "9" * 30, ""):
        assert cliente.get(f"/micrositio/planes/{aprobado.pk}/previo/", {"propuesta": mala}).status_code == 404


def test_lo_que_se_formula_tambien_se_ve_antes(cliente_de):
    plan = f.plan("BORRADOR")
    f.actividad(plan, nombre="Publicar el informe", meta=None)
    respuesta = cliente_de(f.persona("planeacion")).get(f"/micrositio/planes/{plan.pk}/previo/")
    assert "Publicar el informe" in respuesta.text


def test_la_errata_corregida_ya_no_se_lee(cliente_de, aprobado):
    planeacion = f.persona("planeacion")
    corregir_actividad(
        actividad=aprobado.actividades.get(), version=0, motivo="x", nombre="Publicar los informes",
        por=planeacion, ahora=f.AHORA,
    )  # fmt: skip
    texto = cliente_de(planeacion).get(f"/micrositio/planes/{aprobado.pk}/previo/").text
    assert "1. Publicar los informes" in " ".join(texto.split())
    assert "Erratas corregidas" in texto


def test_quien(cliente_de, aprobado):
    direccion = f"/micrositio/planes/{aprobado.pk}/previo/"
    assert cliente_de(f.persona("enlace", aprobado.dependencia)).get(direccion).status_code == 403
    assert cliente_de(f.persona("enlace")).get(direccion).status_code == 404
    assert cliente_de(f.persona("control_interno")).get(direccion).status_code == 403
