"""Lo que otro lector dejó guardado se reconoce por la huella de su código."""

import sys

from mipg.libros.guardado import huella_del_codigo


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
