"""La página del enlace: sólo se escribe lo abierto, nada se pierde y nada se pisa."""

import io
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.expediente.models import Documento, Uso
from seguimiento.acciones import avances, cortes
from seguimiento.models import Avance
from tests import fabricas as f
from tests.seguimiento import escenario as e
from tests.soportes import OLE, office

pytestmark = pytest.mark.django_db
AUTOGUARDADO = {"HTTP_X_REQUESTED_WITH": "mipg-autoguardado"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def abierto(abierto_del_modulo):
    """El mismo punto de partida de todas las pruebas de este módulo."""
    return abierto_del_modulo


@pytest.fixture(autouse=True)
def _detenido(en_t2):
    return en_t2


def _url(nombre: str, avance: Avance, *mas) -> str:
    return reverse(f"seguimiento:{nombre}", args=[avance.pk, *mas])


def _abrir(cliente, avance: Avance) -> dict:
    """Lo que un navegador enviaría de vuelta sin tocar nada."""
    respuesta = cliente.get(_url("avance_editar", avance))
    assert respuesta.status_code == 200
    return _datos(respuesta)


def _datos(respuesta) -> dict:
    form = respuesta.context["form"]
    datos = {"pagina": respuesta.context["pagina"]}
    for campo in form:
        visto = form.data.get(campo.html_initial_name) if form.is_bound else None
        if visto is None:
            visto = form.fields[campo.name].hidden_widget().format_value(campo.initial)
        escrito = campo.value() if form.is_bound else visto
        datos[campo.html_initial_name] = visto or ""
        datos[campo.html_name] = escrito if escrito is not None else ""
    return datos


def _fresco(avance: Avance) -> Avance:
    return Avance.objects.get(pk=avance.pk)


# --- Escribir ------------------------------------------------------------------------------------------------


def test_guardar_borrador_guarda_lo_escrito(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"situacion": "AVANCE", "cantidad": "1,5", "texto": "Uno\r\ny medio."}
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos)
    assert respuesta.status_code == 302
    guardado = _fresco(abierto.informes)
    assert (guardado.estado, guardado.cantidad, guardado.texto) == ("BORRADOR", D("1.5"), "Uno\ny medio.")


@pytest.mark.parametrize("cantidad", ["1,234", "1234,5", "0,125", "3"])
def test_abrir_y_guardar_sin_tocar_nada_no_cambia_nada(abierto, cliente_de, cantidad):
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, cantidad=D(cantidad.replace(",", ".")), texto="a\nb")
    cliente = cliente_de(abierto.enlace)
    antes = Avance.objects.values().get(pk=abierto.informes.pk)
    assert cliente.post(_url("avance_editar", abierto.informes), _abrir(cliente, abierto.informes)).status_code == 302
    assert Avance.objects.values().get(pk=abierto.informes.pk) == antes
    assert abierto.enlace not in abierto.informes.autores.all()


def test_lo_mal_escrito_vuelve_entero_con_su_error(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"cantidad": "tres", "texto": "Un texto largo."}
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Un texto largo." in html and 'value="tres"' in html and "no es un número" in html
    assert _fresco(abierto.informes).estado == "PENDIENTE"


@pytest.mark.parametrize("cantidad", ["-1", "1e30", "99999999999999999"])
def test_una_cantidad_imposible_se_dice_en_su_campo(abierto, cliente_de, cantidad):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"cantidad": cantidad}
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos)
    assert respuesta.status_code == 422
    assert "cantidad" in respuesta.context["form"].errors


