"""El plan del plan (P-01): el de implementación nace con las nueve estrategias como actividades."""

from datetime import date, datetime

from django.db import transaction

from mipg.fechas import en_bogota
from mipg.usuarios.models import Dependencia, Usuario
from planes.acciones.actividades import crear_actividad, editar_actividad
from planes.acciones.copias import copiar, lineas_de, planes_anteriores
from planes.models import Plan
from planes.reglas import implementacion as reglas
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


def quien_lo_coordina(vigencia: Vigencia, hoy: date) -> Dependencia | None:
    """La que hoy responde por la primera estrategia del año, o del último que las tenga; nula si no hay ninguna."""
    primera = Estrategia.objects.filter(anio__lte=vigencia.anio, responde__isnull=False).order_by("-anio", "numero")
    una = primera.select_related("responde__heredera").first()
    return una.responde.de_hoy(hoy) if una else None


@transaction.atomic
def llenar(*, plan: Plan, por: Usuario, ahora: datetime) -> None:
    """Le da al plan de implementación recién creado sus nueve actividades.

    Las del año anterior, con las fechas corridas y las metas al día, o las estrategias del catálogo de su año. Sin
    ninguno de los dos queda vacío.
    """
    # Un año abierto antes de que se heredaran, o cuando el catálogo todavía no las traía, las hereda aquí.
    heredar_estrategias(anio=plan.vigencia.anio, por=por, ahora=ahora)
    hoy, cuantos = en_bogota(ahora), denominadores(plan.vigencia)
    if anterior := anterior_de(plan):
        elegidas = [linea.clave for linea in lineas_de(plan, anterior, hoy) if not linea.impide]
        antes = denominadores(anterior.vigencia)
        for actividad in copiar(plan=plan, de=anterior, elegidas=elegidas, por=por, ahora=ahora):
            if cambios := reglas.meta_al_dia(actividad, antes, cuantos):
                editar_actividad(actividad=actividad, version=actividad.version, por=por, ahora=ahora, **cambios)
        return
    de_hoy = Dependencia.objects.de_hoy(hoy)
    por_clave = Dependencia.objects.in_bulk({*de_hoy.values()})
    estrategias = Estrategia.objects.filter(anio=plan.vigencia.anio).order_by("numero")
    for estrategia in estrategias.prefetch_related("responsables"):
        responde = de_hoy.get(estrategia.responde_id)
        apoyan = {de_hoy.get(una.pk) for una in estrategia.responsables.all()} - {None, responde}
        crear_actividad(
            hoja=plan,
            dependencia=por_clave.get(responde),
            apoyos=[por_clave[pk] for pk in sorted(apoyan)],
            por=por,
            ahora=ahora,
            **reglas.valores_de(estrategia, cuantos),
        )
