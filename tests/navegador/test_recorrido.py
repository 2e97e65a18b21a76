"""Los controles del recorrido: cada medida ve su falta y no la inventa."""

import pytest

from tests.navegador.recorrido import COLORES, DESBORDE, PERDIDO

pytestmark = pytest.mark.navegador

CAJA = "width: 80px; height: 20px; white-space: nowrap; font: 16px/20px sans-serif;"
LARGO = "Un renglón que no cabe en la caja"


@pytest.fixture
def mide(new_context):
    """`mide(guion, html)`: lo que dice un guion de una página suelta."""
    page = new_context().new_page()

    def medir(guion: str, html: str):
        page.set_content(f"<!DOCTYPE html><html lang='es'><title>x</title><main>{html}</main>")
        return page.evaluate(guion)

    return medir


@pytest.mark.parametrize(
    ("html", "dice"),
    [
        (f"<p style='{CAJA} overflow: hidden'>{LARGO}</p>", "se corta"),
        (f"<div style='{CAJA} overflow: clip'><p style='margin: 0'>{LARGO}</p></div>", "se corta"),
        ("<p style='height: 10px; overflow: hidden'>Uno<br>Dos<br>Tres</p>", "se corta"),
        ("<p>Uno de los dos</p><p style='margin-top: -34px'>Otro de los dos</p>", "se enciman"),
        ("<svg><text x='0' y='20'>Enero a marzo</text><text x='5' y='22'>Abril</text></svg>", "se enciman"),
        (f"<details><summary style='{CAJA} overflow: hidden'>{LARGO}</summary>Otra cosa</details>", "se corta"),
    ],
)
def test_lo_que_se_corta_y_lo_que_se_encima_se_ve(mide, html, dice):
    assert any(falta.startswith(dice) for falta in mide(PERDIDO, html))


@pytest.mark.parametrize(
    "html",
    [
        f"<p style='{CAJA}'>{LARGO}</p>",
        f"<div style='{CAJA} overflow-x: auto'>{LARGO}</div>",
        f"<p style='position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)'>{LARGO}</p>",
        f"<p style='visibility: hidden; {CAJA} overflow: hidden'>{LARGO}</p>",
        f"<details><summary style='{CAJA} overflow: hidden'>{LARGO}</summary><p>{LARGO}</p></details>",
        "<p style='line-height: 1'>Uno<br>Dos</p><p>Tres <b>y cuatro</b></p>",
    ],
)
def test_lo_que_se_puede_leer_no_es_una_falta(mide, html):
    assert mide(PERDIDO, html) == []


def test_lo_que_se_sale_de_la_pantalla_se_ve_y_lo_que_tiene_barra_no(mide):
    assert "se sale" in mide(DESBORDE, "<p style='width: 3000px'>Ancho</p>")
    assert mide(DESBORDE, "<div style='overflow-x: auto'><p style='width: 3000px'>Ancho</p></div>") == ""


def test_axe_ve_lo_que_debe_y_con_reglas_sueltas_solo_esas(new_context, axe):
    page = new_context().new_page()
    page.set_content(
        "<!DOCTYPE html><html lang='es'><title>x</title><main><img src='data:,'><p style='color: #ccc'>Gris"
    )
    assert {falta.split()[0] for falta in axe(page)} == {"image-alt", "color-contrast"}
    assert {falta.split()[0] for falta in axe(page, COLORES)} == {"color-contrast"}