def test_lo_enviado_ya_no_se_escribe_y_lleva_al_detalle(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    respuesta = cliente_de(abierto.enlace).get(_url("avance_editar", abierto.informes))
    assert respuesta.status_code == 302 and respuesta.url == _url("avance_detalle", abierto.informes)


def test_si_se_envio_mientras_escribia_no_se_guarda_y_lo_escrito_se_le_devuelve(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"texto": "Lo que yo escribí."}
    e.enviar(abierto.informes, abierto, e.EN_T2, 3, por=abierto.companera)
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos)
    assert respuesta.status_code == 422
    assert "Lo que yo escribí." in respuesta.content.decode()
    assert "ya está enviado" in respuesta.content.decode()
    assert _fresco(abierto.informes).texto == "Se hizo lo previsto."


def test_si_la_captura_cierra_mientras_escribe_lo_escrito_sigue_en_la_pagina(abierto, cliente_de):
    with e.detenido(datetime(2026, 7, 15, 23, 59, 59, tzinfo=e.BOGOTA)):
        cliente = cliente_de(abierto.enlace)
        datos = _abrir(cliente, abierto.informes) | {"texto": "Lo que yo escribí."}
    with e.detenido(datetime(2026, 7, 16, 0, 0, 1, tzinfo=e.BOGOTA)):
        respuesta = cliente.post(_url("avance_editar", abierto.informes), datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Lo que yo escribí." in html and "La captura cerró el 15/07/2026" in html


@pytest.mark.parametrize(("nombre", "consultas"), [("avance_editar", 19), ("avance_enviar", 25)])
def test_reportar_cabe_en_su_presupuesto_de_consultas(abierto, cliente_de, nombre, consultas):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"situacion": "AVANCE", "cantidad": "3", "texto": "Se hizo."}
    with CaptureQueriesContext(connection) as hechas:
        assert cliente.post(_url(nombre, abierto.informes), datos).status_code == 302
    assert len(hechas) <= consultas


def test_si_el_envio_se_niega_lo_escrito_y_el_soporte_ya_quedaron(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {
        "texto": "Sin decir la situación.",
        "soporte-url": "https://ejemplo.test/acta",
        "soporte-fecha_documento": "2026-06-30",
    }
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), datos)
    assert respuesta.status_code == 422 and "situacion" in respuesta.context["form"].errors
    assert (_fresco(abierto.informes).estado, _fresco(abierto.informes).texto) == (
        "BORRADOR",
        "Sin decir la situación.",
    )
    assert Uso.objects.de(abierto.informes).count() == 1
    assert not respuesta.context["soporte"].is_bound


# --- Conflicto -----------------------------------------------------------------------------------------------


def test_dos_personas_en_el_mismo_campo_ven_los_dos_valores_y_guardar_otra_vez_es_elegir(abierto, cliente_de):
    elena = cliente_de(abierto.enlace)
    datos = _abrir(elena, abierto.informes) | {"texto": "Lo de Elena.", "dificultades": "Llovió."}
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, texto="Lo de Camila.", cantidad=D(2))
    respuesta = elena.post(_url("avance_editar", abierto.informes), datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    for texto in ("Lo de Camila.", "Lo de Elena.", "Llovió.", "Camila Compañera, 06/07/2026 10:00"):
        assert texto in html, texto
    guardado = _fresco(abierto.informes)
    assert (guardado.texto, guardado.dificultades) == ("Lo de Camila.", "")
    # Otra vez, sabiendo: queda lo suyo, y la cantidad que no tocó sigue siendo la de Camila.
    assert elena.post(_url("avance_editar", abierto.informes), _datos(respuesta)).status_code == 302
    guardado = _fresco(abierto.informes)
    assert (guardado.texto, guardado.dificultades, guardado.cantidad) == ("Lo de Elena.", "Llovió.", D(2))


def test_si_vuelve_a_cambiar_mientras_elige_vuelve_a_chocar(abierto, cliente_de):
    elena = cliente_de(abierto.enlace)
    datos = _abrir(elena, abierto.informes) | {"cantidad": "3"}
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, cantidad=D("1.234"))
    respuesta = elena.post(_url("avance_editar", abierto.informes), datos)
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, cantidad=D(7))
    assert elena.post(_url("avance_editar", abierto.informes), _datos(respuesta)).status_code == 422
    assert _fresco(abierto.informes).cantidad == D(7)


