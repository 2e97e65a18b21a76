"""Lo que se le exige a toda página (`tests.paginas`): cada regla ve su falta, y las páginas de error las cumplen."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, Origin
from django.test import Client

from mipg.plantillas import SinSangria
from tests import fabricas, paginas

HOJAS = sorted((settings.BASE_DIR / "static").rglob("*.css"))
MODULOS = sorted((settings.BASE_DIR / "static").rglob("*.js"))
_AJENO = re.compile(r"""(?:@import|url\()\s*["']?(?!data:|\.\.?/|["']?data:|#)[^"')\s]+|https?:(?!//www\.w3\.org/)""")
_EVALUA = re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=|\.style\.cssText|setAttribute\(\s*[\"']style")

BIEN = """<!DOCTYPE html>
<html lang="es-CO"><head><meta name="viewport" content="width=device-width"><title>Planes · MIPG</title>
<link rel="stylesheet" href="/static/css/base.css"><script type="module" src="/static/js/menu.js"></script>
<link rel="canonical" href="https://otro.test/"></head><body>
<a href="#contenido">Saltar</a><a href="https://www.gov.co/">GOV.CO</a><a href="mailto:a@ejemplo.test">Correo</a>
<main id="contenido"><h1>Planes</h1>
<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0" fill="url(#trama)" /></svg>
<svg role="img" viewBox="0 0 1 1"><title>Avance por trimestre</title><path d="M0 0" /></svg>
<a href="/cuenta/login/"><img src="/static/icono.svg" alt="Ingresar"></a>
<form method="post" action="/cuenta/login/"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="correo">Correo</label><input id="correo" name="correo" aria-describedby="ayuda">
<p id="ayuda">El de la entidad.</p><label>Clave <input type="password" name="clave"></label>
<button>Ingresar</button></form></main></body></html>"""


def cambiada(antes: str, despues: str) -> list[str]:
    """Las faltas de la página de ejemplo con un trozo cambiado."""
    assert antes in BIEN
    return paginas.faltas(BIEN.replace(antes, despues))


def test_una_pagina_bien_hecha_no_tiene_faltas():
    assert paginas.faltas(BIEN) == []


@pytest.mark.parametrize(
    ("antes", "despues", "dice"),
    [
        # Código y estilos en línea.
        ("<h1>", "<script>x()</script><h1>", "<script> en línea"),
        ("<h1>", "<style>p{}</style><h1>", "<style>"),
        ("<h1>", '<h1 style="color:red">', "lleva style="),
        ("<button>", '<button onclick="x()">', "lleva onclick="),
        ("<button>", '<button hx-on:click="x()">', "lleva hx-on:click="),
        ('href="/cuenta/login/"', 'href=" JavaScript:x()"', "código en href"),
        # De otros servidores.
        ('src="/static/js/menu.js"', 'src="https://otro.test/x.js"', "trae de fuera"),
        ('href="/static/css/base.css"', 'href="//otro.test/x.css"', "trae de fuera"),
        ('src="/static/icono.svg"', 'src="https://otro.test/x.png"', "trae de fuera"),
        ('src="/static/icono.svg"', 'srcset="/static/icono.svg 1x, https://otro.test/x 2x"', "trae de fuera"),
        ('action="/cuenta/login/"', 'action="https://otro.test/"', "trae de fuera"),
        ('fill="url(#trama)"', 'fill="url(https://otro.test/x.svg#t)"', "url() en fill"),
        ("<button>", '<button hx-get="https://otro.test/">', "trae de fuera"),
        # Direcciones propias que no existen.
        ('href="/cuenta/login/"', 'href="/no-existe/"', "/no-existe/, que no existe"),
        ('href="/static/css/base.css"', 'href="/static/css/ninguna.css"', "que no existe"),
        # Lo que no dice nada.
        (' alt="Ingresar"', "", "no tiene alt"),
        (' alt="Ingresar"', ' alt=""', "no dice nada"),
        ("<title>Avance por trimestre</title>", "", "ni se calla"),
        (' aria-hidden="true"', "", "ni se calla"),
        (">Ingresar</button>", '><span aria-hidden="true">→</span></button>', "no dice nada"),
        ('<label for="correo">Correo</label>', "", "no tiene rótulo"),
        ("<label>Clave ", "<div>Clave ", "no tiene rótulo"),
        # Referencias y repetidos.
        ('<p id="ayuda">', '<p id="correo">', "«correo» está 2 veces"),
        ('<p id="ayuda">', "<p>", "nombra en aria-describedby a «ayuda»"),
        ('href="#contenido"', 'href="#nada"', "salta a «nada»"),
        ("<h1>", '<h1 class="a" class="b">', "repite el atributo class"),
        # La página entera.
        ('lang="es-CO"', 'lang="en"', "«en»"),
        ("<h1>Planes</h1>", "<h2>Planes</h2>", "0 <h1>"),
        ("<h1>Planes</h1>", "<h1>Planes</h1><h1>Otra</h1>", "2 <h1>"),
        ("<h1>Planes</h1>", "<h1> </h1>", "vacío el <h1>"),
        ("<title>Planes · MIPG</title>", "<title></title>", "vacío el <title>"),
        ("width=device-width", "width=device-width, user-scalable=no", "zoom"),
        ('<meta name="viewport" content="width=device-width">', "", "viewport"),
        ('<input type="hidden" name="csrfmiddlewaretoken" value="x">', "", "sin la clave csrf"),
        # Mal cerrado, mal anidado y sin pintar.
        ("</main>", "", "dentro de <main"),
        ("</form></main>", "</div></main>", "cierra </div>"),
        ("<button>", '<a href="/"><button>', "dentro de otro control"),
        ('<p id="ayuda">', '<p id="ayuda"><div>', "dentro de un párrafo"),
        (">El de la entidad.<", ">None<", "muestra «None»"),
        (">El de la entidad.<", ">{{ ayuda }}<", "código de plantilla"),
    ],
)
def test_cada_regla_ve_su_falta(antes, despues, dice):
    assert any(dice in falta for falta in cambiada(antes, despues)), cambiada(antes, despues)


def test_un_fragmento_no_tiene_que_ser_una_pagina_entera():
    assert paginas.faltas('<p aria-describedby="de-la-pagina">Guardado</p>') == []
    assert paginas.faltas('<p style="color:red">Guardado</p>') != []


def test_la_variante_cambia_con_lo_que_la_pagina_es_y_no_con_lo_que_dice():
    fila, otra = '<ul><li class="a">Uno</li></ul>', '<ul><li class="a">Dos</li><li class="a">Tres</li></ul>'
    assert paginas.variante(fila) == paginas.variante(otra)
    assert paginas.variante(fila) != paginas.variante(fila.replace('class="a"', 'class="b"'))
    assert paginas.variante(fila) != paginas.variante(fila.replace("ul", "ol"))
    assert paginas.variante('<td class="field-nombre">') == paginas.variante('<td class="field-correo">')


# --- Hojas y módulos ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hoja", HOJAS, ids=lambda h: h.name)
def test_ninguna_hoja_de_estilo_trae_nada_de_otro_servidor(hoja: Path):
    assert _AJENO.findall(hoja.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("modulo", MODULOS, ids=lambda m: m.name)
def test_ningun_modulo_trae_nada_de_otro_servidor_ni_evalua_texto(modulo: Path):
    fuente = modulo.read_text(encoding="utf-8")
    assert (_AJENO.findall(fuente), _EVALUA.findall(fuente)) == ([], [])


def test_control_de_las_hojas_y_los_modulos():
    assert _AJENO.findall('@import "otra.css"; a { background: url(//otro.test/x) }') != []
    assert _AJENO.findall("fetch('https://otro.test/')") != []
    assert _AJENO.findall("a { src: url(\"../t.woff2\"); mask: url('data:image/svg+xml,http://www.w3.org/') }") == []
    assert _EVALUA.findall("caja.innerHTML = texto") != []


# --- Sangría --------------------------------------------------------------------------------------------------


def test_la_sangria_de_las_plantillas_no_viaja_y_los_renglones_siguen_siendo_los_mismos(tmp_path):
    escrita = "<ul>\n  <li>\n\t{{ a }}  y\n    {{ b }}\n  </li>\n</ul>\n"
    cargador = SinSangria(Engine())
    for nombre, esperada in (("x.html", "<ul>\n<li>\n{{ a }}  y\n{{ b }}\n</li>\n</ul>\n"), ("x.txt", escrita)):
        (tmp_path / nombre).write_text(escrita, encoding="utf-8")
        assert cargador.get_contents(Origin(str(tmp_path / nombre), nombre)) == esperada


def test_ninguna_plantilla_escribe_dentro_de_lo_que_conserva_los_espacios():
    conserva = re.compile(r"<(?:pre|textarea)\b[^>]*>[^<]*\n[ \t]")
    plantillas = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [p.name for p in plantillas if conserva.search(p.read_text(encoding="utf-8"))] == []
    assert conserva.search("<pre>\n  sangría</pre>")


# --- Errores --------------------------------------------------------------------------------------------------


def falla(*args, **kwargs):
    raise RuntimeError("se cayó")


@pytest.mark.parametrize("codigo", [400, 403, 404, 405, 413, 429, 500])
@pytest.mark.parametrize("con_sesion", [True, False], ids=["con sesión", "sin sesión"])
def test_las_paginas_de_error_estan_bien_hechas(db, settings, monkeypatch, codigo, con_sesion):
    cliente = Client(raise_request_exception=False, enforce_csrf_checks=codigo == 403)
    if con_sesion:
        cliente.force_login(fabricas.persona("planeacion"))
    ingreso = "/cuenta/password/reset/"
    if codigo == 400:
        respuesta = cliente.get(ingreso, HTTP_HOST="otro.test")
    elif codigo == 403:
        respuesta = cliente.post(ingreso, {})
    elif codigo == 404:
        respuesta = cliente.get("/no/existe/")
    elif codigo == 405:
        respuesta = cliente.delete("/salud/")
    elif codigo == 413:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        respuesta = cliente.post(ingreso, {"email": "x" * 50})
    elif codigo == 429:
        settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
        for _ in range(2):
            respuesta = cliente.post(ingreso, {"email": "nadie@ejemplo.test"})
    else:
        monkeypatch.setattr("allauth.account.views.PasswordResetView.get", falla)
        respuesta = cliente.get(ingreso)
    assert respuesta.status_code == codigo
    assert paginas.es_html(respuesta)
    assert paginas.faltas(respuesta.text, ingreso) == []
