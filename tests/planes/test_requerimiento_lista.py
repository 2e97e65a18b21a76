"""Los requerimientos que cada quien ve, con sus filtros y su costo constante."""

from planes.acciones import requerimientos
from tests.planes import ley

URL = "/planes/requerimientos/"


def test_cada_quien_ve_los_suyos_y_filtra(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    ley.requerimiento(quien.planeacion, quien.ajena, radicado="AJENO-1", recibido=ley.date(2026, 1, 5))
    assert "AJENO-1" not in quien.cliente.jefe.get(URL).text
    vencidos = quien.cliente.comite.get(f"{URL}?situacion=VENCIDO").text
    assert "AJENO-1" in vencidos and "2026-001" not in vencidos
    assert "AJENO-1" not in quien.cliente.comite.get(f"{URL}?desde=2026-07-01&q=contratos").text
    datos = {"motivo": "Es de Educación", "version": 0, "por": quien.jefe, "ahora": ley.AHORA}
    requerimientos.devolver_requerimiento(requerimiento=suyo, **datos)
    devueltos = quien.cliente.planeacion.get(f"{URL}?situacion=DEVUELTO").text
    assert "2026-001" in devueltos and "AJENO-1" not in devueltos
    assert quien.cliente.planeacion.get(f"{URL}?situacion=NADA&desde=ayer").status_code == 200


def test_las_consultas_no_dependen_de_cuantos_haya(quien, reloj_fijo, consultas_de):
    ley.requerimiento(quien.planeacion, quien.propia)
    antes = consultas_de(quien.cliente.comite, URL)
    for n in range(6):
        ley.requerimiento(quien.planeacion, quien.ajena, radicado=f"R-{n}")
    assert consultas_de(quien.cliente.comite, URL) == antes