def test_un_campo_oculto_retocado_no_sirve_para_pisar(abierto, cliente_de):
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, cantidad=D(7))
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"initial-cantidad": "siete", "cantidad": "9"}
    assert cliente.post(_url("avance_editar", abierto.informes), datos).status_code == 422
    assert _fresco(abierto.informes).cantidad == D(7)


# --- Autoguardado --------------------------------------------------------------------------------------------


def test_el_autoguardado_guarda_una_y_otra_vez_sin_chocar_consigo_mismo(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes)
    for texto in ("Se", "Se hizo", "Se hizo todo."):
        respuesta = cliente.post(_url("avance_editar", abierto.informes), datos | {"texto": texto}, **AUTOGUARDADO)
        assert (respuesta.status_code, respuesta.json()) == (
            200,
            {"mensaje": "Guardado.", "vistos": {"initial-texto": texto}},
        )
        assert _fresco(abierto.informes).texto == texto
    # Y el botón, con lo que la página recordaba al abrirse, tampoco choca.
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos | {"texto": "Se hizo todo y más."})
    assert respuesta.status_code == 302
    assert _fresco(abierto.informes).texto == "Se hizo todo y más."


def test_dos_pestanas_de_la_misma_persona_si_chocan(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    una, otra = _abrir(cliente, abierto.informes), _abrir(cliente, abierto.informes)
    cliente.post(_url("avance_editar", abierto.informes), una | {"texto": "Una."}, **AUTOGUARDADO)
    respuesta = cliente.post(_url("avance_editar", abierto.informes), otra | {"texto": "Otra."}, **AUTOGUARDADO)
    assert respuesta.status_code == 409
    assert "Otra persona guardó" in respuesta.json()["mensaje"]
    assert _fresco(abierto.informes).texto == "Una."


def test_lo_que_guardo_otra_persona_entre_dos_autoguardados_choca(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes)
    cliente.post(_url("avance_editar", abierto.informes), datos | {"texto": "Elena."}, **AUTOGUARDADO)
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, texto="Camila.")
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos | {"texto": "Elena 2."}, **AUTOGUARDADO)
    assert respuesta.status_code == 409
    assert _fresco(abierto.informes).texto == "Camila."


def test_el_autoguardado_guarda_lo_valido_y_dice_lo_demas(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"cantidad": "tres", "texto": "Sí se guarda."}
    respuesta = cliente.post(_url("avance_editar", abierto.informes), datos, **AUTOGUARDADO)
    assert respuesta.status_code == 422
    assert respuesta.json()["mensaje"].startswith("Cantidad del periodo: «tres» no es un número")
    assert _fresco(abierto.informes).texto == "Sí se guarda."


# --- Devuelto ------------------------------------------------------------------------------------------------


