"""El calendario de informes de ley que cada quien ve, con sus filtros y su costo constante."""

from tests.planes import ley

URL = "/planes/informes-de-ley/"


def test_cada_quien_ve_lo_suyo_y_filtra_por_situacion(quien, reloj_fijo):
    ley.informe(quien.planeacion, quien.propia)
    ley.informe(quien.planeacion, quien.ajena, nombre="Informe ajeno")
    ley.informe(quien.control, quien.oficina, nombre="Evaluación de Control Interno")
    assert "Informe ajeno" not in quien.cliente.jefe.get(URL).text
    de_planeacion = quien.cliente.planeacion.get(URL).text
    assert "Informe ajeno" in de_planeacion and "Evaluación de Control Interno" in de_planeacion
    de_control = quien.cliente.planeacion.get(f"{URL}?de_control=si").text
    assert "Informe ajeno" not in de_control and "Evaluación de Control Interno" in de_control
    vencidos = quien.cliente.jefe.get(f"{URL}?situacion=VENCIDO").text
    assert "Primer trimestre" in vencidos and "Segundo trimestre" not in vencidos
    assert "Ningún informe está así" in quien.cliente.jefe.get(f"{URL}?situacion=TARDE").text
    assert quien.cliente.jefe.get(f"{URL}?situacion=NADA&vigencia=x").status_code == 200


def test_vacia_dice_que_hacer(quien, reloj_fijo):
    assert "copie el calendario" in quien.cliente.planeacion.get(URL).text
    assert "los que deba su dependencia" in quien.cliente.jefe.get(URL).text


def test_las_consultas_no_dependen_de_cuantos_haya(quien, reloj_fijo, consultas_de):
    ley.informe(quien.planeacion, quien.propia)
    antes = consultas_de(quien.cliente.planeacion, URL)
    for n in range(3):
        ley.informe(quien.planeacion, quien.ajena, nombre=f"Informe {n}", periodicidad="MENSUAL")
    assert consultas_de(quien.cliente.planeacion, URL) == antes
