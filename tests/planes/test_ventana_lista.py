"""La lista de ventanas de formulación."""

from datetime import date

from planes.models import Plan
from tests import fabricas

URL = "/planes/ventanas/"


def test_dice_las_de_las_vigencias_abiertas_y_cuantos_planes_salieron_tarde(quien, plan):
    assert "No hay ventanas" in quien.cliente.jefe.get(URL).text
    fabricas.ventana(cierra=date(2026, 1, 31))
    fabricas.ventana(dependencia=quien.propia, clase="MEJORAMIENTO", motivo="Paro de transporte")
    Plan.objects.update(extemporaneo=True)
    texto = quien.cliente.planeacion.get(URL).text
    assert all(dato in texto for dato in ("Todos los planes", "31/01/2026", "Paro de transporte", "Ampliar"))
    assert "1 plan enviado fuera de su ventana" in " ".join(texto.split())
    assert plan.nombre in quien.cliente.planeacion.get("/planes/?envio=extemporaneo").text
    Plan.objects.update(extemporaneo=False)
    assert plan.nombre not in quien.cliente.planeacion.get("/planes/?envio=extemporaneo").text


def test_quien_formula_la_lee_y_no_la_cambia(quien):
    ventana = fabricas.ventana()
    for nombre in ("jefe", "control", "comite"):
        assert "Ampliar" not in getattr(quien.cliente, nombre).get(URL).text
    assert f"/planes/ventanas/{ventana.pk}/ampliar/" in quien.cliente.planeacion.get(URL).text
    assert quien.cliente.enlace.get(URL).status_code == 403


def test_cuesta_lo_mismo_con_2_que_con_20(quien, consultas):
    cliente, medidas = quien.cliente.planeacion, []
    for cuantas in (2, 18):
        for _ in range(cuantas):
            fabricas.ventana(dependencia=fabricas.dependencia(), motivo="x")
        cliente.get(URL)
        with consultas() as hechas:
            cliente.get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
