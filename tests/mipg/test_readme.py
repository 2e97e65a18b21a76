"""El README dice la verdad: sus tablas de estados son las del código y sus órdenes y sus rutas existen."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from mipg.portal.management.commands.estados import todas
from mipg.texto import normalizar
from mipg.usuarios.management.commands import cambiar_cuenta

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


_RUTA = re.compile(r"`(\w[\w./-]*/[\w./-]*|[\w-]+\.(?:py|txt|html|css|yaml|toml)|\.env\.\w+)`")
# Lo que escribe `make demo`.
_SE_GENERAN = {"var/demo.json"}


def rutas_que_faltan(texto: str, archivos: Iterable[str]) -> list[str]:
    """Las rutas entre comillas invertidas que no son, enteras, un archivo ni una carpeta del repositorio."""
    todas = "".join(f"\n{archivo}\n" for archivo in archivos)
    return [
        ruta
        for ruta in dict.fromkeys(_RUTA.findall(texto))
        if ruta not in _SE_GENERAN and f"\n{ruta}" + ("" if ruta.endswith("/") else "\n") not in todas
    ]


def test_las_rutas_que_nombra_el_readme_existen():
    ajenas = {"var", "node_modules"}
    carpetas = [r for r in RAIZ.iterdir() if r.is_dir() and r.name[0] != "." and r.name not in ajenas]
    rutas = [*RAIZ.iterdir(), *(ruta for carpeta in carpetas for ruta in carpeta.rglob("*"))]
    archivos = [ruta.relative_to(RAIZ).as_posix() for ruta in rutas if ruta.is_file()]
    assert rutas_que_faltan((RAIZ / "README.md").read_text(), archivos) == []


def test_control_de_las_rutas_que_faltan():
    texto = "`mipg/texto.py`, `texto.py`, `mipg/libros/`, `/inicio/`, `mipg/buscador.py`, `exto.py`, `mipg/li/`"
    assert rutas_que_faltan(texto, ["mipg/texto.py", "mipg/libros/libro.py", "mipg/buscador/__init__.py"]) == [
        "texto.py", "mipg/buscador.py", "exto.py", "mipg/li/",
    ]  # fmt: skip


def test_las_dependencias_de_las_ordenes_del_readme_estan_en_el_catalogo():
    catalogo = json.loads((RAIZ / "fixtures/01_dependencias.json").read_text())
    nombres = {normalizar(una["fields"]["nombre"]) for una in catalogo}
    dichas = re.findall(
        r'(?:--dependencia|crear_administrador \S+ "[^"]+") "([^"]+)"',
        (RAIZ / "README.md").read_text() + cambiar_cuenta.Command.help,
    )

    assert len(dichas) >= 4
    assert [dicha for dicha in dichas if dicha != "Dependencia" and normalizar(dicha) not in nombres] == []
