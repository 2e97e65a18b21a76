"""Qué regía de las actividades de un corte en su fecha, derivado de las versiones de sus planes.

Un cambio aprobado durante la captura de un trimestre ya cortado rige desde el siguiente: el corte abierto se mide como
estaba. Aquí se deriva; se guarda al abrir el corte y con cada versión que se congela después, y `comprobar_cortes`
demuestra que es igual.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from mipg.fechas import en_bogota, fin_del_dia
from planes.campos import POR_NOMBRE, Clase
from planes.models import Actividad, VersionPlan
from seguimiento.models import Corte, Regia
from seguimiento.models.regias import MEDIDOS


def por_guardar(corte: Corte, hoy: date, plan: int | None = None) -> list[Regia]:
    """Lo que regía y ya no es así, sin guardar; nada mientras la fecha de corte no haya pasado o si ya cerró.

    `plan`: sólo lo de ese.
    """
    if not corte.esta_abierto or hoy <= corte.fecha_corte:
        return []
    fotos = _fotos(corte, plan)
    vivas = Actividad.objects.filter(plan__in=fotos).vigentes_al(corte.fecha_corte).order_by("pk")
    de_cada_una = {foto["id"]: foto for suyas in fotos.values() for foto in suyas}
    return list(_distintas(corte, vivas, de_cada_una))


def _fotos(corte: Corte, plan: int | None) -> dict[int, list[dict]]:
    """Las actividades de la versión que regía en la fecha de corte, por plan, de los que cambiaron después."""
    versiones = VersionPlan.objects.filter(plan__vigencia=corte.vigencia_id)
    if plan is not None:
        versiones = versiones.filter(plan=plan)
    despues = versiones.filter(aprobado_en__gt=fin_del_dia(corte.fecha_corte))
    cambiados = despues.exclude(clase=VersionPlan.Clase.APROBACION).order_by().values("plan")
    regian = versiones.filter(plan__in=cambiados).que_regian(corte.fecha_corte)
    return dict(versiones.filter(pk__in=regian.values()).order_by().values_list("plan", "foto__actividades"))


def _distintas(corte: Corte, vivas: Iterable[Actividad], fotos: Mapping[int, Mapping]) -> Iterable[Regia]:
    for actividad in vivas:
        foto = fotos.get(actividad.pk)
        if foto is None:
            yield Regia(corte=corte, actividad=actividad, cuenta=False)
            continue
        valores = {campo: _valor(campo, foto.get(campo)) for campo in MEDIDOS}
        if any(getattr(actividad, campo) != valor for campo, valor in valores.items()):
            yield Regia(corte=corte, actividad=actividad, **valores)


def _valor(campo: str, fotografiado):
    """El valor de un campo, de como quedó en la foto."""
    clase = POR_NOMBRE[campo].clase
    if fotografiado is None or clase not in (Clase.NUMERO, Clase.FECHA):
        return fotografiado
    return Decimal(fotografiado) if clase is Clase.NUMERO else date.fromisoformat(fotografiado)


def guardadas(corte: Corte) -> dict[int, Regia]:
    """Lo que se guardó de un corte, por actividad."""
    return {regia.actividad_id: regia for regia in Regia.objects.filter(corte=corte)}


def faltan(corte: Corte, hoy: date) -> int:
    """Cuántas actividades no están guardadas como regían."""
    derivadas = {regia.actividad_id: regia.dice for regia in por_guardar(corte, hoy)}
    ya = {actividad: regia.dice for actividad, regia in guardadas(corte).items()} if corte.esta_abierto else derivadas
    return sum(derivadas.get(clave) != ya.get(clave) for clave in derivadas.keys() | ya.keys())


def guardar(corte: Corte, hoy: date) -> int:
    """Guarda lo que regía, si no está ya; devuelve cuántas actividades cambiaron."""
    cuantas = faltan(corte, hoy)
    if cuantas:
        Regia.objects.filter(corte=corte).delete()
        Regia.objects.bulk_create(por_guardar(corte, hoy), batch_size=500)
    return cuantas


def al_congelar(sender: type, version: VersionPlan, **_) -> None:
    """Guarda lo que regía del plan cuya versión se acaba de congelar, en la misma transacción.

    Así el corte que se captura no se mide ni un instante con lo nuevo. Quien decide ya tomó la vigencia, como quien
    cierra el corte.
    """
    plan = version.plan
    corte = Corte.objects.abierto()
    if corte is None or corte.vigencia_id != plan.vigencia_id:
        return
    Regia.objects.filter(corte=corte, actividad__plan=plan.pk).delete()
    Regia.objects.bulk_create(por_guardar(corte, en_bogota(version.aprobado_en), plan.pk), batch_size=500)
