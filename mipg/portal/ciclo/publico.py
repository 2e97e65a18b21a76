"""El año como lo lee cualquiera: fechas, estrategias y lo publicado. Nada de lo que falta, ni de quién."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Count
from django.urls import reverse

from mipg.etiquetas import fecha
from mipg.portal.ciclo import hitos as de
from mipg.portal.ciclo.lector import Lector
from mipg.portal.ciclo.lectura import LOS_DE_PLANES, de_estrategias
from mipg.portal.ciclo.momentos import Clase, Hito
from planes.models import Plan
from politicas.models import Vigencia
from seguimiento.models import Corte

_CUALQUIERA = Lector(frozenset(Clase))


def publicos(vigencia: Vigencia | None, anio: int, *, cortes: Iterable[Corte], hoy: date) -> Iterator[Hito]:
    """Los hitos del año para quien no tiene sesión. `cortes`: los de la vigencia."""
    if vigencia is not None:
        limites = (vigencia.fecha_limite_institucionales, vigencia.fecha_limite_politicas)
        publicados = dict(
            Plan.objects.publicados().de_vigencia(vigencia).order_by().values_list("clase").annotate(n=Count("pk"))
        )
        lista = reverse("portal:plan_publico_lista")
        for (clase, titulo, rotulo), limite in zip(LOS_DE_PLANES, limites, strict=True):
            n, url = publicados.get(clase, 0), f"{lista}?vigencia={anio}&clase={clase}"
            cifra = f"{n} publicado{'' if n == 1 else 's'}" if n else ""
            desde = de.desde_que_se_abrio(vigencia, limite)
            yield Hito(
                Clase.PLAZO, titulo, desde, limite, url=url if n else "", rotulo=rotulo, cifra=cifra, url_cifra=url
            )
        yield from (_de_corte(corte, hoy) for corte in cortes)
    yield from de_estrategias(anio, _CUALQUIERA, con_responsables=True)


def _de_corte(corte: Corte, hoy: date) -> Hito:
    hito = replace(de.de_corte(corte, _CUALQUIERA, hoy=hoy), url="", faltan=(), hasta=corte.cierra)
    if corte.esta_cerrado:
        detalle = f"Cifras publicadas desde el {fecha(corte.cerrado_en)}"
        return replace(hito, url=reverse("portal:micrositio"), detalle=detalle)
    return replace(hito, titulo=f"Reporte de {corte}", detalle="", hecho=None)
