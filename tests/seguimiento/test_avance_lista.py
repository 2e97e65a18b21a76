"""La lista de reportes de un corte: su orden, lo que se puede filtrar y que no cueste más por haber más."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mipg.orden import Orden
from mipg.texto import clave_de_orden
from mipg.usuarios.models import Dependencia
from planes.models import Plan
from seguimiento.forms import COLUMNAS_DE_AVANCES
from seguimiento.models import Avance
from seguimiento.views.avances import _ordenados
from tests import fabricas as f

NOMBRES = ("ñame", "Nube", "Ábaco", "nombre", "oso", "«Acta»", "zeta", "abaco")


@pytest.fixture
def dos_cortes(db):
    """Ocho actividades de dos dependencias con reporte en dos años; del de antes, otra dependencia y otro plan."""
    azar, corte, antes = Random(1), f.corte(), f.corte(trimestre=1, estado="CERRADO", de=f.vigencia(2025))
    planes = [f.plan("APROBADO"), f.plan("APROBADO")]
    for nombre in azar.sample(NOMBRES, len(NOMBRES)):
        actividad = f.actividad(azar.choice(planes), nombre=nombre)
        f.avance(actividad, corte)
    f.actividad(planes[0], nombre="Aaa sin reporte")
    f.avance(f.actividad(f.plan("APROBADO", vigencia=antes.vigencia), nombre="Aaa de antes"), antes)
    return corte


@pytest.mark.parametrize("orden", ["actividad", "-actividad"])
def test_por_actividad_va_en_orden_espanol_y_solo_lo_del_corte(cliente_de, dos_cortes, orden):
    cliente = cliente_de(f.persona("planeacion"))
    pagina = cliente.get(reverse("seguimiento:avance_lista"), {"corte": dos_cortes.pk, "orden": orden}).context
    nombres = [avance.actividad.nombre for avance, *_ in pagina["filas"]]
    assert len(nombres) == pagina["page_obj"].paginator.count == len(NOMBRES)
    claves = [clave_de_orden(nombre) for nombre in nombres]
    assert claves == sorted(claves, reverse=orden.startswith("-"))


def test_se_ofrecen_los_planes_y_las_dependencias_que_tienen_reportes_en_el_corte(cliente_de, dos_cortes):
    cliente = cliente_de(f.persona("planeacion"))
    campos = cliente.get(reverse("seguimiento:avance_lista"), {"corte": dos_cortes.pk}).context["filtro"].fields
    del_corte = Avance.objects.del_corte(dos_cortes)
    for campo, modelo in (("plan", Plan), ("dependencia", Dependencia)):
        suyos = modelo.objects.filter(pk__in=del_corte.values(f"actividad__{campo}"))
        assert campos[campo].choices[1:] == [(uno.pk, str(uno)) for uno in suyos], campo


def test_a_quien_no_ve_ningun_reporte_no_se_le_ofrece_nada(cliente_de, dos_cortes):
    pagina = cliente_de(f.persona()).get(reverse("seguimiento:avance_lista"), {"corte": dos_cortes.pk}).context
    assert pagina["page_obj"].paginator.count == 0
    assert [len(pagina["filtro"].fields[campo].choices) for campo in ("plan", "dependencia")] == [1, 1]


@pytest.mark.parametrize("campo", ["plan", "dependencia"])
def test_filtra_por_lo_ofrecido_y_dice_lo_que_no_existe(cliente_de, dos_cortes, campo):
    cliente, lista = cliente_de(f.persona("planeacion")), reverse("seguimiento:avance_lista")
    clave = Avance.objects.del_corte(dos_cortes).values_list(f"actividad__{campo}", flat=True)[0]
    pagina = cliente.get(lista, {campo: clave}).context
    assert {getattr(avance.actividad, f"{campo}_id") for avance, *_ in pagina["filas"]} == {clave}
    pagina = cliente.get(lista, {campo: "9" * 30}).context
    assert pagina["page_obj"].paginator.count == len(NOMBRES)
    assert campo in pagina["filtro"].errors


@pytest.mark.parametrize("pedido", ["actividad", "-actividad"])
def test_las_primeras_por_nombre_se_leen_del_indice(dos_cortes, pedido):
    lista = _ordenados(Avance.objects.del_corte(dos_cortes), dos_cortes.pk, Orden(pedido, COLUMNAS_DE_AVANCES))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Con ocho filas ordenarlas es lo más barato; aquí importa que el índice sirva.
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
    assert "planes_actividad_por_nombre" in lista.claves.values_list("pk")[:5].explain()


def test_contar_un_corte_lee_el_indice_y_no_los_reportes(dos_cortes):
    with CaptureQueriesContext(connection) as hechas:
        assert sum(grupo.n for grupo in Avance.objects.del_corte(dos_cortes).agrupados()) == len(NOMBRES)
    como, leido = "EXPLAIN QUERY PLAN", "COVERING INDEX seguimiento_avance_cuentas"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Con ocho filas cualquier otro plan es más barato; aquí importa que el índice baste.
            for otro in ("seqscan", "indexscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{otro} = off")
            como, leido = "EXPLAIN", "Index Only Scan using seguimiento_avance_cuentas"
        cursor.execute(f"{como} {hechas[0]['sql']}")
        assert leido in str(cursor.fetchall())
