"""Quiénes integran hoy la instancia."""

from planes.models import Miembro

URL = "/planes/miembros/"


def test_lista_los_de_hoy_y_solo_quien_lleva_las_sesiones_los_cambia(quien, reunion):
    Miembro.objects.create(
        instancia=reunion.instancia, nombre="Ya no está", cargo="Cargo viejo", desde="2020-01-01", hasta="2020-12-31"
    )
    suya = quien.cliente.planeacion.get(URL).text
    assert "Cargo 1" in suya and "Con voz, sin voto" in suya and "Terminar" in suya and "Ya no está" not in suya
    assert "Terminar" not in quien.cliente.comite.get(URL).text
    assert quien.cliente.jefe.get(URL).status_code == 403
