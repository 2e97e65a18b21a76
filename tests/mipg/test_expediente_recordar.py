"""Lo recordado de los archivos de una clase no se mezcla con lo de otra."""

from mipg.expediente.acciones import recordar
from mipg.expediente.models import ColumnaRecordada
from mipg.libros import ColumnaLeida
from mipg.libros.columnas import SIN_TITULO
from tests import fabricas


def test_lo_recordado_de_un_destino_no_vale_para_otro(db, ahora):
    por = fabricas.persona("planeacion")
    for destino, campo in (("planes", "meta"), ("personas", "cargo")):
        elegida = ColumnaLeida("C", "Cuánto  es", campo, "elegida")
        recordar(destino=destino, columnas=[elegida, ColumnaLeida("D", "Rol", "rol")], por=por, ahora=ahora)
    assert ColumnaRecordada.objects.de("planes") == {"cuanto es": "meta"}
    assert ColumnaRecordada.objects.de("personas") == {"cuanto es": "cargo"}


def test_elegir_de_nuevo_corrige_lo_recordado(db, ahora):
    por = fabricas.persona("planeacion")
    for campo in ("meta", None):
        recordar(destino="planes", columnas=[ColumnaLeida("C", "Cosa", campo, "elegida")], por=por, ahora=ahora)
    assert ColumnaRecordada.objects.de("planes") == {"cosa": ""}


def test_una_columna_sin_titulo_no_se_recuerda(db, ahora):
    """En otro archivo, otra columna sin título sería otra cosa."""
    elegida = ColumnaLeida("C", SIN_TITULO, "meta", "elegida")
    recordar(destino="planes", columnas=[elegida], por=fabricas.persona("planeacion"), ahora=ahora)
    assert ColumnaRecordada.objects.de("planes") == {}
