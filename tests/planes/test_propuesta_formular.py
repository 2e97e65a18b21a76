"""La misma rejilla sobre una modificación: lo que rige no se toca mientras tanto."""

import pytest

from planes.acciones import propuestas as acciones
from planes.acciones.actividades import eliminar_actividad
from politicas.models import Vigencia
from tests import fabricas


@pytest.fixture
def propuesta(quien, en_estado, ahora):
    """Una modificación recién propuesta de un plan publicado."""
    plan = en_estado("PUBLICADO")
    fabricas.version(plan)
    return acciones.proponer(plan=plan, por=quien.jefe, ahora=ahora)


def test_se_formula_en_sus_lineas_y_lo_que_rige_sigue_igual(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/formular/"
    linea = propuesta.actividades.get()
    pagina = quien.cliente.jefe.get(url)
    assert f'name="{linea.pk}-nombre"' in pagina.content.decode()
    datos = {"fila": [linea.pk], f"visto-{linea.pk}": "\tPublicar el informe", f"{linea.pk}-nombre": "Publicar dos"}
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    linea.refresh_from_db()
    assert (linea.nombre, linea.actividad.nombre) == ("Publicar dos", "Publicar el informe")
    # El motivo y la frase se escriben en su página, que es la que la envía.
    assert "Enviar a revisión" not in pagina.text and "Seguir: motivo y frase" in pagina.text
    assert "se escriben después" in pagina.text
    assert quien.cliente.jefe.post(url, {"hacer": "enviar"}).url == f"/planes/propuestas/{propuesta.pk}/#falta"


def test_quitar_la_que_rige_la_retira_y_se_puede_deshacer(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/formular/"
    linea = propuesta.actividades.get()
    guion = {"headers": {"X-Requested-With": "mipg-autoguardado"}}
    eliminadas = quien.cliente.jefe.post(url, {"eliminar": linea.pk}, **guion).json()["eliminadas"]
    assert eliminadas == {str(linea.pk): {"se_retira": True}}
    assert quien.cliente.jefe.post(url, {"conservar": linea.pk}, **guion).status_code == 200
    linea.refresh_from_db()
    assert linea.se_retira is False


def test_lo_que_falta_es_lo_mismo_que_en_su_pagina(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/"
    linea = propuesta.actividades.get()
    for cambio in ({}, {"programado_t1": 5, "meta": 9}):
        type(linea).objects.filter(pk=linea.pk).update(**cambio or {"version": 0})
        dichos = [str(uno) for uno in quien.cliente.jefe.get(url).context["problemas"]]
        assert dichos
        rejilla = quien.cliente.jefe.get(f"{url}formular/")
        assert all(f">{dicho}<" in rejilla.text for dicho in dichos)
    # Lo que ya se midió: lleva a su celda.
    assert f'href="#id_{linea.pk}-programado_t1"' in rejilla.text


def test_con_el_anio_cerrado_lo_dice_y_lleva_a_su_pagina(quien, propuesta, ahora):
    Vigencia.objects.update(cerrada_en=ahora, cerrada_por=quien.jefe)
    plan = fabricas.plan("BORRADOR", dependencia=quien.propia, vigencia=propuesta.plan.vigencia)
    for hoja in (f"/planes/propuestas/{propuesta.pk}/", f"/planes/{plan.pk}/"):
        respuesta = quien.cliente.jefe.get(f"{hoja}formular/", follow=True)
        assert respuesta.redirect_chain == [(hoja, 302)]
        assert "ya se cerró: sus planes no cambian" in respuesta.text


def test_de_quien_es(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/formular/"
    assert quien.cliente.otro.get(url).status_code == 404
    assert quien.cliente.enlace.get(url).status_code == 403


def test_no_se_conserva_la_linea_de_otra_modificacion(quien, propuesta, en_estado, ahora):
    otro = en_estado("PUBLICADO")
    fabricas.version(otro)
    ajena = acciones.proponer(plan=otro, por=quien.jefe, ahora=ahora).actividades.get()
    eliminar_actividad(actividad=ajena, por=quien.jefe, ahora=ahora)
    url = f"/planes/propuestas/{propuesta.pk}/formular/"
    assert quien.cliente.jefe.post(url, {"conservar": ajena.pk}).status_code == 404
    ajena.refresh_from_db()
    assert ajena.se_retira is True
