"""Subir, leer, confirmar y descartar resultados: nada rige hasta que alguien lo confirma, y nada queda a medias."""

from decimal import Decimal as D

import pytest

from furag.acciones import resultados as acciones
from furag.acciones.resultados import analisis_de
from furag.models import Carga, EntidadMedida, Medicion, Puntaje
from mipg.expediente.acciones import corregir_importacion
from mipg.expediente.models import Importacion
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, NOMBRES, NUESTRA, tabla, xlsx

AHORA = f.AHORA


@pytest.fixture
def medicion(db, monkeypatch) -> Medicion:
    """La de 2025, con el modelo de los archivos de prueba."""
    monkeypatch.setattr(acciones, "nombres_del_modelo", lambda medicion: NOMBRES)
    return fabricas.medicion(2025)


@pytest.fixture
def subir(medicion):
    """`subir(contenido)`: la importación ya leída."""

    def hacer(contenido: bytes, nombre: str = NOMBRE) -> Importacion:
        importacion = acciones.subir_resultados(
            medicion=medicion, nombre=nombre, contenido=contenido, por=f.persona("planeacion"), ahora=AHORA
        )
        acciones.leer_y_guardar(importacion=importacion, ahora=AHORA)
        importacion.refresh_from_db()
        return importacion

    return hacer


def confirmar(importacion: Importacion, codigo: str = "0567") -> Carga:
    """Confirma la carga de un archivo con la fila de ese código."""
    carga = importacion.carga
    propia = carga.filas.get(codigo_sigep=codigo) if codigo else None
    return acciones.confirmar(carga=carga, propia=propia, por=f.persona("planeacion"), ahora=AHORA)


def con(fila: int, columna: int, valor) -> bytes:
    """El archivo oficial con una celda cambiada."""
    return xlsx(tabla(lambda filas: filas[fila - 1].__setitem__(columna, valor)))


def test_lo_leido_espera_a_que_alguien_diga_cual_fila_es_la_nuestra(subir):
    importacion = subir(xlsx(tabla()))
    carga = importacion.carga
    assert (importacion.lectura, carga.estado, carga.entidades) == ("LISTA", "PREPARADA", 4)
    assert not Carga.objects.vigentes().exists()
    vigente = confirmar(importacion)
    importacion.refresh_from_db()
    assert (vigente.estado, vigente.propia.fila, importacion.estado) == ("VIGENTE", 4, "APLICADA")
    valores = dict(vigente.propia.puntajes.values_list("columna__codigo", "valor"))
    assert (valores["IDI"], valores["D3"], "D4" in valores) == (D("63.41"), 0, False)
    # Una fila por puntaje medido, y ninguna de más.
    assert Puntaje.objects.count() == sum(v is not None for fila in tabla()[3:] for v in fila[8:])


def test_la_segunda_vez_no_cambia_nada(subir):
    confirmar(subir(xlsx(tabla())))
    filas = EntidadMedida.objects.count()
    otra = subir(xlsx(tabla(), "Territorio "), "resultados_vig2025_territorio (1).xlsx")
    analisis = analisis_de(otra)
    assert (analisis.igual, analisis.se_puede) == (True, False)
    assert (analisis.diferencia.nuevas, analisis.diferencia.cambiadas, analisis.diferencia.iguales) == (0, 0, 4)
    assert EntidadMedida.objects.count() == filas
    assert not Carga.objects.filter(estado="PREPARADA").exists()


def test_una_corregida_dice_que_cambia_y_reemplaza_a_la_anterior(subir):
    primera = confirmar(subir(xlsx(tabla())))
    corregida = subir(con(4, 8, 64.5))
    diferencia = analisis_de(corregida).diferencia
    assert (diferencia.cambiadas, diferencia.nombres_cambiadas, diferencia.iguales) == (1, (NUESTRA[1],), 3)
    segunda = confirmar(corregida)
    primera.refresh_from_db()
    assert (primera.estado, segunda.estado) == ("REEMPLAZADA", "VIGENTE")
    assert primera.filas.count() == 4, "Lo que rigió se conserva."


def test_lo_vigente_que_cambio_mientras_tanto_obliga_a_leer_de_nuevo(subir):
    una, otra = subir(xlsx(tabla())), subir(con(4, 8, 64.5))
    confirmar(una)
    with pytest.raises(EstadoCambiado, match="lea el archivo de nuevo"):
        confirmar(otra)
    assert Carga.objects.vigentes().get().importacion == una


def test_con_errores_o_preguntas_no_se_escribe_nada(subir):
    con_errores = subir(con(4, 8, "alto"))
    dudosa = subir(xlsx(tabla()), "Resultados_vig2024_territorio.xlsx")
    assert not EntidadMedida.objects.exists()
    assert [str(grupo) for grupo in analisis_de(con_errores).errores] == [
        "Territorio, fila 4, columna I: «alto» no es un puntaje: se espera un número de 0 a 100."
    ]
    assert [pregunta.clave for pregunta in analisis_de(dudosa).preguntas] == ["vigencia"]
    for _ in range(2):
        # La segunda vez tampoco deja dos.
        dudosa = corregir_importacion(
            importacion=dudosa, elecciones={"vigencia": True}, huella=dudosa.huella, por=f.persona(), ahora=AHORA
        )
        acciones.leer_y_guardar(importacion=dudosa, ahora=AHORA)
        assert Carga.objects.get().filas.count() == 4
    assert EntidadMedida.objects.count() == 4


def test_descartar_borra_lo_preparado_y_no_se_confirma_despues(subir):
    importacion = subir(xlsx(tabla()))
    carga = importacion.carga
    propia = carga.filas.first()
    acciones.descartar(importacion=importacion, por=f.persona("planeacion"), ahora=AHORA)
    carga.refresh_from_db()
    assert (carga.estado, carga.filas.count(), Puntaje.objects.count()) == ("DESCARTADA", 0, 0)
    with pytest.raises(EstadoCambiado):
        acciones.confirmar(carga=carga, propia=propia, por=f.persona("planeacion"), ahora=AHORA)


def test_descartado_mientras_se_lee_no_queda_preparado(subir, medicion, monkeypatch):
    leer = acciones.leer_resultados

    def descartar_mientras(*args, **kwargs):
        importacion = Importacion.objects.get()
        acciones.descartar(importacion=importacion, por=f.persona("planeacion"), ahora=AHORA)
        return leer(*args, **kwargs)

    monkeypatch.setattr(acciones, "leer_resultados", descartar_mientras)
    importacion = subir(xlsx(tabla()))
    assert importacion.estado == "DESCARTADA"
    assert not Carga.objects.exists()


def test_la_fila_de_otro_archivo_no_puede_ser_la_nuestra(subir):
    ajena = fabricas.carga({"ALCALDIA": {"IDI": 50}}, de=fabricas.medicion(2024)).propia
    carga = subir(xlsx(tabla())).carga
    with pytest.raises(ReglaIncumplida, match="no es de este archivo"):
        acciones.confirmar(carga=carga, propia=ajena, por=f.persona("planeacion"), ahora=AHORA)
    assert confirmar(carga.importacion, codigo="").propia is None