def test_devuelto_solo_ese_campo_es_control_y_publicar_los_otros_no_cambia_nada(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    e.devolver(abierto.informes, abierto, e.EN_T2, texto="Diga cuáles.")
    cliente = cliente_de(abierto.enlace)
    respuesta = cliente.get(_url("avance_editar", abierto.informes))
    html = respuesta.content.decode()
    assert list(respuesta.context["form"].fields) == ["texto"]
    assert "Diga cuáles." in html and "Cuando lo observó decía: «Se hizo lo previsto.»" in html
    assert 'name="cantidad"' not in html and "soporte-archivo" not in html
    datos = _datos(respuesta) | {
        "texto": "El primero y el segundo.",
        "cantidad": "99",
        "initial-cantidad": "3",
        "situacion": "SIN_AVANCE",
        "reserva": "x",
        "estado": "ACEPTADO",
        "esperado": "",
    }
    assert cliente.post(_url("avance_enviar", abierto.informes), datos).status_code == 302
    guardado = _fresco(abierto.informes)
    assert (guardado.texto, guardado.cantidad, guardado.situacion, guardado.reserva, guardado.estado) == (
        "El primero y el segundo.",
        D(3),
        "AVANCE",
        "",
        "ENVIADO",
    )


# --- Soportes ------------------------------------------------------------------------------------------------


def _archivo(nombre="acta.pdf", contenido=PDF):
    return SimpleUploadedFile(nombre, contenido)


def test_adjuntar_un_archivo_no_pierde_lo_que_se_estaba_escribiendo(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {
        "texto": "A medias.",
        "soporte-archivo": _archivo(),
        "soporte-fecha_documento": "2026-06-30",
    }
    respuesta = cliente.post(_url("soporte_adjuntar", abierto.informes), datos)
    assert respuesta.status_code == 302 and respuesta.url.endswith("#soportes")
    assert _fresco(abierto.informes).texto == "A medias."
    documento = Uso.objects.de(abierto.informes).get().documento
    assert (documento.titulo, documento.fecha_documento, documento.dependencia) == (
        "acta.pdf",
        date(2026, 6, 30),
        abierto.hacienda,
    )


@pytest.mark.parametrize(
    ("soporte", "campo"),
    [
        ({}, "archivo"),
        ({"url": "https://ejemplo.test/a"}, "fecha_documento"),
        ({"url": "javascript:alert(1)", "fecha_documento": "2026-06-30"}, "url"),
        ({"url": "ftp://ejemplo.test/a", "fecha_documento": "2026-06-30"}, "url"),
        ({"archivo": _archivo("virus.exe", b"MZ..."), "fecha_documento": "2026-06-30"}, "archivo"),
        ({"archivo": _archivo("vacio.pdf", b""), "fecha_documento": "2026-06-30"}, "archivo"),
        ({"archivo": _archivo(), "url": "https://ejemplo.test/a", "fecha_documento": "2026-06-30"}, "url"),
    ],
)
def test_un_soporte_malo_se_dice_en_su_campo_y_lo_demas_queda(abierto, cliente_de, soporte, campo):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"texto": "A medias."}
    datos |= {f"soporte-{c}": v for c, v in soporte.items()}
    respuesta = cliente.post(_url("soporte_adjuntar", abierto.informes), datos)
    assert respuesta.status_code == 422
    assert campo in respuesta.context["soporte"].errors
    assert "A medias." in respuesta.content.decode()
    assert not Uso.objects.de(abierto.informes).exists()


def test_se_reutiliza_un_documento_de_la_dependencia_y_no_uno_ajeno(abierto, cliente_de):
    e.adjuntar(abierto.peticiones, abierto.enlace, e.EN_T2)
    propio = Documento.objects.get()
    ajeno = Documento.objects.create(
        clase="ENLACE",
        titulo="Ajeno",
        url="https://ejemplo.test/ajeno",
        fecha_documento=date(2026, 6, 1),
        dependencia=f.dependencia(),
        creado_en=e.EN_T2,
        creado_por=abierto.ajena,
    )
    cliente = cliente_de(abierto.enlace)
    retirado = Documento.objects.create(
        clase="ENLACE",
        titulo="Retirado",
        url="https://ejemplo.test/retirado",
        fecha_documento=date(2026, 6, 1),
        dependencia=propio.dependencia,
        creado_en=e.EN_T2,
        creado_por=abierto.enlace,
        retirado_en=e.EN_T2,
        retirado_por=abierto.enlace,
        motivo_retiro="Era de otra oficina.",
    )
    pagina = cliente.get(_url("avance_editar", abierto.informes))
    ofrecidos = {clave for clave, _ in pagina.context["soporte"].fields["documento"].choices if clave}
    assert ofrecidos == {propio.pk}
    for documento, estado in ((ajeno, 422), (retirado, 422), (propio, 302)):
        respuesta = cliente.post(_url("soporte_adjuntar", abierto.informes), {"soporte-documento": documento.pk})
        assert respuesta.status_code == estado
    assert [u.documento for u in Uso.objects.de(abierto.informes)] == [propio]


@pytest.mark.parametrize(
    ("soporte", "dice"),
    [
        (lambda: {"soporte-url": "https://ejemplo.test/acta"}, "Ese enlace ya está adjunto: «Acta»"),
        (lambda: {"soporte-archivo": SimpleUploadedFile("a.txt", b"Acta")}, "Ese archivo ya está adjunto: «a.txt»"),
    ],
)
def test_enviar_con_un_soporte_que_ya_estaba_lo_dice_y_envia(abierto, cliente_de, soporte, dice):
    cliente, fecha = cliente_de(abierto.enlace), {"soporte-fecha_documento": "30/06/2026"}
    titulo = {"soporte-titulo": "Acta"} if "enlace" in dice else {}
    cliente.post(_url("soporte_adjuntar", abierto.informes), soporte() | fecha | titulo)
    datos = _abrir(cliente, abierto.informes) | {"situacion": "AVANCE", "cantidad": "3", "texto": "Se hizo."}
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), datos | soporte() | fecha, follow=True)
    dichos = [str(mensaje) for mensaje in respuesta.context["messages"]]
    assert dice in dichos[0] and dichos[1].startswith("Envió el reporte"), dichos
    enviado = _fresco(abierto.informes)
    assert (enviado.estado, enviado.texto, Uso.objects.de(enviado).count()) == ("ENVIADO", "Se hizo.", 1)


