"""El admin se lee como el portal: en español, con sus fechas y números, y con la puerta de vuelta a cada página."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from mipg.bitacora.acciones import registrar
from mipg.usuarios.admin_base import en_lista, si_no
from mipg.usuarios.sitio import EXPLICACIONES
from seguimiento.models import Cifra
from tests import fabricas

CON_PAGINA = sorted(m._meta.label for m, suyo in admin.site._registry.items() if getattr(suyo, "ver_en", ""))


def ruta(etiqueta: str, accion: str, *args) -> str:
    modelo = apps.get_model(etiqueta)
    return reverse(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{accion}", args=args)


@pytest.fixture
def avance(db):
    corte = fabricas.corte(1, "CERRADO")
    plan = fabricas.plan("PUBLICADO")
    creado = fabricas.avance(
        fabricas.actividad(plan, (Decimal(3), None, None, None)),
        corte,
        "ACEPTADO",
        Decimal("1234.5"),
        sin_aval="El jefe reportó.",
    )
    creado.avalado_en = creado.avalado_por = None
    creado.save()
    return creado


@pytest.fixture
def control_interno(cliente_de):
    return cliente_de(fabricas.persona("control_interno"))


def test_los_numeros_las_fechas_y_los_sies_se_escriben_como_en_el_portal(control_interno, avance):
    for url in (ruta("seguimiento.Avance", "changelist"), ruta("seguimiento.Avance", "change", avance.pk)):
        texto = control_interno.get(url).text
        assert "1.234,5" in texto and "1234,5000" not in texto, url
    ficha = control_interno.get(ruta("seguimiento.Avance", "change", avance.pk)).text
    assert "06/07/2026 10:00" in ficha
    assert re.search(r'field-esperado.*?<div class="readonly">Sí</div>', ficha, re.DOTALL)
    assert "icon-yes" not in ficha
    actividad = control_interno.get(ruta("planes.Actividad", "changelist")).text
    assert "15/12/2026" in actividad and "3,0000" not in actividad


def test_los_numeros_de_las_filas_de_otro_modelo_tambien(control_interno, avance):
    plan = control_interno.get(ruta("planes.Plan", "change", avance.actividad.plan_id)).text
    assert "3,0000" not in plan and "15/12/2026" in plan


def test_cada_columna_sigue_ordenando(control_interno, avance):
    fabricas.avance(fabricas.actividad(), avance.corte, "ENVIADO", 7)
    columnas = list(admin.site._registry[type(avance)].list_display)
    orden = columnas.index("cantidad")
    for signo, primera in (("", "7"), ("-", "1.234,5")):
        texto = control_interno.get(f"{ruta('seguimiento.Avance', 'changelist')}?o={signo}{orden}").text
        assert re.search(r'<td class="field-cantidad[^"]*">([^<]+)<', texto)[1] == primera


def test_el_titulo_es_el_nombre_y_no_una_orden(control_interno, avance):
    lista = control_interno.get(ruta("seguimiento.Avance", "changelist")).text
    assert "<h1>Avances</h1>" in lista
    assert "Seleccione" not in lista
    assert "<h1>Avance</h1>" in control_interno.get(ruta("seguimiento.Avance", "change", avance.pk)).text


def test_una_lista_vacia_dice_por_que_y_que_hacer(control_interno, avance):
    lista = ruta("seguimiento.Avance", "changelist")
    assert "Quitar la búsqueda y los filtros" in control_interno.get(f"{lista}?q=nada+de+esto").text
    assert (
        "Todavía no hay registros de esta clase" in control_interno.get(ruta("planes.Observacion", "changelist")).text
    )


def test_la_busqueda_dice_en_que_busca(control_interno, avance):
    assert "Busca en nombre, sigla y alias" in control_interno.get(ruta("usuarios.Dependencia", "changelist")).text


@pytest.mark.parametrize(
    ("cosas", "frase"), [(["a"], "a"), (["a", "b", "c"], "a, b y c"), (["nombre", "indicador"], "nombre e indicador")]
)
def test_las_cosas_se_enumeran_en_espanol(cosas, frase):
    assert en_lista(cosas) == frase


def test_si_no_y_sin_dato():
    assert [si_no(v) for v in (True, False, None)] == ["Sí", "No", "—"]


def test_los_aceptados_sin_aval_se_encuentran_con_un_filtro(control_interno, avance):
    lista = ruta("seguimiento.Avance", "changelist")
    cuentas = {v: control_interno.get(f"{lista}?aval={v}").context["cl"].result_count for v in ("con", "sin")}
    assert cuentas == {"con": 0, "sin": 1}


def test_la_portada_explica_cada_tema_y_dice_que_se_puede_cambiar(control_interno, cliente_de, db):
    texto = control_interno.get(reverse("admin:index")).text
    for explicacion in EXPLICACIONES.values():
        assert explicacion in texto
    assert "Agregar" not in texto and "sólo lectura" in texto
    assert "Agregar" in cliente_de(fabricas.persona("planeacion")).get(reverse("admin:index")).text
    assert {modelo._meta.app_label for modelo in admin.site._registry} == set(EXPLICACIONES)


# --- Ver en el portal -------------------------------------------------------------------------------------------


def enlaces_al_portal(texto: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)"[^>]*>Ver en el portal</a>', texto)


@pytest.mark.parametrize("rol", ["planeacion", "control_interno", "administrador"])
def test_todo_enlace_al_portal_abre_a_quien_lo_ve(cliente_de, avance, rol):
    Cifra.objects.create(
        corte=avance.corte, ambito="ENTIDAD", nombre="Entidad", cumplimiento=90, semaforo="SATISFACTORIO"
    )
    registrar(avance, verbo="probar", por=fabricas.persona(), ahora=fabricas.AHORA)
    cliente, malos, vistos = cliente_de(fabricas.persona(rol)), [], 0
    for etiqueta in CON_PAGINA:
        fila = apps.get_model(etiqueta)._default_manager.first()
        urls = [ruta(etiqueta, "changelist"), *([ruta(etiqueta, "change", fila.pk)] if fila else [])]
        for url in urls:
            for destino in set(enlaces_al_portal(cliente.get(url).text)):
                vistos += 1
                if cliente.get(destino).status_code != 200:
                    malos.append((url, destino))
    assert malos == []
    assert vistos >= 5


def test_a_quien_no_abre_la_pagina_de_las_personas_no_se_la_ofrece(control_interno, cliente_de, db):
    lista = ruta("usuarios.Usuario", "changelist")
    assert enlaces_al_portal(control_interno.get(lista).text) == []
    persona = fabricas.persona("planeacion", vinculo_hasta=date(2027, 1, 1))
    assert f"/personas/{persona.pk}/" in enlaces_al_portal(cliente_de(persona).get(lista).text)
