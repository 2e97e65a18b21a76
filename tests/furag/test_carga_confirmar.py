"""Decir cuál fila es la nuestra, entre las varias que llevan el nombre de la ciudad."""

import pytest

from furag.acciones import resultados as acciones
from furag.models import Carga
from furag.reglas.candidatas import la_mas_probable
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, NOMBRES, tabla, xlsx
from tests.sesiones import entrar


@pytest.fixture
def preparar(db, monkeypatch):
    """`preparar(fila, columna, valor)`: la carga de un archivo con esa celda cambiada, por confirmar."""
    monkeypatch.setattr(acciones, "nombres_del_modelo", lambda medicion: NOMBRES)
    medicion, por = fabricas.medicion(2025), f.persona("planeacion")

    def hacer(fila: int = 4, columna: int = 8, valor=63.41) -> Carga:
        contenido = xlsx(tabla(lambda filas: filas[fila - 1].__setitem__(columna, valor)))
        subida = acciones.subir_resultados(
            medicion=medicion, nombre=NOMBRE, contenido=contenido, por=por, ahora=f.AHORA
        )
        acciones.leer_y_guardar(importacion=subida, ahora=f.AHORA)
        return subida.carga

    return hacer


def test_se_propone_la_alcaldia_y_no_el_concejo_ni_el_chaira(preparar):
    carga = preparar()
    cliente, url = entrar(f.persona("planeacion")), f"/furag/cargas/{carga.pk}/confirmar/"
    pagina = cliente.get(url).text
    assert [pagina.count(f"Fila {n}:") for n in (4, 5, 6, 7)] == [1, 0, 1, 1]
    propia = carga.filas.get(fila=4)
    assert f'value="{propia.pk}" required' in pagina or f'value="{propia.pk}"' in pagina
    datos = {"huella": carga.importacion.huella, "propia": propia.pk}
    assert cliente.post(url, datos)["Location"] == "/furag/mediciones/2025/"
    assert Carga.objects.vigentes().get().propia == propia


def test_la_fila_mal_elegida_se_corrige_sin_otro_archivo(preparar):
    carga, por = preparar(), f.persona("planeacion")
    ajena, nuestra = carga.filas.get(fila=6), carga.filas.get(fila=4)
    acciones.confirmar(carga=carga, propia=ajena, por=por, ahora=f.AHORA)
    cliente, url = entrar(por), f"/furag/cargas/{carga.pk}/confirmar/"
    assert url in cliente.get("/furag/mediciones/2025/").text
    leida = cliente.get(url).context["form"]["huella"].value()
    assert cliente.post(url, {"huella": "", "propia": nuestra.pk}).status_code == 422, "no es lo que se leyó"
    assert cliente.post(url, {"huella": leida, "propia": nuestra.pk}).status_code == 302
    carga.refresh_from_db()
    assert carga.propia == nuestra and carga.estado == Carga.Estado.VIGENTE
    assert cliente.post(url, {"huella": leida, "propia": ajena.pk}).status_code == 422


def test_otra_fila_o_ninguna(preparar):
    carga = preparar()
    cliente, url = entrar(f.persona("planeacion")), f"/furag/cargas/{carga.pk}/confirmar/"
    datos = {"huella": carga.importacion.huella, "propia": "otra"}
    assert cliente.post(url, datos).status_code == 422
    assert cliente.post(url, datos | {"fila": "99"}).status_code == 422
    assert not Carga.objects.vigentes().exists()
    assert cliente.post(url, datos | {"fila": "5"}).status_code == 302
    assert Carga.objects.vigentes().get().propia.nombre == "ALCALDIA DE MAGANGUÉ"


def test_una_corregida_muestra_lo_nuestro_valor_por_valor(preparar):
    primera = preparar()
    acciones.confirmar(carga=primera, propia=primera.filas.get(fila=4), por=f.persona("planeacion"), ahora=f.AHORA)
    segunda = preparar(valor=64.5)
    pagina = " ".join(entrar(f.persona("planeacion")).get(f"/furag/cargas/{segunda.pk}/confirmar/").text.split())
    assert "Lo que cambia de ALCALDIA DE CARTAGENA DE INDIAS" in pagina
    assert '<th scope="row">IDI</th> <td class="num">63,4' in pagina
    assert "64,5" in pagina
    assert "1 con algo distinto" in pagina


class Entidad:
    """Lo que se mira de una fila."""

    def __init__(self, nombre: str, municipio: str = "", codigo: str = ""):
        self.nombre, self.municipio, self.codigo_sigep = nombre, municipio, codigo


@pytest.mark.parametrize(
    ("codigo", "filas", "cual"),
    [
        ("", [Entidad("CONCEJO DE CARTAGENA"), Entidad("ALCALDÍA DE CARTAGENA DE INDIAS")], 1),
        ("", [Entidad("ALCALDIA DE CARTAGENA", "CARTAGENA DE INDIAS"), Entidad("ALCALDIA DE CARTAGENA DEL CHAIRÁ")], 0),
        ("", [Entidad("ALCALDIA DE CARTAGENA DE INDIAS"), Entidad("ALCALDIA LOCAL DE CARTAGENA DE INDIAS")], None),
        ("0567", [Entidad("DISTRITO", codigo="0567"), Entidad("ALCALDIA DE CARTAGENA DE INDIAS")], 0),
        ("9999", [Entidad("ALCALDIA DE CARTAGENA DE INDIAS")], None),
    ],
)
def test_solo_se_propone_la_que_es_una_sola(codigo, filas, cual):
    assert la_mas_probable(filas, "Alcaldía Mayor de Cartagena de Indias", codigo) == cual
