"""Exportar: lo que sale vuelve a entrar sin diferencias y no calcula nada."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from mipg.expediente.models import Importacion
from mipg.reglas import ReglaIncumplida
from planes.acciones import importaciones as acciones
from planes.exportes import COLUMNAS_DE_ACTIVIDAD
from politicas.models import Indice
from tests import fabricas
from tests.planes.archivos import celdas

RAROS = ("=1+1", "+57 300", "-5 grados", "@SUMA(A1)", "\t=1", "==1+1", '=HYPERLINK("http://x")')
RAROS += tuple(f"{signo}1+1" for signo in "\uff1d\uff0b\uff0d\uff20")  # los mismos, de ancho completo


@pytest.fixture
def completo(plan, quien, decimal):
    """Un plan con una actividad de cada clase y textos que parecen fórmulas."""
    plan.actividades.all().delete()
    apoyo = fabricas.dependencia("Secretaría de Participación, Paz y Desarrollo Social")
    indice = Indice.objects.create(politica=plan.politica, codigo="I05", nombre="Índice")
    hechas = [
        {
            "programado": (1, 2, 3, 4),
            "linea_base": decimal("0.125"),
            "unidad": "informes",
            "fuente": "NORMA",
            "presupuesto": decimal("12500000.5"),
        },
        {
            "programado": (100, 100, None, 100),
            "meta": 100,
            "unidad": "%",
            "tipo_meta": "CONSTANTE",
            "fuente": "FURAG",
        },
        {"programado": (0, 0, 0, 0), "meta": 0, "tipo_meta": "CONSTANTE", "sentido": "DESCENDENTE"},
        {"programado": (None, None, 1, None), "tipo_meta": "HITO", "fuente": "AUDITORIA", "enlace": quien.enlace},
        {"programado": (decimal("1234.5678"), decimal("0.001"), None, None), "meta": decimal("1234.5688")},
        {"programado": (None, 1, None, None), "numero": "1.10", "fuente": "AUTODIAGNOSTICO"},
    ]
    hechas += [{"nombre": raro, "producto": raro, "indicador": raro, "formula": raro} for raro in RAROS]
    peso = decimal(100) / len(hechas)
    for n, campos in enumerate(hechas, start=1):
        base = {"numero": f"A{n}", "ponderacion": round(peso, 4), "nombre": f"Actividad «{n}»; con «;» y\nsalto"}
        creada = fabricas.actividad(plan, **(base | campos))
        creada.apoyos.add(apoyo, quien.ajena)
        creada.indices.add(indice)
    return plan


@pytest.mark.parametrize(
    ("url", "formato"),
    [("/planes/{pk}/exportar/", "xlsx"), ("/planes/{pk}/exportar/", "csv"), ("/planes/exportar/", "xlsx")],
)
def test_lo_exportado_se_importa_sin_diferencias(quien, completo, ahora, url, formato):
    fabricas.actividad(fabricas.plan(dependencia=quien.propia), nombre="De otro plan")
    contenido = quien.cliente.jefe.get(url.format(pk=completo.pk), {"formato": formato}).content
    importacion = acciones.subir_importacion(
        plan=completo, nombre=f"plan.{formato}", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    lectura = acciones.leer_importacion(importacion, completo)
    assert lectura.errores == ()
    cambia = acciones.comparar(completo, lectura, hoy=ahora.date())
    assert [cambio.campos for cambio in cambia.cambios] == []
    assert (cambia.nuevas, cambia.iguales, cambia.ausentes) == ((), completo.actividades.count(), ())


def test_comparar_lee_una_vez_las_personas(quien, completo, ahora, consultas):
    contenido = quien.cliente.jefe.get(f"/planes/{completo.pk}/exportar/", {"formato": "csv"}).content
    importacion = acciones.subir_importacion(
        plan=completo, nombre="plan.csv", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    lectura = acciones.leer_importacion(importacion, completo)
    with consultas() as hechas:
        acciones.comparar(completo, lectura, hoy=ahora.date())
    activas = [una["sql"] for una in hechas if 'WHERE "usuarios_usuario"."is_active"' in una["sql"]]
    assert len(activas) == 1


@pytest.mark.parametrize("formato", ["xlsx", "csv"])
def test_un_hito_sin_unidad_y_un_no_aplica_vuelven_iguales(quien, plan, ahora, formato):
    plan.actividades.update(tipo_meta="HITO", unidad="", indicador="No aplica", producto="N/A")
    contenido = quien.cliente.jefe.get(f"/planes/{plan.pk}/exportar/", {"formato": formato}).content
    importacion = acciones.subir_importacion(
        plan=plan, nombre=f"plan.{formato}", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    lectura = acciones.leer_importacion(importacion, plan)
    cambia = acciones.comparar(plan, lectura, hoy=ahora.date())
    assert ([cambio.campos for cambio in cambia.cambios], cambia.iguales) == ([], 1)
    assert "Sin unidad: un hito se cuenta en entregas." in {nota.mensaje for nota in lectura.supuestos}


def test_un_plan_a_medio_formular_vuelve_igual_y_sin_errores(quien, plan, ahora):
    plan.actividades.update(programado_t2=None, ponderacion=40)
    fabricas.actividad(plan, programado=(1, 2, None, None), meta=10)
    contenido = quien.cliente.jefe.get(f"/planes/{plan.pk}/exportar/", {"formato": "xlsx"}).content
    importacion = acciones.subir_importacion(
        plan=plan, nombre="plan.xlsx", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    lectura = acciones.leer_importacion(importacion, plan)
    cambia = acciones.comparar(plan, lectura, hoy=ahora.date())
    assert (lectura.errores, cambia.cambios, cambia.nuevas, cambia.iguales) == ((), (), (), 2)


@pytest.mark.parametrize("formato", ["xlsx", "csv"])
def test_importado_en_otro_plan_es_el_mismo(quien, completo, ahora, formato):
    contenido = quien.cliente.jefe.get(f"/planes/{completo.pk}/exportar/", {"formato": formato}).content
    otro = fabricas.plan(dependencia=quien.propia, politica=completo.politica, vigencia=fabricas.vigencia(2027))
    importacion = acciones.subir_importacion(
        plan=otro, nombre=f"plan.{formato}", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    # Las fechas son las del año del plan exportado: se importan sólo si se dice que así se quiere.
    with pytest.raises(ReglaIncumplida, match="2027"):
        acciones.importar(importacion=importacion, plan=otro, version=otro.version, por=quien.jefe, ahora=ahora)
    Importacion.objects.filter(pk=importacion.pk).update(elecciones={"otra_vigencia": True})
    importacion.refresh_from_db()
    acciones.importar(importacion=importacion, plan=otro, version=otro.version, por=quien.jefe, ahora=ahora)
    campos = ("numero", "meta", "tipo_meta", "sentido", "ponderacion", "fuente", "enlace", "unidad", "linea_base")
    campos += ("presupuesto",)
    assert list(otro.actividades.values_list(*campos)) == list(completo.actividades.values_list(*campos))


def test_ningun_texto_calcula_en_excel(quien, completo):
    libro = openpyxl.load_workbook(io.BytesIO(quien.cliente.jefe.get(f"/planes/{completo.pk}/exportar/").content))
    tipos = {celda.data_type for fila in libro.active.iter_rows() for celda in fila}
    assert "f" not in tipos
    textos = {celda.value for fila in libro.active.iter_rows() for celda in fila if celda.data_type == "s"}
    assert {"=1+1", "@SUMA(A1)"} <= textos


def test_ningun_texto_calcula_en_csv_y_los_numeros_siguen_siendolo(quien, completo):
    crudo = quien.cliente.jefe.get(f"/planes/{completo.pk}/exportar/", {"formato": "csv"}).content
    assert crudo.startswith(b"\xef\xbb\xbf")
    filas = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline=""), delimiter=";"))
    titulos, *filas = filas
    assert titulos == [columna.titulo for columna in COLUMNAS_DE_ACTIVIDAD]
    assert not [valor for fila in filas for valor in fila if valor.startswith(tuple(raro[0] for raro in RAROS))]
    assert filas[0][titulos.index("Línea base")] == "0,1250"
    assert filas[0][titulos.index("Programado T4")] == "4"


def test_las_fechas_y_los_numeros_son_de_excel(quien, plan):
    titulos, primera = celdas(quien.cliente.jefe.get(f"/planes/{plan.pk}/exportar/").content)
    valores = dict(zip(titulos, primera, strict=True))
    assert valores["Fecha fin"].date() == date(2026, 12, 15)
    assert valores["Meta"] == 1
    assert valores["Política"] == plan.politica.nombre


def test_cuesta_lo_mismo_con_2_que_con_50_actividades(quien, plan, consultas):
    def crear(cuantas):
        for _ in range(cuantas):
            fabricas.actividad(plan, enlace=quien.enlace).apoyos.add(quien.ajena)

    def contar():
        with consultas() as hechas:
            quien.cliente.jefe.get(f"/planes/{plan.pk}/exportar/")
        return len(hechas)

    crear(1)
    contar()
    con_2 = contar()
    crear(48)
    assert contar() == con_2


def test_lo_ajeno_es_404_y_la_descarga_va_como_adjunto(quien, plan):
    assert quien.cliente.otro.get(f"/planes/{plan.pk}/exportar/").status_code == 404
    respuesta = quien.cliente.control.get(f"/planes/{plan.pk}/exportar/")
    assert respuesta["Content-Disposition"].startswith("attachment;")
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/exportar/").status_code == 405
