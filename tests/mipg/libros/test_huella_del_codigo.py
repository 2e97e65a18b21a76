"""Lo que otro lector dejó guardado se reconoce por la huella de su código."""

import re
import sys
from pathlib import Path

from mipg.libros.guardado import huella_del_codigo
from planes.acciones.importaciones import DE_LA_LECTURA
from tests.servicios import RAIZ

_IMPORTA = re.compile(r"^from ((?:mipg|planes)[\w.]*) import", re.MULTILINE)


def test_cualquier_cambio_del_codigo_cambia_la_huella(tmp_path, monkeypatch):
    paquete = tmp_path / "lector_de_prueba"
    paquete.mkdir()
    (paquete / "__init__.py").write_text("")
    (paquete / "reglas.py").write_text("UNO = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "lector_de_prueba", raising=False)
    antes = huella_del_codigo("lector_de_prueba")
    assert huella_del_codigo("lector_de_prueba") == antes
    (paquete / "reglas.py").write_text("UNO = 2\n")
    assert huella_del_codigo("lector_de_prueba") != antes


def test_un_modulo_suelto_tambien_cuenta():
    assert huella_del_codigo("planes.campos", "mipg.libros") != huella_del_codigo("mipg.libros")


def test_nada_de_lo_que_usa_la_lectura_queda_fuera_de_su_huella():
    lectores = [RAIZ / Path(*modulo.split(".")) for modulo in ("mipg.libros", "planes.importacion", "planes.campos")]
    rutas = [
        ruta
        for lector in lectores
        for ruta in (lector.glob("*.py") if lector.is_dir() else [lector.with_suffix(".py")])
    ]
    usados = {modulo for ruta in rutas for modulo in _IMPORTA.findall(ruta.read_text())}
    assert "mipg.texto" in usados
    assert not {modulo for modulo in usados if not modulo.startswith(DE_LA_LECTURA)}
