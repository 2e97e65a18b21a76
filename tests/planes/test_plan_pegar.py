"""Pegar filas copiadas de Excel: el mismo motor que importar, y un solo deshacer."""

import pytest

from mipg.expediente.models import Importacion
from planes.models import Actividad, Plan
from tests import fabricas

TITULOS = (
    "No.",
    "Actividad",
    "Producto",
    "Meta",
    "Unidad",
    "T1",
    "T2",
    "T3",
    "T4",
    "Inicio",
    "Fecha fin",
    "Responsable",
)


def bloque(*filas, titulos=TITULOS) -> str:
    """Lo que Excel deja en el portapapeles."""
    return "".join("\t".join(fila) + "\r\n" for fila in ([titulos] if titulos else []) + list(filas))


def fila(numero, **cambios) -> list[str]:
    """Una actividad completa, como se ve en Excel."""
    base = dict(zip(TITULOS, [str(numero), f"Publicar el boletín {numero}", "Boletín", "4", "boletines",
        *"1111", "01/02/2026", "30/11/2026", "Secretaría de Hacienda"], strict=True))  # fmt: skip
    return list((base | cambios).values())


@pytest.fixture
def vacio(quien):
    return fabricas.plan(dependencia=quien.propia, por=quien.jefe)


def _pegar(quien, plan, texto, **con):
    return quien.cliente.jefe.post(f"/planes/{plan.pk}/pegar/", {"texto": texto}, **con)


def test_si_todo_cabe_y_nada_se_supone_entra_de_una_vez_y_se_deshace_de_una_vez(quien, vacio, sucesos):
    respuesta = _pegar(quien, vacio, bloque(*(fila(n) for n in range(1, 41))), follow=True)
    assert "Se pegó: 40 actividades nuevas." in respuesta.text
    assert vacio.actividades.count() == 40
    (pegado,) = Importacion.objects.all()
    assert f"/planes/importaciones/{pegado.pk}/deshacer/" in respuesta.text
    deshecho = quien.cliente.jefe.post(f"/planes/importaciones/{pegado.pk}/deshacer/", follow=True)
    assert "Se deshizo" in deshecho.text
    assert vacio.actividades.count() == 0
    assert sucesos(vacio) == ["importar", "deshacer"]


def test_lo_que_no_cabe_o_se_supone_se_dice_antes_de_que_entre(quien, vacio):
    texto = bloque([*fila(1, Meta="varios"), "sobra"], titulos=(*TITULOS, "Semáforo de avance"))
    pagina = _pegar(quien, vacio, texto, follow=True).text
    assert vacio.actividades.count() == 0
    assert "Pegado de Excel (1 fila × 13 columnas)" in pagina
    assert "La meta «varios» no trae una cantidad" in pagina


def test_sin_titulos_se_toma_el_orden_de_la_hoja_y_se_pregunta(quien, vacio):
    sin_titulos = ["1", "Publicar, revisar", "Acta", "actas", "Acumulada", "2", "1", "", "", "1", "", "01/02/2026",
        "30/11/2026", "Secretaría de Hacienda"]  # fmt: skip
    pagina = _pegar(quien, vacio, bloque(sin_titulos, titulos=None), follow=True).text
    assert "sin títulos" in pagina
    (pegado,) = Importacion.objects.all()
    assert vacio.actividades.count() == 0
    assert pegado.analisis["cuantas"]["nuevas"] == 1


def test_la_celda_con_renglones_y_comillas_es_una_sola(quien, vacio):
    _pegar(quien, vacio, bloque(fila(1, Producto='"Acta ""final""\ny anexos"')))
    assert vacio.actividades.get().producto == 'Acta "final"\ny anexos'


@pytest.mark.parametrize("texto", ["", " \t \r\n\t", "\x00"])
def test_lo_que_no_es_un_bloque_se_dice(quien, vacio, texto):
    respuesta = _pegar(quien, vacio, texto)
    assert respuesta.status_code == 422
    assert not Importacion.objects.exists()


def test_en_un_plan_que_no_se_formula_no_se_pega(quien, en_estado):
    plan = en_estado("APROBADO")
    assert _pegar(quien, plan, bloque(fila(1))).status_code == 422
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/pegar/").url == f"/planes/{plan.pk}/"
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/pegar/").status_code == 403
    assert Actividad.objects.count() == 1


def _en_la_rejilla(cliente, hoja, texto, desde="") -> dict:
    cual = "planes" if isinstance(hoja, Plan) else "planes/propuestas"
    datos = {"texto": texto, "desde": desde}
    return cliente.post(f"/{cual}/{hoja.pk}/pegar/", datos, headers={"X-Requested-With": "mipg-pegar"}).json()


