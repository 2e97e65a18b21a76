"""La página de un puntaje: frente a su grupo, año por año y con su celda del archivo."""

import pytest
from django.urls import reverse

from furag.models import Columna
from tests import fabricas as f
from tests.furag import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def planeacion(client):
    client.force_login(f.persona("planeacion"))
    return client


def abrir(client, codigo="IDI", anio=2025, **consulta):
    return client.get(reverse("furag:resultado_detalle", args=[anio, codigo]), consulta)


def texto(respuesta):
    return " ".join(respuesta.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def catalogo():
    """La política de prueba, como POL07, en la versión del modelo de la medición."""
    politica = f.politica()
    version = fabricas.medicion(version=politica.dimension.version)
    type(politica).objects.filter(pk=politica.pk).update(codigo_furag="POL07", nombre="Gobierno Digital")
    return politica, version


def test_dice_el_puntaje_la_brecha_el_mejor_y_de_que_celda_sale(planeacion):
    filas = {n: {"IDI": v} for n, v in zip("NABCDE", (63.41, 50, 90, 40, 30, 20), strict=True)}
    carga = fabricas.carga(filas)
    pagina = texto(abrir(planeacion))
    for dicho in ("63,41", "48,90", "+14,51", "26,59", "2 de 6", "Quintil 5", "ALCALDÍA GRUPO 2"):
        assert dicho in pagina, dicho
    assert f"{carga.propia.fila}: N" in pagina
    assert reverse("furag:carga_descargar", args=[carga.pk]) in pagina
    assert carga.importacion.sha256 in pagina


def test_un_cero_es_un_puntaje_y_lo_no_medido_no_lo_es(planeacion):
    fabricas.carga({n: {"IDI": 0, "POL07": None} for n in "NABCD"} | {"E": {"IDI": 1, "POL07": 3}})
    assert (
        "No se midió"
        not in texto(abrir(planeacion)).split("De dónde sale")[0].split("Dónde ganar")[0].split("Sin dim")[0]
    )
    pagina = texto(abrir(planeacion, "POL07"))
    assert "No se midió: no es un cero." in pagina
    assert "Sólo 1 en su grupo: con menos de 5 no se dice posición ni quintil." in pagina


def test_la_rotura_se_dice_en_la_grafica_y_en_la_tabla_y_nada_la_cruza(planeacion):
    """Criterio 4 de dominio.md §10."""
    for anio, valor in ((2021, 80), (2022, 50), (2024, 55), (2025, 57.5)):
        fabricas.carga({n: {"IDI": valor} for n in "NABCDE"}, de=fabricas.medicion(anio))
    respuesta = abrir(planeacion)
    grafica, pasos = respuesta.context["grafica"], respuesta.context["pasos"]
    pagina = texto(respuesta)
    assert [str(p.variacion) for p in pasos] == ["None", "None", "None", "None", "2.50"]
    assert len(grafica.tramos) == 1  # sólo 2024–2025: ni la rotura ni el hueco de 2023
    assert ">no comparable</text>" in pagina
    assert "La serie se parte" in pagina
    assert "No comparable: cambió la metodología (serie 2018–2021 y serie 2022–2025)." in pagina
    assert "No se compara: no hay puntaje de 2023." in pagina
    assert "−30,00" not in pagina


def test_donde_ganar_mas_son_dos_columnas_y_se_ordena_por_cualquiera(planeacion):
    politica, medicion = catalogo()
    filas = {n: {"IDI": 50, "POL07": 40, "POL08": 10} for n in "NABCD"} | {"E": {"IDI": 50, "POL07": 50, "POL08": 90}}
    carga = fabricas.carga(filas, de=medicion)
    fabricas.recomendacion(medicion=medicion, politica=politica)
    fabricas.recomendacion(medicion=medicion, politica=politica, estado="DESCARTADA")
    ganar = abrir(planeacion).context["ganar"]
    assert [(una.nodo.codigo, una.resultado.distancia, una.abiertas) for una in ganar] == [
        ("POL08", 80, None), ("POL07", 10, 1)
    ]  # fmt: skip
    ordenada = abrir(planeacion, orden="-abiertas").context["ganar"]
    assert [una.nodo.nombre for una in ordenada] == ["Gobierno Digital", "POL08"]
    assert Columna.objects.filter(carga=carga).count() == 3


def test_sin_resultados_dice_que_falta_y_lo_que_no_existe_es_404(planeacion):
    fabricas.medicion(2025)
    assert "Todavía no hay resultados de esta vigencia" in texto(abrir(planeacion))
    assert abrir(planeacion, "POL07").status_code == 404
    assert abrir(planeacion, anio=2024).status_code == 404
    fabricas.carga({"N": {"IDI": 50}})
    assert abrir(planeacion, "POL99").status_code == 404


def test_las_consultas_no_crecen_con_los_indices_ni_con_los_anios(planeacion, django_assert_max_num_queries):
    filas = {n: {"IDI": 50, **{f"POL{k:02}": 10 + k for k in range(1, 20)}} for n in "NABCDE"}
    for anio in (2023, 2024, 2025):
        fabricas.carga(filas, de=fabricas.medicion(anio))
    abrir(planeacion)
    with django_assert_max_num_queries(26):
        abrir(planeacion)
