"""Todas las páginas, públicas o no, y los PDF nombran a los mismos responsables y con el mismo papel."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mipg.expediente import acciones as expediente
from mipg.portal.responsables import participan
from planes.models import Plan
from politicas.acciones import decidir_contradiccion
from politicas.contradicciones import de_vigencia
from politicas.models import Politica
from seguimiento.informes import implementacion, plan_de_accion
from tests import fabricas as f

pytestmark = [pytest.mark.django_db, pytest.mark.una_base]
POR_DECIDIR = {4, 5, 6, 7, 8, 16, 19}


@pytest.fixture
def vigencia(catalogo_del_modulo):
    """El catálogo sembrado, con Gestión Documental ya decidida: vale la tabla de actores."""
    abierta = f.vigencia(timezone.localdate().year)
    por = f.persona("planeacion")
    casos = (caso.contradiccion for caso in de_vigencia(abierta, timezone.localdate()))
    archivo = next(c for c in casos if c.clave == "responsables-POL16")
    decidir_contradiccion(
        vigencia=abierta,
        clave=archivo.clave,
        huella=archivo.huella,
        opcion=next(o.clave for o in archivo.opciones if "Dirección de Archivo" in o.dice),
        fundamento="Acta de ejemplo",
        por=por,
        ahora=timezone.now(),
    )
    return abierta


def plano(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def de_la_pagina_de_la_politica(politica) -> tuple[set, str]:
    html = Client().get(reverse("portal:politica_publica", args=[politica.numero_plan])).text
    panel = re.search(r'aria-labelledby="responsables">(.*?)</section>', html, re.S).group(1)
    pares = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", panel, re.S)
    return {(plano(quien), plano(papel)) for quien, papel in pares}, plano(panel)


def de_la_pagina_de_actores() -> dict[str, set]:
    html = Client().get(reverse("portal:actores")).text
    assert "Líder de la" not in html
    hoy = timezone.localdate()
    dichos = {}
    for actor in participan(list(Politica.objects.de_version_activa()), hoy.year)["actores"]:
        trozo = re.search(rf"<dt>{re.escape(actor.nombre)}</dt>\s*<dd>(.*?)</dd>", html, re.S).group(1)
        for politica, papel in re.findall(r"<li>\s*<a[^>]*>(.*?)</a>: (.*?)\s*</li>", trozo, re.S):
            # Hay actores con otro nombre que su dependencia: el que la tabla les da.
            dichos.setdefault(plano(politica), set()).add((actor.nombre, plano(papel)))
    return dichos


def en_su_nombre(pares: set) -> set:
    """Con el nombre de la tabla de actores, que es el de su página."""
    otros = {
        "Secretaría de Participación y Desarrollo Social": "Secretaría de Participación Ciudadana",
        "Dirección Administrativa de Apoyo Logístico": "Dirección de Apoyo Logístico",
    }
    return {(otros.get(quien, quien), papel) for quien, papel in pares}


def del_pdf(vigencia, politicas) -> dict[int, str]:
    """Lo que el PDF del plan de acción dice de cada política."""
    for politica in politicas:
        plan = f.plan("APROBADO", politica=politica, vigencia=vigencia)
        f.actividad(plan)
        f.version(plan)
    emision = expediente.pedir_emision(
        informe="plan_de_accion",
        titulo="Plan",
        parametros={"vigencia": vigencia.pk},
        por=f.persona("planeacion"),
        ahora=timezone.now(),
    )
    informe = plan_de_accion.reunir(emision)
    de_quien = {f"plan-{plan.pk}": plan.politica.numero_plan for plan in Plan.objects.select_related("politica")}
    return {de_quien[s.ancla]: dict(s.datos)["Responsables de la política"] for s in informe.secciones}


def test_todas_dicen_lo_mismo_de_cada_politica(vigencia, cliente_de):
    politicas = list(Politica.objects.de_version_activa().por_dimension())
    actores, pdf = de_la_pagina_de_actores(), del_pdf(vigencia, politicas)
    planeacion = cliente_de(f.persona("planeacion"))
    lista = planeacion.get(reverse("politicas:politica_lista"))
    de_la_lista = {
        fila["politica"].pk: set(fila["papeles"].nombres) for _, filas in lista.context["dimensiones"] for fila in filas
    }
    for politica in politicas:
        pares, panel = de_la_pagina_de_la_politica(politica)
        nombres = {quien for quien, _ in pares}
        assert nombres, politica
        assert de_la_lista[politica.pk] == nombres, politica
        dimension = Client().get(reverse("portal:dimension_publica", args=[politica.dimension.orden])).text
        enlace = reverse("portal:politica_publica", args=[politica.numero_plan])
        (tarjeta,) = (plano(t) for t in dimension.split('<div class="tarjeta">')[1:] if f'href="{enlace}"' in t)
        assert all(nombre in tarjeta for nombre in nombres), (politica, tarjeta)
        assert actores[politica.nombre] == en_su_nombre(pares), politica
        assert all(f"{quien} ({papel.lower()})" in pdf[politica.numero_plan] for quien, papel in pares), politica
        tablero = planeacion.get(reverse("seguimiento:politica_avance", args=[politica.pk]))
        assert {(quien, papel) for quien, papel, _ in tablero.context["gente"]} == pares, politica
        sin_decidir = politica.numero_plan in POR_DECIDIR
        for texto in (panel, tarjeta, pdf[politica.numero_plan]):
            assert ("no concuerdan" in texto) == sin_decidir, (politica, texto)
        if sin_decidir:
            assert not {papel for _, papel in pares} & {"Líder", "Colíder"}, politica


def test_lo_de_un_corte_cerrado_no_cambia_con_una_decision_de_despues(vigencia, cliente_de):
    politica = Politica.objects.get(codigo_furag="POL16", dimension__version__activa=True)
    planeacion = cliente_de(f.persona("planeacion"))
    plan = f.plan("APROBADO", politica=politica, vigencia=vigencia)
    f.actividad(plan)
    f.version(plan)
    antes = timezone.now() - timedelta(days=30)
    cerrado = f.corte(1, "CERRADO", de=vigencia, abierto_en=antes, cerrado_en=antes)
    f.cifra(plan, cerrado, politica=politica, dimension=politica.dimension)
    abierto = f.corte(2, "ABIERTO", de=vigencia)

    def dicen(corte) -> tuple[set, str]:
        pagina = planeacion.get(reverse("seguimiento:politica_avance", args=[politica.pk]), {"corte": corte.pk})
        gente = {quien for quien, _, _ in pagina.context["gente"]}
        emision = expediente.pedir_emision(
            informe="plan_de_accion",
            titulo="Plan",
            parametros={"vigencia": vigencia.pk, "corte": corte.pk},
            por=f.persona("planeacion"),
            ahora=timezone.now(),
        )
        (seccion,) = plan_de_accion.reunir(emision).secciones
        return gente, dict(seccion.datos)["Responsables de la política"]

    gente, pdf = dicen(abierto)
    assert (gente, pdf) == ({"Dirección de Archivo"}, "Dirección de Archivo (líder)")
    gente, pdf = dicen(cerrado)
    assert gente == {"Dirección de Archivo", "Secretaría General"}
    assert "Dirección de Archivo (responsable)" in pdf and "no concuerdan" in pdf


def test_el_documento_de_implementacion_de_un_corte_cerrado_dice_lo_de_entonces(vigencia):
    def de_la_15(al) -> tuple:
        return next(p.responsables for p in implementacion._las_politicas(vigencia, al) if p.politica[:3] == "15.")

    assert de_la_15(None) == ("Dirección de Archivo",)
    assert de_la_15(timezone.now() - timedelta(days=30)) == ("Secretaría General",)


def test_la_quince_es_de_archivo_porque_se_decidio(vigencia):
    pares, panel = de_la_pagina_de_la_politica(
        Politica.objects.get(codigo_furag="POL16", dimension__version__activa=True)
    )
    assert pares == {("Dirección de Archivo", "Líder")}
    assert "Se decidió: Dirección de Archivo (líder)" in panel and "Acta de ejemplo" in panel
