"""El cronograma de un plan, de una dependencia o de una vigencia entera: qué actividades lleva y cómo se dibujan."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from mipg import graficas
from mipg.etiquetas import contar, direccion
from mipg.graficas import Tarea
from planes.models import Actividad
from politicas.models import Vigencia
from seguimiento.cumplimiento import con_cumplimiento
from seguimiento.graficas import NIVELES_DE_PLAZO
from seguimiento.models import Corte

# Con más, la página de muchos planes pequeños pasa de lo que una conexión lenta aguanta.
POR_PAGINA = 30
# Las que caben en una hoja apaisada sin que la letra se vuelva ilegible, aun con nombres de tres renglones.
POR_DIBUJO = 10
_LO_QUE_SE_DIBUJA = ("numero", "nombre", "fecha_inicio", "fecha_fin", "plan__nombre")


def medidas(actividades: QuerySet[Actividad], vigencia: Vigencia, hoy: date) -> list[Actividad]:
    """Las mismas, en su orden, con su estado de plazo hoy según lo aceptado. A lo sumo dos consultas."""
    claves = [una.pk for una in actividades]
    cortes = Corte.objects.de_vigencia(vigencia).exclude(estado=Corte.Estado.PROGRAMADO)
    abiertos = {corte.trimestre: corte.pk for corte in cortes}
    # Sin cortes nada se ha aceptado: sólo hablan las fechas.
    hasta = max(abiertos, default=1)
    todas = con_cumplimiento(vigencia, abiertos, hasta=hasta, cerrado=False, hoy=hoy)
    por_clave = {una.pk: una for una in todas.filter(pk__in=claves).select_related("plan").only(*_LO_QUE_SE_DIBUJA)}
    return [por_clave[clave] for clave in claves if clave in por_clave]


def dibujar(actividades: Iterable[Actividad], *, anio: int, hoy: date) -> Iterator[graficas.Cronograma]:
    """Un dibujo por plan, en tandas que caben en una hoja. `actividades`: medidas y seguidas las de cada plan."""
    for plan, suyas in groupby(actividades, key=lambda una: una.plan):
        suyas = list(suyas)
        for desde in range(0, len(suyas), POR_DIBUJO):
            unas = suyas[desde : desde + POR_DIBUJO]
            yield graficas.cronograma(
                [
                    Tarea(
                        nombre=f"{una.numero}. {una.nombre}",
                        inicio=una.fecha_inicio,
                        fin=una.fecha_fin,
                        nivel=NIVELES_DE_PLAZO[una.plazo],
                        url=direccion("seguimiento:actividad_avance", una.pk),
                    )
                    for una in unas
                ],
                anio=anio,
                hoy=hoy,
                id=f"cronograma-{plan.pk}-{desde}",
                titulo=plan.nombre if not desde else f"{plan.nombre} (sigue)",
                descripcion=f"{contar(len(unas), 'actividad', 'actividades')} entre su inicio y su fin, de enero a "
                "diciembre, con su estado de plazo.",
            )
