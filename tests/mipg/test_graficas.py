"""Las gráficas: todo cabe en su dibujo, nada se distingue sólo por el color y la web y el PDF pintan lo mismo."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal as D
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from mipg import pdf
from mipg.graficas import Barra, Celda, Columna, Nivel, Punto, Renglon, Tarea, barras, calor, cronograma, tendencia
from mipg.graficas.lienzo import SERIE, TRAMAS, ancho_de, partir
from tests.lector_pdf import LectorPdf
from tests.servicios import RAIZ

SVG = "{http://www.w3.org/2000/svg}"
PALABRAS = {trama: Nivel(trama, trama.capitalize()) for trama in TRAMAS}
NOMBRE = "6. Fortalecimiento Organizacional y Simplificación de Procesos con todas las dependencias de la entidad"

textos = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=200)
niveles = st.sampled_from(list(PALABRAS.values()))
valores = st.none() | st.decimals(-50, 500, places=2)
enlaces = st.sampled_from(["", "/lista/?corte=1&plan=2"])
fechas = st.none() | st.dates(date(2024, 1, 1), date(2028, 12, 31))
COLUMNAS = [Columna(f"T{t}", "provisional") for t in (1, 2, 3, 4)]

de_barras = st.lists(st.builds(Barra, textos, valores, niveles, enlaces), max_size=30).map(
    lambda datos: barras(datos, id="b", titulo="Barras", meta=(D(90), "Satisfactorio desde 90,00 %"))
)
de_calor = st.lists(
    st.builds(Renglon, textos, st.tuples(*[st.none() | st.builds(Celda, valores, niveles, enlaces)] * 4)), max_size=25
).map(lambda datos: calor(datos, COLUMNAS, id="c", titulo="Calor"))
de_tendencia = st.lists(
    st.builds(Punto, st.sampled_from(["T1", "T4"]), st.sampled_from(["2025", "2026"]), valores, niveles, st.booleans()),
    max_size=16,
).map(lambda datos: tendencia(datos, id="t", titulo="Tendencia", meta=D(90)))
de_cronograma = st.tuples(
    st.lists(st.builds(Tarea, textos, fechas, fechas, niveles, enlaces), max_size=25),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
).map(lambda par: cronograma(par[0], anio=2026, hoy=par[1], id="g", titulo="Cronograma"))
cualquiera = st.one_of(de_barras, de_calor, de_tendencia, de_cronograma)


def _dibujo(grafica) -> ElementTree.Element:
    return ElementTree.fromstring(render_to_string(grafica.dibujo, {"grafica": grafica}).strip())


def _numeros(cosa) -> list:
    """Todos los números de una gráfica, de los datos para fuera."""
    if is_dataclass(cosa):
        return [n for c in fields(cosa) if c.name not in ("dato", "valor") for n in _numeros(getattr(cosa, c.name))]
    if isinstance(cosa, tuple):
        return [n for parte in cosa for n in _numeros(parte)]
    return [cosa] if isinstance(cosa, int | float | D) and not isinstance(cosa, bool) else []


# --- Geometría -----------------------------------------------------------------------------------------------


@settings(max_examples=120)
@given(grafica=cualquiera)
def test_todo_cabe_en_el_dibujo(grafica):
    assert grafica.ancho % 16 == 0
    for nodo, x, y in _recorrer(_dibujo(grafica)):
        ancho, alto = int(nodo.get("width", 0)), int(nodo.get("height", 0))
        assert x >= 0 and x + ancho <= grafica.ancho, (nodo.tag, nodo.attrib)
        assert y >= 0 and y + alto <= grafica.alto, (nodo.tag, nodo.attrib)
        for hasta in re.findall(r"H(\d+)", nodo.get("d", "")):
            assert int(hasta) <= grafica.ancho
        for hasta in re.findall(r"V(\d+)", nodo.get("d", "")):
            assert int(hasta) <= grafica.alto


def _recorrer(nodo, dx=0, dy=0):
    """(elemento, x, y) de cada rectángulo, texto y trazo, con lo que lo corren los que lo encierran."""
    for hijo in nodo:
        if hijo.tag == f"{SVG}defs":
            continue
        corrido = re.match(r"translate\((\d+) (\d+)\)", hijo.get("transform", ""))
        x, y = (dx + int(corrido[1]), dy + int(corrido[2])) if corrido else (dx, dy)
        if hijo.tag in (f"{SVG}rect", f"{SVG}text"):
            yield hijo, x + int(hijo.get("x", 0)), y + int(hijo.get("y", 0))
        elif hijo.tag == f"{SVG}path" and (inicio := re.match(r"M(\d+) (\d+)[VHLm]", hijo.get("d", ""))):
            yield hijo, x + int(inicio[1]), y + int(inicio[2])
        yield from _recorrer(hijo, x, y)


@settings(max_examples=80)
@given(grafica=cualquiera)
def test_toda_medida_es_un_entero_y_ningun_numero_depende_del_idioma(grafica):
    assert all(isinstance(n, int) for n in _numeros(grafica) if n != D(90))
    for nodo in _dibujo(grafica).iter():
        for nombre, valor in nodo.attrib.items():
            if nombre in ("x", "y", "d", "width", "height", "transform", "viewBox"):
                assert not re.search(r"\d,\d", valor), (nombre, valor)


@given(st.lists(st.decimals(0, 200, places=2), min_size=2, max_size=12))
def test_a_mas_valor_barra_mas_larga_y_punto_mas_alto(numeros):
    ordenados = sorted(numeros)
    largos = [b.largo for b in barras([Barra("x", n) for n in ordenados], id="b", titulo="x").barras]
    cuentas = [b.largo for b in barras([Barra("x", n) for n in ordenados], id="b", titulo="x", como="cantidad").barras]
    puntos = [Punto("T1", "2026", n, PALABRAS["minimo"]) for n in ordenados]
    alturas = [p.y for p in tendencia(puntos, id="t", titulo="x").puntos]

    assert largos == sorted(largos) and cuentas == sorted(cuentas)
    assert alturas == sorted(alturas, reverse=True)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 30)), st.integers(1, 400))
def test_en_el_cronograma_lo_que_dura_mas_es_mas_largo_y_lo_de_despues_va_despues(inicio, dias):
    tareas = [
        Tarea("a", inicio, inicio, PALABRAS["serie"]),
        Tarea("b", inicio, inicio + timedelta(days=dias), PALABRAS["serie"]),
        Tarea("c", inicio + timedelta(days=dias), None, PALABRAS["serie"]),
    ]
    corta, larga, despues = cronograma(tareas, anio=2026, hoy=inicio, id="g", titulo="x").tareas
    assert 0 < corta.largo <= larga.largo
    assert despues.x >= larga.x


@given(de_cronograma)
def test_ninguna_tarea_se_sale_de_su_anio(grafica):
    for tarea in grafica.tareas:
        assert grafica.izquierda <= tarea.x and tarea.x + tarea.largo <= grafica.derecha
        assert bool(tarea.largo) is bool(tarea.dato.inicio or tarea.dato.fin)


def test_cada_casilla_va_bajo_el_encabezado_de_su_columna():
    nivel = PALABRAS["minimo"]
    dibujada = calor([Renglon("x", tuple(Celda(D(t), nivel) for t in range(4)))], COLUMNAS, id="c", titulo="x")
    [renglon] = dibujada.renglones
    assert [c.dato.valor for c in renglon.casillas] == [0, 1, 2, 3]
    assert [c.x + dibujada.casilla // 2 for c in renglon.casillas] == [e.x for e in dibujada.encabezados]
    assert [c.columna for c in renglon.casillas] == [e.columna for e in dibujada.encabezados] == COLUMNAS


@given(textos, st.integers(40, 400))
def test_cada_renglon_cabe_y_lo_que_se_corta_lo_dice(texto, ancho):
    renglones = partir(texto, ancho)
    assert len(renglones) <= 3
    assert all(ancho_de(renglon) <= ancho for renglon in renglones)
    if "".join(renglones).replace(" ", "") != "".join(texto.split()):
        assert renglones[-1].endswith("…")


@pytest.mark.parametrize(
    "grafica",
    [
        barras([], id="b", titulo="x", meta=(D(90), "Meta")),
        calor([], COLUMNAS, id="c", titulo="x"),
        calor([Renglon("x", ())], [], id="c", titulo="x"),
        tendencia([], id="t", titulo="x"),
        cronograma([], anio=2026, hoy=date(2026, 1, 1), id="g", titulo="x"),
    ],
)
def test_sin_datos_no_hay_dibujo_sino_un_texto(grafica):
    assert grafica.vacia
    html = render_to_string("_componentes/grafica.html", {"grafica": grafica, "vacio": "Nada todavía."})
    assert "Nada todavía." in html and "<svg" not in html


def test_lo_que_no_tiene_valor_parte_la_linea_y_no_es_un_cero():
    nivel = PALABRAS["aceptable"]
    puntos = [Punto("T1", "2026", v, nivel) for v in (D(80), None, D(85), D(90))]
    dibujada = tendencia(puntos, id="t", titulo="x")
    assert [p.y is None for p in dibujada.puntos] == [False, True, False, False]
    assert [(t.x1, t.x2) for t in dibujada.tramos] == [(dibujada.puntos[2].x, dibujada.puntos[3].x)]
    [nula] = barras([Barra("x", None)], id="b", titulo="x").barras
    assert nula.largo == 0
    assert "—" in "".join(_dibujo(dibujada).itertext())


def test_cada_vigencia_empieza_su_propia_linea():
    puntos = [Punto("T4", "2025", D(90), PALABRAS["serie"]), Punto("T1", "2026", D(20), PALABRAS["serie"])]
    dibujada = tendencia(puntos, id="t", titulo="x")
    assert dibujada.tramos == ()
    assert len(dibujada.separadores) == 1


def test_donde_la_serie_se_parte_se_dice_y_un_puntaje_no_es_un_porcentaje():
    puntos = [Punto(str(anio), serie, valor, SERIE) for anio, serie, valor in ((2021, "a", 60), (2022, "b", 40))]
    grafica = tendencia(puntos, id="g", titulo="t", como="puntaje", quiebre="no comparable")
    dibujo = render_to_string(grafica.dibujo, {"grafica": grafica})
    assert dibujo.count("no comparable") == len(grafica.separadores) == 1
    assert (grafica.tramos, "60,00<" in dibujo, "%" in dibujo) == ((), True, False)


def test_un_solo_punto_y_cuatrocientas_filas_tambien_se_dibujan():
    nivel = PALABRAS["minimo"]
    uno = tendencia([Punto("T1", "2026", D(100), nivel)], id="t", titulo="x")
    muchas = [
        barras([Barra(NOMBRE, D(50), nivel)] * 400, id="b", titulo="x"),
        calor([Renglon(NOMBRE, (Celda(D(5), nivel),) * 4)] * 400, COLUMNAS, id="c", titulo="x"),
        cronograma([Tarea(NOMBRE, date(2026, 3, 1), None, nivel)] * 400, anio=2026, hoy=date.max, id="g", titulo="x"),
    ]
    assert len(uno.puntos) == 1 and uno.tramos == ()
    assert muchas[2].hoy_x is None
    for grafica in muchas:
        filas = [n.get("y") for n in _dibujo(grafica).iter(f"{SVG}text") if n.get("x") == "0"]
        assert len(set(filas)) == len(filas) >= 400


def test_una_trama_que_no_existe_o_una_celda_de_mas_no_se_aceptan():
    with pytest.raises(ValueError, match="No existe la trama «azul»"):
        Nivel("azul")
    with pytest.raises(ValueError, match="trae 1 celdas y hay 4 columnas"):
        calor([Renglon("x", (None,))], COLUMNAS, id="c", titulo="x")


# --- Se puede leer sin verlo y sin color -----------------------------------------------------------------------


def _ejemplos(url: str = "") -> list:
    """Las cuatro, con todas las tramas, nulos y nombres largos."""
    todas = list(PALABRAS.values())
    return [
        barras([Barra(NOMBRE, D("87.3"), n, url) for n in todas], id="b", titulo="Barras", meta=(D(90), "Meta")),
        calor(
            [Renglon(NOMBRE, (Celda(D("87.3"), n, url), None, None, None)) for n in todas],
            COLUMNAS,
            id="c",
            titulo="Calor",
        ),
        tendencia([Punto("T1", "2026", D("87.3"), n, url=url) for n in todas], id="t", titulo="Tendencia", meta=D(90)),
        cronograma(
            [Tarea(NOMBRE, date(2026, 2, 1), date(2026, 6, 1), n, url) for n in todas],
            anio=2026,
            hoy=date(2026, 5, 4),
            id="g",
            titulo="Cronograma",
        ),
    ]


@pytest.mark.parametrize("url", ["", "/lista/"])
def test_el_dibujo_dice_su_nombre_y_una_imagen_nunca_esconde_enlaces(url):
    for grafica in _ejemplos(url):
        svg = _dibujo(grafica)
        nombrado_por = svg.get("aria-labelledby").split()
        assert [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")] == nombrado_por
        assert svg.find(f"{SVG}title").text == grafica.titulo
        assert svg.get("role") == ("group" if url else "img")
        assert bool(list(svg.iter(f"{SVG}a"))) is bool(url)


def test_cada_nivel_tiene_su_trama_y_su_palabra_o_su_valor_escrito():
    for grafica in _ejemplos():
        svg = _dibujo(grafica)
        tramas = {p.get("id"): p for p in svg.iter(f"{SVG}pattern")}
        assert set(tramas) == {f"{grafica.id}-{trama}" for trama in TRAMAS}
        rellenos = {r.get("fill") for r in [*svg.iter(f"{SVG}rect"), *svg.iter(f"{SVG}path")]}
        assert {f"url(#{trama})" for trama in tramas} <= rellenos
        dibujadas = [ElementTree.tostring(p).partition(b">")[2] for p in tramas.values()]
        assert len(set(dibujadas)) == len(TRAMAS)
        escrito = "".join(svg.itertext())
        assert all(nivel.texto in escrito for nivel in PALABRAS.values())
        if grafica.dibujo != "graficas/cronograma.svg":
            assert "87,30\N{NO-BREAK SPACE}%" in escrito


def test_los_datos_van_en_una_tabla_y_el_dibujo_se_desplaza_con_el_teclado():
    for grafica in _ejemplos():
        html = render_to_string("_componentes/grafica.html", {"grafica": grafica})
        assert re.search(r'class="grafica-lienzo"\s+tabindex="0"\s+role="region"', html)
        assert "<figcaption>" in html and html.count('scope="row"') == len(TRAMAS)
        aparte = render_to_string("_componentes/grafica.html", {"grafica": grafica, "datos": "politicas"})
        assert "<table" not in aparte and 'href="#politicas"' in aparte


def test_dos_dibujos_en_la_misma_pagina_no_comparten_identificadores():
    dos_veces = [*_ejemplos("/x/"), *(replace(g, id=f"otra-{g.id}") for g in _ejemplos())]
    juntos = "".join(render_to_string("_componentes/grafica.html", {"grafica": g}) for g in dos_veces)
    ids = re.findall(r'\bid="([^"]+)"', juntos)
    assert len(ids) == len(set(ids))


def test_los_colores_del_dibujo_son_los_de_fichas():
    fichas = (RAIZ / "static/css/fichas.css").read_text().lower()
    for plantilla in sorted((RAIZ / "templates/graficas").glob("*.svg")):
        for color in set(re.findall(r"""["'](#[0-9a-f]{3,6})["']""", plantilla.read_text())):
            assert re.search(rf": {color};", fichas), (plantilla.name, color)


# --- Web y PDF -------------------------------------------------------------------------------------------------


def test_el_pdf_y_la_web_pintan_el_mismo_dibujo(monkeypatch):
    """Sin enlaces el SVG es el mismo, byte por byte, y el PDF lo recibe con su nombre y todos sus textos."""
    graficas = _ejemplos()
    en_web = [render_to_string(g.dibujo, {"grafica": g}) for g in graficas]
    for grafica, dibujo in zip(graficas, en_web, strict=True):
        assert dibujo in render_to_string("_componentes/grafica.html", {"grafica": grafica})
    cuerpo = "".join(f'<div class="evolucion">{dibujo}</div>' for dibujo in en_web)
    documento = f'<html lang="es-CO"><head><title>x</title></head><body>{cuerpo}</body></html>'
    monkeypatch.setattr(pdf, "render_to_string", lambda *_: documento)
    lector = LectorPdf(pdf.pintar("informes/base.html", {}).contenido)

    assert [f.alt for f in lector.arbol.todas("Figure")] == [g.titulo for g in graficas]
    pintado = re.sub(r"\s", "", "".join(lector.paginas))
    for dibujo in en_web:
        for texto in ElementTree.fromstring(dibujo.strip()).iter(f"{SVG}text"):
            assert re.sub(r"\s", "", texto.text) in pintado
    # Una forma por cada trama: si la biblioteca no supiera pintarlas, no las habría.
    patrones = sum(len(p.Resources.get("/Pattern", {})) for p in lector.pdf.pages)
    assert patrones >= len(TRAMAS) * len(graficas)


def test_con_enlaces_solo_cambian_los_enlaces():
    for con, sin in zip(_ejemplos("/lista/"), _ejemplos(), strict=True):
        formas = [
            [(n.tag, n.text, {a: v for a, v in n.attrib.items() if a in ("x", "y", "d", "fill", "width", "height")})
             for n in _dibujo(grafica).iter() if n.tag in (f"{SVG}rect", f"{SVG}text", f"{SVG}path", f"{SVG}use")]
            for grafica in (con, sin)
        ]  # fmt: skip
        assert formas[0] == formas[1]
