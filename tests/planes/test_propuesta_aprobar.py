"""Aprobar la modificación que se leyó."""

import pytest

from mipg.portal.confirmacion import CONFIRMAN
from planes.models import Actividad, Propuesta
from tests import fabricas as f


@pytest.fixture
def url(enviada) -> str:
    """La de aprobarla."""
    return f"/planes/propuestas/{enviada.pk}/aprobar/"


def test_aprobarla_cambia_el_plan_publicado_y_dice_su_frase(quien, enviada, url):
    datos = {"version": enviada.version, "acto": "RESOLUCION", "acto_numero": "9", "acto_fecha": "2026-07-01"}
    respuesta = quien.cliente.planeacion.post(url, datos, follow=True)
    assert "es la versión 2 del plan" in respuesta.content.decode()
    assert Actividad.objects.get(numero="1").unidad == "actas"
    enviada.refresh_from_db()
    assert (enviada.estado, enviada.resultado.frase) == ("APROBADA", "El informe se cuenta por actas.")


def test_antes_dice_que_cambia_desde_cuando_rige_y_quien_puede(quien, enviada, url):
    texto = quien.cliente.planeacion.get(url).content.decode()
    assert "1 actividad que cambia" in texto
    assert "versión nueva que rige desde el" in texto
    assert "El informe se cuenta por actas." in texto
    assert quien.planeacion.nombre in texto


def test_lo_menor_no_pide_acto(quien, enviada, url):
    enviada.actividades.filter(numero="1").update(unidad="documentos", nombre="Publicarlo")
    assert "acto_numero" not in quien.cliente.planeacion.get(url).content.decode()
    respuesta = quien.cliente.planeacion.post(url, {"version": enviada.version}, follow=True)
    assert "el plan sigue en su versión" in respuesta.content.decode()
    assert enviada.plan.versiones.count() == 1


def test_a_quien_escribio_en_ella_se_le_dice_quien_puede(quien, enviada, url):
    otra = f.persona("planeacion", quien.oficina)
    enviada.autores.add(quien.planeacion)
    texto = quien.cliente.planeacion.get(url).content.decode()
    assert "lo aprueba otra persona" in texto
    assert otra.nombre in texto
    assert 'name="acto"' not in texto
    respuesta = quien.cliente.planeacion.post(url, {"version": enviada.version, "acto": "PENDIENTE"})
    assert respuesta.status_code == 422
    assert Propuesta.objects.get().estado == "EN_REVISION"


def test_si_cambio_desde_que_se_abrio_se_lee_de_nuevo(quien, enviada, url):
    respuesta = quien.cliente.planeacion.get(f"{url}?version={enviada.version + 1}", follow=True)
    assert "Léala de nuevo" in respuesta.content.decode()
    respuesta = quien.cliente.planeacion.post(url, {"version": enviada.version + 1, "acto": "PENDIENTE"})
    assert respuesta.status_code == 422


def test_aprobarla_pide_confirmar_quien_es():
    assert "planes:propuesta_aprobar" in CONFIRMAN
