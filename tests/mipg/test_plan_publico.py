"""El plan publicado: lo que se aprobó, sin personas, y su PDF con su huella."""

from decimal import Decimal

import pytest
from django.test import Client

from planes.models import Plan
from seguimiento.informes import plan_publicado
from tests import fabricas as f
from tests.mipg.mundo import publicar

pytestmark = pytest.mark.django_db
LISTA = "/micrositio/planes/"


def url(plan: Plan, pagina: str = "") -> str:
    return f"{LISTA}{plan.pk}/{pagina}"


def test_muestra_lo_que_se_aprobo_aunque_despues_cambie_y_nunca_el_enlace():
    plan = f.plan("PUBLICADO")
    actividad = f.actividad(
        plan,
        (None, Decimal("2.5"), None, None),
        nombre="Actualizar el inventario",
        enlace=f.persona(nombre="Elena Luz"),
    )
    f.version(plan)
    type(actividad).objects.filter(pk=actividad.pk).update(nombre="Otra cosa")
    texto = Client().get(url(plan)).text
    assert "Actualizar el inventario" in texto
    assert "Otra cosa" not in texto
    assert "2,5" in texto
    assert "Elena Luz" not in texto


def test_una_version_nueva_reemplaza_a_la_anterior():
    plan = publicar(f.plan("PUBLICADO"))
    assert "1 página" in Client().get(url(plan)).text
    f.actividad(plan, nombre="La de la versión dos")
    f.version(plan, numero=2)
    texto = Client().get(url(plan)).text
    assert "La de la versión dos" in texto
    assert "El PDF se está preparando" in texto
    assert Client().get(url(plan, "descargar/")).status_code == 404


def test_el_avance_es_el_del_ultimo_corte_cerrado_de_su_vigencia():
    plan = publicar(f.plan("PUBLICADO"))
    actividad = plan.actividades.get()
    assert "todavía no ha cerrado ningún corte" in Client().get(url(plan)).text
    for trimestre, valor in ((1, "44.44"), (2, "77.77")):
        corte = f.corte(trimestre, "CERRADO")
        f.cifra(plan, corte, Decimal(valor), cobertura=80, anual=30)
        f.cifra(actividad, corte, Decimal(valor) + 1, n_sin_reporte=1)
    f.cifra(plan, f.corte(3), Decimal("99.99"))
    texto = Client().get(url(plan)).text
    assert all(dato in texto for dato in ("77,77", "78,77", "80,00", "No reportó"))
    assert not any(dato in texto for dato in ("44,44", "99,99"))


def test_descarga_exactamente_el_archivo_emitido_con_su_huella_como_etag():
    plan = publicar(f.plan("PUBLICADO"))
    emision = plan_publicado.emitidos(Plan.objects.con_version())[plan.pk]
    respuesta = Client().get(url(plan, "descargar/"))
    assert b"".join(respuesta.streaming_content) == b"%PDF-1.7 publicado"
    assert respuesta["ETag"] == f'"{emision.sha256}"'
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert "sandbox" in respuesta["Content-Security-Policy"]


def test_la_lista_busca_sin_tildes_ni_mayusculas_y_filtra_por_vigencia_y_clase():
    archivo = f.plan(
        "PUBLICADO", nombre="Plan Institucional de Archivos", dependencia=f.dependencia("Dirección de Archivo")
    )
    tramites = f.plan("PUBLICADO", nombre="Racionalización de Trámites", vigencia=f.vigencia(2025))

    def hallados(**consulta) -> set[str]:
        texto = Client().get(LISTA, consulta).text
        return {plan.nombre for plan in (archivo, tramites) if url(plan) in texto}

    assert hallados() == {archivo.nombre, tramites.nombre}
    assert hallados(q="TRAMITES racionalizacion") == {tramites.nombre}
    assert hallados(q="direccion") == {archivo.nombre}
    assert hallados(vigencia="2025") == {tramites.nombre}
    assert hallados(clase="IMPLEMENTACION") == set()
    assert hallados(clase="ACCION_POLITICA", q="nada que ver") == set()


def test_las_vigencias_que_se_ofrecen_son_las_que_tienen_algo_publicado():
    f.plan("PUBLICADO", vigencia=f.vigencia(2025))
    f.plan("BORRADOR", vigencia=f.vigencia(2026))
    texto = Client().get(LISTA).text
    assert '<option value="2025">' in texto
    assert '<option value="2026">' not in texto


def test_muchas_actividades_van_por_paginas():
    plan = f.plan("PUBLICADO")
    for n in range(45):
        f.actividad(plan, nombre=f"Actividad número {n:03}")
    f.version(plan)
    primera, segunda = (Client().get(url(plan), {"page": n}).text for n in (1, 2))
    assert ("número 029" in primera, "número 030" in primera) == (True, False)
    assert "número 044" in segunda
