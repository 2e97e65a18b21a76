"""El plan del plan (P-01): el de implementación nace con las nueve estrategias como actividades."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from mipg.bitacora.acciones import registrar_en_lote
from mipg.fechas import en_bogota
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import editar_actividad, nueva_linea, ultimo_orden
from planes.acciones.copias import copiar, lineas_de, planes_anteriores
from planes.acciones.hojas import relacionar
from planes.models import Actividad, Plan, Propuesta
from planes.reglas import implementacion as reglas
from planes.reglas import numeros_libres
from politicas.acciones import heredar_estrategias
from politicas.models import Estrategia, Politica, TipoPlan, Vigencia

_SOBRE_CUANTOS = {
    reglas.TIPOS: lambda vigencia: TipoPlan.objects.que_se_piden(vigencia.anio).count(),
    reglas.POLITICAS: lambda vigencia: Politica.objects.filter(dimension__version=vigencia.version_id).count(),
    reglas.DEPENDENCIAS: lambda vigencia: (
        Dependencia.objects.vigentes(date(vigencia.anio, 12, 31)).filter(en_alcance=True).count()
    ),
    reglas.CIEN: lambda _: 100,
}


def denominador(vigencia: Vigencia, de: str) -> int:
    """Sobre cuántos se cuenta ese año: planes del Decreto 612, políticas o dependencias del alcance."""
    return _SOBRE_CUANTOS[de](vigencia)


def denominadores(vigencia: Vigencia) -> dict[str, int]:
    """Todos los del año, por su nombre."""
    return {de: denominador(vigencia, de) for de in _SOBRE_CUANTOS}


def anterior_de(plan: Plan) -> Plan | None:
    """El de implementación del último año aprobado que dice qué estrategia cumple cada actividad; si no hay, nada."""
    return planes_anteriores(plan).filter(actividades__estrategia__gt="", actividades__retirada_en=None).first()


def estrategias_de(hoja: Plan | Propuesta) -> list[str]:
    """Las que trae el plan de implementación: las del catálogo de su año. Ninguna otra hoja las trae."""
    if not isinstance(hoja, Plan) or hoja.clase != Plan.Clase.IMPLEMENTACION:
        return []
    del_anio = Estrategia.objects.filter(anio=hoja.vigencia.anio).order_by("numero")
    return [str(numero) for numero in del_anio.values_list("numero", flat=True)]


def quien_lo_coordina(vigencia: Vigencia, hoy: date) -> Dependencia | None:
    """La que hoy responde por la primera estrategia del año, o del último que las tenga; nula si no hay ninguna."""
    primera = Estrategia.objects.filter(anio__lte=vigencia.anio, responde__isnull=False).order_by("-anio", "numero")
    una = primera.select_related("responde__heredera").first()
    return una.responde.de_hoy(hoy) if una else None


@transaction.atomic
def llenar(*, plan: Plan, por: Usuario, ahora: datetime) -> None:
    """Le da al plan de implementación recién creado sus nueve actividades.

    Las del año anterior, con las fechas corridas y las metas al día, y las estrategias del catálogo de su año que
    aquéllas no cumplan. Sin ninguno de los dos queda vacío.
    """
    # Un año abierto antes de que se heredaran, o cuando el catálogo todavía no las traía, las hereda aquí.
    heredar_estrategias(anio=plan.vigencia.anio, por=por, ahora=ahora)
    hoy, cuantos = en_bogota(ahora), denominadores(plan.vigencia)
    if anterior := anterior_de(plan):
        elegidas = [linea.clave for linea in lineas_de(plan, anterior, hoy) if not linea.impide]
        antes = denominadores(anterior.vigencia)
        for actividad in copiar(plan=plan, de=anterior, elegidas=elegidas, por=por, ahora=ahora) if elegidas else ():
            if cambios := reglas.meta_al_dia(actividad, antes, cuantos):
                editar_actividad(actividad=actividad, version=actividad.version, por=por, ahora=ahora, **cambios)
    _completar(plan, cuantos, hoy, por, ahora)


def _completar(plan: Plan, cuantos: Mapping[str, int], hoy: date, por: Usuario, ahora: datetime) -> None:
    """Crea una actividad por cada estrategia del catálogo que ninguna cumple todavía."""
    suyas = list(plan.actividades.vigentes().order_by().values_list("estrategia", "numero"))
    numeros = {numero for _, numero in suyas}
    libres = numeros_libres(numeros)
    de_hoy = Dependencia.objects.de_hoy(hoy)
    faltan = Estrategia.objects.filter(anio=plan.vigencia.anio).exclude(numero__in=[e for e, _ in suyas if e])
    nuevas, apoyos = [], []
    for orden, estrategia in enumerate(
        faltan.order_by("numero").prefetch_related("responsables"), start=ultimo_orden(plan) + 1
    ):
        valores = reglas.valores_de(estrategia, cuantos)
        if valores["numero"] in numeros:
            valores["numero"] = next(libres)
        numeros.add(valores["numero"])
        responde = de_hoy.get(estrategia.responde_id)
        nuevas.append(nueva_linea(plan, orden=orden, dependencia_id=responde, **valores))
        apoyos.append({de_hoy.get(una.pk) for una in estrategia.responsables.all()} - {None, responde})
    # En lote: lo dice el catálogo; lo que no cumpla lo rechaza la base.
    Actividad.objects.bulk_create(nuevas)
    relacionar(Actividad, "apoyos", {una.pk: sorted(suyos) for una, suyos in zip(nuevas, apoyos, strict=True)})
    registrar_en_lote([(una, "", {}) for una in nuevas], por=por, ahora=ahora)
    plan.autores.add(por)
