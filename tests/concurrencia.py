"""Correr lo mismo a la vez en hilos de verdad, y el control negativo: las acciones sin sus guardas."""

from collections.abc import Callable
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection

from mipg.bitacora.acciones import registrar


def a_la_vez(*trabajos: Callable[[], object]) -> list:
    """Corre cada trabajo en su hilo, con su conexión, saliendo a la vez. Devuelve resultados o excepciones."""
    salida, resultados = Barrier(len(trabajos)), [None] * len(trabajos)

    def correr(posicion: int, trabajo: Callable[[], object]) -> None:
        salida.wait()
        try:
            resultados[posicion] = trabajo()
        except Exception as error:
            resultados[posicion] = error
        finally:
            connection.close()

    hilos = [Thread(target=correr, args=par) for par in enumerate(trabajos)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(60)
    return resultados


def tomar_sin_guarda(filas, transiciones, *, a, por, verbo, ahora, version=None, nota="", campo="estado", **cambios):
    """Lo que sería `tomar` sin el `WHERE estado = de`: el control negativo de todas las carreras."""
    fila = filas.get()
    filas.update(**{campo: a, **cambios})
    registrar(fila, verbo=verbo, por=por, ahora=ahora, nota=nota)
    return filas.get()


@contextmanager
def sin_guardas(modulo, *reglas: str):
    """Apaga en un módulo de acciones la toma con guarda y las reglas nombradas."""
    parche = pytest.MonkeyPatch()
    parche.setattr(modulo, "tomar", tomar_sin_guarda)
    for regla in reglas:
        parche.setattr(modulo.reglas, regla, lambda *a, **k: [])
    try:
        yield
    finally:
        parche.undo()
