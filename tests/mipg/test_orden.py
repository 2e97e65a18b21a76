"""Ordenar una lista desde su encabezado: sólo lo ofrecido, lo vacío al final y lo que empata, siempre igual."""

from datetime import timedelta

import pytest

from mipg.buscador.funciones import EnEspanol
from mipg.orden import Orden
from mipg.usuarios.models import Dependencia
from tests import fabricas

COLUMNAS = {"nombre": ("Nombre", EnEspanol("nombre")), "hasta": ("Hasta", "vigente_hasta")}


def nombres(pedido: str) -> list[str]:
    return [d.nombre for d in Orden(pedido, COLUMNAS).ordenar(Dependencia.objects.order_by("-pk"))]


@pytest.fixture
def oficinas(db):
    for nombre, dias in (("Área", None), ("zona", 2), ("Banco", 1), ("ábaco", 1)):
        hasta = fabricas.HOY + timedelta(days=dias) if dias else None
        fabricas.dependencia(nombre, vigente_hasta=hasta)


def test_los_nombres_se_ordenan_sin_mirar_tildes_ni_mayusculas(oficinas):
    assert nombres("nombre") == ["ábaco", "Área", "Banco", "zona"]
    assert nombres("-nombre") == ["zona", "Banco", "Área", "ábaco"]


def test_lo_vacio_va_al_final_en_los_dos_sentidos_y_el_empate_queda_como_estaba(oficinas):
    assert nombres("hasta") == ["ábaco", "Banco", "zona", "Área"]
    assert nombres("-hasta") == ["zona", "ábaco", "Banco", "Área"]


@pytest.mark.parametrize("pedido", ["", "-", "otra", "--nombre", "nombre__sigla", "pk", "password", "?"])
def test_lo_que_no_se_ofrece_no_ordena(oficinas, pedido):
    orden = Orden(pedido, COLUMNAS)
    assert (orden.clave, orden.elegida) == ("", "")
    assert nombres(pedido) == ["ábaco", "Banco", "zona", "Área"]


def test_en_el_telefono_se_elige_entre_las_mismas():
    assert Orden("-hasta", COLUMNAS).elegida == "-hasta"
    assert [valor for valor, _ in Orden("", COLUMNAS).opciones] == ["nombre", "-nombre", "hasta", "-hasta"]


def test_el_encabezado_dice_el_orden_conserva_los_filtros_y_vuelve_a_la_primera_pagina(cliente_de):
    fabricas.plan("PUBLICADO", nombre="Zeta", vigencia=fabricas.vigencia())
    fabricas.plan("PUBLICADO", nombre="Ábaco", vigencia=fabricas.vigencia())
    cliente = cliente_de(fabricas.persona("planeacion"))
    respuesta = cliente.get("/planes/", {"estado": "PUBLICADO", "orden": "plan", "page": "1"})
    texto = " ".join(respuesta.text.split())

    assert [p.nombre for p in respuesta.context["page_obj"]] == ["Ábaco", "Zeta"]
    assert '<th scope="col" aria-sort="ascending">' in texto
    assert texto.count("aria-sort") == 1
    assert 'href="?estado=PUBLICADO&amp;orden=-plan"' in texto
    assert 'href="?estado=PUBLICADO&amp;orden=limite"' in texto
    assert '<input type="hidden" name="estado" value="PUBLICADO">' in texto
    assert '<option value="plan" selected>' in texto
    # Al filtrar otra vez no se pierde el orden.
    filtros = texto.split('class="filtros"')[1].split("</form>")[0]
    assert '<input type="hidden" name="orden" value="plan">' in filtros


@pytest.mark.parametrize(
    "url",
    ["/planes/", "/personas/", "/expediente/informes/", "/seguimiento/actividades/", "/seguimiento/avances/",
     "/seguimiento/revision/"],
)  # fmt: skip
def test_cada_lista_ordena_por_todas_sus_columnas(cliente_de, url):
    vigencia = fabricas.vigencia()
    plan = fabricas.plan("APROBADO", vigencia=vigencia)
    cerrado, abierto = fabricas.corte(1, "CERRADO", de=vigencia), fabricas.corte(2, de=vigencia)
    fabricas.avance(fabricas.actividad(plan), abierto, "AVALADO", 1)
    cliente = cliente_de(fabricas.persona("planeacion"))
    for corte in (cerrado, abierto):
        columnas = (cliente.get(url, {"corte": corte.pk}).context.get("orden") or Orden("")).columnas
        for orden in [f"{signo}{clave}" for clave in columnas for signo in ("", "-")]:
            respuesta = cliente.get(url, {"orden": orden, "corte": corte.pk})
            assert respuesta.status_code == 200
            assert respuesta.context["orden"].elegida == orden
    assert columnas
