"""Con cualquier rejilla, el importador contesta: nunca rompe y ninguna fila desaparece."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mipg.libros.libro import Celda, Fila, Hoja, Libro
from planes.campos import SINONIMOS
from planes.importacion import ArchivoInvalido, Elecciones, Lectura, interpretar, leer
from tests.planes.importacion.libros import DEPENDENCIAS, VIGENCIA

TITULOS = sorted({sinonimos[0] for sinonimos in SINONIMOS.values()} | {"T1", "T2", "T3", "T4", "Ene", "Dic", "Avance"})
ESCRITOS = st.one_of(
    st.sampled_from(
        ["", "1", "2 informes", "100 %", "Permanente", "31/12/2025", "marzo", "Secretaría General", "TOTAL", "X",
         "-1", "I05", "Sec. General y Hacienda", "DIMENSIÓN 1", "Elaboró: yo", "#N/A", "=1+1", "0,5", "N/A", "II",
         "1.000.000.000.000.000", "Ley 1712", "0.750", "1 informe", "No", "03/2025", "dic-31", "2025", "%",
         "No acumulada", "Acumulada", "0%", "Apoyo: Hacienda / Líder: Secretaría General", "II y IV", "Un (1) plan"]
    ),
    st.sampled_from(TITULOS),
    st.text(max_size=12),
)  # fmt: skip
CELDAS = st.one_of(
    st.none(),
    ESCRITOS.filter(bool).map(Celda),
    st.decimals(-1000, 100_000, places=2).map(Celda),
    st.decimals(0, 100, places=1).map(lambda numero: Celda(numero, porcentaje=True)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(Celda),
    st.builds(Celda, st.just("A"), combinada_desde=st.integers(1, 3), ancho=st.integers(1, 4)),
    st.just(Celda("", error="fórmula")),
)


@st.composite
def libros(dibujar) -> Libro:
    titulos = dibujar(st.lists(st.sampled_from(TITULOS), min_size=1, max_size=9))
    if dibujar(st.booleans()):
        titulos = ["Actividad", "Meta", *titulos]
    datos = dibujar(st.lists(st.lists(CELDAS, max_size=11), max_size=8))
    filas = [[Celda(titulo) for titulo in titulos], *datos]
    return Libro(
        (
            Hoja(
                "Plan",
                tuple(
                    Fila(
                        numero,
                        {indice: celda for indice, celda in enumerate(celdas, 1) if celda},
                        dibujar(st.booleans()),
                    )
                    for numero, celdas in enumerate(filas, 1)
                    # El lector sólo replica una combinada en una fila que trae algo suyo.
                    if any(celda and not celda.combinada_desde for celda in celdas)
                ),
            ),
        )
    )


def no_pierde_filas(libro: Libro, lectura: Lectura) -> None:
    """Toda fila acaba en una actividad, una omisión o un error (o el error es de toda la hoja)."""
    if not lectura.columnas or "nombre" not in {columna.campo for columna in lectura.columnas}:
        assert lectura.errores
        return
    hoja = next(hoja for hoja in libro.hojas if hoja.nombre == lectura.hoja)
    contadas = {a.fila for a in lectura.actividades} | {o.fila for o in lectura.filas_omitidas}
    contadas |= {nota.fila for nota in lectura.errores}
    assert {fila.numero for fila in hoja.filas} - contadas <= {lectura.fila_encabezado}


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(libros(), st.booleans())
def test_interpretar_nunca_rompe_ni_pierde_filas(libro, omitir):
    lectura = interpretar(
        libro, vigencia=VIGENCIA, dependencias=DEPENDENCIAS, elecciones=Elecciones(omitir_ocultas=omitir)
    )
    no_pierde_filas(libro, lectura)
    if lectura.aceptable:
        for actividad in lectura.actividades:
            cuadra(actividad)


def cuadra(actividad) -> None:
    """Lo aceptado cumple las reglas de la meta y sus trimestres."""
    programados = [cantidad for cantidad in actividad.programacion if cantidad is not None]
    assert programados
    assert isinstance(actividad.meta, Decimal)
    if actividad.tipo_meta == "ACUMULADA":
        assert sum(programados) == actividad.meta > 0
    elif actividad.tipo_meta == "CONSTANTE":
        assert set(programados) == {actividad.meta}
    else:
        assert programados == [1] == [actividad.meta]
    assert actividad.fecha_inicio <= actividad.fecha_fin


@settings(max_examples=150)
@given(st.lists(st.lists(ESCRITOS, max_size=8), max_size=12), st.sampled_from([";", ",", "\t"]))
def test_leer_e_interpretar_un_csv_cualquiera_nunca_rompe(rejilla, separador):
    destino = io.StringIO()
    csv.writer(destino, delimiter=separador).writerows(rejilla)
    contestar(destino.getvalue().encode("utf-8", errors="replace"))


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=100).map(lambda cola: b"PK\x03\x04" + cola)))
def test_leer_bytes_cualquiera_nunca_rompe(contenido):
    contestar(contenido)


def contestar(contenido: bytes) -> None:
    try:
        libro = leer("plan.csv", contenido)
    except ArchivoInvalido as rechazo:
        assert rechazo.mensaje
        return
    lectura = interpretar(libro, vigencia=VIGENCIA, dependencias=DEPENDENCIAS)
    assert lectura.actividades or lectura.errores
