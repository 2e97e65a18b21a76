"""Una dirección que alguien escribe y otra persona abre es `http` o `https`: ni se guarda ni se imprime otra cosa."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.template import Context, Template

from mipg.enlaces import CampoEnlace, problema_de_enlace
from politicas.models import Norma
from tests import fabricas

MALAS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "ftp://x.co/a",
    "//x.co",
]
# Ni a un computador ni con una clave a la vista se llega desde otra parte; a una red interna, sólo desde ella.
DE_NADIE = [
    ("https://ana:clave@x.gov.co/a", "un usuario o una clave"),
    ("https://www.x.gov.co\\@10.0.0.1/", "un usuario o una clave"),
    ("http://localhost:8000/a", "sólo abre en un computador"),
    ("http://127.0.0.1/", "sólo abre en un computador"),
    ("http://127.8.9.1:80/", "sólo abre en un computador"),
    ("http://[::1]/", "sólo abre en un computador"),
    ("http://[::ffff:127.0.0.1]/", "sólo abre en un computador"),
    ("http://0.0.0.0/", "sólo abre en un computador"),
    ("http://PC.LocalHost/", "sólo abre en un computador"),
]
INTERNAS = [
    "http://10.1.2.3/plan.pdf",
    "http://172.16.0.9/",
    "http://192.168.1.10:8080/",
    "http://169.254.169.254/latest",
    "http://[fd00::1]/",
    "https://archivo.alcaldia.local/a",
    "https://servidor.lan./",
]
PUBLICAS = [
    "https://www.x.gov.co/a@b",
    "http://200.21.1.1/plan.pdf",
    "https://local.x.gov.co/",
    "https://x.co:8443/?u=a@b",
]
NORMA = {"orden": 1, "nombre": "Ley 1", "ambito": "NACIONAL", "entidad": "Congreso", "materia": "De todo."}


def _campos() -> list[models.Field]:
    return [c for m in apps.get_models() for c in m._meta.fields if isinstance(c, models.URLField)]


def test_todo_campo_de_direccion_es_de_los_nuestros_y_la_base_lo_exige():
    assert {f"{c.model.__name__}.{c.name}" for c in _campos()} >= {"Norma.url", "Documento.url"}
    for campo in _campos():
        exigidos = [r for r in campo.model._meta.constraints if "https://" in str(getattr(r, "condition", ""))]
        assert isinstance(campo, CampoEnlace) and exigidos, campo


@pytest.mark.parametrize("mala", MALAS)
def test_una_norma_no_guarda_otra_cosa_por_ninguna_puerta(db, cliente_de, mala):
    with pytest.raises(ValidationError, match="http"):
        Norma(**NORMA, url=mala).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Norma.objects.create(**NORMA, url=mala)
    ajustada = Norma.objects.create(**NORMA, url="https://www.funcionpublica.gov.co/a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Norma.objects.update(url=mala)
    if not mala.startswith("//"):  # el navegador y el formulario le anteponen https:
        cliente = cliente_de(fabricas.persona("planeacion"))
        cliente.post(f"/admin/politicas/norma/{ajustada.pk}/change/", NORMA | {"url": mala, "nota": ""})
    ajustada.refresh_from_db()
    assert ajustada.url == "https://www.funcionpublica.gov.co/a"


@pytest.mark.parametrize(("mala", "dice"), DE_NADIE)
def test_ningun_enlace_lleva_una_clave_ni_va_a_un_computador(mala, dice):
    assert dice in problema_de_enlace(mala)
    for campo in _campos():
        with pytest.raises(ValidationError):
            campo.clean(mala, None)


@pytest.mark.parametrize("interna", INTERNAS)
def test_lo_que_abre_la_ciudadania_no_es_de_una_red_interna(interna):
    # Un soporte sí puede estar en la red de la entidad.
    assert not problema_de_enlace(interna)
    assert "red interna" in problema_de_enlace(interna, publica=True)
    publicos = {c for c in _campos() if c.model._meta.label != "expediente.Documento"}
    assert {c.model.__name__ for c in publicos} == {"Norma", "Fuente"}
    for campo in publicos:
        with pytest.raises(ValidationError):
            campo.clean(interna, None)


@pytest.mark.parametrize("buena", PUBLICAS)
def test_lo_demas_es_una_direccion(buena):
    assert not problema_de_enlace(buena, publica=True)
    for campo in _campos():
        assert campo.clean(buena, None) == buena


@pytest.mark.parametrize("mala", MALAS)
def test_lo_que_no_es_enlace_no_se_imprime(mala):
    pintar = Template('<a href="{{ url|enlace }}">').render
    assert pintar(Context({"url": mala})) == '<a href="">'
    assert pintar(Context({"url": "https://x.co/?a=1&b"})) == '<a href="https://x.co/?a=1&amp;b">'


def test_ninguna_plantilla_enlaza_sin_el_filtro_lo_que_alguien_escribio():
    suyos = "|".join(f"{c.model._meta.model_name}\\.{c.name}" for c in _campos())
    plantillas = [p.read_text() for p in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    enlaces = re.findall(rf'(?:href|src|action)="{{{{ [\w.]*(?:{suyos})([^}}]*?) ?}}}}', "\n".join(plantillas))
    assert len(enlaces) >= 4
    assert set(enlaces) == {"|enlace"}
    assert not [p for p in plantillas if "urlize" in p]
