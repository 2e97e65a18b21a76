"""Documento: dónde se usa, sus versiones y su descarga segura; sólo para quien lo puede ver."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from mipg.expediente.acciones import (
    YaAdjunto,
    adjuntar,
    barrer_huerfanos,
    emitir,
    pedir_emision,
    recibir_importacion,
    retirar,
    reutilizar,
)
from mipg.expediente.models import Importacion, Uso, VersionDocumento
from mipg.expediente.reglas import problemas_de_archivo, reconocer
from mipg.reglas import ReglaIncumplida
from tests import fabricas
from tests.soportes import xlsx

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def documento(dependencias, ahora):
    """Un PDF de Hacienda que sostiene un avance."""
    plan = fabricas.plan("APROBADO", dependencia=dependencias.hacienda)
    avance = fabricas.avance(fabricas.actividad(plan, nombre="Actividad sostenida"), fabricas.corte())
    return adjuntar(
        objeto=avance, dependencia=dependencias.hacienda, titulo="Acta de comité", nombre="acta «1».pdf",
        contenido=PDF, fecha_documento=date(2026, 6, 30), por=fabricas.persona(nombre="Ana Autora"), ahora=ahora,
    )  # fmt: skip


def test_el_detalle_dice_donde_se_usa_quien_lo_subio_y_su_huella(cliente_de, documento, dependencias):
    texto = (
        cliente_de(fabricas.persona("enlace", dependencias.hacienda))
        .get(f"/expediente/documentos/{documento.pk}/")
        .text
    )
    assert "Actividad sostenida" in texto
    assert f"/seguimiento/avances/{documento.usos.get().objeto_id}/" in texto
    assert "Ana Autora" in texto
    assert VersionDocumento.objects.get().sha256 in texto


def test_se_descarga_siempre_como_adjunto_y_sin_poder_ejecutarse(cliente_de, documento, dependencias):
    cliente = cliente_de(fabricas.persona("enlace", dependencias.hacienda))
    respuesta = cliente.get(f"/expediente/documentos/{documento.pk}/descargar/")
    assert b"".join(respuesta.streaming_content) == PDF
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert respuesta["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("ruta", ["", "descargar/"])
def test_para_otra_dependencia_no_existe(cliente_de, documento, dependencias, ruta):
    cliente = cliente_de(fabricas.persona("jefe", dependencias.educacion))
    assert cliente.get(f"/expediente/documentos/{documento.pk}/{ruta}").status_code == 404


@pytest.mark.parametrize("rol", ["planeacion", "control_interno"])
def test_quien_ve_todo_lo_ve(cliente_de, documento, rol):
    cliente = cliente_de(fabricas.persona(rol))
    assert cliente.get(f"/expediente/documentos/{documento.pk}/").status_code == 200
    assert cliente.get(f"/expediente/documentos/{documento.pk}/descargar/").status_code == 200


def test_los_usos_que_no_puede_ver_se_cuentan_sin_decir_cuales(cliente_de, documento, dependencias, ahora):
    ajena = fabricas.actividad(fabricas.plan("APROBADO", dependencia=dependencias.educacion), nombre="Actividad ajena")
    avance = fabricas.avance(ajena, documento.usos.get().objeto.corte)
    reutilizar(documento=documento, objeto=avance, por=fabricas.persona(), ahora=ahora)
    texto = (
        cliente_de(fabricas.persona("enlace", dependencias.hacienda))
        .get(f"/expediente/documentos/{documento.pk}/")
        .text
    )
    assert "Actividad ajena" not in texto
    assert "1 registro que usted no puede ver" in texto


@pytest.mark.parametrize(("version", "estado"), [("1", 200), ("2", 404), ("x", 404), ("-1", 404), ("1" * 400, 404)])
def test_la_version_se_pide_por_su_numero(cliente_de, documento, version, estado):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert cliente.get(f"/expediente/documentos/{documento.pk}/descargar/", {"version": version}).status_code == estado


def test_si_el_archivo_no_esta_es_404_y_no_500(cliente_de, documento):
    version = documento.versiones.get()
    version.archivo.storage.delete(version.archivo.name)
    assert (
        cliente_de(fabricas.persona("planeacion")).get(f"/expediente/documentos/{documento.pk}/descargar/").status_code
        == 404
    )


def test_lo_retirado_dice_quien_y_por_que(cliente_de, documento, ahora):
    retirar(documento=documento, motivo="Se firmó otra vez.", por=fabricas.persona(nombre="Rosa"), ahora=ahora)
    texto = cliente_de(fabricas.persona("planeacion")).get(f"/expediente/documentos/{documento.pk}/").text
    assert "Documento retirado" in texto and "Se firmó otra vez." in texto and "Rosa" in texto


def test_lo_retirado_solo_lo_abre_quien_audita_o_responde_por_todo(cliente_de, documento, dependencias, ahora):
    retirar(documento=documento, motivo="Trae datos personales.", por=fabricas.persona(), ahora=ahora)
    url = f"/expediente/documentos/{documento.pk}/"
    for persona, codigo in (
        (fabricas.persona("enlace", dependencias.hacienda), 404),
        (fabricas.persona("jefe", dependencias.hacienda), 404),
        (fabricas.persona("control_interno"), 200),
        (fabricas.persona("planeacion"), 200),
    ):
        cliente = cliente_de(persona)
        for consulta in ("", "?version=1"):
            assert cliente.get(f"{url}descargar/{consulta}").status_code == codigo
        detalle = cliente.get(url)
        # Quien lo subió sigue viendo que existió, quién lo retiró y por qué; no un enlace que no abre.
        assert "Trae datos personales." in detalle.text
        assert (f"{url}descargar/" in detalle.text) == (codigo == 200)


@pytest.mark.parametrize(
    ("nombre", "llega"),
    [
        ("acta.pdf", 'attachment; filename="acta.pdf"'),
        ("año «1».pdf", "attachment; filename*=utf-8''a%C3%B1o%20%C2%AB1%C2%BB.pdf"),
        ("acta\r\nSet-Cookie: a=b.pdf", 'attachment; filename="acta Set-Cookie- a=b.pdf"'),
        ("acta\u202efdp.exe", 'attachment; filename="actafdp.exe"'),
        ('a".exe;x=".pdf', 'attachment; filename="a-.exe;x=-.pdf"'),
        ("../../etc/acta.pdf", 'attachment; filename="-..-etc-acta.pdf"'),
        ("C:\\acta.pdf", 'attachment; filename="C-acta.pdf"'),
        ("con.pdf", 'attachment; filename="_con.pdf"'),
        ("acta.pdf. . ", 'attachment; filename="acta.pdf"'),
        ("a" * 190 + ".pdf", f'attachment; filename="{"a" * 146}.pdf"'),
        ("...", 'attachment; filename="archivo"'),
    ],
)
def test_el_nombre_con_que_se_descarga_se_puede_guardar_y_no_engana(cliente_de, documento, nombre, llega):
    VersionDocumento.objects.update(nombre=nombre)
    respuesta = cliente_de(fabricas.persona("planeacion")).get(f"/expediente/documentos/{documento.pk}/descargar/")
    assert respuesta["Content-Disposition"] == llega
    assert "Set-Cookie" not in respuesta.headers


def test_el_titulo_de_un_informe_no_rompe_su_descarga(cliente_de, ahora):
    planeacion = fabricas.persona("planeacion")
    pedida = pedir_emision(informe="x", titulo="Plan\r\nX: y/z", parametros={}, por=planeacion, ahora=ahora)
    emitir(emision=pedida, generar=lambda _: (b"%PDF-1.7", 1), ahora=ahora)
    respuesta = cliente_de(planeacion).get(f"/expediente/informes/{pedida.pk}/descargar/")
    assert respuesta["Content-Disposition"] == f'attachment; filename="Plan X- y-z ({pedida.codigo}).pdf"'


def test_lo_que_se_guarda_ya_lleva_un_nombre_que_se_puede_mostrar(documento, ahora):
    suyo = adjuntar(
        objeto=documento.usos.get().objeto, dependencia=documento.dependencia, titulo="", nombre="fir\u202efdp\n.txt",
        contenido=b"b", fecha_documento=date(2026, 6, 30), por=fabricas.persona(), ahora=ahora,
    )  # fmt: skip
    assert (suyo.titulo, suyo.versiones.get().nombre) == ("firfdp .txt", "firfdp .txt")


def test_un_enlace_se_abre_afuera_y_no_se_descarga(cliente_de, documento, dependencias, ahora):
    enlace = adjuntar(
        objeto=documento.usos.get().objeto, dependencia=dependencias.hacienda, titulo="Página",
        url="https://ejemplo.test/a?b=1&c=2", fecha_documento=date(2026, 6, 30), por=fabricas.persona(), ahora=ahora,
    )  # fmt: skip
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert 'rel="noopener noreferrer"' in cliente.get(f"/expediente/documentos/{enlace.pk}/").text
    assert cliente.get(f"/expediente/documentos/{enlace.pk}/descargar/").status_code == 404


def test_cuesta_las_mismas_consultas_con_2_y_con_50_usos(cliente_de, documento, dependencias, consultas, ahora):
    cliente, medidas = cliente_de(fabricas.persona("enlace", dependencias.hacienda)), []
    plan, corte = fabricas.plan("APROBADO", dependencia=dependencias.hacienda), documento.usos.get().objeto.corte
    for cuantas in (2, 48):
        for _ in range(cuantas):
            avance = fabricas.avance(fabricas.actividad(plan), corte)
            reutilizar(documento=documento, objeto=avance, por=fabricas.persona(), ahora=ahora)
        cliente.get(f"/expediente/documentos/{documento.pk}/")
        with consultas() as hechas:
            cliente.get(f"/expediente/documentos/{documento.pk}/")
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def _con(contenido: bytes, posicion: int, valor: bytes) -> bytes:
    """El ZIP con esos bytes cambiados en la primera ficha de su directorio."""
    desde = contenido.index(b"PK\x01\x02") + posicion
    return contenido[:desde] + valor + contenido[desde + len(valor) :]


def _zip(*miembros: str, mimetype: str = "", danado: bool = False) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as comprimido:
        if mimetype:
            comprimido.writestr("mimetype", mimetype)
        for miembro in miembros:
            comprimido.writestr(miembro, "x" * 50)
    contenido = salida.getvalue()
    # Los bytes comprimidos del primer miembro siguen a sus 30 de encabezado y su nombre.
    return contenido[:38] + b"\xff" * 8 + contenido[46:] if danado else contenido


ODT = "application/vnd.oasis.opendocument.text"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504
XLSX = ("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("nombre", "contenido", "extension"),
    [
        ("a.odt", _zip(mimetype=ODT), "odt"),
        ("a.xlsx", xlsx(), "xlsx"),
        ("dañado.odt", _zip(mimetype=ODT, danado=True), None),
        ("con macros.odt", _zip("Basic/Standard/Module1.xml", mimetype=ODT), None),
        ("con guiones.odt", _zip("Scripts/python/a.py", mimetype=ODT), None),
        ("con macros de Excel 4.xlsx", _zip(*XLSX, "xl/macrosheets/sheet1.xml"), None),
        ("con VBA.xlsx", _zip(*XLSX, "xl/vbaProject.bin"), None),
        # Lo que ocupa al descomprimirse y si lleva clave lo dice el directorio: no hace falta abrirlo.
        ("bomba.zip", _con(_zip("a.txt"), 24, (300 * 2**20).to_bytes(4, "little")), None),
        ("bomba.xlsx", _con(_zip(*XLSX), 24, (300 * 2**20).to_bytes(4, "little")), None),
        ("grande.zip", _con(_zip("a.txt"), 24, (150 * 2**20).to_bytes(4, "little")), "zip"),
        ("con clave.zip", _con(_zip("a.txt"), 8, b"\x01"), None),
        ("cifrado por Excel.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), None),
        ("antiguo.xlsx", OLE + "Workbook".encode("utf-16-le"), None),
        ("antiguo.csv", OLE + "Workbook".encode("utf-16-le"), None),
    ],
)
def test_ni_lo_danado_ni_lo_que_trae_programas_se_acepta(nombre, contenido, extension):
    archivo = None if problemas_de_archivo(nombre, contenido, 2**20) else reconocer(nombre, contenido)
    assert (archivo and archivo.extension) == extension


@pytest.mark.parametrize(("fecha", "dice"), [
    (date(2026, 7, 7), "una fecha que no ha llegado"), (date(1, 1, 1), "es anterior a 1991"),
])  # fmt: skip
def test_la_fecha_de_un_documento_no_puede_ser_imposible(documento, ahora, fecha, dice):
    avance = documento.usos.get().objeto
    with pytest.raises(ReglaIncumplida, match=dice):
        adjuntar(
            objeto=avance, dependencia=documento.dependencia, titulo="Otra", nombre="b.txt", contenido=b"b",
            fecha_documento=fecha, por=fabricas.persona(), ahora=ahora,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("que", "dice"),
    [
        ({"nombre": "b.pdf", "contenido": PDF}, "Ese archivo ya está adjunto: «Acta de comité»"),
        ({"url": "https://ejemplo.test/acta"}, "Ese enlace ya está adjunto: «Acta en línea»"),
    ],
)
def test_el_mismo_soporte_no_se_adjunta_dos_veces_a_lo_mismo(documento, ahora, que, dice):
    avance = documento.usos.get().objeto
    comun = {
        "dependencia": documento.dependencia, "fecha_documento": date(2026, 6, 30), "por": fabricas.persona(),
        "ahora": ahora,
    }  # fmt: skip
    adjuntar(objeto=avance, titulo="Acta en línea", url="https://ejemplo.test/acta", **comun)
    with pytest.raises(YaAdjunto, match=dice):
        adjuntar(objeto=avance, titulo="Otra", **que, **comun)
    adjuntar(objeto=avance.actividad.plan, titulo="Otra", **que, **comun)
    assert Uso.objects.de(avance).count() == 2
    # Lo que se retiró sí se vuelve a adjuntar.
    for uso in Uso.objects.de(avance):
        retirar(documento=uso.documento, motivo="Estaba mal.", por=comun["por"], ahora=ahora)
    adjuntar(objeto=avance, titulo="Otra", **que, **comun)


def test_solo_se_barre_lo_que_ninguna_fila_nombra_y_ya_es_de_otro_dia(documento, ahora, settings, tmp_path):
    """Borra archivos: un nombre que faltara en su lista se llevaría los soportes de alguien."""
    carpeta = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": carpeta}
    autora = fabricas.persona()
    dependencia, avance = documento.dependencia, documento.usos.get().objeto
    adjuntar(
        objeto=avance, dependencia=dependencia, titulo="Otra", nombre="b.txt", contenido=b"b",
        fecha_documento=date(2026, 6, 30), por=autora, ahora=ahora,
    )  # fmt: skip
    recibir_importacion(destino="x", objeto_id=None, nombre="p.csv", contenido=b"a;b", por=autora, ahora=ahora)
    pedida = pedir_emision(informe="x", titulo="T", parametros={}, por=autora, ahora=ahora)
    emitir(emision=pedida, generar=lambda _: (b"%PDF-1.7", 1), ahora=ahora)
    nombrados = {ruta for ruta in tmp_path.rglob("*") if ruta.is_file()}
    assert {ruta.relative_to(tmp_path).parts[0] for ruta in nombrados} == {"versiondocumento", "importacion", "emision"}
    huerfanos = [
        tmp_path / default_storage.save(f"{modelo}/ab/huerfano", ContentFile(b"x"))
        for modelo in ("versiondocumento", "importacion", "emision")
    ]

    manana = timezone.now() + timedelta(hours=25)
    assert (barrer_huerfanos(ahora=timezone.now()), barrer_huerfanos(ahora=manana)) == (0, len(huerfanos))
    assert {ruta for ruta in tmp_path.rglob("*") if ruta.is_file()} == nombrados


def _modos(carpeta) -> set[tuple[str, str]]:
    return {("carpeta" if r.is_dir() else "archivo", oct(r.stat().st_mode & 0o777)) for r in carpeta.rglob("*")}


def test_lo_guardado_solo_lo_lee_quien_corre_el_sistema(documento, ahora, settings, tmp_path):
    almacen = settings.STORAGES["default"]
    almacen = almacen | {"OPTIONS": almacen["OPTIONS"] | {"location": tmp_path / "expediente"}}
    settings.STORAGES = settings.STORAGES | {"default": almacen}
    autora = fabricas.persona()
    adjuntar(
        objeto=documento.usos.get().objeto, dependencia=documento.dependencia, titulo="Otra", nombre="b.txt",
        contenido=b"b", fecha_documento=date(2026, 6, 30), por=autora, ahora=ahora,
    )  # fmt: skip
    recibir_importacion(destino="x", objeto_id=None, nombre="p.csv", contenido=b"a;b", por=autora, ahora=ahora)
    pedida = pedir_emision(informe="x", titulo="T", parametros={}, por=autora, ahora=ahora)
    emitir(emision=pedida, generar=lambda _: (b"%PDF-1.7", 1), ahora=ahora)
    en_carpeta = get_connection("mipg.correo.EnCarpeta", file_path=tmp_path / "correo")
    EmailMessage("A", "t", to=["a@ejemplo.test"], connection=en_carpeta).send()
    assert len([ruta for ruta in (tmp_path / "expediente").rglob("*") if ruta.is_file()]) == 3
    assert _modos(tmp_path / "expediente") == {("carpeta", "0o700"), ("archivo", "0o600")}
    assert _modos(tmp_path / "correo") == {("archivo", "0o600")}


def test_espera_lectura_lo_pedido_y_lo_que_quedo_a_medias_pero_no_lo_resuelto(ahora, db):
    antes, despues = ahora - timedelta(seconds=1), ahora + timedelta(seconds=1)
    casos = [
        ({"lectura": "PEDIDA"}, True),
        ({"lectura": "EN_CURSO", "arrendado_hasta": antes}, True),
        ({"lectura": "EN_CURSO", "arrendado_hasta": despues}, False),
        ({"lectura": "LISTA"}, False),
        ({"lectura": "PEDIDA", "estado": "DESCARTADA"}, False),
    ]
    autora, esperan = fabricas.persona(), []
    for n, (campos, espera) in enumerate(casos):
        subida = recibir_importacion(
            destino="x", objeto_id=None, nombre="p.csv", contenido=b"a;%d" % n, por=autora, ahora=ahora
        )
        Importacion.objects.filter(pk=subida.pk).update(**campos)
        esperan += [subida.pk] if espera else []
    assert list(Importacion.objects.por_leer(ahora).values_list("pk", flat=True)) == esperan


def test_retirar_dos_veces_conserva_el_primer_motivo(documento, ahora):
    por = fabricas.persona()
    retirar(documento=documento, motivo="Estaba mal.", por=por, ahora=ahora)
    with pytest.raises(ReglaIncumplida, match="ya estaba retirado"):
        retirar(documento=documento, motivo="Otra razón.", por=por, ahora=ahora)
    documento.refresh_from_db()
    assert documento.motivo_retiro == "Estaba mal."