def test_sobre_las_celdas_entra_lo_que_se_entiende_y_lo_demas_se_dice(quien, plan):
    texto = "1.234,5\t25 %\t\t\t\t50\t1/2\t30/11/2026\tSecretaría de Hacienda\tsobra\nvarias\t7\n"
    pegado = _en_la_rejilla(quien.cliente.jefe, plan, texto, "programado_t1")
    assert pegado["mide"] == "2 filas × 10 columnas"
    assert pegado["filas"][1] == {"programado_t2": "7"} | dict.fromkeys(
        ["programado_t3", "programado_t4", "ponderacion", "fecha_inicio", "fecha_fin", "dependencia"], ""
    )
    assert pegado["dice"][0] == "2 columnas no caben a la derecha."
    assert [dicho.partition(":")[0] for dicho in pegado["dice"][1:]][-1] == "Fila 2, T1"
    assert plan.actividades.count() == 1


@pytest.mark.parametrize(
    ("desde", "texto", "primera", "dice"),
    [
        ("fecha_inicio", "2/1/2026\t3/10/2026\n3/1/2026\t12/31/2026\n", {"fecha_inicio": "01/02", "fecha_fin": "10/03"},
         "mes/día"),
        ("meta", "1.250\n0.25\n", {}, "«1.250» puede ser 1250 o 1,250"),
        ("ponderacion", "0,25\n0,25\n0,5\n", {"ponderacion": "25"}, "fracciones de 1"),
        ("fecha_fin", "31/12/2024\n", {"fecha_fin": "31/12/2024"}, "no es de 2026"),
        ("programado_t1", "-\t3\n", {"programado_t1": "", "programado_t2": "3"}, ""),
        ("dependencia", "Hacienda\n", {"dependencia": "Secretaría de Hacienda"}, "se entendió como"),
        ("meta", "####\n", {}, "angosta en Excel"),
        ("meta", "#N/A\n", {}, "#N/A"),
        ("programado_t1", "T4\tT1\n4\t1\n", {"programado_t4": "4", "programado_t1": "1"}, "cada columna va a la suya"),
        ("unidad", "Porcentaje\tAcumulada\t0,9\n", {"unidad": "Porcentaje", "tipo_meta": "ACUMULADA", "meta": "0,9"},
         "Si quiso decir 90 %"),
        ("nombre", "1\tUno\n2\tDos\n", {"nombre": "1", "producto": "Uno"}, "péguelo desde esa columna"),
        ("programado_t1", "I Trim\tII Trim\n4\t1\n", {"programado_t1": "4", "programado_t2": "1"}, "trae los títulos"),
        ("meta", "Meta 2026\n4\n5\n", {"meta": "4"}, "trae los títulos"),
        ("fecha_inicio", "Fecha fin\n30/06/2026\n", {"fecha_fin": "30/06"}, "cada columna va a la suya"),
        ("meta", "100%\n", {"meta": "100"}, "el signo «%» no entra"),
        ("ponderacion", "0,10\n0,15\n", {"ponderacion": "0,1"}, "pueden ser fracciones de 1"),
        ("ponderacion", "60\n40\n100\n", {"ponderacion": "60"}, "es el total"),
        ("dependencia", "Pendiente\n", {"dependencia": ""}, "se toma como vacío"),
        ("producto", "A\u200bcta\u00ad\n", {"producto": "Acta"}, ""),
    ],
)  # fmt: skip
def test_sobre_las_celdas_decide_la_columna_entera(quien, plan, desde, texto, primera, dice):
    pegado = _en_la_rejilla(quien.cliente.jefe, plan, texto, desde)
    assert pegado["filas"][0] == primera
    assert dice in " ".join(pegado["dice"]) and bool(dice) == bool(pegado["dice"])


@pytest.mark.parametrize("sin_numero", [False, True])
def test_sin_titulos_la_primera_actividad_puede_empezar_por_actividad(quien, vacio, sin_numero):
    hoja = ["Actividades deportivas", "Actividad cultural", "informes", "Acumulada", "4", "1", "1", "1", "1", "50"]
    otra = ["Charla de bienestar", "Acta", "charlas", "Acumulada", "2", "", "1", "", "1", "50"]
    texto = "\n".join("\t".join([*([""] if sin_numero else []), *fila]) for fila in (hoja, otra))
    pegado = _en_la_rejilla(quien.cliente.jefe, vacio, texto)
    assert [una["nombre"] for una in pegado["filas"]] == ["Actividades deportivas", "Charla de bienestar"]
    assert pegado["filas"][0]["meta"] == "4" and pegado["filas"][1]["programado_t4"] == "1"


