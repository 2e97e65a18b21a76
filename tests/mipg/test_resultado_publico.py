"""Los resultados de la medición en el micrositio."""

import pytest

from mipg.usuarios.models import Usuario
from tests import fabricas as f
from tests.furag import fabricas

URL = "/micrositio/resultados/"
pytestmark = pytest.mark.django_db


def test_cualquiera_ve_el_indice_su_grupo_y_su_celda_y_a_nadie_de_adentro(client):
    assert "Todavía no hay resultados publicados" in client.get(URL).text
    filas = {n: {"IDI": v, "D1": 10} for n, v in zip("NABCDE", (63.41, 50, 90, 40, 30, 20), strict=True)}
    carga = fabricas.carga(filas, de=fabricas.medicion(2021))
    fabricas.carga({n: {"IDI": 77.5, "D1": 0} for n in "NABC"}, de=fabricas.medicion(2022))
    pagina = client.get(URL, {"vigencia": "2021"}).text
    for visto in ("63,41", "48,90", "+14,51", "26,59", "2 de 6", "Quintil 5", f"AB{carga.propia.fila}", "archivo.xlsx"):
        assert visto in pagina, visto
    ultima = client.get(URL, {"vigencia": "no"}).text
    assert "77,50" in ultima
    assert "Son muy pocas" in ultima
    assert ">no comparable</text>" in ultima
    assert "No comparable: cambió la metodología" in ultima
    assert not any(persona.nombre in pagina + ultima for persona in Usuario.objects.all())
    assert "/furag/" not in pagina + ultima


def test_lo_que_solo_se_lee_afuera_no_mira_a_las_personas(client, django_assert_max_num_queries):
    fabricas.carga({n: {"IDI": 50} for n in "NABCDE"})
    with django_assert_max_num_queries(16) as hechas:
        client.get(URL)
    assert [c["sql"] for c in hechas if "usuarios_usuario" in c["sql"]] == []


def test_la_demostracion_se_rotula_afuera_como_adentro(client, cliente_de, settings):
    settings.DEMOSTRACION = True
    fabricas.carga({n: {"IDI": 50} for n in "NABCDE"})
    dicen = [client.get(URL).text, cliente_de(f.persona("comite")).get("/furag/mediciones/2025/resultados/IDI/").text]
    assert all("<strong>DATO DE EJEMPLO:</strong>" in pagina for pagina in dicen)
    datos = client.get(f"{URL}exportar/").content.decode("utf-8-sig").splitlines()
    assert all(fila.endswith((";Demostración", ";DATO DE EJEMPLO")) for fila in datos) and len(datos) == 2
