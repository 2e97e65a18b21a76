"""Continuar en el plan del año siguiente la acción que se prorrogó más allá del suyo: la misma, con su código."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from furag.acciones import mejoras
from furag.acciones.verificaciones import tomar_mejora
from furag.models import AccionMejora
from furag.origenes import en_su_linaje, leer_politica, politica_del_anio
from furag.reglas import mejoras as reglas
from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota, trimestre_de
from mipg.reglas import Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import crear_actividad, exigir_vigencia_abierta, tomar_fila
from planes.acciones.planes import crear_plan
from planes.models import Actividad, Plan
from planes.reglas import EDITABLES, RIGEN, numeros_libres
from politicas.models import Politica, Vigencia
from politicas.obligaciones.plazos import fin_de_estrategia

# Lo que sigue igual: qué se hará y cómo se mide.
_IGUALES = (
    *("nombre", "producto", "indicador", "formula", "unidad", "numerador", "denominador", "linea_base", "meta"),
    *("tipo_meta", "sentido", "criterio", "fuente"),
)
CONTINUA = "La continúa Planeación."
AQUI = "verifique aquí si se cumplió."


def vigencia_siguiente(mejora: AccionMejora) -> Vigencia | None:
    """La del año que sigue al de su plan, si ya se abrió."""
    return Vigencia.objects.abiertas().filter(anio=mejora.actividad.plan.vigencia.anio + 1).first()


def planes_en_que_sigue(mejora: AccionMejora, vigencia: Vigencia):
    """Los planes de mejoramiento de la vigencia siguiente, que ocupan su lugar, de la misma política o de una en que
    siguió la que se partió o se fusionó.
    """
    suyas = en_su_linaje(mejora.actividad.plan.politica_id)
    return Plan.objects.en_pie().filter(clase=Plan.Clase.MEJORAMIENTO, vigencia=vigencia, politica__in=suyas)


def politica_en_que_sigue(mejora: AccionMejora, vigencia: Vigencia) -> Politica | None:
    """La política que es la misma en la vigencia siguiente; nula si se quitó, se partió o se fusionó."""
    return Politica.objects.linea(leer_politica(mejora.actividad.plan.politica_id)).por_version.get(vigencia.version_id)


@dataclass(frozen=True)
class Donde:
    """Dónde puede seguir una acción: planes que se editan, actividades de uno aprobado, o un plan nuevo."""

    planes: tuple[Plan, ...] = ()
    actividades: tuple[Actividad, ...] = ()
    nuevo: bool = False

    def __bool__(self) -> bool:
        return bool(self.planes or self.actividades or self.nuevo)


def donde_sigue(mejora: AccionMejora, vigencia: Vigencia) -> Donde:
    """Lo que se ofrece para continuarla; nada si hay que alistar antes un plan."""
    planes = list(planes_en_que_sigue(mejora, vigencia))
    medidas = {plan.vigencia_medida for plan in planes}
    origen = mejora.actividad.plan
    return Donde(
        planes=tuple(plan for plan in planes if plan.estado in EDITABLES),
        actividades=tuple(_actividades_libres(planes).order_by("plan", "orden", "pk")),
        nuevo=origen.vigencia_medida not in medidas and politica_en_que_sigue(mejora, vigencia) is not None,
    )


def _actividades_libres(planes) -> QuerySet[Actividad]:
    # De un plan cerrado no: nadie podría firmarla.
    libres = Actividad.objects.vigentes().filter(plan__in=[p.pk for p in planes if p.estado in RIGEN], mejora=None)
    return libres.select_related("plan__vigencia", "plan__politica")


def problemas_para_continuar(mejora: AccionMejora) -> list[Problema]:
    """Por qué no se continúa: lo mismo en la página, el botón y la acción. Cárguela `con_hechos`."""
    problemas = reglas.problemas_para_continuar(
        estado=mejora.estado, prorrogada=mejora.prorrogada_hasta is not None, continuada=mejora.fue_continuada
    )
    if problemas:
        return problemas
    if (vigencia := vigencia_siguiente(mejora)) is None:
        anio = mejora.actividad.plan.vigencia.anio + 1
        if Vigencia.objects.filter(anio=anio, cerrada_en__isnull=False).exists():
            return [Problema(f"La vigencia {anio} ya se cerró: {AQUI}")]
        return [Problema(f"La vigencia {anio} no está abierta: ábrala para continuar la acción en ella.")]
    if donde_sigue(mejora, vigencia):
        return []
    if planes_en_que_sigue(mejora, vigencia).exists():
        que = "propóngale una modificación con la actividad en que sigue, y continúela en ella."
        return [Problema(f"El plan de mejoramiento de {vigencia} ya no se edita: {que}")]
    suyas = en_su_linaje(mejora.actividad.plan.politica_id)
    siguen = Politica.objects.de_vigencia(vigencia).filter(pk__in=suyas)
    if nombres := " o ".join(f"«{una.nombre}»" for una in siguen):
        return [Problema(f"En {vigencia} la política sigue en {nombres}: cree antes su plan de mejoramiento.")]
    return [Problema(f"La política no sigue en el modelo que rige en {vigencia}: {AQUI}")]


@transaction.atomic
def continuar(
    *,
    mejora: AccionMejora,
    por: Usuario,
    ahora: datetime,
    plan: Plan | None = None,
    actividad: Actividad | None = None,
) -> AccionMejora:
    """Continúa la acción en `plan`, que se puede editar; en una `actividad` que ya está en un plan aprobado; o, sin
    ninguno de los dos, en un plan nuevo de la vigencia siguiente.

    Conserva su código, lo que atiende, su índice, su línea base y lo esperado. Lanza `ReglaIncumplida` si no se puede.
    """
    if not por.perfil(ahora).puede(Permiso.FURAG_GESTIONAR):
        raise ReglaIncumplida(CONTINUA)
    mejora = tomar_mejora(mejora.pk)
    exigir(problemas_para_continuar(mejora))
    vigencia = vigencia_siguiente(mejora)
    exigir_vigencia_abierta(vigencia)
    if actividad is not None:
        actividad = _tomar_actividad(mejora, vigencia, actividad)
        plan = actividad.plan
    else:
        plan = _tomar_plan(mejora, vigencia, plan, por, ahora)
        actividad = _copiar(mejora, plan, por, ahora)
    sigue = mejoras.guardar_nueva(
        actividad,
        plan,
        list(mejora.recomendaciones.all()),
        por=por,
        ahora=ahora,
        codigo=mejora.codigo,
        continua=mejora,
        **{c: getattr(mejora, c) for c in AccionMejora.PROPIOS},
    )
    nota = f"Sigue en «{plan.nombre}» de {vigencia}, hasta el {mejora.prorrogada_hasta:%d/%m/%Y}."
    registrar(mejora, verbo="continuar", por=por, ahora=ahora, nota=nota)
    registrar(mejora.actividad.plan, verbo="continuar acción", por=por, ahora=ahora, nota=f"{mejora.codigo}. {nota}")
    return sigue


def _tomar_plan(mejora: AccionMejora, vigencia: Vigencia, plan: Plan | None, por: Usuario, ahora: datetime) -> Plan:
    if plan is None:
        origen, hoy = mejora.actividad.plan, en_bogota(ahora)
        coordina = origen.dependencia.de_hoy(hoy)
        if coordina is None:
            raise ReglaIncumplida("Quien coordinaba el plan se suprimió: cree antes el plan de la política.")
        return crear_plan(
            clase=Plan.Clase.MEJORAMIENTO,
            vigencia=vigencia,
            dependencia=coordina,
            politica=politica_del_anio(origen.politica, vigencia),
            vigencia_medida=origen.vigencia_medida,
            fecha_limite=fin_de_estrategia(Actividad.Estrategia.MEJORAMIENTO, vigencia.anio),
            por=por,
            ahora=ahora,
        )
    plan = tomar_fila(planes_en_que_sigue(mejora, vigencia).filter(pk=plan.pk).select_related("vigencia", "politica"))
    if plan.estado not in EDITABLES:
        raise ReglaIncumplida([Problema("Ese plan ya no se edita: elija una de sus actividades.", "destino")])
    return plan


def _tomar_actividad(mejora: AccionMejora, vigencia: Vigencia, actividad: Actividad) -> Actividad:
    return tomar_fila(_actividades_libres(planes_en_que_sigue(mejora, vigencia)).filter(pk=actividad.pk))


def _copiar(mejora: AccionMejora, plan: Plan, por: Usuario, ahora: datetime) -> Actividad:
    origen, hasta, hoy = mejora.actividad, mejora.prorrogada_hasta, en_bogota(ahora)
    responsable = origen.dependencia and origen.dependencia.de_hoy(hoy)
    return crear_actividad(
        hoja=plan,
        numero=next(numeros_libres(set(plan.actividades.vigentes().values_list("numero", flat=True)))),
        fecha_inicio=date(plan.vigencia.anio, 1, 1),
        fecha_fin=hasta,
        dependencia=responsable or plan.dependencia,
        origen=origen,
        por=por,
        ahora=ahora,
        **{f"programado_t{trimestre_de(hasta)}": origen.meta},
        **{campo: getattr(origen, campo) for campo in _IGUALES},
    )
