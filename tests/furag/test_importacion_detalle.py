"""Lo que se entendió de un archivo de la medición, y contestar lo que no dice."""

import pytest

from furag.acciones import resultados as acciones
from mipg.expediente.models import Importacion
from tests import fabricas as f
from tests.furag import fabricas
from tests.furag.oficiales import NOMBRE, NOMBRES, tabla, xlsx
from tests.sesiones import entrar


@pytest.fixture
def subir(db, monkeypatch):
    """`subir(contenido, nombre)`: la importación que Planeación acaba de subir, ya leída."""
    monkeypatch.setattr(acciones, "nombres_del_modelo", lambda medicion: NOMBRES)
    medicion, por = fabricas.medicion(2025), f.persona("planeacion")

    def hacer(contenido: bytes = b"", nombre: str = NOMBRE) -> Importacion:
        contenido = contenido or xlsx(tabla())
        subida = acciones.subir_resultados(
            medicion=medicion, nombre=nombre, contenido=contenido, por=por, ahora=f.AHORA
        )
        acciones.leer_y_guardar(importacion=subida, ahora=f.AHORA)
        return subida

    return hacer


def ver(importacion: Importacion, rol: str = "planeacion"):
    """La página de un archivo, para una persona con ese rol."""
    return entrar(f.persona(rol)).get(f"/furag/importaciones/{importacion.pk}/")


def test_lo_leido_lleva_a_confirmarlo(subir):
    importacion = subir()
    pagina = ver(importacion).text
    assert f"/furag/cargas/{importacion.carga.pk}/confirmar/" in pagina
    assert "Territorio, títulos en la fila 3" in pagina
    # Quien audita lo lee sin botones; un enlace no lo ve.
    assert "<form" not in ver(importacion, "control_interno").text.partition("<main")[2].partition("</main")[0]
    assert ver(importacion, "enlace").status_code == 404


def test_cada_error_se_dice_con_su_fila_y_su_columna(subir):
    importacion = subir(xlsx(tabla(lambda filas: filas[4].__setitem__(9, "alto"))))
    pagina = " ".join(ver(importacion).text.split())
    assert "Hoja Territorio, fila 5, columna J" in pagina
    assert "no se guardó nada" in pagina


def test_lo_preguntado_se_contesta_y_se_lee_de_nuevo(subir):
    importacion = subir(nombre="Resultados_vig2024_territorio.xlsx")
    pagina = ver(importacion).text
    assert "dice ser de la vigencia 2024" in pagina
    cliente, url = entrar(f.persona("planeacion")), f"/furag/importaciones/{importacion.pk}/"
    assert cliente.post(url, {"huella": importacion.huella}).status_code == 422
    vieja = cliente.post(url, {"huella": "otra", "vigencia": "on"})
    assert vieja.status_code == 422
    assert "cambió desde la vista previa" in vieja.text
    assert cliente.post(url, {"huella": importacion.huella, "vigencia": "on"}).status_code == 302
    assert importacion.carga.entidades == 4


@pytest.mark.parametrize(
    ("lectura", "dice"),
    [("PEDIDA", "En espera de turno"), ("EN_CURSO", "Leyendo el archivo"), ("FALLIDA", "no se puede leer")],
)
def test_se_dice_como_va_la_lectura(subir, lectura, dice):
    importacion = subir()
    Importacion.objects.filter(pk=importacion.pk).update(lectura=lectura, error="Algo falló.")
    assert dice in ver(importacion).text


def test_leerlo_de_nuevo(subir):
    importacion = subir()
    Importacion.objects.filter(pk=importacion.pk).update(lectura="FALLIDA", error="Algo falló.")
    url = f"/furag/importaciones/{importacion.pk}/"
    assert entrar(f.persona("planeacion")).post(url, {"leer": "1"}).status_code == 302
    importacion.refresh_from_db()
    assert importacion.lectura == "LISTA"


def test_lo_mismo_que_rige_dice_cero_cambios(subir):
    primera = subir()
    acciones.confirmar(carga=primera.carga, propia=None, por=f.persona("planeacion"), ahora=f.AHORA)
    assert "0 cambios" in ver(subir(nombre="otra_vez_2025_territorio.xlsx")).text
