"""Los requerimientos en Excel y en CSV, con los filtros de la lista y sólo lo que se ve."""

from io import BytesIO

from openpyxl import load_workbook

from tests.planes import ley

URL = "/planes/requerimientos/exportar/"


def test_lleva_lo_filtrado(quien, reloj_fijo):
    ley.requerimiento(quien.planeacion, quien.propia)
    ley.requerimiento(quien.planeacion, quien.ajena, radicado="AJENO-1")
    hoja = load_workbook(BytesIO(quien.cliente.jefe.get(URL).content)).active
    titulos, fila = hoja.iter_rows(values_only=True)
    assert titulos[:2] == ("Quién pide", "Radicado de entrada") and fila[1] == "2026-001"
    csv = quien.cliente.planeacion.get(f"{URL}?formato=csv&q=AJENO").content.decode("utf-8-sig")
    assert "AJENO-1" in csv and "2026-001" not in csv
