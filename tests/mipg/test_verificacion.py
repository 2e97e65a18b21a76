"""Verificar un documento: por su código, como quiera que se escriba, o por el archivo. No se guarda nada."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mipg.expediente.acciones import emitir, pedir_emision
from mipg.expediente.models import Emision
from tests import fabricas as f

pytestmark = pytest.mark.django_db
URL = "/micrositio/verificacion/"
CONTENIDO = b"%PDF-1.7 el verdadero"
CODIGO = "7KQ2M9XWHC4T"


def emision(**parametros) -> Emision:
    """Un PDF emitido con `CONTENIDO` y `CODIGO`."""
    pedida = pedir_emision(
        informe="prueba",
        titulo="Plan de acción MIPG 2026",
        parametros=parametros,
        por=f.persona(nombre="Ana Ejemplo"),
        ahora=f.AHORA,
    )
    Emision.objects.filter(pk=pedida.pk).update(codigo=CODIGO)
    pedida.refresh_from_db()
    return emitir(emision=pedida, generar=lambda _: (CONTENIDO, 7), ahora=f.AHORA)


def archivo(contenido=CONTENIDO) -> SimpleUploadedFile:
    return SimpleUploadedFile("recibido.pdf", contenido, "application/pdf")


def datos_de(texto: str) -> dict[str, str]:
    """Los pares rótulo y dato de la respuesta."""
    pares = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", texto.split("<footer")[0], re.S)
    return {rotulo: " ".join(re.sub(r"<.*?>", "", dato).split()) for rotulo, dato in pares}


def test_sin_preguntar_nada_muestra_las_dos_maneras():
    respuesta = Client().get(URL)
    assert respuesta.status_code == 200
    assert "Respuesta" not in respuesta.text
    assert respuesta.text.count("<form") == 2


@pytest.mark.parametrize(
    "escrito", [CODIGO, CODIGO.lower(), " 7kq2 m9xw hc4t ", "7KQ2-M9XW-HC4T", "7kq2–m9xw–hc4t", "7KQ2.M9XW.HC4T"]
)
def test_el_codigo_se_reconoce_como_quiera_que_se_escriba(escrito):
    suya = emision(version=3)
    texto = Client().get(URL, {"codigo": escrito}).text
    assert "La entidad emitió un documento con ese código" in texto
    assert datos_de(texto) == {
        "Documento": "Plan de acción MIPG 2026",
        "Versión": "3",
        "Emitido": "06/07/2026 10:00 (hora de Colombia)",
        "Páginas": "7",
        "Código": CODIGO,
        "Huella (SHA-256)": suya.sha256,
    }
    assert "Ana Ejemplo" not in texto


def test_un_codigo_que_no_se_ha_emitido_tiene_una_respuesta_clara():
    emision()
    respuesta = Client().get(URL, {"codigo": "7KQ2M9XWHC42"})
    assert respuesta.status_code == 200
    assert "La entidad no ha emitido ningún documento con ese código" in respuesta.text
    assert "Plan de acción MIPG 2026" not in respuesta.text


@pytest.mark.parametrize("estado", ["PEDIDA", "EN_CURSO", "FALLIDA"])
def test_lo_que_todavia_no_se_emitio_no_consta(estado):
    suya = emision()
    Emision.objects.filter(pk=suya.pk).update(estado=estado, emitida_en=None)
    assert "La entidad no ha emitido" in Client().get(URL, {"codigo": CODIGO}).text
    assert "La entidad no ha emitido ese archivo" in Client().post(URL, {"archivo": archivo()}).text


@pytest.mark.parametrize("escrito", ["", "abc", "7KQ2M9XWHC4", CODIGO * 2, "7KQ2M9XWHC4Ñ"])
def test_un_codigo_incompleto_se_dice_junto_al_campo(escrito):
    respuesta = Client().get(URL, {"codigo": escrito})
    assert respuesta.status_code == 422
    assert "error-campo" in respuesta.text
    assert "public" not in respuesta.get("Cache-Control", "")


def test_el_corte_se_dice_y_si_no_habia_cerrado_tambien():
    abierto, cerrado = f.corte(3), f.corte(1, "CERRADO", cerrado_en=f.AHORA - timedelta(days=1))
    suya = emision(corte=cerrado.pk)
    assert "T1 de 2026, cerrado" in Client().get(URL, {"codigo": CODIGO}).text
    Emision.objects.filter(pk=suya.pk).update(parametros={"corte": abierto.pk})
    assert "T3 de 2026, sin cerrar: sus cifras eran provisionales" in Client().get(URL, {"codigo": CODIGO}).text
    # Cerró después de emitirse: lo que el papel dice sigue siendo provisional.
    type(cerrado).objects.filter(pk=cerrado.pk).update(cerrado_en=f.AHORA + timedelta(days=1))
    Emision.objects.filter(pk=suya.pk).update(parametros={"corte": cerrado.pk})
    assert "T1 de 2026, sin cerrar" in Client().get(URL, {"codigo": CODIGO}).text
    Emision.objects.filter(pk=suya.pk).update(parametros={"corte": None})
    assert "sólo la formulación" in Client().get(URL, {"codigo": CODIGO}).text


def test_el_mismo_archivo_se_reconoce_sin_codigo_y_uno_cambiado_no():
    suya = emision()
    igual = Client().post(URL, {"archivo": archivo()})
    assert "Su archivo es idéntico al que emitió la entidad" in igual.text
    assert suya.codigo in igual.text
    cambiado = Client().post(URL, {"archivo": archivo(CONTENIDO + b" ")})
    assert cambiado.status_code == 200
    assert "La entidad no ha emitido ese archivo" in cambiado.text
    assert suya.sha256 not in cambiado.text


def test_con_el_codigo_y_otro_archivo_se_dice_que_no_es_el_mismo():
    suya = emision()
    texto = Client().post(URL, {"codigo": CODIGO, "archivo": archivo(b"%PDF-1.7 falso")}).text
    assert "Su archivo no es igual al que emitió la entidad" in texto
    assert suya.sha256 in texto


@pytest.mark.parametrize("datos", [{}, {"archivo": b""}])
def test_sin_archivo_el_formulario_vuelve_con_su_error(datos):
    respuesta = Client().post(URL, {n: archivo(c) for n, c in datos.items()})
    assert respuesta.status_code == 422
    assert "error-campo" in respuesta.text


def test_un_archivo_enorme_se_rechaza_sin_calcular_nada(settings):
    settings.EXPEDIENTE_TAMANO_MAXIMO = 10
    respuesta = Client().post(URL, {"archivo": archivo()})
    assert respuesta.status_code == 422
    assert "ningún informe de la entidad pesa tanto" in respuesta.text


def test_el_post_no_pide_clave_no_deja_galletas_y_no_escribe(consultas):
    emision()
    cliente = Client(enforce_csrf_checks=True)
    with consultas() as hechas:
        respuesta = cliente.post(URL, {"codigo": CODIGO, "archivo": archivo()})
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert [c["sql"] for c in hechas if not c["sql"].startswith("SELECT")] == []
    assert len(hechas) <= 3


def test_la_direccion_que_se_imprime_lleva_a_la_respuesta(settings):
    settings.BASE_URL = "https://mipg.ejemplo.test"
    suya = emision()
    assert suya.comprobacion == f"https://mipg.ejemplo.test{URL}"
    assert "La entidad emitió" in Client().get(f"{URL}?codigo={suya.codigo}").text
