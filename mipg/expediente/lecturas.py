"""Leer en segundo plano lo que se sube: quién lee cada destino, y cuándo se lee mientras la persona espera.

Un destino se registra con un renglón de `settings.LECTORES`: su nombre → la ruta de su función, con la forma
`leer_y_guardar(*, importacion, ahora) -> bool`, que analiza el archivo y lo guarda con `expediente.acciones.leer`. Con
eso lo toman la tarea y el barrido de `expediente.tasks`; su vista llama `tasks.leer_ya_o_despues` al recibirlo. La
página donde se revisa, para el admin, es otro renglón en `expediente.admin`.
"""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from mipg.expediente.models import Importacion

# Con más filas, el archivo se lee en segundo plano.
FILAS_A_LA_VISTA = 400


def es_grande(importacion: Importacion) -> bool:
    """Si leerlo toma más de lo que una persona espera ante una página."""
    return importacion.filas > FILAS_A_LA_VISTA


def leer_y_guardar(*, importacion: Importacion, ahora: datetime) -> bool:
    """Lee un archivo que espera turno con el lector de su destino; `False` si no tiene, otro lo lee o no se pudo."""
    lector = settings.LECTORES.get(importacion.destino)
    return lector is not None and import_string(lector)(importacion=importacion, ahora=ahora)
