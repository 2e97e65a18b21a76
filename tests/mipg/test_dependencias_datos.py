"""Importar el catálogo entero de dependencias: sigla, tipo, alcance y desde cuándo existe, con su plantilla."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from mipg.expediente.models import Importacion
from mipg.usuarios.models import Dependencia, TipoDependencia
from tests import fabricas

TITULOS = "Dependencia\tSuperior\tAlias\tSigla\tTipo\tEn el alcance\tExiste desde"
# Sus nombres son públicos. Todo lo demás de esta hoja es de ejemplo.
LOCALES = ("Histórica y del Caribe Norte", "de la Virgen y Turística", "Industrial y de la Bahía")


def hoja() -> str:
    """Sesenta: el despacho, sus secretarías y oficinas, sus direcciones y las tres alcaldías locales."""
    filas = ["Despacho de Ejemplo\t\tDespacho del Alcalde\tDA\tDespacho\tSí\t"]
    secretarias = [f"Secretaría de Ejemplo {n}" for n in range(1, 15)]
    filas += [f"{s}\tDA\tSec. de ejemplo {n}\tSE{n}\tSecretaría\tSí\t" for n, s in enumerate(secretarias, start=1)]
    filas += [
        f"Dirección de Ejemplo {n}\tSE{n % 14 + 1}\tDir. de ejemplo {n}\t\tDirección\tSí\t01/02/2026" for n in range(36)
    ]
    filas += [f"Oficina Asesora de Ejemplo {n}\tDespacho del Alcalde\t\tOE{n}\tOficina asesora\tSí\t" for n in range(6)]
    filas += [f"Alcaldía Local {cual}\tDA\tLocalidad {n}\t\tAlcaldía local\tNo\t" for n, cual in enumerate(LOCALES)]
    return "\n".join([TITULOS, *filas, ""])


@pytest.fixture
def planeacion(cliente_de, dependencias):
    return cliente_de(fabricas.persona("planeacion", dependencias.planeacion))


def subir(cliente, contenido: str) -> str:
    archivo = SimpleUploadedFile("dependencias.csv", contenido.encode())
    return cliente.post("/dependencias/importar/", {"archivo": archivo})["Location"]


def confirmar(cliente, url: str):
    return cliente.post(url, {"huella": Importacion.objects.get(pk=url.strip("/").split("/")[-1]).huella})


def test_sesenta_dependencias_entran_de_una_vez_con_todos_sus_datos(planeacion):
    url = subir(planeacion, hoja())
    pagina = planeacion.get(url)
    assert not pagina.context["problemas"]
    assert pagina.context["lectura"].cuantas == {
        "nuevas": 60, "superiores": 59, "alias": 54, "completas": 0, "iguales": 0
    }  # fmt: skip
    assert "tipo Alcaldía local; fuera del alcance del plan" in pagina.text
    assert confirmar(planeacion, url).status_code == 302
    locales = Dependencia.objects.filter(tipo=TipoDependencia.ALCALDIA_LOCAL).order_by("pk")
    assert [una.nombre for una in locales] == [f"Alcaldía Local {cual}" for cual in LOCALES]
    assert {(una.en_alcance, una.superior.nombre) for una in locales} == {(False, "Despacho de Ejemplo")}
    assert Dependencia.objects.get(nombre="Dirección de Ejemplo 0").vigente_desde == date(2026, 2, 1)
    assert Dependencia.objects.get(sigla="SE3").alias.get().nombre == "Sec. de ejemplo 3"
    # Otra vez, nada.
    repetida = planeacion.get(subir(planeacion, hoja())).context["lectura"]
    assert (repetida.cuantas["iguales"], repetida.se_puede) == (60, False)


def test_las_consultas_de_la_vista_previa_no_dependen_de_cuantas_haya(planeacion, consultas):
    una = subir(planeacion, "\n".join(hoja().split("\n")[:2]))
    todas = subir(planeacion, hoja())
    cuentas = []
    for url in (una, todas):
        planeacion.get(url)
        with consultas() as hechas:
            planeacion.get(url)
        cuentas.append(len(hechas))
    assert cuentas[0] == cuentas[1]


def test_lo_que_nadie_habia_dicho_se_completa_con_su_suceso(planeacion, dependencias):
    url = subir(planeacion, f"{TITULOS}\n{dependencias.educacion.nombre}\t\t\tSED\tSecretaría\tSí\t15/01/2025\n")
    assert planeacion.get(url).context["lectura"].cuantas["completas"] == 1
    confirmar(planeacion, url)
    dependencias.educacion.refresh_from_db()
    completa = dependencias.educacion
    assert (completa.sigla, completa.tipo, completa.vigente_desde) == ("SED", "SECRETARIA", date(2025, 1, 15))


@pytest.mark.parametrize(
    ("fila", "donde", "mensaje"),
    [
        ("Oficina A\t\t\tSHA\t\t\t", "columna D", "ya nombra a «Secretaría de Hacienda»"),
        ("SHA\t\t\tOTRA\t\t\t", "columna D", "Ya dice sigla SHA y aquí no se cambia"),
        ("SHA\t\t\t\t\tNo\t", "columna F", "Ya dice en el alcance del plan"),
        ("Oficina A\t\t\t\tMinisterio\t\t", "columna E", "«Ministerio» no se entiende. Son: Despacho"),
        ("Oficina A\t\t\t\t\tquizás\t", "columna F", "Escriba «Sí» o «No»"),
        ("Oficina A\t\t\t\t\t\tpronto", "columna G", "no es una fecha"),
        ("Oficina A\t\t\t\t\t\t31/02/2026", "columna G", "no existe en el calendario"),
        ("Oficina A\t\t\t\t\t\t01/01/2062", "columna G", "Revise el año: 01/01/2062"),
        ("Oficina A\t\t\tSIGLADEMASIADOLARGAPARACABER\t\t\t", "columna D", "caben 20"),
        ("Oficina A\t\t\tAB\t\t\t\nOficina B\t\t\tab\t\t\t", "fila 3, columna D", "ya nombra a"),
    ],
)
def test_lo_que_no_cuadra_se_dice_en_su_celda_y_no_se_aplica_nada(planeacion, fila, donde, mensaje):
    antes = Dependencia.objects.count()
    url = subir(planeacion, f"{TITULOS}\n{fila}\n")
    dichos = [str(problema) for problema in planeacion.get(url).context["problemas"]]
    assert any(donde in frase and mensaje in frase for frase in dichos), dichos
    assert confirmar(planeacion, url).status_code == 422
    assert Dependencia.objects.count() == antes


def test_suprimir_no_se_hace_con_una_hoja(planeacion):
    url = subir(planeacion, "Dependencia\tSuperior\tExiste hasta\nOficina A\t\t01/05/2026\n")
    assert "Suprimir una dependencia es otra cosa" in planeacion.get(url).text


def test_la_plantilla_se_descarga_y_se_vuelve_a_subir(planeacion, dependencias):
    assert "/dependencias/importar/plantilla/" in planeacion.get("/dependencias/importar/").text
    libro = load_workbook(BytesIO(planeacion.get("/dependencias/importar/plantilla/").getvalue()))
    encabezados = [celda.value for celda in libro["Dependencias"][1]]
    assert encabezados[:4] == ["Dependencia", "Superior", "Alias", "Sigla"]
    assert "Alcaldía local" in [fila[0].value for fila in libro["Listas"].iter_rows(min_row=2)]
    libro["Dependencias"].append(["Oficina A", dependencias.educacion.nombre, "", "OA", "Oficina asesora", "Sí", None])
    contenido = BytesIO()
    libro.save(contenido)
    archivo = SimpleUploadedFile("dependencias.xlsx", contenido.getvalue())
    url = planeacion.post("/dependencias/importar/", {"archivo": archivo})["Location"]
    confirmar(planeacion, url)
    assert Dependencia.objects.get(sigla="OA").superior == dependencias.educacion
