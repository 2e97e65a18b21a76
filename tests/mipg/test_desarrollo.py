"""Galería y correos: páginas que fuera de desarrollo no existen."""

import pytest
from django.urls import reverse

from mipg.avisos.acciones import encolar
from tests import fabricas


@pytest.fixture
def mensaje(db, ahora):
    return encolar(
        destino="ana@ejemplo.test",
        asunto="Su acceso",
        texto="Entre en https://mipg.test/cuenta/x/?a=1&b=2 hoy.\n<script>alert(1)</script>",
        html='<p style="color:red" onclick="x()">Hola</p>',
        clase="invitacion",
        ahora=ahora,
    )


def urls(mensaje):
    return [
        reverse("portal:galeria"),
        reverse("portal:correo_lista"),
        reverse("portal:correo_detalle", args=[mensaje.pk]),
    ]


def test_en_desarrollo_se_abren(cliente_de, mensaje):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert [cliente.get(url).status_code for url in urls(mensaje)] == [200, 200, 200]


def test_fuera_de_desarrollo_no_existen(cliente_de, mensaje, settings):
    settings.DESARROLLO = False
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert [cliente.get(url).status_code for url in urls(mensaje)] == [404, 404, 404]


def test_los_correos_solo_los_lee_quien_ve_la_bandeja(cliente_de, mensaje):
    cliente = cliente_de(fabricas.persona("enlace"))
    assert [cliente.get(url).status_code for url in urls(mensaje)[1:]] == [403, 403]


def test_el_texto_trae_sus_enlaces_y_el_html_se_ve_como_codigo(cliente_de, mensaje):
    texto = cliente_de(fabricas.persona("planeacion")).get(urls(mensaje)[2]).text
    assert '<a href="https://mipg.test/cuenta/x/?a=1&amp;b=2">' in texto
    assert "<script>alert" not in texto
    assert "onclick=&quot;" in texto
    assert 'style="color' not in texto


def test_la_lista_cuesta_las_mismas_consultas_con_2_y_con_50_filas(cliente_de, consultas, ahora):
    cliente, medidas = cliente_de(fabricas.persona("planeacion")), []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            encolar(destino="a@b.co", asunto="A", texto="t", clase="resumen", ahora=ahora)
        cliente.get(reverse("portal:correo_lista"))
        with consultas() as hechas:
            cliente.get(reverse("portal:correo_lista"))
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
