"""Los formatos visibles: fechas, cantidades y porcentajes a la colombiana."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import override_script_prefix
from django.urls import reverse
from django.utils.html import format_html

from mipg import etiquetas, graficas


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        (Decimal("87.3"), "87,30\u00a0%"),
        (Decimal("0"), "0,00\u00a0%"),
        (100, "100,00\u00a0%"),
        (Decimal("1234.5"), "1.234,50\u00a0%"),
        (None, "—"),
    ],
)
def test_el_porcentaje_lleva_dos_decimales_y_espacio_duro(valor, texto):
    assert etiquetas.porcentaje(valor) == texto


def test_el_porcentaje_redondea_la_mitad_hacia_arriba():
    assert etiquetas.porcentaje(Decimal("89.995")) == "90,00\u00a0%"
    assert etiquetas.porcentaje(Decimal("58.745")) == "58,75\u00a0%"


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        (Decimal("1234.5000"), "1.234,5"),
        (Decimal("1000"), "1.000"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("-5.10"), "-5,1"),
        (Decimal("0.000"), "0"),
        (1234567, "1.234.567"),
        (100, "100"),
        (None, "—"),
    ],
)
def test_la_cantidad_no_muestra_ceros_decimales_de_sobra(valor, texto):
    assert etiquetas.cantidad(valor) == texto


@pytest.mark.parametrize(
    ("valor", "unidad", "texto"),
    [
        (Decimal(3), "informes", "3 informes"),
        (Decimal(1), "informes", "1 (informes)"),
        (Decimal(1), "informe", "1 informe"),
        (Decimal("1.5"), "informes", "1,5 informes"),
        (Decimal(100), "%", "100 %"),
        (Decimal(2), "", "2"),
        (None, "informes", "—"),
    ],
)
def test_una_cantidad_con_su_unidad_no_dice_1_informes(valor, unidad, texto):
    assert etiquetas.con_unidad(valor, unidad) == texto


def test_la_fecha_lleva_dia_mes_y_vigencia():
    assert etiquetas.fecha(date(2025, 1, 31)) == "31/01/2025"
    assert etiquetas.fecha(None) == "—"


def test_un_instante_se_muestra_en_hora_de_colombia():
    medianoche_utc = datetime(2025, 4, 1, 3, 5, tzinfo=UTC)
    assert etiquetas.fecha(medianoche_utc) == "31/03/2025"
    assert etiquetas.fecha_hora(medianoche_utc) == "31/03/2025 22:05"


def test_una_fecha_con_hora_sin_zona_se_muestra_tal_cual():
    assert etiquetas.fecha_hora(datetime(2025, 4, 1, 8, 0)) == "01/04/2025 08:00"
    assert etiquetas.fecha_hora(None) == "—"


def test_la_paginacion_salta_las_paginas_lejanas():
    pagina, salto = Paginator(range(200), 10).page(10), Paginator.ELLIPSIS
    assert etiquetas.paginas(pagina) == [1, salto, 9, 10, 11, salto, 20]


def _pintar(plantilla: str, consulta: str) -> str:
    contexto = Context({"request": RequestFactory().get(f"/planes/?{consulta}")}, autoescape=False)
    return Template(plantilla).render(contexto)


def test_la_url_conserva_los_filtros_y_cambia_la_pagina():
    assert _pintar("{% url_con pagina=3 %}", "estado=ABIERTO&pagina=1") == "?estado=ABIERTO&pagina=3"


def test_la_url_conserva_los_valores_repetidos():
    assert _pintar("{% url_con pagina=2 %}", "tipo=A&tipo=B") == "?tipo=A&tipo=B&pagina=2"


@pytest.mark.parametrize("vacio", ["None", '""'])
def test_un_parametro_vacio_se_quita_de_la_url(vacio):
    assert _pintar(f"{{% url_con estado={vacio} %}}", "estado=ABIERTO&q=meta") == "?q=meta"


def test_lo_capturado_se_repite_sin_escaparse_dos_veces():
    plantilla = Template("{% captura as t %}{{ nombre }}{% endcaptura %}{{ t }}|{{ t }}")
    assert plantilla.render(Context({"nombre": "A & B"})) == "A &amp; B|A &amp; B"


@pytest.mark.parametrize(
    ("pedido", "clases", "texto"),
    [
        ("'MINIMO' 58", "semaforo semaforo--minimo", "58,00\u00a0% Mínimo"),
        (
            "'satisfactorio' 100 grande=True",
            "semaforo semaforo--satisfactorio semaforo--grande",
            "100,00\u00a0% Satisf",
        ),
        ("'aceptable'", "semaforo semaforo--aceptable", ">Aceptable<"),
        ("", "semaforo", ">Sin programación<"),
        ("'<B>'", "semaforo semaforo--&lt;b&gt;", ">Sin programación<"),
    ],
)
def test_el_semaforo_trae_su_palabra_y_escapa_lo_ajeno(pedido, clases, texto):
    html = Template(f"{{% semaforo {pedido} %}}").render(Context())
    assert html.startswith(f'<span class="{clases}">')
    assert texto in html.replace('</span> <span class="semaforo-texto">', " ")


def test_dos_graficas_iguales_se_pintan_una_vez_y_otra_distinta_aparte():
    una, otra, distinta = (
        graficas.barras([graficas.Barra(nombre, 50)], id="g", titulo="Barras") for nombre in ("<i>", "<i>", "B")
    )
    plantilla = Template("{% pintar grafica.dibujo grafica %}")
    pintadas = [plantilla.render(Context({"grafica": g})) for g in (una, otra, distinta)]
    assert pintadas[0] == pintadas[1] != pintadas[2]
    assert "&lt;i&gt;" in pintadas[0] and "<i>" not in pintadas[0]
    assert etiquetas.pintar(una.dibujo, una) is etiquetas.pintar(otra.dibujo, otra)


@pytest.mark.parametrize("prefijo", ["/", "/mipg/"])
def test_la_direccion_de_una_fila_es_la_de_url(prefijo):
    with override_script_prefix(prefijo):
        for clave in (0, 7, 987654321):
            esperada = reverse("seguimiento:actividad_avance", args=[clave])
            assert etiquetas.direccion("seguimiento:actividad_avance", clave) == esperada


def test_la_ayuda_lleva_a_la_direccion_del_sitio_aunque_cambie_de_prefijo():
    for prefijo in ("/", "/mipg/", "/"):
        with override_script_prefix(prefijo):
            assert f'href="{prefijo}ayuda/#corte"' in etiquetas.ayuda("corte")


def test_la_insignia_dice_su_texto_escapado_y_su_clase():
    assert etiquetas.estado("Por <b>") == '<span class="estado">Por &lt;b&gt;</span>'
    assert Template("{% estado 'Vencida' 'error' %}").render(Context()) == (
        '<span class="estado estado--error">Vencida</span>'
    )


@pytest.mark.parametrize("texto", ["<b>uno</b>", "<b>uno</b>\ny dos"])
def test_las_parejas_escapan_lo_que_escribio_una_persona(texto):
    escrito = etiquetas.parejas([("<i>", texto)])
    assert "<b>" not in escrito and "<i>" not in escrito and "&lt;b&gt;uno&lt;/b&gt;" in escrito
    assert ("<br>" in escrito) == ("\n" in texto)


def test_un_estado_recordado_no_confunde_el_texto_con_el_html_que_dice_lo_mismo():
    html = etiquetas.estado(format_html("<b>{}</b>", "x"), "info")
    assert html == '<span class="estado estado--info"><b>x</b></span>'
    assert etiquetas.estado("<b>x</b>", "info") == html.replace("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;")


@pytest.mark.parametrize(
    ("valor", "puntaje", "diferencia"),
    [
        (None, "—", "—"),
        (Decimal(0), "0,00", "0,00"),
        (Decimal("63.405"), "63,41", "+63,41"),
        (Decimal("-2.5"), "-2,50", "\N{MINUS SIGN}2,50"),
        (Decimal("-0.001"), "-0,00", "0,00"),
    ],
)
def test_un_puntaje_no_es_un_porcentaje_y_una_diferencia_lleva_su_signo(valor, puntaje, diferencia):
    assert (etiquetas.puntaje(valor), etiquetas.diferencia(valor)) == (puntaje, diferencia)
