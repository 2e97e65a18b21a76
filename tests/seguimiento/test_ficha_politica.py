"""La ficha de una política: índice, brecha, recomendaciones y compromisos; y en PDF, en una sola hoja carta."""

import pytest
from django.urls import reverse

from mipg.expediente.models import Emision
from seguimiento import informes
from tests import fabricas as f
from tests.lector_pdf import LectorPdf
from tests.seguimiento import mejoramiento


@pytest.mark.django_db
def test_sin_mediciones_dice_que_hacer(cliente_de):
    url = reverse("seguimiento:ficha_politica", args=[f.politica().pk])
    assert "Todavía no hay mediciones" in cliente_de(f.persona("enlace")).get(url).content.decode()


@pytest.mark.django_db
def test_cabe_en_una_hoja_aunque_todo_sea_largo_y_dice_cuanto_falta(en_t2, cliente_de):
    mundo = mejoramiento.mundo(politicas=1, recomendaciones=100, largo=2)
    [politica] = mundo.politicas
    jefe = cliente_de(f.persona("jefe"))
    pagina = jefe.get(reverse("seguimiento:ficha_politica", args=[politica.pk])).content.decode()
    assert "Recomendaciones abiertas: 99" in pagina and "Compromisos de mejora: 50" in pagina
    assert "No comparable" in pagina and "Frente al promedio" in pagina
    # De la ficha se llega al resultado y, sólo quien ve el plan, a la acción.
    ficha = reverse("seguimiento:ficha_politica", args=[politica.pk])
    assert reverse("furag:resultado_detalle", args=[2025, politica.codigo_furag]) in pagina
    de_otra = cliente_de(f.persona("enlace", f.dependencia())).get(ficha).content.decode()
    assert (pagina.count("/seguimiento/mejoras/"), de_otra.count("/seguimiento/mejoras/")) == (8, 0)
    pedida = jefe.post(reverse("seguimiento:ficha_pedir", args=[politica.pk]), {"medicion": "2025"})
    emision = Emision.objects.get(informe="ficha_politica")
    assert pedida.url == reverse("expediente:emision_detalle", args=[emision.pk])
    pdf = informes.generar(emision)
    assert pdf.paginas == 1 and informes.generar(emision).contenido == pdf.contenido
    [texto] = LectorPdf(pdf.contenido).paginas
    assert "Recomendaciones abiertas: 99" in texto and "más" in texto and politica.nombre[:30] in texto
    # La misma cifra se escribe igual en la página, en el PDF y en las demás.
    assert all("50,04" in dicho and "−9,79" in dicho for dicho in (pagina, texto))
