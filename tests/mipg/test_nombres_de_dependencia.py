"""Lo que una hoja de dependencias escribe y no es un nombre, y lo que se parece a una que ya está."""

import pytest

from mipg.libros.parecidos import casi_iguales
from mipg.texto import normalizar
from mipg.usuarios.nombres_de_dependencia import alias_sin_cuando, por_que_no_es_un_nombre, sin_numero


@pytest.mark.parametrize(
    ("escrito", "porque"),
    [
        ("* creado por Decreto 5", "no es el nombre"),
        ("SECTOR CENTRAL", "no es el nombre"),
        ("Nivel asesor", "no es el nombre"),
        ("12 Secretaría de Obras", "no es el nombre"),
        ("Secretaría de Valorización (suprimida)", "ya no existe"),
        ("Departamento de Valorización – Liquidado", "ya no existe"),
        ("Secretaría de Tránsito (antes DATT)", "dos nombres"),
        ("Grupo de Calidad*", "asterisco"),
        ("Secretaría de Hacienda", ""),
        ("Oficina Intersectorial (OI)", ""),
    ],
)
def test_lo_que_no_es_un_nombre_dice_por_que(escrito, porque):
    dicho = por_que_no_es_un_nombre(escrito)
    assert (porque in dicho) if porque else dicho == ""


@pytest.mark.parametrize(
    ("escrito", "nombre"),
    [
        ("1. Secretaría General", "Secretaría General"),
        ("1.1 Dirección de Vías", "Dirección de Vías"),
        ("a) Grupo de Puentes", "Grupo de Puentes"),
        ("IV. Oficina Jurídica", "Oficina Jurídica"),
        ("O. Asesora Jurídica", "O. Asesora Jurídica"),
        ("Localidad 1", "Localidad 1"),
    ],
)
def test_la_numeracion_de_la_lista_no_es_del_nombre(escrito, nombre):
    assert sin_numero(escrito) == nombre


@pytest.mark.parametrize("escrito", ["antes: Gerencia de Servicios", "Antes Gerencia de Servicios"])
def test_el_alias_no_dice_de_cuando_es(escrito):
    assert alias_sin_cuando(escrito) == "Gerencia de Servicios"


@pytest.mark.parametrize(
    ("escrito", "cual"),
    [
        ("Secretaría de Hacienda Distrital", "Secretaría de Hacienda"),
        ("Secretaría Hacienda", "Secretaría de Hacienda"),
        ("Secretaria Gral", "Secretaría General"),
        ("Direccion Administrativa Talento Humano", "Dirección Administrativa de Talento Humano"),
        ("Secretaría de Infraestructura", ""),
        ("Grupo 2", ""),
    ],
)
def test_se_reconoce_lo_mismo_escrito_de_otra_manera(escrito, cual):
    hay = ("Secretaría de Hacienda", "Secretaría General", "Dirección Administrativa de Talento Humano", "Grupo 1")
    assert casi_iguales(escrito, map(normalizar, hay)) == ([normalizar(cual)] if cual else [])
