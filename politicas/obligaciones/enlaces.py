"""Designar el enlace de cada política, de quien responde por ella."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Dependencia
from politicas.models import EnlacePolitica, ResponsabilidadPolitica, Vigencia
from politicas.obligaciones.papeles import a_quienes
from politicas.obligaciones.plazos import tras_cargarla

DESIGNAR = "Designar enlace"


def de_enlaces(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Le toca al jefe de la dependencia que responde, desde que abre la vigencia o llega el acto que lo dice; donde no
    hay jefe o responde una instancia, a Planeación. Con `persona`, las suyas.
    """
    jefes, planeacion = a_quienes(hoy)
    if persona is not None and persona not in {*planeacion, *(uno for suyos in jefes.values() for uno in suyos)}:
        return
    for clave, (vigencia, fila, dependencia) in _faltan(hoy).items():
        consulta = {"politica": fila.politica_id} | ({"dependencia": dependencia.pk} if dependencia else {})
        de_ella = jefes.get(dependencia.pk) if dependencia else None
        vence = tras_cargarla(vigencia, [fila.fuente.cargada_en])
        for quien in de_ella or planeacion or [None]:
            if persona in (None, quien):
                yield Obligacion(
                    vence=vence,
                    verbo=DESIGNAR,
                    asunto=fila.politica.nombre[:150],
                    detalle=f"{dependencia or fila.instancia} responde por ella en {vigencia}",
                    clave=clave,
                    url=f"{reverse('politicas:enlace_designar')}?{urlencode(consulta)}",
                    persona=quien,
                    dependencia=dependencia and dependencia.pk,
                    dias_aviso=tuple(vigencia.dias_aviso),
                )


def _faltan(hoy: date) -> dict[str, tuple[Vigencia, ResponsabilidadPolitica, Dependencia | None]]:
    """Lo que falta designar, por su clave: en qué vigencia se debe primero, qué lo dice y en cuál dependencia."""
    faltan, designados = {}, _designados(hoy)
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        responden = ResponsabilidadPolitica.objects.que_responden(vigencia.anio)
        de_la_version = responden.filter(politica__dimension__version=vigencia.version_id)
        for fila in de_la_version.select_related("politica", "fuente", "instancia", "dependencia__heredera"):
            if fila.instancia_id:
                if fila.politica_id not in designados:
                    clave = f"politica:{fila.politica_id}:enlace:instancia:{fila.instancia_id}"
                    faltan.setdefault(clave, (vigencia, fila, None))
                continue
            # La que nadie sucedió espera a que se diga quién: es otro deber.
            existe = fila.dependencia.de_hoy(hoy)
            if existe and existe.pk not in designados.get(fila.politica_id, ()):
                clave = f"politica:{fila.politica_id}:enlace:{existe.pk}"
                faltan.setdefault(clave, (vigencia, fila, existe))
    return faltan


def _designados(hoy: date) -> dict[int, set[int]]:
    """En qué dependencias tiene hoy enlace cada política: el que todavía no empieza no salda el deber."""
    designados = defaultdict(set)
    for politica, dependencia in EnlacePolitica.objects.vigentes(hoy).order_by().values_list("politica", "dependencia"):
        designados[politica].add(dependencia)
    return designados
