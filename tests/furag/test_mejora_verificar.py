"""Planeación verifica si la acción se cumplió, con soporte y recomendación por recomendación."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from furag.models import Verificacion
from mipg.expediente.models import Documento
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_verifica_con_soporte_y_lo_ven_quienes_ven_el_plan(client):
    de = m.llevar("suscrita")
    url = f"/furag/mejoras/{de.mejora.pk}/verificar/"
    client.force_login(de.planea)
    una, otra = de.mejora.atenciones.values_list("recomendacion", flat=True)
    dicho = {"version": de.mejora.version, "cumplida": "si", "nota": "Se vio el acto.", f"cumple_{una}": "si"}
    sin_soporte = client.post(url, dicho | {f"cumple_{otra}": "no"})
    assert sin_soporte.status_code == 422 and "archivo" in sin_soporte.context["form"].errors
    acta = {"archivo": SimpleUploadedFile("acta.txt", b"Hecho."), "fecha_documento": "2026-06-30"}
    assert f"cumple_{otra}" in client.post(url, dicho | acta).context["form"].errors
    acta["archivo"].seek(0)
    assert client.post(url, dicho | acta | {f"cumple_{otra}": "no"}).status_code == 302
    assert Verificacion.objects.get().cumplida
    assert Documento.objects.visibles_para(de.enlace.perfil(m.AHORA)).exists()
    assert "ya está verificada" in client.get(url, follow=True).text
