"""Importar dependencias, superiores y alias: revisar y confirmar, todo o nada."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mipg.bitacora.models import Suceso
from mipg.expediente.models import Importacion
from mipg.usuarios.models import AliasDependencia, Dependencia
from tests import fabricas

# El superior de la primera es un alias de la segunda.
BUENAS = "Dirección de Prensa;Despacho;Prensa; Comunicaciones\nDespacho Nuevo;;Despacho\nSHA;Despacho;Hacienda\n"

NADA = {"completas": 0, "iguales": 0}


@pytest.fixture
def planeacion(cliente_de, dependencias):
    return cliente_de(fabricas.persona("planeacion", dependencias.planeacion))


def subir(cliente, filas: str) -> str:
    """La URL de la vista previa de un CSV con esas filas (columnas separadas por punto y coma)."""
    partes = [linea.split(";", 2) for linea in filas.splitlines()]
    csv = "Dependencia\tSuperior\tAlias\n" + "".join("\t".join(parte) + "\n" for parte in partes)
    archivo = SimpleUploadedFile("dependencias.csv", csv.encode())
    return cliente.post("/dependencias/importar/", {"archivo": archivo})["Location"]


def confirmar(cliente, url):
    """El botón, con la huella de la vista previa."""
    importacion = Importacion.objects.get(pk=url.strip("/").split("/")[-1])
    return cliente.post(url, {"huella": importacion.huella})


def catalogo() -> tuple:
    return (
        list(Dependencia.objects.order_by("pk").values_list("nombre", "sigla", "superior__nombre")),
        list(AliasDependencia.objects.order_by("clave").values_list("clave", "dependencia__nombre")),
    )


def test_la_vista_previa_dice_lo_que_pasara_y_no_cambia_nada(planeacion):
    antes = catalogo()
    pagina = planeacion.get(subir(planeacion, BUENAS))
    assert pagina.context["lectura"].cuantas == {"nuevas": 2, "superiores": 2, "alias": 4} | NADA
    assert "Prensa; Comunicaciones" in pagina.text
    assert catalogo() == antes


def test_una_columna_que_no_se_importa_se_dice(planeacion):
    csv = "Dependencia\tSuperior\tColor\nDirección de Prensa\t\tazul\n".encode()
    subida = planeacion.post("/dependencias/importar/", {"archivo": SimpleUploadedFile("d.csv", csv)})
    pagina = planeacion.get(subida["Location"]).text
    assert "Revise esto antes de confirmar" in pagina
    assert "«Color» no se reconoció y no se importa" in pagina


def test_confirmar_crea_cuelga_y_nombra_con_su_autor(planeacion):
    url = subir(planeacion, BUENAS)
    assert confirmar(planeacion, url).status_code == 302
    prensa = Dependencia.objects.get(nombre="Dirección de Prensa")
    assert prensa.superior.nombre == "Despacho Nuevo"
    assert Dependencia.objects.get(sigla="SHA").superior.nombre == "Despacho Nuevo"
    assert set(prensa.alias.values_list("nombre", flat=True)) == {"Prensa", "Comunicaciones"}
    autora = Importacion.objects.get().aplicada_por
    sucesos = Suceso.objects.filter(object_pk=str(prensa.pk), content_type__model="dependencia", actor=autora)
    assert sucesos.count() >= 2
    assert "Este archivo ya se aplicó" in planeacion.get(url).text


def test_repetir_el_archivo_no_cambia_nada(planeacion):
    confirmar(planeacion, subir(planeacion, BUENAS))
    antes = catalogo()
    url = subir(planeacion, BUENAS)
    assert planeacion.get(url).context["lectura"].cuantas == {"nuevas": 0, "superiores": 0, "alias": 0} | NADA | {
        "iguales": 3
    }
    assert confirmar(planeacion, url).status_code == 302
    assert catalogo() == antes
    assert Importacion.objects.filter(estado="APLICADA").count() == 1


@pytest.mark.parametrize(
    ("filas", "donde", "mensaje"),
    [
        ("Oficina A;Oficina que no existe;", "fila 2, columna B", "No hay ninguna dependencia"),
        ("Oficina A;Oficina B;\nOficina B;Oficina A;", "filas 2–3, columna B", "dependiendo de sí misma"),
        ("Oficina A;Oficina A;", "fila 2, columna B", "dependiendo de sí misma"),
        ("Oficina A;;SHA", "fila 2, columna C", "ya nombra a «Secretaría de Hacienda»"),
        ("Oficina A;;Una\nOficina B;;Una", "fila 3, columna C", "ya nombra a"),
        (";SHA;Una", "fila 2, columna A", "Falta el nombre"),
        ("Oficina A;;\nOFICINA A;;", "fila 3, columna A", "ya está en la fila 2"),
        ("Oficina A;;" + "a" * 201, "fila 2, columna C", "caben 200"),
    ],
)
def test_con_un_error_no_se_aplica_nada_y_se_dice_donde(planeacion, filas, donde, mensaje):
    antes = catalogo()
    url = subir(planeacion, filas)
    pagina = planeacion.get(url)
    dichos = [str(problema) for problema in pagina.context["problemas"]]
    assert any(donde in frase and mensaje in frase for frase in dichos), dichos
    assert confirmar(planeacion, url).status_code == 422
    assert catalogo() == antes
    assert Importacion.objects.get().estado == "SUBIDA"


def test_el_superior_que_ya_esta_no_se_pisa(planeacion, dependencias):
    Dependencia.objects.filter(pk=dependencias.hacienda.pk).update(superior=dependencias.planeacion)
    antes = catalogo()
    url = subir(planeacion, f"SHA;{dependencias.educacion.nombre};")
    assert "Ya depende de" in planeacion.get(url).text
    assert confirmar(planeacion, url).status_code == 422
    assert catalogo() == antes


def test_un_ciclo_con_lo_que_ya_estaba_se_ve(planeacion, dependencias):
    Dependencia.objects.filter(pk=dependencias.hacienda.pk).update(superior=dependencias.planeacion)
    url = subir(planeacion, f"{dependencias.planeacion.nombre};SHA;")
    assert "dependiendo de sí misma" in planeacion.get(url).text


def test_el_archivo_de_otra_persona_no_existe(planeacion, cliente_de):
    url = subir(planeacion, BUENAS)
    otra = cliente_de(fabricas.persona("planeacion"))
    assert [otra.get(url).status_code, otra.post(url).status_code] == [404, 404]


def test_descartado_ya_no_se_aplica(planeacion):
    antes, url = catalogo(), subir(planeacion, BUENAS)
    planeacion.post(url, {"descartar": "1"})
    assert confirmar(planeacion, url).status_code == 302
    assert (catalogo(), Importacion.objects.get().estado) == (antes, "DESCARTADA")


def test_si_algo_falla_a_mitad_no_queda_nada(planeacion, monkeypatch):
    antes, url = catalogo(), subir(planeacion, BUENAS)

    def fallar(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("mipg.usuarios.acciones.registrar", fallar)
    with pytest.raises(RuntimeError):
        confirmar(planeacion, url)
    assert (catalogo(), Importacion.objects.get().estado) == (antes, "SUBIDA")


def test_la_vista_previa_cuesta_lo_mismo_con_2_y_con_50_filas(planeacion, consultas):
    medidas = []
    for cuantas in (2, 50):
        url = subir(planeacion, "".join(f"Oficina {cuantas} x {n};SHA;O{cuantas}x{n}\n" for n in range(cuantas)))
        with consultas() as hechas:
            planeacion.get(url)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1] <= 16


@pytest.mark.parametrize(
    "csv",
    [
        "Nombre;Correo;Dependencia;Rol\nAna;a@ejemplo.test;Oficina de Prensa;Enlace\n",
        "Nombre;Edad\nAna;30\n",
        "Nombre\nAna\nBeto\n",
        "No.;Actividad;Meta;Dependencia responsable\n1;Publicar;2;Oficina de Prensa\n",
    ],
)
def test_una_lista_de_otra_cosa_no_entra_al_catalogo(planeacion, csv):
    antes = catalogo()
    archivo = SimpleUploadedFile("otra.csv", csv.encode())
    url = planeacion.post("/dependencias/importar/", {"archivo": archivo})["Location"]
    assert planeacion.get(url).context["problemas"]
    assert confirmar(planeacion, url).status_code == 422
    assert catalogo() == antes


def test_una_sola_columna_que_dice_dependencia_si_es_la_lista(planeacion):
    archivo = SimpleUploadedFile("d.csv", b"Dependencia\nOficina de Prensa\nOficina de Paz\n")
    url = planeacion.post("/dependencias/importar/", {"archivo": archivo})["Location"]
    assert confirmar(planeacion, url).status_code == 302
    assert Dependencia.objects.filter(nombre__in=["Oficina de Prensa", "Oficina de Paz"]).count() == 2


def test_los_alias_se_separan_tambien_con_una_barra(planeacion):
    confirmar(planeacion, subir(planeacion, "Oficina de Ñandúes;;Ñandúes|Avestruces"))
    assert set(
        AliasDependencia.objects.filter(dependencia__nombre="Oficina de Ñandúes").values_list("nombre", flat=True)
    ) == {"Ñandúes", "Avestruces"}


def test_se_dice_en_singular_lo_que_es_uno(planeacion):
    url = subir(planeacion, "Oficina de Paz;SHA;Paz")
    assert (
        "1 dependencia nueva, 1 superior, 1 alias, 0 dependencias que se completan y 0 filas que ya estaban."
        in planeacion.get(url).text
    )


def test_lo_mismo_en_muchas_filas_se_dice_una_vez(planeacion):
    url = subir(planeacion, "".join(f"Oficina {n};Marcianos;\n" for n in range(600)))
    (problema,) = planeacion.get(url).context["problemas"]
    assert str(problema).startswith("dependencias, filas 2–601, columna B: No hay ninguna dependencia «Marcianos»")


def test_no_queda_esperando_turno_para_leerse(planeacion):
    subir(planeacion, BUENAS)
    assert not Importacion.objects.filter(lectura="PEDIDA").exists()


def test_lo_que_no_es_una_tabla_se_niega_sin_ofrecer_formatos_que_no_sirven(planeacion):
    respuesta = planeacion.post("/dependencias/importar/", {"archivo": SimpleUploadedFile("d.xls", b"no soy excel")})
    assert "PowerPoint" not in respuesta.text
    assert "No se encontró la columna «Dependencia»" in planeacion.get(respuesta["Location"]).text


def test_su_propio_nombre_no_es_un_alias(planeacion):
    url = subir(planeacion, "Oficina de Paz;;OFICINA DE PAZ; Paz\nSHA;;Secretaria de hacienda")
    assert planeacion.get(url).context["lectura"].cuantas == NADA | {
        "nuevas": 1,
        "superiores": 0,
        "alias": 1,
        "iguales": 1,
    }
    confirmar(planeacion, url)
    assert AliasDependencia.objects.get(dependencia__nombre="Oficina de Paz").nombre == "Paz"


@pytest.mark.parametrize("pie", ["Total dependencias: 2", "Elaboró: Planeación", "TOTAL", "* creado por el Decreto 5"])
def test_el_pie_de_la_tabla_no_es_una_dependencia(planeacion, pie):
    pagina = planeacion.get(subir(planeacion, f"Dirección de Prensa;;\n{pie};;\n"))
    assert not pagina.context["lectura"].se_puede
    assert f"«{pie}» no es el nombre de una dependencia" in pagina.text


def test_la_nueva_que_se_parece_a_otra_y_la_numerada_se_dicen(planeacion):
    filas = "1. Dirección de Prensa;;antes: Prensa\n1.1 Grupo de Radio;1. Dirección de Prensa;\nSecretaría Hacienda;;\n"
    pagina = planeacion.get(subir(planeacion, filas))
    assert [(una.nombre, una.superior_escrito, una.alias) for una in pagina.context["lectura"].filas] == [
        ("Dirección de Prensa", "", ("Prensa",)),
        ("Grupo de Radio", "Dirección de Prensa", ()),
        ("Secretaría Hacienda", "", ()),
    ]
    assert "«1. Dirección de Prensa» queda sin su número" in pagina.text
    assert "«Secretaría Hacienda» entra como nueva. Se parecen: «Secretaría de Hacienda»." in pagina.text


def test_lo_que_parecen_varios_alias_en_uno_se_dice(planeacion):
    pagina = planeacion.get(subir(planeacion, "Dirección de Prensa;;Prensa, Comunicaciones\n"))
    assert "«Prensa, Comunicaciones» queda como un solo alias" in pagina.text
    assert pagina.context["lectura"].se_puede
