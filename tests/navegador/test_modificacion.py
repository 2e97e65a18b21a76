"""Modificar un plan publicado, de proponerlo a que el público lea qué cambió, como lo anda su gente."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from planes.models import Propuesta
from tests import fabricas as f
from tests.navegador.test_rejilla import celda as celda_de

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

FRASE = "Ahora se cuentan las actas firmadas, que es lo que se puede comprobar."


@pytest.fixture
def casa(db):
    """Un plan publicado de este año, con lo suyo por hacer en el último trimestre, su jefe y Planeación."""
    oficina = f.dependencia("Dirección de Archivo")
    jefe = f.persona("jefe", oficina, nombre="Julio Jefe")
    vigencia = f.vigencia(timezone.localdate().year)
    plan = f.plan("PUBLICADO", dependencia=oficina, por=jefe, vigencia=vigencia, nombre="Plan de archivo")
    for numero, nombre in (("1", "Publicar el informe"), ("2", "Capacitar a los jefes")):
        f.actividad(plan, (None, None, None, Decimal(4)), numero=numero, orden=int(numero), nombre=nombre)
    f.version(plan)
    return SimpleNamespace(plan=plan, jefe=jefe, planeacion=f.persona("planeacion", nombre="Paula Planeación"))


def de_las_mias(page: Page, verbo: str) -> None:
    """Del inicio a lo que le toca, en un clic."""
    page.goto(reverse("portal:inicio"))
    page.get_by_role("link", name=f"{verbo} la modificación «Plan de archivo»").click()


def corregir(page: Page, unidad: str, observado: bool = False) -> None:
    """En la rejilla de la propuesta, cambia la unidad de la primera; si se observó, se llega a ella por ahí."""
    page.get_by_role("link", name="Cambiar las actividades").click()
    celda = celda_de(page, "Unidad", 1)
    if observado:
        page.get_by_role("link", name="Actividad 1: Unidad de medida").click()
        expect(celda).to_be_focused()
    celda.fill(unidad)
    celda.press("Tab")
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("Guardado a las")


def enviar(page: Page) -> None:
    """Desde la página de la modificación."""
    page.goto(reverse("planes:propuesta_detalle", args=[Propuesta.objects.get().pk]))
    page.get_by_label("Motivo").fill("Los documentos no decían cuánto se había hecho.")
    page.get_by_label("en una frase para el público").fill(FRASE)
    page.get_by_role("button", name="Enviar a revisión").click()
    expect(page.get_by_text("La modificación quedó en revisión.")).to_be_visible()


def test_el_jefe_propone_planeacion_devuelve_un_campo_y_aprueba_y_el_publico_lo_lee(pagina_de, casa, axe):
    jefe, planeacion = pagina_de(casa.jefe), pagina_de(casa.planeacion)

    jefe.goto(reverse("planes:plan_detalle", args=[casa.plan.pk]))
    jefe.get_by_text("Proponer modificación").click()
    jefe.get_by_role("button", name="Sí, proponer").click()
    jefe.goto(reverse("planes:propuesta_detalle", args=[Propuesta.objects.get().pk]))
    corregir(jefe, "actas")
    enviar(jefe)

    de_las_mias(planeacion, "Decidir")
    cambio = planeacion.locator("article", has_text="Actividad 1")
    expect(cambio.locator("del")).to_contain_text("documentos")
    expect(cambio.locator("ins")).to_contain_text("actas")
    expect(planeacion.locator("article", has_text="Actividad 2")).to_contain_text("Sin cambios")
    cambio.locator("dd summary").click()
    cambio.get_by_label("Observación sobre «Unidad de medida»").fill("Diga que son actas firmadas.")
    planeacion.get_by_role("button", name="Devolver con estas observaciones").click()
    expect(planeacion.get_by_text("volvió a Dirección de Archivo con sus observaciones")).to_be_visible()

    de_las_mias(jefe, "Corregir")
    expect(jefe.get_by_text("Diga que son actas firmadas.").first).to_be_visible()
    corregir(jefe, "actas firmadas", observado=True)
    assert axe(jefe) == []
    enviar(jefe)

    de_las_mias(planeacion, "Decidir")
    planeacion.get_by_role("link", name="Aprobar").click()
    expect(planeacion.get_by_text("1 actividad que cambia y 1 actividad sin cambios")).to_be_visible()
    planeacion.get_by_label("Acta pendiente").check()
    planeacion.get_by_role("button", name="Aprobar la modificación").click()
    expect(planeacion.get_by_text("es la versión 2 del plan")).to_be_visible()

    jefe.goto(reverse("portal:plan_publico", args=[casa.plan.pk]))
    expect(jefe.locator("main")).to_contain_text("actas firmadas")
    expect(jefe.locator("main")).to_contain_text(FRASE)
