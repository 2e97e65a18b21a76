"""Importar un archivo de resultados del tamaño del oficial: cuánto tarda frente a sólo leerlo, y cuánta memoria toma.

El archivo es de mentira y tiene la forma del de verdad: seis mil entidades y ciento una columnas.
"""

import io
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.management import call_command
from django.db import connection
from openpyxl import Workbook

from furag.acciones import mediciones, resultados
from furag.acciones.resultados import analisis_de
from furag.lectura.resultados import TOPES
from furag.modelo import nombres_del_modelo
from furag.models import Medicion, Puntaje
from mipg.expediente.models import Importacion
from mipg.libros.por_filas import abrir
from mipg.portal.bench.ingreso import Meta
from mipg.usuarios.models import Usuario
from politicas.models import VersionModelo

ENTIDADES, ANIO = 6_000, 2025
ENCABEZADO = "| Importar 6.000 entidades por 101 columnas | Objetivo | Medido |\n|---|--:|--:|"
_DE_LA_ENTIDAD = ("Código Sigep", "Entidad", "Naturaleza Jurídica", "Clasificación orgánica", "Departamento")
_DE_LA_ENTIDAD += ("Municipio", "Grupo par", "Tipo Formulario", "Índice de Desempeño Institucional")


def archivo(codigos: list[str], entidades: int = ENTIDADES, anio: int = ANIO) -> bytes:
    """Un libro como el oficial: de cada siete entidades una es sólo MECI, y falta un puntaje de cada veinte."""
    azar, libro, salida = random.Random(11), Workbook(write_only=True), io.BytesIO()  # nosec B311
    hoja = libro.create_sheet("Territorio")
    hoja.append(["Medición del Desempeño Institucional"])
    hoja.append([f"Resultados vigencia {anio}"])
    hoja.append([*_DE_LA_ENTIDAD, *codigos])
    for n in range(entidades):
        donde = (
            f"ALCALDIA NÚMERO {n}",
            "ALCALDÍA",
            "TERRITORIAL",
            "BOLÍVAR",
            f"MUNICIPIO {n}",
            f"ALCALDÍA GRUPO {n % 6}",
        )
        solo_meci = n % 7 == 0
        medidos = [
            round(azar.uniform(0, 100), 2) if azar.random() > 0.05 and not (solo_meci and codigo != "POL19") else None
            for codigo in ("IDI", *codigos)
        ]
        hoja.append([n + 1, *donde, "MECI" if solo_meci else "MIPG", *medidos])
    libro.save(salida)
    return salida.getvalue()


def medir(ahora: datetime, procesador: bool) -> Iterator[Meta]:
    """Lee, importa, confirma e importa otra vez; `procesador`: sin contar lo que la máquina hizo para otros."""
    reloj = time.process_time if procesador else time.perf_counter
    for orden in ("migrate", "createcachetable", "sembrar"):
        call_command(orden, verbosity=0)
    por = Usuario.objects.create(email="bench@ejemplo.test", nombre="Bench")
    medicion = mediciones.crear_medicion(
        anio=ANIO, anio_captura=ANIO + 1, version=VersionModelo.objects.get(activa=True), por=por, ahora=ahora
    )
    contenido = archivo([*nombres_del_modelo(medicion)])
    leerlo, filas = _cronometrar(reloj, lambda: sum(1 for _ in abrir("r.xlsx", contenido, TOPES)[0].leer()))
    importar, primera = _cronometrar(reloj, lambda: _importar(medicion, contenido, "uno", por, ahora))
    yield Meta(
        f"Veces lo que tarda leer sus {filas} filas ({leerlo:.1f} s), en {connection.vendor}", 3, importar / leerlo
    )
    yield Meta("Memoria", 400, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, " MB")
    confirmar, _ = _cronometrar(
        reloj, lambda: resultados.confirmar(carga=primera.carga, propia=None, por=por, ahora=ahora)
    )
    yield Meta("Confirmarlo", 2, confirmar, " s")
    antes = Puntaje.objects.count()
    _, segunda = _cronometrar(reloj, lambda: _importar(medicion, contenido, "dos", por, ahora))
    diferencia = analisis_de(segunda).diferencia
    cambios = diferencia.nuevas + diferencia.quitadas + diferencia.cambiadas + Puntaje.objects.count() - antes
    yield Meta(f"Cambios la segunda vez, con {antes} puntajes", 0, cambios)


def _cronometrar(reloj: Callable[[], float], hacer: Callable) -> tuple[float, object]:
    empieza = reloj()
    hecho = hacer()
    return reloj() - empieza, hecho


def _importar(medicion: Medicion, contenido: bytes, vez: str, por: Usuario, ahora: datetime) -> Importacion:
    nombre = f"Resultados_vig{ANIO}_territorio_{vez}.xlsx"
    subida = resultados.subir_resultados(medicion=medicion, nombre=nombre, contenido=contenido, por=por, ahora=ahora)
    if not resultados.leer_y_guardar(importacion=subida, ahora=ahora):
        subida.refresh_from_db()
        raise RuntimeError(f"No se pudo importar: {subida.error}")
    subida.refresh_from_db()
    return subida
