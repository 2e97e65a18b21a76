"""Subir el archivo del plan."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage

from mipg.expediente import acciones as expediente
from mipg.expediente.models import Importacion
from mipg.libros import leer
from mipg.libros.formato import TAMANO_MAXIMO
from tests.planes.archivos import excel, fila, subido


def test_sube_y_lleva_a_revisar_sin_cambiar_el_plan(quien, plan, sucesos):
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(excel(fila(1, "Hacer talleres"))))
    importacion = Importacion.objects.get()
    assert respuesta["Location"] == f"/planes/importaciones/{importacion.pk}/"
    assert plan.actividades.count() == 1
    assert sucesos(importacion) == ["subir"]


def test_el_mismo_archivo_sin_aplicar_no_se_repite(quien, plan):
    contenido = excel(fila(1, "Hacer talleres"))
    for _ in range(2):
        quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(contenido))
    assert Importacion.objects.count() == 1
    assert "Archivos por revisar" in quien.cliente.jefe.get(f"/planes/{plan.pk}/importar/").content.decode()


def test_subirlo_abre_el_libro_una_sola_vez(quien, plan, monkeypatch):
    abiertos = []
    monkeypatch.setattr(expediente, "leer_libro", lambda *archivo: abiertos.append(archivo) or leer(*archivo))
    quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(excel(fila(1, "Hacer talleres"))))
    assert Importacion.objects.get().lectura == Importacion.Lectura.LISTA
    assert len(abiertos) == 1


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def bomba() -> bytes:
    """Un libro cuya hoja ocupa al abrirse mil veces lo que pesa."""
    destino = io.BytesIO()
    with zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as libro:
        libro.writestr("[Content_Types].xml", "x")
        libro.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return destino.getvalue()


@pytest.mark.parametrize(
    ("contenido", "nombre", "mensaje"),
    [
        (b"%PDF-1.7 nada", "plan.xlsx", "es un PDF"),
        (b"PK\x03\x04 roto", "plan.xlsx", "dañado"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.xlsx", "protegido con contraseña"),
        (OLE + "Workbook".encode("utf-16-le"), "plan.xlsx", "Excel antiguo"),
        (bomba(), "plan.xlsx", "demasiado al descomprimirlo"),
        (b"<html><table></table></html>", "plan.xlsx", "página web"),
        (b" \n ", "plan.csv", "vacío"),
        (b"", "plan.csv", "vacío"),
    ],
)
def test_lo_que_no_se_puede_leer_no_se_guarda_y_dice_por_que(quien, plan, contenido, nombre, mensaje):
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(contenido, nombre))
    assert respuesta.status_code == 422
    assert mensaje in respuesta.content.decode()
    assert not Importacion.objects.exists()


def test_mas_de_10_mb_se_rechaza_sin_leerlo(quien, plan, monkeypatch):
    def leer(*args):
        raise AssertionError("se leyó un archivo que pasa del tope")

    monkeypatch.setattr("mipg.expediente.acciones.leer_libro", leer)
    grande = subido(b"a;b\n" * (TAMANO_MAXIMO // 4 + 1), "p.csv")
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", grande)
    assert respuesta.status_code == 422
    assert "10 MB" in respuesta.content.decode()
    assert not Importacion.objects.exists()


def test_si_la_fila_no_se_guarda_el_archivo_tampoco(quien, plan, monkeypatch):
    def fallar(*args, **kwargs):
        raise RuntimeError

    antes = _archivos()
    monkeypatch.setattr("mipg.expediente.acciones.registrar", fallar)
    quien.cliente.jefe.raise_request_exception = False
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", subido(excel(fila(1, "x")))).status_code == 500
    assert not Importacion.objects.exists()
    assert _archivos() == antes


def _archivos() -> set[str]:
    raiz = "importacion"
    carpetas = default_storage.listdir(raiz)[0] if default_storage.exists(raiz) else []
    return {f"{c}/{a}" for c in carpetas for a in default_storage.listdir(f"{raiz}/{c}")[1]}


def test_sin_archivo_lo_pide(quien, plan):
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/importar/", {}).status_code == 422


def test_de_quien_es_y_cuando(quien, plan, en_estado):
    url = f"/planes/{plan.pk}/importar/"
    assert quien.cliente.otro.get(url).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.get(url).status_code == 403
        assert cliente.post(url, subido(excel(fila(1, "x")))).status_code == 403
    enviado = en_estado("EN_REVISION")
    assert quien.cliente.jefe.get(f"/planes/{enviado.pk}/importar/").status_code == 302
    respuesta = quien.cliente.jefe.post(f"/planes/{enviado.pk}/importar/", subido(excel(fila(1, "x"))))
    assert respuesta.status_code == 422
    assert not Importacion.objects.exists()
