"""Exportar la lista, con sus filtros y sin nada ajeno."""

from tests import fabricas
from tests.planes.archivos import celdas

URL = "/planes/exportar/"


def test_exporta_lo_filtrado_y_sus_actividades(quien, plan, en_estado):
    aprobado = en_estado("APROBADO")
    contenido = quien.cliente.jefe.get(URL, {"estado": "APROBADO"}).content
    assert [fila[2] for fila in celdas(contenido, "Planes")[1:]] == [aprobado.nombre]
    assert [fila[0] for fila in celdas(contenido, "Actividades")[1:]] == [aprobado.nombre]


def test_nada_de_otra_dependencia(quien, plan):
    ajeno = fabricas.plan(dependencia=quien.ajena)
    fabricas.actividad(ajeno, nombre="Secreta")
    libro = quien.cliente.jefe.get(URL).content
    textos = {str(valor) for hoja in ("Planes", "Actividades") for fila in celdas(libro, hoja) for valor in fila}
    assert ajeno.nombre not in textos
    assert "Secreta" not in textos
    assert ajeno.nombre not in quien.cliente.jefe.get(URL, {"formato": "csv"}).content.decode()


def test_cuesta_lo_mismo_con_2_que_con_50_planes(quien, consultas):
    def crear(cuantos):
        for _ in range(cuantos):
            fabricas.actividad(fabricas.plan(dependencia=quien.propia)).apoyos.add(quien.ajena)

    def contar():
        with consultas() as hechas:
            assert quien.cliente.jefe.get(URL).status_code == 200
        return len(hechas)

    crear(2)
    contar()
    con_2 = contar()
    crear(48)
    assert contar() == con_2
