"""Desactivar corta el acceso en la siguiente petición; reactivar lo devuelve."""

from mipg.bitacora.models import Suceso
from tests import fabricas


def test_desactivar_corta_la_sesion_en_la_siguiente_peticion(cliente_de):
    persona = fabricas.persona("enlace")
    suya = cliente_de(persona)
    assert suya.get("/inicio/").status_code == 200
    cliente_de(fabricas.persona("planeacion")).post(f"/personas/{persona.pk}/desactivar/", {"motivo": "Se retiró."})
    assert suya.get("/inicio/").status_code == 302
    suceso = Suceso.objects.de(persona).con_verbo().get()
    assert (suceso.verbo, suceso.nota) == ("desactivar", "Se retiró.")


def test_sin_motivo_no_se_desactiva(cliente_de):
    persona = fabricas.persona("enlace")
    planeacion = cliente_de(fabricas.persona("planeacion"))
    assert planeacion.post(f"/personas/{persona.pk}/desactivar/", {"motivo": "  "}).status_code == 422
    persona.refresh_from_db()
    assert persona.is_active


def test_nadie_se_desactiva_a_si_mismo(cliente_de):
    planeacion = fabricas.persona("planeacion")
    respuesta = cliente_de(planeacion).post(f"/personas/{planeacion.pk}/desactivar/", {"motivo": "x"})
    assert respuesta.status_code == 422
    assert "no puede desactivarse a sí mismo" in respuesta.text


def test_dos_veces_deja_un_solo_suceso(cliente_de):
    persona, planeacion = fabricas.persona("enlace"), cliente_de(fabricas.persona("planeacion"))
    for _ in range(2):
        planeacion.post(f"/personas/{persona.pk}/desactivar/", {"motivo": "Se retiró."})
    assert Suceso.objects.de(persona).con_verbo().count() == 1


def test_reactivar_devuelve_el_acceso(cliente_de):
    persona = fabricas.persona("enlace", is_active=False)
    cliente_de(fabricas.persona("planeacion")).post(f"/personas/{persona.pk}/reactivar/")
    persona.refresh_from_db()
    assert persona.is_active
    assert Suceso.objects.de(persona).con_verbo().get().verbo == "reactivar"
