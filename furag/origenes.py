"""De dónde sale una acción de mejora y en qué plan puede quedar. Sólo lee."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from furag.models import AccionMejora, Medicion, Puntaje, Recomendacion
from mipg.reglas import Problema, ReglaIncumplida
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.acciones.planes import lideres_de_politica, responsables_de
from planes.models import Plan
from planes.reglas import EDITABLES, puede_formular
from politicas.models import Equivalencia, Indice, Politica, Vigencia
from politicas.reglas import linaje


@dataclass(frozen=True)
class Origen:
    """De dónde sale una acción: su política, qué medición, lo elegido y, si la hay, la que reformula."""

    politica: Politica
    medida: int
    elegidas: tuple[int, ...] = ()
    reformula: AccionMejora | None = None


def leer_politica(pk: int) -> Politica:
    """Con su dimensión y su versión, para hallarla en otro año."""
    return Politica.objects.select_related("dimension__version").get(pk=pk)


def en_su_linaje(politica: int) -> frozenset[int]:
    """La política (clave primaria), aquellas de que viene y aquellas en que sigue, si se partió o se fusionó."""
    return linaje(politica, Equivalencia.objects.pares())


def politica_del_anio(politica: Politica, vigencia: Vigencia) -> Politica:
    """La misma política en la versión del modelo que rige la vigencia; lanza `ReglaIncumplida` si no sigue en ella."""
    if suya := Politica.objects.linea(leer_politica(politica.pk)).por_version.get(vigencia.version_id):
        return suya
    raise ReglaIncumplida([Problema(f"La política no sigue en el modelo que rige en {vigencia}.", "plan")])


def indices_que_mueve(politica: Politica, medida: int) -> dict[str, str]:
    """Código → nombre de lo que puede mover una acción de la política: su puntaje y los de sus índices, como se llaman
    en la medición de ese año, de la que sale la línea base; en la versión que hoy rige pueden ser de otra política.
    """
    suyas, version = [politica], Medicion.objects.filter(anio=medida).values_list("version", flat=True).first()
    if version and version != Politica.objects.values_list("dimension__version", flat=True).get(pk=politica.pk):
        suyas = list(Politica.objects.filter(dimension__version=version, pk__in=en_su_linaje(politica.pk)))
    codigos = {una.codigo_furag: una.nombre for una in suyas}
    for una in suyas:
        codigos |= dict(Indice.objects.que_miden(una.pk).order_by("codigo").values_list("codigo", "nombre"))
    return codigos


def linea_base_de(anio: int, indice: str) -> Decimal | None:
    """Lo que esta entidad obtuvo en el índice en la medición de ese año; nulo si no se midió."""
    suyos = Puntaje.objects.propios().filter(entidad__carga__medicion__anio=anio)
    return suyos.de_codigos([indice]).get(indice) if indice else None


def recomendaciones_de(politica: int, medida: int) -> QuerySet[Recomendacion]:
    """Las de la política, o de la que le equivale en otra versión del modelo, en la medición de ese año."""
    suyas = Recomendacion.objects.filter(politica__in=en_su_linaje(politica), medicion__anio=medida)
    return suyas.select_related("medicion", "politica").order_by("numero", "pk")


def acogidas(politica: int, medida: int) -> QuerySet[Recomendacion]:
    """De ellas, las que se acogieron."""
    return recomendaciones_de(politica, medida).filter(estado=Recomendacion.Estado.ACOGIDA)


def que_puede_atender(mejora: AccionMejora) -> QuerySet[Recomendacion]:
    """Las acogidas de su política y su medición, y las que ya atiende."""
    plan = mejora.actividad.plan
    suyas = Recomendacion.objects.filter(atenciones__accion=mejora).order_by()
    claves = {*acogidas(plan.politica_id, plan.vigencia_medida).values_list("pk", flat=True)}
    claves |= {*suyas.values_list("pk", flat=True)}
    return Recomendacion.objects.filter(pk__in=claves).select_related("medicion", "politica").order_by("numero")


def por_atender() -> list[dict]:
    """De cada política y medición, cuántas recomendaciones acogidas no atiende ninguna acción."""
    filas = (
        Recomendacion.objects.por_atender()
        .order_by("-medicion__anio", "politica__numero_plan")
        .values_list("medicion__anio", "politica", "politica__numero_plan", "politica__nombre")
    )
    return [
        {"anio": anio, "politica": pk, "nombre": f"{numero}. {nombre}", "n": n}
        for (anio, pk, numero, nombre), n in Counter(filas).items()
    ]


def destinos_de(origen: Origen, perfil: Perfil, hoy: date) -> dict[str, tuple[str, dict]]:
    """En qué plan puede quedar la acción: clave → (cómo se dice, lo que pide la acción). Los que se editan y, si la
    vigencia no tiene el de esa medición, uno nuevo.
    """
    claves = en_su_linaje(origen.politica.pk)
    planes = (
        Plan.objects.en_pie()
        .filter(clase=Plan.Clase.MEJORAMIENTO, politica__in=claves, vigencia__in=Vigencia.objects.abiertas())
        .select_related("vigencia", "dependencia")
        .order_by("vigencia__anio", "pk")
    )
    destinos, hay = {}, set()
    for plan in planes:
        hay.add((plan.vigencia_id, plan.vigencia_medida))
        if plan.estado in EDITABLES and puede_formular(perfil, plan.dependencia_id):
            destinos[f"plan-{plan.pk}"] = (f"{plan.nombre} de {plan.vigencia}, que se está formulando", {"plan": plan})
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        coordina = None if (vigencia.pk, origen.medida) in hay else _coordina(origen.politica, vigencia, perfil, hoy)
        if coordina:
            nuevo = {"vigencia": vigencia, "coordina": coordina}
            rotulo = f"Un plan de mejoramiento nuevo de {vigencia}, que coordina {coordina}"
            destinos[f"nuevo-{vigencia.pk}"] = (rotulo, nuevo)
    return destinos


def _coordina(politica: Politica, vigencia: Vigencia, perfil: Perfil, hoy: date) -> Dependencia | None:
    """La dependencia que coordinaría el plan nuevo: la que lidera o, para quien formula sólo lo suyo, la suya."""
    try:
        suya = politica_del_anio(politica, vigencia)
    except ReglaIncumplida:
        return None
    lider = lideres_de_politica(vigencia, hoy).get(suya.pk)
    if lider and puede_formular(perfil, lider.pk):
        return lider
    suyas = perfil.dependencias(Permiso.PLAN_FORMULAR) & responsables_de(vigencia.anio, hoy, politica=suya)
    return Dependencia.objects.filter(pk__in=suyas).order_by("pk").first()