def test_los_pesos_de_lo_pegado_se_miran_con_los_del_plan(quien, plan):
    plan.actividades.update(ponderacion=60)
    parte = [fila(n, peso=peso) for n, peso in ((2, "15"), (3, "25"))]
    assert "suman" not in " ".join(
        _en_la_rejilla(quien.cliente.jefe, plan, bloque(*parte, titulos=(*TITULOS, "Ponderación")))["dice"]
    )
    parte = [fila(n, peso="49,8") for n in (2, 3)]
    dice = _en_la_rejilla(quien.cliente.jefe, plan, bloque(*parte, titulos=(*TITULOS, "Ponderación")))
    assert "suman 159,6 %" in " ".join(dice["dice"]) and dice["filas"][1]["ponderacion"] == "49,8"


@pytest.mark.parametrize("texto", ['El "acta\nDos\nTres', '"Acta\nDos\nTres', '"Acta\nDos "x\nTres'])
def test_una_comilla_suelta_no_junta_filas(quien, plan, texto):
    assert len(_en_la_rejilla(quien.cliente.jefe, plan, texto, "producto")["filas"]) == 3


def test_sobre_las_celdas_los_titulos_no_son_de_ninguna_actividad(quien, plan):
    """Una tabla con títulos se propone como filas nuevas; unas columnas tituladas entran sin su título."""
    tabla = _en_la_rejilla(quien.cliente.jefe, plan, bloque(fila(1), fila(2)), "nombre")
    assert tabla["como_filas"]
    columnas = _en_la_rejilla(quien.cliente.jefe, plan, "Meta\tT1\tT2\n4\t1\t3\n", "meta")
    assert columnas["filas"] == [{"meta": "4", "programado_t1": "1", "programado_t2": "3"}]
    assert not columnas["como_filas"] and "títulos" in columnas["dice"][0] and columnas["mide"] == "1 fila × 3 columnas"
    sin = _en_la_rejilla(quien.cliente.jefe, plan, "Hacer el acta\tActa\nOtra\tActa\n", "nombre")
    assert not sin["como_filas"] and len(sin["filas"]) == 2


def test_como_filas_nuevas_la_rejilla_recibe_lo_mismo_que_se_importaria(quien, vacio):
    texto = bloque(fila(1), fila(2, Responsable="Secretaría de Hacienda; Secretaría de Educación"))
    pegado = _en_la_rejilla(quien.cliente.jefe, vacio, texto)
    assert pegado["filas"][0]["meta"] == "4"
    assert pegado["listas"] == [{}, {"apoyos": [quien.ajena.pk]}]
    assert "varios responsables" in " ".join(pegado["dice"]).lower()
    importado = _pegar(quien, vacio, texto, follow=True)
    assert "Secretaría de Educación" in importado.text
    (analizado,) = Importacion.objects.all()
    nuevas = analizado.analisis["primeras"]["nuevas"]
    assert [una["nombre"] for una in nuevas] == [una["nombre"] for una in pegado["filas"]]
    assert [una["apoyos"] for una in nuevas] == [suyas.get("apoyos", []) for suyas in pegado["listas"]]


def test_una_fecha_que_no_se_entiende_no_se_inventa(quien, vacio):
    titulos = ("No.", "Actividad", "Meta", "Fecha inicio", "Plazo", "Responsable")
    texto = bloque(["1", "Uno", "1", "01/02/2026", "30 días", "Secretaría de Hacienda"], titulos=titulos)
    (una,) = _en_la_rejilla(quien.cliente.jefe, vacio, texto)["filas"]
    assert una["fecha_inicio"] == "01/02" and "fecha_fin" not in una and "programado_t4" not in una


def test_la_fila_que_no_se_entiende_no_entra_y_se_dice_cual(quien, vacio):
    pegado = _en_la_rejilla(quien.cliente.jefe, vacio, bloque(fila(1, Meta="varios"), fila(2)))
    assert pegado["dice"][0] == "Entran 1 de 2 filas."
    assert pegado["dice"][1].startswith("Fila 2, columna D: La meta «varios» no trae una cantidad.")
    assert [una["numero"] for una in pegado["filas"]] == ["2"]


def test_de_lo_que_perdio_las_tildes_se_habla_como_de_algo_copiado(quien, vacio):
    dice = _en_la_rejilla(quien.cliente.jefe, vacio, "Actividad\tMeta\nDise\u2013ar la campa\u00a4a\t1\n")["error"]
    assert "lo pegado" in dice and "archivo" not in dice


@pytest.mark.parametrize("texto", ["", "\t\n"])
def test_la_rejilla_dice_por_que_no_se_pego(quien, vacio, texto):
    assert "No pegó nada" in _en_la_rejilla(quien.cliente.jefe, vacio, texto)["error"]


def test_la_rejilla_no_pega_en_lo_que_ya_no_se_formula(quien, en_estado):
    assert "no se cambian así" in _en_la_rejilla(quien.cliente.jefe, en_estado("EN_REVISION"), "a\tb")["error"]
