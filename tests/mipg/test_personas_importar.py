"""Importar personas: subir, revisar, confirmar una sola vez, todo o nada."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mipg.avisos.models import Mensaje
from mipg.expediente.models import Importacion
from mipg.usuarios.acciones.cambios import detener_cambio
from mipg.usuarios.models import CambioDeCuenta, Usuario
from tests import fabricas

SUBIR = "/personas/importar/"
CSV = "Nombre;Correo;Dependencia;Rol;Desde\n{filas}"
BUENAS = "Ana Pérez;ana@ejemplo.test;SHA;Enlace;01/07/2026\nBeto Ruiz;beto@ejemplo.test;Educación;Jefe;\n"


@pytest.fixture
def planeacion(cliente_de, dependencias):
    dependencias.educacion.alias.create(nombre="Educación")
    return cliente_de(fabricas.persona("planeacion", dependencias.planeacion))


def subir(cliente, filas=BUENAS, nombre="personas.csv", contenido=None):
    contenido = contenido if contenido is not None else CSV.format(filas=filas).encode()
    return cliente.post(SUBIR, {"archivo": SimpleUploadedFile(nombre, contenido)})


def confirmar(cliente, url, datos):
    """El botón, con la huella de la vista previa."""
    importacion = Importacion.objects.get(pk=url.strip("/").split("/")[-1])
    return cliente.post(url, {"huella": importacion.huella} | datos)


def nuevas() -> set[str]:
    return set(
        Usuario.objects.filter(email__in=["ana@ejemplo.test", "beto@ejemplo.test"]).values_list("email", flat=True)
    )


def test_subir_no_crea_a_nadie_y_muestra_lo_que_pasara(planeacion):
    respuesta = subir(planeacion)
    assert respuesta.status_code == 302
    pagina = planeacion.get(respuesta["Location"])
    assert pagina.context["lectura"].cuantas == {"personas": 2, "asignaciones": 1, "por_confirmar": 1, "iguales": 0}
    assert "Secretaría de Educación" in pagina.text
    assert "2 personas nuevas, 1 rol nuevo, 1 rol que confirma otra persona" in pagina.text
    assert pagina.text.count("Lo confirma otra persona") == 1
    assert nuevas() == set()


def test_confirmar_crea_asigna_e_invita(planeacion):
    url = subir(planeacion)["Location"]
    assert confirmar(planeacion, url, {"invitar": "on"})["Location"] == "/personas/"
    assert nuevas() == {"ana@ejemplo.test", "beto@ejemplo.test"}
    assert Usuario.objects.get(email="ana@ejemplo.test").asignaciones.get().rol == "enlace"
    # Ser jefe lo confirma otra persona.
    beto = Usuario.objects.get(email="beto@ejemplo.test")
    assert not beto.asignaciones.exists()
    assert beto.cambios_de_cuenta.get().rol == "jefe"
    assert Mensaje.objects.filter(clase="invitacion").count() == 2


def test_sin_la_casilla_no_se_invita(planeacion):
    confirmar(planeacion, subir(planeacion)["Location"], {})
    assert nuevas() and not Mensaje.objects.exists()


def test_confirmar_dos_veces_aplica_una(planeacion):
    url = subir(planeacion)["Location"]
    confirmar(planeacion, url, {"invitar": "on"})
    personas = Usuario.objects.count()
    assert confirmar(planeacion, url, {"invitar": "on"}).status_code == 302
    assert (Usuario.objects.count(), Mensaje.objects.count()) == (personas, 2)
    assert "Este archivo ya se aplicó" in planeacion.get(url).text


def test_reimportar_antes_de_que_se_confirmen_los_jefes_solo_pide_lo_nuevo(planeacion):
    confirmar(planeacion, subir(planeacion)["Location"], {})
    url = subir(planeacion, BUENAS + "Caro Díaz;caro@ejemplo.test;SHA;Enlace;\n")["Location"]
    pagina = planeacion.get(url)
    assert pagina.context["lectura"].cuantas == {"personas": 1, "asignaciones": 1, "por_confirmar": 0, "iguales": 2}
    assert "Ya pedido: falta que otra persona lo confirme" in pagina.text
    assert confirmar(planeacion, url, {}).status_code == 302
    assert Usuario.objects.filter(email="caro@ejemplo.test").exists()


def test_el_segundo_jefe_titular_se_avisa_sea_el_primero_de_ayer_o_apenas_pedido(planeacion, dependencias):
    zoe = fabricas.persona("jefe", dependencias.educacion, nombre="Zoe Díaz")
    pagina = planeacion.get(subir(planeacion)["Location"])
    assert "dos jefes titulares: también Zoe Díaz" in pagina.text
    zoe.asignaciones.all().delete()
    url = subir(planeacion)["Location"]
    assert "dos jefes" not in planeacion.get(url).text
    confirmar(planeacion, url, {})
    otro = "Luis Gil;luis@ejemplo.test;Educación;Jefe;\n"
    assert "también Beto Ruiz" in planeacion.get(subir(planeacion, otro)["Location"]).text


def test_el_rol_que_la_persona_detuvo_es_un_error_en_su_celda(planeacion):
    confirmar(planeacion, subir(planeacion)["Location"], {})
    detener_cambio(cambio=CambioDeCuenta.objects.get(), ahora=timezone.now())
    pagina = planeacion.get(subir(planeacion)["Location"])
    assert "fila 3, columna D" in pagina.text and "citando el acto administrativo" in pagina.text


def test_con_un_error_no_se_crea_nadie_y_se_dice_donde(planeacion):
    url = subir(planeacion, BUENAS + "Caro;caro;SHA;Enlace;\n")["Location"]
    assert "fila 4, columna B" in planeacion.get(url).text
    respuesta = confirmar(planeacion, url, {"invitar": "on"})
    assert respuesta.status_code == 422
    assert nuevas() == set() and not Mensaje.objects.exists()
    assert Importacion.objects.get().estado == "SUBIDA"


def test_si_algo_falla_a_mitad_no_queda_nada(planeacion, monkeypatch):
    url = subir(planeacion)["Location"]

    def fallar(**_):
        raise RuntimeError

    monkeypatch.setattr("mipg.avisos.acciones.invitar", fallar)
    with pytest.raises(RuntimeError):
        confirmar(planeacion, url, {"invitar": "on"})
    assert nuevas() == set()
    assert Importacion.objects.get().estado == "SUBIDA"


def test_el_archivo_de_otra_persona_no_existe(planeacion, cliente_de):
    url = subir(planeacion)["Location"]
    otra = cliente_de(fabricas.persona("planeacion"))
    assert [otra.get(url).status_code, otra.post(url).status_code] == [404, 404]


def test_descartar_no_crea_a_nadie_y_ya_no_se_puede_aplicar(planeacion):
    url = subir(planeacion)["Location"]
    planeacion.post(url, {"descartar": "1"})
    confirmar(planeacion, url, {})
    assert nuevas() == set()
    assert "Este archivo se descartó" in planeacion.get(url).text


def libro(hojas=1) -> bytes:
    salida, excel = io.BytesIO(), openpyxl.Workbook()
    excel.active.append(["Nombre", "Correo", "Dependencia", "Rol"])
    excel.active.append(["Ana Pérez", "ana@ejemplo.test", "SHA", "Enlace"])
    excel.save(salida)
    return salida.getvalue()


def test_tambien_lee_excel(planeacion):
    confirmar(planeacion, subir(planeacion, nombre="p.xlsx", contenido=libro())["Location"], {})
    assert nuevas() == {"ana@ejemplo.test"}


def test_la_plantilla_que_se_descarga_se_reconoce(planeacion):
    contenido = planeacion.get("/personas/importar/plantilla/").getvalue()
    excel = openpyxl.load_workbook(io.BytesIO(contenido))
    assert "Secretaría de Hacienda" in [c.value for c in excel["Listas"]["B"]]
    excel["Personas"].append(["Ana Pérez", "ana@ejemplo.test", "Secretaría de Hacienda", "Enlace"])
    salida = io.BytesIO()
    excel.save(salida)
    confirmar(planeacion, subir(planeacion, nombre="p.xlsx", contenido=salida.getvalue())["Location"], {})
    assert nuevas() == {"ana@ejemplo.test"}


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [
        ("p.xlsx", b""),
        ("p.exe", b"MZ\x90\x00"),
        ("p.csv", b"<html><script>x</script>"),
        ("p.xlsx", libro()[:900]),
        ("p.csv", b"\x00\x01\x02"),
        ("p.csv", b"x" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_un_archivo_malo_vuelve_con_su_razon_y_nunca_es_un_500(planeacion, nombre, contenido):
    respuesta = subir(planeacion, nombre=nombre, contenido=contenido)
    assert respuesta.status_code == 422
    assert respuesta.context["form"].errors["archivo"]
    assert not Importacion.objects.exists()


@pytest.mark.parametrize("contenido", [b"hola", b"no es un zip", "ñandú;á\n;;\n".encode("latin-1")])
def test_un_texto_que_no_es_la_lista_se_explica_en_la_vista_previa(planeacion, contenido):
    pagina = planeacion.get(subir(planeacion, contenido=contenido)["Location"])
    assert pagina.status_code == 200
    assert pagina.context["problemas"]
    assert not pagina.context["se_puede"]


def ods() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as zip_:
        zip_.writestr("content.xml", "<x/>")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("nombre", "contenido", "razon"),
    [
        ("p.xls", bytes.fromhex("D0CF11E0A1B11AE1") + "Workbook".encode("utf-16-le"), "Excel antiguo"),
        ("p.xls", bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        ("p.ods", ods(), "LibreOffice"),
        ("p.csv", b'"sin cerrar;a\n' * 3, "comilla"),
    ],
)
def test_lo_que_no_se_puede_leer_se_rechaza_al_subir_con_el_motivo(planeacion, nombre, contenido, razon):
    respuesta = subir(planeacion, nombre=nombre, contenido=contenido)
    assert respuesta.status_code == 422
    assert razon in respuesta.context["form"].errors["archivo"][0]
    assert not Importacion.objects.exists()


def test_los_textos_del_archivo_no_ejecutan_nada(planeacion):
    filas = "<b onclick=x()>Ana</b>;ana@ejemplo.test;SHA;Enlace;\n"
    pagina = planeacion.get(subir(planeacion, filas)["Location"])
    assert "<b onclick" not in pagina.text


def test_la_vista_previa_cuesta_las_mismas_consultas_con_2_y_con_50_filas(planeacion, consultas):
    medidas = []
    for cuantas in (2, 50):
        filas = "".join(f"Persona {n};p{cuantas}x{n}@ejemplo.test;SHA;Enlace;\n" for n in range(cuantas))
        url = subir(planeacion, filas)["Location"]
        with consultas() as hechas:
            planeacion.get(url)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def test_si_lo_que_se_vio_cambio_no_se_crea_nadie(planeacion):
    url = subir(planeacion)["Location"]
    pagina = planeacion.get(url)
    Importacion.objects.update(elecciones={"corregida": "por otra persona"})
    planeacion.post(url, {"huella": pagina.context["form"]["huella"].value()})
    assert nuevas() == set()
    assert "cambió desde la vista previa" in planeacion.get(url).text
