"""Las páginas públicas del catálogo dicen cada sigla con su nombre: las lee quien no sabe de esto."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from politicas.models import Dimension, Politica
from tests import fabricas as f
from tests.politicas.correcciones import FURAG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogo_del_modulo")]

NOMBRES = {
    "MIPG": "Modelo Integrado de Planeación y Gestión",
    "FURAG": FURAG,
    "DAFP": "Departamento Administrativo de la Función Pública",
    "PINAR": "Plan Institucional de Archivos de la Entidad",
    "PTEP": "Programa de Transparencia y Ética Pública",
    "PETI": "Plan Estratégico de Tecnologías de la Información y las Comunicaciones",
    "PAAC": "Plan Anticorrupción y de Atención al Ciudadano",
    "T1": "trimestre",
}
SIN_PARAMETRO = ("micrositio", "que_es_mipg", "marco_normativo", "actores", "ciclo_publico", "plan_publico_lista")


def leida(url: str) -> tuple[str, str]:
    """Lo que se lee hasta el título de la página, y el resto."""
    principal = Client().get(url).text.split("<main", 1)[1].split("</main>", 1)[0]
    titulo, resto = re.split(r"</h1>", re.sub(r"<svg.*?</svg>", " ", principal, flags=re.S), maxsplit=1)
    return tuple(" ".join(unescape(re.sub(r"<[^>]+>", " ", parte)).split()) for parte in (titulo, resto))


def test_cada_sigla_se_lee_con_su_nombre_antes_o_al_lado():
    f.vigencia()
    urls = [reverse(f"portal:{nombre}") for nombre in (*SIN_PARAMETRO, "institucional_publico_lista")]
    urls += [
        reverse("portal:dimension_publica", args=[d.orden]) for d in Dimension.objects.filter(version__activa=True)
    ]
    urls += [reverse("portal:politica_publica", args=[p.numero_plan]) for p in Politica.objects.de_version_activa()]
    sin_decir = []
    for url in urls:
        titulo, texto = leida(url)
        for sigla, nombre in NOMBRES.items():
            usada = re.search(rf"\b{sigla}\b", texto)
            # «FURAG es el Formulario…»: al lado también vale.
            if usada and nombre not in titulo + texto[: usada.end() + len(nombre) + 40]:
                sin_decir.append((url, sigla, texto[max(0, usada.start() - 60) : usada.end() + 20]))
    assert sin_decir == []
