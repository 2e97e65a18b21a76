"""Archivos con la forma de los oficiales, en los que cada prueba cambia una cosa."""

import csv
import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook

DIMENSIONES = (
    "D1 Talento Humano",
    "D2 Direcciona- miento Estratégico y Planeación",
    "D3  Gestión para Resultados con Valores",
    "D4 Evaluación de Resultados",
    "D5 Información y Comunicación",
    "D6 Gestión del Conocimiento",
    "D7 Control Interno",
)
POLITICAS = ("POL01 Índice de Talento Humano", "POL07 Gobierno Digital", "POL19 Índice de Control Interno")
INDICES = ("I01 Calidad de la planeación", "i23 Implementación de lineamientos", "I63 Ambiente propicio")
TITULOS = [
    *("Código\nSigep", "Entidad", "Naturaleza  Jurídica", "Clasificación orgánica", "Departamento", "Municipio"),
    *("Grupo par", "Tipo Formulario", "Índice de Desempeño Institucional", *DIMENSIONES, *POLITICAS, *INDICES),
]
NOMBRES = {f"D{n}": titulo[3:].strip() for n, titulo in enumerate(DIMENSIONES, start=1)}
NOMBRES |= {"POL01": "Gestión Estratégica del Talento Humano", "POL07": "Gobierno Digital", "POL19": "Control Interno"}
NOMBRES |= {"I01": "Calidad de la planeación", "I23": "Implementación", "I63": "Ambiente propicio"}
NUESTRA = [567, "ALCALDIA DE CARTAGENA DE INDIAS", "ALCALDÍA", "TERRITORIAL", "BOLÍVAR", "CARTAGENA DE INDIAS"]
NUESTRA += ["ALCALDÍA GRUPO 2", "MIPG", 63.41, 70.12, 60, 0, None, 55.5, 48.25, 80, 66.6, 71, 100, 12.34, None, 90]
OTRA = [954, "ALCALDIA DE MAGANGUÉ", "ALCALDÍA", "TERRITORIAL", "BOLÍVAR", "MAGANGUÉ", "ALCALDÍA GRUPO 2", "MIPG"]
OTRA += [50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63]
CONCEJO = ["1200", "CONCEJO DISTRITAL DE CARTAGENA", "CONCEJO MUNICIPAL", "RAMA LEGISLATIVA", "BOLIVAR"]
CONCEJO += ["CARTAGENA DE INDIAS", "CONCEJO GRUPO 1", "MECI", *[None] * 10, 77.7, *[None] * 3]
CHAIRA = [1301, "ALCALDIA DE CARTAGENA DEL CHAIRÁ", "ALCALDÍA", "TERRITORIAL", "CAQUETÁ", "CARTAGENA DEL CHAIRÁ"]
CHAIRA += ["ALCALDÍA GRUPO 5", "MIPG", 41.2, *[30] * 13]
FILAS = [NUESTRA, OTRA, CONCEJO, CHAIRA]
NOMBRE = "Resultados_vig2025_territorio.xlsx"


def tabla(cambiar: Callable[[list[list]], None] = lambda filas: None) -> list[list]:
    """Dos filas de título, el encabezado en la tercera y cuatro entidades; `cambiar` las toca antes de guardarlas."""
    filas = [["Medición del Desempeño Institucional"], ["Resultados por entidad"], [*TITULOS], *map(list, FILAS)]
    cambiar(filas)
    return filas


def xlsx(
    filas: Sequence[Sequence], hoja: str = "Territorio", *, formatos: dict[str, str] | None = None, **otras
) -> bytes:
    """Un libro con esas filas; `otras`, más hojas por su nombre."""
    libro, salida = Workbook(), io.BytesIO()
    primera = libro.active
    primera.title = hoja
    for fila in filas:
        primera.append(fila)
    for celda, formato in (formatos or {}).items():
        primera[celda].number_format = formato
    for nombre, suyas in otras.items():
        de_mas = libro.create_sheet(nombre)
        for fila in suyas:
            de_mas.append(fila)
    libro.save(salida)
    return salida.getvalue()


def texto(filas: Sequence[Sequence], codificacion: str = "latin-1", separador: str = ";") -> bytes:
    """Lo mismo como texto separado, con coma decimal si el separador no es la coma."""
    salida = io.StringIO()
    escritor = csv.writer(salida, delimiter=separador)
    for fila in filas:
        escritor.writerow(["" if v is None else str(v).replace(".", ",") if isinstance(v, float) else v for v in fila])
    return salida.getvalue().encode(codificacion)
