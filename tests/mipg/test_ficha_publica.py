"""La ficha de una política en el micrositio."""

from datetime import date

import pytest

from mipg.usuarios.models import Usuario
from tests import fabricas as f
from tests.furag import fabricas

URL = "/micrositio/resultados/POL01/"
pytestmark = pytest.mark.django_db


def test_cualquiera_ve_su_indice_su_brecha_su_serie_partida_y_lo_ya_publicado(client, django_assert_max_num_queries):
    version = fabricas.medicion(2022).version
    politica = f.politica(numero_plan=1, codigo_furag="POL01")
    fabricas.carga({n: {"IDI": 1, "POL01": v} for n, v in zip("NABCDE", (60, 50, 90, 40, 30, 20), strict=True)},
                   de=fabricas.medicion(2021))  # fmt: skip
    fabricas.carga({n: {"IDI": 1, "POL01": 77.5, "I01": 8} for n in "NABCDE"}, de=fabricas.medicion(2022))
    preparada = {"estado": "PREPARADA", "confirmada_en": None, "confirmada_por": None}
    fabricas.carga({"N": {"IDI": 1, "POL01": 99.99}}, de=fabricas.medicion(2023), **preparada)
    vigencia = f.vigencia(2026, version=version)
    de_politica = {"clase": "MEJORAMIENTO", "politica": politica, "vigencia_medida": 2022}
    f.plan(estado="PUBLICADO", nombre="El que ya se publicó", vigencia=vigencia, **de_politica)
    f.plan(nombre="El que se formula", vigencia=f.vigencia(2027, version=version), **de_politica)
    socializa = {"tipo": "SOCIALIZACION", "vigencia_medida": 2022, "politicas": [politica], "vigencia": vigencia}
    f.jornada("REALIZADA", titulo="La que se hizo", **socializa)
    f.jornada(titulo="La que no se registró", fecha=date(2026, 1, 2), **socializa)

    with django_assert_max_num_queries(30) as hechas:
        pagina = client.get(URL).text
    for visto in ("77,50", "No comparable: cambió la metodología", "El que ya se publicó", "La que se hizo"):
        assert visto in pagina, visto
    for oculto in ("99,99", "El que se formula", "La que no se registró", "/furag/", *_nombres()):
        assert oculto not in pagina, oculto
    assert [c["sql"] for c in hechas if "usuarios_usuario" in c["sql"]] == []
    antes = client.get(URL, {"vigencia": "2021"}).text
    assert all(visto in antes for visto in ("60,00", "2 de 6", "Todavía no hay un plan de mejoramiento publicado"))
    # Se llega de los resultados, de la página de la política y de las jornadas que los trataron.
    for desde in ("/micrositio/resultados/", "/micrositio/politicas/1/", "/micrositio/jornadas/?vigencia=2026"):
        assert f'href="{URL}?vigencia=2022"' in client.get(desde).text, desde


@pytest.mark.parametrize("codigo", ["IDI", "I01", "POL09", "no"])
def test_solo_una_politica_medida_tiene_ficha(client, codigo):
    assert client.get(f"/micrositio/resultados/{codigo}/").status_code == 404
    fabricas.carga({"N": {"IDI": 1, "POL01": 77.5, "I01": 8}})
    assert client.get(f"/micrositio/resultados/{codigo}/").status_code == 404


def _nombres() -> list[str]:
    return [persona.nombre for persona in Usuario.objects.all()]
