"""El cronograma de un plan: por páginas y tandas, con su estado de plazo, también del que se formula."""

from datetime import date

from mipg.graficas import Cronograma
from seguimiento import cronogramas
from tests import fabricas as f


def test_va_por_paginas_y_cada_dibujo_cabe_en_una_hoja(alcaldia):
    plan = f.plan("BORRADOR", dependencia=alcaldia.propia)
    for _ in range(61):
        f.actividad(plan)
    url = f"/seguimiento/planes/{plan.pk}/cronograma/"
    primera = alcaldia.jefe.get(url)
    assert [len(d.tareas) for d in primera.context["dibujos"]] == [10, 10, 10]
    assert [d.titulo for d in primera.context["dibujos"]][:2] == [plan.nombre, f"{plan.nombre} (sigue)"]
    tercera = alcaldia.jefe.get(f"{url}?page=3").context["dibujos"]
    assert [len(d.tareas) for d in tercera] == [1]
    # En un teléfono se lee la tabla, que trae el nombre entero.
    assert primera.text.count(f"{plan.actividades.first().nombre}</a>") == 1
    for rara in ("x", "-3", "999"):
        assert alcaldia.jefe.get(f"{url}?page={rara}").status_code == 200
    assert alcaldia.otro.get(url).status_code == 404, "el borrador ajeno no se ve"
    assert "Ver su cronograma" in alcaldia.jefe.get(f"/planes/{plan.pk}/").text


def test_el_estado_es_el_de_hoy_segun_lo_aceptado(alcaldia):
    plan = f.plan("APROBADO", dependencia=alcaldia.propia)
    hecha, vencida, futura = (
        f.actividad(plan, fecha_inicio=date(2026, mes, 1), fecha_fin=date(2026, mes + 1, 20)) for mes in (2, 3, 9)
    )
    f.avance(hecha, f.corte(2), "ACEPTADO", cantidad=1)
    (dibujo,) = alcaldia.jefe.get(f"/seguimiento/planes/{plan.pk}/cronograma/").context["dibujos"]
    assert isinstance(dibujo, Cronograma)
    dichos = {t.dato.nombre.partition(". ")[2]: t.dato.nivel.texto for t in dibujo.tareas}
    assert dichos == {
        hecha.nombre: "Cumplida con retraso", vencida.nombre: "Vencida", futura.nombre: "Por iniciar",
    }  # fmt: skip


def test_sin_actividades_lo_dice(alcaldia):
    plan = f.plan(dependencia=alcaldia.propia)
    assert "No hay actividades que dibujar" in alcaldia.jefe.get(f"/seguimiento/planes/{plan.pk}/cronograma/").text


def test_cuesta_las_mismas_consultas_con_1_y_con_66(alcaldia, consultas):
    plan = f.plan("APROBADO", dependencia=alcaldia.propia)
    url = f"/seguimiento/planes/{plan.pk}/cronograma/"

    def medir() -> int:
        with consultas() as hechas:
            assert alcaldia.planeacion.get(url).status_code == 200
        return len(hechas)

    f.actividad(plan)
    medir()
    con_una = medir()
    for _ in range(cronogramas.POR_PAGINA + 5):
        f.actividad(plan)
    assert medir() == con_una
