"""Abrir un año de trabajo entero: la vigencia, sus cuatro cortes y, si se quiere, sus planes. Todo o nada."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from mipg.reglas import exigir
from mipg.usuarios.models import Usuario
from planes.acciones.planes import crear_planes_de_vigencia
from politicas.acciones import abrir_vigencia
from politicas.models import Vigencia
from seguimiento.acciones.cortes import Fechas, programar_cortes
from seguimiento.reglas.cortes import problemas_para_programar


@transaction.atomic
def abrir(*, datos: Mapping, fechas: Sequence[Fechas], con_planes: bool, por: Usuario, ahora: datetime) -> Vigencia:
    """Abre la vigencia con sus cortes. `datos`: los argumentos de `politicas.acciones.abrir_vigencia`.

    `con_planes` crea además los planes institucionales y de política que falten. Lanza `ReglaIncumplida` o
    `ValidationError`; si algo falla, no queda nada a medias.
    """
    exigir(problemas_para_programar(datos["anio"], fechas))
    vigencia = abrir_vigencia(**datos, por=por, ahora=ahora)
    programar_cortes(vigencia=vigencia, fechas=fechas, por=por, ahora=ahora)
    if con_planes:
        crear_planes_de_vigencia(vigencia=vigencia, por=por, ahora=ahora)
    return vigencia