@pytest.mark.parametrize("nombre", ["acta.xlsx", "acta.zip", "acta.pdf", "acta.csv"])
def test_un_archivo_antiguo_o_con_contrasena_no_se_adjunta_y_dice_como_seguir(abierto, cliente_de, nombre):
    viejo = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le")
    soporte = {"soporte-archivo": SimpleUploadedFile(nombre, viejo), "soporte-fecha_documento": "30/06/2026"}
    respuesta = cliente_de(abierto.enlace).post(_url("soporte_adjuntar", abierto.informes), soporte)
    assert respuesta.status_code == 422
    assert "es un documento de Office con contraseña" in respuesta.text and "quítesela en Archivo" in respuesta.text
    assert not Documento.objects.exists()


def test_un_archivo_que_esconde_algo_no_entra_y_lo_demas_que_se_escribio_no_se_pierde(abierto, cliente_de, settings):
    cliente, antes = cliente_de(abierto.enlace), {"soporte-fecha_documento": "2026-06-30", "soporte-titulo": "Acta 3"}
    con_ole = _archivo("acta.docx", office("docx", word__embeddings__o_bin=OLE))
    for texto, archivo, dice in (
        ("Uno.", con_ole, "«acta.docx» trae un objeto incrustado de otro programa (OLE). Guárdelo como PDF"),
        ("Dos.", _archivo(), "El antivirus no responde y ningún archivo entra sin que lo revise"),
    ):
        datos = _abrir(cliente, abierto.informes) | antes | {"texto": texto, "soporte-archivo": archivo}
        respuesta = cliente.post(_url("soporte_adjuntar", abierto.informes), datos)
        assert respuesta.status_code == 422 and dice in respuesta.text
        assert texto in respuesta.text and 'value="Acta 3"' in respuesta.text and 'value="2026-06-30"' in respuesta.text
        assert _fresco(abierto.informes).texto == texto
        settings.CLAMD = "127.0.0.1:9"
    assert not Documento.objects.exists()


def test_un_doble_clic_al_adjuntar_deja_un_solo_soporte(abierto, cliente_de):
    e.adjuntar(abierto.peticiones, abierto.enlace, e.EN_T2)
    cliente = cliente_de(abierto.enlace)
    otro = {"soporte-url": "https://ejemplo.test/otro", "soporte-fecha_documento": "30/06/2026"}
    for soporte in (otro, {"soporte-documento": Documento.objects.get().pk}):
        for _ in range(2):
            assert cliente.post(_url("soporte_adjuntar", abierto.informes), soporte).status_code == 302
    assert Uso.objects.de(abierto.informes).count() == 2


