"""Mundos que las pruebas de un módulo comparten: lo que `setUpTestData` hace con una clase, para accesorios.

Sólo para módulos en los que todas las pruebas con base de datos parten del mismo mundo: las demás también lo verían.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def apartado(django_db_blocker) -> Iterator[None]:
    """Transacción que encierra a las de las pruebas de un módulo, y que al final se deshace entera.

    Dentro de ella se construye el mundo, una vez. Cada prueba deshace lo suyo y debe partir de una copia de los
    objetos (`copy.deepcopy`): lo que una prueba les cambie no le llega a la siguiente.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
