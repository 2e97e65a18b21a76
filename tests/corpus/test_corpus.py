"""El puntaje del corpus no baja y ningún archivo se lee mal sin que la persona lo sepa."""

import re

import pytest

from tests.corpus.casos import casos
from tests.corpus.puntaje import Estado, Puntaje, puntuar, puntuar_caso, totales
from tests.corpus.reglas import aportes

# Lo que ya se lee bien: % de columnas y de filas, y archivos que no preguntan ni avisan de más. Sólo sube.
PISO = {"columnas": 100, "filas": 100, "exacto": 114}


@pytest.mark.parametrize("caso", list(casos()), ids=lambda caso: caso.nombre)
def test_ningun_archivo_se_lee_mal_en_silencio(caso):
    puntaje = puntuar_caso(caso)
    assert puntaje.estado is not Estado.MAL_EN_SILENCIO, "\n".join(puntaje.faltas)


def test_el_puntaje_no_baja():
    total = totales(puntuar())
    for que, piso in PISO.items():
        assert total[que] >= piso, f"{que}: {total[que]:.1f} y no {piso}"


@pytest.mark.parametrize("que", ["columnas", "filas"])
def test_un_caso_que_solo_declara_filas_o_columnas_tambien_se_totaliza(que):
    solo = Puntaje("uno", Estado.EXACTO, **{"columnas_bien": 0, "columnas": 0, "filas_bien": 0, "filas": 0, que: 2})
    assert {"columnas": 100, "filas": 100, que: 0}.items() <= totales([solo]).items()
    assert totales([])["filas"] == 100


def test_algun_archivo_necesita_cada_regla_de_fila():
    assert [aporte.codigo for aporte in aportes() if not aporte.archivos] == []


def test_toda_nota_dice_que_regla_la_escribio():
    codigos = {codigo for puntaje in puntuar() for codigo in puntaje.codigos}
    assert len(codigos) > 40
    assert [codigo for codigo in codigos if not re.fullmatch(r"[a-z][a-z0-9_]+", codigo)] == []
