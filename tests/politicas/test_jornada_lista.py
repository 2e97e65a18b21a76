"""La lista de las jornadas."""

import pytest

from politicas.models import Jornada
from tests import fabricas as f

URL = "/politicas/jornadas/"
pytestmark = pytest.mark.django_db


def test_se_filtra_por_tipo_politica_y_dependencia_y_dice_cuantas_asistencias(cliente_de):
    politica, oficina, otra = f.politica(), f.dependencia("Archivo"), f.dependencia("Hacienda")
    de_ella = {"tipo": "SOCIALIZACION", "vigencia_medida": 2025, "politicas": [politica], "dependencia": oficina}
    hecha = f.jornada("REALIZADA", titulo="Resultados", asistentes=30, **de_ella)
    a_otra = f.jornada(titulo="Inducción", fecha=f.HOY.replace(month=3))
    a_otra.dependencias.add(otra)
    cliente = cliente_de(f.persona("enlace"))

    def vistas(consulta=""):
        return {jornada.titulo for jornada, _, _ in cliente.get(URL + consulta).context["filas"]}

    assert vistas() == {"Resultados", "Inducción"}
    assert vistas(f"?politica={politica.pk}") == vistas("?tipo=SOCIALIZACION") == {"Resultados"}
    assert vistas(f"?dependencia={oficina.pk}") == {"Resultados"}
    assert vistas(f"?dependencia={otra.pk}") == vistas("?q=induccion") == {"Inducción"}
    pagina = cliente.get(URL)
    assert (pagina.context["asistieron"], "Falta registrarla" in pagina.text) == (hecha.asistentes, True)
    assert "Programar una jornada" not in pagina.text


def test_vacia_dice_que_hacer_y_con_muchas_cuesta_lo_mismo(cliente_de, consultas):
    cliente = cliente_de(f.persona("secretaria_general"))
    assert "Programe la primera" in cliente.get(URL).text
    una, medidas = f.jornada(politicas=[f.politica()]), []
    for cuantas in (1, 30):
        base = {campo.name: getattr(una, campo.name) for campo in Jornada._meta.fields if campo.name != "id"}
        Jornada.objects.bulk_create(Jornada(**base) for _ in range(cuantas))
        with consultas() as hechas:
            assert una.titulo in cliente.get(URL).text
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1], medidas
