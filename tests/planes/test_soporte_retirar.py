"""Retirar el soporte adjuntado por error: deja de descargarse, queda su motivo, y lo que salió no se queda sin nada."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.expediente.acciones import reutilizar
from mipg.expediente.models import Documento, Uso
from planes.acciones import actuaciones, requerimientos, seguimientos, vencimientos
from planes.models import Requerimiento
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.usefixtures("en_julio")
SOPORTE = {"titulo": "", "fecha_documento": ley.HOY, "nombre": "oficio.txt", "contenido": b"Con datos reservados"}


def datos(quien, **campos) -> dict:
    return {"version": 0, "por": quien.jefe, "ahora": ley.AHORA, "soporte": SOPORTE} | campos


@pytest.fixture
def vencimiento(quien):
    """Uno presentado, con un archivo que no era."""
    primero = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    return vencimientos.presentar(vencimiento=primero, **ley.SALIDA | {"nota": ""}, **datos(quien))


def url_de(fila) -> str:
    return f"/planes/soportes/{Uso.objects.de(fila).get().pk}/retirar/"


def test_el_unico_se_retira_despues_de_adjuntar_el_que_era(quien, vencimiento, sucesos):
    url, pagina = url_de(vencimiento), f"/planes/vencimientos/{vencimiento.pk}/"
    jefe = quien.cliente.jefe
    assert url in jefe.get(pagina).text and url not in quien.cliente.enlace.get(pagina).text
    assert quien.cliente.otro.get(url).status_code == 404
    assert quien.cliente.control.post(url, {"motivo": "No"}).status_code == 403
    assert "Es su único soporte" in jefe.post(url, {"motivo": "No era"}).text
    bueno = {"version": 1, "radicado": "EXT-1", "fecha": "2026-07-06", "motivo": "El que era"}
    archivo = SimpleUploadedFile("constancia.txt", b"Constancia")
    assert jefe.post(f"{pagina}corregir/", bueno | {"archivo": archivo}).status_code == 302
    malo = Documento.objects.get(titulo="oficio.txt")
    assert jefe.get(f"/expediente/documentos/{malo.pk}/descargar/").status_code == 200
    assert jefe.post(url, {"motivo": " "}).status_code == 422
    assert jefe.post(url, {"motivo": "Traía datos reservados"}).status_code == 302
    assert jefe.get(f"/expediente/documentos/{malo.pk}/descargar/").status_code == 404
    assert quien.cliente.control.get(f"/expediente/documentos/{malo.pk}/descargar/").status_code == 200
    texto = jefe.get(pagina).text
    assert "Traía datos reservados" in texto and "retiró un soporte" in texto and url not in texto
    assert jefe.get(url).status_code == 302
    assert sucesos(vencimiento)[-1] == "desadjuntar" and sucesos(malo)[-1] == "retirar"


def test_el_de_un_requerimiento_y_el_de_lo_que_se_anoto_en_el(quien, sucesos):
    pedido = ley.requerimiento(quien.planeacion, quien.propia)
    parcial = {"radicado": "EXT-3", "fecha": ley.HOY, "texto": "Van los de enero."}
    actuacion = actuaciones.adelantar_respuesta(requerimiento=pedido, **parcial, **datos(quien))
    url = url_de(actuacion)
    assert url in quien.cliente.jefe.get(f"/planes/requerimientos/{pedido.pk}/").text
    vuelta = quien.cliente.planeacion.post(url, {"motivo": "Era de otro"})
    assert vuelta["Location"] == f"/planes/requerimientos/{pedido.pk}/"
    assert sucesos(pedido)[-1] == "desadjuntar"
    assert "Era de otro" in quien.cliente.jefe.get(f"/planes/requerimientos/{pedido.pk}/").text


def test_el_de_un_seguimiento_propio_lo_cuenta_la_historia_del_plan(quien, sucesos):
    suyo = f.seguimiento(f.institucional(dependencia=quien.propia, por=quien.jefe))
    seguimientos.cumplir(seguimiento=suyo, nota="Hecho", **datos(quien))
    url, pagina = url_de(suyo), f"/planes/{suyo.plan_id}/"
    assert url in quien.cliente.jefe.get(pagina).text
    assert quien.cliente.jefe.post(url, {"motivo": "Era de otro"})["Location"] == pagina
    assert "oficio.txt" not in quien.cliente.jefe.get(pagina).text.split("Historia")[0]
    assert sucesos(suyo.plan)[-1] == "desadjuntar"


def test_el_que_sostiene_otra_cosa_solo_se_suelta_de_esta(quien, vencimiento):
    uso = Uso.objects.de(vencimiento).get()
    otro = ley.requerimiento(quien.planeacion, quien.propia)
    reutilizar(documento=uso.documento, objeto=otro, por=quien.jefe, ahora=ley.AHORA)
    url = f"/planes/soportes/{Uso.objects.de(otro).get().pk}/retirar/"
    assert quien.cliente.jefe.post(url, {"motivo": "Es del informe"}).status_code == 302
    uso.documento.refresh_from_db()
    assert uso.documento.retirado_en is None and not Uso.objects.de(otro).exists()


def test_lo_que_vuelve_a_salir_con_el_mismo_soporte_no_lo_repite(quien):
    pedido = ley.requerimiento(quien.planeacion, quien.propia)
    salida = ley.SALIDA | {"nota": ""}
    for _ in range(2):
        fresco = Requerimiento.objects.get(pk=pedido.pk)
        requerimientos.responder(requerimiento=fresco, **salida, **datos(quien, version=fresco.version))
        leido = {"version": fresco.version + 1, "por": quien.planeacion, "ahora": ley.AHORA}
        requerimientos.reabrir_requerimiento(requerimiento=fresco, motivo="Faltó un anexo", **leido)
    fresco = Requerimiento.objects.get(pk=pedido.pk)
    # Y sin volver a subirlo, el que ya tiene vale.
    requerimientos.responder(requerimiento=fresco, **salida, **datos(quien, version=fresco.version, soporte=None))
    assert Uso.objects.de(pedido).count() == 1
