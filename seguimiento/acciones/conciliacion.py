"""Conciliar el corte abierto con los planes: que se espere lo que hoy está programado, y nada más.

Tras aprobar un plan o una versión, conceder una prórroga o retirar una actividad, se puede esperar otra cosa. Conciliar
crea los reportes que ahora se deben y suelta los que ya no: jamás borra, y lo escrito se conserva.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mipg.avisos.acciones import asuetos
from mipg.bitacora.acciones import registrar, registrar_en_lote
from mipg.fechas import en_bogota, sumar_habiles
from mipg.reglas import ReglaIncumplida
from mipg.usuarios.models import Usuario
from planes.querysets import ActividadQuerySet
from politicas.acciones import tomar_vigencia
from seguimiento import regias
from seguimiento.cumplimiento import actividades_del, actividades_medidas
from seguimiento.models import Avance, Corte
from seguimiento.querysets import AvanceQuerySet
from seguimiento.reglas import hechos
from seguimiento.reglas.avances import DIAS_PARA_CORREGIR


def esperadas(corte: Corte, hoy: date) -> ActividadQuerySet:
    """Las que deben reportar en el corte: con programación en su trimestre y sin terminar en el anterior."""
    programadas = actividades_del(corte).programadas_en(corte.trimestre)
    anterior = (
        Corte.objects.filter(vigencia=corte.vigencia_id, trimestre=corte.trimestre - 1)
        .select_related("vigencia")
        .first()
    )
    if anterior is None:
        return programadas
    return programadas.exclude(pk__in=actividades_medidas(anterior, hoy=hoy).filter(completa=True).values("pk"))


def por_crear(corte: Corte, hoy: date) -> ActividadQuerySet:
    """Las que deben reportar y todavía no tienen un reporte esperado."""
    con_reporte = Avance.objects.del_corte(corte).filter(hechos.ESPERADO.q)
    return esperadas(corte, hoy).exclude(pk__in=con_reporte.values("actividad"))


def por_soltar(corte: Corte, hoy: date) -> AvanceQuerySet:
    """Los reportes que se esperaban y ya no se deben: su actividad se retiró o dejó de tener programación."""
    esperados = Avance.objects.del_corte(corte).filter(hechos.ESPERADO.q)
    return esperados.exclude(actividad__in=esperadas(corte, hoy).values("pk"))


def por_conciliar(corte: Corte, hoy: date) -> int:
    """Cuántas cosas del corte abierto no están como los planes dicen hoy: reportes, y lo que regía en su fecha."""
    if not corte.esta_abierto:
        return 0
    return por_crear(corte, hoy).count() + por_soltar(corte, hoy).count() + regias.faltan(corte, hoy)


@dataclass(frozen=True)
class Conciliado:
    """Cuántos reportes empezaron a esperarse, cuántos dejaron de hacerlo y cuántas actividades se miden como regían."""

    creados: int = 0
    soltados: int = 0
    como_regian: int = 0

    def __bool__(self) -> bool:
        return bool(self.creados or self.soltados or self.como_regian)

    def __str__(self) -> str:
        regian = f"; {self.como_regian} actividades se miden como regían" if self.como_regian else ""
        return f"{self.creados} por esperar, {self.soltados} que ya no se deben{regian}"


@transaction.atomic
def conciliar(*, corte: Corte, por: Usuario, ahora: datetime) -> Conciliado:
    """Deja el corte abierto como los planes dicen hoy. Repetirlo no cambia nada; lanza `ReglaIncumplida` si no lo está.

    Toma la vigencia, el corte y sus reportes, como quien cierra.
    """
    tomar_vigencia(corte.vigencia_id)
    corte = Corte.objects.select_for_update(of=("self",)).select_related("vigencia").get(pk=corte.pk)
    if not corte.esta_abierto:
        raise ReglaIncumplida(f"El corte {corte} no está abierto.")
    list(Avance.objects.select_for_update().filter(corte=corte).order_by("pk").values_list("pk"))
    # Primero lo que regía: lo que se espera mira con ello qué está completo.
    como_regian = regias.guardar(corte, en_bogota(ahora))
    hecho = Conciliado(esperar(corte, por, ahora), _soltar(corte, por, ahora), como_regian)
    if hecho:
        registrar(corte, verbo="conciliar", por=por, ahora=ahora, nota=f"Reportes: {hecho}.")
    return hecho


def esperar(corte: Corte, por: Usuario, ahora: datetime) -> int:
    """Crea los reportes que se deben; el que alguien adelantó pasa a esperarse. Devuelve cuántos."""
    hoy = en_bogota(ahora)
    # Lo que se pide cuando la captura ya acabó necesita días para reportarse: sin ellos sería un cero sin salida.
    plazo = sumar_habiles(hoy, DIAS_PARA_CORREGIR, asuetos()) if hoy > corte.cierra else None
    faltan = list(por_crear(corte, hoy))
    adelantados = list(Avance.objects.del_corte(corte).filter(actividad__in=faltan).select_related("actividad"))
    Avance.objects.filter(pk__in=[avance.pk for avance in adelantados]).update(esperado=True, plazo=plazo)
    _anotar(adelantados, corte, por, ahora, esperado=True)
    ya_estan = {avance.actividad_id for avance in adelantados}
    Avance.objects.bulk_create(
        Avance(actividad=actividad, corte=corte, esperado=True, plazo=plazo, creado_en=ahora, creado_por=por)
        for actividad in faltan
        if actividad.pk not in ya_estan
    )
    return len(faltan)


def _soltar(corte: Corte, por: Usuario, ahora: datetime) -> int:
    sueltos = list(por_soltar(corte, en_bogota(ahora)).select_related("actividad"))
    Avance.objects.filter(pk__in=[avance.pk for avance in sueltos]).update(esperado=False)
    _anotar(sueltos, corte, por, ahora, esperado=False)
    return len(sueltos)


def _anotar(avances: list[Avance], corte: Corte, por: Usuario, ahora: datetime, *, esperado: bool) -> None:
    for avance in avances:
        avance.corte = corte
    cambios = {"esperado": (not esperado, esperado)}
    registrar_en_lote([(avance, "conciliar", cambios) for avance in avances], por=por, ahora=ahora)
