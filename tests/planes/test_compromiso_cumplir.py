"""Cumplir con su nota y su soporte."""

from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Uso
from tests import fabricas


def test_el_jefe_lo_cumple_con_soporte_que_ve_quien_ve_el_compromiso(quien, comprometido):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/cumplir/"
    datos = {
        "version": 0,
        "nota": "Se envió",
        "archivo": SimpleUploadedFile("oficio.txt", b"Oficio de prueba"),
        "url": "",
    }
    assert "fecha que lleva" in quien.cliente.jefe.post(url, datos | {"fecha_documento": ""}).text
    datos["archivo"] = SimpleUploadedFile("oficio.txt", b"Oficio de prueba")
    assert quien.cliente.jefe.post(url, datos | {"fecha_documento": "2026-07-06"}).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.cumplido_por) == ("CUMPLIDO", quien.jefe)
    documento = Uso.objects.de(suyo).get().documento
    assert quien.cliente.enlace.get(f"/expediente/documentos/{documento.pk}/").status_code == 200
    assert quien.cliente.otro.get(f"/expediente/documentos/{documento.pk}/").status_code == 404
    assert quien.cliente.jefe.post(url, {"nota": "Otra vez"}).status_code == 422


def test_quien_hoy_no_tiene_rol_lo_cumple_con_su_soporte(comprometido, reunion, cliente_de):
    sin_rol = fabricas.persona()
    suyo = comprometido(persona=sin_rol)
    datos = {
        "version": 0,
        "nota": "Se envió",
        "archivo": SimpleUploadedFile("oficio.txt", b"Oficio de prueba"),
        "url": "",
        "fecha_documento": "2026-07-06",
    }
    assert cliente_de(sin_rol).post(f"/planes/compromisos/{suyo.pk}/cumplir/", datos).status_code == 302
    assert Uso.objects.de(suyo).get().documento.dependencia == reunion.instancia.secretaria_tecnica


def test_no_lo_cumple_quien_no_responde(quien, comprometido):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/cumplir/"
    assert quien.cliente.enlace.get(url).status_code == 403
    assert quien.cliente.comite.post(url, {"nota": "x"}).status_code == 403
    assert quien.cliente.otro.post(url, {"nota": "x"}).status_code == 404
    assert quien.cliente.jefe.post(url, {"nota": " "}).status_code == 422
