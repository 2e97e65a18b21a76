"""Cada frase de los dos documentos fuente está en lo que el producto muestra, o en una lista con su razón.

Una frase es lo que queda de un renglón al separarlo por tabuladores y por final de oración. Se busca sin tildes,
mayúsculas ni signos, corregida o como cita (véase `correcciones`), en páginas pintadas de verdad.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from mipg.expediente.models import Emision
from mipg.texto import normalizar
from planes.acciones.planes import aprobar, crear_planes_de_vigencia, enviar
from planes.models import Plan
from politicas.models import Dimension, Politica
from seguimiento.informes import implementacion
from tests import fabricas as f
from tests.politicas.correcciones import FECHAS, corregido, literal

FUENTES = Path(__file__).parent / "fuentes"
pytestmark = [pytest.mark.django_db, pytest.mark.una_base]

# De un renglón a sus frases: celdas, fin de oración y, en la tabla de políticas, cada política numerada.
_CORTES = re.compile(r"\t|(?<=[.;:?])\s+(?=[A-ZÁÉÍÓÚ¿])|\s(?=1?\d\. [A-Z])|(?<=\))\s(?=[A-ZÁÉÍÓÚ])")
_NUMERO = re.compile(r"^1?\d\. ")

IMAGEN = "Nombra una imagen que no está en el texto que se tiene."
DE_OTRA_ENTIDAD = "No rige en Cartagena: está en el catálogo de normas como de Bogotá y no se muestra en lo público."

# Lo que no está con sus palabras, cada cosa con su razón.
AUSENTES = {
    "plan-de-accion-mipg-2025.txt": {
        "Objetivo de plan de implementación": "Dice «de plan»: el PDF del plan dice «del plan».",
    },
    "micrositio-mipg.txt": {
        "Logo Gov.co": IMAGEN,
        "Logo Gov.co Logo Gov.co": IMAGEN,
        "Imagen con el mapa de políticas de gestión y desempeño institucional.": IMAGEN,
        "Imagen descriptiva de la dimensión de Talento Humano": IMAGEN,
        "Imagen descriptiva de la dimensión de Direccionamiento Estratégico y Planeación": IMAGEN,
        "Imagen descriptiva de la dimensión de Gestión con Valores para Resultados": IMAGEN,
        "Imagen descriptiva de la dimensión de Evaluación": IMAGEN,
        "Imagen descriptiva de la dimensión de Información y Comunicación": IMAGEN,
        "Imagen descriptiva de la dimensión de Gestión del Conocimiento y la Innovación": IMAGEN,
        "Imagen descriptiva de la dimensión de Control Interno": IMAGEN,
        "Módulo Integrado de Planeación y Gestión": "Errata de aquel micrositio: es el Modelo Integrado.",
        "Resolución No.313-2020": DE_OTRA_ENTIDAD,
        "Decreto 807 de 2019 (reglamenta sistema de gestión en el distrito)": DE_OTRA_ENTIDAD,
        "Decreto 612 de 2018 (integración planes institucionales y estratégicos al plan de acción)": (
            "Está en el marco normativo con su materia completa."
        ),
        "DECRETO-1499-DEL-11-DE-SEPTIEMBRE-DE-2017": "Nombre de un archivo: el decreto está en el marco normativo.",
        "Manual Operativo MIPG V3": "Versión vieja del manual: en el marco normativo está la que rige.",
    },
}


def frases(archivo: str) -> list[str]:
    """Las frases del documento ya corregido, en su orden y sin repetir."""
    texto = corregido((FUENTES / archivo).read_text(encoding="utf-8"))
    cortadas = (_NUMERO.sub("", una.strip(" -\xa0")) for r in texto.splitlines() for una in _CORTES.split(r))
    return list(dict.fromkeys(frase for frase in cortadas if normalizar(frase)))


def _texto(respuesta) -> str:
    assert respuesta.status_code == 200, respuesta.request["PATH_INFO"]
    principal = respuesta.text.split("<main", 1)[1].split("</main>", 1)[0]
    return normalizar(_sin_marcas(principal))


def _sin_marcas(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def _esta(frase: str, todo: str) -> bool:
    """Dicha por la entidad, ya corregida, o citada con las palabras de la fuente."""
    return normalizar(FECHAS.get(frase, frase)) in todo or normalizar(literal(frase)) in todo


@pytest.fixture
def paginas(catalogo_del_modulo) -> dict[str, str]:
    """Lo que dice cada página que muestra el catálogo, y el PDF del plan de implementación."""
    del_sitio = ("que_es_mipg", "actores", "marco_normativo", "institucional_publico_lista")
    publicas = [reverse(f"portal:{nombre}") for nombre in del_sitio]
    dimensiones = Dimension.objects.filter(version__activa=True)
    publicas += [reverse("portal:dimension_publica", args=[d.orden]) for d in dimensiones]
    adentro = [reverse("politicas:politica_lista")]
    politicas = Politica.objects.de_version_activa()
    adentro += [reverse("politicas:politica_detalle", args=[p.pk]) for p in politicas]
    vigencia = f.vigencia(2025)
    planeacion = Client()
    planeacion.force_login(f.persona("planeacion"))
    textos = {url: _texto(Client().get(url)) for url in publicas} | {
        url: _texto(planeacion.get(url)) for url in adentro
    }
    return textos | {"pdf": normalizar(_sin_marcas(_el_pdf(vigencia)))}


def _el_pdf(vigencia) -> str:
    """Lo que va en el PDF del plan de implementación del año, antes de maquetarlo."""
    por, otra = f.persona("planeacion"), f.persona("planeacion")
    crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=f.AHORA)
    plan = Plan.objects.get(vigencia=vigencia, clase=Plan.Clase.IMPLEMENTACION)
    plan = enviar(plan=plan, por=por, ahora=f.AHORA)
    aprobar(plan=plan, version=plan.version, acto="RESOLUCION", acto_numero="12", por=otra, ahora=f.AHORA)
    emision = Emision(
        informe=implementacion.INFORME,
        titulo=implementacion.titulo(vigencia, None),
        parametros=implementacion.parametros(vigencia, None),
        codigo="7KQ2M9XWHC4T",
        pedida_por=por,
        pedida_en=f.AHORA,
    )
    return render_to_string("informes/plan_de_implementacion.html", {"informe": implementacion.reunir(emision)})


# Las celdas que nombran a más de uno, o a uno con otro nombre: cómo se leen en el PDF.
_QUIENES = {
    "Secretaría de Planeación": "Secretaría de Planeación Distrital",
    "Secretaría de Hacienda y Secretaría de Planeación": "Secretaría de Hacienda Secretaría de Planeación Distrital",
    "Secretaría General con apoyo de la Secretaría de Planeación Distrital": (
        "Secretaría General Secretaría de Planeación Distrital (apoyo)"
    ),
    "Secretaría de Planeación (entender la situación) Secretaría General (diseñar o rediseñar lo necesario – "
    "arquitectura institucional) Dirección de Talento Humano-Hacienda (impacto en el presupuesto) Secretaría de "
    "Planeación (trabajo por procesos)": (
        "Secretaría de Planeación Distrital (entender la situación) Secretaría General (diseñar o rediseñar lo "
        "necesario – arquitectura institucional) Dirección Administrativa de Talento Humano (impacto en el "
        "presupuesto) Secretaría de Hacienda (impacto en el presupuesto) Secretaría de Planeación Distrital (trabajo "
        "por procesos)"
    ),
}
_TITULOS = {"PLAN", "DIMENSIONES"}
_POLITICA = re.compile(r"1?\d\. (.+?)(?= 1?\d\. |$)")


def renglones() -> list[str]:
    """Los de las tres tablas del plan: quién es cada actor, de quién cada plan y quién responde por cada política."""
    texto = corregido((FUENTES / "plan-de-accion-mipg-2025.txt").read_text(encoding="utf-8"))
    filas = [[celda.strip() for celda in r.split("\t")] for r in texto.splitlines() if "\t" in r]
    dos = [" ".join(fila) for fila in filas if len(fila) == 2 and fila[0] not in _TITULOS]
    tres = [fila for fila in filas if len(fila) == 3 and fila[0] not in _TITULOS]
    return dos + [
        f"{politica} {_QUIENES.get(responden, responden)}"
        for _, politicas, responden in tres
        for politica in _POLITICA.findall(politicas)
    ]


def test_cada_renglon_de_las_tablas_esta_en_el_pdf_con_sus_celdas_juntas(paginas):
    """Las celdas sueltas están en cualquier parte: que lo de uno lo responda otro sólo se ve con el renglón junto."""
    assert len(renglones()) == 15 + 12 + 19
    assert [renglon for renglon in renglones() if normalizar(renglon) not in paginas["pdf"]] == []


def test_cada_frase_de_los_documentos_esta_en_el_producto_o_tiene_su_razon(paginas):
    todo = " | ".join(paginas.values())
    for archivo, con_razon in AUSENTES.items():
        faltan = {frase for frase in frases(archivo) if not _esta(frase, todo)}
        assert faltan - con_razon.keys() == set(), archivo
        assert con_razon.keys() - faltan == set(), f"{archivo}: ya está en el producto, o el documento no lo dice"


def test_los_documentos_se_cortan_en_frases_y_no_en_renglones():
    """Si el corte dejara de ver una tabla o el fin de una oración, la prueba buscaría renglones enteros, o nada."""
    del_plan = frases("plan-de-accion-mipg-2025.txt")
    assert {"PINAR", "Dirección de Archivo", "Integridad", "28 de febrero 2025"} - set(del_plan) == {"PINAR"}
    assert "Se suscriben ante la Secretaría de Planeación Distrital." in del_plan
    assert FECHAS.keys() <= set(del_plan)
    assert len(del_plan) > 150
    assert len(frases("micrositio-mipg.txt")) > 40
