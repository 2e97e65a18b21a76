"""El README dice la verdad: sus tablas de estados son las del código y sus órdenes existen."""

from pathlib import Path

from mipg.portal.management.commands.estados import todas

RAIZ = Path(__file__).resolve().parents[2]


def test_las_tablas_de_estados_del_readme_son_las_del_codigo():
    texto = (RAIZ / "README.md").read_text()
    dentro = texto.split("<!-- estados", 1)[1].split("-->", 1)[1].split("<!-- /estados -->")[0]

    assert dentro.strip() == todas()


def test_las_ordenes_de_make_que_nombra_el_readme_existen():
    texto, makefile = (RAIZ / "README.md").read_text(), (RAIZ / "Makefile").read_text()

    for orden in ("demo", "test", "ayuda"):
        assert f"make {orden}" in texto
        assert f"\n{orden}:" in makefile
