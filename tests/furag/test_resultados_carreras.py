"""Carreras sobre lo leído de un archivo de resultados: confirmarlo dos veces, dos archivos, o descartarlo a la vez."""

from functools import partial

import pytest

from furag.acciones import resultados
from furag.models import Carga
from mipg.expediente.models import Importacion
from tests import fabricas as f
from tests.concurrencia import a_la_vez
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, NOMBRES, tabla, xlsx

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def preparada(monkeypatch):
    """`preparada(valor)`: la carga por confirmar de un archivo en que nuestro índice vale eso."""
    monkeypatch.setattr(resultados, "nombres_del_modelo", lambda medicion: NOMBRES)
    quien = {"por": f.persona("planeacion"), "ahora": f.AHORA}

    def hacer(valor: float) -> Carga:
        contenido = xlsx(tabla(lambda filas: filas[3].__setitem__(8, valor)))
        subida = resultados.subir_resultados(medicion=fabricas.medicion(), nombre=NOMBRE, contenido=contenido, **quien)
        assert resultados.leer_y_guardar(importacion=subida, ahora=f.AHORA)
        return Carga.objects.select_related("importacion").get(importacion=subida)

    return hacer


def confirmar(carga: Carga):
    propia, importacion = carga.filas.get(fila=4), Importacion.objects.get(pk=carga.importacion_id)
    carga.importacion = importacion
    return partial(
        resultados.confirmar, carga=carga, propia=propia, huella=importacion.huella, por=f.persona("planeacion"),
        ahora=f.AHORA,
    )  # fmt: skip


def test_dos_archivos_a_la_vez_dejan_uno_que_rige_y_el_otro_por_revisar(preparada):
    a_la_vez(*(confirmar(preparada(valor)) for valor in (60, 61)))
    assert sorted(Carga.objects.values_list("estado", flat=True)) == ["PREPARADA", "VIGENTE"]


def test_confirmarlo_y_descartarlo_a_la_vez_no_dejan_medio_archivo(preparada):
    carga = preparada(60)
    descartar = partial(resultados.descartar, importacion=carga.importacion, por=f.persona(), ahora=f.AHORA)
    a_la_vez(confirmar(carga), descartar)
    carga.refresh_from_db()
    carga.importacion.refresh_from_db()
    assert (carga.estado, carga.importacion.estado, carga.filas.exists()) in (
        ("VIGENTE", "APLICADA", True),
        ("DESCARTADA", "DESCARTADA", False),
    )
