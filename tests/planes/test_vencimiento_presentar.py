"""Registrar que un informe de ley se presentó, con su radicado y su soporte."""

from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.models import Uso
from tests.planes import ley


def test_el_jefe_lo_presenta_con_soporte_que_ve_quien_ve_el_informe(quien, reloj_fijo):
    vencimiento = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    url = f"/planes/vencimientos/{vencimiento.pk}/presentar/"
    datos = {"version": 0, "radicado": "EXT-1", "fecha": "2026-07-06", "url": "", "nota": ""}
    sin_soporte = quien.cliente.jefe.post(url, datos)
    assert sin_soporte.status_code == 422 and "diga en la nota dónde reposa" in sin_soporte.text
    manana = quien.cliente.jefe.post(url, datos | {"fecha": "2026-07-07", "nota": "En archivo"})
    assert "todavía no llega" in manana.text
    archivo = SimpleUploadedFile("constancia.txt", b"Constancia de prueba")
    assert quien.cliente.jefe.post(url, datos | {"archivo": archivo}).status_code == 302
    vencimiento.refresh_from_db()
    assert (vencimiento.estado, vencimiento.presentado_por) == ("PRESENTADO", quien.jefe)
    documento = Uso.objects.de(vencimiento).get().documento
    assert quien.cliente.enlace.get(f"/expediente/documentos/{documento.pk}/").status_code == 200
    assert quien.cliente.otro.get(f"/expediente/documentos/{documento.pk}/").status_code == 404
    # Un doble clic no lo presenta dos veces, y su página ya no lo ofrece.
    assert quien.cliente.jefe.post(url, datos | {"nota": "Otra vez"}).status_code == 422
    assert "no hay nada que hacer" in quien.cliente.jefe.get(url, follow=True).text
    assert quien.cliente.control.post(url, datos).status_code == 403
