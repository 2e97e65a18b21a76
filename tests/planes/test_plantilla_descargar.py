"""La plantilla de Excel."""

import io
from datetime import date

import openpyxl

from planes.acciones import importaciones as acciones
from planes.exportes import COLUMNAS_DE_ACTIVIDAD
from planes.propios import de_la_clase

URL = "/planes/plantilla/"


def test_trae_titulos_instrucciones_y_dependencias(quien):
    libro = openpyxl.load_workbook(io.BytesIO(quien.cliente.enlace.get(URL).content))
    assert libro.sheetnames == ["Plan", "Instrucciones", "Dependencias"]
    assert [celda.value for celda in libro["Plan"][1]] == [columna.titulo for columna in COLUMNAS_DE_ACTIVIDAD]
    explicadas = {celda.value for celda in libro["Instrucciones"]["A"]}
    assert {columna.titulo for columna in COLUMNAS_DE_ACTIVIDAD} <= explicadas
    assert "Secretaría de Hacienda" in {celda.value for celda in libro["Dependencias"]["A"]}


def test_llena_se_importa_entera(quien, plan, ahora):
    libro = openpyxl.load_workbook(io.BytesIO(quien.cliente.jefe.get(URL).content))
    hoja = libro["Plan"]
    columna = {celda.value: celda.column for celda in hoja[1]}
    valores = {
        "No.": 1,
        "Actividad": "Hacer talleres",
        "Meta": 4,
        "Unidad de medida": "talleres",
        "Tipo de meta": "Acumulada",
        "Fecha inicio": date(2026, 2, 1),
        "Fecha fin": date(2026, 11, 30),
        "Dependencia responsable": "Secretaría de Hacienda",
        "Programado T2": 4,
    }
    for titulo, valor in valores.items():
        hoja.cell(2, columna[titulo], valor)
    salida = io.BytesIO()
    libro.save(salida)
    importacion = acciones.subir_importacion(
        plan=plan, nombre="plantilla.xlsx", contenido=salida.getvalue(), por=quien.jefe, ahora=ahora
    )
    lectura = acciones.leer_importacion(importacion, plan)
    assert (lectura.hoja, lectura.errores) == ("Plan", ())
    (leida,) = lectura.actividades
    assert (leida.nombre, leida.meta, leida.dependencia) == ("Hacer talleres", 4, quien.propia.pk)
    assert leida.programacion == (None, 4, None, None)


def test_la_de_mejoramiento_trae_lo_suyo_y_lo_explica(quien):
    libro = openpyxl.load_workbook(io.BytesIO(quien.cliente.jefe.get(URL, {"clase": "MEJORAMIENTO"}).content))
    titulos = [celda.value for celda in libro["Plan"][1]]
    propias = [campo.titulo for campo in de_la_clase("MEJORAMIENTO").campos if campo.se_exporta]
    assert (titulos[1 : len(propias) + 1], len(propias)) == (propias, 6)
    explicadas = {fila[0]: fila[1] for fila in libro["Instrucciones"].values}
    assert all(explicadas[titulo] for titulo in titulos)
    # Las listas siguen en su columna, aunque otras vayan delante.
    letra = libro["Plan"][1][titulos.index("Dependencia responsable")].column_letter
    listas = {
        str(v.sqref).split(":")[0] for v in libro["Plan"].data_validations.dataValidation if "Depend" in v.formula1
    }
    assert f"{letra}2" in listas


def test_vacia_dice_que_no_trae_actividades(quien, plan, ahora):
    contenido = quien.cliente.jefe.get(URL).content
    importacion = acciones.subir_importacion(
        plan=plan, nombre="plantilla.xlsx", contenido=contenido, por=quien.jefe, ahora=ahora
    )
    assert acciones.leer_y_guardar(importacion=importacion, ahora=ahora)
    pagina = quien.cliente.jefe.get(f"/planes/importaciones/{importacion.pk}/").content.decode()
    assert "No hay ninguna actividad" in pagina
