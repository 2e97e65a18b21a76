"""Decidir las recomendaciones de cada política, de quien responde por ella, en el plazo de la estrategia 8 del año."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse

from furag.models import Recomendacion
from furag.responsables import dependencias_que_responden
from mipg.avisos.acciones import asuetos
from mipg.etiquetas import contar
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from planes.models import Actividad
from politicas.models import Politica, Vigencia
from politicas.obligaciones.papeles import a_quienes
from politicas.obligaciones.plazos import DIAS, fin_de_estrategia

DECIDIR = "Decidir las recomendaciones"


def de_recomendaciones(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por política con alguna por decidir, de las mediciones que se capturan en un año abierto: son cientos.

    Le toca al jefe de la dependencia que responde; donde no lo hay, a Planeación. Vence con la estrategia o, si el
    archivo llegó tarde, diez días hábiles después.
    """
    faltan = _por_decidir()
    if not faltan:
        return
    jefes, planeacion = a_quienes(hoy)
    if persona is not None and persona not in {*planeacion, *(uno for suyos in jefes.values() for uno in suyos)}:
        return
    responden = dependencias_que_responden({fila["politica"] for fila in faltan}, hoy)
    nombres = dict(Politica.objects.filter(pk__in=responden).values_list("pk", "nombre"))
    vigencias = {una.anio: una for una in Vigencia.objects.abiertas()}
    anios = {fila["medicion__anio_captura"] for fila in faltan}
    plazos = {anio: fin_de_estrategia(Actividad.Estrategia.MEJORAMIENTO, anio) for anio in anios}
    no_habiles = asuetos()
    for fila in faltan:
        politica, medicion, anio = fila["politica"], fila["medicion__anio"], fila["medicion__anio_captura"]
        de_ella = {jefe: dependencia for dependencia in responden[politica] for jefe in jefes.get(dependencia, ())}
        llego = sumar_habiles(en_bogota(fila["llegaron"]), DIAS, no_habiles) if fila["llegaron"] else plazos[anio]
        consulta = {"medicion": medicion, "politica": politica, "estado": Recomendacion.Estado.PENDIENTE.value}
        for quien in sorted(de_ella) or planeacion or [None]:
            if persona in (None, quien):
                yield Obligacion(
                    vence=max(plazos[anio], llego),
                    verbo=DECIDIR,
                    asunto=nombres[politica][:150],
                    detalle=f"{contar(fila['cuantas'], 'recomendación', 'recomendaciones')} de la medición {medicion}",
                    clave=f"medicion:{fila['medicion']}:politica:{politica}:decidir",
                    url=f"{reverse('furag:recomendacion_lista')}?{urlencode(consulta)}",
                    persona=quien,
                    dependencia=de_ella.get(quien),
                    dias_aviso=tuple(vigencias[anio].dias_aviso),
                )


def _por_decidir() -> list[dict]:
    abiertas = Vigencia.objects.abiertas().order_by().values("anio")
    pendientes = Recomendacion.objects.por_decidir().filter(medicion__anio_captura__in=abiertas)
    campos = ("medicion", "medicion__anio", "medicion__anio_captura", "politica")
    return list(
        pendientes.order_by("medicion__anio", "politica__numero_plan", "politica")
        .values(*campos)
        .annotate(cuantas=Count("pk"), llegaron=Max("importacion__aplicada_en"))
    )
