"""Cada nota tiene su mensaje, con los datos que pide: el que falte sólo se vería con el archivo que lo provoca."""

import ast
from pathlib import Path
from string import Formatter

from planes import importacion
from planes.importacion.mensajes import MENSAJES

CODIGO = "\n".join(ruta.read_text() for ruta in Path(importacion.__file__).parent.glob("*.py"))
QUIEN_LO_DICE = ("error", "aviso", "supuesto", "suponer", "invalido")
NOTAS = [
    (llamada.args[0].value, {dato.arg for dato in llamada.keywords})
    for llamada in ast.walk(ast.parse(CODIGO))
    if isinstance(llamada, ast.Call)
    and getattr(llamada.func, "attr", getattr(llamada.func, "id", "")) in QUIEN_LO_DICE
    and llamada.args
    and isinstance(llamada.args[0], ast.Constant)
]


def test_toda_nota_da_los_datos_que_pide_su_mensaje():
    sin_mensaje = [(codigo, datos) for codigo, datos in NOTAS if "mensaje" not in datos and None not in datos]
    assert len(sin_mensaje) > 80
    for codigo, datos in sin_mensaje:
        pedidos = {campo for _, campo, _, _ in Formatter().parse(MENSAJES[codigo]) if campo}
        assert pedidos == datos - {"valor"}, codigo


def test_todo_mensaje_se_usa():
    """Por su código entre comillas o, el de una regla de fila, por el nombre de su función."""
    usos = {codigo: CODIGO.count(f'"{codigo}"') + CODIGO.count(f"\ndef {codigo}(") for codigo in MENSAJES}
    assert [codigo for codigo, veces in usos.items() if veces < 2] == []
