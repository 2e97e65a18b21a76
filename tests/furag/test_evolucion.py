"""La evolución de un puntaje a través de los años: dónde se parte la serie y por dónde se sigue."""

from decimal import Decimal as D

import pytest

from furag import cifras
from politicas.models import Dimension, Equivalencia, Indice, Politica, VersionModelo
from tests.furag import fabricas

pytestmark = pytest.mark.django_db


def anual(anio, codigo="IDI", valor=50.0, titulo="", **campos):
    """Los resultados de un año: la nuestra y cinco más, con un solo puntaje."""
    medicion = fabricas.medicion(anio, **campos)
    filas = {"NUESTRA": {codigo: valor}} | {n: {codigo: 10} for n in "ABCDE"}
    carga = fabricas.carga(filas, de=medicion)
    carga.columnas.update(titulo=titulo or codigo)
    return carga


def test_la_grafica_del_idi_se_parte_entre_2021_y_2022():
    """Criterio 4 de dominio.md §10."""
    for anio, valor in ((2020, 60), (2021, 62.5), (2022, 40.1), (2023, 45.35)):
        anual(anio, valor=valor)
    pasos = cifras.evolucion_de("IDI")
    assert [(p.medido.anio, p.variacion, p.quiebre) for p in pasos] == [
        (2020, None, False), (2021, D("2.50"), False), (2022, None, True), (2023, D("5.25"), False)
    ]  # fmt: skip
    assert [p.medido.resultado.grupo.posicion for p in pasos] == [1, 1, 1, 1]


def test_lo_medido_despues_no_entra_si_se_pide_hasta_un_anio():
    for anio in (2023, 2024, 2025):
        anual(anio)
    assert [p.medido.anio for p in cifras.evolucion_de("IDI", hasta=2024)] == [2023, 2024]
    assert cifras.evolucion_de("IDI", hasta=2020) == []


def test_una_politica_se_sigue_aunque_cambie_de_codigo_con_el_modelo():
    antes, ahora = (VersionModelo.objects.create(nombre=n, titulo=n) for n in ("v5", "v6"))
    una, otra = (
        Politica.objects.create(
            dimension=Dimension.objects.create(version=v, codigo="D7", orden=7, nombre="Control Interno"),
            codigo_furag=codigo, numero_plan=1, nombre="Control Interno",
        )
        for v, codigo in ((antes, "POL15"), (ahora, "POL19"))
    )  # fmt: skip
    Equivalencia.objects.create(de=una, a=otra)
    anual(2023, "POL15", 40, "POL15 Índice de Control Interno", version=antes)
    anual(2024, "POL19", 45, "POL19 Índice de Control Interno", version=ahora)
    assert [(p.medido.codigo, p.variacion) for p in cifras.evolucion_de("POL19")] == [("POL15", None), ("POL19", D(5))]


def test_el_indice_que_cambio_de_contenido_no_se_compara_con_el_de_antes():
    """I28 (dominio.md §1.2): antes de 2025 medía la acción de repetición."""
    anual(2024, "I28"), anual(2025, "I28", 70)
    version = VersionModelo.objects.get()
    dimension = Dimension.objects.create(version=version, codigo="D3", orden=3, nombre="Gestión")
    politica = Politica.objects.create(dimension=dimension, codigo_furag="POL09", numero_plan=9, nombre="Defensa")
    Indice.objects.create(politica=politica, codigo="I28", nombre="Recuperación", comparable_desde=2025)
    assert [(p.variacion, p.quiebre) for p in cifras.evolucion_de("I28")] == [(None, False), (None, True)]


def test_la_evolucion_no_cuesta_mas_con_mas_anios(django_assert_num_queries):
    anual(2025)
    with django_assert_num_queries(5):
        cifras.evolucion_de("IDI")
    for anio in range(2018, 2025):
        anual(anio)
    with django_assert_num_queries(5):
        cifras.evolucion_de("IDI")
