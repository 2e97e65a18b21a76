"""Continuar en el plan del año siguiente la acción que se prorrogó más allá del suyo: la misma, con su código."""

from datetime import date, datetime

from django.db import transaction

from furag.acciones import mejoras
from furag.acciones.verificaciones import tomar_mejora
from furag.models import AccionMejora
from furag.reglas import mejoras as reglas
from mipg.bitacora.acciones import registrar
from mipg.fechas import en_bogota, trimestre_de
from mipg.reglas import Problema, ReglaIncumplida, exigir
from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Permiso
from planes.acciones.actividades import crear_actividad, exigir_vigencia_abierta, tomar_fila
from planes.acciones.planes import crear_plan
from planes.models import Actividad, Plan
from planes.reglas import EDITABLES, numeros_libres
from politicas.models import Vigencia
from politicas.obligaciones.plazos import fin_de_estrategia

# Lo que sigue igual: qué se hará y cómo se mide.
_IGUALES = (
    *("nombre", "producto", "indicador", "formula", "unidad", "numerador", "denominador", "linea_base", "meta"),
    *("tipo_meta", "sentido", "criterio", "fuente"),
)
CONTINUA = "La continúa Planeación."


def vigencia_siguiente(mejora: AccionMejora) -> Vigencia | None:
    """La del año que sigue al de su plan, si ya se abrió."""
    return Vigencia.objects.abiertas().filter(anio=mejora.actividad.plan.vigencia.anio + 1).first()


def planes_en_que_sigue(mejora: AccionMejora, vigencia: Vigencia):
    """Los planes de mejoramiento de la misma política en la vigencia siguiente, que ocupan su lugar."""
    politica = mejoras.politica_del_anio(mejora.actividad.plan.politica, vigencia)
    return Plan.objects.en_pie().filter(clase=Plan.Clase.MEJORAMIENTO, vigencia=vigencia, politica=politica)


def problemas_para_continuar(mejora: AccionMejora) -> list[Problema]:
    """Por qué no se continúa: lo mismo en la página, el botón y la acción. Cárguela `con_hechos`."""
    problemas = reglas.problemas_para_continuar(
        estado=mejora.estado, prorrogada=mejora.prorrogada_hasta is not None, continuada=mejora.fue_continuada
    )
    if not problemas and vigencia_siguiente(mejora) is None:
        anio = mejora.actividad.plan.vigencia.anio + 1
        problemas = [Problema(f"La vigencia {anio} no está abierta: ábrala para continuar la acción en ella.")]
    return problemas


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
        **{c: getattr(mejora, c) for c in ("causa", "hallazgo", "indice", "linea_base", "esperado", "sin_indice")},
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
            politica=mejoras.politica_del_anio(origen.politica, vigencia),
            vigencia_medida=origen.vigencia_medida,
            fecha_limite=fin_de_estrategia(mejoras.MEJORAMIENTO, vigencia.anio),
            por=por,
            ahora=ahora,
        )
    plan = tomar_fila(planes_en_que_sigue(mejora, vigencia).filter(pk=plan.pk).select_related("vigencia", "politica"))
    if plan.estado not in EDITABLES:
        raise ReglaIncumplida([Problema("Ese plan ya no se edita: elija una de sus actividades.", "destino")])
    return plan


def _tomar_actividad(mejora: AccionMejora, vigencia: Vigencia, actividad: Actividad) -> Actividad:
    planes = planes_en_que_sigue(mejora, vigencia).order_by().values("pk")
    filas = Actividad.objects.vigentes().filter(pk=actividad.pk, plan__in=planes, mejora=None)
    return tomar_fila(filas.select_related("plan__vigencia", "plan__politica"))


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