def test_se_quita_un_soporte_y_el_documento_sigue_en_el_expediente(abierto, cliente_de):
    e.adjuntar(abierto.informes, abierto.enlace, e.EN_T2)
    uso = Uso.objects.de(abierto.informes).get()
    cliente = cliente_de(abierto.enlace)
    assert cliente.post(_url("soporte_quitar", abierto.peticiones, uso.pk)).status_code == 422
    assert Uso.objects.count() == 1
    assert cliente.post(_url("soporte_quitar", abierto.informes, uso.pk)).status_code == 302
    assert not Uso.objects.exists() and Documento.objects.count() == 1
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    uso = Uso.objects.de(abierto.informes).get()
    assert cliente.post(_url("soporte_quitar", abierto.informes, uso.pk)).status_code == 422
    assert Uso.objects.de(abierto.informes).exists()


def test_quitar_el_soporte_que_otra_pestana_ya_quito_no_pierde_lo_escrito(abierto, cliente_de):
    e.adjuntar(abierto.informes, abierto.enlace, e.EN_T2)
    uso = Uso.objects.de(abierto.informes).get()
    cliente = cliente_de(abierto.enlace)
    escrito = _abrir(cliente, abierto.informes) | {"texto": "Llevo media hora escribiendo."}
    cliente.post(_url("soporte_quitar", abierto.informes, uso.pk))
    respuesta = cliente.post(_url("soporte_quitar", abierto.informes, uso.pk), escrito)
    assert respuesta.status_code == 422
    assert "Ese soporte ya no estaba en el reporte" in respuesta.text
    assert "Llevo media hora escribiendo." in respuesta.text
    abierto.informes.refresh_from_db()
    assert abierto.informes.texto == "Llevo media hora escribiendo."


# --- Enviar --------------------------------------------------------------------------------------------------


def test_una_actividad_se_reporta_en_una_sola_peticion(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {
        "situacion": "AVANCE",
        "cantidad": "3",
        "texto": "Se publicaron tres.",
        "soporte-archivo": _archivo(),
        "soporte-fecha_documento": "2026-06-30",
    }
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), datos)
    # Y sigue con la que le falta.
    assert (respuesta.status_code, respuesta.url) == (302, _url("avance_editar", abierto.peticiones))
    assert _fresco(abierto.informes).estado == "ENVIADO"
    verbos = Suceso.objects.de(abierto.informes).con_verbo().order_by("id").values_list("verbo", flat=True)
    assert list(verbos) == ["guardar", "adjuntar", "enviar"]


def test_lo_que_falta_para_enviar_se_dice_en_su_campo_y_el_borrador_queda(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    datos = _abrir(cliente, abierto.informes) | {"situacion": "SIN_AVANCE"}
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), datos)
    assert respuesta.status_code == 422
    assert respuesta.context["form"].errors["motivo"] == ["Explique el motivo."]
    assert _fresco(abierto.informes).situacion == "SIN_AVANCE"
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), _datos(respuesta) | {"motivo": "Sin contrato."})
    assert respuesta.status_code == 302


def test_si_el_envio_falla_el_soporte_ya_adjunto_se_ve_y_no_se_duplica_al_insistir(abierto, cliente_de):
    cliente = cliente_de(abierto.enlace)
    soporte = {"soporte-url": "https://ejemplo.test/acta", "soporte-fecha_documento": "2026-06-30"}
    datos = _abrir(cliente, abierto.informes) | {"cantidad": "3", "situacion": "AVANCE"}
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), datos | soporte)

    assert respuesta.status_code == 422
    assert len(respuesta.context["usos"]) == 1 and not respuesta.context["soporte"].is_bound
    respuesta = cliente.post(_url("avance_enviar", abierto.informes), _datos(respuesta) | {"texto": "Hecho."})
    assert respuesta.status_code == 302
    assert Uso.objects.de(abierto.informes).count() == 1


