"""El reparto de las pruebas entre las dos bases no nombra archivos que ya no existen ni esconde los que guardan."""

from tests.familias import DOS_BASES, SOLO_SQLITE, UNA_BASE, basta_una_base
from tests.servicios import RAIZ

ARCHIVOS = {ruta.stem for ruta in (RAIZ / "tests").rglob("test_*.py")}


def test_el_reparto_solo_nombra_archivos_que_existen():
    assert not (UNA_BASE | DOS_BASES | SOLO_SQLITE) - ARCHIVOS


def test_lo_que_guarda_o_consulta_corre_en_las_dos():
    en_las_dos = {archivo for archivo in ARCHIVOS if not basta_una_base(archivo)}
    assert {
        "test_acciones",
        "test_acciones_avances",
        "test_acciones_cortes",
        "test_cumplimiento",
        "test_bases",
    } <= en_las_dos


def test_lo_que_nadie_nombro_corre_en_las_dos():
    assert not basta_una_base("test_lo_que_venga")
