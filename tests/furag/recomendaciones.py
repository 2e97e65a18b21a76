"""Archivos de recomendaciones como los que entrega Función Pública."""

import io
from types import SimpleNamespace

import xlsxwriter

from furag.acciones import entregas
from mipg.expediente.models import Importacion
from tests import fabricas as f
from tests.furag import fabricas as furag

TITULOS = ("Política", "Recomendación", "Política relacionada")
DIGITAL, TRANSPARENCIA = "Gobierno Digital", "Transparencia, Acceso a la Información y lucha contra la Corrupción"
NUESTRO = "ALCALDIA DE CARTAGENA DE INDIAS.xlsx"
MEMBRETE = ("FUNCIÓN PÚBLICA", "Recomendaciones de mejora · vigencia 2025", "")


def excel(*filas, titulos=TITULOS, membrete=MEMBRETE, hoja="Recomendaciones", combinadas=(), mas=()) -> bytes:
    """Un xlsx con el membrete, el encabezado y las filas. `combinadas`: (fila desde, fila hasta, columna, valor).

    `mas`: otras hojas, (nombre, filas).
    """
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"in_memory": True})
    for nombre, todas in ((hoja, [*([uno] for uno in membrete), titulos, *filas]), *mas):
        pagina = libro.add_worksheet(nombre)
        for n, valores in enumerate(todas):
            for columna, valor in enumerate(valores):
                if valor not in (None, ""):
                    pagina.write(n, columna, valor)
        if nombre == hoja:
            for desde, hasta, columna, valor in combinadas:
                pagina.merge_range(desde - 1, columna, hasta - 1, columna, valor)
    libro.close()
    return salida.getvalue()


def una(texto: str, politica: str = DIGITAL, relacionada: str = "POL07 Gobierno Digital") -> tuple:
    """Una fila."""
    return (politica, texto, relacionada)


def quienes() -> SimpleNamespace:
    """Una política con su jefe, otra de otra dependencia, y Planeación."""
    propia, ajena = f.dependencia("Propia"), f.dependencia("Ajena")
    f.vigencia(2026)
    politicas = {}
    for nombre, codigo, dependencia in ((DIGITAL, "POL07", propia), ("Integridad", "POL02", ajena)):
        politica = f.politica(nombre=nombre, codigo_furag=codigo, numero_plan=int(codigo[3:]))
        politica.responsabilidades.create(fuente=f.fuente(), dependencia=dependencia, rol="LIDER", texto="Lidera")
        politicas[codigo] = politica
    return SimpleNamespace(
        jefe=f.persona("jefe", propia),
        planeacion=f.persona("planeacion"),
        comite=f.persona("comite"),
        control=f.persona("control_interno"),
        propia=propia,
        digital=politicas["POL07"],
        integridad=politicas["POL02"],
    )


def subir(quien, *filas, nombre=NUESTRO, **como) -> Importacion:
    """El archivo, subido por Planeación para la medición de 2025."""
    return entregas.subir_recomendaciones(
        medicion=furag.medicion(), nombre=nombre, contenido=excel(*filas, **como), por=quien.planeacion, ahora=f.AHORA
    )