def test_lo_devuelto_no_viene_marcado_para_enviarlo_otra_vez_igual(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, f.AHORA, 3)
    e.devolver(abierto.informes, abierto, f.AHORA, texto="Más claro.")
    html = cliente_de(abierto.enlace).get(reverse("seguimiento:avances_enviar")).content.decode()

    casilla = html[html.index(f'id="avance-{abierto.informes.pk}"') :].split(">")[0]
    assert "checked" not in casilla


def test_enviar_sin_campos_envia_lo_guardado_o_dice_que_falta_sin_vaciar_la_pagina(abierto, cliente_de):
    e.escribir(abierto.informes, abierto.enlace, e.EN_T2, situacion="AVANCE", cantidad=D("2.5"))
    cliente = cliente_de(abierto.enlace)
    respuesta = cliente.post(_url("avance_enviar", abierto.informes))
    assert respuesta.status_code == 422
    assert 'value="2,5"' in respuesta.content.decode()
    assert "texto" in respuesta.context["form"].errors


def test_enviar_todo_envia_lo_completo_deja_lo_incompleto_y_advierte(abierto, cliente_de):
    e.escribir(abierto.informes, abierto.enlace, e.EN_T2, situacion="AVANCE", cantidad=D(3), texto="Listo.")
    e.escribir(abierto.peticiones, abierto.enlace, e.EN_T2, situacion="AVANCE")
    cliente = cliente_de(abierto.enlace)
    repaso = cliente.get(reverse("seguimiento:avances_enviar"))
    html = repaso.content.decode()
    assert [fila.avance for fila in repaso.context["listos"]] == [abierto.informes]
    assert "No adjuntó soporte" in html and "Escriba la cantidad del periodo." in html
    pedido = [f"{fila.avance.pk}:{fila.avance.version}" for fila in repaso.context["listos"]]
    respuesta = cliente.post(reverse("seguimiento:avances_enviar"), {"avance": pedido})
    assert respuesta.status_code == 302
    assert (_fresco(abierto.informes).estado, _fresco(abierto.peticiones).estado) == ("ENVIADO", "BORRADOR")


def test_enviar_todo_no_envia_lo_que_cambio_despues_del_repaso_ni_lo_ajeno(abierto, cliente_de):
    e.escribir(abierto.informes, abierto.enlace, e.EN_T2, situacion="AVANCE", cantidad=D(3), texto="Listo.")
    repasado = _fresco(abierto.informes)
    e.escribir(abierto.informes, abierto.companera, e.EN_T2, cantidad=D(1))
    pedido = {"avance": [f"{repasado.pk}:{repasado.version}", f"{abierto.peticiones.pk}:0", "x"]}
    respuesta = cliente_de(abierto.enlace).post(reverse("seguimiento:avances_enviar"), pedido)
    assert respuesta.status_code == 422
    assert "cambió después del repaso" in respuesta.content.decode()
    assert not Avance.objects.filter(estado="ENVIADO").exists()
    actual = _fresco(abierto.informes)
    assert (
        cliente_de(abierto.ajena)
        .post(reverse("seguimiento:avances_enviar"), {"avance": [f"{actual.pk}:{actual.version}"]})
        .status_code
        == 422
    )
    assert _fresco(abierto.informes).estado == "BORRADOR"


# --- Recuperar y adelantar -----------------------------------------------------------------------------------


