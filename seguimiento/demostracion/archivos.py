"""Los archivos de ejemplo de la medición, con la forma de los oficiales: resultados de un grupo y recomendaciones.

Las entidades son inventadas y lo dicen en su nombre; de la propia sólo es cierto el nombre. Las cifras salen de una
cuenta que da siempre lo mismo.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import xlsxwriter

from mipg.demostracion import MARCA as EJEMPLO
from politicas.models import Politica

PROPIA = f"ALCALDIA DE CARTAGENA DE INDIAS ({EJEMPLO})"
DE_LA_PROPIA = "ALCALDIA DE CARTAGENA DE INDIAS.xlsx"
CODIGO_PROPIO = "0001"
GRUPO = f"GRUPO DE EJEMPLO ({EJEMPLO})"
PARES, MECI = 24, 3
_IDENTIDAD = (
    *("Código Sigep", "Entidad", "Naturaleza Jurídica", "Clasificación orgánica", "Departamento", "Municipio"),
    *("Grupo par", "Tipo Formulario"),
)
# Lo que la propia no midió: un índice vacío no es un cero.
_SIN_MEDIR = frozenset({"I23", "I41"})
_TEXTOS = (
    "{dato}. Documentar el procedimiento con que la entidad adelanta la política de {tema}.",
    "{dato}. Publicar cada semestre los resultados de {tema} con su análisis.",
    "{dato}. Capacitar a los responsables de {tema} y guardar las listas de asistencia.",
    "{dato}. Revisar con los grupos de valor cómo se presta lo relacionado con {tema}.",
)


def resultados(anio: int, nombres: Mapping[str, str]) -> bytes:
    """El libro de resultados de una vigencia medida. `nombres`: de código a nombre, lo que el modelo mide."""
    codigos = sorted(nombres, key=lambda codigo: (_orden(codigo), codigo))
    titulos = [f"{codigo} {nombres[codigo]}" for codigo in codigos]
    filas = [
        [f"Medición del Desempeño Institucional {anio} ({EJEMPLO})"],
        ["Resultados por entidad: ninguna cifra es real"],
        [*_IDENTIDAD, "Índice de Desempeño Institucional", *titulos],
        *_entidades(anio, codigos),
    ]
    return _libro("Territorio", filas)


def _orden(codigo: str) -> int:
    return 0 if codigo.startswith("D") else 1 if codigo.startswith("POL") else 2


def _entidades(anio: int, codigos: list[str]) -> Iterator[list]:
    propia = [_puntaje(anio, 0, n) if c not in _SIN_MEDIR else None for n, c in enumerate(["IDI", *codigos])]
    yield [CODIGO_PROPIO, PROPIA, "ALCALDÍA", "TERRITORIAL", "BOLÍVAR", "CARTAGENA DE INDIAS", GRUPO, "MIPG", *propia]
    for par in range(1, PARES + 1):
        suyos = [_puntaje(anio, par, n) for n in range(len(codigos) + 1)]
        donde = ["ALCALDÍA", "TERRITORIAL", "DEPARTAMENTO DE EJEMPLO", f"MUNICIPIO FICTICIO {par:02d}"]
        yield [f"9{par:03d}", f"ALCALDIA FICTICIA {par:02d} ({EJEMPLO})", *donde, GRUPO, "MIPG", *suyos]
    for numero in range(1, MECI + 1):
        # Quien sólo contesta el MECI no tiene IDI, dimensiones ni índices.
        suyos = [_puntaje(anio, 90 + numero, 1) if codigo == "POL19" else None for codigo in ["IDI", *codigos]]
        donde = ["CONCEJO MUNICIPAL", "RAMA LEGISLATIVA", "DEPARTAMENTO DE EJEMPLO", f"MUNICIPIO FICTICIO {numero:02d}"]
        yield [f"8{numero:03d}", f"CONCEJO FICTICIO {numero:02d} ({EJEMPLO})", *donde, GRUPO, "MECI", *suyos]


def _puntaje(anio: int, entidad: int, cual: int) -> float:
    """De 40,00 a 99,99; lo de la propia sube o baja un poco de un año a otro."""
    base = (37 * entidad + 53 * cual + 11 * entidad * cual) % 480
    mueve = (17 * cual + 29 * (anio % 50) + 7 * entidad) % 110 - 35
    return float(Decimal(4000 + min(5999, max(0, base * 10 + mueve * 9 + 700))) / 100)


def recomendaciones(anio: int, politicas: Iterable[Politica]) -> bytes:
    """El libro de recomendaciones de la propia: unas cuantas de cada política."""
    filas = [
        [f"FUNCIÓN PÚBLICA ({EJEMPLO})"],
        [f"Recomendaciones de mejora · vigencia {anio}. Ninguna es real."],
        ["Política", "Recomendación", "Política relacionada"],
    ]
    for politica in politicas:
        cuantas = 2 + politica.numero_plan % 3
        relacionada = f"{politica.codigo_furag} {politica.nombre}"
        for texto in _TEXTOS[:cuantas]:
            filas.append([politica.nombre, texto.format(dato=EJEMPLO, tema=politica.nombre), relacionada])
    return _libro("Recomendaciones", filas)


def _libro(hoja: str, filas: Iterable[list]) -> bytes:
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True}) as libro:
        pagina = libro.add_worksheet(hoja)
        for numero, fila in enumerate(filas):
            pagina.write_row(numero, 0, ["" if valor is None else valor for valor in fila])
    return salida.getvalue()
