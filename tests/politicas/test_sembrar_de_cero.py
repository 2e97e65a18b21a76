"""La primera siembra crea todo lo de los fixtures, deja rastro y, si uno está mal, no deja nada a medias."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mipg.bitacora.models import Suceso
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Dependencia
from politicas.siembra import sembrar

pytestmark = pytest.mark.django_db


def test_sobre_una_base_vacia_crea_todo_lo_de_los_fixtures(fixtures, ahora):
    informe = sembrar(ahora=ahora)
    assert {m._meta.label_lower: c.creados for m, c in informe.cuentas.items()} == {
        modelo: len(filas) for modelo, filas in fixtures.items()
    }
    assert all(modelo.objects.count() == cuenta.creados for modelo, cuenta in informe.cuentas.items())
    assert (informe.iguales, informe.distintos, informe.actualizados) == (0, 0, 0)


def test_queda_un_suceso_con_los_totales_y_el_rastro_de_cada_fila_creada(fixtures):
    call_command("sembrar", stdout=StringIO())
    total = sum(map(len, fixtures.values()))
    (suceso,) = Suceso.objects.con_verbo()
    assert (suceso.verbo, suceso.origen, suceso.object_repr) == ("sembrar", "comando", "MIPG v6")
    assert suceso.nota.startswith(f"Creados: {total}.")
    creadas = Suceso.objects.filter(verbo="", action=Suceso.Action.CREATE)
    assert creadas.count() == total
    assert set(creadas.values_list("origen", "cid")) == {("comando", suceso.cid)}


@pytest.mark.parametrize(
    "mala",
    [
        {"model": "politicas.tipoplan", "fields": {"numero": 99, "nombre": "X", "dependencia": ["Nadie"]}},
        {"model": "politicas.norma", "fields": {"nombre": "X" * 151, "orden": 1}},
        {"model": "politicas.norma", "fields": {"nombre": "X", "inventado": 1}},
        {"model": "politicas.inventado", "fields": {}},
    ],
)
def test_un_fixture_malo_no_deja_nada_a_medias(mala, settings, tmp_path, ahora):
    buena = {
        "model": "usuarios.dependencia",
        "fields": {"nombre": "Secretaría de Prueba", "tipo": "SECRETARIA"},
    }
    (tmp_path / "01_prueba.json").write_text(json.dumps([buena, mala]), encoding="utf-8")
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(ReglaIncumplida, match=r"01_prueba\.json"):
        sembrar(ahora=ahora)
    assert not Dependencia.objects.exists()
    with pytest.raises(CommandError, match=r"01_prueba\.json"):
        call_command("sembrar", stdout=StringIO())