def test_recuperar_desde_la_pagina(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    cliente = cliente_de(abierto.enlace)
    assert "Recuperar el envío" in cliente.get(_url("avance_detalle", abierto.informes)).content.decode()
    assert cliente.post(_url("avance_recuperar", abierto.informes)).url == _url("avance_editar", abierto.informes)
    respuesta = cliente.post(_url("avance_recuperar", abierto.informes))
    assert respuesta.status_code == 422 and "no se puede recuperar" in respuesta.content.decode()


def test_adelantar_desde_la_actividad(abierto, cliente_de):
    hito = abierto.plan.actividades.get(tipo_meta="HITO")
    cliente = cliente_de(abierto.enlace)
    pagina = reverse("seguimiento:actividad_avance", args=[hito.pk])
    assert "Sí, adelantar" in cliente.get(pagina).content.decode()
    respuesta = cliente.post(reverse("seguimiento:avance_adelantar", args=[hito.pk]))
    adelantado = Avance.objects.get(actividad=hito)
    assert respuesta.url == _url("avance_editar", adelantado) and not adelantado.esperado
    assert "Sí, adelantar" not in cliente.get(pagina).content.decode()
    Avance.objects.filter(pk=adelantado.pk).delete()
    cortes.cerrar(corte=abierto.corte, por=abierto.revisora, ahora=e.TRAS_T2)
    respuesta = cliente.post(reverse("seguimiento:avance_adelantar", args=[hito.pk]), follow=True)
    assert "No hay un corte abierto" in respuesta.content.decode()


# --- Lista ---------------------------------------------------------------------------------------------------


def test_los_filtros_de_la_lista_y_las_cuentas_del_corte_dicen_lo_mismo(abierto, cliente_de):
    e.enviar(abierto.informes, abierto, e.EN_T2, 3)
    avances.adelantar(
        actividad=abierto.plan.actividades.get(tipo_meta="HITO"),
        corte=abierto.corte,
        por=abierto.enlace,
        ahora=e.EN_T2,
    )
    for persona in (abierto.revisora, abierto.enlace, abierto.ajena):
        cliente = cliente_de(persona)
        corte = cliente.get(reverse("seguimiento:corte_detalle", args=[abierto.corte.pk]))
        for tarjeta in corte.context["tarjetas"]:
            lista = cliente.get(tarjeta.url)
            assert lista.context["page_obj"].paginator.count == tarjeta.valor, (tarjeta.titulo, tarjeta.url)
    tarjetas = {
        t.titulo: t.valor
        for t in cliente_de(abierto.enlace)
        .get(reverse("seguimiento:corte_detalle", args=[abierto.corte.pk]))
        .context["tarjetas"]
    }
    assert (tarjetas["Esperados"], tarjetas["Enviados, por avalar"], tarjetas["Faltan por reportar"]) == (2, 1, 1)
    assert tarjetas.pop("Adelantados") == 1
    assert tarjetas.pop("Esperados") == sum(tarjetas.values())


def test_la_lista_se_filtra_por_texto_plan_y_dependencia(abierto, cliente_de):
    cliente, lista = cliente_de(abierto.revisora), reverse("seguimiento:avance_lista")
    for consulta, cuantos in (
        ("?q=PETICIONES", 1),
        (f"?plan={abierto.plan.pk}", 2),
        (f"?dependencia={abierto.hacienda.pk}", 2),
        ("?estado=NO_EXISTE", 2),
        (f"?dependencia={abierto.planeacion.pk}", 2),
    ):
        assert cliente.get(lista + consulta).context["page_obj"].paginator.count == cuantos, consulta


def test_un_archivo_enorme_no_rompe_la_pagina(abierto, cliente_de, settings):
    settings.EXPEDIENTE_TAMANO_MAXIMO = 10
    grande = io.BytesIO(PDF)
    grande.name = "acta.pdf"
    respuesta = cliente_de(abierto.enlace).post(
        _url("soporte_adjuntar", abierto.informes),
        {"soporte-archivo": grande, "soporte-fecha_documento": "2026-06-30"},
    )
    assert respuesta.status_code == 422 and "pesa más de" in respuesta.content.decode()
