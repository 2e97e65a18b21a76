"""Crear una persona, con o sin su primer rol."""

import pytest

from mipg.bitacora.models import Suceso
from mipg.usuarios.models import Usuario
from tests import fabricas

URL = "/personas/crear/"
BIEN = {"nombre": "Ana Pérez", "email": "Ana@Ejemplo.Test", "cargo": "Profesional", "rol": "", "dependencia": ""}


@pytest.fixture
def planeacion(cliente_de):
    return cliente_de(fabricas.persona("planeacion"))


def test_crea_sin_contrasena_ni_rol_y_deja_un_suceso(planeacion):
    respuesta = planeacion.post(URL, BIEN)
    persona = Usuario.objects.get(email="ana@ejemplo.test")
    assert respuesta["Location"] == f"/personas/{persona.pk}/"
    assert not persona.has_usable_password()
    assert list(Suceso.objects.de(persona).con_verbo().values_list("verbo", flat=True)) == ["crear"]


def test_crea_con_su_primer_rol(planeacion, dependencias):
    planeacion.post(URL, BIEN | {"rol": "enlace", "dependencia": dependencias.hacienda.pk, "desde": "2026-07-01"})
    asignacion = Usuario.objects.get(email="ana@ejemplo.test").asignaciones.get()
    assert (asignacion.rol, asignacion.dependencia) == ("enlace", dependencias.hacienda)


@pytest.mark.parametrize(
    ("cambio", "campo"),
    [
        ({"email": "no-es-correo"}, "email"),
        ({"nombre": ""}, "nombre"),
        ({"rol": "enlace"}, "dependencia"),
        ({"rol": "enlace", "desde": ""}, "desde"),
        ({"vinculo_hasta": "31/02/2026"}, "vinculo_hasta"),
    ],
)
def test_con_errores_vuelve_el_formulario_lleno(planeacion, cambio, campo):
    antes = Usuario.objects.count()
    respuesta = planeacion.post(URL, BIEN | cambio)
    assert respuesta.status_code == 422
    assert campo in respuesta.context["form"].errors
    assert "Profesional" in respuesta.text
    assert Usuario.objects.count() == antes


def test_el_correo_no_se_repite_aunque_cambien_las_mayusculas(planeacion):
    fabricas.persona(email="ana@ejemplo.test")
    respuesta = planeacion.post(URL, BIEN)
    assert respuesta.status_code == 422
    assert "Ya hay una persona con ese correo" in respuesta.text


def test_un_primer_rol_que_confirma_otra_persona_pide_el_porque_y_con_el_queda_pedido(planeacion, dependencias):
    jefe = BIEN | {"rol": "jefe", "dependencia": dependencias.hacienda.pk, "desde": "2026-07-01"}
    sin_porque = planeacion.post(URL, jefe)
    assert sin_porque.status_code == 422
    assert 'name="motivo"' in sin_porque.text
    assert planeacion.post(URL, jefe | {"motivo": "Decreto 12."}).status_code == 302
    assert Usuario.objects.get(email="ana@ejemplo.test").cambios_de_cuenta.get().motivo == "Decreto 12."
