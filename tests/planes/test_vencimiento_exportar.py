"""El calendario en Excel y en CSV, con los filtros de la lista y sólo lo que se ve."""

from io import BytesIO

from openpyxl import load_workbook

from tests.planes import ley

URL = "/planes/informes-de-ley/exportar/"


def test_lleva_lo_filtrado_y_nada_calcula(quien, reloj_fijo):
    ley.informe(quien.planeacion, quien.propia, nombre="=1+1")
    ley.informe(quien.planeacion, quien.ajena, nombre="Ajeno")
    hoja = load_workbook(BytesIO(quien.cliente.jefe.get(f"{URL}?situacion=VENCIDO").content)).active
    titulos, *filas = hoja.iter_rows(values_only=True)
    assert titulos[1:3] == ("Informe", "Norma") and len(filas) == 1
    assert filas[0][1] == "=1+1" and hoja["B2"].data_type == "s" and "Vencido" in filas[0]
    csv = quien.cliente.planeacion.get(f"{URL}?formato=csv").content.decode("utf-8-sig")
    assert "'=1+1" in csv and csv.count("Ajeno") == 4
